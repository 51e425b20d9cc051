// Real shape: a flag variable remembers that the thread was started; `a && b` at the spawn, `a` at the join.
#include <stdbool.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct options {
	bool progress;
	bool quiet;
	bool force;
	long total;
};

struct meter {
	volatile long done;
	long total;
};

static void *meter_show(void *arg)
{
	struct meter *meter = arg;

	for (int i = 0; i < 3; i++) {
		usleep(20 * 1000);
		fprintf(stderr, "%ld/%ld\r", meter->done, meter->total);
	}
	return NULL;
}

static int copy_block(long n)
{
	return n < 100 ? 0 : -1;
}

int flag_ok(const struct options *options)
{
	struct meter meter = { 0, options->total };
	bool metered = false;
	pthread_t tid;
	int ret = 0;

	if (options->progress && !options->quiet)
		metered = pthread_create(&tid, NULL, meter_show, &meter) == 0;
	for (long n = 0; n < options->total && ret == 0; n++)
		ret = copy_block(n);
	if (metered)
		pthread_join(tid, NULL);
	return ret;
}

int conjunction_ok(const struct options *options)
{
	const bool progress = options->progress, force = options->force;
	struct meter meter = { 0, options->total };
	pthread_t tid;

	if (progress && force)
		if (pthread_create(&tid, NULL, meter_show, &meter) != 0)
			return -1;
	if (!force)
		return copy_block(options->total);
	if (progress)
		pthread_join(tid, NULL);
	return 0;
}

int int_flag_ok(const struct options *options)
{
	struct meter meter = { 0, options->total };
	pthread_t tid;
	int nthreads = 0;
	int ret = -1;

	if (options->total <= 0)
		goto out;
	if (options->progress) {
		if (pthread_create(&tid, NULL, meter_show, &meter))
			goto out;
		nthreads++;
	}
	ret = copy_block(options->total);
out:
	if (nthreads)
		pthread_join(tid, NULL);
	return ret;
}

// The flag is lowered on the way.
int flag_lowered_bad(const struct options *options)
{
	struct meter meter = { 0, options->total };
	bool metered = false;
	pthread_t tid;

	if (options->progress)
		metered = pthread_create(&tid, NULL, meter_show, &meter) == 0; //~ ERROR E0373
	if (copy_block(options->total) < 0)
		metered = false;
	if (metered)
		pthread_join(tid, NULL);
	return 0;
}

#ifdef RUN
#include "../include/run.h"
static const struct options run_options = { .progress = true, .force = true, .total = 200 };
RUN_MAIN(RUN_BAD(flag_lowered_bad(&run_options)) RUN_OK(flag_ok(&run_options)) RUN_OK(conjunction_ok(&run_options))
		RUN_OK(int_flag_ok(&run_options)))
#endif
