// Item 5: a write under a lock that the thread also takes is no conflict; another lock, or none, is.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>
#include <unistd.h>

struct queue {
	pthread_mutex_t lock;
	pthread_mutex_t other;
	pthread_cond_t filled;
	pthread_rwlock_t rw;
	int length;
	bool closed;
};

static void *drain(void *arg)
{
	struct queue *queue = arg;

	pthread_mutex_lock(&queue->lock);
	while (!queue->closed) {
		while (queue->length == 0 && !queue->closed)
			pthread_cond_wait(&queue->filled, &queue->lock);
		if (queue->length > 0)
			queue->length--;
	}
	pthread_mutex_unlock(&queue->lock);
	return NULL;
}

static void *watch(void *arg)
{
	struct queue *queue = arg;
	int length;

	pthread_rwlock_rdlock(&queue->rw);
	length = queue->length;
	pthread_rwlock_unlock(&queue->rw);
	return length ? arg : NULL;
}

// Takes no lock.
static void *peek(void *arg)
{
	struct queue *queue = arg;

	usleep(20 * 1000);
	return queue->length ? arg : NULL;
}

static void queue_put(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->length++;
	pthread_cond_signal(&queue->filled);
	pthread_mutex_unlock(&queue->lock);
}

static void queue_close(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->closed = true;
	pthread_cond_broadcast(&queue->filled);
	pthread_mutex_unlock(&queue->lock);
}

#define QUEUE_INITIALIZER                                                                              \
	{ PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER,              \
	  PTHREAD_RWLOCK_INITIALIZER, 0, false }

int locked_ok(void)
{
	struct queue queue = QUEUE_INITIALIZER;
	pthread_t tid;

	if (pthread_create(&tid, NULL, drain, &queue) != 0)
		return -1;
	pthread_mutex_lock(&queue.lock);
	queue.length = 3;
	queue.closed = true;
	pthread_cond_signal(&queue.filled);
	pthread_mutex_unlock(&queue.lock);
	pthread_join(tid, NULL);
	return queue.length;
}

int locked_by_helpers_ok(void)
{
	struct queue queue = QUEUE_INITIALIZER;
	pthread_t tid;

	if (pthread_create(&tid, NULL, drain, &queue) != 0)
		return -1;
	for (int i = 0; i < 5; i++)
		queue_put(&queue);
	queue_close(&queue);
	pthread_join(tid, NULL);
	return queue.length;
}

int rwlock_ok(void)
{
	struct queue queue = QUEUE_INITIALIZER;
	pthread_t tid;

	if (pthread_create(&tid, NULL, watch, &queue) != 0)
		return -1;
	pthread_rwlock_wrlock(&queue.rw);
	queue.length = 1;
	pthread_rwlock_unlock(&queue.rw);
	pthread_join(tid, NULL);
	return queue.length;
}

// The lock is the spawner's alone.
int one_side_bad(void)
{
	struct queue queue = QUEUE_INITIALIZER;
	pthread_t tid;

	if (pthread_create(&tid, NULL, peek, &queue) != 0)
		return -1;
	pthread_mutex_lock(&queue.lock);
	queue.length = 1; //~ ERROR E0506
	pthread_mutex_unlock(&queue.lock);
	pthread_join(tid, NULL);
	return queue.length;
}

int no_lock_bad(void)
{
	struct queue queue = QUEUE_INITIALIZER;
	pthread_t tid;

	if (pthread_create(&tid, NULL, drain, &queue) != 0)
		return -1;
	queue.closed = true; //~ ERROR E0506
	pthread_cond_signal(&queue.filled);
	pthread_join(tid, NULL);
	return queue.length;
}

int other_lock_bad(void)
{
	struct queue queue = QUEUE_INITIALIZER;
	pthread_t tid;

	if (pthread_create(&tid, NULL, drain, &queue) != 0)
		return -1;
	queue_close(&queue);
	pthread_mutex_lock(&queue.other);
	queue.length = 1; //~ ERROR E0506
	pthread_mutex_unlock(&queue.other);
	pthread_join(tid, NULL);
	return queue.length;
}

// Before the lock is taken, or after it was given back.
int too_late_bad(void)
{
	struct queue queue = QUEUE_INITIALIZER;
	pthread_t tid;

	if (pthread_create(&tid, NULL, drain, &queue) != 0)
		return -1;
	queue_close(&queue);
	queue.length = 1; //~ ERROR E0506
	pthread_join(tid, NULL);
	return queue.length;
}

struct tally {
	mtx_t lock;
	long sum;
	long unlocked;
};

static int tally_run(void *arg)
{
	struct tally *tally = arg;

	mtx_lock(&tally->lock);
	tally->sum += 1;
	mtx_unlock(&tally->lock);
	return tally->unlocked != 0;
}

long c11_ok(void)
{
	struct tally tally = { .sum = 0 };
	thrd_t thr;

	mtx_init(&tally.lock, mtx_plain);
	if (thrd_create(&thr, tally_run, &tally) != thrd_success)
		return -1;
	mtx_lock(&tally.lock);
	tally.sum += 10;
	mtx_unlock(&tally.lock);
	thrd_join(thr, NULL);
	return tally.sum;
}

// The lock is held, but the thread reads this field without.
long c11_bad(void)
{
	struct tally tally = { .sum = 0 };
	thrd_t thr;

	mtx_init(&tally.lock, mtx_plain);
	if (thrd_create(&thr, tally_run, &tally) != thrd_success)
		return -1;
	mtx_lock(&tally.lock);
	tally.unlocked = 10; //~ ERROR E0506
	mtx_unlock(&tally.lock);
	thrd_join(thr, NULL);
	return tally.sum;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_OK(locked_ok()) RUN_OK(locked_by_helpers_ok()) RUN_OK(rwlock_ok()))
#endif
