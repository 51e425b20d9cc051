// The block goes to the caller's pointer and to a variable of its own, and the variable is tested:
// from then on there is one in the caller's pointer, too.
#include <pthread.h>
#include <stdlib.h>

struct pool;

struct worker {
	struct pool *pool;
	pthread_t thread;
};

struct pool {
	struct worker *workers;
	int count;
	int *sum;
};

static void *work(void *data)
{
	struct worker *worker = data;
	__atomic_fetch_add(worker->pool->sum, 1, __ATOMIC_RELAXED);
	return NULL;
}

static void pool_free(struct pool **place)
{
	struct pool *pool = *place;
	if (!pool)
		return;
	for (int i = 0; i < pool->count; i++)
		pthread_join(pool->workers[i].thread, NULL);
	free(pool->workers);
	free(pool);
	*place = NULL;
}

static int pool_start(struct pool **place, int *sum, int count)
{
	struct pool *pool = *place = calloc(1, sizeof *pool);
	if (!pool)
		return -1;
	pool->workers = calloc((size_t)count, sizeof *pool->workers);
	if (!pool->workers) {
		free(pool);
		*place = NULL;
		return -1;
	}
	pool->sum = sum;
	for (int i = 0; i < count; i++) {
		pool->workers[i].pool = pool;
		if (pthread_create(&pool->workers[i].thread, NULL, work, &pool->workers[i])) {
			pool_free(place);
			return -1;
		}
		pool->count++;
	}
	return count;
}

int freed_ok(void)
{
	int sum = 0;
	struct pool *pool;
	if (pool_start(&pool, &sum, 4) < 0)
		return -1;
	pool_free(&pool);
	return sum;
}

int kept_bad(struct pool **pool)
{
	int sum = 0;
	if (pool_start(pool, &sum, 4) < 0) //~ ERROR E0373
		return -1;
	return sum;
}
