// T6'': the thread frees its argument on some of its paths only: what the spawner does afterwards is a warning. And
// what is counted by its owners, or comes back through the join, is not moved at all.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>
#include <unistd.h>

struct task {
	atomic_int owners;
	int number;
	int last;
};

static struct task *task_new(int number)
{
	struct task *task = calloc(1, sizeof *task);

	if (!task)
		abort();
	atomic_init(&task->owners, 1);
	task->number = number;
	return task;
}

static void *frees_if_last(void *arg)
{
	struct task *task = arg;

	if (task->last)
		free(task);
	return NULL;
}

static int frees_if_last_c11(void *arg)
{
	frees_if_last(arg);
	return 0;
}

static void task_release(struct task *task)
{
	if (atomic_fetch_sub(&task->owners, 1) == 1)
		free(task);
}

static void *works_then_releases(void *arg)
{
	struct task *task = arg;

	printf("task %d\n", task->number);
	task_release(task);
	return NULL;
}

// Hands it back.
static void *works(void *arg)
{
	struct task *task = arg;

	task->number++;
	return task;
}

int FN_sometimes_bad(int number)
{
	struct task *task = task_new(number);
	pthread_t tid;

	if (pthread_create(&tid, NULL, frees_if_last, task) != 0)
		abort();
	pthread_join(tid, NULL);
	return task->number; //~ GAP E0382: an entry that frees on some of its paths
}

int FN_sometimes_c11_bad(int number)
{
	struct task *task = task_new(number);
	thrd_t thr;

	if (thrd_create(&thr, frees_if_last_c11, task) != thrd_success)
		abort();
	thrd_join(thr, NULL);
	free(task); //~ GAP E0382: an entry that frees on some of its paths
	return 0;
}

// Each owner gives its share back; the last one frees.
int counted_ok(int number)
{
	struct task *task = task_new(number);
	pthread_t tid;
	int read;

	atomic_fetch_add(&task->owners, 1);
	if (pthread_create(&tid, NULL, works_then_releases, task) != 0) {
		task_release(task);
		task_release(task);
		return -1;
	}
	pthread_detach(tid);
	read = task->number;
	task_release(task);
	return read;
}

int handed_back_ok(int number)
{
	struct task *task = task_new(number);
	void *back = NULL;
	pthread_t tid;

	if (pthread_create(&tid, NULL, works, task) != 0) {
		free(task);
		return -1;
	}
	pthread_join(tid, &back);
	task = back;
	number = task->number;
	free(task);
	return number;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_OK(counted_ok(1)) RUN_OK(handed_back_ok(1)))
#endif
