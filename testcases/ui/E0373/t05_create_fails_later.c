// T5: creating thread k fails, and the way out forgets threads 0..k-1 that run.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

#define MAX_WORKERS 8

struct worker {
	pthread_t tid;
	int index;
	long done;
};

static void *worker_main(void *arg)
{
	struct worker *w = arg;

	for (int i = 0; i < 1000; i++)
		w->done += w->index;
	return NULL;
}

int start_fails_bad(int count)
{
	struct worker workers[MAX_WORKERS];
	int i, rc;

	if (count > MAX_WORKERS)
		count = MAX_WORKERS;
	for (i = 0; i < count; i++) {
		workers[i].index = i;
		workers[i].done = 0;
		rc = pthread_create(&workers[i].tid, NULL, worker_main, &workers[i]); //~ ERROR E0373
		if (rc != 0) {
			fprintf(stderr, "worker %d: %s\n", i, strerror(rc));
			return -rc;
		}
	}
	for (i = 0; i < count; i++)
		pthread_join(workers[i].tid, NULL);
	return 0;
}

// The same by goto: `out` frees, it does not wait.
int start_fails_goto_bad(void)
{
	long done[MAX_WORKERS] = { 0 };
	struct worker local[MAX_WORKERS];
	char *log = malloc(256);
	int ret = -1;

	if (!log)
		return -1;
	for (int i = 0; i < MAX_WORKERS; i++) {
		local[i].index = i;
		local[i].done = done[i];
		if (pthread_create(&local[i].tid, NULL, worker_main, &local[i])) //~ ERROR E0373
			goto out;
	}
	for (int i = 0; i < MAX_WORKERS; i++)
		pthread_join(local[i].tid, NULL);
	ret = 0;
out:
	free(log);
	return ret;
}

// Straight-line code has the same hole: the second create fails and the first thread is left.
static int worker_main_c11(void *arg)
{
	return worker_main(arg) != NULL;
}

int producer_consumer_bad(void)
{
	struct worker producer = { .index = 1 };
	static struct worker consumer;
	thrd_t p, c;

	if (thrd_create(&p, worker_main_c11, &producer) != thrd_success) //~ ERROR E0373
		return -1;
	if (thrd_create(&c, worker_main_c11, &consumer) != thrd_success)
		return -1;
	thrd_join(c, NULL);
	thrd_join(p, NULL);
	return 0;
}

// The threads that run are joined before the error is returned.
int start_fails_ok(int count)
{
	struct worker workers[MAX_WORKERS];
	int i, rc = 0;

	if (count > MAX_WORKERS)
		count = MAX_WORKERS;
	for (i = 0; i < count; i++) {
		workers[i].index = i;
		workers[i].done = 0;
		rc = pthread_create(&workers[i].tid, NULL, worker_main, &workers[i]);
		if (rc != 0)
			break;
	}
	while (i-- > 0)
		pthread_join(workers[i].tid, NULL);
	return -rc;
}

int producer_consumer_ok(void)
{
	struct worker producer = { .index = 1 }, consumer = { .index = 2 };
	thrd_t p, c;

	if (thrd_create(&p, worker_main_c11, &producer) != thrd_success)
		return -1;
	if (thrd_create(&c, worker_main_c11, &consumer) != thrd_success) {
		thrd_join(p, NULL);
		return -1;
	}
	thrd_join(c, NULL);
	thrd_join(p, NULL);
	return 0;
}

// Running out of threads ends the program, not the function.
int start_or_die_ok(void)
{
	struct worker workers[MAX_WORKERS];

	for (int i = 0; i < MAX_WORKERS; i++) {
		workers[i] = (struct worker){ .index = i };
		if (pthread_create(&workers[i].tid, NULL, worker_main, &workers[i])) {
			perror("pthread_create");
			exit(1);
		}
	}
	for (int i = 0; i < MAX_WORKERS; i++)
		pthread_join(workers[i].tid, NULL);
	return 0;
}
// Not run: a create that fails cannot be had at will.
