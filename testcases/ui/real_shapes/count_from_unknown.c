// SPDX-License-Identifier: MIT
// A count of threads that somebody else has set to anything: one more than that is, of an unsigned
// number, not none.
#include <pthread.h>
#include <stdlib.h>

struct pool {
	unsigned int started, most;
	void (*init)(struct pool *);
	int value;
	pthread_t ids[8];
};

static void *work(void *arg)
{
	struct pool *pool = arg;
	return pool->value ? pool : NULL;
}

static int start_one(struct pool *pool)
{
	if (pool->started >= pool->most)
		return -1;
	int error = pthread_create(&pool->ids[pool->started], NULL, work, pool);
	if (error == 0)
		pool->started++;
	return error;
}

// `init` may have set the count.
struct pool *callback_before_ok(unsigned n, void (*init)(struct pool *))
{
	struct pool *pool = calloc(1, sizeof *pool);
	if (!pool)
		return NULL;
	pool->most = n;
	if (init)
		init(pool);
	for (unsigned i = 0; i < n; i++) {
		if (start_one(pool) == 0)
			continue;
		if (pool->started > 0)
			break;
		free(pool);
		return NULL;
	}
	return pool;
}

int callers_count_ok(struct pool *pool, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		if (pthread_create(&pool->ids[pool->started], NULL, work, pool) != 0) {
			if (pool->started > 0)
				return -1;
			free(pool);
			return -2;
		}
		pool->started++;
	}
	return 0;
}

int callers_count_bad(struct pool *pool, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		if (pthread_create(&pool->ids[pool->started], NULL, work, pool) != 0) {
			if (pool->started > 1)
				return -1;
			free(pool); //~ ERROR E0505
			return -2;
		}
		pool->started++;
	}
	return 0;
}

int signed_count_ok(struct pool *pool, unsigned n, int started)
{
	if (started < 0)
		return 0;
	for (unsigned i = 0; i < n; i++) {
		if (pthread_create(&pool->ids[started], NULL, work, pool) != 0) {
			if (started > 0)
				return -1;
			free(pool);
			return -2;
		}
		started++;
	}
	return 0;
}

int signed_count_bad(struct pool *pool, unsigned n, int started)
{
	if (started < 0)
		return 0;
	for (unsigned i = 0; i < n; i++) {
		if (pthread_create(&pool->ids[started], NULL, work, pool) != 0) {
			if (started > 1)
				return -1;
			free(pool); //~ ERROR E0505
			return -2;
		}
		started++;
	}
	return 0;
}
