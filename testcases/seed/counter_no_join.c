// The seed's first program without its last line: nobody joins.
//
// Main counts to 4, the thread to 9, a millisecond a step. When main returns the process ends and the thread with it:
// most runs stop at "hi number 4 from the spawned thread!" or so. Nothing is borrowed: the entry uses no data of main's,
// so this is no E0373. What it deserves is the lint main_exits_first, which does not exist yet: expect silence today.
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

	if (pthread_create(&handle, NULL, count_in_thread, NULL) != 0) //~ WARNING main_exits_first
		return 1;
	for (int i = 1; i < 5; i++) {
		printf("hi number %d from the main thread!\n", i);
		usleep(1000);
	}
	return 0;
}
