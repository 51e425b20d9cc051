// SPDX-License-Identifier: MIT
// Two blocks that may not be there lie in the elements of an array, and point to each other.
#include <pthread.h>
#include <stdlib.h>

struct node {
	struct node *sibling;
	int value;
};

static void *work(void *arg)
{
	struct node *node = arg;
	return (void *)(long)node->value;
}

int joined_ok(int first, int second)
{
	struct node *siblings[2] = {NULL, NULL};
	pthread_t thread;
	if (first)
		siblings[0] = calloc(1, sizeof *siblings[0]);
	if (second)
		siblings[1] = calloc(1, sizeof *siblings[1]);
	if (siblings[0] != NULL && siblings[1] != NULL) {
		siblings[0]->sibling = siblings[1];
		siblings[1]->sibling = siblings[0];
	}
	if (siblings[0] != NULL && pthread_create(&thread, NULL, work, siblings[0]) == 0)
		pthread_join(thread, NULL);
	free(siblings[0]);
	free(siblings[1]);
	return 0;
}

int freed_first_bad(int first, int second)
{
	struct node *siblings[2] = {NULL, NULL};
	pthread_t thread;
	if (first)
		siblings[0] = calloc(1, sizeof *siblings[0]);
	if (second)
		siblings[1] = calloc(1, sizeof *siblings[1]);
	if (siblings[0] != NULL && siblings[1] != NULL) {
		siblings[0]->sibling = siblings[1];
		siblings[1]->sibling = siblings[0];
	}
	if (siblings[0] == NULL || pthread_create(&thread, NULL, work, siblings[0]) != 0)
		return 1;
	free(siblings[0]); //~ ERROR E0505 siblings
	pthread_join(thread, NULL);
	free(siblings[1]);
	return 0;
}
