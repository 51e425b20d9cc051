// Real shape: a switch on the mode at the spawn and another at the join, with matching cases.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum mode { MODE_INLINE, MODE_THREAD, MODE_THREAD_VERBOSE };

struct render {
	int lines;
	enum mode mode;
};

static void *render_run(void *arg)
{
	struct render *r = arg;

	usleep(20 * 1000);
	r->lines += 10;
	return NULL;
}

int two_switches_ok(const enum mode mode)
{
	struct render r = { 0, mode };
	pthread_t tid;

	switch (mode) {
	case MODE_INLINE:
		render_run(&r);
		break;
	case MODE_THREAD_VERBOSE:
		fprintf(stderr, "starting\n");
		/* fall through */
	case MODE_THREAD:
		if (pthread_create(&tid, NULL, render_run, &r) != 0)
			return -1;
		break;
	}
	switch (mode) {
	case MODE_INLINE:
		break;
	case MODE_THREAD:
	case MODE_THREAD_VERBOSE:
		pthread_join(tid, NULL);
		break;
	}
	return r.lines;
}

int switch_then_if_ok(const enum mode mode)
{
	struct render r = { 0, mode };
	pthread_t tid;

	switch (mode) {
	case MODE_THREAD:
		if (pthread_create(&tid, NULL, render_run, &r) != 0)
			abort();
		break;
	default:
		render_run(&r);
	}
	if (mode == MODE_THREAD)
		pthread_join(tid, NULL);
	return r.lines;
}

int case_missing_bad(const enum mode mode)
{
	struct render r = { 0, mode };
	pthread_t tid;

	switch (mode) {
	case MODE_INLINE:
		render_run(&r);
		break;
	case MODE_THREAD:
	case MODE_THREAD_VERBOSE:
		if (pthread_create(&tid, NULL, render_run, &r) != 0) //~ ERROR E0373
			return -1;
		break;
	}
	switch (mode) {
	case MODE_THREAD:
		pthread_join(tid, NULL);
		break;
	case MODE_INLINE:
	case MODE_THREAD_VERBOSE:
		fprintf(stderr, "finished\n");
		break;
	}
	return r.lines;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(case_missing_bad(MODE_THREAD_VERBOSE)) RUN_OK(two_switches_ok(MODE_THREAD_VERBOSE))
		RUN_OK(switch_then_if_ok(MODE_THREAD)) RUN_OK(case_missing_bad(MODE_THREAD)))
#endif
