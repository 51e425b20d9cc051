// The seed's first program with one step more: how far the thread counts is main's local, lent by its address. Now the
// missing join is no matter of taste: main's frame goes while the thread still reads `limit`.
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *count_in_thread(void *arg)
{
	const int *limit = arg;

	for (int i = 1; i < *limit; i++) {
		printf("hi number %d from the spawned thread!\n", i);
		usleep(1000);
	}
	return NULL;
}

int main(void)
{
	int limit = 10;
	pthread_t handle;

	if (pthread_create(&handle, NULL, count_in_thread, &limit) != 0) //~ ERROR E0373
		return 1;
	for (int i = 1; i < 5; i++) {
		printf("hi number %d from the main thread!\n", i);
		usleep(1000);
	}
	return 0;
}
