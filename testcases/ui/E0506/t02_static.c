// T2: a static object that is lent outlives every thread, and is one object all the same.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>
#include <unistd.h>

#define NPARTS 4

struct part {
	int index;
	int size;
};

static struct part shared;
static struct part parts[NPARTS];

static void *part_print(void *arg)
{
	struct part *part = arg;

	usleep(20 * 1000);
	printf("part %d\n", part->index);
	return NULL;
}

static int part_print_c11(void *arg)
{
	part_print(arg);
	return 0;
}

void file_scope_bad(void)
{
	pthread_t tid[NPARTS];

	for (int i = 0; i < NPARTS; i++) {
		shared.index = i; //~ ERROR E0506
		if (pthread_create(&tid[i], NULL, part_print, &shared) != 0)
			abort();
	}
	for (int i = 0; i < NPARTS; i++)
		pthread_join(tid[i], NULL);
}

void block_scope_bad(void)
{
	static struct part part;
	thrd_t thr[NPARTS];

	for (int i = 0; i < NPARTS; i++) {
		part.index = i; //~ ERROR E0506
		if (thrd_create(&thr[i], part_print_c11, &part) != thrd_success)
			abort();
	}
	for (int i = 0; i < NPARTS; i++)
		thrd_join(thr[i], NULL);
}

void elements_ok(void)
{
	pthread_t tid[NPARTS];

	for (int i = 0; i < NPARTS; i++) {
		parts[i].index = i;
		if (pthread_create(&tid[i], NULL, part_print, &parts[i]) != 0)
			abort();
	}
	for (int i = 0; i < NPARTS; i++)
		pthread_join(tid[i], NULL);
}

// `size` is not what they read.
void other_field_ok(void)
{
	pthread_t tid[NPARTS];

	shared.index = 1;
	for (int i = 0; i < NPARTS; i++) {
		shared.size = i;
		if (pthread_create(&tid[i], NULL, part_print, &shared) != 0)
			abort();
	}
	for (int i = 0; i < NPARTS; i++)
		pthread_join(tid[i], NULL);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD((file_scope_bad(), 0)) RUN_OK((elements_ok(), 0)) RUN_OK((other_field_ok(), 0)))
#endif
