// T12's mistake: the loop ends when a signal handler clears the flag.
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

struct daemon {
	int interval;
	long ticks;
};

static volatile sig_atomic_t keep_running = 1;

static void on_signal(int number)
{
	(void)number;
	keep_running = 0;
}

static void *tick(void *arg)
{
	struct daemon *daemon = arg;

	for (;;) {
		sleep((unsigned)daemon->interval);
		daemon->ticks++;
	}
	return NULL;
}

int main(void)
{
	struct daemon daemon = { .interval = 1 };
	pthread_t tid;

	signal(SIGINT, on_signal);
	if (pthread_create(&tid, NULL, tick, &daemon)) { //~ ERROR E0373
		perror("tick");
		return 1;
	}
	pthread_detach(tid);
	while (keep_running)
		pause();
	return 0;
}
