// Real shape: create is tried again while the system is out of threads for the moment.
#include <errno.h>
#include <threads.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct tick {
	long count;
};

static void *tick_run(void *arg)
{
	struct tick *tick = arg;

	usleep(20 * 1000);
	tick->count++;
	return NULL;
}

static int tick_run_c11(void *arg)
{
	return tick_run(arg) != NULL;
}

int while_eagain_ok(void)
{
	struct tick tick = { 0 };
	pthread_t tid;
	int rc;

	while ((rc = pthread_create(&tid, NULL, tick_run, &tick)) == EAGAIN)
		usleep(1000);
	if (rc != 0)
		return -rc;
	pthread_join(tid, NULL);
	return (int)tick.count;
}

int for_tries_ok(int tries)
{
	struct tick tick = { 0 };
	pthread_t tid;
	int rc = EAGAIN;

	for (int i = 0; i < tries && rc == EAGAIN; i++)
		rc = pthread_create(&tid, NULL, tick_run, &tick);
	if (rc == 0)
		rc = pthread_join(tid, NULL);
	return rc;
}

int do_nomem_ok(void)
{
	struct tick tick = { 0 };
	thrd_t thr;
	int rc;

	do
		rc = thrd_create(&thr, tick_run_c11, &tick);
	while (rc == thrd_nomem);
	if (rc != thrd_success)
		return -1;
	thrd_join(thr, NULL);
	return (int)tick.count;
}

int while_eagain_bad(void)
{
	struct tick tick = { 0 };
	pthread_t tid;
	int rc;

	while ((rc = pthread_create(&tid, NULL, tick_run, &tick)) == EAGAIN) //~ ERROR E0373
		usleep(1000);
	return -rc;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(while_eagain_bad()) RUN_OK(while_eagain_ok()) RUN_OK(for_tries_ok(3)) RUN_OK(do_nomem_ok()))
#endif
