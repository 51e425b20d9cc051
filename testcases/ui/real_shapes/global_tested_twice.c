// Real shape: the same global option is tested at the spawn and at the join, with calls in between that do not write it.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int opt_threads = 1;
static int opt_verbose;
static unsigned long blocks;

struct gc {
	int generation;
	unsigned long freed;
};

static void *gc_run(void *arg)
{
	struct gc *gc = arg;

	usleep(20 * 1000);
	for (int i = 0; i < 10; i++)
		gc->freed += (unsigned long)gc->generation;
	return NULL;
}

static void mark(void)
{
	blocks += 2;
	if (opt_verbose)
		fprintf(stderr, "marked %lu\n", blocks);
}

static void parse_more(const char *argument)
{
	opt_threads = atoi(argument);
}

unsigned long same_global_ok(void)
{
	struct gc gc = { 1, 0 };
	pthread_t tid;

	if (opt_threads)
		if (pthread_create(&tid, NULL, gc_run, &gc) != 0)
			abort();
	mark();
	if (opt_verbose)
		puts("collecting");
	if (opt_threads)
		pthread_join(tid, NULL);
	return gc.freed;
}

unsigned long early_return_ok(void)
{
	struct gc gc = { 2, 0 };
	pthread_t tid;

	if (opt_threads > 1 && pthread_create(&tid, NULL, gc_run, &gc) != 0)
		return 0;
	mark();
	if (opt_threads <= 1)
		return blocks;
	pthread_join(tid, NULL);
	return gc.freed;
}

// The call in between writes the option.
unsigned long rewritten_bad(const char *argument)
{
	struct gc gc = { 3, 0 };
	pthread_t tid;

	if (opt_threads)
		if (pthread_create(&tid, NULL, gc_run, &gc) != 0) //~ ERROR E0373
			abort();
	parse_more(argument);
	if (opt_threads)
		pthread_join(tid, NULL);
	return gc.freed;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(rewritten_bad("0")) RUN_OK(same_global_ok()) RUN_OK(early_return_ok()))
#endif
