// SPDX-License-Identifier: MIT
// files: auxiliary/included_again.c
// A source file that another one includes, with another macro: what is wrong in it is told once.
#include <pthread.h>
#include <stdlib.h>
#ifndef STEP
#define STEP 1
#endif

int check(int value);

static void *work(void *arg)
{
	check(*(int *)arg + STEP);
	return NULL;
}

static int run(int job)
{
	pthread_t tid;
	if (pthread_create(&tid, NULL, work, &job) != 0) //~ ERROR E0373
		return -1;
	if (check(job + STEP) < 0)
		return -1;
	return pthread_join(tid, NULL);
}

static void lose(void)
{
	pthread_t tid;
	static int job = STEP;
	pthread_create(&tid, NULL, work, &job); //~ WARNING unjoined_thread
}

static int drop(void)
{
	pthread_t tid;
	int *job = malloc(sizeof *job + STEP);
	*job = STEP;
	if (pthread_create(&tid, NULL, work, job) == 0)
		check(STEP);
	free(job); //~ ERROR E0505
	return STEP;
}

int main(void)
{
	lose();
	exit(run(1) + drop());
}
