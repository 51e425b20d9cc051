// Real shape: with one thread, or when no thread can be had, the work is done in place.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct compress {
	const char *in;
	size_t in_size, out_size;
};

static void *compress_run(void *arg)
{
	struct compress *c = arg;

	usleep(20 * 1000);
	c->out_size = c->in_size / 2 + (c->in[0] != 0);
	return NULL;
}

size_t fallback_ok(const char *in, size_t size)
{
	struct compress c = { in, size, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, compress_run, &c))
		compress_run(&c);
	else
		pthread_join(tid, NULL);
	return c.out_size;
}

size_t one_thread_ok(const char *in, size_t size, const unsigned nthreads)
{
	struct compress halves[2] = { { in, size / 2, 0 }, { in + size / 2, size - size / 2, 0 } };
	pthread_t tid;

	if (nthreads > 1) {
		if (pthread_create(&tid, NULL, compress_run, &halves[1]) != 0)
			abort();
	} else {
		compress_run(&halves[1]);
	}
	compress_run(&halves[0]);
	if (nthreads > 1)
		pthread_join(tid, NULL);
	return halves[0].out_size + halves[1].out_size;
}

size_t ternary_ok(const char *in, size_t size, int threaded)
{
	struct compress c = { in, size, 0 };
	pthread_t tid;
	int err = threaded ? pthread_create(&tid, NULL, compress_run, &c) : -1;

	if (err)
		compress_run(&c);
	else
		pthread_join(tid, NULL);
	return c.out_size;
}

// The fallback is right, the join stands in the wrong branch.
size_t fallback_bad(const char *in, size_t size)
{
	struct compress c = { in, size, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, compress_run, &c) != 0) { //~ ERROR E0373
		compress_run(&c);
		pthread_join(tid, NULL);
	}
	return c.out_size;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(fallback_bad("abcd", 4)) RUN_OK(fallback_ok("abcd", 4)) RUN_OK(one_thread_ok("abcd", 4, 2))
		RUN_OK(one_thread_ok("abcd", 4, 1)) RUN_OK(ternary_ok("abcd", 4, 1)))
#endif
