// T6': a pool's threads are joined one by one, and what each of them used is destroyed after its join.
#include <pthread.h>
#include <stdlib.h>

struct worker {
	pthread_t tid;
	pthread_mutex_t lock;
	pthread_cond_t pending;
	int index;
};

struct pool {
	struct worker *workers;
	int size;
};

static void *worker_main(void *arg)
{
	struct worker *w = arg;

	pthread_mutex_lock(&w->lock);
	w->index++;
	pthread_cond_signal(&w->pending);
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

// A create that fails ends those that run.
struct pool *start_pool_ok(int n)
{
	struct pool *pool = calloc(1, sizeof(*pool));
	int i, k;

	if (!pool)
		return NULL;
	pool->workers = calloc((size_t)n, sizeof(*pool->workers));
	if (!pool->workers) {
		free(pool);
		return NULL;
	}
	pool->size = n;
	for (i = 0; i < n; i++) {
		struct worker *w = &pool->workers[i];

		w->index = i;
		pthread_mutex_init(&w->lock, NULL);
		pthread_cond_init(&w->pending, NULL);
		if (pthread_create(&w->tid, NULL, worker_main, w))
			goto cleanup;
	}
	return pool;
cleanup:
	for (k = 0; k < i; k++) {
		pthread_join(pool->workers[k].tid, NULL);
		pthread_cond_destroy(&pool->workers[k].pending);
		pthread_mutex_destroy(&pool->workers[k].lock);
	}
	free(pool->workers);
	free(pool);
	return NULL;
}

// The last is not joined before the array is freed.
struct pool *start_pool_bad(int n)
{
	struct pool *pool = calloc(1, sizeof(*pool));
	int i, k;

	if (!pool)
		return NULL;
	pool->workers = calloc((size_t)n, sizeof(*pool->workers));
	if (!pool->workers) {
		free(pool);
		return NULL;
	}
	for (i = 0; i < n; i++) {
		struct worker *w = &pool->workers[i];

		pthread_mutex_init(&w->lock, NULL);
		pthread_cond_init(&w->pending, NULL);
		if (pthread_create(&w->tid, NULL, worker_main, w))
			goto cleanup;
	}
	return pool;
cleanup:
	for (k = 0; k < i - 1; k++)
		pthread_join(pool->workers[k].tid, NULL);
	free(pool->workers); //~ ERROR E0505
	free(pool);
	return NULL;
}

void stop_pool_ok(struct pool *pool)
{
	for (int i = 0; i < pool->size; i++)
		pthread_join(pool->workers[i].tid, NULL);
	free(pool->workers);
	free(pool);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_OK(stop_pool_ok(start_pool_ok(3))))
#endif
