// T22: so many threads may have been started or not that their states became one. Those that nobody joins on any way
// are lost; of those that are joined where a flag says so, nothing is said.
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

int more(int n);

struct worker {
	pthread_t tid;
	int started;
	sem_t ready;
};

static void *tells(void *arg)
{
	struct worker *worker = arg;
	sem_post(&worker->ready);
	worker->started = 1;
	return NULL;
}

static void *works(void *arg)
{
	return (void)arg, NULL;
}

static int start(pthread_t *tid, void *arg)
{
	return pthread_create(tid, NULL, works, arg);
}

void nobody_joined_bad(void)
{
	struct worker *workers;

	if (more(0)) {
		struct worker first = {0};
		sem_init(&first.ready, 0, 0);
		if (pthread_create(&first.tid, NULL, tells, &first) != 0) //~ ERROR E0597
			exit(1);
		pthread_detach(first.tid);
		if (sem_trywait(&first.ready) != 0)
			more(1);
	}
	workers = calloc(3, sizeof *workers);
	for (int i = 0; i < 3; i++)
		if (start(&workers[i].tid, &workers[i]) == 0) //~ WARNING unjoined_thread
			workers[i].started = 1;
	free(workers);
}

void some_joined_ok(void)
{
	struct worker *workers;

	if (more(0)) {
		struct worker first = {0};
		sem_init(&first.ready, 0, 0);
		if (pthread_create(&first.tid, NULL, tells, &first) != 0)
			exit(1);
		if (sem_trywait(&first.ready) != 0)
			more(1);
		pthread_join(first.tid, NULL);
	}
	workers = calloc(3, sizeof *workers);
	for (int i = 0; i < 3; i++)
		if (start(&workers[i].tid, &workers[i]) == 0)
			workers[i].started = 1;
	for (int i = 0; i < 3; i++)
		if (workers[i].started)
			pthread_join(workers[i].tid, NULL);
	free(workers);
}
