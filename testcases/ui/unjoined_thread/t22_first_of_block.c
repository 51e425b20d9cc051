// SPDX-License-Identifier: MIT
// T22: the handles lie in the elements of a block on the stack; where a start fails, those before it are lost, and
// no handle is overwritten.
#include <alloca.h>
#include <pthread.h>
#include <stdlib.h>

struct worker {
	pthread_t thread;
	int state;
};

static void *work(void *arg)
{
	return arg;
}

static int launch(struct worker *worker)
{
	if (pthread_create(&worker->thread, NULL, work, NULL) != 0)
		return 1;
	worker->state = 1;
	return 0;
}

int started_or_died_ok(int n)
{
	struct worker *workers = alloca((size_t)n * sizeof *workers);
	for (int i = 0; i < n; i++)
		if (launch(&workers[i]) != 0)
			exit(1);
	for (int i = 0; i < n; i++)
		pthread_join(workers[i].thread, NULL);
	return 0;
}

int start_fails_bad(int n)
{
	struct worker *workers = alloca((size_t)n * sizeof *workers);
	for (int i = 0; i < n; i++)
		if (launch(&workers[i]) != 0) //~ WARNING unjoined_thread is lost
			return 1;
	for (int i = 0; i < n; i++)
		pthread_join(workers[i].thread, NULL);
	return 0;
}
