// SPDX-License-Identifier: MIT
// own_test: what the tests of own share: CHECK, short waits, and payloads that count how
// often they were ended.
#ifndef OWN_TEST_H
#define OWN_TEST_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "own/own.h"
#include "test.h"

// gcc and clang tell each in a way of its own under which sanitizer a file is compiled.
#ifdef __has_feature
#define OWN_TEST_FEATURE(name) __has_feature(name)
#else
#define OWN_TEST_FEATURE(name) 0
#endif
#if defined __SANITIZE_ADDRESS__ || OWN_TEST_FEATURE(address_sanitizer)
enum { UNDER_ADDRESS_SANITIZER = true };
#else
enum { UNDER_ADDRESS_SANITIZER = false };
#endif
#if defined __SANITIZE_THREAD__ || OWN_TEST_FEATURE(thread_sanitizer)
enum { UNDER_THREAD_SANITIZER = true };
#else
enum { UNDER_THREAD_SANITIZER = false };
#endif

#define MS(n) ((struct timespec){.tv_nsec = (n) * 1000000L})

// The time of CLOCK_MONOTONIC in so many milliseconds.
static inline struct timespec in_ms(long ms)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_nsec += ms % 1000 * 1000000;
	t.tv_sec += ms / 1000 + t.tv_nsec / 1000000000;
	t.tv_nsec %= 1000000000;
	return t;
}

// A payload that says when its task began, waits to be let go, and counts its ends.
struct gate {
	sem_t began, go;
	atomic_int ends;
};

static inline void gate_init(struct gate *g)
{
	sem_init(&g->began, 0, 0);
	sem_init(&g->go, 0, 0);
	atomic_init(&g->ends, 0);
}

static inline void gate_pass(struct gate *g)
{
	sem_post(&g->began);
	while (sem_wait(&g->go) != 0)
		continue;
}

struct visit {
	struct gate *gate;
	int number;
};

static inline void visit_end(void *payload)
{
	const struct visit *v = payload;
	atomic_fetch_add(&v->gate->ends, 1);
}

#endif
