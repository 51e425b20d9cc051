// T2: one struct for all threads of a loop; a field that they read is written anew for each.
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NPARTS 4

struct part {
	pthread_t tid;
	int index;
	const char *path;
	char name[16];
	sem_t taken;
};

static long sums[64];

static void *part_sum(void *arg)
{
	struct part *part = arg;

	usleep(20 * 1000);
	sums[part->index] += 1;
	return NULL;
}

static void *part_name(void *arg)
{
	struct part *part = arg;

	usleep(20 * 1000);
	printf("%s\n", part->name);
	return NULL;
}

// Reads `path` alone.
static void *part_open(void *arg)
{
	struct part *part = arg;

	usleep(20 * 1000);
	return access(part->path, R_OK) == 0 ? arg : NULL;
}

// Takes what it needs, and says so.
static void *part_take(void *arg)
{
	struct part *part = arg;
	int index = part->index;

	sem_post(&part->taken);
	usleep(20 * 1000);
	sums[index] += 1;
	return NULL;
}

void field_bad(void)
{
	pthread_t tid[NPARTS];
	struct part part;

	for (int i = 0; i < NPARTS; i++) {
		part.index = i; //~ ERROR E0506
		if (pthread_create(&tid[i], NULL, part_sum, &part) != 0)
			abort();
	}
	for (int i = 0; i < NPARTS; i++)
		pthread_join(tid[i], NULL);
}

// The whole struct at once.
void whole_bad(void)
{
	pthread_t tid[NPARTS];
	struct part part;

	for (int i = 0; i < NPARTS; i++) {
		part = (struct part){ .index = i }; //~ ERROR E0506
		if (pthread_create(&tid[i], NULL, part_sum, &part) != 0)
			abort();
	}
	for (int i = 0; i < NPARTS; i++)
		pthread_join(tid[i], NULL);
}

// By a library function, into an array inside the struct.
void formatted_bad(void)
{
	pthread_t tid[NPARTS];
	struct part part = { .index = 0 };

	for (int i = 0; i < NPARTS; i++) {
		snprintf(part.name, sizeof part.name, "part %d", i); //~ ERROR E0506
		if (pthread_create(&tid[i], NULL, part_name, &part) != 0)
			abort();
	}
	for (int i = 0; i < NPARTS; i++)
		pthread_join(tid[i], NULL);
}

// memset, at the head of the body.
void cleared_bad(void)
{
	pthread_t tid[NPARTS];
	struct part part;

	for (int i = 0; i < NPARTS; i++) {
		memset(&part, 0, sizeof part); //~ ERROR E0506
		if (pthread_create(&tid[i], NULL, part_sum, &part) != 0)
			abort();
	}
	for (int i = 0; i < NPARTS; i++)
		pthread_join(tid[i], NULL);
}

// On the heap it is the same.
int heap_bad(void)
{
	pthread_t tid[NPARTS];
	struct part *part = calloc(1, sizeof *part);

	if (!part)
		return -1;
	for (int i = 0; i < NPARTS; i++) {
		part->index = i; //~ ERROR E0506
		if (pthread_create(&tid[i], NULL, part_sum, part) != 0)
			abort();
	}
	for (int i = 0; i < NPARTS; i++)
		pthread_join(tid[i], NULL);
	free(part);
	return 0;
}

// No loop: the second thread's number is written over the first one's.
void straight_bad(void)
{
	pthread_t first, second;
	struct part part = { .index = 1 };

	if (pthread_create(&first, NULL, part_sum, &part) != 0)
		return;
	part.index = 2; //~ ERROR E0506
	if (pthread_create(&second, NULL, part_sum, &part) == 0)
		pthread_join(second, NULL);
	pthread_join(first, NULL);
}

// T2': the thread does not read what is written.
void unread_field_ok(void)
{
	pthread_t tid[NPARTS];
	struct part part = { .path = "/etc/hosts" };

	for (int i = 0; i < NPARTS; i++) {
		part.index = i;
		if (pthread_create(&tid[i], NULL, part_open, &part) != 0)
			abort();
	}
	for (int i = 0; i < NPARTS; i++)
		pthread_join(tid[i], NULL);
}

// T2': each its own element, filled in the loop that starts it.
void elements_ok(void)
{
	struct part part[NPARTS];

	for (int i = 0; i < NPARTS; i++) {
		memset(&part[i], 0, sizeof part[i]);
		part[i].index = i;
		if (pthread_create(&part[i].tid, NULL, part_sum, &part[i]) != 0)
			abort();
	}
	for (int i = 0; i < NPARTS; i++)
		pthread_join(part[i].tid, NULL);
}

// T2': a new block each time.
void own_blocks_ok(void)
{
	struct part *part[NPARTS];

	for (int i = 0; i < NPARTS; i++) {
		part[i] = calloc(1, sizeof *part[i]);
		if (!part[i])
			abort();
		part[i]->index = i;
		if (pthread_create(&part[i]->tid, NULL, part_sum, part[i]) != 0)
			abort();
	}
	for (int i = 0; i < NPARTS; i++) {
		pthread_join(part[i]->tid, NULL);
		free(part[i]);
	}
}

// T2': one at a time.
void one_at_a_time_ok(void)
{
	struct part part = { .index = 0 };

	for (int i = 0; i < NPARTS; i++) {
		part.index = i;
		if (pthread_create(&part.tid, NULL, part_sum, &part) != 0)
			continue;
		pthread_join(part.tid, NULL);
	}
}

// T2': the write waits until the thread before has taken its copy.
void taken_first_ok(void)
{
	pthread_t tid[NPARTS];
	struct part part = { .index = 0 };

	sem_init(&part.taken, 0, 0);
	for (int i = 0; i < NPARTS; i++) {
		part.index = i;
		if (pthread_create(&tid[i], NULL, part_take, &part) != 0)
			abort();
		while (sem_wait(&part.taken) != 0)
			;
	}
	for (int i = 0; i < NPARTS; i++)
		pthread_join(tid[i], NULL);
	sem_destroy(&part.taken);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD((field_bad(), 0)) RUN_BAD((whole_bad(), 0)) RUN_BAD((formatted_bad(), 0)) RUN_BAD((cleared_bad(), 0))
		RUN_BAD(heap_bad()) RUN_BAD((straight_bad(), 0)) RUN_OK((unread_field_ok(), 0))
		RUN_OK((elements_ok(), 0)) RUN_OK((own_blocks_ok(), 0)) RUN_OK((one_at_a_time_ok(), 0))
		RUN_OK((taken_first_ok(), 0)))
#endif
