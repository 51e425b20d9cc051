// Real shape: an array of { handle, arguments }, filled, started and joined in loops, over one shared local.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORKERS 4

struct shared {
	pthread_mutex_t lock;
	int next, last;
};

struct worker {
	pthread_t handle;
	int number;
	struct shared *shared;
	int handled;
};

static void *worker_main(void *arg)
{
	struct worker *w = arg;

	usleep(20 * 1000);
	pthread_mutex_lock(&w->shared->lock);
	while (w->shared->next < w->shared->last) {
		w->shared->next++;
		w->handled++;
	}
	pthread_mutex_unlock(&w->shared->lock);
	return NULL;
}

int shared_local_ok(int items)
{
	struct shared shared = { PTHREAD_MUTEX_INITIALIZER, 0, items };
	struct worker workers[WORKERS];
	int handled = 0;

	for (int i = 0; i < WORKERS; i++) {
		workers[i] = (struct worker){ .number = i, .shared = &shared };
		if (pthread_create(&workers[i].handle, NULL, worker_main, &workers[i]) != 0)
			abort();
	}
	for (int i = 0; i < WORKERS; i++) {
		pthread_join(workers[i].handle, NULL);
		handled += workers[i].handled;
	}
	pthread_mutex_destroy(&shared.lock);
	return handled;
}

int pointer_walk_ok(int items)
{
	struct shared shared = { PTHREAD_MUTEX_INITIALIZER, 0, items };
	struct worker workers[WORKERS], *w;
	struct worker *const end = workers + WORKERS;

	memset(workers, 0, sizeof workers);
	for (w = workers; w < end; w++) {
		w->shared = &shared;
		if (pthread_create(&w->handle, NULL, worker_main, w))
			exit(1);
	}
	for (w = workers; w < end; w++)
		pthread_join(w->handle, NULL);
	return shared.next;
}

// The second loop prints the results and joins nobody. The workers and the shared struct are both lent.
int printed_not_joined_bad(int items)
{
	struct shared shared = { PTHREAD_MUTEX_INITIALIZER, 0, items };
	struct worker workers[WORKERS];

	for (int i = 0; i < WORKERS; i++) {
		workers[i] = (struct worker){ .number = i, .shared = &shared };
		if (pthread_create(&workers[i].handle, NULL, worker_main, &workers[i]) != 0) //~ ERROR E0373
			abort();
	}
	for (int i = 0; i < WORKERS; i++)
		printf("%d: %d\n", workers[i].number, workers[i].number);
	return items;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(printed_not_joined_bad(9)) RUN_OK(shared_local_ok(9)) RUN_OK(pointer_walk_ok(9)))
#endif
