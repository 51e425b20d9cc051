// T3: the function returns with no wait. pthreads: a context struct, a buffer, a parameter block of an option parser.
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct sync_options {
	const char *remote;
	int retries;
	bool verbose;
};

struct sync_result {
	int transferred;
	char message[64];
};

struct sync_task {
	struct sync_options options;
	struct sync_result result;
};

static void *sync_run(void *arg)
{
	struct sync_task *task = arg;

	for (int i = 0; i < task->options.retries; i++) {
		usleep(20 * 1000);
		task->result.transferred++;
	}
	snprintf(task->result.message, sizeof task->result.message, "%d objects", task->result.transferred);
	return NULL;
}

static int parse_options(struct sync_options *options, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-v"))
			options->verbose = true;
		else if (!strncmp(argv[i], "--retries=", 10))
			options->retries = atoi(argv[i] + 10);
		else
			options->remote = argv[i];
	}
	return options->remote ? 0 : -EINVAL;
}

// Fire and forget with the task on the stack.
int sync_in_background_bad(int argc, char **argv)
{
	struct sync_task task = { .options.retries = 3 };
	pthread_t tid;
	int rc;

	rc = parse_options(&task.options, argc, argv);
	if (rc < 0)
		return rc;
	rc = pthread_create(&tid, NULL, sync_run, &task); //~ ERROR E0373
	if (rc)
		fprintf(stderr, "cannot start the sync: %s\n", strerror(rc));
	return -rc;
}

// Sleeping "long enough" is not waiting.
int sync_with_sleep_bad(void)
{
	struct sync_task task = { .options = { "origin", 100, false } };
	pthread_t tid;

	if (pthread_create(&tid, NULL, sync_run, &task) != 0) //~ ERROR E0373
		return -1;
	usleep(10 * 1000);
	return task.result.transferred;
}

// The borrowed thing is an element in the middle of a local array.
void sync_second_bad(void)
{
	struct sync_task tasks[2] = { { .options.retries = 1 }, { .options.retries = 2 } };
	pthread_t tid;

	sync_run(&tasks[0]);
	pthread_create(&tid, NULL, sync_run, &tasks[1]); //~ ERROR E0373
}

int sync_waiting_ok(int argc, char **argv)
{
	struct sync_task task = { .options.retries = 3 };
	pthread_t tid;
	int rc;

	rc = parse_options(&task.options, argc, argv);
	if (rc < 0)
		return rc;
	rc = pthread_create(&tid, NULL, sync_run, &task);
	if (rc) {
		fprintf(stderr, "cannot start the sync: %s\n", strerror(rc));
		return -rc;
	}
	pthread_join(tid, NULL);
	printf("%s\n", task.result.message);
	return 0;
}

static void *sync_run_owned(void *arg)
{
	struct sync_task *task = arg;

	sync_run(task);
	free(task);
	return NULL;
}

// The task lives on the heap and belongs to the thread.
int sync_in_background_ok(const char *remote)
{
	struct sync_task *task = calloc(1, sizeof *task);
	pthread_t tid;

	if (!task)
		return -ENOMEM;
	task->options.remote = remote;
	task->options.retries = 3;
	if (pthread_create(&tid, NULL, sync_run_owned, task) != 0) {
		free(task);
		return -EAGAIN;
	}
	pthread_detach(tid);
	return 0;
}

// There is only one task in the program.
int sync_static_task_ok(const char *remote)
{
	static struct sync_task task;
	pthread_t tid;

	task.options.remote = remote;
	task.options.retries = 2;
	if (pthread_create(&tid, NULL, sync_run, &task) != 0)
		return -1;
	return pthread_detach(tid);
}

#ifdef RUN
#include "../include/run.h"
static char *run_args[] = { "sync", "--retries=4", "origin", NULL };
RUN_MAIN(RUN_BAD(sync_in_background_bad(3, run_args)) RUN_BAD(sync_with_sleep_bad()) RUN_BAD((sync_second_bad(), 0))
		RUN_OK(sync_waiting_ok(3, run_args)) RUN_OK(sync_in_background_ok("origin"))
		RUN_OK(sync_static_task_ok("origin")))
#endif
