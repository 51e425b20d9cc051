// SPDX-License-Identifier: MIT
// A loop that surely has a turn: what its first turn has found out holds behind it, too.
#include <pthread.h>
#include <stdlib.h>

static void *count_up(void *arg)
{
	(*(int *)arg)++;
	return NULL;
}

static void *drop(void *arg)
{
	int *left = arg;
	if (__atomic_sub_fetch(left, 1, __ATOMIC_ACQ_REL) == 0)
		free(left);
	return NULL;
}

// Each turn leaves where `stop` is set: behind the loop it is not.
void left_in_the_first_turn_ok(int stop)
{
	for (int i = 0; i < 2; i++) {
		int count = 0;
		pthread_t t;
		if (pthread_create(&t, NULL, count_up, &count) != 0)
			abort();
		pthread_join(t, NULL);
		if (stop)
			return;
	}
	if (stop) {
		int *left = calloc(1, sizeof *left);
		pthread_t t;
		if (!left || pthread_create(&t, NULL, drop, left) != 0)
			abort();
		free(left);
		pthread_join(t, NULL);
	}
}

// A turn is left, not the function.
void left_in_its_turn_bad(int stop)
{
	for (int i = 0; i < 2; i++) {
		int count = 0;
		pthread_t t;
		if (pthread_create(&t, NULL, count_up, &count) != 0)
			abort();
		pthread_join(t, NULL);
		if (stop)
			break;
	}
	if (stop) {
		int *left = calloc(1, sizeof *left);
		pthread_t t;
		if (!left || pthread_create(&t, NULL, drop, left) != 0)
			abort();
		free(left); //~ ERROR E0505
		pthread_join(t, NULL);
	}
}

// There may be no turn.
void perhaps_no_turn_bad(int stop, int n)
{
	for (int i = 0; i < n; i++) {
		int count = 0;
		pthread_t t;
		if (pthread_create(&t, NULL, count_up, &count) != 0)
			abort();
		pthread_join(t, NULL);
		if (stop)
			return;
	}
	if (stop) {
		int *left = calloc(1, sizeof *left);
		pthread_t t;
		if (!left || pthread_create(&t, NULL, drop, left) != 0)
			abort();
		free(left); //~ ERROR E0505
		pthread_join(t, NULL);
	}
}
