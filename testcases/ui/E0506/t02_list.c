// SPDX-License-Identifier: MIT
// T2: each thread of a list has a block of its own, and all blocks lead to one object.
#include <pthread.h>
#include <stdlib.h>

void use(int value);

struct node {
	int *limit;
	struct node *next;
	pthread_t tid;
};

static void *reads(void *arg)
{
	struct node *node = arg;
	use(*node->limit);
	return NULL;
}

static struct node *node_new(int *limit, struct node *next)
{
	struct node *node = malloc(sizeof *node);
	if (!node)
		abort();
	node->limit = limit;
	node->next = next;
	return node;
}

static void wait_for(struct node *head)
{
	while (head) {
		struct node *next = head->next;
		pthread_join(head->tid, NULL);
		free(head);
		head = next;
	}
}

void written_between_bad(void)
{
	struct node *head = NULL;
	int limit = 1;
	for (int i = 0; i < 3; i++) {
		struct node *node = malloc(sizeof *node);
		if (!node)
			abort();
		node->limit = &limit;
		node->next = head;
		limit = i; //~ ERROR E0506
		if (pthread_create(&node->tid, NULL, reads, node) != 0)
			abort();
		head = node;
	}
	while (head) {
		struct node *next = head->next;
		pthread_join(head->tid, NULL);
		free(head);
		head = next;
	}
}

void written_behind_bad(void)
{
	struct node *head = NULL;
	int limit = 1;
	for (int i = 0; i < 3; i++) {
		struct node *node = calloc(1, sizeof *node);
		if (!node)
			abort();
		node->limit = &limit;
		node->next = head;
		if (pthread_create(&node->tid, NULL, reads, node) != 0)
			abort();
		head = node;
	}
	limit = 7; //~ ERROR E0506
	wait_for(head);
}

void written_when_joined_ok(void)
{
	struct node *head = NULL;
	int limit = 1;
	for (int i = 0; i < 3; i++) {
		struct node *node = node_new(&limit, head);
		if (pthread_create(&node->tid, NULL, reads, node) != 0)
			abort();
		head = node;
	}
	while (head) {
		struct node *next = head->next;
		pthread_join(head->tid, NULL);
		free(head);
		head = next;
	}
	limit = 7;
}

// Each has its own.
void written_to_another_ok(void)
{
	struct node *head = NULL;
	int limit[3] = {1, 2, 3};
	for (int i = 0; i < 3; i++) {
		limit[i] = i;
		struct node *node = node_new(&limit[i], head);
		if (pthread_create(&node->tid, NULL, reads, node) != 0)
			abort();
		head = node;
	}
	while (head) {
		struct node *next = head->next;
		pthread_join(head->tid, NULL);
		free(head);
		head = next;
	}
}
