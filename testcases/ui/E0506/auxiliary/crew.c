// A wrapper that starts threads, in a file of its own.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "crew.h"

static void task_print(const struct task *task)
{
	printf("%d: %s\n", task->number, task->title);
}

static void *task_run(void *arg)
{
	usleep(20 * 1000);
	task_print(arg);
	return NULL;
}

static void *task_run_owned(void *arg)
{
	task_run(arg);
	free(arg);
	return NULL;
}

int crew_start(pthread_t *tid, struct task *task)
{
	return pthread_create(tid, NULL, task_run, task);
}

int crew_start_copy(pthread_t *tid, const struct task *task)
{
	struct task *copy = malloc(sizeof *copy);
	int rc;

	if (!copy)
		return -1;
	*copy = *task;
	rc = pthread_create(tid, NULL, task_run_owned, copy);
	if (rc != 0)
		free(copy);
	return rc;
}

void crew_wait(pthread_t *tid, int count)
{
	for (int i = 0; i < count; i++)
		pthread_join(tid[i], NULL);
}

void task_set(struct task *task, int number)
{
	task->number = number;
}

void task_set_priority(struct task *task, int priority)
{
	task->priority = priority;
}
