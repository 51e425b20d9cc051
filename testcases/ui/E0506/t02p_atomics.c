// Item 5: atomics and objects made for several threads are written while they are lent; that is what they are for.
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>
#include <unistd.h>

#include "../include/fake_glib.h"

struct control {
	atomic_bool stop;
	_Atomic int level;
	int gnu_stop;
	gint glib_stop;
	bool plain_stop;
	sem_t wake;
	pthread_cond_t cond;
	pthread_mutex_t lock;
};

static void *until_stopped(void *arg)
{
	struct control *control = arg;

	while (!atomic_load(&control->stop))
		usleep(1000 * (unsigned)control->level);
	return NULL;
}

static void *until_gnu_stopped(void *arg)
{
	struct control *control = arg;

	while (!__atomic_load_n(&control->gnu_stop, __ATOMIC_ACQUIRE))
		usleep(1000);
	return NULL;
}

static void *until_glib_stopped(void *arg)
{
	struct control *control = arg;

	while (!g_atomic_int_get(&control->glib_stop))
		g_usleep(1000);
	return NULL;
}

static void *until_plain_stopped(void *arg)
{
	struct control *control = arg;

	for (int i = 0; i < 100 && !control->plain_stop; i++)
		usleep(1000);
	return NULL;
}

static void *until_woken(void *arg)
{
	struct control *control = arg;

	sem_wait(&control->wake);
	return NULL;
}

static int until_stopped_c11(void *arg)
{
	until_stopped(arg);
	return 0;
}

int atomic_store_ok(void)
{
	struct control control = { .level = 1 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, until_stopped, &control) != 0)
		return -1;
	control.level = 2;
	control.level++;
	atomic_store(&control.stop, true);
	pthread_join(tid, NULL);
	return 0;
}

int atomic_store_c11_ok(void)
{
	struct control control = { .level = 1 };
	thrd_t thr;

	if (thrd_create(&thr, until_stopped_c11, &control) != thrd_success)
		return -1;
	atomic_store_explicit(&control.stop, true, memory_order_release);
	thrd_join(thr, NULL);
	return 0;
}

int builtin_ok(void)
{
	struct control control = { .gnu_stop = 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, until_gnu_stopped, &control) != 0)
		return -1;
	__atomic_store_n(&control.gnu_stop, 1, __ATOMIC_RELEASE);
	pthread_join(tid, NULL);
	return 0;
}

int glib_ok(void)
{
	struct control control = { .glib_stop = 0 };
	GThread *thread = g_thread_new("control", until_glib_stopped, &control);

	g_atomic_int_set(&control.glib_stop, 1);
	g_thread_join(thread);
	return 0;
}

int semaphore_ok(void)
{
	struct control control = { .level = 0 };
	pthread_t tid;

	sem_init(&control.wake, 0, 0);
	if (pthread_create(&tid, NULL, until_woken, &control) != 0)
		return -1;
	sem_post(&control.wake);
	pthread_join(tid, NULL);
	return 0;
}

// A plain flag is a plain object.
int plain_bad(void)
{
	struct control control = { .level = 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, until_plain_stopped, &control) != 0)
		return -1;
	control.plain_stop = true; //~ ERROR E0506
	pthread_join(tid, NULL);
	return 0;
}

// Read atomically by the thread, written plainly here.
int half_atomic_bad(void)
{
	struct control control = { .gnu_stop = 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, until_gnu_stopped, &control) != 0)
		return -1;
	control.gnu_stop = 1; //~ ERROR E0506
	pthread_join(tid, NULL);
	return 0;
}

// Reading while the thread reads is no conflict either.
int read_ok(void)
{
	struct control control = { .plain_stop = true };
	pthread_t tid;
	int stopped;

	if (pthread_create(&tid, NULL, until_plain_stopped, &control) != 0)
		return -1;
	stopped = control.plain_stop;
	pthread_join(tid, NULL);
	control.plain_stop = false;
	return stopped;
}
// Not run: GLib is not there when the suite runs.
