// SPDX-License-Identifier: MIT
// stack: stacks of ended threads, kept for the next ones. What goes in is a stack that
// nothing runs on any more, what comes out is one that is mapped and has its guard. A
// detached thread cannot give its own stack back: it leaves itself here, and the next one
// who comes by joins it.
#include "own_internal.h"

#include <sys/mman.h>
#include <unistd.h>

enum { IDLE_MAX = 256 };

static struct {
	pthread_mutex_t lock;
	atomic_uint limit;       // idle stacks to keep; 0: the pool is off
	unsigned idle;           // how many are in stacks[]
	void *stacks[IDLE_MAX];
	struct own_thread *left; // detached threads that must be joined
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER};

void stack_lock(void)
{
	pthread_mutex_lock(&pool.lock);
}

void stack_unlock(void)
{
	pthread_mutex_unlock(&pool.lock);
}

// ---- One stack ----------------------------------------------------------------------------

static size_t guard_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

static void stack_unmap(void *stack)
{
	munmap((char *)stack - guard_size(), guard_size() + OWN_STACK_SIZE);
}

// A huge page would make a whole stack resident at its first touch.
static void *stack_map(void)
{
	size_t guard = guard_size();
	char *base = mmap(NULL, guard + OWN_STACK_SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK,
	                  -1, 0);
	if (base == MAP_FAILED)
		return NULL;
	if (mprotect(base + guard, OWN_STACK_SIZE, PROT_READ | PROT_WRITE) != 0) {
		stack_unmap(base + guard);
		return NULL;
	}
	madvise(base + guard, OWN_STACK_SIZE, MADV_NOHUGEPAGE);
	return base + guard;
}

// ---- The pool -------------------------------------------------------------------------------

void stack_give(void *stack)
{
	stack_lock();
	bool keep = pool.idle < pool.limit;
	if (keep)
		pool.stacks[pool.idle++] = stack;
	stack_unlock();
	if (!keep)
		stack_unmap(stack);
}

// Joins the detached threads that have ended: a short wait at most. Those of a parent
// process have left nothing but their stacks.
static void reap(void)
{
	stack_lock();
	struct own_thread *left = pool.left;
	pool.left = NULL;
	stack_unlock();
	while (left) {
		struct own_thread *t = left;
		left = t->next;
		if (!thread_is_elsewhere(t))
			pthread_join(t->id, NULL);
		thread_release(t);
	}
}

void stack_leave(struct own_thread *t)
{
	reap();
	stack_lock();
	t->next = pool.left;
	pool.left = t;
	stack_unlock();
}

void *stack_take(void)
{
	void *stack = NULL;
	if (atomic_load_explicit(&pool.limit, memory_order_relaxed) == 0)
		return NULL;
	reap();
	stack_lock();
	if (pool.idle > 0)
		stack = pool.stacks[--pool.idle];
	stack_unlock();
	return stack ? stack : stack_map();
}

int own_pool_stacks(unsigned idle)
{
	if (idle > IDLE_MAX)
		return EINVAL;
	reap();
	stack_lock();
	pool.limit = idle;
	while (pool.idle > idle)
		stack_unmap(pool.stacks[--pool.idle]);
	stack_unlock();
	return 0;
}
