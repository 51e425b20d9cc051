// Real shape: the handle lies in a heap object that the wrapper makes; stop() tests the object before it joins.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct task {
	pthread_t tid;
	void (*run)(void *);
	void *arg;
};

struct server {
	struct task *task;
	int requests;
};

static void *task_main(void *arg)
{
	struct task *task = arg;

	usleep(20 * 1000);
	task->run(task->arg);
	return NULL;
}

static int task_create(struct task **out, void (*run)(void *), void *arg)
{
	struct task *task = calloc(1, sizeof *task);
	int error;

	if (!task)
		return -1;
	*out = task;
	task->run = run;
	task->arg = arg;
	error = pthread_create(&task->tid, NULL, task_main, task);
	if (error)
		free(task);
	return error;
}

static void task_destroy(struct task *task)
{
	pthread_join(task->tid, NULL);
	free(task);
}

static void serve(void *arg)
{
	struct server *server = arg;

	server->requests++;
}

static void server_start(struct server *server)
{
	memset(server, 0, sizeof *server);
	if (task_create(&server->task, serve, server) != 0)
		abort();
}

static void server_stop(struct server *server)
{
	if (server->task != NULL)
		task_destroy(server->task);
}

int start_stop_ok(void)
{
	struct server server;

	server_start(&server);
	server_stop(&server);
	return server.requests;
}

int early_return_bad(int argc)
{
	struct server server;

	server_start(&server); //~ ERROR E0373
	if (argc < 2)
		return -1;
	server_stop(&server);
	return server.requests;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(early_return_bad(1)) RUN_OK(start_stop_ok()))
#endif
