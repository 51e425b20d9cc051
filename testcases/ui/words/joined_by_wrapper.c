// SPDX-License-Identifier: MIT
// Where a project starts and joins its threads by functions of its own, these are what the help offers.
#include <pthread.h>
#include <stdbool.h>

int check(int value);

struct worker {
	pthread_t tid;
	int *job;
};

static void *work(void *arg)
{
	struct worker *worker = arg;
	check(*worker->job);
	return NULL;
}

static int worker_start(struct worker *worker, int *job)
{
	worker->job = job;
	return pthread_create(&worker->tid, NULL, work, worker);
}

static void worker_stop(struct worker *worker)
{
	pthread_join(worker->tid, NULL);
}

int left_early_bad(int job)
{
	struct worker worker;
	if (worker_start(&worker, &job) != 0) //~ ERROR E0373
		return -1;
	if (check(job) < 0)
		return -1;
	worker_stop(&worker);
	return 0;
}

void behind_a_pointer_bad(struct worker *worker)
{
	int job = 1;
	if (worker_start(worker, &job) == 0) //~ ERROR E0373
		check(job);
}

void written_bad(void)
{
	int job = 1;
	struct worker worker;
	if (worker_start(&worker, &job) != 0)
		return;
	job = 2; //~ ERROR E0506
	worker_stop(&worker);
}

void lost_bad(void)
{
	static int job = 1;
	static struct worker last;
	struct worker worker = last;
	worker_start(&worker, &job); //~ ERROR E0373
}

int joined_ok(int job)
{
	struct worker worker;
	if (worker_start(&worker, &job) != 0)
		return -1;
	int found = check(job);
	worker_stop(&worker);
	return found;
}

// ---- two functions join: which is meant is not known -------------------------------------------

struct pair {
	struct worker first;
	bool stopped;
};

static void pair_start(struct pair *pair, int *job)
{
	worker_start(&pair->first, job);
}

static void pair_stop(struct pair *pair)
{
	pthread_join(pair->first.tid, NULL);
}

static void pair_abandon(struct pair *pair)
{
	pair->stopped = true;
	pthread_join(pair->first.tid, NULL);
}

void two_ways_bad(int job)
{
	struct pair pair = {0};
	pair_start(&pair, &job); //~ ERROR E0373
	if (check(job) < 0)
		return;
	if (pair.stopped)
		pair_stop(&pair);
	else
		pair_abandon(&pair);
}
