// SPDX-License-Identifier: MIT
// A count that is unsigned is not below zero: where none is asked for, none is started.
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct pool {
	unsigned wanted;
	size_t running;
	pthread_t threads[4];
	int work;
};

static void *work(void *arg)
{
	struct pool *pool = arg;
	return pool->work ? pool : NULL;
}

static int pool_start(struct pool *pool, unsigned count)
{
	while (count--) {
		if (pthread_create(&pool->threads[pool->running], NULL, work, pool) != 0)
			return 1;
		pool->running++;
	}
	return 0;
}

static int pool_resize(struct pool *pool, unsigned wanted)
{
	size_t running;
	pool->wanted = wanted;
	running = pool->running;
	if (pool->wanted > running)
		return pool_start(pool, pool->wanted - (unsigned)running);
	return 0;
}

int none_asked_for_ok(void)
{
	struct pool pool = {0};
	return pool_resize(&pool, 0);
}

int two_asked_for_bad(void)
{
	struct pool pool = {0};
	return pool_resize(&pool, 2); //~ ERROR E0373
}

static int pool_resize_told(struct pool *pool, unsigned wanted)
{
	bool more = wanted > pool->running;
	if (more)
		return pool_start(pool, wanted);
	return 0;
}

int none_told_ok(struct pool *pool)
{
	struct pool local = *pool;
	return pool_resize_told(&local, 0);
}

int some_told_bad(struct pool *pool)
{
	struct pool local = *pool;
	return pool_resize_told(&local, 1); //~ ERROR E0373
}

// The same with signed numbers: fewer than none may run as far as anybody knows.
static int pool_signed(struct pool *pool, int wanted, int running)
{
	return wanted > running ? pool_start(pool, 1) : 0;
}

int signed_bad(int running)
{
	struct pool pool = {0};
	return pool_signed(&pool, 0, running); //~ ERROR E0373
}

// A large number is what -1 is as an unsigned one.
int great_bad(unsigned n)
{
	struct pool pool = {0};
	if (n < (unsigned)-1)
		return pool_start(&pool, 1); //~ ERROR E0373
	return 0;
}

int to_zero_ok(unsigned n)
{
	struct pool pool = {0};
	if (n > 0 && pthread_create(&pool.threads[0], NULL, work, &pool) != 0)
		return 1;
	if (n != 0)
		pthread_join(pool.threads[0], NULL);
	return 0;
}
