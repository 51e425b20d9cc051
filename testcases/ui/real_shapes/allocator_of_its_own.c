// SPDX-License-Identifier: MIT
// Real shape: a pool is taken down by functions that its maker has given it. That they get the pool after the join
// changes nothing of the join before.
#include <pthread.h>
#include <stddef.h>

struct memory {
	void *(*make)(void *opaque, size_t size);
	void (*end)(void *opaque, void *address);
	void *opaque;
};

struct pool {
	struct memory memory;
	pthread_t thread;
	int *input;
};

static void *work(void *arg)
{
	struct pool *pool = arg;
	return *pool->input ? arg : NULL;
}

static struct pool *pool_make(struct memory memory, int *input)
{
	struct pool *pool = memory.make(memory.opaque, sizeof *pool);
	if (!pool)
		return NULL;
	pool->memory = memory;
	pool->input = input;
	if (pthread_create(&pool->thread, NULL, work, pool) != 0) {
		memory.end(memory.opaque, pool);
		return NULL;
	}
	return pool;
}

static void pool_end(struct pool *pool)
{
	struct memory memory = pool->memory;
	pthread_join(pool->thread, NULL);
	memory.end(memory.opaque, pool);
}

static void pool_drop(struct pool *pool)
{
	struct memory memory = pool->memory;
	memory.end(memory.opaque, pool);
}

int ended_ok(struct memory memory, int input)
{
	struct pool *pool = pool_make(memory, &input);
	if (pool)
		pool_end(pool);
	return 0;
}

// Who gets the pool may know how to join.
int dropped_bad(struct memory memory, int input)
{
	struct pool *pool = pool_make(memory, &input); //~ WARNING E0373
	if (pool)
		pool_drop(pool);
	return 0;
}

int left_alone_bad(struct memory memory, int input)
{
	return pool_make(memory, &input) != NULL; //~ ERROR E0373
}

// One call further out.
struct owner {
	struct pool *pool;
	int files;
};

static void owner_end(struct owner *owner)
{
	if (owner->files)
		owner->files = 0;
	pool_end(owner->pool);
}

int owner_ended_ok(struct memory memory, int input)
{
	struct owner owner = {pool_make(memory, &input), 1};
	if (!owner.pool)
		return 1;
	owner_end(&owner);
	return 0;
}

static void owner_drop(struct owner *owner)
{
	if (owner->files)
		owner->files = 0;
	pool_drop(owner->pool);
}

int owner_dropped_bad(struct memory memory, int input)
{
	struct owner owner = {pool_make(memory, &input), 1}; //~ WARNING E0373
	if (!owner.pool)
		return 1;
	owner_drop(&owner);
	return 0;
}
