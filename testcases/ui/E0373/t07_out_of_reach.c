// T7': the thread calls functions that nobody shows. Such a function may wake whoever waits on what it gets, and on
// what it finds there, but not on a semaphore of which the thread has never heard.
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

struct request {
	int fd;
	const char *name;
	sem_t *done;
	struct request *next;
};

void serve(int fd, const char *name); // in a library
void finish(struct request *request);
void append(struct request **list, struct request *request);

static struct request *waiting;

static void *serves(void *arg)
{
	struct request *request = arg;

	serve(request->fd, request->name);
	return NULL;
}

static void *finishes(void *arg)
{
	struct request *request = arg;

	finish(request);
	return NULL;
}

static void *finishes_first(void *arg)
{
	(void)arg;
	finish(waiting);
	return NULL;
}

static void wait_for(sem_t *sem)
{
	while (sem_wait(sem) != 0)
		continue;
}

// Nobody gives the semaphore to anybody.
int never_given_bad(int fd)
{
	struct request request = { .fd = fd, .name = "first" };
	sem_t other;
	pthread_t tid;

	sem_init(&other, 0, 0);
	if (pthread_create(&tid, NULL, serves, &request) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	wait_for(&other);
	return 0;
}

int never_given_in_block_bad(int fd)
{
	sem_t other;
	pthread_t tid;

	sem_init(&other, 0, 0);
	{
		struct request request = { .fd = fd, .name = "first" };
		if (pthread_create(&tid, NULL, serves, &request) != 0) //~ ERROR E0597
			return -1;
		wait_for(&other);
	}
	pthread_join(tid, NULL);
	return 0;
}

// The function gets what leads to the semaphore.
int given_ok(int fd)
{
	sem_t done;
	struct request request = { .fd = fd, .name = "first", .done = &done };
	pthread_t tid;

	sem_init(&done, 0, 0);
	if (pthread_create(&tid, NULL, finishes, &request) != 0)
		return -1;
	pthread_detach(tid);
	wait_for(&done);
	return 0;
}

int given_over_two_ok(int fd)
{
	sem_t done;
	struct request second = { .fd = fd, .name = "second", .done = &done };
	struct request request = { .fd = fd, .name = "first", .next = &second };
	pthread_t tid;

	sem_init(&done, 0, 0);
	if (pthread_create(&tid, NULL, finishes, &request) != 0)
		return -1;
	pthread_detach(tid);
	wait_for(&done);
	return 0;
}

// It lies in the struct itself.
struct job {
	struct request request;
	sem_t done;
};

int beside_it_ok(int fd)
{
	struct job job = { .request = { .fd = fd } };
	pthread_t tid;

	sem_init(&job.done, 0, 0);
	if (pthread_create(&tid, NULL, finishes, &job.request) != 0)
		return -1;
	pthread_detach(tid);
	wait_for(&job.done);
	return 0;
}

// A global leads there.
int through_global_ok(int fd)
{
	sem_t done;
	struct request request = { .fd = fd, .name = "first", .done = &done };
	pthread_t tid;

	sem_init(&done, 0, 0);
	waiting = &request;
	if (pthread_create(&tid, NULL, finishes_first, &request) != 0)
		return -1;
	pthread_detach(tid);
	wait_for(&done);
	waiting = NULL;
	return 0;
}

// Our caller's semaphore may be anywhere.
int callers_ok(int fd, sem_t *done)
{
	struct request request = { .fd = fd, .name = "first" };
	pthread_t tid;

	if (pthread_create(&tid, NULL, serves, &request) != 0)
		return -1;
	pthread_detach(tid);
	wait_for(done);
	return 0;
}
// Not run: the library is not there.
