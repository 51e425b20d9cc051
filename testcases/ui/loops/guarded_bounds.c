// SPDX-License-Identifier: MIT
// Where a loop stops whose joins are guarded: below the highest thread, as far as is known of its bound, or only
// perhaps.
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#define NTHREADS 16

int limit = 3;
void use(int value);

static void *reads(void *arg)
{
	use(*(int *)arg);
	return NULL;
}

// What a loop before the threads has found out of the bound is another thing on each way.
void bound_chosen_before_ok(int argc)
{
	if (argc == 2)
		if (limit <= 1)
			limit = 2;
	for (int i = 0; i < limit; i++)
		use(i);
	pthread_t tids[NTHREADS];
	int numbers[NTHREADS];
	bool created[NTHREADS];
	for (int i = 0; i < limit; i++) {
		numbers[i] = i;
		created[i] = pthread_create(&tids[i], NULL, reads, &numbers[i]) == 0;
	}
	for (int i = 0; i < limit; i++)
		if (created[i])
			pthread_join(tids[i], NULL);
}

void bound_chosen_before_bad(int argc)
{
	if (argc == 2)
		if (limit <= 1)
			limit = 2;
	for (int i = 0; i < limit; i++)
		use(i);
	pthread_t tids[NTHREADS];
	int numbers[NTHREADS];
	bool created[NTHREADS];
	for (int i = 0; i < limit; i++) {
		numbers[i] = i;
		created[i] = pthread_create(&tids[i], NULL, reads, &numbers[i]) == 0; //~ ERROR E0373
	}
	for (int i = 0; i < limit - 1; i++)
		if (created[i])
			pthread_join(tids[i], NULL);
}

// Nothing is known of how the two bounds lie.
void two_bounds_ok(int started, int joined)
{
	pthread_t tids[NTHREADS];
	int numbers[NTHREADS];
	bool created[NTHREADS];
	for (int i = 0; i < started; i++) {
		numbers[i] = i;
		created[i] = pthread_create(&tids[i], NULL, reads, &numbers[i]) == 0;
	}
	for (int i = 0; i < joined; i++)
		if (created[i])
			pthread_join(tids[i], NULL);
}

void smaller_constant_bad(void)
{
	pthread_t tids[NTHREADS];
	int numbers[NTHREADS];
	bool created[NTHREADS];
	for (int i = 0; i < NTHREADS; i++) {
		numbers[i] = i;
		created[i] = pthread_create(&tids[i], NULL, reads, &numbers[i]) == 0; //~ ERROR E0373
	}
	for (int i = 0; i <= NTHREADS - 2; i++)
		if (created[i])
			pthread_join(tids[i], NULL);
}
