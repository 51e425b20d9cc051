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
	IDLE_COLD = 64,        // stacks that are kept by default: their addresses, not their memory
	IDLE_MAX = 256,        // that own_pool_stacks takes
	KEPT_SIZE = 16 * 1024, // at the top of a stack, which every thread touches
};

static struct {
	pthread_mutex_t lock;
	unsigned warm; // what own_pool_stacks was given
	unsigned idle; // how many are in stacks[]
	void *stacks[IDLE_MAX];
	struct own_thread *left; // detached threads that are about to end
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER};

void stack_lock(void) { pthread_mutex_lock(&pool.lock); }

void stack_unlock(void) { pthread_mutex_unlock(&pool.lock); }

// ---- One stack ----------------------------------------------------------------------------

static size_t guard_size(void) { return (size_t)sysconf(_SC_PAGESIZE); }

static void stack_unmap(void *stack) { munmap((char *)stack - guard_size(), guard_size() + OWN_STACK_SIZE); }

// A huge page would make a whole stack resident at its first touch.
static void *stack_map(void)
{
	size_t guard = guard_size();
	char *base =
		mmap(NULL, guard + OWN_STACK_SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
	if (base == MAP_FAILED)
		return NULL;
	if (mprotect(base + guard, OWN_STACK_SIZE, PROT_READ | PROT_WRITE) != 0) {
		stack_unmap(base + guard);
		return NULL;
	}
	madvise(base + guard, OWN_STACK_SIZE, MADV_NOHUGEPAGE);
	return base + guard;
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

// Takes the threads that are gone off the list; the lock is held.
static struct own_thread *take_gone(void)
{
	struct own_thread *gone = NULL, **at = &pool.left;
	while (*at) {
		struct own_thread *t = *at;
		if (is_gone(t)) {
			*at = t->next;
			t->next = gone;
			gone = t;
		} else {
			at = &t->next;
		}
	}
	return gone;
}

static void bury(struct own_thread *gone)
{
	while (gone) {
		struct own_thread *t = gone;
		gone = t->next;
		stack_unmap(t->stack);
		block_free(t);
	}
}

// ---- The pool -------------------------------------------------------------------------------

void stack_give(void *stack)
{
	stack_lock();
	bool warm = pool.warm > 0, keep = pool.idle < (warm ? pool.warm : IDLE_COLD);
	if (keep && !warm)
		madvise(stack, OWN_STACK_SIZE - KEPT_SIZE, MADV_DONTNEED);
	if (keep)
		pool.stacks[pool.idle++] = stack;
	stack_unlock();
	if (!keep)
		stack_unmap(stack);
}

void *stack_take(void)
{
	void *stack = NULL;
	stack_lock();
	struct own_thread *gone = pool.left ? take_gone() : NULL;
	if (pool.idle > 0)
		stack = pool.stacks[--pool.idle];
	stack_unlock();
	bury(gone);
	return stack ? stack : stack_map();
}

int own_pool_stacks(unsigned idle)
{
	if (idle > IDLE_MAX)
		return EINVAL;
	stack_lock();
	struct own_thread *gone = take_gone();
	pool.warm = idle;
	while (pool.idle > idle)
		stack_unmap(pool.stacks[--pool.idle]);
	stack_unlock();
	bury(gone);
	return 0;
}
