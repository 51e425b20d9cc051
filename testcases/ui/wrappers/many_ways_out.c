// A callee that joins on one of many ways: what the others have in common says too little of when
// they are taken.
#include <pthread.h>
#include <stddef.h>

struct pool {
	int closed, broken, shared, paused, forked, borrowed, started;
	pthread_t thread;
};

static void *show(void *arg)
{
	return (void *)(size_t) * (int *)arg;
}

// Eight ways out, seven of which leave the thread alone.
static void stop(struct pool *pool)
{
	if (pool->closed)
		return;
	if (pool->broken)
		return;
	if (pool->shared)
		return;
	if (pool->paused)
		return;
	if (pool->forked)
		return;
	if (pool->borrowed)
		return;
	if (!pool->started)
		return;
	pthread_join(pool->thread, NULL);
}

int every_field_known_ok(void)
{
	struct pool pool = {0};
	int number = 0;
	if (pthread_create(&pool.thread, NULL, show, &number))
		return -1;
	pool.started = 1;
	stop(&pool);
	return number;
}

int paused_bad(void)
{
	struct pool pool = {0};
	int number = 0;
	if (pthread_create(&pool.thread, NULL, show, &number)) //~ ERROR E0373
		return -1;
	pool.started = 1;
	pool.paused = 1;
	stop(&pool);
	return number;
}

int perhaps_forked_bad(int forked)
{
	struct pool pool = {.forked = forked};
	int number = 0;
	if (pthread_create(&pool.thread, NULL, show, &number)) //~ ERROR E0373
		return -1;
	pool.started = 1;
	stop(&pool);
	return number;
}

// Each way gives another result, and two of them join.
static int finish(struct pool *pool, int *result)
{
	if (pool->closed)
		return -1;
	if (pool->broken)
		return -2;
	if (pool->shared) {
		pthread_join(pool->thread, NULL);
		return 1;
	}
	if (pool->paused)
		return -3;
	if (pool->forked)
		return -4;
	if (pool->borrowed)
		return -5;
	if (!pool->started)
		return -6;
	pthread_join(pool->thread, NULL);
	*result = 0;
	return 0;
}

int either_joins_ok(int shared)
{
	struct pool pool = {.shared = shared};
	int number = 0, result = 0;
	if (pthread_create(&pool.thread, NULL, show, &number))
		return -1;
	pool.started = 1;
	finish(&pool, &result);
	return number + result;
}

int not_started_bad(int shared)
{
	struct pool pool = {.shared = shared};
	int number = 0, result = 0;
	if (pthread_create(&pool.thread, NULL, show, &number)) //~ ERROR E0373
		return -1;
	finish(&pool, &result);
	return number + result;
}
