// SPDX-License-Identifier: MIT
// own_test: what the tests of own share: CHECK, short waits, payloads that count how often they
// were ended, and what the tools must be told that watch a test run.
#ifndef OWN_TEST_H
#define OWN_TEST_H

#include <dirent.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "own/own.h"
#include "own_internal.h" // for tell_before and tell_after
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

#ifdef OWN_VALGRIND
#include <valgrind/valgrind.h>
enum { UNDER_VALGRIND = true };
#else
#define VALGRIND_DISABLE_ERROR_REPORTING (void)0
#define VALGRIND_ENABLE_ERROR_REPORTING (void)0
#define VALGRIND_CLO_CHANGE(option) (void)0
enum { UNDER_VALGRIND = false };
#endif

// Around spawns that must fail: helgrind reports each pthread_create that does.
static inline void failures_begin(void) { VALGRIND_DISABLE_ERROR_REPORTING; }

static inline void failures_end(void) { VALGRIND_ENABLE_ERROR_REPORTING; }

// fork(), of which valgrind watches the parent alone: helgrind and drd go on with threads that
// the child does not have, and memcheck finds what the C library had for them. What a child
// does and leaks is for the sanitizers to find.
static inline pid_t fork_watched(void)
{
	fflush(NULL);
	VALGRIND_DISABLE_ERROR_REPORTING;
	pid_t id = fork();
	if (id == 0)
		VALGRIND_CLO_CHANGE("--leak-check=no");
	else
		VALGRIND_ENABLE_ERROR_REPORTING;
	return id;
}

// How many threads the process has, those included that are on their way out.
static inline int threads_running(void)
{
	int threads = 0;
	DIR *folder = opendir("/proc/self/task");
	for (const struct dirent *entry; folder && (entry = readdir(folder));)
		threads += entry->d_name[0] != '.';
	closedir(folder);
	return threads;
}

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

// A payload that says when its task began, waits to be let go, and counts its ends: static, or
// all zeros at first.
struct gate {
	sem_t began, go;
	atomic_int ends; // for gate_ends
	bool used;
};

static inline void gate_init(struct gate *g)
{
	if (g->used) {
		sem_destroy(&g->began);
		sem_destroy(&g->go);
	}
	g->used = true;
	sem_init(&g->began, 0, 0);
	sem_init(&g->go, 0, 0);
	tell_atomic(&g->ends, sizeof g->ends);
	atomic_init(&g->ends, 0);
}

static inline void gate_pass(struct gate *g)
{
	sem_post(&g->began);
	while (sem_wait(&g->go) != 0)
		continue;
}

// How many payloads have ended; all that their threads did before is seen by the caller.
static inline int gate_ends(struct gate *g)
{
	int ends = atomic_load(&g->ends);
	tell_after(&g->ends);
	return ends;
}

struct visit {
	struct gate *gate;
	int number;
};

static inline void visit_end(void *payload)
{
	const struct visit *v = payload;
	tell_before(&v->gate->ends);
	atomic_fetch_add(&v->gate->ends, 1);
}

#endif
