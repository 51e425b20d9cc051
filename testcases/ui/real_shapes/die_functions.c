// Real shape: functions that do not return and do not say so: no attribute, seen from their bodies, one over the other.
#include <stdarg.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int exit_status = 1;

static void report(const char *prefix, const char *format, va_list ap)
{
	fputs(prefix, stderr);
	vfprintf(stderr, format, ap);
	fputc('\n', stderr);
}

static void leave(void)
{
	fflush(NULL);
	_exit(exit_status);
}

void fatal(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	report("fatal: ", format, ap);
	va_end(ap);
	leave();
}

void error(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	report("error: ", format, ap);
	va_end(ap);
}

// Returns only when asked to go on.
static void error_or_die(int keep_going, const char *what)
{
	error("%s", what);
	if (!keep_going)
		leave();
}

struct walk {
	const char *root;
	int depth;
};

static void *walk_tree(void *arg)
{
	struct walk *walk = arg;

	usleep(20 * 1000);
	walk->depth += walk->root[0] == '/';
	return NULL;
}

int fatal_ok(const char *root)
{
	struct walk walk = { root, 0 };
	pthread_t tid;
	int err;

	err = pthread_create(&tid, NULL, walk_tree, &walk);
	if (err)
		fatal("cannot create thread: %s", strerror(err));
	if (!*root)
		fatal("empty root");
	if (pthread_join(tid, NULL))
		fatal("cannot join");
	return walk.depth;
}

int die_by_parameter_ok(const char *root)
{
	struct walk walk = { root, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, walk_tree, &walk))
		fatal("cannot create thread");
	if (!*root) {
		error_or_die(0, "empty root");
		return -1;
	}
	pthread_join(tid, NULL);
	return walk.depth;
}

int error_returns_bad(const char *root)
{
	struct walk walk = { root, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, walk_tree, &walk)) //~ ERROR E0373
		fatal("cannot create thread");
	if (!*root) {
		error("empty root");
		return -1;
	}
	pthread_join(tid, NULL);
	return walk.depth;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(error_returns_bad("")) RUN_OK(fatal_ok("/")) RUN_OK(die_by_parameter_ok("/")))
#endif
