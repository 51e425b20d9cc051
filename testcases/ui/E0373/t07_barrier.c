// T7: both sides meet at a barrier; what the thread uses before it may end, what it uses after it may not.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define NTHREADS 3

struct meeting {
	pthread_barrier_t *barrier;
	int value;
};

static pthread_barrier_t gate;
static int last[NTHREADS + 1];

static void *takes_then_meets(void *arg)
{
	struct meeting *meeting = arg;
	pthread_barrier_t *barrier = meeting->barrier;
	int value = meeting->value;

	pthread_barrier_wait(barrier);
	usleep(100 * 1000);
	last[value] = value;
	return NULL;
}

static void *meets_then_takes(void *arg)
{
	struct meeting *meeting = arg;

	pthread_barrier_wait(meeting->barrier);
	usleep(100 * 1000);
	last[0] = meeting->value;
	return NULL;
}

// Its barrier is the global one.
static void *takes_then_passes_gate(void *arg)
{
	int value = *(int *)arg;

	pthread_barrier_wait(&gate);
	usleep(100 * 1000);
	last[value] = value;
	return NULL;
}

int two_ok(int value)
{
	static pthread_barrier_t barrier;
	struct meeting meeting = { &barrier, value };
	pthread_t tid;

	pthread_barrier_init(&barrier, NULL, 2);
	if (pthread_create(&tid, NULL, takes_then_meets, &meeting) != 0)
		return -1;
	pthread_detach(tid);
	pthread_barrier_wait(&barrier);
	return 0;
}

int global_ok(void)
{
	int value = 1;
	pthread_t tid;
	int rc;

	pthread_barrier_init(&gate, NULL, 2);
	if (pthread_create(&tid, NULL, takes_then_passes_gate, &value) != 0)
		abort();
	pthread_detach(tid);
	rc = pthread_barrier_wait(&gate);
	return rc == PTHREAD_BARRIER_SERIAL_THREAD ? 0 : rc;
}

// All threads and the spawner: one more than there are threads.
int many_ok(void)
{
	struct meeting meetings[NTHREADS];
	pthread_t tid;

	pthread_barrier_init(&gate, NULL, NTHREADS + 1);
	for (int i = 0; i < NTHREADS; i++) {
		meetings[i] = (struct meeting){ &gate, i };
		if (pthread_create(&tid, NULL, takes_then_meets, &meetings[i]) != 0)
			abort();
		pthread_detach(tid);
	}
	pthread_barrier_wait(&gate);
	return 0;
}

int touched_after_bad(int value)
{
	struct meeting meeting = { &gate, value };
	pthread_t tid;

	pthread_barrier_init(&gate, NULL, 2);
	if (pthread_create(&tid, NULL, meets_then_takes, &meeting) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	pthread_barrier_wait(&gate);
	return 0;
}

// Another barrier: the two never meet.
int other_barrier_bad(int value, pthread_barrier_t *phase)
{
	static pthread_barrier_t barrier;
	struct meeting meeting = { &barrier, value };
	pthread_t tid;

	pthread_barrier_init(&barrier, NULL, 2);
	if (pthread_create(&tid, NULL, takes_then_meets, &meeting) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	pthread_barrier_wait(phase);
	return 0;
}

// The threads meet among themselves; the spawner does not come.
int without_spawner_bad(void)
{
	struct meeting meetings[NTHREADS];
	pthread_t tid;

	pthread_barrier_init(&gate, NULL, NTHREADS);
	for (int i = 0; i < NTHREADS; i++) {
		meetings[i] = (struct meeting){ &gate, i };
		if (pthread_create(&tid, NULL, takes_then_meets, &meetings[i]) != 0) //~ ERROR E0373
			abort();
		pthread_detach(tid);
	}
	return 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(touched_after_bad(1)) RUN_OK(two_ok(1)) RUN_OK(global_ok()) RUN_OK(many_ok()))
#endif
