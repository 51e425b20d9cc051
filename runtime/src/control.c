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

// The first `count` numbers of a file in the folder path[0..length-1]; those that it lacks are
// left as they are.
static void numbers_read(char path[PATH_SIZE], size_t length, const char *name, long long *number, int count)
{
	char text[64], *at = text, *end;
	int written = snprintf(path + length, PATH_SIZE - length, "/%s", name);
	if ((size_t)written >= PATH_SIZE - length || !file_read(path, text, sizeof text))
		return;
	for (int i = 0; i < count; i++, at = end) {
		long long value = strtoll(at, &end, 10);
		if (end == at) // "max"
			return;
		number[i] = value;
	}
}

// Quota over period of the group whose folder is path[0..length-1], or UINT_MAX without one.
static unsigned group_limit(char path[PATH_SIZE], size_t length, bool unified)
{
	long long quota[2] = {-1, -1}; // and its period
	if (unified) {
		numbers_read(path, length, "cpu.max", quota, 2);
	} else {
		numbers_read(path, length, "cpu.cfs_quota_us", &quota[0], 1);
		numbers_read(path, length, "cpu.cfs_period_us", &quota[1], 1);
	}
	if (quota[0] <= 0 || quota[1] <= 0 || quota[0] / quota[1] > INT_MAX)
		return UINT_MAX;
	return quota[0] < quota[1] ? 1 : (unsigned)(quota[0] / quota[1]);
}

// The least limit of a group and of those above it, up to where the hierarchy is mounted. In a
// container the lower folders may be missing: then those above it are the container's.
static unsigned groups_limit(const char *mount, const char *group, size_t group_length, bool unified)
{
	char path[PATH_SIZE];
	size_t root = strlen(mount), length = root + group_length;
	unsigned least = UINT_MAX;
	if (length >= sizeof path)
		return UINT_MAX;
	memcpy(path, mount, root);
	memcpy(path + root, group, group_length);
	for (;;) {
		unsigned limit = group_limit(path, length, unified);
		least = limit < least ? limit : least;
		if (length <= root)
			return least;
		while (length > root && path[--length] != '/')
			continue;
	}
}

static bool has_word(const char *list, const char *end, const char *word)
{
	size_t length = strlen(word);
	for (const char *at = list; at < end; at++) {
		const char *comma = memchr(at, ',', (size_t)(end - at));
		const char *stop = comma ? comma : end;
		if ((size_t)(stop - at) == length && memcmp(at, word, length) == 0)
			return true;
		at = stop;
	}
	return false;
}

// A line of `groups` is "number:controllers:path", and version 2 has no controllers.
unsigned control_group_cpus(const char *groups, const char *mount, unsigned cpus)
{
	char text[TEXT_SIZE], cpu_mount[PATH_SIZE];
	unsigned least = cpus;
	if (!file_read(groups, text, sizeof text))
		return cpus;
	snprintf(cpu_mount, sizeof cpu_mount, "%s/cpu", mount);
	for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
		const char *controllers = memchr(line, ':', (size_t)(end - line));
		const char *path = controllers ? memchr(controllers + 1, ':', (size_t)(end - controllers - 1)) : NULL;
		unsigned limit = UINT_MAX;
		if (path && path == controllers + 1)
			limit = groups_limit(mount, path + 1, (size_t)(end - path - 1), true);
		else if (path && has_word(controllers + 1, path, "cpu"))
			limit = groups_limit(cpu_mount, path + 1, (size_t)(end - path - 1), false);
		least = limit < least ? limit : least;
	}
	return least;
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
