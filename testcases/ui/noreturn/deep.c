// Inferred through several levels, through both branches of an if, through a loop, and through recursion.
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct tree {
	int depth;
	long nodes;
};

static void *tree_walk(void *arg)
{
	struct tree *tree = arg;

	usleep(100 * 1000);
	tree->nodes += 1L << tree->depth;
	return NULL;
}

static void level3(int code)
{
	if (code > 100)
		_exit(code - 100);
	else
		exit(code);
}

static void level2(int code)
{
	fflush(stdout);
	level3(code);
}

void level1(void)
{
	level2(4);
}

static void spin(void)
{
	for (;;)
		pause();
}

static void dump_and_abort(int left)
{
	if (left == 0)
		abort();
	fprintf(stderr, "%d\n", left);
	dump_and_abort(left - 1);
}

// One of its branches comes back.
static void maybe(int code)
{
	if (code > 100)
		_exit(code - 100);
	else if (code > 0)
		exit(code);
}

static void kill_self(void)
{
	raise(SIGABRT);
	for (;;)
		_exit(127);
}

static int usage(void)
{
	fputs("usage: tree DEPTH\n", stderr);
	level1();
	return 0;
}

long levels_ok(int depth)
{
	struct tree tree = { depth, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, tree_walk, &tree) != 0)
		level1();
	if (depth < 0)
		return usage();
	if (depth > 60)
		spin();
	if (depth > 50)
		kill_self();
	if (depth > 40)
		dump_and_abort(depth);
	pthread_join(tid, NULL);
	return tree.nodes;
}

// maybe(5) does not return, maybe(x) may.
long constant_ok(int depth)
{
	struct tree tree = { depth, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, tree_walk, &tree) != 0)
		return -1;
	if (depth < 0) {
		maybe(5);
		return -1;
	}
	pthread_join(tid, NULL);
	return tree.nodes;
}

long maybe_bad(int depth, int code)
{
	struct tree tree = { depth, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, tree_walk, &tree) != 0) //~ ERROR E0373
		return -1;
	if (depth < 0) {
		maybe(code);
		return -1;
	}
	pthread_join(tid, NULL);
	return tree.nodes;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(maybe_bad(-1, 0)) RUN_OK(levels_ok(3)) RUN_OK(constant_ok(3)))
#endif
