// Real shape: a queue of heap items between the spawner and its workers. Who pops an item owns it, so the items that
// are pushed and freed by different threads are moved, but never used by both.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NWORKERS 3

struct item {
	struct item *next;
	int number;
};

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct item *head, **tail;
	bool closed;
	long sum;
};

static void queue_init(struct queue *queue)
{
	memset(queue, 0, sizeof *queue);
	pthread_mutex_init(&queue->lock, NULL);
	pthread_cond_init(&queue->changed, NULL);
	queue->tail = &queue->head;
}

static void queue_push(struct queue *queue, int number)
{
	struct item *item = malloc(sizeof *item);

	if (!item)
		abort();
	item->next = NULL;
	item->number = number;
	pthread_mutex_lock(&queue->lock);
	*queue->tail = item;
	queue->tail = &item->next;
	pthread_cond_signal(&queue->changed);
	pthread_mutex_unlock(&queue->lock);
}

static struct item *queue_pop(struct queue *queue)
{
	struct item *item;

	pthread_mutex_lock(&queue->lock);
	while (!queue->head && !queue->closed)
		pthread_cond_wait(&queue->changed, &queue->lock);
	item = queue->head;
	if (item) {
		queue->head = item->next;
		if (!queue->head)
			queue->tail = &queue->head;
	}
	pthread_mutex_unlock(&queue->lock);
	return item;
}

static void queue_close(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->closed = true;
	pthread_cond_broadcast(&queue->changed);
	pthread_mutex_unlock(&queue->lock);
}

// What is left when all workers have ended.
static void queue_destroy(struct queue *queue)
{
	while (queue->head) {
		struct item *item = queue->head;

		queue->head = item->next;
		free(item);
	}
	pthread_cond_destroy(&queue->changed);
	pthread_mutex_destroy(&queue->lock);
}

static void *work(void *arg)
{
	struct queue *queue = arg;
	struct item *item;

	while ((item = queue_pop(queue)) != NULL) {
		pthread_mutex_lock(&queue->lock);
		queue->sum += item->number;
		pthread_mutex_unlock(&queue->lock);
		free(item);
	}
	return NULL;
}

long filled_while_running_ok(int n)
{
	struct queue queue;
	pthread_t tid[NWORKERS];

	queue_init(&queue);
	for (int i = 0; i < NWORKERS; i++)
		if (pthread_create(&tid[i], NULL, work, &queue) != 0)
			abort();
	for (int i = 0; i < n; i++)
		queue_push(&queue, i);
	queue_close(&queue);
	for (int i = 0; i < NWORKERS; i++)
		pthread_join(tid[i], NULL);
	queue_destroy(&queue);
	return queue.sum;
}

// The items are there before the worker is; it may leave some of them.
long filled_before_ok(int n)
{
	struct queue queue;
	pthread_t tid;

	queue_init(&queue);
	for (int i = 0; i < n; i++)
		queue_push(&queue, i);
	queue_close(&queue);
	if (pthread_create(&tid, NULL, work, &queue) == 0)
		pthread_join(tid, NULL);
	queue_destroy(&queue);
	return queue.sum;
}

// Taken down while the worker still comes to it.
long destroyed_early_bad(int n)
{
	struct queue queue;
	pthread_t tid;

	queue_init(&queue);
	if (pthread_create(&tid, NULL, work, &queue) != 0)
		abort();
	for (int i = 0; i < n; i++)
		queue_push(&queue, i);
	queue_close(&queue);
	pthread_mutex_destroy(&queue.lock); //~ ERROR E0505
	pthread_join(tid, NULL);
	return queue.sum;
}

// The workers run on.
long not_joined_bad(int n)
{
	struct queue queue;
	pthread_t tid;

	queue_init(&queue);
	if (pthread_create(&tid, NULL, work, &queue) != 0) //~ ERROR E0373
		abort();
	pthread_detach(tid);
	for (int i = 0; i < n; i++)
		queue_push(&queue, i);
	queue_close(&queue);
	return n;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_OK(filled_while_running_ok(20)) RUN_OK(filled_before_ok(20)))
#endif
