// SPDX-License-Identifier: MIT
// A loop that joins what it has started is left between the two: the newest thread runs, whoever was joined
// in the turns before.
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

bool more(void);
void use(int value);

struct node {
	int *limit;
	struct node *next;
	pthread_t tid;
	bool started;
};

static void *reads(void *arg)
{
	struct node *node = arg;
	use(*node->limit);
	return NULL;
}

int returned_between_bad(void)
{
	struct node *head = NULL;
	while (more()) {
		int limit = 1;
		for (int i = 0; i < 3; i++) {
			struct node *node = malloc(sizeof *node);
			if (!node)
				return -1;
			node->limit = &limit;
			node->next = head;
			if (pthread_create(&node->tid, NULL, reads, node) != 0) //~ ERROR E0373
				abort();
			head = node;
		}
		while (head) {
			struct node *next = head->next;
			pthread_join(head->tid, NULL);
			head = next;
		}
	}
	return 0;
}

int aborted_between_ok(void)
{
	struct node *head = NULL;
	while (more()) {
		int limit = 1;
		for (int i = 0; i < 3; i++) {
			struct node *node = malloc(sizeof *node);
			if (!node)
				abort();
			node->limit = &limit;
			node->next = head;
			if (pthread_create(&node->tid, NULL, reads, node) != 0)
				abort();
			head = node;
		}
		while (head) {
			struct node *next = head->next;
			pthread_join(head->tid, NULL);
			head = next;
		}
	}
	return 0;
}

// Who has not been started is not joined.
int one_each_turn_ok(void)
{
	struct node *all = NULL;
	while (more()) {
		int limit = 1;
		struct node *node = calloc(1, sizeof *node);
		if (!node)
			return -1;
		node->limit = &limit;
		node->next = all;
		all = node;
		node->started = pthread_create(&node->tid, NULL, reads, node) == 0;
		if (!node->started)
			return -1;
		pthread_join(node->tid, NULL);
	}
	return 0;
}

// Before the start, whoever ran has been joined.
int returned_before_ok(void)
{
	struct node *head = NULL;
	while (more()) {
		int limit = 1;
		if (more())
			return -1;
		struct node *node = malloc(sizeof *node);
		if (!node)
			return -1;
		node->limit = &limit;
		node->next = head;
		if (pthread_create(&node->tid, NULL, reads, node) != 0)
			return -1;
		head = node;
		while (head) {
			struct node *next = head->next;
			pthread_join(head->tid, NULL);
			head = next;
		}
	}
	return 0;
}
