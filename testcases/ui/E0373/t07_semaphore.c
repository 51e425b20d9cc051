// T7: no join; the thread copies what it was lent and posts a semaphore as its last touch, and the spawner waits for
// that.
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct start {
	sem_t taken;
	sem_t unrelated;
	int fd;
	char name[16];
};

static void work_on(const char *name, int fd)
{
	char line[64];

	usleep(100 * 1000);
	snprintf(line, sizeof line, "%s %d\n", name, fd);
}

static void *copies_then_posts(void *arg)
{
	struct start *start = arg;
	char name[16];
	int fd = start->fd;

	memcpy(name, start->name, sizeof name);
	sem_post(&start->taken);
	work_on(name, fd);
	return NULL;
}

// Signals on both of its paths.
static void *checks_then_posts(void *arg)
{
	struct start *start = arg;
	int fd = start->fd;

	if (fd < 0) {
		start->fd = 0;
		sem_post(&start->taken);
		return NULL;
	}
	sem_post(&start->taken);
	work_on("checked", fd);
	return NULL;
}

static void *posts_then_reads(void *arg)
{
	struct start *start = arg;

	sem_post(&start->taken);
	usleep(100 * 1000);
	work_on(start->name, start->fd);
	return NULL;
}

// On one path alone it uses the name after it has posted.
static void *sometimes_reads_late(void *arg)
{
	struct start *start = arg;
	int fd = start->fd;

	sem_post(&start->taken);
	usleep(100 * 1000);
	if (fd > 0)
		work_on(start->name, fd);
	return NULL;
}

// One that posts nothing.
static void *reads(void *arg)
{
	struct start *start = arg;

	usleep(100 * 1000);
	work_on(start->name, start->fd);
	return NULL;
}

static void wait_for(sem_t *sem)
{
	int rc;

	do {
		rc = sem_wait(sem);
	} while (rc < 0 && errno == EINTR);
}

#define WAIT_FOR(sem)                     \
	while (sem_wait(sem) == -1) {     \
		if (errno != EINTR)       \
			abort();          \
	}

int eintr_loop_ok(int fd)
{
	struct start start = { .name = "worker", .fd = fd };
	pthread_t tid;

	sem_init(&start.taken, 0, 0);
	if (pthread_create(&tid, NULL, copies_then_posts, &start) != 0) {
		sem_destroy(&start.taken);
		return -1;
	}
	pthread_detach(tid);
	while (sem_wait(&start.taken) < 0 && errno == EINTR)
		;
	sem_destroy(&start.taken);
	return 0;
}

int macro_ok(int fd)
{
	struct start start = { .name = "worker", .fd = fd };
	pthread_t tid;

	sem_init(&start.taken, 0, 0);
	if (pthread_create(&tid, NULL, checks_then_posts, &start) != 0)
		return -1;
	pthread_detach(tid);
	WAIT_FOR(&start.taken);
	return start.fd;
}

int helper_ok(int fd)
{
	struct start start = { .name = "worker", .fd = fd };
	pthread_t tid;

	sem_init(&start.taken, 0, 0);
	if (pthread_create(&tid, NULL, copies_then_posts, &start) != 0)
		return -1;
	pthread_detach(tid);
	wait_for(&start.taken);
	sem_destroy(&start.taken);
	return 0;
}

// A heap block that is freed after the wait is the same.
int heap_ok(int fd)
{
	struct start *start = calloc(1, sizeof *start);
	pthread_t tid;

	if (!start)
		return -1;
	start->fd = fd;
	sem_init(&start->taken, 0, 0);
	if (pthread_create(&tid, NULL, copies_then_posts, start) != 0) {
		free(start);
		return -1;
	}
	pthread_detach(tid);
	wait_for(&start->taken);
	free(start);
	return 0;
}

// One thread after the other, each with the same struct.
int each_waited_ok(int listener)
{
	struct start start = { .name = "client", .fd = listener };
	pthread_t tid;

	sem_init(&start.taken, 0, 0);
	for (int i = 0; i < 4; i++) {
		start.fd = i;
		if (pthread_create(&tid, NULL, copies_then_posts, &start) != 0)
			break;
		pthread_detach(tid);
		wait_for(&start.taken);
	}
	sem_destroy(&start.taken);
	return 0;
}

// As many waits as threads.
int counted_ok(void)
{
	struct start start = { .name = "many", .fd = 3 };
	pthread_t tid;
	int n;

	sem_init(&start.taken, 0, 0);
	for (n = 0; n < 4; n++) {
		if (pthread_create(&tid, NULL, copies_then_posts, &start) != 0)
			break;
		pthread_detach(tid);
	}
	for (int i = 0; i < n; i++)
		wait_for(&start.taken);
	sem_destroy(&start.taken);
	return 0;
}

// The time that a wait may take is bounded, and what then is decided: the thread is joined.
int timed_and_joined_ok(int fd)
{
	struct start start = { .name = "worker", .fd = fd };
	struct timespec limit;
	pthread_t tid;

	sem_init(&start.taken, 0, 0);
	if (pthread_create(&tid, NULL, copies_then_posts, &start) != 0)
		return -1;
	clock_gettime(CLOCK_REALTIME, &limit);
	limit.tv_sec += 1;
	if (sem_timedwait(&start.taken, &limit) == 0)
		pthread_detach(tid);
	else
		pthread_join(tid, NULL);
	return 0;
}

// T7': the thread goes on reading after it has posted.
int late_touch_bad(int fd)
{
	struct start start = { .name = "worker", .fd = fd };
	pthread_t tid;

	sem_init(&start.taken, 0, 0);
	if (pthread_create(&tid, NULL, posts_then_reads, &start) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	wait_for(&start.taken);
	return 0;
}

int late_touch_on_one_path_bad(int fd)
{
	struct start start = { .name = "worker", .fd = fd };
	pthread_t tid;

	sem_init(&start.taken, 0, 0);
	if (pthread_create(&tid, NULL, sometimes_reads_late, &start) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	WAIT_FOR(&start.taken);
	return 0;
}

// T7': what is waited for is posted by somebody else.
int other_object_bad(int fd, sem_t *posted)
{
	struct start start = { .name = "worker", .fd = fd };
	pthread_t tid;

	sem_init(&start.taken, 0, 0);
	if (pthread_create(&tid, NULL, copies_then_posts, &start) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	wait_for(posted);
	return 0;
}

// T7': the struct's other semaphore.
int other_field_bad(int fd)
{
	struct start start = { .name = "worker", .fd = fd };
	pthread_t tid;

	sem_init(&start.taken, 0, 0);
	sem_init(&start.unrelated, 0, 1);
	if (pthread_create(&tid, NULL, reads, &start) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	wait_for(&start.unrelated);
	return 0;
}

// T7': the wait gives up after a while, and nobody asks whether it did.
int timed_bad(int fd)
{
	struct start start = { .name = "worker", .fd = fd };
	struct timespec limit = { .tv_sec = 0 };
	pthread_t tid;

	sem_init(&start.taken, 0, 0);
	if (pthread_create(&tid, NULL, copies_then_posts, &start) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	sem_timedwait(&start.taken, &limit);
	return 0;
}

// T7': somebody asks, and goes all the same.
int timed_and_left_bad(int fd)
{
	struct start start = { .name = "worker", .fd = fd };
	struct timespec limit = { .tv_sec = 0 };
	pthread_t tid;

	sem_init(&start.taken, 0, 0);
	if (pthread_create(&tid, NULL, copies_then_posts, &start) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	if (sem_timedwait(&start.taken, &limit) != 0)
		return -1;
	return 0;
}

// T7': a look whether it was posted is no waiting.
int tried_bad(int fd)
{
	struct start start = { .name = "worker", .fd = fd };
	pthread_t tid;

	sem_init(&start.taken, 0, 0);
	if (pthread_create(&tid, NULL, copies_then_posts, &start) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	sem_trywait(&start.taken);
	return 0;
}

// T7': one path out does not wait.
int not_on_every_path_bad(int fd)
{
	struct start start = { .name = "worker", .fd = fd };
	pthread_t tid;

	sem_init(&start.taken, 0, 0);
	if (pthread_create(&tid, NULL, copies_then_posts, &start) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	if (fd == 0)
		return -1;
	wait_for(&start.taken);
	return 0;
}

// T7': four threads, one wait.
int one_wait_for_four_bad(void)
{
	struct start start = { .name = "many", .fd = 3 };
	pthread_t tid;

	sem_init(&start.taken, 0, 0);
	for (int i = 0; i < 4; i++) {
		if (pthread_create(&tid, NULL, copies_then_posts, &start) != 0) //~ ERROR E0373
			abort();
		pthread_detach(tid);
	}
	wait_for(&start.taken);
	return 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(late_touch_bad(1)) RUN_BAD(late_touch_on_one_path_bad(1)) RUN_BAD(other_field_bad(1))
		RUN_OK(eintr_loop_ok(1)) RUN_OK(macro_ok(1)) RUN_OK(helper_ok(1)) RUN_OK(heap_ok(1))
		RUN_OK(each_waited_ok(1)) RUN_OK(counted_ok()) RUN_OK(timed_and_joined_ok(1)))
#endif
