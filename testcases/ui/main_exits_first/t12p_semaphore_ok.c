// T12', right: a detached thread says when it is done, and main waits for that.
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>

static sem_t done;

static void *save(void *arg)
{
	(void)arg;
	puts("saved");
	sem_post(&done);
	return NULL;
}

int main(void)
{
	pthread_t tid;

	sem_init(&done, 0, 0);
	if (pthread_create(&tid, NULL, save, NULL) != 0)
		return 1;
	pthread_detach(tid);
	while (sem_wait(&done) != 0 && errno == EINTR)
		;
	return 0;
}
