// files: auxiliary/launch.c
// T8, T9 for every code: the function and its data go through a pack on the heap and a trampoline in another file.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "auxiliary/launch.h"

struct job {
	int number;
	int spare;
	char *text;
};

static void job_run(void *data)
{
	struct job *job = data;

	usleep(50 * 1000);
	printf("%d\n", job->number);
}

static void job_print(void *data)
{
	struct job *job = data;

	usleep(50 * 1000);
	puts(job->text);
}

static void job_take(void *data)
{
	job_run(data);
	free(data);
}

static struct job *job_new(int number)
{
	struct job *job = calloc(1, sizeof *job);

	if (!job || !(job->text = strdup("text")))
		abort();
	job->number = number;
	return job;
}

int returned_bad(int number)
{
	struct job job = { .number = number };

	return launch_detached(job_run, &job); //~ ERROR E0373
}

int freed_bad(int number)
{
	struct job *job = job_new(number);
	pthread_t tid;

	if (launch(&tid, job_run, job) != 0)
		abort();
	free(job); //~ ERROR E0505
	pthread_join(tid, NULL);
	return 0;
}

int inner_freed_bad(int number)
{
	struct job *job = job_new(number);
	pthread_t tid;

	if (launch(&tid, job_print, job) != 0)
		abort();
	free(job->text); //~ ERROR E0505
	land_and_free(tid, job);
	return 0;
}

int assigned_bad(void)
{
	struct job job = { .number = 1 };
	pthread_t tid[4];

	for (int i = 0; i < 4; i++) {
		job.number = i; //~ ERROR E0506
		if (launch(&tid[i], job_run, &job) != 0)
			abort();
	}
	for (int i = 0; i < 4; i++)
		pthread_join(tid[i], NULL);
	return 0;
}

int used_bad(int number)
{
	struct job *job = job_new(number);

	if (launch_detached(job_take, job) != 0) {
		free(job);
		return -1;
	}
	usleep(100 * 1000);
	return job->number; //~ ERROR E0382
}

int freed_twice_bad(int number)
{
	struct job *job = job_new(number);
	pthread_t tid;

	if (launch(&tid, job_take, job) != 0)
		abort();
	land_and_free(tid, job); //~ ERROR E0382
	return 0;
}

void handle_lost_bad(void)
{
	static struct job job = { .number = 1 };
	pthread_t tid;

	launch(&tid, job_run, &job); //~ WARNING unjoined_thread
}

int joined_ok(int number)
{
	struct job job = { .number = number };
	pthread_t tid;

	if (launch(&tid, job_run, &job) != 0)
		return -1;
	job.spare = 1;
	pthread_join(tid, NULL);
	job.number = 2;
	return job.spare;
}

int landed_ok(int number)
{
	struct job *job = job_new(number);
	pthread_t tid;

	if (launch(&tid, job_run, job) != 0)
		abort();
	free(job->text); // job_run reads the number
	land_and_free(tid, job);
	return 0;
}

int taken_ok(int number)
{
	struct job *job = job_new(number);

	if (launch_detached(job_take, job) != 0) {
		free(job);
		return -1;
	}
	return number;
}

int loop_ok(void)
{
	struct job jobs[4];
	pthread_t tid[4];

	for (int i = 0; i < 4; i++) {
		jobs[i] = (struct job){ .number = i };
		if (launch(&tid[i], job_run, &jobs[i]) != 0)
			abort();
	}
	for (int i = 0; i < 4; i++)
		land_and_free(tid[i], NULL);
	return 0;
}

void static_ok(void)
{
	static struct job job = { .number = 1 };

	launch_detached(job_run, &job);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(returned_bad(1)) RUN_BAD(freed_bad(1)) RUN_BAD(inner_freed_bad(1)) RUN_BAD(used_bad(1))
		RUN_BAD(freed_twice_bad(1)) RUN_OK(joined_ok(1)) RUN_OK(landed_ok(1)) RUN_OK(taken_ok(1))
		RUN_OK(loop_ok()) RUN_OK((static_ok(), 0)))
#endif
