// A list in an object of the caller: a thread reaches what was pushed, two pointers further.
#include <pthread.h>
#include <stdlib.h>

struct item { int *value; struct item *next; };
struct queue { struct item *head; pthread_t thread; };

static void *run_queue(void *arg)
{
	struct queue *queue = arg;
	*queue->head->value = 1;
	return NULL;
}

int push(struct queue *queue, int *value)
{
	struct item *item = malloc(sizeof *item);
	if (!item)
		return 0;
	item->value = value;
	item->next = queue->head;
	queue->head = item;
	return 1;
}

int start_queue(struct queue *queue) { return pthread_create(&queue->thread, NULL, run_queue, queue); }
