// SPDX-License-Identifier: MIT
// threads: the variants in C. Each does the same work, so that what differs is the library:
// a payload of 64 bytes is handed to a thread, which writes to it, and is gone after the join.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

#include "bench.h"
#include "own/own.h"

struct payload {
	unsigned char bytes[BENCH_PAYLOAD];
};

static const struct payload original;

static void check(int error, const char *what)
{
	if (error)
		bench_die(what, error);
}

static struct payload *payload_new(void)
{
	struct payload *payload = malloc(sizeof *payload);
	check(payload ? 0 : ENOMEM, "malloc");
	return memcpy(payload, &original, sizeof *payload);
}

// ---- pthreads -------------------------------------------------------------------------------

static void *raw_task(void *arg)
{
	struct payload *payload = arg;
	payload->bytes[0]++;
	return NULL;
}

static void *raw_task_frees(void *arg)
{
	raw_task(arg);
	free(arg);
	return NULL;
}

void run_raw(unsigned n, bool at_once)
{
	pthread_t threads[BENCH_BURST];
	struct payload *payloads[BENCH_BURST];
	for (unsigned i = 0, step = at_once ? n : 1; i < n; i += step) {
		for (unsigned k = 0; k < step; k++) {
			payloads[k] = payload_new();
			check(pthread_create(&threads[k], NULL, raw_task, payloads[k]), "pthread_create");
		}
		for (unsigned k = 0; k < step; k++) {
			check(pthread_join(threads[k], NULL), "pthread_join");
			free(payloads[k]);
		}
	}
}

void run_raw_frees(unsigned n, bool at_once)
{
	pthread_t threads[BENCH_BURST];
	for (unsigned i = 0, step = at_once ? n : 1; i < n; i += step) {
		for (unsigned k = 0; k < step; k++)
			check(pthread_create(&threads[k], NULL, raw_task_frees, payload_new()), "pthread_create");
		for (unsigned k = 0; k < step; k++)
			check(pthread_join(threads[k], NULL), "pthread_join");
	}
}

// ---- C11 ------------------------------------------------------------------------------------

static int c11_task(void *arg)
{
	raw_task(arg);
	return 0;
}

void run_c11(unsigned n, bool at_once)
{
	thrd_t threads[BENCH_BURST];
	struct payload *payloads[BENCH_BURST];
	for (unsigned i = 0, step = at_once ? n : 1; i < n; i += step) {
		for (unsigned k = 0; k < step; k++) {
			payloads[k] = payload_new();
			check(thrd_create(&threads[k], c11_task, payloads[k]) == thrd_success ? 0 : EAGAIN, "thrd_create");
		}
		for (unsigned k = 0; k < step; k++) {
			check(thrd_join(threads[k], NULL) == thrd_success ? 0 : EINVAL, "thrd_join");
			free(payloads[k]);
		}
	}
}

// ---- own --------------------------------------------------------------------------------------

OWN_TASK(own_task, struct payload, payload)
{
	payload->bytes[0]++;
}

void run_own(unsigned n, bool at_once)
{
	own_thread *threads[BENCH_BURST];
	for (unsigned i = 0, step = at_once ? n : 1; i < n; i += step) {
		for (unsigned k = 0; k < step; k++)
			check(own_spawn(&threads[k], own_task, original, NULL), "own_spawn");
		for (unsigned k = 0; k < step; k++)
			check(own_join(&threads[k]), "own_join");
	}
}

void run_scoped(unsigned n, bool at_once)
{
	struct payload payloads[BENCH_BURST];
	for (unsigned i = 0, step = at_once ? n : 1; i < n; i += step) {
		OWN_SCOPE (scope) {
			for (unsigned k = 0; k < step; k++) {
				payloads[k] = original;
				check(own_scope_spawn(&scope, own_task, &payloads[k]), "own_scope_spawn");
			}
		}
	}
}
