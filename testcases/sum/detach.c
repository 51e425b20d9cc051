// Detached by a callee, by value and by pointer, or on some path only.
#include <pthread.h>

static void *run(void *arg) { return (void *)(long)*(int *)arg; }

void let_go(pthread_t thread) { pthread_detach(thread); }
void let_go_of(pthread_t *thread) { pthread_detach(*thread); }

int start_detached(int *n)
{
	pthread_t t;
	int error = pthread_create(&t, NULL, run, n);
	if (error == 0)
		let_go(t);
	return error;
}

void detach_if(pthread_t thread, int really)
{
	if (really)
		pthread_detach(thread);
}
