// T4: the lent object lives in an inner block, the join is outside, and a goto, break or fall-through leaves the block.
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct index_task {
	const char *path;
	int version;
	unsigned entries;
};

static void *index_read(void *arg)
{
	struct index_task *task = arg;

	usleep(20 * 1000);
	if (task->version >= 2)
		task->entries = (unsigned)strlen(task->path);
	return NULL;
}

// Falls out of the block: the join comes a statement too late.
int block_ends_bad(const char *path, int threaded)
{
	pthread_t tid = 0;
	unsigned entries = 0;

	if (threaded) {
		struct index_task task = { path, 2, 0 };

		if (pthread_create(&tid, NULL, index_read, &task) != 0) //~ ERROR E0597
			return -EAGAIN;
	}
	usleep(40 * 1000);
	if (threaded)
		pthread_join(tid, NULL);
	return (int)entries;
}

// `goto fail` jumps out of the block; the label joins, but `task` is gone.
int goto_fail_bad(const char *path, FILE *log)
{
	pthread_t tid;
	int started = 0;
	int ret = -1;

	{
		struct index_task task = { path, 4, 0 };

		if (pthread_create(&tid, NULL, index_read, &task)) //~ ERROR E0597
			goto fail;
		started = 1;
		if (fprintf(log, "reading %s\n", path) < 0)
			goto fail;
		pthread_join(tid, NULL);
		started = 0;
		ret = (int)task.entries;
	}
fail:
	usleep(40 * 1000);
	if (started)
		pthread_join(tid, NULL);
	return ret;
}

// `break` leaves the loop body, and with it the object of this iteration.
int break_bad(const char *const *paths)
{
	pthread_t tid;
	int running = 0;

	for (; *paths; paths++) {
		struct index_task task = { *paths, 2, 0 };

		if (pthread_create(&tid, NULL, index_read, &task)) //~ ERROR E0597
			return -1;
		if (strchr(*paths, '*')) {
			running = 1;
			break;
		}
		pthread_join(tid, NULL);
	}
	usleep(40 * 1000);
	if (running)
		pthread_join(tid, NULL);
	return running;
}

// The object is declared where the join can still see it.
int block_ends_ok(const char *path, int threaded)
{
	struct index_task task = { path, 2, 0 };
	pthread_t tid = 0;

	if (threaded) {
		if (pthread_create(&tid, NULL, index_read, &task) != 0)
			return -EAGAIN;
	}
	if (threaded)
		pthread_join(tid, NULL);
	return (int)task.entries;
}

int goto_fail_ok(const char *path, FILE *log)
{
	pthread_t tid;
	int ret = -1;

	{
		struct index_task task = { path, 4, 0 };

		if (pthread_create(&tid, NULL, index_read, &task))
			goto fail;
		if (fprintf(log, "reading %s\n", path) < 0)
			goto join;
		ret = 0;
join:
		pthread_join(tid, NULL);
		if (ret == 0)
			ret = (int)task.entries;
	}
fail:
	return ret;
}

int break_ok(const char *const *paths)
{
	pthread_t tid;
	int found = 0;

	for (; *paths; paths++) {
		struct index_task task = { *paths, 2, 0 };

		if (pthread_create(&tid, NULL, index_read, &task))
			return -1;
		pthread_join(tid, NULL);
		if (strchr(*paths, '*')) {
			found = 1;
			break;
		}
	}
	return found;
}

#ifdef RUN
#include "../include/run.h"
static const char *const run_paths[] = { "a", "b*", NULL };
RUN_MAIN(RUN_BAD(block_ends_bad("pack", 1)) RUN_BAD(goto_fail_bad("pack", fopen("/dev/null", "r")))
		RUN_BAD(break_bad(run_paths)) RUN_OK(block_ends_ok("pack", 1)) RUN_OK(goto_fail_ok("pack", stderr))
		RUN_OK(break_ok(run_paths)) RUN_OK(block_ends_bad("pack", 0)))
#endif
