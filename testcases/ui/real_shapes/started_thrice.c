// SPDX-License-Identifier: MIT
// A check that starts a thread, after glibc's tst-mutex8: it is called three times, and gives up
// where the thread waits for the lock that a global names. The next call makes it anew.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t *m;
static pthread_barrier_t b;
static pthread_cond_t c;
static bool done;

static void *waits(void *arg)
{
	(void)arg;
	pthread_mutex_lock(m);
	pthread_barrier_wait(&b);
	while (!done)
		if (pthread_cond_wait(&c, m) != 0)
			return (void *)1;
	pthread_mutex_unlock(m);
	return NULL;
}

static int check_bad(pthread_mutexattr_t *attributes)
{
	pthread_t thread;
	if (pthread_mutex_init(m, attributes) != 0)
		return 1;
	if (pthread_create(&thread, NULL, waits, NULL) != 0) //~ WARNING unjoined_thread
		return 1;
	done = false;
	int e = pthread_barrier_wait(&b);
	if (e != 0 && e != PTHREAD_BARRIER_SERIAL_THREAD) {
		puts("barrier_wait failed");
		return 1;
	}
	if (pthread_mutex_lock(m) != 0) {
		puts("mutex_lock failed");
		return 1;
	}
	done = true;
	pthread_cond_signal(&c);
	pthread_mutex_unlock(m);
	pthread_join(thread, NULL);
	return pthread_mutex_destroy(m);
}

int all_three_bad(void)
{
	pthread_mutex_t mm;
	pthread_mutexattr_t kind;
	m = &mm;
	pthread_barrier_init(&b, NULL, 2);
	pthread_cond_init(&c, NULL);
	int res = check_bad(NULL); //~ ERROR E0373

	pthread_mutexattr_init(&kind);
	pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
	res |= check_bad(&kind); //~ ERROR E0373
	//~^ ERROR E0505
	res |= check_bad(&kind); //~ ERROR E0373
	//~^ ERROR E0505
	return res;
}

static int check_ok(pthread_mutexattr_t *attributes)
{
	pthread_t thread;
	if (pthread_mutex_init(m, attributes) != 0)
		return 1;
	if (pthread_create(&thread, NULL, waits, NULL) != 0)
		return 1;
	done = false;
	int e = pthread_barrier_wait(&b);
	if (e != 0 && e != PTHREAD_BARRIER_SERIAL_THREAD) {
		puts("barrier_wait failed");
		exit(1);
	}
	if (pthread_mutex_lock(m) != 0) {
		puts("mutex_lock failed");
		exit(1);
	}
	done = true;
	pthread_cond_signal(&c);
	pthread_mutex_unlock(m);
	pthread_join(thread, NULL);
	return pthread_mutex_destroy(m);
}

int all_three_ok(void)
{
	pthread_mutex_t mm;
	pthread_mutexattr_t kind;
	m = &mm;
	pthread_barrier_init(&b, NULL, 2);
	pthread_cond_init(&c, NULL);
	int res = check_ok(NULL);

	pthread_mutexattr_init(&kind);
	pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
	res |= check_ok(&kind);
	res |= check_ok(&kind);
	return res;
}
