// SPDX-License-Identifier: MIT
// wrap: the calls of own to the C library that can fail, in a program that is linked with
// --wrap for each of them (see faults.sh). What goes in is which of the next calls of this
// thread fails; what comes out is which one that was, and how much of what was taken is still
// there.
#ifndef OWN_TEST_WRAP_H
#define OWN_TEST_WRAP_H

#include <stdatomic.h>
#include <stdlib.h> // for __GLIBC__, too

// X(function, error): how a call fails, in the order of the table of names. How a thread gets
// its mask and its CPUs depends on the C library.
#ifdef __GLIBC__
#define WRAPPED_DRESSES(X)                \
	X(pthread_attr_setsigmask_np, ENOMEM) \
	X(pthread_attr_setaffinity_np, ENOMEM)
#else
#define WRAPPED_DRESSES(X) X(sched_setaffinity, EINVAL)
#endif
#define WRAPPED(X)                       \
	X(malloc, ENOMEM)                    \
	X(aligned_alloc, ENOMEM)             \
	X(mmap, ENOMEM)                      \
	X(mprotect, ENOMEM)                  \
	X(madvise, EAGAIN)                   \
	X(pthread_create, EAGAIN)            \
	X(pthread_join, EDEADLK)             \
	X(pthread_atfork, ENOMEM)            \
	X(pthread_attr_init, ENOMEM)         \
	X(pthread_attr_setstacksize, EINVAL) \
	X(pthread_attr_setstack, EINVAL)     \
	X(pthread_attr_setguardsize, EINVAL) \
	X(sched_getaffinity, EINVAL)         \
	X(sysconf, EINVAL)                   \
	X(open, EMFILE)                      \
	X(read, EIO)                         \
	WRAPPED_DRESSES(X)

#define WRAPPED_NUMBER(function, error) CALL_##function,
enum call { CALL_NONE, WRAPPED(WRAPPED_NUMBER) CALLS };
#undef WRAPPED_NUMBER

extern const char *const call_names[CALLS];
extern const int call_errors[CALLS];

// The nth call from now fails, of those that this thread makes; 0: none. Joins are not counted:
// that of a thread which waits for nobody cannot fail.
void fault_arm(unsigned nth);

// The next call to one function fails, of those that this thread makes.
void fault_arm_next(enum call call);

// All calls to one function fail from now on, those of this thread.
void fault_arm_all(enum call call);

// The calls that fail from now on do so with this error.
void fault_give(int error);

// Ends these, and tells which call has failed last.
enum call fault_disarm(void);

// What another thread could have done before this one gets the next lock that it takes.
void fault_meanwhile(void other(void));

// What was taken and not given back so far, by all threads.
extern atomic_long blocks_alive, bytes_mapped, attributes_alive, files_open, threads_alive;

// How many blocks were taken so far.
extern atomic_long blocks_taken;

#endif
