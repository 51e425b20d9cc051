// T7: something is waited for that may be the end of the use, and may not: a warning, no error.
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct start {
	sem_t taken;
	pthread_mutex_t lock;
	pthread_cond_t cond;
	bool ready;
	int value;
};

static int last;

static void *posts(void *arg)
{
	struct start *start = arg;
	int value = start->value;

	sem_post(&start->taken);
	last = value;
	return NULL;
}

static void *signals(void *arg)
{
	struct start *start = arg;
	int value;

	pthread_mutex_lock(&start->lock);
	value = start->value;
	start->ready = true;
	pthread_cond_signal(&start->cond);
	pthread_mutex_unlock(&start->lock);
	last = value;
	return NULL;
}

static void *sets_flag(void *arg)
{
	struct start *start = arg;
	int value = start->value;

	start->ready = true;
	last = value;
	return NULL;
}

// A signal handler may end the wait, and nobody asks whether one did.
int interruptible_bad(int value)
{
	struct start start = { .value = value };
	pthread_t tid;

	sem_init(&start.taken, 0, 0);
	if (pthread_create(&tid, NULL, posts, &start) != 0) //~ WARNING E0373
		return -1;
	pthread_detach(tid);
	sem_wait(&start.taken);
	return 0;
}

// A condition variable may wake its waiters for no reason, and no flag is asked.
int no_flag_bad(int value)
{
	struct start start = { .value = value, .lock = PTHREAD_MUTEX_INITIALIZER, .cond = PTHREAD_COND_INITIALIZER };
	pthread_t tid;

	pthread_mutex_lock(&start.lock);
	if (pthread_create(&tid, NULL, signals, &start) != 0) //~ WARNING E0373
		abort();
	pthread_detach(tid);
	pthread_cond_wait(&start.cond, &start.lock);
	pthread_mutex_unlock(&start.lock);
	return 0;
}

// The flag is asked once, by an if.
int if_bad(int value)
{
	struct start start = { .value = value, .lock = PTHREAD_MUTEX_INITIALIZER, .cond = PTHREAD_COND_INITIALIZER };
	pthread_t tid;

	if (pthread_create(&tid, NULL, signals, &start) != 0) //~ WARNING E0373
		abort();
	pthread_detach(tid);
	pthread_mutex_lock(&start.lock);
	if (!start.ready)
		pthread_cond_wait(&start.cond, &start.lock);
	pthread_mutex_unlock(&start.lock);
	return 0;
}

// Neither atomic nor volatile nor locked: what the loop sees orders nothing.
int plain_flag_bad(int value)
{
	struct start start = { .value = value };
	pthread_t tid;

	if (pthread_create(&tid, NULL, sets_flag, &start) != 0) //~ WARNING E0373
		abort();
	pthread_detach(tid);
	while (!start.ready)
		usleep(100);
	return 0;
}

int asked_again_ok(int value)
{
	struct start start = { .value = value };
	pthread_t tid;

	sem_init(&start.taken, 0, 0);
	if (pthread_create(&tid, NULL, posts, &start) != 0)
		return -1;
	pthread_detach(tid);
	while (sem_wait(&start.taken))
		;
	return 0;
}
// Not run: these go wrong when a signal or a spurious wake-up comes at the wrong time.
