// SPDX-License-Identifier: MIT
// T7': a wait for a count that other threads write tells nothing of one that waits at a barrier; but where those
// have met it there first, it may.
#include <pthread.h>
#include <stdlib.h>

void use(int value);

struct meeting {
	pthread_barrier_t gate;
	int n;
};

struct count {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int ready;
	struct meeting *meeting;
};

static void *meets(void *arg)
{
	struct meeting *meeting = arg;
	use(meeting->n);
	pthread_barrier_wait(&meeting->gate);
	return NULL;
}

static void *counts(void *arg)
{
	struct count *count = arg;
	pthread_mutex_lock(&count->lock);
	count->ready++;
	pthread_cond_signal(&count->changed);
	pthread_mutex_unlock(&count->lock);
	return NULL;
}

static void *meets_and_counts(void *arg)
{
	struct count *count = arg;
	pthread_barrier_wait(&count->meeting->gate);
	pthread_mutex_lock(&count->lock);
	count->ready++;
	pthread_cond_signal(&count->changed);
	pthread_mutex_unlock(&count->lock);
	return NULL;
}

static void count_begin(struct count *count)
{
	pthread_mutex_init(&count->lock, NULL);
	pthread_cond_init(&count->changed, NULL);
	count->ready = 0;
}

static void start(void *(*entry)(void *), void *arg)
{
	pthread_t tid;
	if (pthread_create(&tid, NULL, entry, arg) != 0)
		abort();
	pthread_detach(tid);
}

void others_counted_bad(void)
{
	struct meeting meeting = {.n = 1};
	static struct count count;
	pthread_barrier_init(&meeting.gate, NULL, 2);
	count_begin(&count);
	start(meets, &meeting); //~ ERROR E0373
	start(counts, &count);
	start(counts, &count);
	pthread_mutex_lock(&count.lock);
	while (count.ready < 2)
		pthread_cond_wait(&count.changed, &count.lock);
	pthread_mutex_unlock(&count.lock);
}

void others_met_it_ok(void)
{
	struct meeting own = {.n = 1};
	static struct count count;
	pthread_barrier_init(&own.gate, NULL, 3);
	count_begin(&count);
	count.meeting = &own;
	start(meets, &own);
	start(meets_and_counts, &count);
	start(meets_and_counts, &count);
	pthread_mutex_lock(&count.lock);
	while (count.ready < 2)
		pthread_cond_wait(&count.changed, &count.lock);
	pthread_mutex_unlock(&count.lock);
}
