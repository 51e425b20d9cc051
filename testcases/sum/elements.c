// Loops over arrays of handles: which elements surely have a thread, and which are not joined.
#include <pthread.h>
#include <stdlib.h>

struct pool { pthread_t tid[8]; int number[8]; };

static void *run(void *arg)
{
	return *(int *)arg ? arg : NULL;
}

void start(struct pool *pool)
{
	for (int i = 0; i < 8; i++)
		if (pthread_create(&pool->tid[i], NULL, run, &pool->number[i]) != 0)
			abort();
}

void join_all(struct pool *pool, int n)
{
	for (int i = 0; i < n; i++)
		pthread_join(pool->tid[i], NULL);
}

void join_rest(struct pool *pool)
{
	for (int i = 1; i < 8; i++)
		pthread_join(pool->tid[i], NULL);
}

void stop(struct pool *pool) { join_rest(pool); }
