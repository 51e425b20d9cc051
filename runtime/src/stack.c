// SPDX-License-Identifier: MIT
// stack: stacks of ended threads, kept for the next ones. What goes in is a stack that
// nothing runs on any more, what comes out is one that is mapped and has its guard. The C
// library keeps a few stacks itself, but so few that a burst of threads maps and unmaps
// most of its own. A detached thread cannot give its stack back, for it stands on it: it
// leaves a note here, and whoever comes by after its end unmaps it.
#include "own_internal.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	IDLE_COLD = 64,         // stacks that are kept by default, all but the last without their memory
	IDLE_MAX = 256,         // that own_pool_stacks takes
	KEPT_SIZE = 16 * 1024,  // at the top of a stack, which every thread touches
	GUARD_SIZE = 64 * 1024, // a page at least, on every system
	WHOLE_SIZE = GUARD_SIZE + OWN_STACK_SIZE,
};

static struct {
	pthread_mutex_t lock;
	unsigned warm; // what own_pool_stacks was given
	unsigned idle; // how many are in stacks[]
	unsigned cold; // how many of these, the first, are without memory
	void *stacks[IDLE_MAX];
	struct own_thread *left; // detached threads that are about to end
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER};

void stack_lock(void) { pthread_mutex_lock(&pool.lock); }

void stack_unlock(void) { pthread_mutex_unlock(&pool.lock); }

// ---- One stack ----------------------------------------------------------------------------

static void stack_unmap(void *stack) { munmap((char *)stack - GUARD_SIZE, WHOLE_SIZE); }

// A huge page would make a whole stack resident at its first touch.
static void *stack_map(void)
{
	char *base = mmap(NULL, WHOLE_SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
	if (base == MAP_FAILED)
		return NULL;
	void *stack = base + GUARD_SIZE;
	if (mprotect(stack, OWN_STACK_SIZE, PROT_READ | PROT_WRITE) != 0) {
		stack_unmap(stack);
		return NULL;
	}
	madvise(stack, OWN_STACK_SIZE, MADV_NOHUGEPAGE);
	return stack;
}

// ---- Detached threads ---------------------------------------------------------------------

void stack_leave(struct own_thread *t)
{
	t->code = (int)syscall(SYS_gettid);
	stack_lock();
	t->next = pool.left;
	pool.left = t;
	stack_unlock();
}

// The kernel knows a thread as long as it may still run, also those that only look like it.
static bool is_gone(const struct own_thread *t)
{
	return thread_is_elsewhere(t) || syscall(SYS_tgkill, getpid(), t->code, 0) != 0;
}

// Ends what the threads that are gone have left; the lock is held.
static void bury(void)
{
	struct own_thread **at = &pool.left, *t;
	while ((t = *at)) {
		if (is_gone(t)) {
			*at = t->next;
			stack_unmap(t->stack);
			block_free(t);
		} else {
			at = &t->next;
		}
	}
}

// ---- The pool -------------------------------------------------------------------------------

static void *idle_pop(void)
{
	void *stack = pool.stacks[--pool.idle];
	if (pool.cold > pool.idle)
		pool.cold = pool.idle;
	return stack;
}

void stack_give(void *stack)
{
	stack_lock();
	bool keep = pool.idle < (pool.warm ? pool.warm : IDLE_COLD);
	if (keep) {
		pool.stacks[pool.idle++] = stack;
		if (pool.idle - pool.cold > (pool.warm ? pool.warm : 1))
			madvise(pool.stacks[pool.cold++], OWN_STACK_SIZE - KEPT_SIZE, MADV_DONTNEED);
	}
	stack_unlock();
	if (!keep)
		stack_unmap(stack);
}

void *stack_take(void)
{
	stack_lock();
	bury();
	void *stack = pool.idle > 0 ? idle_pop() : NULL;
	stack_unlock();
	return stack ? stack : stack_map();
}

int own_pool_stacks(unsigned idle)
{
	if (idle > IDLE_MAX)
		return EINVAL;
	stack_lock();
	bury();
	pool.warm = idle;
	while (pool.idle > idle)
		stack_unmap(idle_pop());
	stack_unlock();
	return 0;
}
