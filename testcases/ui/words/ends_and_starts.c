// Where something begins and ends, in words: an assignment around the call that starts the thread comes after it; two
// objects end with the one thread that owns them; a semaphore with a name is closed.
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct worker {
	pthread_t tid;
	struct worker *started;
	int delay;
};

struct job {
	int *sum;
	int n;
};

static void *waits(void *arg)
{
	struct worker *worker = arg;

	usleep((unsigned)worker->delay);
	printf("%p\n", (void *)worker->started);
	return NULL;
}

static struct worker *start(struct worker *worker)
{
	if (pthread_create(&worker->tid, NULL, waits, worker))
		return NULL;
	return worker;
}

int start_around_bad(void)
{
	struct worker worker = { .delay = 10 };

	worker.started = start(&worker); //~ ERROR E0506
	if (!worker.started)
		return -1;
	pthread_join(worker.tid, NULL);
	return 0;
}

int start_around_on_the_heap_bad(void)
{
	struct worker *worker = calloc(1, sizeof *worker);

	if (!worker)
		return -1;
	worker->started = start(worker); //~ ERROR E0506
	if (worker->started)
		pthread_join(worker->tid, NULL);
	free(worker);
	return 0;
}

int start_before_ok(void)
{
	struct worker worker = { .delay = 10 };

	worker.started = &worker;
	if (!start(&worker))
		return -1;
	pthread_join(worker.tid, NULL);
	return 0;
}

static void *sums(void *arg)
{
	struct job *job = arg;

	usleep(10 * 1000);
	*job->sum += job->n;
	return NULL;
}

void leaves_both_bad(void)
{
	int sum = 0;
	struct job job = { &sum, 3 };
	pthread_t thread;

	if (pthread_create(&thread, NULL, sums, &job)) //~ ERROR E0373
		abort();
	pthread_detach(thread);
	pthread_exit(NULL);
}

static sem_t *ready;

static void *posts(void *arg)
{
	sem_post(ready);
	return arg;
}

int closed_bad(void)
{
	pthread_t thread;

	ready = sem_open("/ready", O_CREAT, 0600, 0);
	if (ready == SEM_FAILED || pthread_create(&thread, NULL, posts, NULL))
		return -1;
	sem_close(ready); //~ ERROR E0505
	pthread_join(thread, NULL);
	return 0;
}
