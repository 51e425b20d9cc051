// T7: no join, but the spawner waits until the thread has taken what it was lent. T7': it waits for the wrong thing, or
// the thread goes on.
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct start_args {
	sem_t taken;
	pthread_mutex_t lock;
	pthread_cond_t cond;
	bool ready;
	char name[16];
	int fd;
};

static void work_on(const char *name, int fd)
{
	char copy[16];

	snprintf(copy, sizeof copy, "%s%d", name, fd);
	usleep(20 * 1000);
}

// Copies, signals, and touches the arguments no more.
static void *run_semaphore(void *arg)
{
	struct start_args *args = arg;
	char name[16];
	int fd = args->fd;

	memcpy(name, args->name, sizeof name);
	sem_post(&args->taken);
	work_on(name, fd);
	return NULL;
}

static void *run_condition(void *arg)
{
	struct start_args *args = arg;
	int fd;

	pthread_mutex_lock(&args->lock);
	fd = args->fd;
	args->ready = true;
	pthread_cond_signal(&args->cond);
	pthread_mutex_unlock(&args->lock);
	work_on("condition", fd);
	return NULL;
}

// Signals first, and copies then.
static void *run_early_signal(void *arg)
{
	struct start_args *args = arg;

	sem_post(&args->taken);
	usleep(20 * 1000);
	work_on(args->name, args->fd);
	return NULL;
}

int semaphore_ok(int fd)
{
	struct start_args args = { .name = "worker", .fd = fd };
	pthread_t tid;

	sem_init(&args.taken, 0, 0);
	if (pthread_create(&tid, NULL, run_semaphore, &args) != 0) {
		sem_destroy(&args.taken);
		return -1;
	}
	pthread_detach(tid);
	while (sem_wait(&args.taken) < 0 && errno == EINTR)
		;
	sem_destroy(&args.taken);
	return 0;
}

int condition_ok(int fd)
{
	struct start_args args = { .fd = fd, .lock = PTHREAD_MUTEX_INITIALIZER, .cond = PTHREAD_COND_INITIALIZER };
	pthread_t tid;

	if (pthread_create(&tid, NULL, run_condition, &args) != 0)
		return -1;
	pthread_detach(tid);
	pthread_mutex_lock(&args.lock);
	while (!args.ready)
		pthread_cond_wait(&args.cond, &args.lock);
	pthread_mutex_unlock(&args.lock);
	return 0;
}

struct barrier_args {
	pthread_barrier_t *barrier;
	int *fd;
};

static void *run_barrier(void *arg)
{
	struct barrier_args *args = arg;
	int fd = *args->fd;

	pthread_barrier_wait(args->barrier);
	work_on("barrier", fd);
	return NULL;
}

int barrier_ok(int fd)
{
	static pthread_barrier_t barrier;
	struct barrier_args args = { &barrier, &fd };
	pthread_t tid;

	pthread_barrier_init(&barrier, NULL, 2);
	if (pthread_create(&tid, NULL, run_barrier, &args) != 0)
		abort();
	pthread_detach(tid);
	pthread_barrier_wait(&barrier);
	return 0;
}

// The entry goes on using what was lent after its signal.
int early_signal_bad(int fd)
{
	struct start_args args = { .name = "worker", .fd = fd };
	pthread_t tid;

	sem_init(&args.taken, 0, 0);
	if (pthread_create(&tid, NULL, run_early_signal, &args) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	while (sem_wait(&args.taken) < 0 && errno == EINTR)
		;
	return 0;
}

// Waits on a semaphore that this thread never posts.
int other_semaphore_bad(int fd, sem_t *other)
{
	struct start_args args = { .name = "worker", .fd = fd };
	pthread_t tid;

	sem_init(&args.taken, 0, 0);
	if (pthread_create(&tid, NULL, run_semaphore, &args) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	sem_wait(other);
	return 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(early_signal_bad(1)) RUN_OK(semaphore_ok(1)) RUN_OK(condition_ok(1)) RUN_OK(barrier_ok(1)))
#endif
