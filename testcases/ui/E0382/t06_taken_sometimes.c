// T6'': the thread frees its argument on some of its paths only: what the spawner does afterwards is a warning, and
// an error where what it gave the thread says which. And what is counted by its owners, or comes back through the
// join, is not moved at all.
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

// Whether this one is the last is not known here.
int sometimes_bad(int number, int last)
{
	struct task *task = task_new(number);
	pthread_t tid;

	task->last = last;
	if (pthread_create(&tid, NULL, frees_if_last, task) != 0)
		abort();
	pthread_join(tid, NULL);
	return task->number; //~ WARNING E0382
}

int sometimes_c11_bad(int number, int last)
{
	struct task *task = task_new(number);
	thrd_t thr;

	task->last = last;
	if (thrd_create(&thr, frees_if_last_c11, task) != thrd_success)
		abort();
	thrd_join(thr, NULL);
	free(task); //~ WARNING E0382
	return 0;
}

// It is.
int last_bad(int number)
{
	struct task *task = task_new(number);
	pthread_t tid;

	task->last = 1;
	if (pthread_create(&tid, NULL, frees_if_last, task) != 0)
		abort();
	pthread_join(tid, NULL);
	return task->number; //~ ERROR E0382
}

// The test says that it is.
int tested_bad(int number, int last)
{
	struct task *task = task_new(number);
	pthread_t tid;

	task->last = last;
	if (pthread_create(&tid, NULL, frees_if_last, task) != 0)
		abort();
	pthread_join(tid, NULL);
	if (last)
		number = task->number; //~ ERROR E0382
	else
		free(task);
	return number;
}

int not_last_ok(int number)
{
	struct task *task = task_new(number);
	pthread_t tid;

	if (pthread_create(&tid, NULL, frees_if_last, task) != 0)
		abort();
	pthread_join(tid, NULL);
	number = task->number;
	free(task);
	return number;
}

int tested_ok(int number, int last)
{
	struct task *task = task_new(number);
	pthread_t tid;

	task->last = last;
	if (pthread_create(&tid, NULL, frees_if_last, task) != 0)
		abort();
	pthread_join(tid, NULL);
	if (last)
		return number;
	number = task->number;
	free(task);
	return number;
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
RUN_MAIN(RUN_BAD(sometimes_bad(1, 1)) RUN_BAD(sometimes_c11_bad(1, 1)) RUN_BAD(last_bad(1)) RUN_BAD(tested_bad(1, 1))
		RUN_OK(not_last_ok(1)) RUN_OK(tested_ok(1, 1)) RUN_OK(tested_ok(1, 0)) RUN_OK(counted_ok(1)) RUN_OK(handed_back_ok(1)))
#endif
