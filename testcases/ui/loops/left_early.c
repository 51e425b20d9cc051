// SPDX-License-Identifier: MIT
// The loop that joins is left early, by a question of its own: the element that it stands on is not
// joined yet, nor is any behind it.
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>

int more(void);

static void *count_up(void *arg)
{
	(*(int *)arg)++;
	return NULL;
}

void returned_before_join_bad(int n)
{
	pthread_t threads[8];
	int counts[8] = {0};
	for (int i = 0; i < n; i++)
		if (pthread_create(&threads[i], NULL, count_up, &counts[i])) //~ ERROR E0373
			abort();
	for (int i = 0; i < n; i++) {
		if (more())
			return;
		pthread_join(threads[i], NULL);
	}
}

void broken_off_bad(int n)
{
	pthread_t threads[8];
	int counts[8] = {0};
	int created = 0;
	for (; created < n; created++)
		if (pthread_create(&threads[created], NULL, count_up, &counts[created])) //~ ERROR E0373
			break;
	for (int i = 0; i < created; i++) {
		if (more())
			break;
		pthread_join(threads[i], NULL);
	}
}

void down_and_broken_off_bad(int n)
{
	pthread_t threads[8];
	int counts[8] = {0};
	int created = 0;
	for (; created < n; created++)
		if (pthread_create(&threads[created], NULL, count_up, &counts[created])) //~ ERROR E0373
			break;
	while (created > 0) {
		if (more())
			return;
		pthread_join(threads[--created], NULL);
	}
}

void asked_after_the_last_ok(int n)
{
	pthread_t threads[8];
	int counts[8] = {0};
	int created = 0;
	for (; created < n; created++)
		if (pthread_create(&threads[created], NULL, count_up, &counts[created]))
			break;
	while (created > 0) {
		pthread_join(threads[--created], NULL);
		if (created == 0 && more())
			return;
	}
}

void others_join_the_rest_ok(int n)
{
	pthread_t threads[8];
	int counts[8] = {0};
	int created = 0, joined = 0;
	for (; created < n; created++)
		if (pthread_create(&threads[created], NULL, count_up, &counts[created]))
			break;
	for (; joined < created; joined++) {
		if (more())
			break;
		pthread_join(threads[joined], NULL);
	}
	for (; joined < created; joined++)
		pthread_join(threads[joined], NULL);
}

// A wait for who knows what beside the join loop joins nothing.
void broken_off_then_asleep_bad(int n, int fd)
{
	pthread_t t[4];
	int x[4] = {0}, results[4], i;
	struct pollfd polled = {.fd = fd};
	for (i = 0; i < 4; i++)
		results[i] = -1;
	for (i = 0; i < n; i++) {
		results[i] = pthread_create(&t[i], NULL, count_up, &x[i]); //~ ERROR E0373
		if (results[i])
			break;
		if (more())
			break;
	}
	poll(&polled, 1, -1);
	for (int k = 0; k < i; k++)
		if (results[k] == 0)
			pthread_join(t[k], NULL);
}

// The question is given to another thread as a number, too.
static void *idle(void *arg)
{
	return (void)arg, NULL;
}

void left_by_a_number_bad(int go, int n)
{
	pthread_t threads[8], other;
	int count = 0;
	for (int i = 0; i < n; i++)
		pthread_create(&threads[i], NULL, count_up, &count); //~ ERROR E0373
	while (n-- > 0) {
		if (!go)
			return;
		pthread_join(threads[n], NULL);
	}
	if (pthread_create(&other, NULL, idle, (void *)(long)go) == 0)
		pthread_join(other, NULL);
}

// Some are started and not counted: the loop that joins as many as were counted ends before them.
void not_each_counted_bad(int counts)
{
	pthread_t threads[16];
	int sum = 0, counted = 0;

	for (int i = 0; i < 16; i++) {
		if (pthread_create(&threads[i], NULL, count_up, &sum) != 0) //~ ERROR E0373
			abort();
		if (counts)
			counted++;
	}
	for (int i = 0; i < counted; i++)
		pthread_join(threads[i], NULL);
}

void each_counted_ok(int counts)
{
	pthread_t threads[16];
	int sum = 0, counted = 0, marked = 0;

	for (int i = 0; i < 16; i++) {
		if (pthread_create(&threads[i], NULL, count_up, &sum) != 0)
			abort();
		counted++;
		if (counts)
			marked++;
	}
	for (int i = 0; i < counted; i++)
		pthread_join(threads[i], NULL);
}
