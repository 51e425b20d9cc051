// SPDX-License-Identifier: MIT
// T22: a helper joins where there is something to join, and clears the rest: the handle is not lost there.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct worker {
	pthread_t thread;
	int failed;
	void *memory;
};

static void *work(void *arg)
{
	return arg;
}

static void workers_start(struct worker *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		all[i].memory = malloc(16);
		all[i].failed = 1;
		if (i == 0)
			all[i].failed = pthread_create(&all[i].thread, NULL, work, NULL);
	}
}

static void workers_end(struct worker *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i == 0 && !all[i].failed)
			pthread_join(all[i].thread, NULL);
		free(all[i].memory);
		memset(&all[i], 0, sizeof all[i]);
	}
}

int ended_ok(size_t n)
{
	struct worker *all = calloc(n, sizeof *all);
	if (!all)
		return 1;
	workers_start(all, n);
	workers_end(all, n);
	free(all);
	return 0;
}

static void workers_clear(struct worker *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		memset(&all[i], 0, sizeof all[i]);
}

int cleared_bad(size_t n)
{
	struct worker *all = calloc(n, sizeof *all);
	if (!all)
		return 1;
	workers_start(all, n); //~ WARNING unjoined_thread
	workers_clear(all, n);
	free(all);
	return 0;
}

// The one before was lost already.
int overwritten_bad(void)
{
	struct worker one = {0};
	if (pthread_create(&one.thread, NULL, work, NULL) != 0) //~ WARNING unjoined_thread
		return 1;
	one.failed = pthread_create(&one.thread, NULL, work, NULL);
	workers_end(&one, 1);
	return 0;
}
