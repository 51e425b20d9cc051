// Item 8 for frees, assignments and moves: who may have joined makes them warnings; an entry that nobody shows is
// taken to use what it is lent, and to free nothing.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>

struct job {
	int number;
};

extern void *remote_worker(void *arg);
void reap(pthread_t tid);
void reap_c11(thrd_t thr);
void keep(pthread_t *tid);
void look(const struct job *job);

static void *job_run(void *arg)
{
	struct job *job = arg;

	return job->number ? arg : NULL;
}

static void *job_take(void *arg)
{
	job_run(arg);
	free(arg);
	return NULL;
}

static int job_run_c11(void *arg)
{
	return job_run(arg) != NULL;
}

static struct job *job_new(int number)
{
	struct job *job = malloc(sizeof *job);

	if (!job)
		abort();
	job->number = number;
	return job;
}

void reaped_then_freed_bad(void)
{
	struct job *job = job_new(1);
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_run, job) != 0)
		abort();
	reap(tid);
	free(job); //~ WARNING E0505
}

void reaped_then_freed_c11_bad(void)
{
	struct job *job = job_new(1);
	thrd_t thr;

	if (thrd_create(&thr, job_run_c11, job) != thrd_success)
		abort();
	reap_c11(thr);
	free(job); //~ WARNING E0505
}

void kept_then_assigned_bad(void)
{
	static struct job job = { 1 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_run, &job) != 0)
		abort();
	keep(&tid);
	job.number = 2; //~ WARNING E0506
}

// What the entry does with it is not seen; freed right away it was for nothing.
void remote_then_freed_bad(void)
{
	struct job *job = job_new(1);
	pthread_t tid;

	if (pthread_create(&tid, NULL, remote_worker, job) != 0)
		abort();
	free(job); //~ WARNING E0505
	pthread_join(tid, NULL);
}

// A join does not bring back what was taken, so it does not matter who may have joined.
int reaped_then_read_bad(void)
{
	struct job *job = job_new(1);
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_take, job) != 0)
		abort();
	reap(tid);
	return job->number; //~ ERROR E0382
}

// A function that nobody shows gets the block that was taken: it may look at the pointer alone.
void FN_taken_then_shown_bad(void)
{
	struct job *job = job_new(1);
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_take, job) != 0)
		abort();
	pthread_detach(tid);
	look(job); //~ GAP E0382: an unknown function that gets what was moved
}

void remote_joined_ok(void)
{
	struct job *job = job_new(1);
	pthread_t tid;

	if (pthread_create(&tid, NULL, remote_worker, job) != 0)
		abort();
	pthread_join(tid, NULL);
	job->number++;
	free(job);
}

void reaped_and_joined_ok(void)
{
	struct job *job = job_new(1);
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_run, job) != 0)
		abort();
	keep(&tid);
	pthread_join(tid, NULL);
	job->number++;
	free(job);
}

// Nothing is known to be freed by an entry that nobody shows.
int remote_then_read_ok(void)
{
	struct job *job = job_new(1);
	pthread_t tid;

	if (pthread_create(&tid, NULL, remote_worker, job) == 0)
		pthread_detach(tid);
	return job->number;
}
// Not run: half of it has no body.
