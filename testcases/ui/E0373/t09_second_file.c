// files: auxiliary/task_pool.c
// T9: the spawn is in another file, behind a trampoline that packs function and argument. The caller is to blame, and
// named: it lent its local.
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "auxiliary/task_pool.h"

struct thumbnail {
	int width, height;
	unsigned char rgb[48];
	int done;
};

static void thumbnail_render(void *arg)
{
	struct thumbnail *t = arg;

	usleep(20 * 1000);
	memset(t->rgb, t->width ^ t->height, sizeof t->rgb);
	t->done = 1;
}

int render_detached_bad(int width, int height)
{
	struct thumbnail t = { .width = width, .height = height };

	return task_start(NULL, thumbnail_render, &t); //~ ERROR E0373
}

int render_unwaited_bad(int width, int height)
{
	struct thumbnail t = { .width = width, .height = height };
	pthread_t tid;

	if (task_start(&tid, thumbnail_render, &t) < 0) { //~ ERROR E0373
		fprintf(stderr, "no thread\n");
		return -1;
	}
	return t.done;
}

int render_skipped_wait_bad(int width, int height)
{
	struct thumbnail t = { .width = width, .height = height };
	pthread_t tid;

	if (task_start(&tid, thumbnail_render, &t) < 0) //~ ERROR E0373
		return -1;
	if (width != height)
		return -1;
	task_wait(tid);
	return t.done;
}

int render_waited_ok(int width, int height)
{
	struct thumbnail t = { .width = width, .height = height };
	pthread_t tid;

	if (task_start(&tid, thumbnail_render, &t) < 0)
		return -1;
	task_wait(tid);
	return t.done;
}

int render_run_ok(int width, int height)
{
	struct thumbnail t = { .width = width, .height = height };

	return task_run(thumbnail_render, &t);
}

int render_static_ok(int width, int height)
{
	static struct thumbnail t;

	t.width = width;
	t.height = height;
	return task_start(NULL, thumbnail_render, &t);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(render_detached_bad(1, 2)) RUN_BAD(render_unwaited_bad(1, 2)) RUN_BAD(render_skipped_wait_bad(1, 2))
		RUN_OK(render_waited_ok(1, 2)) RUN_OK(render_run_ok(1, 2)) RUN_OK(render_static_ok(1, 2)))
#endif
