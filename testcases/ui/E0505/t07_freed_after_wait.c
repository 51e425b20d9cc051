// T7: a block is freed, or a semaphore destroyed, after a handshake instead of a join; right when the thread's last
// touch came before its signal.
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <unistd.h>

struct start {
	sem_t taken;
	char name[32];
	int number;
};

struct box {
	mtx_t lock;
	cnd_t changed;
	bool taken;
	int *numbers;
};

static void *takes(void *arg)
{
	struct start *start = arg;
	char name[32];

	memcpy(name, start->name, sizeof name);
	sem_post(&start->taken);
	usleep(50 * 1000);
	printf("%s\n", name);
	return NULL;
}

static void *takes_and_goes_on(void *arg)
{
	struct start *start = arg;
	char name[32];

	memcpy(name, start->name, sizeof name);
	sem_post(&start->taken);
	usleep(100 * 1000);
	printf("%s %d\n", name, start->number);
	return NULL;
}

static int sums_c11(void *arg)
{
	struct box *box = arg;
	int sum;

	mtx_lock(&box->lock);
	sum = box->numbers[0] + box->numbers[1];
	box->taken = true;
	cnd_signal(&box->changed);
	mtx_unlock(&box->lock);
	return sum;
}

static int sums_late_c11(void *arg)
{
	struct box *box = arg;
	int *numbers = box->numbers;

	mtx_lock(&box->lock);
	box->taken = true;
	cnd_signal(&box->changed);
	mtx_unlock(&box->lock);
	thrd_sleep(&(struct timespec){ .tv_nsec = 100 * 1000 * 1000 }, NULL);
	return numbers[0] + numbers[1];
}

static struct start *start_new(const char *name)
{
	struct start *start = calloc(1, sizeof *start);

	if (!start || sem_init(&start->taken, 0, 0) != 0)
		abort();
	snprintf(start->name, sizeof start->name, "%s", name);
	return start;
}

static void start_wait(struct start *start)
{
	while (sem_wait(&start->taken) != 0 && errno == EINTR)
		;
}

static void box_wait(struct box *box)
{
	mtx_lock(&box->lock);
	while (!box->taken)
		cnd_wait(&box->changed, &box->lock);
	mtx_unlock(&box->lock);
}

int freed_ok(const char *name)
{
	struct start *start = start_new(name);
	pthread_t tid;

	if (pthread_create(&tid, NULL, takes, start) == 0) {
		pthread_detach(tid);
		start_wait(start);
	}
	sem_destroy(&start->taken);
	free(start);
	return 0;
}

int freed_bad(const char *name)
{
	struct start *start = start_new(name);
	pthread_t tid;

	if (pthread_create(&tid, NULL, takes_and_goes_on, start) != 0)
		abort();
	pthread_detach(tid);
	start_wait(start);
	free(start); //~ ERROR E0505
	return 0;
}

// Freed before the wait.
int freed_before_bad(const char *name)
{
	struct start *start = start_new(name);
	pthread_t tid;

	if (pthread_create(&tid, NULL, takes, start) != 0)
		abort();
	free(start); //~ ERROR E0505
	pthread_join(tid, NULL);
	return 0;
}

int numbers_c11_ok(void)
{
	int *numbers = calloc(2, sizeof *numbers);
	struct box box = { .numbers = numbers };
	thrd_t thr;

	if (!numbers || mtx_init(&box.lock, mtx_plain) != thrd_success || cnd_init(&box.changed) != thrd_success)
		abort();
	if (thrd_create(&thr, sums_c11, &box) != thrd_success)
		abort();
	box_wait(&box);
	free(numbers);
	return thrd_join(thr, NULL);
}

int numbers_c11_bad(void)
{
	int *numbers = calloc(2, sizeof *numbers);
	struct box box = { .numbers = numbers };
	thrd_t thr;

	if (!numbers || mtx_init(&box.lock, mtx_plain) != thrd_success || cnd_init(&box.changed) != thrd_success)
		abort();
	if (thrd_create(&thr, sums_late_c11, &box) != thrd_success)
		abort();
	box_wait(&box);
	free(numbers); //~ ERROR E0505
	return thrd_join(thr, NULL);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(freed_bad("a")) RUN_BAD(numbers_c11_bad()) RUN_OK(freed_ok("a")) RUN_OK(numbers_c11_ok()))
#endif

// A detach fails only for a wrong handle: the way on which it does is none of this thread.
int detach_tested_ok(const char *name)
{
	struct start *start = start_new(name);
	pthread_t tid;
	int rc = pthread_create(&tid, NULL, takes, start);

	if (rc == 0)
		rc = pthread_detach(tid);
	if (rc == 0)
		start_wait(start);
	sem_destroy(&start->taken);
	free(start);
	return rc;
}
