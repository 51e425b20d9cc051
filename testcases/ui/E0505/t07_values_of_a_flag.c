// T7: one flag tells of more than one thing. A wait for the last value that the thread stores is a wait for its end,
// whatever it stored there before; a wait for an earlier value, or for any, is not.
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <threads.h>

enum { IDLE, RUNNING, DONE };

struct job {
	volatile int state;
	int *numbers;
	int sum;
};

struct c11_job {
	atomic_int state;
	int *numbers;
	int sum;
};

static void *sums(void *arg)
{
	struct job *job = arg;

	job->state = RUNNING;
	job->sum = job->numbers[0] + job->numbers[1];
	job->state = DONE;
	return NULL;
}

static int sums_c11(void *arg)
{
	struct c11_job *job = arg;

	atomic_store(&job->state, RUNNING);
	job->sum = job->numbers[0] + job->numbers[1];
	atomic_store(&job->state, DONE);
	return 0;
}

int waits_for_the_last_ok(void)
{
	static struct job job;
	pthread_t thread;

	job.state = IDLE;
	job.numbers = calloc(2, sizeof(int));
	if (pthread_create(&thread, NULL, sums, &job))
		abort();
	while (job.state != DONE)
		sched_yield();
	free(job.numbers);
	pthread_join(thread, NULL);
	return job.sum;
}

int waits_for_the_first_bad(void)
{
	static struct job job;
	pthread_t thread;

	job.state = IDLE;
	job.numbers = calloc(2, sizeof(int));
	if (pthread_create(&thread, NULL, sums, &job))
		abort();
	while (job.state != RUNNING)
		sched_yield();
	free(job.numbers); //~ ERROR E0505
	pthread_join(thread, NULL);
	return job.sum;
}

int waits_for_any_bad(void)
{
	static struct job job;
	pthread_t thread;

	job.state = IDLE;
	job.numbers = calloc(2, sizeof(int));
	if (pthread_create(&thread, NULL, sums, &job))
		abort();
	while (job.state == IDLE)
		sched_yield();
	free(job.numbers); //~ ERROR E0505
	pthread_join(thread, NULL);
	return job.sum;
}

int waits_for_more_than_the_first_ok(void)
{
	static struct c11_job job;
	thrd_t thread;

	job.state = IDLE;
	job.numbers = calloc(2, sizeof(int));
	if (thrd_create(&thread, sums_c11, &job) != thrd_success)
		abort();
	while (atomic_load(&job.state) <= RUNNING)
		thrd_yield();
	free(job.numbers);
	thrd_join(thread, NULL);
	return job.sum;
}

int waits_for_not_so_much_bad(void)
{
	static struct c11_job job;
	thrd_t thread;

	job.state = IDLE;
	job.numbers = calloc(2, sizeof(int));
	if (thrd_create(&thread, sums_c11, &job) != thrd_success)
		abort();
	while (atomic_load(&job.state) < RUNNING)
		thrd_yield();
	free(job.numbers); //~ ERROR E0505
	thrd_join(thread, NULL);
	return job.sum;
}

static void await_end(const struct job *job)
{
	while (job->state != DONE)
		sched_yield();
}

int helper_waits_for_the_last_ok(void)
{
	static struct job job;
	pthread_t thread;

	job.state = IDLE;
	job.numbers = calloc(2, sizeof(int));
	if (pthread_create(&thread, NULL, sums, &job))
		abort();
	await_end(&job);
	free(job.numbers);
	pthread_join(thread, NULL);
	return job.sum;
}
