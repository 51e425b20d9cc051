// SPDX-License-Identifier: MIT
// Item 5: a helper that gives the caller's lock away for a while, and not always, leaves it as it was.
#include <pthread.h>
#include <stddef.h>
#include <unistd.h>

struct node {
	struct node *next;
	unsigned pause;
};

struct pool {
	pthread_mutex_t lock;
	int users;
	struct node *gone;
};

// With the lock held, before and after.
static void wait_for_gone(struct pool *pool)
{
	for (struct node *node = pool->gone; node; node = pool->gone) {
		pool->gone = node->next;
		pthread_mutex_unlock(&pool->lock);
		usleep(node->pause);
		pthread_mutex_lock(&pool->lock);
	}
}

static void *run(void *arg)
{
	struct pool *pool = arg;
	int users;
	pthread_mutex_lock(&pool->lock);
	for (;;) {
		if (pool->users > 3)
			break;
		wait_for_gone(pool);
	}
	users = pool->users;
	pthread_mutex_unlock(&pool->lock);
	return users ? arg : NULL;
}

int started_with_the_lock_ok(struct pool *pool)
{
	pthread_t thread;
	wait_for_gone(pool);
	if (pthread_create(&thread, NULL, run, pool) != 0)
		return 1;
	pool->users++;
	return pthread_detach(thread);
}

// The helper forgets to take the lock again.
static void wait_for_gone_wrongly(struct pool *pool)
{
	for (struct node *node = pool->gone; node; node = pool->gone) {
		pool->gone = node->next;
		pthread_mutex_unlock(&pool->lock);
		usleep(node->pause);
	}
}

static void *run_wrongly(void *arg)
{
	struct pool *pool = arg;
	int users;
	pthread_mutex_lock(&pool->lock);
	wait_for_gone_wrongly(pool);
	users = pool->users;
	pthread_mutex_unlock(&pool->lock);
	return users ? arg : NULL;
}

int read_without_the_lock_bad(struct pool *pool)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, run_wrongly, pool) != 0)
		return 1;
	pool->users++; //~ ERROR E0506
	return pthread_detach(thread);
}
