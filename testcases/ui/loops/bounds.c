// Create loop and join loop over one array, with each kind of bound: macro, sizeof, local, parameter, global, enum,
// struct field. The mutation next to each covers plainly less.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <unistd.h>

#define NTHREADS 4
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define FOR_EACH(i, n) for (int i = 0; i < (n); i++)

enum { CREW = 5 };

static const int configured = 6;
static int nworkers = 3;

struct work {
	int number;
	long result;
};

struct batch {
	int n;
	pthread_t tid[8];
	struct work work[8];
};

static void *work_run(void *arg)
{
	struct work *work = arg;

	usleep(50 * 1000 * (unsigned)(work->number + 1));
	work->result += work->number;
	return NULL;
}

static int work_run_c11(void *arg)
{
	work_run(arg);
	return 0;
}

static void start(pthread_t *tid, struct work *work, int number)
{
	work->number = number;
	work->result = 0;
	if (pthread_create(tid, NULL, work_run, work) != 0)
		abort();
}

void macro_ok(void)
{
	pthread_t tid[NTHREADS];
	struct work work[NTHREADS] = { 0 };

	FOR_EACH(i, NTHREADS)
		if (pthread_create(&tid[i], NULL, work_run, &work[i]) != 0)
			abort();
	FOR_EACH(i, NTHREADS)
		pthread_join(tid[i], NULL);
}

void macro_bad(void)
{
	pthread_t tid[NTHREADS];
	struct work work[NTHREADS] = { 0 };

	FOR_EACH(i, NTHREADS) {
		work[i].number = i;
		if (pthread_create(&tid[i], NULL, work_run, &work[i]) != 0) //~ ERROR E0373
			abort();
	}
	FOR_EACH(i, NTHREADS / 2)
		pthread_join(tid[i], NULL);
}

void enum_ok(void)
{
	pthread_t tid[CREW];
	struct work work[CREW] = { 0 };
	int i = 0;

	do {
		if (pthread_create(tid + i, NULL, work_run, work + i) != 0)
			abort();
	} while (++i < CREW);
	while (i != 0)
		pthread_join(tid[--i], NULL);
}

void enum_bad(void)
{
	pthread_t tid[CREW];
	struct work work[CREW] = { 0 };
	int i = 0;

	do {
		work[i].number = i;
		if (pthread_create(tid + i, NULL, work_run, work + i) != 0) //~ ERROR E0373
			abort();
	} while (++i < CREW);
	for (i = 0; i < NTHREADS; i++)
		pthread_join(tid[i], NULL);
}

void sizeof_ok(void)
{
	thrd_t thr[3];
	struct work work[COUNT(thr)];
	size_t i;

	for (i = 0; i < COUNT(thr); i++) {
		work[i] = (struct work){ .number = (int)i };
		if (thrd_create(&thr[i], work_run_c11, &work[i]) != thrd_success)
			abort();
	}
	for (i = 0; i < sizeof work / sizeof *work; i++)
		thrd_join(thr[i], NULL);
}

// sizeof a pointer is no count of anything.
void sizeof_bad(void)
{
	thrd_t thr[16];
	struct work work[COUNT(thr)];
	size_t i;

	for (i = 0; i < COUNT(thr); i++) {
		work[i] = (struct work){ .number = (int)i };
		if (thrd_create(&thr[i], work_run_c11, &work[i]) != thrd_success) //~ ERROR E0373
			abort();
	}
	for (i = 0; i < sizeof(thrd_t *) / 2; i++)
		thrd_join(thr[i], NULL);
}

void local_ok(int wanted)
{
	int n = wanted < 1 ? 1 : wanted > 8 ? 8 : wanted;
	pthread_t tid[8];
	struct work work[8];

	for (int i = 0; i < n; i++)
		start(&tid[i], &work[i], i);
	printf("%d threads\n", n);
	for (int i = n; i-- > 0;)
		pthread_join(tid[i], NULL);
}

void local_bad(int wanted)
{
	int n = wanted < 1 ? 1 : wanted > 8 ? 8 : wanted;
	pthread_t tid[8];
	struct work work[8];

	for (int i = 0; i < n; i++)
		start(&tid[i], &work[i], 8 - i); //~ ERROR E0373
	for (int i = n; --i > 0;)
		pthread_join(tid[i], NULL);
}

// A constant global, and one that nothing between writes.
void global_ok(void)
{
	pthread_t tid[16];
	struct work work[16];

	for (int i = 0; i < configured; i++)
		start(&tid[i], &work[i], i);
	for (int i = 0; i < configured; i++)
		pthread_join(tid[i], NULL);
	for (int i = 0; i < nworkers; i++)
		start(&tid[i], &work[i], i);
	for (int i = 0; i < nworkers; i++)
		pthread_join(tid[i], NULL);
}

void global_bad(void)
{
	pthread_t tid[16];
	struct work work[16];

	for (int i = 0; i < configured; i++)
		start(&tid[i], &work[i], i); //~ ERROR E0373
	for (int i = 0; i < configured - 2; i++)
		pthread_join(tid[i], NULL);
}

long field_ok(int n)
{
	struct batch batch;
	long sum = 0;

	batch.n = n > 8 ? 8 : n;
	for (int i = 0; i < batch.n; i++)
		start(&batch.tid[i], &batch.work[i], i);
	for (int i = 0; i < batch.n; i++) {
		pthread_join(batch.tid[i], NULL);
		sum += batch.work[i].result;
	}
	return sum;
}

// The field is set back before the joins.
long field_bad(int n)
{
	struct batch batch;
	long sum = 0;

	batch.n = n > 8 ? 8 : n;
	for (int i = 0; i < batch.n; i++)
		start(&batch.tid[i], &batch.work[i], i); //~ ERROR E0373
	batch.n = 0;
	for (int i = 0; i < batch.n; i++) {
		pthread_join(batch.tid[i], NULL);
		sum += batch.work[i].result;
	}
	return sum;
}

static void start_all(struct batch *batch)
{
	for (int i = 0; i < batch->n; i++)
		start(&batch->tid[i], &batch->work[i], i);
}

static void join_all(struct batch *batch)
{
	for (int i = 0; i < batch->n; i++)
		pthread_join(batch->tid[i], NULL);
}

static void join_most(struct batch *batch)
{
	for (int i = 1; i < batch->n; i++)
		pthread_join(batch->tid[i], NULL);
}

// The loops are functions.
void functions_ok(int n)
{
	struct batch batch = { .n = n > 8 ? 8 : n };

	start_all(&batch);
	join_all(&batch);
}

// Not run: the thread that is left ends before the others.
void functions_bad(int n)
{
	struct batch batch = { .n = n > 8 ? 8 : n };

	start_all(&batch); //~ ERROR E0373
	join_most(&batch);
}

// The first one is joined by itself, before or after.
void functions_first_ok(int n)
{
	struct batch batch = { .n = n > 8 ? 8 : n };

	start_all(&batch);
	join_most(&batch);
	if (batch.n > 0)
		pthread_join(batch.tid[0], NULL);
}

static void start_eight(struct batch *batch)
{
	for (int i = 0; i < 8; i++)
		start(&batch->tid[i], &batch->work[i], i);
}

static void join_seven(struct batch *batch)
{
	for (int i = 0; i < 7; i++)
		pthread_join(batch->tid[i], NULL);
}

static void stop(struct batch *batch)
{
	join_seven(batch);
}

// Two levels down, and on the heap.
void functions_heap_bad(void)
{
	struct batch *batch = calloc(1, sizeof *batch);

	if (!batch)
		abort();
	start_eight(batch);
	stop(batch);
	free(batch); //~ ERROR E0505
}

static void start_range(pthread_t *tid, struct work *work, int n)
{
	for (int i = 0; i < n; i++)
		start(&tid[i], &work[i], i);
}

static void join_range(pthread_t *tid, int n)
{
	for (int i = 0; i < n; i++)
		pthread_join(tid[i], NULL);
}

// What is the first element there is the second here.
void functions_range_ok(int n)
{
	struct batch batch = { .n = n > 8 ? 8 : n };

	if (batch.n < 1)
		return;
	start(&batch.tid[0], &batch.work[0], 0);
	start_range(batch.tid + 1, batch.work + 1, batch.n - 1);
	join_range(batch.tid, batch.n);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD((macro_bad(), 0)) RUN_BAD((enum_bad(), 0)) RUN_BAD((sizeof_bad(), 0)) RUN_BAD((local_bad(3), 0))
		RUN_BAD((global_bad(), 0)) RUN_BAD(field_bad(3)) RUN_OK((macro_ok(), 0)) RUN_OK((enum_ok(), 0))
		RUN_OK((sizeof_ok(), 0)) RUN_OK((local_ok(4), 0)) RUN_OK((global_ok(), 0)) RUN_OK(field_ok(4))
		RUN_OK((functions_ok(4), 0)) RUN_BAD((functions_heap_bad(), 0))
		RUN_OK((functions_first_ok(4), 0)) RUN_OK((functions_range_ok(4), 0)))
#endif
