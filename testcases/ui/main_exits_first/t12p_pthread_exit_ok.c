// T12', right: pthread_exit ends main's thread alone; the process lives until the last thread has ended.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void *save(void *arg)
{
	sleep(1);
	puts(arg);
	return NULL;
}

int main(void)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, save, "saved") != 0)
		return 1;
	pthread_detach(tid);
	pthread_exit(NULL);
}
