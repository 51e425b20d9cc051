// T2: each thread of the loop gets the address of the one counter, and the loop counts on.
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>
#include <unistd.h>

#define NTHREADS 4

static void *print_number(void *arg)
{
	usleep(20 * 1000);
	printf("thread %d\n", *(int *)arg);
	return NULL;
}

static void *print_value(void *arg)
{
	printf("thread %d\n", (int)(intptr_t)arg);
	return NULL;
}

static int print_number_c11(void *arg)
{
	return print_number(arg) != NULL;
}

void counter_bad(void)
{
	pthread_t tid[NTHREADS];
	int i;

	for (i = 0; i < NTHREADS; i++) //~ ERROR E0506
		if (pthread_create(&tid[i], NULL, print_number, &i) != 0)
			abort();
	for (int k = 0; k < NTHREADS; k++)
		pthread_join(tid[k], NULL);
}

// The number that the thread reads grows in the body.
int numbered_in_body_bad(int wanted)
{
	pthread_t tid[16];
	int number = 100, running = 0;

	while (running < wanted && running < 16) {
		if (pthread_create(&tid[running], NULL, print_number, (void *)&number) != 0)
			break;
		number += 10; //~ ERROR E0506
		running++;
	}
	while (running-- > 0)
		pthread_join(tid[running], NULL);
	return number;
}

// The join loop counts with the same variable, which is one more write.
void counter_c11_bad(void)
{
	thrd_t thr[NTHREADS];
	int i;

	for (i = 0; i < NTHREADS; ++i) { //~ ERROR E0506
		if (thrd_create(&thr[i], print_number_c11, &i) != thrd_success)
			exit(1);
	}
	for (i = 0; i < NTHREADS; ++i)
		thrd_join(thr[i], NULL);
}

// One thread, and the variable is given another meaning before the join.
int counter_reused_bad(void)
{
	pthread_t tid;
	int n = 7;

	if (pthread_create(&tid, NULL, print_number, &n) != 0)
		return -1;
	n = getpid(); //~ ERROR E0506
	printf("in process %d\n", n);
	pthread_join(tid, NULL);
	return 0;
}

// T2': a number inside the pointer lends nothing.
void by_value_ok(void)
{
	pthread_t tid[NTHREADS];
	int i;

	for (i = 0; i < NTHREADS; i++)
		if (pthread_create(&tid[i], NULL, print_value, (void *)(intptr_t)i) != 0)
			abort();
	for (i = 0; i < NTHREADS; i++)
		pthread_join(tid[i], NULL);
}

// T2': each thread has an element of its own.
void own_element_ok(void)
{
	pthread_t tid[NTHREADS];
	int number[NTHREADS];
	int i;

	for (i = 0; i < NTHREADS; i++) {
		number[i] = i;
		if (pthread_create(&tid[i], NULL, print_number, &number[i]) != 0)
			abort();
	}
	for (i = 0; i < NTHREADS; i++)
		pthread_join(tid[i], NULL);
}

// T2': joined before the counter moves.
void joined_each_time_ok(void)
{
	int i;

	for (i = 0; i < NTHREADS; i++) {
		pthread_t tid;

		if (pthread_create(&tid, NULL, print_number, &i) != 0)
			continue;
		pthread_join(tid, NULL);
	}
}

void joined_each_time_c11_ok(void)
{
	for (int i = 0; i < NTHREADS; i++) {
		thrd_t thr;

		if (thrd_create(&thr, print_number_c11, &i) == thrd_success)
			thrd_join(thr, NULL);
	}
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD((counter_bad(), 0)) RUN_BAD(numbered_in_body_bad(4)) RUN_BAD(counter_reused_bad())
		RUN_OK((by_value_ok(), 0)) RUN_OK((own_element_ok(), 0)) RUN_OK((joined_each_time_ok(), 0)))
#endif
