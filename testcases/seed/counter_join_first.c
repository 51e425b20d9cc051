// The seed's first program with the join before main's loop: main is blocked until the thread has counted to 9, then
// counts itself. Nothing is mixed, and nothing runs at the same time.
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *count_in_thread(void *unused)
{
	(void)unused;
	for (int i = 1; i < 10; i++) {
		printf("hi number %d from the spawned thread!\n", i);
		usleep(1000);
	}
	return NULL;
}

int main(void)
{
	pthread_t handle;

	if (pthread_create(&handle, NULL, count_in_thread, NULL) != 0)
		return 1;
	pthread_join(handle, NULL);
	for (int i = 1; i < 5; i++) {
		printf("hi number %d from the main thread!\n", i);
		usleep(1000);
	}
	return 0;
}
