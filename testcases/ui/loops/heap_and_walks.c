// Heap arrays, pointers that walk an array, and lists of threads that are put together, walked and joined.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <unistd.h>

struct tally {
	pthread_mutex_t lock;
	long sum;
};

struct counter {
	pthread_t tid;
	struct counter *next;
	struct tally *tally;
	int number;
};

static void *counter_run(void *arg)
{
	struct counter *counter = arg;

	usleep(50 * 1000 * (unsigned)(counter->number + 1));
	pthread_mutex_lock(&counter->tally->lock);
	counter->tally->sum += counter->number;
	pthread_mutex_unlock(&counter->tally->lock);
	return NULL;
}

static int counter_run_c11(void *arg)
{
	counter_run(arg);
	return 0;
}

#define TALLY_INITIALIZER { PTHREAD_MUTEX_INITIALIZER, 0 }

long heap_arrays_ok(int n)
{
	struct tally tally = TALLY_INITIALIZER;
	pthread_t *tid = calloc((size_t)n, sizeof *tid);
	struct counter *counters = malloc((size_t)n * sizeof *counters);

	if (!tid || !counters)
		exit(1);
	for (int i = 0; i < n; i++) {
		counters[i] = (struct counter){ .tally = &tally, .number = i };
		if (pthread_create(&tid[i], NULL, counter_run, &counters[i]) != 0)
			exit(1);
	}
	for (int i = 0; i < n; i++)
		pthread_join(tid[i], NULL);
	free(counters);
	free(tid);
	return tally.sum;
}

// The counters are freed in the loop that still joins the others.
long heap_freed_early_bad(int n)
{
	struct tally tally = TALLY_INITIALIZER;
	pthread_t *tid = calloc((size_t)n, sizeof *tid);
	struct counter *counters = calloc((size_t)n, sizeof *counters);

	if (!tid || !counters)
		exit(1);
	for (int i = 0; i < n; i++) {
		counters[i] = (struct counter){ .tally = &tally, .number = i };
		if (pthread_create(&tid[i], NULL, counter_run, &counters[i]) != 0)
			exit(1);
	}
	free(counters); //~ ERROR E0505
	for (int i = 0; i < n; i++)
		pthread_join(tid[i], NULL);
	free(tid);
	return tally.sum;
}

long heap_short_bad(int n)
{
	struct tally tally = TALLY_INITIALIZER;
	struct counter *counters = calloc((size_t)n, sizeof *counters);

	if (!counters)
		exit(1);
	for (int i = 0; i < n; i++) {
		counters[i] = (struct counter){ .tally = &tally, .number = i };
		if (pthread_create(&counters[i].tid, NULL, counter_run, &counters[i]) != 0) //~ ERROR E0373
			exit(1);
	}
	for (int i = 0; i < n - 1; i++)
		pthread_join(counters[i].tid, NULL);
	return tally.sum;
}

// From the first element to one past the last.
long walk_ok(void)
{
	struct tally tally = TALLY_INITIALIZER;
	struct counter counters[6], *c, *end = counters + 6;

	for (c = counters; c < end; c++) {
		*c = (struct counter){ .tally = &tally, .number = (int)(c - counters) };
		if (pthread_create(&c->tid, NULL, counter_run, c) != 0)
			abort();
	}
	for (c = counters; c < end; c++)
		pthread_join(c->tid, NULL);
	return tally.sum;
}

long walk_back_ok(void)
{
	struct tally tally = TALLY_INITIALIZER;
	struct counter counters[6], *c;

	for (c = counters; c != &counters[6]; ++c) {
		c->tally = &tally;
		c->number = (int)(c - counters);
		if (pthread_create(&c->tid, NULL, counter_run, c) != 0)
			break;
	}
	while (c-- != counters)
		pthread_join(c->tid, NULL);
	return tally.sum;
}

long walk_bad(void)
{
	struct tally tally = TALLY_INITIALIZER;
	struct counter counters[6], *c, *end = counters + 6;

	for (c = counters; c < end; c++) {
		*c = (struct counter){ .tally = &tally, .number = 5 - (int)(c - counters) };
		if (pthread_create(&c->tid, NULL, counter_run, c) != 0)
			//~^ ERROR E0373
			abort();
	}
	for (c = counters + 1; c < end; c++)
		pthread_join(c->tid, NULL);
	return tally.sum;
}

// One of the heap: threads in a list, newest first.
static struct counter *counter_add(struct counter *list, struct tally *tally, int number)
{
	struct counter *counter = calloc(1, sizeof *counter);

	if (!counter)
		abort();
	counter->next = list;
	counter->tally = tally;
	counter->number = number;
	if (pthread_create(&counter->tid, NULL, counter_run, counter) != 0)
		abort();
	return counter;
}

static void counters_join(struct counter *list)
{
	while (list) {
		struct counter *next = list->next;

		pthread_join(list->tid, NULL);
		free(list);
		list = next;
	}
}

long list_ok(int n)
{
	struct tally tally = TALLY_INITIALIZER;
	struct counter *list = NULL;

	for (int i = 0; i < n; i++)
		list = counter_add(list, &tally, i);
	counters_join(list);
	return tally.sum;
}

long list_inline_ok(int n)
{
	struct tally tally = TALLY_INITIALIZER;
	struct counter *list = NULL, *c;

	for (int i = 0; i < n; i++) {
		c = malloc(sizeof *c);
		if (!c)
			exit(1);
		*c = (struct counter){ .tally = &tally, .number = i, .next = list };
		if (pthread_create(&c->tid, NULL, counter_run, c) != 0) {
			free(c);
			break;
		}
		list = c;
	}
	while ((c = list) != NULL) {
		list = c->next;
		pthread_join(c->tid, NULL);
		free(c);
	}
	return tally.sum;
}

// The list is walked, and freed; nobody joins.
long list_not_joined_bad(int n)
{
	struct tally tally = TALLY_INITIALIZER;
	struct counter *list = NULL, *c;

	for (int i = 0; i < n; i++)
		list = counter_add(list, &tally, i); //~ ERROR E0373
	for (c = list; c; c = c->next)
		printf("%d\n", c->number);
	return tally.sum;
}

// Nodes that lie in an array, and are linked to a list.
long linked_array_c11_ok(void)
{
	struct tally tally = TALLY_INITIALIZER;
	struct counter counters[3];
	thrd_t thr[3];

	for (int i = 0; i < 3; i++) {
		counters[i] = (struct counter){ .tally = &tally, .number = i };
		counters[i].next = i > 0 ? &counters[i - 1] : NULL;
		if (thrd_create(&thr[i], counter_run_c11, &counters[i]) != thrd_success)
			abort();
	}
	for (struct counter *c = &counters[2]; c; c = c->next)
		thrd_join(thr[c - counters], NULL);
	return tally.sum;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(heap_freed_early_bad(3)) RUN_BAD(heap_short_bad(3)) RUN_BAD(walk_bad())
		RUN_BAD(list_not_joined_bad(3)) RUN_OK(heap_arrays_ok(3)) RUN_OK(walk_ok()) RUN_OK(walk_back_ok())
		RUN_OK(list_ok(3)) RUN_OK(list_inline_ok(3)) RUN_OK(linked_array_c11_ok()))
#endif
