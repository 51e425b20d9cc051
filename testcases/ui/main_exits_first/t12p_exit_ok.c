// T12: main that leaves by exit alone, or that serves for ever, says by that what happens to its threads.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void *blink(void *arg)
{
	for (;;) {
		putchar('.');
		sleep(1);
	}
	return arg;
}

int main(int argc, char **argv)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, blink, NULL) != 0)
		exit(1);
	pthread_detach(tid);
	if (argc > 1) {
		puts(argv[1]);
		exit(0);
	}
	for (;;)
		pause();
}
