// sem_timedwait returns 0 or -1: one that did not fail has waited.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <time.h>

struct start {
	sem_t ready;
	int value;
};

static void *child(void *data)
{
	struct start *start = data;
	int value = start->value;
	sem_post(&start->ready);
	printf("%d\n", value);
	return NULL;
}

int joined_when_too_late_ok(const struct timespec *until)
{
	struct start start = {.value = 1};
	pthread_t thread;
	int rc;
	sem_init(&start.ready, 0, 0);
	if (pthread_create(&thread, NULL, child, &start) != 0)
		return -1;
	while ((rc = sem_timedwait(&start.ready, until)) == -1 && errno == EINTR)
		continue;
	if (rc == -1) {
		pthread_join(thread, NULL);
		return -1;
	}
	pthread_detach(thread);
	return 0;
}

int tried_until_it_works_ok(void)
{
	struct start start = {.value = 1};
	pthread_t thread;
	sem_init(&start.ready, 0, 0);
	if (pthread_create(&thread, NULL, child, &start) != 0)
		return -1;
	pthread_detach(thread);
	while (sem_trywait(&start.ready) < 0)
		continue;
	return 0;
}

int returns_when_too_late_bad(const struct timespec *until)
{
	struct start start = {.value = 1};
	pthread_t thread;
	int rc;
	sem_init(&start.ready, 0, 0);
	if (pthread_create(&thread, NULL, child, &start) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(thread);
	while ((rc = sem_timedwait(&start.ready, until)) == -1 && errno == EINTR)
		continue;
	return rc;
}
