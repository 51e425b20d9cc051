// The count of threads lies in the pool, and the callee that starts one counts it up: what the
// count says of the first create is known where the threads run.
#include <pthread.h>
#include <stdlib.h>

struct pool {
	unsigned running;
	pthread_t threads[8];
	int job;
};

static void *work(void *arg)
{
	struct pool *pool = arg;
	return (void *)(long)pool->job;
}

static int pool_add(struct pool *pool)
{
	const unsigned i = pool->running;
	if (i >= 8)
		return -1;
	int rc = pthread_create(&pool->threads[i], NULL, work, pool);
	if (rc == 0)
		pool->running++;
	return rc;
}

struct pool *first_fails_ok(int n)
{
	struct pool *pool = calloc(1, sizeof *pool);
	if (!pool)
		return NULL;
	for (int i = 0; i < n; i++) {
		if (pool_add(pool) != 0) {
			if (pool->running == 0) {
				free(pool);
				return NULL;
			}
			break;
		}
	}
	return pool;
}

struct pool *second_fails_bad(int n)
{
	struct pool *pool = calloc(1, sizeof *pool);
	if (!pool)
		return NULL;
	for (int i = 0; i < n; i++) {
		if (pool_add(pool) != 0) {
			if (pool->running < 2) {
				free(pool); //~ ERROR E0505 `*pool`
				return NULL;
			}
			break;
		}
	}
	return pool;
}
