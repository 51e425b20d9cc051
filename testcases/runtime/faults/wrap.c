// SPDX-License-Identifier: MIT
// wrap: each wrapped call, failing when its turn has come and counting what it takes.
#include "wrap.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <unistd.h>

#define WRAPPED_NAME(function, error) [CALL_##function] = #function,
#define WRAPPED_ERROR(function, error) [CALL_##function] = error,
const char *const call_names[CALLS] = {"none", WRAPPED(WRAPPED_NAME)};
const int call_errors[CALLS] = {WRAPPED(WRAPPED_ERROR)};

atomic_long blocks_alive, bytes_mapped, attributes_alive, files_open, threads_alive, blocks_taken;

static _Thread_local unsigned turns;         // until the call that fails
static _Thread_local unsigned once, failing; // calls that fail next time, or each time, a bit each
static _Thread_local int other_error;        // instead of the usual one, unless 0
static _Thread_local enum call failed;
static _Thread_local void (*meanwhile)(void);

void fault_arm(unsigned nth)
{
	turns = nth;
	failed = CALL_NONE;
}

void fault_arm_next(enum call call)
{
	once |= 1U << call;
	failed = CALL_NONE;
}

void fault_arm_all(enum call call)
{
	failing |= 1U << call;
	failed = CALL_NONE;
}

void fault_give(int error) { other_error = error; }

enum call fault_disarm(void)
{
	turns = 0;
	other_error = 0;
	once = failing = 0;
	return failed;
}

void fault_meanwhile(void other(void)) { meanwhile = other; }

// 0, or the error when it is this call's turn to fail.
static int turn(enum call call)
{
	bool fails = (once | failing) >> call & 1;
	once &= ~(1U << call);
	if (!fails && turns > 0 && call != CALL_pthread_join)
		fails = --turns == 0;
	if (!fails)
		return 0;
	failed = call;
	return errno = other_error ? other_error : call_errors[call];
}

// WRAP(TYPE, FUNCTION, PARAMETERS, ARGUMENTS, FAILURE, COUNT): COUNT happens when the real
// call, whose result is `result`, was not the one that fails.
#define WRAP(type, function, parameters, arguments, failure, count) \
	type __real_##function parameters;                              \
	type __wrap_##function parameters;                              \
	type __wrap_##function parameters                               \
	{                                                               \
		int error = turn(CALL_##function);                          \
		if (error)                                                  \
			return failure;                                         \
		type result = __real_##function arguments;                  \
		count;                                                      \
		return result;                                              \
	}

#define KEPT(type, function, parameters, arguments) WRAP(type, function, parameters, arguments, error, (void)0)

// ---- Memory -----------------------------------------------------------------------------

static void count_block(const void *block)
{
	if (block) {
		blocks_alive++;
		blocks_taken++;
	}
}

WRAP(void *, malloc, (size_t size), (size), NULL, count_block(result))
WRAP(void *, aligned_alloc, (size_t align, size_t size), (align, size), NULL, count_block(result))

void __real_free(void *block);
void __wrap_free(void *block);

void __wrap_free(void *block)
{
	if (block)
		blocks_alive--;
	__real_free(block);
}

WRAP(void *, mmap, (void *at, size_t size, int protection, int flags, int file, off_t offset),
     (at, size, protection, flags, file, offset), MAP_FAILED, bytes_mapped += result == MAP_FAILED ? 0 : (long)size)
WRAP(int, mprotect, (void *at, size_t size, int protection), (at, size, protection), -1, (void)0)
WRAP(int, madvise, (void *at, size_t size, int advice), (at, size, advice), -1, (void)0)

int __real_munmap(void *at, size_t size);
int __wrap_munmap(void *at, size_t size);

int __wrap_munmap(void *at, size_t size)
{
	bytes_mapped -= (long)size;
	return __real_munmap(at, size);
}

// ---- Threads ----------------------------------------------------------------------------

WRAP(int, pthread_create, (pthread_t *id, const pthread_attr_t *attr, void *(*run)(void *), void *arg),
     (id, attr, run, arg), error, threads_alive += result == 0)
WRAP(int, pthread_join, (pthread_t id, void **value), (id, value), error, threads_alive -= result == 0)
KEPT(int, pthread_atfork, (void (*before)(void), void (*parent)(void), void (*child)(void)), (before, parent, child))
KEPT(int, pthread_attr_setstacksize, (pthread_attr_t *attr, size_t size), (attr, size))
KEPT(int, pthread_attr_setstack, (pthread_attr_t *attr, void *stack, size_t size), (attr, stack, size))
KEPT(int, pthread_attr_setguardsize, (pthread_attr_t *attr, size_t size), (attr, size))
#ifdef __GLIBC__
KEPT(int, pthread_attr_setsigmask_np, (pthread_attr_t *attr, const sigset_t *mask), (attr, mask))
KEPT(int, pthread_attr_setaffinity_np, (pthread_attr_t *attr, size_t size, const cpu_set_t *cpus), (attr, size, cpus))
#else
WRAP(int, sched_setaffinity, (pid_t id, size_t size, const cpu_set_t *cpus), (id, size, cpus), -1, (void)0)
#endif
WRAP(int, pthread_attr_init, (pthread_attr_t *attr), (attr), error, attributes_alive++)

int __real_pthread_attr_destroy(pthread_attr_t *attr);
int __wrap_pthread_attr_destroy(pthread_attr_t *attr);

int __wrap_pthread_attr_destroy(pthread_attr_t *attr)
{
	attributes_alive--;
	return __real_pthread_attr_destroy(attr);
}

int __real_pthread_detach(pthread_t id);
int __wrap_pthread_detach(pthread_t id);

int __wrap_pthread_detach(pthread_t id)
{
	threads_alive--;
	return __real_pthread_detach(id);
}

int __real_pthread_mutex_lock(pthread_mutex_t *lock);
int __wrap_pthread_mutex_lock(pthread_mutex_t *lock);

int __wrap_pthread_mutex_lock(pthread_mutex_t *lock)
{
	void (*other)(void) = meanwhile;
	meanwhile = NULL;
	if (other)
		other();
	return __real_pthread_mutex_lock(lock);
}

// ---- What the system tells ----------------------------------------------------------------

WRAP(int, sched_getaffinity, (pid_t id, size_t size, cpu_set_t *cpus), (id, size, cpus), -1, (void)0)
long __real_sysconf(int name);
long __wrap_sysconf(int name);

long __wrap_sysconf(int name) // the size of a page is never missing
{
	return name == _SC_NPROCESSORS_ONLN && turn(CALL_sysconf) ? -1 : __real_sysconf(name);
}

WRAP(int, open, (const char *path, int flags, ...), (path, flags), -1, files_open += result >= 0)
WRAP(ssize_t, read, (int file, void *data, size_t size), (file, data, size), -1, (void)0)

int __real_close(int file);
int __wrap_close(int file);

int __wrap_close(int file)
{
	files_open--;
	return __real_close(file);
}
