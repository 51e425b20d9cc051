// SPDX-License-Identifier: MIT
// T22: a handle is written over by the next start, and only the last thread is detached.
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

bool more(void);

static void *works(void *arg)
{
	return arg;
}

void last_alone_detached_bad(void)
{
	pthread_t tid;
	for (int i = 0; i < 2; i++)
		if (pthread_create(&tid, NULL, works, NULL) != 0) //~ WARNING unjoined_thread
			abort();
	pthread_detach(tid);
}

void each_detached_ok(void)
{
	pthread_t tid;
	for (int i = 0; i < 2; i++) {
		if (pthread_create(&tid, NULL, works, NULL) != 0)
			abort();
		pthread_detach(tid);
	}
}

void newest_joined_ok(void)
{
	while (more()) {
		pthread_t tid;
		if (pthread_create(&tid, NULL, works, NULL) != 0)
			abort();
		if (more()) {
			pthread_join(tid, NULL);
			return;
		}
		pthread_detach(tid);
	}
}

void earlier_one_detached_ok(void)
{
	pthread_t tid, earlier;
	bool started = false;
	while (more()) {
		if (started)
			pthread_detach(earlier);
		if (pthread_create(&tid, NULL, works, NULL) != 0)
			abort();
		earlier = tid;
		started = true;
	}
	if (started)
		pthread_detach(earlier);
}

void both_detached_ok(void)
{
	pthread_t tid, first = 0;
	for (int i = 0; i < 2; i++) {
		if (pthread_create(&tid, NULL, works, NULL) != 0)
			abort();
		if (i == 0)
			first = tid;
	}
	pthread_detach(tid);
	pthread_detach(first);
}

void elements_detached_ok(int n)
{
	pthread_t tids[8];
	for (int i = 0; i < n; i++)
		if (pthread_create(&tids[i], NULL, works, NULL) != 0)
			abort();
	for (int i = 0; i < n; i++)
		pthread_detach(tids[i]);
}
