// T9: the pack of a trampoline. In the wrapper's own frame it is T3 and the wrapper is to blame; on the heap the
// wrapper is right, and the caller decides for what it lends.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct pack {
	void (*fn)(void *);
	void *arg;
};

static void *pack_main(void *opaque)
{
	struct pack *pack = opaque;

	usleep(20 * 1000);
	pack->fn(pack->arg);
	return NULL;
}

static void *heap_pack_main(void *opaque)
{
	struct pack *pack = opaque;
	void (*fn)(void *) = pack->fn;
	void *arg = pack->arg;

	free(pack);
	usleep(20 * 1000);
	fn(arg);
	return NULL;
}

// The pack dies with the wrapper's frame, whatever the caller does.
int go_stack_bad(pthread_t *tid, void (*fn)(void *), void *arg)
{
	struct pack pack = { fn, arg };

	return pthread_create(tid, NULL, pack_main, &pack); //~ ERROR E0373
}

// A literal is no better.
int go_literal_bad(pthread_t *tid, void (*fn)(void *), void *arg)
{
	if (!fn)
		return -1;
	return pthread_create(tid, NULL, pack_main, &(struct pack){ fn, arg }); //~ ERROR E0373
}

int go_ok(pthread_t *tid, void (*fn)(void *), void *arg)
{
	struct pack *pack = malloc(sizeof *pack);
	int rc;

	if (!pack)
		return -1;
	pack->fn = fn;
	pack->arg = arg;
	rc = pthread_create(tid, NULL, heap_pack_main, pack);
	if (rc)
		free(pack);
	return rc;
}

// The wrapper waits until the thread has ended: its frame is there all the time.
int go_and_wait_ok(void (*fn)(void *), void *arg)
{
	struct pack pack = { fn, arg };
	pthread_t tid;
	int rc = pthread_create(&tid, NULL, pack_main, &pack);

	if (rc == 0)
		rc = pthread_join(tid, NULL);
	return rc;
}

static void increment(void *arg)
{
	int *n = arg;

	++*n;
}

int caller_bad(int n)
{
	pthread_t tid;

	if (go_ok(&tid, increment, &n) != 0) //~ ERROR E0373
		return -1;
	return pthread_detach(tid);
}

int caller_ok(int n)
{
	pthread_t tid;

	if (go_ok(&tid, increment, &n) != 0)
		return -1;
	pthread_join(tid, NULL);
	return n;
}

int caller_waits_inside_ok(int n)
{
	if (go_and_wait_ok(increment, &n) != 0)
		return -1;
	return n;
}

#ifdef RUN
#include "../include/run.h"
static pthread_t run_tid;
static int run_number;
RUN_MAIN(RUN_BAD(go_stack_bad(&run_tid, increment, &run_number)) RUN_BAD(go_literal_bad(&run_tid, increment, &run_number))
		RUN_BAD(caller_bad(1)) RUN_OK(caller_ok(1)) RUN_OK(caller_waits_inside_ok(1)))
#endif
