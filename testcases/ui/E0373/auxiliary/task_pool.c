#include "task_pool.h"

#include <stdlib.h>
#include <string.h>

struct task {
	task_fn fn;
	void *arg;
	int owns_arg;
};

static void *task_main(void *opaque)
{
	struct task task = *(struct task *)opaque;

	free(opaque);
	task.fn(task.arg);
	if (task.owns_arg)
		free(task.arg);
	return NULL;
}

static struct task *task_new(task_fn fn, void *arg, int owns_arg)
{
	struct task *task = malloc(sizeof *task);

	if (!task)
		abort();
	task->fn = fn;
	task->arg = arg;
	task->owns_arg = owns_arg;
	return task;
}

int task_start(pthread_t *tid, task_fn fn, void *arg)
{
	struct task *task = task_new(fn, arg, 0);
	pthread_t thread;
	int rc;

	rc = pthread_create(&thread, NULL, task_main, task);
	if (rc != 0) {
		free(task);
		return -rc;
	}
	if (tid)
		*tid = thread;
	else
		pthread_detach(thread);
	return 0;
}

void task_wait(pthread_t tid)
{
	pthread_join(tid, NULL);
}

int task_run(task_fn fn, void *arg)
{
	pthread_t tid;
	int rc = task_start(&tid, fn, arg);

	if (rc == 0)
		task_wait(tid);
	return rc;
}

int task_start_copy(task_fn fn, const void *arg, unsigned size)
{
	void *copy = malloc(size);
	struct task *task;
	pthread_t tid;
	int rc;

	if (!copy)
		abort();
	memcpy(copy, arg, size);
	task = task_new(fn, copy, 1);
	rc = pthread_create(&tid, NULL, task_main, task);
	if (rc != 0) {
		free(copy);
		free(task);
		return -rc;
	}
	pthread_detach(tid);
	return 0;
}
