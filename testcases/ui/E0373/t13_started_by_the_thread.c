// T13, one thread further: the thread hands what it was lent to a thread of its own, which nobody can join. That the
// first one is joined says nothing of the second.
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <unistd.h>

struct job {
	int number;
	int hand_on;
	sem_t done;
	pthread_t helper;
};

static void *read_job(void *arg)
{
	struct job *job = arg;

	usleep(50 * 1000);
	return job->number ? arg : NULL;
}

static void *read_and_post(void *arg)
{
	struct job *job = arg;

	job->number++;
	sem_post(&job->done);
	return NULL;
}

static void *passes_on(void *arg)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, read_job, arg) == 0)
		pthread_detach(tid);
	return NULL;
}

static void *passes_on_if_told(void *arg)
{
	struct job *job = arg;

	return job->hand_on ? passes_on(arg) : NULL;
}

static void *passes_on_and_joins(void *arg)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, read_job, arg) == 0)
		pthread_join(tid, NULL);
	return NULL;
}

static void *passes_on_and_keeps(void *arg)
{
	struct job *job = arg;

	job->hand_on = pthread_create(&job->helper, NULL, read_job, arg) == 0;
	return NULL;
}

static void *passes_on_to_poster(void *arg)
{
	struct job *job = arg;
	pthread_t tid;

	if (pthread_create(&tid, NULL, read_and_post, arg) == 0)
		pthread_detach(tid);
	else
		sem_post(&job->done);
	return NULL;
}

static void *passes_on_copy(void *arg)
{
	struct job *copy = malloc(sizeof *copy);
	pthread_t tid;

	if (!copy)
		return NULL;
	copy->number = ((struct job *)arg)->number;
	if (pthread_create(&tid, NULL, read_job, copy) == 0)
		pthread_detach(tid);
	return NULL;
}

int detached_bad(void)
{
	struct job job = { .number = 1 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, passes_on, &job) != 0) //~ ERROR E0373
		return -1;
	pthread_join(tid, NULL);
	return job.number;
}

int told_bad(void)
{
	struct job job = { .number = 1, .hand_on = 1 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, passes_on_if_told, &job) != 0) //~ ERROR E0373
		return -1;
	pthread_join(tid, NULL);
	return job.number;
}

int freed_bad(void)
{
	struct job *job = calloc(1, sizeof *job);
	pthread_t tid;

	if (!job || pthread_create(&tid, NULL, passes_on, job) != 0)
		abort();
	pthread_join(tid, NULL);
	free(job); //~ ERROR E0505
	usleep(100 * 1000);
	return 0;
}

int not_told_ok(void)
{
	struct job job = { .number = 1 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, passes_on_if_told, &job) != 0)
		return -1;
	pthread_join(tid, NULL);
	return job.number;
}

int joined_ok(void)
{
	struct job job = { .number = 1 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, passes_on_and_joins, &job) != 0)
		return -1;
	pthread_join(tid, NULL);
	return job.number;
}

int kept_ok(void)
{
	struct job job = { .number = 1 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, passes_on_and_keeps, &job) != 0)
		return -1;
	pthread_join(tid, NULL);
	if (job.hand_on)
		pthread_join(job.helper, NULL);
	return job.number;
}

int posted_ok(void)
{
	struct job job = { .number = 1 };
	pthread_t tid;

	sem_init(&job.done, 0, 0);
	if (pthread_create(&tid, NULL, passes_on_to_poster, &job) != 0)
		return -1;
	pthread_join(tid, NULL);
	while (sem_wait(&job.done) != 0)
		;
	return job.number;
}

int copied_ok(void)
{
	struct job job = { .number = 1 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, passes_on_copy, &job) != 0)
		return -1;
	pthread_join(tid, NULL);
	return job.number;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(detached_bad()) RUN_BAD(told_bad()) RUN_BAD(freed_bad()) RUN_OK(not_told_ok()) RUN_OK(joined_ok())
		RUN_OK(kept_ok()) RUN_OK(posted_ok()) RUN_OK(copied_ok()))
#endif
