// T12': main returns while a detached thread is at work. It is lent nothing of main's, but it is cut off.
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *save(void *arg)
{
	(void)arg;
	sleep(1);
	puts("saved");
	return NULL;
}

int main(void)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, save, NULL) != 0) //~ WARNING main_exits_first
		return 1;
	pthread_detach(tid);
	return 0;
}
