// SPDX-License-Identifier: MIT
// So many threads may run, or not, that states become one: a turn of the loop that comes before another is not taken for
// one that comes behind it.
#include <pthread.h>
#include <stdlib.h>

int more(void);

struct job {
	int number;
	pthread_t thread;
	int started;
};

static void *idle(void *arg)
{
	return (void)arg, NULL;
}

static void *work(void *arg)
{
	((struct job *)arg)->number = 5;
	return NULL;
}

static void join(pthread_t *thread)
{
	pthread_join(*thread, NULL);
}

void written_before_start_ok(int joins)
{
	struct job old[2] = {{0}};
	int count = 1;
	while (more()) {
		for (int i = 0; i < 2; i++)
			if (pthread_create(&old[i].thread, NULL, idle, &count) == 0) //~ WARNING unjoined_thread
				old[i].started = 1;
		int left = 2;
		while (left--)
			if (joins)
				join(&old[left].thread);
	}
	struct job *jobs = calloc(2, sizeof *jobs);
	for (int i = 0; i < 2; i++) {
		if (i == 1)
			continue;
		jobs[i].number = i;
		pthread_create(&jobs[i].thread, NULL, work, &jobs[i]);
	}
}

void written_behind_start_bad(void)
{
	struct job *jobs = calloc(2, sizeof *jobs);
	for (int i = 0; i < 2; i++) {
		if (i == 1)
			continue;
		pthread_create(&jobs[i].thread, NULL, work, &jobs[i]);
		jobs[i].number = i; //~ ERROR E0506
	}
}
