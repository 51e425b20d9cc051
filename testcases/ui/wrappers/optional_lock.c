// A callee that releases a lock on one of its ways only: what the others did not follow need not be there. A function
// whose pool has no lock comes back from it, and what it starts is seen.
#include <pthread.h>
#include <stddef.h>

struct lock {
	pthread_mutex_t mutex;
};

struct pool {
	struct lock *lock;
	int used;
	int items[8];
};

static int *take(struct pool *pool)
{
	if (pool->lock)
		pthread_mutex_lock(&pool->lock->mutex);
	return &pool->items[pool->used++];
}

static void leave(struct pool *pool)
{
	pool->used--;
	if (pool->lock)
		pthread_mutex_unlock(&pool->lock->mutex);
}

static void *counts(void *arg)
{
	int *item = arg;

	return *item ? arg : NULL;
}

int no_lock_bad(void)
{
	struct pool pool = { .lock = NULL };
	pthread_t thread;
	int *item = take(&pool);

	leave(&pool);
	if (pthread_create(&thread, NULL, counts, item)) //~ ERROR E0373
		return -1;
	return 0;
}

int no_lock_ok(void)
{
	struct pool pool = { .lock = NULL };
	pthread_t thread;
	int *item = take(&pool);

	leave(&pool);
	if (pthread_create(&thread, NULL, counts, item))
		return -1;
	pthread_join(thread, NULL);
	return 0;
}

int a_lock_bad(void)
{
	struct lock lock = { PTHREAD_MUTEX_INITIALIZER };
	struct pool pool = { .lock = &lock };
	pthread_t thread;
	int *item = take(&pool);

	leave(&pool);
	if (pthread_create(&thread, NULL, counts, item)) //~ ERROR E0373
		return -1;
	return 0;
}
