// Functions that call each other are solved until nothing changes: what they make, start and count does not grow
// with each round.
#include <pthread.h>
#include <stdlib.h>

struct node {
	struct node *next;
	pthread_t tid;
	int number;
};

static void *run(void *arg)
{
	struct node *node = arg;

	node->number++;
	return NULL;
}

// Each call makes one node and one thread more.
struct node *start_list(int n)
{
	struct node *node = malloc(sizeof *node);

	if (!node || n == 0)
		return NULL;
	node->next = start_list(n - 1);
	if (pthread_create(&node->tid, NULL, run, node) != 0)
		abort();
	return node;
}

// ... and is one more in number.
int join_list(struct node *list)
{
	if (!list)
		return 0;
	pthread_join(list->tid, NULL);
	return join_list(list->next) + 1;
}

// More ways out than a summary holds, in some rounds.
int start_some(struct node *node, int n, int how)
{
	int rc = 0;

	if (n == 0)
		return 0;
	if (how & 1)
		rc = pthread_create(&node->tid, NULL, run, node);
	if (how & 2 && rc == 0)
		rc = start_some(node + 1, n - 1, how);
	if (how & 4 && rc == 0)
		rc = start_some(node + 2, n - 1, how - 1);
	return rc;
}

int even_many(struct node *list, int n);

int odd_many(struct node *list, int n)
{
	if (n == 0)
		return -1;
	list->number = n;
	if (pthread_create(&list->tid, NULL, run, list) != 0)
		return n;
	return even_many(list->next, n - 1);
}

int even_many(struct node *list, int n)
{
	if (n == 0)
		return 0;
	pthread_join(list->tid, NULL);
	return odd_many(list->next, n - 1);
}
