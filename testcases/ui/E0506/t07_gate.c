// SPDX-License-Identifier: MIT
// T2, T7: what a thread reads only after it has waited may be assigned until it is let go, and not when both have
// passed the barrier.
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

struct work {
	pthread_barrier_t start, end;
	sem_t go;
	int sends;
};

static void *reads_behind_barrier(void *arg)
{
	struct work *work = arg;
	pthread_barrier_wait(&work->start);
	return work->sends ? arg : NULL;
}

int assigned_before_ok(void)
{
	struct work work;
	pthread_t thread;
	pthread_barrier_init(&work.start, NULL, 2);
	if (pthread_create(&thread, NULL, reads_behind_barrier, &work) != 0)
		exit(1);
	work.sends = 2;
	pthread_barrier_wait(&work.start);
	pthread_join(thread, NULL);
	return 0;
}

int assigned_behind_bad(void)
{
	struct work work;
	pthread_t thread;
	pthread_barrier_init(&work.start, NULL, 2);
	if (pthread_create(&thread, NULL, reads_behind_barrier, &work) != 0)
		exit(1);
	pthread_barrier_wait(&work.start);
	work.sends = 2; //~ ERROR E0506
	pthread_join(thread, NULL);
	return 0;
}

// Read between two barriers: behind the second it is over.
static void *reads_between(void *arg)
{
	struct work *work = arg;
	int sends;
	pthread_barrier_wait(&work->start);
	sends = work->sends;
	pthread_barrier_wait(&work->end);
	return sends ? arg : NULL;
}

int assigned_behind_both_ok(void)
{
	struct work work = {.sends = 1};
	pthread_t thread;
	pthread_barrier_init(&work.start, NULL, 2);
	pthread_barrier_init(&work.end, NULL, 2);
	if (pthread_create(&thread, NULL, reads_between, &work) != 0)
		exit(1);
	pthread_barrier_wait(&work.start);
	pthread_barrier_wait(&work.end);
	work.sends = 2;
	pthread_join(thread, NULL);
	return 0;
}

int assigned_between_bad(void)
{
	struct work work = {.sends = 1};
	pthread_t thread;
	pthread_barrier_init(&work.start, NULL, 2);
	pthread_barrier_init(&work.end, NULL, 2);
	if (pthread_create(&thread, NULL, reads_between, &work) != 0)
		exit(1);
	pthread_barrier_wait(&work.start);
	work.sends = 2; //~ ERROR E0506
	pthread_barrier_wait(&work.end);
	pthread_join(thread, NULL);
	return 0;
}

// One barrier for all rounds: it comes twice in each.
static void *reads_in_rounds(void *arg)
{
	struct work *work = arg;
	for (;;) {
		pthread_barrier_wait(&work->start);
		if (work->sends == 0)
			return NULL;
		pthread_barrier_wait(&work->start);
	}
}

int assigned_in_rounds_ok(int rounds)
{
	struct work work = {.sends = 1};
	pthread_t thread;
	pthread_barrier_init(&work.start, NULL, 2);
	if (pthread_create(&thread, NULL, reads_in_rounds, &work) != 0)
		exit(1);
	for (int i = rounds; i >= 0; i--) {
		work.sends = i;
		pthread_barrier_wait(&work.start);
		if (i > 0)
			pthread_barrier_wait(&work.start);
	}
	pthread_join(thread, NULL);
	return 0;
}

// Behind the barrier the thread waits once more.
static void *reads_when_told(void *arg)
{
	struct work *work = arg;
	pthread_barrier_wait(&work->start);
	sem_wait(&work->go);
	return work->sends ? arg : NULL;
}

int assigned_before_told_ok(void)
{
	struct work work;
	pthread_t thread;
	pthread_barrier_init(&work.start, NULL, 2);
	sem_init(&work.go, 0, 0);
	if (pthread_create(&thread, NULL, reads_when_told, &work) != 0)
		exit(1);
	pthread_barrier_wait(&work.start);
	work.sends = 2;
	sem_post(&work.go);
	pthread_join(thread, NULL);
	return 0;
}
