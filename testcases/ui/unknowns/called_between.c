// A function that waits, and that somebody may call through a pointer, matters only where something unseen is called
// between the start of the thread and the end of what it borrows; the C library calls nothing back.
#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

void set_handler(void (*handler)(void));
void other_library(void);

static _Atomic bool stopped;

struct count {
	long turns;
};

static void *turn(void *arg)
{
	struct count *count = arg;

	do
		count->turns++;
	while (!stopped);
	stopped = false;
	return NULL;
}

static void wait_for_end(void)
{
	while (stopped)
		;
}

void init(void)
{
	set_handler(wait_for_end);
}

int synced_bad(int fd)
{
	struct count count = {0};
	pthread_t tid;

	if (pthread_create(&tid, NULL, turn, &count) != 0) //~ ERROR E0373
		return -1;
	if (fsync(fd) != 0)
		return -1;
	other_library();
	stopped = true;
	pthread_join(tid, NULL);
	return 0;
}

int called_maybe(int fd)
{
	struct count count = {0};
	pthread_t tid;

	if (pthread_create(&tid, NULL, turn, &count) != 0) //~ WARNING E0373
		return -1;
	other_library();
	if (fsync(fd) != 0)
		return -1;
	stopped = true;
	pthread_join(tid, NULL);
	return 0;
}
