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

// Nobody counts: there is no turn.
void never_counted_bad(void)
{
	int sum = 0, started = 0;
	pthread_t t[2];
	for (int i = 0; i < 2; i++)
		if (pthread_create(&t[started], NULL, count_up, &sum) != 0) //~ ERROR E0373
			abort();
	for (int i = started - 1; i > -1; i--)
		pthread_join(t[i], NULL);
}

void counted_ok(void)
{
	int sum = 0, started = 0;
	pthread_t t[2];
	for (int i = 0; i < 2; i++) {
		if (pthread_create(&t[started], NULL, count_up, &sum) != 0)
			abort();
		started++;
	}
	for (int i = started - 1; i > -1; i--)
		pthread_join(t[i], NULL);
}

int more(void);

struct node {
	pthread_t thread;
	int *sum;
};

static void *count_up_there(void *arg)
{
	struct node *node = arg;
	(*node->sum)++;
	return NULL;
}

static void *nothing(void *arg)
{
	return (void)arg, NULL;
}

// A create that fails in the first turn is met before anybody is joined, whoever that would have been.
int left_before_joins_bad(void)
{
	int sum = 0;
	for (int i = 0; i < 3; i++) {
		struct node *node = malloc(sizeof *node);
		if (!node)
			abort();
		node->sum = &sum;
		if (pthread_create(&node->thread, NULL, count_up_there, node) != 0) //~ ERROR E0373
			abort();
	}
	do {
		pthread_t *t = calloc(3, sizeof *t);
		if (!t)
			abort();
		for (int i = 0; i < 3; i++)
			if (pthread_create(&t[i], NULL, nothing, NULL) != 0)
				return 1;
		for (int i = 0; i < 3; i++)
			pthread_join(t[i], NULL);
	} while (more());
	return 0;
}

// As many turns as there are threads: none, where there are none.
int counted_down_ok(int n)
{
	int sum = 0;
	pthread_t *t = calloc((size_t)n, sizeof *t);
	if (!t)
		abort();
	for (int i = 0; i < n; i++)
		if (pthread_create(&t[i], NULL, count_up, &sum) != 0)
			abort();
	for (;;) {
		if (n == 0)
			return 0;
		pthread_join(t[--n], NULL);
	}
}

// Whether there is one in the list is no question of memory: whoever is there is joined.
struct item {
	struct item *next;
	pthread_t thread;
	int *sum;
};

static void *count_up_item(void *arg)
{
	struct item *item = arg;
	(*item->sum)++;
	return NULL;
}

static struct item *pop(struct item **list)
{
	struct item *item = *list;
	if (item)
		*list = item->next;
	return item;
}

void popped_ok(void)
{
	int sum = 0;
	struct item *list = NULL, *item;
	for (int i = 0; i < 3; i++) {
		item = calloc(1, sizeof *item);
		if (!item)
			abort();
		item->sum = &sum;
		item->next = list;
		list = item;
		if (pthread_create(&item->thread, NULL, count_up_item, item) != 0)
			abort();
	}
	while ((item = pop(&list)) != NULL)
		pthread_join(item->thread, NULL);
}
