// SPDX-License-Identifier: MIT
// A call on the way may join the thread, and came back without: where it joins is said at the call.
#include <pthread.h>

int check(int value);

struct worker {
	pthread_t tid;
	int running;
	int *job;
};

static int quiet;

static void *work(void *arg)
{
	check(*(int *)arg);
	return NULL;
}

static int start(struct worker *worker, int *job)
{
	return pthread_create(&worker->tid, NULL, work, job);
}

static void stop_running(struct worker *worker)
{
	if (worker->running > 0)
		pthread_join(worker->tid, NULL);
}

static int stop_checked(struct worker *worker)
{
	if (check(0) != 0)
		return -1;
	pthread_join(worker->tid, NULL);
	return 0;
}

static void stop_some(struct worker *worker)
{
	if (check(0) != 0)
		pthread_join(worker->tid, NULL);
}

static void stop_loud(struct worker *worker)
{
	if (quiet == 0)
		pthread_join(worker->tid, NULL);
}

int where_it_runs_bad(int running)
{
	int job = 1;
	struct worker worker = {.running = running};
	if (start(&worker, &job) != 0) //~ ERROR E0373
		return -1;
	stop_running(&worker);
	return 0;
}

int result_not_looked_at_bad(void)
{
	int job = 1;
	struct worker worker;
	if (start(&worker, &job) != 0) //~ ERROR E0373
		return -1;
	stop_checked(&worker);
	return 0;
}

int nobody_knows_bad(void)
{
	int job = 1;
	struct worker worker;
	if (start(&worker, &job) != 0) //~ ERROR E0373
		return -1;
	stop_some(&worker);
	return 0;
}

int by_a_global_bad(void)
{
	int job = 1;
	struct worker worker;
	if (start(&worker, &job) != 0)
		return -1;
	stop_loud(&worker);
	job = 2; //~ ERROR E0506
	pthread_join(worker.tid, NULL);
	return job;
}

// The other call is about another thread.
int of_another_bad(int running)
{
	int job = 1;
	static int same = 1;
	struct worker worker, other = {.running = running};
	if (start(&other, &same) != 0) //~ WARNING unjoined_thread
		return -1;
	if (start(&worker, &job) == 0) //~ ERROR E0373
		stop_checked(&other);
	return 0;
}

int result_looked_at_ok(void)
{
	int job = 1;
	struct worker worker;
	if (start(&worker, &job) != 0)
		return -1;
	while (stop_checked(&worker) != 0)
		;
	return 0;
}
