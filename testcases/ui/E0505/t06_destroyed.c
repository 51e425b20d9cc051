// T6: a lock, a semaphore, a condition, a barrier or a stream is destroyed while a thread uses it.
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>
#include <unistd.h>

struct shared {
	pthread_mutex_t lock;
	pthread_cond_t cond;
	pthread_barrier_t barrier;
	sem_t sem;
	FILE *log;
	int sum;
};

static void *under_lock(void *arg)
{
	struct shared *shared = arg;

	usleep(100 * 1000);
	pthread_mutex_lock(&shared->lock);
	shared->sum++;
	pthread_mutex_unlock(&shared->lock);
	return NULL;
}

static void *posts(void *arg)
{
	sem_t *sem = arg;

	usleep(100 * 1000);
	sem_post(sem);
	return NULL;
}

static void *logs(void *arg)
{
	struct shared *shared = arg;

	usleep(100 * 1000);
	fprintf(shared->log, "working\n");
	return NULL;
}

struct shared_c11 {
	mtx_t lock;
	cnd_t cond;
	int ready;
};

static int signals_c11(void *arg)
{
	struct shared_c11 *shared = arg;

	mtx_lock(&shared->lock);
	shared->ready = 1;
	cnd_broadcast(&shared->cond);
	mtx_unlock(&shared->lock);
	return 0;
}

static struct shared shared = { .lock = PTHREAD_MUTEX_INITIALIZER };

void mutex_bad(void)
{
	pthread_t tid;

	pthread_mutex_init(&shared.lock, NULL);
	if (pthread_create(&tid, NULL, under_lock, &shared) != 0)
		return;
	pthread_mutex_destroy(&shared.lock); //~ ERROR E0505
	pthread_join(tid, NULL);
}

void semaphore_bad(void)
{
	pthread_t tid;
	sem_t sem;

	sem_init(&sem, 0, 0);
	if (pthread_create(&tid, NULL, posts, &sem) != 0)
		abort();
	sem_destroy(&sem); //~ ERROR E0505
	pthread_join(tid, NULL);
}

void stream_bad(const char *path)
{
	struct shared own = { .log = fopen(path, "w") };
	pthread_t tid;

	if (!own.log)
		return;
	if (pthread_create(&tid, NULL, logs, &own) != 0) {
		fclose(own.log);
		return;
	}
	fclose(own.log); //~ ERROR E0505
	pthread_join(tid, NULL);
}

void c11_bad(void)
{
	struct shared_c11 own = { .ready = 0 };
	thrd_t thr;

	mtx_init(&own.lock, mtx_plain);
	cnd_init(&own.cond);
	if (thrd_create(&thr, signals_c11, &own) != thrd_success)
		abort();
	mtx_destroy(&own.lock); //~ ERROR E0505
	thrd_join(thr, NULL);
	cnd_destroy(&own.cond);
}

void mutex_ok(void)
{
	pthread_t tid;

	pthread_mutex_init(&shared.lock, NULL);
	if (pthread_create(&tid, NULL, under_lock, &shared) == 0)
		pthread_join(tid, NULL);
	pthread_mutex_destroy(&shared.lock);
}

void semaphore_ok(void)
{
	pthread_t tid;
	sem_t sem;

	sem_init(&sem, 0, 0);
	if (pthread_create(&tid, NULL, posts, &sem) != 0)
		abort();
	sem_wait(&sem);
	pthread_join(tid, NULL);
	sem_destroy(&sem);
}

void stream_ok(const char *path)
{
	struct shared own = { .log = fopen(path, "w") };
	pthread_t tid;

	if (!own.log)
		return;
	if (pthread_create(&tid, NULL, logs, &own) == 0)
		pthread_join(tid, NULL);
	fclose(own.log);
}

void c11_ok(void)
{
	struct shared_c11 own = { .ready = 0 };
	thrd_t thr;

	mtx_init(&own.lock, mtx_plain);
	cnd_init(&own.cond);
	if (thrd_create(&thr, signals_c11, &own) == thrd_success)
		thrd_join(thr, NULL);
	cnd_destroy(&own.cond);
	mtx_destroy(&own.lock);
}

// Another semaphore than the thread's.
void other_semaphore_ok(void)
{
	pthread_t tid;
	sem_t sem, unused;

	sem_init(&sem, 0, 0);
	sem_init(&unused, 0, 0);
	if (pthread_create(&tid, NULL, posts, &sem) != 0)
		abort();
	sem_destroy(&unused);
	pthread_join(tid, NULL);
	sem_destroy(&sem);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD((mutex_bad(), 0)) RUN_OK((mutex_ok(), 0)) RUN_OK((semaphore_ok(), 0))
		RUN_OK((stream_ok("/dev/null"), 0)) RUN_OK((c11_ok(), 0)) RUN_OK((other_semaphore_ok(), 0)))
#endif
