// T7: the handshake is a flag and a condition variable, set and signalled under the mutex.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

struct start {
	pthread_mutex_t lock;
	pthread_cond_t cond;
	bool ready;
	int value;
};

static int last;

static void *flag_under_lock(void *arg)
{
	struct start *start = arg;
	int value;

	pthread_mutex_lock(&start->lock);
	value = start->value;
	start->ready = true;
	pthread_cond_signal(&start->cond);
	pthread_mutex_unlock(&start->lock);
	usleep(100 * 1000);
	last = value;
	return NULL;
}

// Reads again when the flag is set and the lock is free.
static void *reads_later(void *arg)
{
	struct start *start = arg;

	pthread_mutex_lock(&start->lock);
	start->ready = true;
	pthread_cond_signal(&start->cond);
	pthread_mutex_unlock(&start->lock);
	usleep(100 * 1000);
	last = start->value;
	return NULL;
}

// The spawner may see the flag as soon as the lock is free: then the condition variable is gone.
static void *signals_after_unlock(void *arg)
{
	struct start *start = arg;

	pthread_mutex_lock(&start->lock);
	last = start->value;
	start->ready = true;
	pthread_mutex_unlock(&start->lock);
	usleep(100 * 1000);
	pthread_cond_signal(&start->cond);
	return NULL;
}

static void start_init(struct start *start, int value)
{
	pthread_mutex_init(&start->lock, NULL);
	pthread_cond_init(&start->cond, NULL);
	start->ready = false;
	start->value = value;
}

static void start_wait(struct start *start)
{
	pthread_mutex_lock(&start->lock);
	while (!start->ready)
		pthread_cond_wait(&start->cond, &start->lock);
	pthread_mutex_unlock(&start->lock);
}

int flag_ok(int value)
{
	struct start start = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, value };
	pthread_t tid;

	if (pthread_create(&tid, NULL, flag_under_lock, &start) != 0)
		return -1;
	pthread_detach(tid);
	pthread_mutex_lock(&start.lock);
	while (!start.ready)
		pthread_cond_wait(&start.cond, &start.lock);
	pthread_mutex_unlock(&start.lock);
	return 0;
}

int helper_ok(int value)
{
	struct start start;
	pthread_t tid;

	start_init(&start, value);
	if (pthread_create(&tid, NULL, flag_under_lock, &start) != 0)
		return -1;
	pthread_detach(tid);
	start_wait(&start);
	pthread_cond_destroy(&start.cond);
	pthread_mutex_destroy(&start.lock);
	return 0;
}

// Locked before the thread starts: it can signal only while this one waits.
int locked_before_ok(int value)
{
	struct start start;
	pthread_t tid;

	start_init(&start, value);
	pthread_mutex_lock(&start.lock);
	if (pthread_create(&tid, NULL, flag_under_lock, &start) != 0) {
		pthread_mutex_unlock(&start.lock);
		return -1;
	}
	pthread_detach(tid);
	do {
		pthread_cond_wait(&start.cond, &start.lock);
	} while (!start.ready);
	pthread_mutex_unlock(&start.lock);
	return 0;
}

// A wait of limited length, asked again until the flag is set.
int timed_loop_ok(int value)
{
	struct start start;
	pthread_t tid;

	start_init(&start, value);
	if (pthread_create(&tid, NULL, flag_under_lock, &start) != 0)
		return -1;
	pthread_detach(tid);
	pthread_mutex_lock(&start.lock);
	while (!start.ready) {
		struct timespec limit;

		clock_gettime(CLOCK_REALTIME, &limit);
		limit.tv_sec++;
		pthread_cond_timedwait(&start.cond, &start.lock, &limit);
	}
	pthread_mutex_unlock(&start.lock);
	return 0;
}

int reads_later_bad(int value)
{
	struct start start;
	pthread_t tid;

	start_init(&start, value);
	if (pthread_create(&tid, NULL, reads_later, &start) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	start_wait(&start);
	return 0;
}

int signals_after_unlock_bad(int value)
{
	struct start start;
	pthread_t tid;

	start_init(&start, value);
	if (pthread_create(&tid, NULL, signals_after_unlock, &start) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	start_wait(&start);
	return 0;
}

// Gives up when the time is over.
int timed_bad(int value)
{
	struct start start;
	struct timespec limit = { .tv_sec = 0 };
	pthread_t tid;
	int rc = 0;

	start_init(&start, value);
	if (pthread_create(&tid, NULL, flag_under_lock, &start) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	pthread_mutex_lock(&start.lock);
	while (!start.ready && rc == 0)
		rc = pthread_cond_timedwait(&start.cond, &start.lock, &limit);
	pthread_mutex_unlock(&start.lock);
	return rc;
}

// Looks once, and does not wait.
int looks_once_bad(int value)
{
	struct start start;
	pthread_t tid;

	start_init(&start, value);
	if (pthread_create(&tid, NULL, flag_under_lock, &start) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	pthread_mutex_lock(&start.lock);
	if (!start.ready)
		last = 0;
	pthread_mutex_unlock(&start.lock);
	return 0;
}

// The same with C11's names.
struct start_c11 {
	mtx_t lock;
	cnd_t cond;
	bool ready;
	int value;
};

static int flag_under_lock_c11(void *arg)
{
	struct start_c11 *start = arg;
	int value;

	mtx_lock(&start->lock);
	value = start->value;
	start->ready = true;
	cnd_signal(&start->cond);
	mtx_unlock(&start->lock);
	last = value;
	return 0;
}

static int reads_later_c11(void *arg)
{
	struct start_c11 *start = arg;

	mtx_lock(&start->lock);
	start->ready = true;
	cnd_broadcast(&start->cond);
	mtx_unlock(&start->lock);
	thrd_sleep(&(struct timespec){ .tv_nsec = 20 * 1000 * 1000 }, NULL);
	last = start->value;
	return 0;
}

static int init_c11(struct start_c11 *start, int value)
{
	start->ready = false;
	start->value = value;
	return mtx_init(&start->lock, mtx_plain) == thrd_success && cnd_init(&start->cond) == thrd_success ? 0 : -1;
}

int c11_ok(int value)
{
	struct start_c11 start;
	thrd_t thr;

	if (init_c11(&start, value) != 0)
		return -1;
	if (thrd_create(&thr, flag_under_lock_c11, &start) != thrd_success)
		return -1;
	thrd_detach(thr);
	mtx_lock(&start.lock);
	while (!start.ready)
		cnd_wait(&start.cond, &start.lock);
	mtx_unlock(&start.lock);
	return 0;
}

int c11_reads_later_bad(int value)
{
	struct start_c11 start;
	thrd_t thr;

	if (init_c11(&start, value) != 0)
		return -1;
	if (thrd_create(&thr, reads_later_c11, &start) != thrd_success) //~ ERROR E0373
		return -1;
	thrd_detach(thr);
	mtx_lock(&start.lock);
	while (!start.ready)
		cnd_wait(&start.cond, &start.lock);
	mtx_unlock(&start.lock);
	return 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(reads_later_bad(1)) RUN_BAD(c11_reads_later_bad(1))
		RUN_OK(flag_ok(1)) RUN_OK(helper_ok(1)) RUN_OK(locked_before_ok(1)) RUN_OK(timed_loop_ok(1))
		RUN_OK(c11_ok(1)))
#endif
