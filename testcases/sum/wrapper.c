// A wrapper says what pthread_create does, in terms of its own parameters and results.
#include <pthread.h>
#include <stdlib.h>

struct job { int n; int unused; };

static void *run(void *arg)
{
	struct job *job = arg;
	job->n++;
	return NULL;
}

int start_any(pthread_t *t, void *(*entry)(void *), void *arg)
{
	return pthread_create(t, NULL, entry, arg);
}

int start_run(pthread_t *t, struct job *job)
{
	if (pthread_create(t, NULL, run, job) != 0)
		return -1;
	return 0;
}

int start_negative(pthread_t *t, struct job *job)
{
	return -pthread_create(t, NULL, run, job);
}

_Bool start_bool(pthread_t *t, struct job *job)
{
	return !pthread_create(t, NULL, run, job);
}

// Nobody learns whether it started.
void start_unchecked(pthread_t *t, struct job *job)
{
	pthread_create(t, NULL, run, job);
}

void start_or_die(pthread_t *t, struct job *job)
{
	if (pthread_create(t, NULL, run, job))
		abort();
}

void start_lost(struct job *job)
{
	pthread_t t;
	if (pthread_create(&t, NULL, run, job))
		abort();
}

int start_if(int really, pthread_t *t, struct job *job)
{
	if (!really)
		return 1;
	return pthread_create(t, NULL, run, job) ? -1 : 0;
}

// Starts and waits: nothing is left behind.
int start_and_join(struct job *job)
{
	pthread_t t;
	if (pthread_create(&t, NULL, run, job))
		return -1;
	return pthread_join(t, NULL);
}
