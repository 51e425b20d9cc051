// T8': the field that holds the address is overwritten before the spawn, or the entry never follows it.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct work {
	int *scratch;
	int *result;
	int input;
};

// Reads input, writes *result; never touches scratch.
static void *square(void *arg)
{
	struct work *work = arg;

	usleep(20 * 1000);
	*work->result = work->input * work->input;
	return NULL;
}

static int results[4];

int overwritten_field_ok(int input)
{
	int local = 0;
	struct work *work = calloc(1, sizeof *work);
	pthread_t tid;

	if (!work)
		return -1;
	work->input = input;
	work->result = &local;
	square(work);
	work->result = &results[0];
	if (pthread_create(&tid, NULL, square, work) != 0)
		return -1;
	pthread_detach(tid);
	return local;
}

int unread_field_ok(int input)
{
	int tmp = input;
	struct work *work = calloc(1, sizeof *work);
	pthread_t tid;

	if (!work)
		return -1;
	work->input = input;
	work->scratch = &tmp;
	work->result = &results[1];
	if (pthread_create(&tid, NULL, square, work) != 0)
		return -1;
	pthread_detach(tid);
	return 0;
}

int cleared_by_memset_ok(void)
{
	static struct work work;
	int local;
	pthread_t tid;

	work.result = &local;
	work.input = 3;
	square(&work);
	memset(&work, 0, sizeof work);
	work.result = &results[2];
	if (pthread_create(&tid, NULL, square, &work) == 0)
		pthread_detach(tid);
	return local;
}

// Only one of two structs is prepared; the other one is lent.
int other_struct_ok(void)
{
	static struct work first, second;
	int local = 0;
	pthread_t tid;

	first.result = &local;
	second.result = &results[3];
	square(&first);
	if (pthread_create(&tid, NULL, square, &second) == 0)
		pthread_detach(tid);
	return local;
}

// Overwritten on one path only.
int overwritten_sometimes_bad(int keep)
{
	static struct work work;
	int local = 0;
	pthread_t tid;

	work.result = &local;
	if (!keep)
		work.result = &results[0];
	if (pthread_create(&tid, NULL, square, &work) != 0) //~ ERROR E0373
		return -1;
	return pthread_detach(tid);
}

// The wrong field is put right.
int other_field_overwritten_bad(int input)
{
	static struct work work;
	int local = 0;
	pthread_t tid;

	work.input = input;
	work.scratch = &local;
	work.result = &local;
	work.scratch = NULL;
	if (pthread_create(&tid, NULL, square, &work) != 0) //~ ERROR E0373
		return -1;
	return pthread_detach(tid);
}

// Put right in a copy, and the original is lent.
int copy_overwritten_bad(int input)
{
	struct work *work = calloc(1, sizeof *work);
	struct work fixed;
	int local = 0;
	pthread_t tid;

	if (!work)
		return -1;
	work->input = input;
	work->result = &local;
	fixed = *work;
	fixed.result = &results[1];
	square(&fixed);
	if (pthread_create(&tid, NULL, square, work) != 0) { //~ ERROR E0373
		free(work);
		return -1;
	}
	return pthread_detach(tid);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(overwritten_sometimes_bad(1)) RUN_BAD(other_field_overwritten_bad(2)) RUN_BAD(copy_overwritten_bad(2))
		RUN_OK(overwritten_field_ok(2)) RUN_OK(unread_field_ok(2)) RUN_OK(cleared_by_memset_ok())
		RUN_OK(other_struct_ok()) RUN_OK(overwritten_sometimes_bad(0)))
#endif
