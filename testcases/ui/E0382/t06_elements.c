// T6'' with a block for each thread, in an array: each entry frees its own, and the loop that joins frees it again.
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "../include/fake_glib.h"

#define N 4

struct work {
	int number;
	long sum;
};

static atomic_long total;

static struct work *work_new(int number)
{
	struct work *work = calloc(1, sizeof *work);

	if (!work)
		abort();
	work->number = number;
	return work;
}

static void *work_take(void *arg)
{
	struct work *work = arg;

	total += work->number;
	free(work);
	return NULL;
}

static void *work_run(void *arg)
{
	struct work *work = arg;

	work->sum += work->number;
	return NULL;
}

static void *work_take_some(void *arg)
{
	struct work *work = arg;

	if (work->number > 1)
		free(work);
	return NULL;
}

static void start(pthread_t *tid, struct work *work)
{
	if (pthread_create(tid, NULL, work_take, work) != 0)
		abort();
}

int joined_then_freed_bad(void)
{
	struct work *works[N];
	pthread_t tid[N];

	for (int i = 0; i < N; i++) {
		works[i] = work_new(i);
		if (pthread_create(&tid[i], NULL, work_take, works[i]) != 0)
			abort();
	}
	for (int i = 0; i < N; i++) {
		pthread_join(tid[i], NULL);
		free(works[i]); //~ ERROR E0382
	}
	return 0;
}

int freed_then_joined_bad(void)
{
	struct work *works[N];
	pthread_t tid[N];

	for (int i = 0; i < N; i++) {
		works[i] = work_new(i);
		start(&tid[i], works[i]);
	}
	for (int i = 0; i < N; i++) {
		free(works[i]); //~ ERROR E0382
		pthread_join(tid[i], NULL);
	}
	return 0;
}

// Arrays on the heap, joined from the last to the first.
int downwards_bad(int n)
{
	struct work **works = calloc((size_t)n, sizeof *works);
	pthread_t *tid = calloc((size_t)n, sizeof *tid);

	if (!works || !tid)
		abort();
	for (int i = 0; i < n; i++) {
		works[i] = work_new(i);
		start(&tid[i], works[i]);
	}
	for (int i = n - 1; i >= 0; i--) {
		pthread_join(tid[i], NULL);
		free(works[i]); //~ ERROR E0382
	}
	free(works);
	free(tid);
	return 0;
}

#ifndef RUN // GLib need not be there
// By a local that is put into the array as well.
int glib_bad(void)
{
	struct work *works[N];
	GThread *threads[N];

	for (int i = 0; i < N; i++) {
		struct work *work = work_new(i);

		works[i] = work;
		threads[i] = g_thread_new("work", work_take, work);
	}
	for (int i = 0; i < N; i++) {
		g_thread_join(threads[i]);
		free(works[i]); //~ ERROR E0382
	}
	return 0;
}

#endif

int only_joined_ok(void)
{
	struct work *works[N];
	pthread_t tid[N];

	for (int i = 0; i < N; i++) {
		works[i] = work_new(i);
		start(&tid[i], works[i]);
	}
	for (int i = 0; i < N; i++)
		pthread_join(tid[i], NULL);
	return 0;
}

int left_alone_ok(void)
{
	struct work *works[N];
	pthread_t tid[N];

	for (int i = 0; i < N; i++) {
		works[i] = work_new(i);
		if (pthread_create(&tid[i], NULL, work_run, works[i]) != 0)
			abort();
	}
	for (int i = 0; i < N; i++) {
		pthread_join(tid[i], NULL);
		free(works[i]);
	}
	return 0;
}

// Only the block whose thread could not be started is left.
int not_started_ok(void)
{
	struct work *works[N];
	pthread_t tid[N];
	int i;

	for (i = 0; i < N; i++) {
		works[i] = work_new(i);
		if (pthread_create(&tid[i], NULL, work_take, works[i]) != 0) {
			free(works[i]);
			break;
		}
	}
	while (i-- > 0)
		pthread_join(tid[i], NULL);
	return 0;
}

// Other blocks lie there when it is freed.
int replaced_ok(void)
{
	struct work *works[N];
	pthread_t tid[N];

	for (int i = 0; i < N; i++) {
		works[i] = work_new(i);
		start(&tid[i], works[i]);
	}
	for (int i = 0; i < N; i++) {
		pthread_join(tid[i], NULL);
		works[i] = work_new(i);
		if (works[i]->number > 0)
			works[i]->sum++;
		free(works[i]);
	}
	return 0;
}

int forgotten_ok(int n)
{
	struct work *works[N];
	pthread_t tid[N];

	for (int i = 0; i < N; i++) {
		works[i] = work_new(i);
		start(&tid[i], works[i]);
	}
	for (int i = 0; i < N; i++) {
		pthread_join(tid[i], NULL);
		works[i] = NULL;
		total += n > 1;
		free(works[i]);
	}
	return 0;
}

// The entry frees what the loop leaves alone.
int taken_sometimes_ok(void)
{
	struct work *works[N];
	pthread_t tid[N];

	for (int i = 0; i < N; i++) {
		works[i] = work_new(i);
		if (pthread_create(&tid[i], NULL, work_take_some, works[i]) != 0)
			abort();
	}
	for (int i = 0; i < N; i++) {
		pthread_join(tid[i], NULL);
		if (i <= 1)
			free(works[i]);
	}
	return 0;
}

// The second half of the blocks is given to threads.
int shifted_ok(void)
{
	struct work *works[2 * N];
	pthread_t tid[N];

	for (int i = 0; i < 2 * N; i++)
		works[i] = work_new(i);
	for (int i = 0; i < N; i++)
		start(&tid[i], works[i + N]);
	for (int i = 0; i < N; i++) {
		pthread_join(tid[i], NULL);
		free(works[i]);
	}
	return 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(joined_then_freed_bad()) RUN_BAD(freed_then_joined_bad()) RUN_BAD(downwards_bad(N))
		RUN_OK(only_joined_ok()) RUN_OK(left_alone_ok()) RUN_OK(not_started_ok()) RUN_OK(replaced_ok())
		RUN_OK(forgotten_ok(N)) RUN_OK(taken_sometimes_ok()) RUN_OK(shifted_ok()))
#endif
