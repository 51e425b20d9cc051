// T7: the handshake is an atomic flag that the spawner polls, or a counter of the threads that are done.
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>
#include <unistd.h>

#define NTHREADS 4

struct start {
	atomic_bool ready;
	volatile int seen;
	int gnu_ready;
	int value;
};

static atomic_int remaining;
static int last;

static void *takes_then_stores(void *arg)
{
	struct start *start = arg;
	int value = start->value;

	atomic_store(&start->ready, true);
	usleep(100 * 1000);
	last = value;
	return NULL;
}

static void *takes_then_stores_gnu(void *arg)
{
	struct start *start = arg;
	int value = start->value;

	__atomic_store_n(&start->gnu_ready, 1, __ATOMIC_RELEASE);
	usleep(100 * 1000);
	last = value;
	return NULL;
}

static void *takes_then_sets_volatile(void *arg)
{
	struct start *start = arg;
	int value = start->value;

	start->seen = 1;
	usleep(100 * 1000);
	last = value;
	return NULL;
}

static void *stores_then_takes(void *arg)
{
	struct start *start = arg;

	atomic_store(&start->ready, true);
	usleep(100 * 1000);
	last = start->value;
	return NULL;
}

static void *counts_down(void *arg)
{
	int value = *(int *)arg;

	if (value < 0)
		abort();
	atomic_fetch_sub(&remaining, 1);
	usleep(100 * 1000);
	return NULL;
}

static int takes_then_stores_c11(void *arg)
{
	takes_then_stores(arg);
	return 0;
}

int polled_ok(int value)
{
	struct start start = { .value = value };
	pthread_t tid;

	atomic_init(&start.ready, false);
	if (pthread_create(&tid, NULL, takes_then_stores, &start) != 0)
		return -1;
	pthread_detach(tid);
	while (!atomic_load(&start.ready))
		usleep(100);
	return 0;
}

int polled_c11_ok(int value)
{
	struct start start = { .value = value };
	thrd_t thr;

	if (thrd_create(&thr, takes_then_stores_c11, &start) != thrd_success)
		return -1;
	thrd_detach(thr);
	do {
		thrd_yield();
	} while (!atomic_load_explicit(&start.ready, memory_order_acquire));
	return 0;
}

int polled_gnu_ok(int value)
{
	struct start start = { .value = value };
	pthread_t tid;

	if (pthread_create(&tid, NULL, takes_then_stores_gnu, &start) != 0)
		return -1;
	pthread_detach(tid);
	while (__atomic_load_n(&start.gnu_ready, __ATOMIC_ACQUIRE) == 0)
		sched_yield();
	return 0;
}

int polled_volatile_ok(int value)
{
	struct start start = { .value = value };
	pthread_t tid;

	if (pthread_create(&tid, NULL, takes_then_sets_volatile, &start) != 0)
		return -1;
	pthread_detach(tid);
	while (!start.seen)
		sched_yield();
	return 0;
}

int stored_early_bad(int value)
{
	struct start start = { .value = value };
	pthread_t tid;

	atomic_init(&start.ready, false);
	if (pthread_create(&tid, NULL, stores_then_takes, &start) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	while (!atomic_load(&start.ready))
		usleep(100);
	return 0;
}

// Looks a hundred times, and then goes.
int limited_bad(int value)
{
	struct start start = { .value = value };
	pthread_t tid;

	atomic_init(&start.ready, false);
	if (pthread_create(&tid, NULL, takes_then_stores, &start) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	for (int i = 0; i < 100; i++)
		if (atomic_load(&start.ready))
			break;
	return 0;
}

// Looks at a flag that the thread does not set.
int other_flag_bad(int value, atomic_bool *flag)
{
	struct start start = { .value = value };
	pthread_t tid;

	atomic_init(&start.ready, false);
	if (pthread_create(&tid, NULL, takes_then_stores, &start) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	while (!atomic_load(flag))
		usleep(100);
	return 0;
}

// The threads count down; at zero all have taken what they need.
int counted_ok(void)
{
	int values[NTHREADS] = { 1, 2, 3, 4 };
	pthread_t tid;

	atomic_store(&remaining, NTHREADS);
	for (int i = 0; i < NTHREADS; i++) {
		if (pthread_create(&tid, NULL, counts_down, &values[i]) != 0)
			abort();
		pthread_detach(tid);
	}
	while (atomic_load(&remaining) > 0)
		usleep(100);
	return 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(stored_early_bad(1)) RUN_OK(polled_ok(1)) RUN_OK(polled_c11_ok(1)) RUN_OK(polled_gnu_ok(1))
		RUN_OK(polled_volatile_ok(1)) RUN_OK(counted_ok()))
#endif
