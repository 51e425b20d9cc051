// T6: a heap block is freed, or reallocated, while the thread that it was lent to may still run.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <unistd.h>

#define NTHREADS 4

struct job {
	int number;
	char *text;
};

static void *job_run(void *arg)
{
	struct job *job = arg;

	usleep(100 * 1000);
	return job->number ? arg : NULL;
}

static void *job_text(void *arg)
{
	struct job *job = arg;

	usleep(100 * 1000);
	return job->text[0] ? arg : NULL;
}

// Looks at the address only.
static void *job_ignore(void *arg)
{
	printf("job at %p\n", arg);
	return NULL;
}

static void *job_run_and_free(void *arg)
{
	job_run(arg);
	free(arg);
	return NULL;
}

static int job_run_c11(void *arg)
{
	job_run(arg);
	return 0;
}

static struct job *job_new(int number)
{
	struct job *job = malloc(sizeof *job);

	if (!job)
		abort();
	job->number = number;
	job->text = strdup("text");
	if (!job->text)
		abort();
	return job;
}

static void job_free(struct job *job)
{
	if (!job)
		return;
	free(job->text);
	free(job);
}

#define FREE_AND_NULL(p) (free(p), (p) = NULL)

int before_join_bad(void)
{
	struct job *job = job_new(1);
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_run, job) != 0) {
		job_free(job);
		return -1;
	}
	free(job); //~ ERROR E0505
	pthread_join(tid, NULL);
	return 0;
}

// Nobody waits, and it is freed at once.
int detached_bad(void)
{
	struct job *job = job_new(2);
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_run, job) == 0)
		pthread_detach(tid);
	free(job); //~ ERROR E0505
	return 0;
}

int by_destructor_bad(void)
{
	struct job *job = job_new(3);
	thrd_t thr;

	if (thrd_create(&thr, job_run_c11, job) != thrd_success) {
		job_free(job);
		return -1;
	}
	job_free(job); //~ ERROR E0505
	return thrd_join(thr, NULL);
}

int by_macro_bad(void)
{
	struct job *job = job_new(4);
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_run, job) != 0)
		abort();
	FREE_AND_NULL(job); //~ ERROR E0505
	pthread_join(tid, NULL);
	return 0;
}

// The block inside the block.
int inner_block_bad(void)
{
	struct job *job = job_new(5);
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_text, job) != 0)
		abort();
	free(job->text); //~ ERROR E0505
	pthread_join(tid, NULL);
	free(job);
	return 0;
}

// In the loop that starts the threads.
void in_the_loop_bad(void)
{
	pthread_t tid[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		struct job *job = job_new(i);

		if (pthread_create(&tid[i], NULL, job_run, job) != 0)
			abort();
		free(job); //~ ERROR E0505
	}
	for (int i = 0; i < NTHREADS; i++)
		pthread_join(tid[i], NULL);
}

// The second thread cannot be had: the way out frees what the first one uses.
int error_path_bad(void)
{
	struct job *job = job_new(6);
	pthread_t first, second;

	if (pthread_create(&first, NULL, job_run, job) != 0)
		goto out;
	if (pthread_create(&second, NULL, job_run, job) != 0)
		goto out;
	pthread_join(first, NULL);
	pthread_join(second, NULL);
out:
	free(job->text);
	free(job); //~ ERROR E0505
	return 0;
}

// The array grows, and moves, under the threads that it was lent to.
int grown_bad(int wanted)
{
	struct job *jobs = NULL, *more;
	pthread_t tid[8];
	int n;

	for (n = 0; n < wanted && n < 8; n++) {
		more = realloc(jobs, (size_t)(n + 1) * 4096 * sizeof *jobs); //~ ERROR E0505
		if (!more)
			abort();
		jobs = more;
		jobs[n].number = n;
		if (pthread_create(&tid[n], NULL, job_run, &jobs[n]) != 0)
			abort();
	}
	while (n-- > 0)
		pthread_join(tid[n], NULL);
	free(jobs);
	return 0;
}

int after_join_ok(void)
{
	struct job *job = job_new(1);
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_run, job) != 0) {
		job_free(job);
		return -1;
	}
	pthread_join(tid, NULL);
	FREE_AND_NULL(job->text);
	free(job);
	return 0;
}

int after_join_c11_ok(void)
{
	struct job *job = job_new(3);
	thrd_t thr;

	if (thrd_create(&thr, job_run_c11, job) == thrd_success)
		thrd_join(thr, NULL);
	job_free(job);
	return 0;
}

// What the thread does not use may go.
int unused_ok(void)
{
	struct job *job = job_new(5), *other = job_new(6);
	pthread_t first, second;

	if (pthread_create(&first, NULL, job_ignore, other) != 0)
		abort();
	free(other->text);
	free(other);
	if (pthread_create(&second, NULL, job_run, job) != 0)
		abort();
	free(job->text); // `job_run` reads the number
	pthread_join(first, NULL);
	pthread_join(second, NULL);
	free(job);
	return 0;
}

void each_joined_ok(void)
{
	for (int i = 0; i < NTHREADS; i++) {
		struct job *job = job_new(i);
		pthread_t tid;

		if (pthread_create(&tid, NULL, job_run, job) == 0)
			pthread_join(tid, NULL);
		job_free(job);
	}
}

void all_joined_then_freed_ok(void)
{
	struct job *jobs[NTHREADS];
	pthread_t tid[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		jobs[i] = job_new(i);
		if (pthread_create(&tid[i], NULL, job_run, jobs[i]) != 0)
			abort();
	}
	for (int i = 0; i < NTHREADS; i++) {
		pthread_join(tid[i], NULL);
		job_free(jobs[i]);
	}
}

int error_path_ok(void)
{
	struct job *job = job_new(6);
	pthread_t first, second;

	if (pthread_create(&first, NULL, job_run, job) != 0)
		goto out;
	if (pthread_create(&second, NULL, job_run, job) == 0)
		pthread_join(second, NULL);
	pthread_join(first, NULL);
out:
	job_free(job);
	return 0;
}

// Grown first, lent then.
int grown_before_ok(int wanted)
{
	struct job *jobs = NULL, *more;
	pthread_t tid[8];
	int n;

	for (n = 0; n < wanted && n < 8; n++) {
		more = realloc(jobs, (size_t)(n + 1) * 4096 * sizeof *jobs);
		if (!more)
			abort();
		jobs = more;
		jobs[n].number = n;
	}
	for (int i = 0; i < n; i++)
		if (pthread_create(&tid[i], NULL, job_run, &jobs[i]) != 0)
			abort();
	for (int i = 0; i < n; i++)
		pthread_join(tid[i], NULL);
	free(jobs);
	return 0;
}

// T6': the thread frees; the spawner does where there is no thread.
int freed_by_thread_ok(void)
{
	struct job *job = job_new(7);
	pthread_t tid;

	free(job->text);
	if (pthread_create(&tid, NULL, job_run_and_free, job) != 0) {
		free(job);
		return -1;
	}
	pthread_detach(tid);
	return 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(before_join_bad()) RUN_BAD(detached_bad()) RUN_BAD(by_destructor_bad()) RUN_BAD(by_macro_bad())
		RUN_BAD(inner_block_bad()) RUN_BAD((in_the_loop_bad(), 0)) RUN_BAD(grown_bad(4)) RUN_OK(after_join_ok())
		RUN_OK(after_join_c11_ok()) RUN_OK(unused_ok()) RUN_OK((each_joined_ok(), 0))
		RUN_OK((all_joined_then_freed_ok(), 0)) RUN_OK(error_path_ok()) RUN_OK(grown_before_ok(3))
		RUN_OK(freed_by_thread_ok()))
#endif
