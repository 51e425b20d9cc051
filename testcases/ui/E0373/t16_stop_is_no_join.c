// T16: asking a thread to stop is taken for waiting until it has stopped.
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>
#include <unistd.h>

#include "../include/fake_glib.h"

struct monitor {
	atomic_bool stop;
	int interval;
	long ticks;
};

static void *monitor_run(void *arg)
{
	struct monitor *monitor = arg;

	while (!atomic_load(&monitor->stop)) {
		usleep((useconds_t)monitor->interval * 1000);
		monitor->ticks++;
	}
	return NULL;
}

static int monitor_run_c11(void *arg)
{
	monitor_run(arg);
	return 0;
}

static void monitor_stop(struct monitor *monitor)
{
	atomic_store(&monitor->stop, true);
}

static void monitor_stop_and_wait(struct monitor *monitor, pthread_t tid)
{
	monitor_stop(monitor);
	pthread_join(tid, NULL);
}

long flag_bad(int seconds)
{
	struct monitor monitor = { .interval = 20 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, monitor_run, &monitor) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	sleep((unsigned)seconds);
	atomic_store(&monitor.stop, true);
	return monitor.interval;
}

long stop_function_bad(int seconds)
{
	struct monitor monitor = { .interval = 20 };
	thrd_t thr;

	if (thrd_create(&thr, monitor_run_c11, &monitor) != thrd_success) //~ ERROR E0373
		return -1;
	sleep((unsigned)seconds);
	monitor_stop(&monitor);
	return thrd_detach(thr);
}

// A cancelled thread runs on to the next cancellation point.
long cancel_bad(int seconds)
{
	struct monitor monitor = { .interval = 20 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, monitor_run, &monitor) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	sleep((unsigned)seconds);
	pthread_cancel(tid);
	return 0;
}

// Neither does a signal end it, nor a nap give it the time to end.
long signal_and_sleep_bad(void)
{
	struct monitor monitor = { .interval = 20 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, monitor_run, &monitor) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	monitor_stop(&monitor);
	pthread_kill(tid, SIGUSR1);
	usleep(5 * 1000);
	return 0;
}

void glib_bad(void)
{
	struct monitor monitor = { .interval = 20 };
	GThread *thread = g_thread_new("monitor", monitor_run, &monitor); //~ ERROR E0373

	g_usleep(1000);
	monitor_stop(&monitor);
	g_thread_unref(thread);
}

long stopped_and_joined_ok(int seconds)
{
	struct monitor monitor = { .interval = 20 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, monitor_run, &monitor) != 0)
		return -1;
	sleep((unsigned)seconds);
	monitor_stop_and_wait(&monitor, tid);
	return monitor.ticks;
}

long cancelled_and_joined_ok(int seconds)
{
	struct monitor monitor = { .interval = 20 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, monitor_run, &monitor) != 0)
		return -1;
	sleep((unsigned)seconds);
	pthread_cancel(tid);
	pthread_join(tid, NULL);
	return monitor.ticks;
}

void glib_ok(void)
{
	struct monitor monitor = { .interval = 20 };
	GThread *thread = g_thread_new("monitor", monitor_run, &monitor);

	monitor_stop(&monitor);
	g_thread_join(thread);
}
// Not run: GLib is not there when the suite runs.
