// Real shape: start and finish functions on one object, as git's async and run-command have them.
#include <stdbool.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct async {
	int (*proc)(int in, int out, void *data);
	void *data;
	int in, out;
	pthread_t tid;
	int ret;
};

static void *async_main(void *arg)
{
	struct async *async = arg;

	usleep(20 * 1000);
	async->ret = async->proc(async->in, async->out, async->data);
	return NULL;
}

int start_async(struct async *async)
{
	int err = pthread_create(&async->tid, NULL, async_main, async);

	if (err) {
		fprintf(stderr, "error: cannot create async thread: %s\n", strerror(err));
		return -1;
	}
	return 0;
}

int finish_async(struct async *async)
{
	if (pthread_join(async->tid, NULL))
		fprintf(stderr, "error: pthread_join failed\n");
	return async->ret;
}

struct sideband {
	unsigned long bytes;
	int colour;
};

static int demultiplex(int in, int out, void *data)
{
	struct sideband *sideband = data;

	sideband->bytes += (unsigned long)(in + out);
	return 0;
}

int fetch_ok(bool verbose)
{
	struct sideband sideband = { 0, verbose };
	struct async demux;

	memset(&demux, 0, sizeof demux);
	demux.proc = demultiplex;
	demux.data = &sideband;
	if (start_async(&demux))
		return -1;
	if (verbose)
		fprintf(stderr, "receiving\n");
	return finish_async(&demux);
}

int fetch_optional_ok(bool use_sideband)
{
	struct async demux = { .proc = demultiplex };
	struct sideband sideband = { 0, 0 };
	int ret = 0;

	if (use_sideband) {
		demux.data = &sideband;
		if (start_async(&demux))
			return -1;
	}
	if (use_sideband && finish_async(&demux))
		ret = -1;
	return ret;
}

// The error path between start and finish. Both the object and what its data points to are lent.
int fetch_error_bad(const char *pack)
{
	struct sideband sideband = { 0, 0 };
	struct async demux = { .proc = demultiplex, .data = &sideband };

	if (start_async(&demux)) //~ ERROR E0373
		return -1;
	if (!*pack) {
		fprintf(stderr, "error: empty pack\n");
		return -1;
	}
	return finish_async(&demux);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(fetch_error_bad("")) RUN_OK(fetch_ok(true)) RUN_OK(fetch_optional_ok(true))
		RUN_OK(fetch_optional_ok(false)))
#endif
