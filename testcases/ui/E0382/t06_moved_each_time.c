// SPDX-License-Identifier: MIT
// Each time round another block goes to a thread that frees it. Nothing names the last one any more,
// so that the name means the new one alone.
#include <pthread.h>
#include <stdlib.h>

int more(void);
void use(int value);

struct job {
	int n;
};

static void *job_run(void *arg)
{
	struct job *job = arg;
	use(job->n);
	free(job);
	return NULL;
}

void joined_each_time_ok(void)
{
	while (more()) {
		struct job *job = malloc(sizeof *job);
		pthread_t thread;
		job->n = 1;
		if (pthread_create(&thread, NULL, job_run, job) != 0) {
			free(job);
			break;
		}
		pthread_join(thread, NULL);
	}
}

void freed_each_time_bad(void)
{
	while (more()) {
		struct job *job = malloc(sizeof *job);
		pthread_t thread;
		job->n = 1;
		if (pthread_create(&thread, NULL, job_run, job) != 0)
			break;
		pthread_join(thread, NULL);
		free(job); //~ ERROR E0382
	}
}

void used_each_time_bad(int n)
{
	for (int i = 0; i < n; i++) {
		struct job *job = malloc(sizeof *job);
		pthread_t thread;
		job->n = i;
		if (pthread_create(&thread, NULL, job_run, job) != 0)
			abort();
		pthread_join(thread, NULL);
		use(job->n); //~ ERROR E0382
	}
}

// The blocks before the last are on a list: the name stands for all of them.
struct item {
	struct item *next;
	struct job *job;
};

void kept_on_a_list_ok(int n)
{
	struct item *items = NULL;
	for (int i = 0; i < n; i++) {
		struct item *item = malloc(sizeof *item);
		pthread_t thread;
		item->job = malloc(sizeof *item->job);
		item->job->n = i;
		item->next = items;
		items = item;
		if (pthread_create(&thread, NULL, job_run, item->job) != 0)
			abort();
		pthread_join(thread, NULL);
	}
	while (items) {
		struct item *next = items->next;
		free(items);
		items = next;
	}
}
