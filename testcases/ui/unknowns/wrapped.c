// files: auxiliary/wrapped.c
// An unknown function that gets the handle, or what leads to it, may have joined the thread,
// whether it is called here or by a callee; one that gets something else has not.
#include <pthread.h>

struct job {
	int number;
	int *count;
	pthread_t thread;
};

void reap(struct job *job);
void reap_handle(pthread_t thread);
void look(int *count);

void finish(struct job *job);
void finish_in_two(struct job *job);
void finish_handle(pthread_t thread);
void finish_member(struct job *job);
void log_count(struct job *job);

static void *count(void *arg)
{
	struct job *job = arg;
	job->number++;
	return 0;
}

int here(void)
{
	struct job job = {0};
	if (pthread_create(&job.thread, 0, count, &job)) //~ WARNING E0373
		return 1;
	reap(&job);
	return job.number;
}

int by_a_callee(void)
{
	struct job job = {0};
	if (pthread_create(&job.thread, 0, count, &job)) //~ WARNING E0373
		return 1;
	finish(&job);
	return job.number;
}

int by_a_callee_of_a_callee(void)
{
	struct job job = {0};
	if (pthread_create(&job.thread, 0, count, &job)) //~ WARNING E0373
		return 1;
	finish_in_two(&job);
	return job.number;
}

int by_its_handle(void)
{
	struct job job = {0};
	if (pthread_create(&job.thread, 0, count, &job)) //~ WARNING E0373
		return 1;
	finish_handle(job.thread);
	return job.number;
}

int by_its_member(void)
{
	struct job job = {0};
	if (pthread_create(&job.thread, 0, count, &job)) //~ WARNING E0373
		return 1;
	finish_member(&job);
	return job.number;
}

int by_nobody_bad(void)
{
	int n = 0;
	struct job job = {.count = &n};
	if (pthread_create(&job.thread, 0, count, &job)) //~ ERROR E0373
		return 1;
	log_count(&job);
	return job.number;
}

int before_it_starts_bad(void)
{
	struct job job = {0};
	finish(&job);
	return pthread_create(&job.thread, 0, count, &job); //~ ERROR E0373
}
