// Functions that call each other make two objects: the thread borrows one, the caller writes the other.
// The shape of GLib's thread pools.
#include <pthread.h>
#include <stdlib.h>

struct queue {
	pthread_mutex_t lock;
	int length;
};

struct pool {
	int threads, limit;
};

static struct queue *queue;

static void *watch(void *arg)
{
	struct queue *own = queue;
	(void)arg;
	pthread_mutex_lock(&own->lock);
	int length = own->length;
	pthread_mutex_unlock(&own->lock);
	return length ? own : NULL;
}

struct pool *pool_new(int limit);

static struct pool *pool_retry(int limit) { return limit > 1 ? pool_new(limit / 2) : NULL; }

struct pool *pool_new(int limit)
{
	pthread_t tid;
	struct pool *pool = calloc(1, sizeof *pool);
	if (!pool)
		return pool_retry(limit);
	pool->limit = limit;
	queue = calloc(1, sizeof *queue);
	if (!queue || pthread_create(&tid, NULL, watch, NULL) != 0) {
		free(pool);
		return pool_retry(limit);
	}
	pthread_detach(tid);
	return pool;
}

int other_object_ok(void)
{
	struct pool *pool = pool_new(8);
	if (!pool)
		return -1;
	pool->threads = 1;
	return pool->limit;
}

int same_object_bad(void)
{
	struct pool *pool = pool_new(8);
	if (!pool)
		return -1;
	queue->length = pool->limit; //~ ERROR E0506
	return pool->threads;
}
