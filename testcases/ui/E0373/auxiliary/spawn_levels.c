// Three wrappers, one over the other, with an options struct in the middle.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spawn_levels.h"

static void fatal(const char *what, int err)
{
	fprintf(stderr, "fatal: %s: %s\n", what, strerror(err));
	exit(128);
}

static int spawn_raw(pthread_t *tid, const pthread_attr_t *attr, void *(*fn)(void *), void *arg)
{
	return pthread_create(tid, attr, fn, arg);
}

static int spawn_with_stack(struct spawn_options *options)
{
	pthread_attr_t attr;
	int rc;

	pthread_attr_init(&attr);
	if (options->stack_size)
		pthread_attr_setstacksize(&attr, options->stack_size);
	rc = spawn_raw(&options->tid, &attr, options->fn, options->arg);
	pthread_attr_destroy(&attr);
	return rc;
}

pthread_t spawn_or_die(void *(*fn)(void *), void *arg)
{
	struct spawn_options options = { .fn = fn, .arg = arg, .stack_size = 256 * 1024 };
	int rc = spawn_with_stack(&options);

	if (rc)
		fatal("cannot create thread", rc);
	return options.tid;
}

int spawn_options_start(struct spawn_options *options)
{
	return spawn_with_stack(options) ? -1 : 0;
}

void spawn_options_finish(struct spawn_options *options)
{
	if (pthread_join(options->tid, NULL))
		abort();
}
