// T17: the handle is kept for later (parameter, field, global, returned) and joined elsewhere, but the lent object is
// local to the function that spawns.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct monitor_args {
	const char *path;
	unsigned interval_us;
	bool changed;
};

struct monitor {
	pthread_t tid;
	bool running;
	struct monitor_args args;
};

static pthread_t global_tid;
static bool global_running;

static void *monitor_run(void *arg)
{
	struct monitor_args *args = arg;

	usleep(args->interval_us);
	args->changed = access(args->path, R_OK) == 0;
	return NULL;
}

int start_by_parameter_bad(pthread_t *tid, const char *path)
{
	struct monitor_args args = { path, 20 * 1000, false };

	usleep(1);
	return pthread_create(tid, NULL, monitor_run, &args); //~ ERROR E0373
}

int start_by_field_bad(struct monitor *monitor, const char *path)
{
	struct monitor_args args = { path, 20 * 1000, false };

	if (pthread_create(&monitor->tid, NULL, monitor_run, &args) != 0) //~ ERROR E0373
		return -1;
	monitor->running = true;
	return 0;
}

void start_global_bad(const char *path)
{
	struct monitor_args args = { path, 20 * 1000, false };

	global_running = pthread_create(&global_tid, NULL, monitor_run, &args) == 0; //~ ERROR E0373
}

void stop_global(void)
{
	if (global_running)
		pthread_join(global_tid, NULL);
	global_running = false;
}

pthread_t start_returned_bad(const char *path)
{
	struct monitor_args args = { path, 20 * 1000, false };
	pthread_t tid;

	if (pthread_create(&tid, NULL, monitor_run, &args)) //~ ERROR E0373
		abort();
	return tid;
}

int start_by_field_ok(struct monitor *monitor, const char *path)
{
	monitor->args = (struct monitor_args){ path, 20 * 1000, false };
	if (pthread_create(&monitor->tid, NULL, monitor_run, &monitor->args) != 0)
		return -1;
	monitor->running = true;
	return 0;
}

void start_global_ok(const char *path)
{
	static struct monitor_args args;

	args.path = path;
	args.interval_us = 1000;
	global_running = pthread_create(&global_tid, NULL, monitor_run, &args) == 0;
}

pthread_t start_returned_ok(struct monitor_args *args)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, monitor_run, args))
		abort();
	return tid;
}

// Started and stopped through the global, in one function: the object is there all the time.
bool changed_ok(const char *path)
{
	struct monitor_args args = { path, 1000, false };

	if (pthread_create(&global_tid, NULL, monitor_run, &args) != 0)
		return false;
	global_running = true;
	pthread_join(global_tid, NULL);
	global_running = false;
	return args.changed;
}

#ifdef RUN
#include "../include/run.h"
static pthread_t run_tid;
static struct monitor run_monitor;
static struct monitor_args run_args = { "/", 1000, false };
static void run_start_stop(void)
{
	start_global_bad("/");
	stop_global();
}
RUN_MAIN(RUN_BAD((run_start_stop(), 0)) RUN_OK(start_by_field_ok(&run_monitor, "/")) RUN_OK((start_global_ok("/"), 0))
		RUN_OK((run_tid = start_returned_ok(&run_args), 0)) RUN_OK(changed_ok("/")))
#endif
