// SPDX-License-Identifier: MIT
// A handle in memory that has no name is spelled through the pointer to that; where several may
// point there, or none, the help does without.
#include <alloca.h>
#include <pthread.h>

int check(int value);

struct worker {
	pthread_t tid;
	int job;
};

static void *work(void *arg)
{
	struct worker *worker = arg;
	check(worker->job);
	return NULL;
}

int in_alloca_bad(int job)
{
	struct worker *worker = alloca(sizeof *worker);
	worker->job = job;
	if (pthread_create(&worker->tid, NULL, work, worker) != 0) //~ ERROR E0373
		return -1;
	if (check(job) < 0)
		return -1;
	return pthread_join(worker->tid, NULL);
}

int in_a_literal_bad(int job)
{
	struct worker *worker = &(struct worker){.job = job};
	if (pthread_create(&worker->tid, NULL, work, worker) != 0) //~ ERROR E0373
		return -1;
	if (check(job) < 0)
		return -1;
	return pthread_join(worker->tid, NULL);
}

int one_of_several_bad(int n)
{
	struct worker *workers = alloca((unsigned)n * sizeof *workers);
	for (int i = 0; i < n; i++) {
		workers[i].job = i;
		if (pthread_create(&workers[i].tid, NULL, work, &workers[i]) != 0) //~ ERROR E0373
			return -1;
	}
	for (int i = 0; i < n; i++)
		pthread_join(workers[i].tid, NULL);
	return 0;
}

int joined_ok(int job)
{
	struct worker *worker = alloca(sizeof *worker);
	worker->job = job;
	if (pthread_create(&worker->tid, NULL, work, worker) != 0)
		return -1;
	return pthread_join(worker->tid, NULL);
}
