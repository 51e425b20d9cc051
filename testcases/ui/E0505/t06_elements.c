// T6 with a block for each thread, in an array: that of element i is freed before thread i is joined; joined first,
// waited for, counted by its owners or replaced, it is not.
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#define N 4

struct work {
	int number;
	long sum;
	sem_t done;
	atomic_int owners;
};

static struct work *work_new(int number)
{
	struct work *work = calloc(1, sizeof *work);

	if (!work)
		abort();
	work->number = number;
	atomic_init(&work->owners, 2);
	sem_init(&work->done, 0, 0);
	return work;
}

static void work_release(struct work *work)
{
	if (atomic_fetch_sub(&work->owners, 1) == 1)
		free(work);
}

static void *work_run(void *arg)
{
	struct work *work = arg;

	usleep(20 * 1000);
	work->sum += work->number;
	return NULL;
}

static void *work_and_post(void *arg)
{
	struct work *work = arg;

	work->sum += work->number;
	sem_post(&work->done);
	return NULL;
}

static void *work_and_release(void *arg)
{
	work_run(arg);
	work_release(arg);
	return NULL;
}

static void start(pthread_t *tid, void *(*entry)(void *), struct work *work)
{
	if (pthread_create(tid, NULL, entry, work) != 0)
		abort();
}

// All are freed, then all are joined.
int loop_before_bad(void)
{
	struct work *works[N];
	pthread_t tid[N];

	for (int i = 0; i < N; i++) {
		works[i] = work_new(i);
		start(&tid[i], work_run, works[i]);
	}
	for (int i = 0; i < N; i++)
		free(works[i]); //~ ERROR E0505
	for (int i = 0; i < N; i++)
		pthread_join(tid[i], NULL);
	return 0;
}

// By a local that is put into the array as well.
int one_before_bad(void)
{
	struct work *works[N];
	pthread_t tid[N];

	for (int i = 0; i < N; i++) {
		struct work *work = work_new(i);

		works[i] = work;
		start(&tid[i], work_run, work);
	}
	for (int i = 0; i < N; i++) {
		free(works[i]); //~ ERROR E0505
		pthread_join(tid[i], NULL);
	}
	return 0;
}

// Arrays on the heap, of a size that is not known here.
int heap_bad(int n)
{
	struct work **works = calloc((size_t)n, sizeof *works);
	pthread_t *threads = calloc((size_t)n, sizeof *threads);

	if (!works || !threads)
		abort();
	for (int i = 0; i < n; i++) {
		works[i] = work_new(i);
		start(&threads[i], work_run, works[i]);
	}
	for (int i = 0; i < n; i++)
		free(works[i]); //~ ERROR E0505
	for (int i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
	free(works);
	free(threads);
	return 0;
}

int joined_ok(void)
{
	struct work *works[N];
	pthread_t tid[N];

	for (int i = 0; i < N; i++) {
		works[i] = work_new(i);
		start(&tid[i], work_run, works[i]);
	}
	for (int i = 0; i < N; i++) {
		pthread_join(tid[i], NULL);
		free(works[i]);
	}
	return 0;
}

// The one whose thread could not be started.
int not_started_ok(void)
{
	struct work *works[N];
	pthread_t tid[N];
	int i;

	for (i = 0; i < N; i++) {
		works[i] = work_new(i);
		if (pthread_create(&tid[i], NULL, work_run, works[i]) != 0) {
			free(works[i]);
			break;
		}
	}
	while (i-- > 0) {
		pthread_join(tid[i], NULL);
		free(works[i]);
	}
	return 0;
}

int waited_ok(void)
{
	struct work *works[N];
	pthread_t tid[N];

	for (int i = 0; i < N; i++) {
		works[i] = work_new(i);
		start(&tid[i], work_and_post, works[i]);
	}
	for (int i = 0; i < N; i++) {
		while (sem_wait(&works[i]->done) != 0)
			;
		free(works[i]);
	}
	for (int i = 0; i < N; i++)
		pthread_join(tid[i], NULL);
	return 0;
}

int counted_ok(void)
{
	struct work *works[N];
	pthread_t tid[N];

	for (int i = 0; i < N; i++) {
		works[i] = work_new(i);
		start(&tid[i], work_and_release, works[i]);
	}
	for (int i = 0; i < N; i++)
		work_release(works[i]);
	for (int i = 0; i < N; i++)
		pthread_join(tid[i], NULL);
	return 0;
}

// Other blocks lie there when it is freed.
int replaced_ok(void)
{
	struct work *works[N], *old[N];
	pthread_t tid[N];

	for (int i = 0; i < N; i++) {
		works[i] = work_new(i);
		start(&tid[i], work_run, works[i]);
	}
	for (int i = 0; i < N; i++) {
		old[i] = works[i];
		works[i] = work_new(i);
	}
	for (int i = 0; i < N; i++)
		free(works[i]);
	for (int i = 0; i < N; i++) {
		pthread_join(tid[i], NULL);
		free(old[i]);
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
		start(&tid[i], work_run, works[i + N]);
	for (int i = 0; i < N; i++)
		free(works[i]);
	for (int i = 0; i < N; i++) {
		pthread_join(tid[i], NULL);
		free(works[i + N]);
	}
	return 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(loop_before_bad()) RUN_BAD(one_before_bad()) RUN_BAD(heap_bad(N)) RUN_OK(joined_ok())
		RUN_OK(not_started_ok()) RUN_OK(waited_ok()) RUN_OK(counted_ok()) RUN_OK(replaced_ok()) RUN_OK(shifted_ok()))
#endif
