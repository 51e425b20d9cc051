// SPDX-License-Identifier: MIT
// Each turn starts a thread with the same element of an array: where only the newest is joined, the others borrow it.
#include <pthread.h>
#include <stdlib.h>

struct job {
	int number;
	pthread_t thread;
};

int more(void);
void use(int number);

static void *work(void *arg)
{
	struct job *job = arg;
	use(job->number);
	return NULL;
}

void newest_joined_bad(void)
{
	struct job jobs[2] = {{0}};
	int started = 0;
	while (more()) {
		if (pthread_create(&jobs[1].thread, NULL, work, &jobs[1]) != 0) //~ ERROR E0373
			abort();
		started = 1;
	}
	if (started) {
		pthread_join(jobs[1].thread, NULL);
		jobs[1].number = 4; //~ ERROR E0506
	}
}

void each_joined_ok(void)
{
	struct job jobs[2] = {{0}};
	while (more()) {
		if (pthread_create(&jobs[1].thread, NULL, work, &jobs[1]) != 0)
			abort();
		pthread_join(jobs[1].thread, NULL);
		jobs[1].number = 4;
	}
}

// Each has its element, and the first is joined before it is written.
void first_of_all_ok(void)
{
	struct job jobs[2] = {{0}};
	for (int i = 0; i < 2; i++)
		if (pthread_create(&jobs[i].thread, NULL, work, &jobs[i]) != 0)
			abort();
	pthread_join(jobs[0].thread, NULL);
	jobs[0].number = 4;
	pthread_join(jobs[1].thread, NULL);
}

// All were given the first element, and all are joined.
void all_joined_ok(void)
{
	struct job job[1] = {{0}};
	pthread_t threads[4];
	for (int i = 0; i < 4; i++)
		if (pthread_create(&threads[i], NULL, work, &job[0]) != 0)
			abort();
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	job[0].number = 4;
}
