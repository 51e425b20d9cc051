// SPDX-License-Identifier: MIT
// A number is kept in a pointer, as the thread's argument: that says nothing about the number.
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

static void *idle(void *arg)
{
	return (void)arg, NULL;
}

void joined_sometimes_bad(int level)
{
	sem_t sem;
	pthread_t t;
	void *given = (void *)(long)level;
	if (pthread_create(&t, NULL, idle, given) != 0) //~ WARNING unjoined_thread
		abort();
	if (!level)
		pthread_join(t, NULL);
	sem_init(&sem, 0, 0);
	while (sem_wait(&sem) < 0 && errno == EINTR)
		;
}

void joined_or_detached_ok(int level)
{
	sem_t sem;
	pthread_t t;
	void *given = (void *)(long)level;
	if (pthread_create(&t, NULL, idle, given) != 0)
		abort();
	if (!level)
		pthread_join(t, NULL);
	sem_init(&sem, 0, 0);
	while (sem_wait(&sem) < 0 && errno == EINTR)
		;
	if (level)
		pthread_detach(t);
}
