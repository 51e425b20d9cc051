// A volatile object says that somebody else looks at it: old code's way to talk to a thread. It is no finding, though
// not right either (C17, 5.1.2.4); without volatile it is one.
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "../include/fake_uv.h"

struct ticker {
	volatile int stop;
	int plain;
	volatile sig_atomic_t asked;
};

static void *tick(void *arg)
{
	struct ticker *ticker = arg;

	while (!ticker->stop && !ticker->asked)
		usleep(1000);
	return NULL;
}

static void tick_uv(void *arg)
{
	struct ticker *ticker = arg;

	for (int i = 0; i < 100 && !ticker->plain; i++)
		usleep(1000);
}

int volatile_ok(void)
{
	struct ticker ticker = { .stop = 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, tick, &ticker) != 0)
		return -1;
	ticker.stop = 1;
	pthread_join(tid, NULL);
	return 0;
}

int signal_flag_ok(void)
{
	struct ticker ticker = { .stop = 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, tick, &ticker) != 0)
		return -1;
	ticker.asked = 1;
	pthread_join(tid, NULL);
	return 0;
}

int plain_bad(void)
{
	struct ticker ticker = { .stop = 0 };
	uv_thread_t tid;

	if (uv_thread_create(&tid, tick_uv, &ticker))
		return -1;
	ticker.plain = 1; //~ ERROR E0506
	uv_thread_join(&tid);
	return 0;
}
// Not run: ThreadSanitizer reports the volatile flag too.
