// T1: create loop and join loop over one array, in the ways in which real code writes them: all are joined.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <unistd.h>

#define NTHREADS 4
#define MANY 200
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

struct piece {
	pthread_t tid;
	int index;
	long sum;
};

static int nworkers = NTHREADS;

static void *piece_sum(void *arg)
{
	struct piece *piece = arg;

	piece->sum += piece->index;
	return NULL;
}

static int piece_sum_c11(void *arg)
{
	return piece_sum(arg) != NULL;
}

// More threads than the analysis looks at one by one.
long many_ok(void)
{
	struct piece pieces[MANY];
	pthread_t tid[MANY];
	long sum = 0;

	for (int i = 0; i < MANY; i++) {
		pieces[i] = (struct piece){ .index = i };
		if (pthread_create(&tid[i], NULL, piece_sum, &pieces[i]) != 0)
			abort();
	}
	for (int i = 0; i < MANY; i++) {
		pthread_join(tid[i], NULL);
		sum += pieces[i].sum;
	}
	return sum;
}

// The results are not looked at.
void unchecked_ok(int n)
{
	struct piece pieces[MANY];
	pthread_t tid[MANY];
	int i;

	for (i = 0; i < n; i++) {
		pieces[i].index = i;
		pthread_create(&tid[i], NULL, piece_sum, &pieces[i]);
	}
	for (i = 0; i < n; i++)
		pthread_join(tid[i], NULL);
}

// A struct that owns its handle, visited by pointer.
long pointer_walk_ok(size_t n)
{
	struct piece pieces[MANY], *p, *end = pieces + n;
	long sum = 0;

	for (p = pieces; p < end; p++) {
		p->index = 1;
		if (pthread_create(&p->tid, NULL, piece_sum, p))
			abort();
	}
	for (p = pieces; p != end; p++) {
		pthread_join(p->tid, NULL);
		sum += p->sum;
	}
	return sum;
}

// The handles lie on the heap.
int heap_ok(int n)
{
	struct piece piece = { .index = 1 };
	pthread_t *tids = malloc((size_t)n * sizeof(*tids));
	int i;

	if (!tids)
		return -1;
	for (i = 0; i < n; i++)
		if (pthread_create(&tids[i], NULL, piece_sum, &piece))
			abort();
	while (--i >= 0)
		pthread_join(tids[i], NULL);
	free(tids);
	return 0;
}

// The bound is a global that nothing here writes.
int global_bound_ok(void)
{
	struct piece pieces[MANY];

	for (int i = 0; i < nworkers; i++) {
		struct piece *p = &pieces[i];

		p->index = i;
		if (pthread_create(&p->tid, NULL, piece_sum, p))
			exit(1);
	}
	for (int i = 0; i < nworkers; i++)
		pthread_join(pieces[i].tid, NULL);
	return 0;
}

struct crew {
	unsigned n;
	thrd_t *threads;
};

// The bound is a field of what a pointer points to.
int field_bound_ok(struct crew *crew)
{
	struct piece piece = { .index = 1 };

	for (unsigned i = 0; i < crew->n; i++)
		if (thrd_create(&crew->threads[i], piece_sum_c11, &piece) != thrd_success)
			abort();
	for (unsigned i = 0; i < crew->n; i++)
		thrd_join(crew->threads[i], NULL);
	return 0;
}

// Both loops begin at a first element that the caller chooses.
int from_first_ok(int first, int last)
{
	struct piece piece = { .index = 1 };
	pthread_t tid[MANY];

	for (int i = first; i <= last; i++)
		if (pthread_create(&tid[i], NULL, piece_sum, &piece))
			abort();
	for (int i = last; i >= first; i--)
		pthread_join(tid[i], NULL);
	return 0;
}

// Created from the last to the first.
int downwards_ok(int n)
{
	struct piece pieces[MANY];
	pthread_t tid[MANY];

	for (int i = n - 1; i >= 0; i--) {
		pieces[i].index = i;
		if (pthread_create(&tid[i], NULL, piece_sum, &pieces[i]))
			abort();
	}
	for (int i = 0; i < n; i++)
		pthread_join(tid[i], NULL);
	return 0;
}

// Rounds: all are joined before the next begins.
int rounds_ok(int rounds, int n)
{
	struct piece pieces[MANY];
	pthread_t tid[MANY];

	while (rounds-- > 0) {
		for (int i = 0; i < n; i++) {
			pieces[i].index = i;
			if (pthread_create(&tid[i], NULL, piece_sum, &pieces[i]))
				abort();
		}
		for (int i = 0; i < n; i++)
			if (pthread_join(tid[i], NULL))
				abort();
	}
	return 0;
}

// Two kinds of threads, each with its own array.
int two_arrays_ok(int readers, int writers)
{
	struct piece pieces[2];
	pthread_t *r = calloc((size_t)readers, sizeof(*r)), *w = calloc((size_t)writers, sizeof(*w));
	int i;

	if (!r || !w)
		abort();
	memset(pieces, 0, sizeof(pieces));
	for (i = 0; i < readers; i++)
		if (pthread_create(&r[i], NULL, piece_sum, &pieces[0]))
			abort();
	for (i = 0; i < writers; i++)
		if (pthread_create(&w[i], NULL, piece_sum, &pieces[1]))
			abort();
	for (i = 0; i < readers; i++)
		pthread_join(r[i], NULL);
	for (i = 0; i < writers; i++)
		pthread_join(w[i], NULL);
	free(r);
	free(w);
	return 0;
}

// Two kinds in one array: one loop joins both.
int one_array_two_kinds_ok(int readers, int writers)
{
	struct piece pieces[2];
	pthread_t tid[MANY];
	int i;

	memset(pieces, 0, sizeof(pieces));
	for (i = 0; i < readers; i++)
		if (pthread_create(&tid[i], NULL, piece_sum, &pieces[0]))
			abort();
	for (; i < readers + writers; i++)
		if (pthread_create(&tid[i], NULL, piece_sum, &pieces[1]))
			abort();
	for (i = 0; i < readers + writers; i++)
		pthread_join(tid[i], NULL);
	return 0;
}

// The handle takes a detour over a variable.
int by_variable_ok(int n)
{
	struct piece pieces[MANY];
	pthread_t tid[MANY];

	for (int i = 0; i < n; i++) {
		pthread_t one;

		pieces[i].index = i;
		if (pthread_create(&one, NULL, piece_sum, &pieces[i]))
			abort();
		tid[i] = one;
	}
	for (int i = 0; i < n; i++) {
		pthread_t one = tid[i];

		pthread_join(one, NULL);
	}
	return 0;
}

// Two at a time.
int unrolled_ok(void)
{
	struct piece pieces[NTHREADS];
	pthread_t tid[NTHREADS];

	for (size_t i = 0; i < ARRAY_SIZE(pieces); i++) {
		pieces[i] = (struct piece){ .index = (int)i };
		if (pthread_create(tid + i, NULL, piece_sum, pieces + i))
			abort();
	}
	for (size_t i = 0; i < ARRAY_SIZE(tid); i += 2) {
		pthread_join(tid[i], NULL);
		pthread_join(tid[i + 1], NULL);
	}
	return 0;
}

// Even ones, then odd ones.
int evens_then_odds_ok(void)
{
	struct piece pieces[NTHREADS];
	pthread_t tid[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		pieces[i] = (struct piece){ .index = i };
		if (pthread_create(&tid[i], NULL, piece_sum, &pieces[i]))
			abort();
	}
	for (int i = 0; i < NTHREADS; i += 2)
		pthread_join(tid[i], NULL);
	for (int i = 1; i < NTHREADS; i += 2)
		pthread_join(tid[i], NULL);
	return 0;
}

// Only each second one is started, and joined.
int evens_only_ok(int n)
{
	struct piece pieces[MANY];
	pthread_t tid[MANY];

	for (int i = 0; i < n; i += 2) {
		pieces[i] = (struct piece){ .index = i };
		if (pthread_create(&tid[i], NULL, piece_sum, &pieces[i]))
			abort();
	}
	for (int i = 0; i < n; i += 2)
		pthread_join(tid[i], NULL);
	return 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_OK(many_ok()) RUN_OK(unchecked_ok(3)) RUN_OK(pointer_walk_ok(3)) RUN_OK(heap_ok(3))
		RUN_OK(global_bound_ok()) RUN_OK(from_first_ok(1, 3)) RUN_OK(downwards_ok(3)) RUN_OK(rounds_ok(2, 3))
		RUN_OK(two_arrays_ok(2, 2)) RUN_OK(one_array_two_kinds_ok(2, 2)) RUN_OK(by_variable_ok(3))
		RUN_OK(unrolled_ok()) RUN_OK(evens_then_odds_ok()) RUN_OK(evens_only_ok(4)))
#endif
