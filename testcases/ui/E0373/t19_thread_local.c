// T19: a thread-local object belongs to the thread that spawns and ends with it. The function that lends it and returns
// cannot know how long its thread goes on. No sanitizer shows these at run time.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

struct arena {
	char bytes[256];
	size_t used;
};

static _Thread_local struct arena arena;
static __thread int depth;
static struct arena shared_arena;

static void *arena_compact(void *arg)
{
	struct arena *a = arg;

	memmove(a->bytes, a->bytes + a->used / 2, a->used / 2);
	a->used /= 2;
	return NULL;
}

static int count_depth(void *arg)
{
	int *d = arg;

	return ++*d;
}

int thread_local_detached_bad(void)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, arena_compact, &arena) != 0) //~ ERROR E0373
		return -1;
	return pthread_detach(tid);
}

int gnu_thread_local_bad(void)
{
	thrd_t thr;

	if (thrd_create(&thr, count_depth, &depth) != thrd_success) //~ ERROR E0373
		return -1;
	thrd_detach(thr);
	return depth;
}

int block_thread_local_bad(size_t used)
{
	static thread_local struct arena local_arena;
	pthread_t tid;

	local_arena.used = used;
	if (pthread_create(&tid, NULL, arena_compact, &local_arena)) //~ ERROR E0373
		return -1;
	return pthread_detach(tid);
}

int thread_local_joined_ok(void)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, arena_compact, &arena) != 0)
		return -1;
	return pthread_join(tid, NULL);
}

int gnu_thread_local_joined_ok(void)
{
	thrd_t thr;

	if (thrd_create(&thr, count_depth, &depth) != thrd_success)
		return -1;
	thrd_join(thr, NULL);
	return depth;
}

int plain_static_ok(void)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, arena_compact, &shared_arena) != 0)
		return -1;
	return pthread_detach(tid);
}
