// SPDX-License-Identifier: MIT
// wrap: the calls of own to the C library that can fail, in a program that is linked with
// --wrap for each of them (see faults.sh). What goes in is which of the next calls of this
// thread fails; what comes out is which one that was, and how much of what was taken is still
// there.
#ifndef OWN_TEST_WRAP_H
#define OWN_TEST_WRAP_H

#include <stdatomic.h>
#include <stddef.h>

// X(function, error): how a call fails, in the order of the table of names.
#define WRAPPED(X)                                                                                                    \
	X(malloc, ENOMEM)                                                                                                  \
	X(aligned_alloc, ENOMEM)                                                                                           \
	X(mmap, ENOMEM)                                                                                                    \
	X(mprotect, ENOMEM)                                                                                                \
	X(madvise, EAGAIN)                                                                                                 \
	X(pthread_create, EAGAIN)                                                                                          \
	X(pthread_atfork, ENOMEM)                                                                                          \
	X(pthread_attr_init, ENOMEM)                                                                                       \
	X(pthread_attr_setstacksize, EINVAL)                                                                               \
	X(pthread_attr_setstack, EINVAL)                                                                                   \
	X(pthread_attr_setguardsize, EINVAL)                                                                               \
	X(pthread_attr_setsigmask_np, ENOMEM)                                                                              \
	X(pthread_attr_setaffinity_np, ENOMEM)                                                                             \
	X(sched_getaffinity, EINVAL)                                                                                       \
	X(open, EMFILE)                                                                                                    \
	X(read, EIO)

#define WRAPPED_NUMBER(function, error) CALL_##function,
enum call { CALL_NONE, WRAPPED(WRAPPED_NUMBER) CALLS };
#undef WRAPPED_NUMBER

extern const char *const call_names[CALLS];
extern const int call_errors[CALLS];

// The nth call from now fails, of those that this thread makes; 0: none.
void fault_arm(unsigned nth);

// All calls to one function fail from now on.
void fault_arm_all(enum call call);

// Ends these, and tells which call has failed.
enum call fault_disarm(void);

// What was taken and not given back so far, by all threads.
extern atomic_long blocks_alive, bytes_mapped, attributes_alive, files_open;

// How many blocks were taken so far.
extern atomic_long blocks_taken;

#endif
