// A wrapper that copies what it is given lends its own copy, and what the copied pointers point to.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct job { int n; int *sum; };

static void *run(void *arg)
{
	struct job *job = arg;
	*job->sum += job->n;
	free(job);
	return NULL;
}

int start_memcpy(pthread_t *t, const struct job *job)
{
	struct job *copy = malloc(sizeof *copy);
	if (!copy)
		return -1;
	memcpy(copy, job, sizeof *copy);
	if (pthread_create(t, NULL, run, copy) == 0)
		return 0;
	free(copy);
	return -1;
}

int start_assign(pthread_t *t, const struct job *job)
{
	struct job *copy = malloc(sizeof *copy);
	if (!copy)
		return -1;
	*copy = *job;
	if (pthread_create(t, NULL, run, copy) == 0)
		return 0;
	free(copy);
	return -1;
}

int start_by_value(pthread_t *t, struct job job)
{
	struct job *copy = malloc(sizeof *copy);
	if (!copy)
		return -1;
	copy->n = job.n;
	copy->sum = job.sum;
	if (pthread_create(t, NULL, run, copy) == 0)
		return 0;
	free(copy);
	return -1;
}
