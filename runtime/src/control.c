// SPDX-License-Identifier: MIT
// control: what threads ask of each other while they run, and what they ask of the system:
// stop, park, sleep, yield, and how many of them can run at once.
#include "own_internal.h"

#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

// ---- Stop and park --------------------------------------------------------------------------

void own_request_stop(own_thread *thread)
{
	if (thread)
		state_tell(&thread->state, STATE_STOP);
}

bool own_stop_requested(void) { return own__self && word_get(&own__self->state) & STATE_STOP; }

void own_park(void)
{
	if (own__self)
		state_park(&own__self->state);
}

void own_unpark(own_thread *thread)
{
	if (thread)
		state_tell(&thread->state, STATE_TOKEN);
}

// ---- Time -----------------------------------------------------------------------------------

void own_yield(void) { sched_yield(); }

enum { SECOND = 1000000000 }; // in nanoseconds

// The deadline that lies `duration` ahead; one that no time_t can hold is the last there is.
static struct timespec deadline_after(const struct timespec *duration)
{
	struct timespec now, deadline;
	clock_gettime(CLOCK_MONOTONIC, &now);
	long nanoseconds = now.tv_nsec + duration->tv_nsec;
	deadline.tv_nsec = nanoseconds % SECOND;
	if (__builtin_add_overflow(now.tv_sec + nanoseconds / SECOND, duration->tv_sec, &deadline.tv_sec))
		deadline = (struct timespec){.tv_sec = INT32_MAX};
	return deadline;
}

int own_sleep(const struct timespec *duration)
{
	if (!duration || duration->tv_sec < 0 || duration->tv_nsec < 0 || duration->tv_nsec >= SECOND)
		return EINVAL;
	struct timespec deadline = deadline_after(duration);
	if (own__self)
		return state_sleep(&own__self->state, &deadline) ? EINTR : 0;
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, NULL) == EINTR)
		continue;
	return 0;
}

// ---- Processors -------------------------------------------------------------------------------

enum { CPUS_MAX = 8192, PATH_SIZE = 1024, TEXT_SIZE = 4096 };

// The text of a small file of the kernel's; false when there is none.
static bool file_read(const char *path, char *text, size_t size)
{
	size_t length = 0;
	ssize_t got = -1;
	int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return false;
	while (length + 1 < size && (got = read(file, text + length, size - 1 - length)) > 0)
		length += (size_t)got;
	close(file);
	text[length] = '\0';
	return got >= 0;
}

// The two first numbers of a file in the folder `path`; those that it lacks are left as they are.
static void numbers_read(char path[PATH_SIZE], const char *name, long long *first, long long *second)
{
	char text[64];
	size_t length = strlen(path);
	bool fits = (size_t)snprintf(path + length, PATH_SIZE - length, "/%s", name) < PATH_SIZE - length;
	if (fits && file_read(path, text, sizeof text))
		sscanf(text, "%18lld %18lld", first, second); // none of "max"
	path[length] = '\0';
}

// Quota over period of the group whose folder is `path`, or UINT_MAX without one.
static unsigned group_limit(char path[PATH_SIZE], bool unified)
{
	long long quota = -1, period = -1;
	numbers_read(path, unified ? "cpu.max" : "cpu.cfs_quota_us", &quota, &period);
	if (!unified)
		numbers_read(path, "cpu.cfs_period_us", &period, &period);
	if (quota <= 0 || period <= 0 || quota / period > INT_MAX)
		return UINT_MAX;
	return quota < period ? 1 : (unsigned)(quota / period);
}

// The least limit of a group and of those above it, up to where the hierarchy is mounted. In a
// container the lower folders may be missing: then those above it are the container's.
static unsigned groups_limit(const char *mount, const char *group, bool unified)
{
	char path[PATH_SIZE];
	const char *folder = unified ? "" : "/cpu";
	unsigned least = UINT_MAX;
	if (snprintf(path, sizeof path, "%s%s%s", mount, folder, group) >= PATH_SIZE)
		return UINT_MAX;
	for (;;) {
		unsigned limit = group_limit(path, unified);
		least = limit < least ? limit : least;
		char *end = strrchr(path + strlen(mount) + strlen(folder), '/');
		if (!end)
			return least;
		*end = '\0';
	}
}

static bool has_word(char *list, const char *word)
{
	for (char *one; (one = strsep(&list, ","));)
		if (strcmp(one, word) == 0)
			return true;
	return false;
}

// A line of `groups` is "number:controllers:path", and version 2 has no controllers.
unsigned control_group_cpus(const char *groups, const char *mount, unsigned cpus)
{
	char text[TEXT_SIZE], *rest = text, *path;
	if (!file_read(groups, text, sizeof text))
		return cpus;
	while ((path = strsep(&rest, "\n"))) {
		strsep(&path, ":");
		char *controllers = strsep(&path, ":");
		bool unified = controllers && !*controllers;
		if (!path || !(unified || has_word(controllers, "cpu")))
			continue;
		unsigned limit = groups_limit(mount, path, unified);
		cpus = limit < cpus ? limit : cpus;
	}
	return cpus;
}

unsigned own_parallelism(void)
{
	unsigned long mask[CPUS_MAX / (CHAR_BIT * sizeof(unsigned long))];
	cpu_set_t *set = (cpu_set_t *)(void *)mask;
	int before = errno, cancel;
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel); // no file is left open
	long cpus =
		sched_getaffinity(0, sizeof mask, set) == 0 ? CPU_COUNT_S(sizeof mask, set) : sysconf(_SC_NPROCESSORS_ONLN);
	unsigned usable = control_group_cpus("/proc/self/cgroup", "/sys/fs/cgroup", cpus < 1 ? 1 : (unsigned)cpus);
	pthread_setcancelstate(cancel, NULL);
	errno = before;
	return usable;
}
