// SPDX-License-Identifier: MIT
// control: how threads wait for each other, what they ask of each other while they run, and what
// they ask of the system: stop, park, sleep, yield, and how many of them can run at once.
#include "own_internal.h"

#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

// ---- Waiting --------------------------------------------------------------------------------

// Where time_t is wider than the kernel's first idea of it, the call has a second name.
#ifdef SYS_futex_time64
static const long futex = sizeof(time_t) > sizeof(long) ? SYS_futex_time64 : SYS_futex;
#else
static const long futex = SYS_futex;
#endif

// As in <linux/futex.h>, which not every C library comes with; for words of one process.
enum { WAKE = 1 | 128, WAIT_UNTIL = 9 | 128, ANY_WAKER = -1 };

// 0, or the error, which errno does not get.
static int word_call(word_t *word, int operation, uint32_t value, const struct timespec *deadline)
{
	int before = errno;
	int error = syscall(futex, word, operation, value, deadline, NULL, ANY_WAKER) < 0 ? errno : 0;
	errno = before;
	return error;
}

bool word_sleep(word_t *word, uint32_t seen, const struct timespec *deadline)
{
	return word_call(word, WAIT_UNTIL, seen, deadline) != ETIMEDOUT;
}

void word_wake(word_t *word) { word_call(word, WAKE, INT_MAX, NULL); }

bool thread_await(struct own_thread *t, const struct timespec *deadline)
{
	return state_await(&t->state, STATE_FINISHED, STATE_AWAITED, deadline);
}

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

// The text of a small file of the kernel's, which gives it whole at once; false when there is none.
static bool file_read(const char *path, char *text, size_t size)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return false;
	ssize_t length = read(file, text, size - 1);
	close(file);
	text[length < 0 ? 0 : length] = '\0';
	return length > 0;
}

// The two first numbers of the file `name` in a folder; those that it lacks are left as they are.
static void numbers_read(const char *folder, const char *name, long long *first, long long *second)
{
	char path[PATH_SIZE], text[64];
	bool fits = snprintf(path, sizeof path, "%s/%s", folder, name) < PATH_SIZE;
	if (fits && file_read(path, text, sizeof text))
		sscanf(text, "%18lld %18lld", first, second); // none of "max"
}

// Quota over period of the group that has this folder, or UINT_MAX without one.
static unsigned group_limit(const char *folder, bool unified)
{
	long long quota = -1, period = -1;
	numbers_read(folder, unified ? "cpu.max" : "cpu.cfs_quota_us", &quota, &period);
	if (!unified)
		numbers_read(folder, "cpu.cfs_period_us", &period, &period);
	if (quota <= 0 || period <= 0 || quota / period > INT_MAX)
		return UINT_MAX;
	return quota < period ? 1 : (unsigned)(quota / period);
}

// The least limit of a group and of those above it, up to where the hierarchy is mounted. In a
// container the lower folders may be missing: then those above it are the container's.
static unsigned groups_limit(const char *mount, char *group, bool unified)
{
	char folder[PATH_SIZE];
	unsigned least = UINT_MAX;
	for (char *end = group + strlen(group); end; end = strrchr(group, '/')) {
		*end = '\0';
		snprintf(folder, sizeof folder, "%s%s%s", mount, unified ? "" : "/cpu", group); // cut off, it has place for no file
		unsigned limit = group_limit(folder, unified);
		least = limit < least ? limit : least;
	}
	return least;
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
