// T2: the counter is declared in the for statement: it is written while threads read it, and it also dies with the
// loop.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "../include/fake_uv.h"

#define NTHREADS 4

static void *print_number(void *arg)
{
	printf("thread %d\n", *(int *)arg);
	return NULL;
}

static void print_number_uv(void *arg)
{
	print_number(arg);
}

void counter_bad(void)
{
	pthread_t tid[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) { //~ ERROR E0506
		if (pthread_create(&tid[i], NULL, print_number, &i) != 0) //~ ERROR E0597
			abort();
	}
	for (int i = 0; i < NTHREADS; i++)
		pthread_join(tid[i], NULL);
}

void counter_uv_bad(void)
{
	uv_thread_t tid[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) //~ ERROR E0506
		if (uv_thread_create(&tid[i], print_number_uv, &i)) //~ ERROR E0597
			abort();
	for (int i = 0; i < NTHREADS; i++)
		uv_thread_join(&tid[i]);
}

// The copy of the counter dies with each iteration, and nothing writes it: E0597 alone.
void copied_in_body_bad(void)
{
	pthread_t tid[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		int number = i;

		if (pthread_create(&tid[i], NULL, print_number, &number) != 0) //~ ERROR E0597
			abort();
	}
	for (int i = 0; i < NTHREADS; i++)
		pthread_join(tid[i], NULL);
}

void elements_ok(void)
{
	pthread_t tid[NTHREADS];
	int number[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		number[i] = i;
		if (pthread_create(&tid[i], NULL, print_number, &number[i]) != 0)
			abort();
	}
	for (int i = 0; i < NTHREADS; i++)
		pthread_join(tid[i], NULL);
}

void elements_uv_ok(void)
{
	uv_thread_t tid[NTHREADS];
	int number[NTHREADS] = { 0 };

	for (int i = 0; i < NTHREADS; i++)
		number[i] = i;
	for (int i = 0; i < NTHREADS; i++)
		if (uv_thread_create(&tid[i], print_number_uv, number + i))
			abort();
	for (int i = 0; i < NTHREADS; i++)
		uv_thread_join(&tid[i]);
}

// Not run: libuv is not there when the suite runs.
