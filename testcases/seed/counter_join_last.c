// The seed's first program: the join is main's last act, so both loops run to their end, their lines mixed.
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
	for (int i = 1; i < 5; i++) {
		printf("hi number %d from the main thread!\n", i);
		usleep(1000);
	}
	pthread_join(handle, NULL);
	return 0;
}
