// T6'': the thread frees its argument, so it has taken it; the spawner uses or frees it once more.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <unistd.h>

struct job {
	int number;
	char *text;
};

static void job_free(struct job *job)
{
	free(job->text);
	free(job);
}

static void *job_take(void *arg)
{
	struct job *job = arg;

	printf("job %d: %s\n", job->number, job->text);
	job_free(job);
	return NULL;
}

// Frees the text and leaves the job.
static void *job_take_text(void *arg)
{
	struct job *job = arg;

	free(job->text);
	return NULL;
}

static void *job_read(void *arg)
{
	struct job *job = arg;

	return job->number ? arg : NULL;
}

static int job_take_c11(void *arg)
{
	job_take(arg);
	return 0;
}

static struct job *job_new(int number)
{
	struct job *job = calloc(1, sizeof *job);

	if (!job || !(job->text = strdup("text")))
		abort();
	job->number = number;
	return job;
}

int read_bad(void)
{
	struct job *job = job_new(1);
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_take, job) != 0) {
		job_free(job);
		return -1;
	}
	pthread_detach(tid);
	usleep(200 * 1000);
	return job->number; //~ ERROR E0382
}

void written_bad(void)
{
	struct job *job = job_new(2);
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_take, job) != 0)
		abort();
	pthread_detach(tid);
	usleep(200 * 1000);
	job->number = 3; //~ ERROR E0382
}

// Both free.
void freed_twice_bad(void)
{
	struct job *job = job_new(3);
	pthread_t tid;

	free(job->text);
	job->text = NULL;
	if (pthread_create(&tid, NULL, job_take, job) == 0)
		pthread_detach(tid);
	usleep(200 * 1000);
	free(job); //~ ERROR E0382
}

// The free that is meant for the failure is reached by success as well.
int falls_through_bad(void)
{
	struct job *job = job_new(4);
	thrd_t thr;
	int ret = -1;

	if (thrd_create(&thr, job_take_c11, job) == thrd_success) {
		thrd_detach(thr);
		thrd_sleep(&(struct timespec){ .tv_nsec = 200 * 1000 * 1000 }, NULL);
		ret = 0;
	}
	job_free(job); //~ ERROR E0382
	return ret;
}

// The join does not bring it back.
int after_join_bad(void)
{
	struct job *job = job_new(5);
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_take, job) != 0)
		abort();
	pthread_join(tid, NULL);
	return job->number; //~ ERROR E0382
}

// Given to a function that reads it.
void printed_bad(void)
{
	struct job *job = job_new(6);
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_take, job) != 0)
		abort();
	pthread_join(tid, NULL);
	puts(job->text); //~ ERROR E0382
}

// A second pointer to the same block.
int alias_bad(void)
{
	struct job *job = job_new(7), *same = job;
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_take, job) != 0)
		abort();
	job = NULL;
	pthread_join(tid, NULL);
	return same->number; //~ ERROR E0382
}

// Only the text is gone, and it is freed again.
void inner_block_bad(void)
{
	struct job *job = job_new(8);
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_take_text, job) != 0)
		abort();
	pthread_join(tid, NULL);
	free(job->text); //~ ERROR E0382
	free(job);
}

int taken_ok(void)
{
	struct job *job = job_new(1);
	int number = job->number;
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_take, job) != 0) {
		printf("no thread for job %d\n", job->number);
		job_free(job);
		return -1;
	}
	pthread_detach(tid);
	return number;
}

int taken_c11_ok(void)
{
	struct job *job = job_new(4);
	thrd_t thr;

	if (thrd_create(&thr, job_take_c11, job) == thrd_success) {
		thrd_detach(thr);
		return 0;
	}
	job_free(job);
	return -1;
}

// The pointer is another block's by then.
int pointer_reused_ok(void)
{
	struct job *job = job_new(5);
	pthread_t tid;
	int number;

	if (pthread_create(&tid, NULL, job_take, job) != 0)
		abort();
	pthread_detach(tid);
	job = job_new(6);
	number = job->number;
	job_free(job);
	return number;
}

// The thread reads it and leaves it to the spawner.
int read_only_ok(void)
{
	struct job *job = job_new(7);
	pthread_t tid;
	int number;

	if (pthread_create(&tid, NULL, job_read, job) != 0)
		abort();
	pthread_join(tid, NULL);
	number = job->number;
	job_free(job);
	return number;
}

int outer_block_ok(void)
{
	struct job *job = job_new(8);
	pthread_t tid;
	int number;

	if (pthread_create(&tid, NULL, job_take_text, job) != 0)
		abort();
	number = job->number;
	pthread_join(tid, NULL);
	free(job);
	return number;
}

void in_a_loop_ok(void)
{
	for (int i = 0; i < 4; i++) {
		struct job *job = job_new(i);
		pthread_t tid;

		if (pthread_create(&tid, NULL, job_take, job) != 0) {
			job_free(job);
			continue;
		}
		pthread_detach(tid);
	}
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(read_bad()) RUN_BAD((written_bad(), 0)) RUN_BAD((freed_twice_bad(), 0))
		RUN_BAD(falls_through_bad())
		RUN_BAD(after_join_bad()) RUN_BAD((printed_bad(), 0)) RUN_BAD(alias_bad()) RUN_BAD((inner_block_bad(), 0))
		RUN_OK(taken_ok()) RUN_OK(taken_c11_ok()) RUN_OK(pointer_reused_ok()) RUN_OK(read_only_ok())
		RUN_OK(outer_block_ok()) RUN_OK((in_a_loop_ok(), 0)))
#endif
