// T6 with a list of threads: a walk reads the handle from the node, frees the node, and joins. The node is what the
// thread borrows, and that it is joined behind says that it has one.
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <threads.h>
#include <unistd.h>

#include "../include/fake_sdl.h"

struct task {
	struct task *next;
	pthread_t tid;
	long in, out;
	char *name;
	sem_t *done;
};

static void *task_run(void *arg)
{
	struct task *task = arg;

	usleep(20 * 1000);
	task->out = 2 * task->in;
	return NULL;
}

static void *task_run_and_post(void *arg)
{
	struct task *task = arg;
	sem_t *done = task->done;

	task->out = 2 * task->in;
	sem_post(done);
	return NULL;
}

static struct task *task_new(struct task *next)
{
	struct task *task = calloc(1, sizeof *task);

	if (!task)
		abort();
	task->next = next;
	return task;
}

static void task_free(struct task *task)
{
	if (!task)
		return;
	free(task->name);
	free(task);
}

static void task_start(struct task *task)
{
	if (pthread_create(&task->tid, NULL, task_run, task) != 0)
		abort();
}

int walk_bad(int n)
{
	struct task *head = NULL;

	for (int i = 0; i < n; i++) {
		struct task *task = task_new(head);

		if (pthread_create(&task->tid, NULL, task_run, task) != 0)
			abort();
		head = task;
	}
	while (head) {
		struct task *task = head;
		pthread_t tid = task->tid;

		head = task->next;
		free(task); //~ ERROR E0505
		pthread_join(tid, NULL);
	}
	return 0;
}

// Started, freed and joined by functions, one of which joins and looks at the result.
static void must_join(pthread_t tid)
{
	if (pthread_join(tid, NULL) != 0)
		abort();
}

int wrapped_bad(int n)
{
	struct task *head = NULL, *next;

	for (int i = 0; i < n; i++) {
		struct task *task = task_new(head);

		task_start(task);
		head = task;
	}
	for (struct task *task = head; task; task = next) {
		pthread_t tid = task->tid;

		next = task->next;
		task_free(task); //~ ERROR E0505
		must_join(tid);
	}
	return 0;
}

struct piece {
	struct piece *next;
	thrd_t thread;
	int sum;
};

static int piece_run(void *arg)
{
	struct piece *piece = arg;

	thrd_sleep(&(struct timespec){.tv_nsec = 20 * 1000 * 1000}, NULL);
	piece->sum++;
	return 0;
}

int c11_bad(int n)
{
	struct piece *pieces = NULL;

	while (n-- > 0) {
		struct piece *piece = malloc(sizeof *piece);

		if (!piece)
			abort();
		piece->sum = n;
		piece->next = pieces;
		if (thrd_create(&piece->thread, piece_run, piece) != thrd_success)
			abort();
		pieces = piece;
	}
	while (pieces) {
		struct piece *next = pieces->next;
		thrd_t thread = pieces->thread;

		free(pieces); //~ ERROR E0505
		thrd_join(thread, NULL);
		pieces = next;
	}
	return 0;
}

int joined_first_ok(int n)
{
	struct task *head = NULL;

	for (int i = 0; i < n; i++) {
		struct task *task = task_new(head);

		task_start(task);
		head = task;
	}
	while (head) {
		struct task *task = head;
		pthread_t tid = task->tid;

		head = task->next;
		pthread_join(tid, NULL);
		free(task);
	}
	return 0;
}

// Those before are freed: their threads have been joined.
int one_behind_ok(int n)
{
	struct task *head = NULL, *last = NULL;

	for (int i = 0; i < n; i++) {
		struct task *task = task_new(head);

		task_start(task);
		head = task;
	}
	while (head) {
		pthread_t tid = head->tid;

		free(last);
		pthread_join(tid, NULL);
		last = head;
		head = head->next;
	}
	free(last);
	return 0;
}

// All have posted before the first is freed.
int waited_ok(int n)
{
	struct task *head = NULL;
	sem_t done;

	sem_init(&done, 0, 0);
	for (int i = 0; i < n; i++) {
		struct task *task = task_new(head);

		task->done = &done;
		if (pthread_create(&task->tid, NULL, task_run_and_post, task) != 0)
			abort();
		head = task;
	}
	for (int i = 0; i < n; i++)
		while (sem_wait(&done) != 0)
			;
	while (head) {
		struct task *task = head;
		pthread_t tid = task->tid;

		head = task->next;
		free(task);
		pthread_join(tid, NULL);
	}
	sem_destroy(&done);
	return 0;
}

#ifndef RUN // SDL need not be there
struct job {
	struct job *next;
	SDL_Thread *thread;
	int number;
};

static int job_run(void *arg)
{
	struct job *job = arg;

	return job->number;
}

// Only some have a thread: SDL_WaitThread does nothing for the others, which are freed here.
int some_have_none_ok(int n)
{
	struct job *jobs = NULL;

	for (int i = 0; i < n; i++) {
		struct job *job = calloc(1, sizeof *job);

		if (!job)
			abort();
		job->number = i;
		job->next = jobs;
		if (i % 2)
			job->thread = SDL_CreateThread(job_run, "job", job);
		jobs = job;
	}
	while (jobs) {
		struct job *job = jobs;
		SDL_Thread *thread = job->thread;

		jobs = job->next;
		if (!thread)
			free(job);
		SDL_WaitThread(thread, NULL);
		if (thread)
			free(job);
	}
	return 0;
}

#endif

// The thread got another node than the one that holds its handle.
int crossed_ok(int n)
{
	struct task *head = NULL, *lent = NULL;

	for (int i = 0; i < n; i++) {
		struct task *task = task_new(head), *other = task_new(lent);

		if (pthread_create(&task->tid, NULL, task_run, other) != 0)
			abort();
		head = task;
		lent = other;
	}
	while (head) {
		struct task *task = head;
		pthread_t tid = task->tid;

		head = task->next;
		free(task);
		pthread_join(tid, NULL);
	}
	while (lent) {
		struct task *next = lent->next;

		free(lent);
		lent = next;
	}
	return 0;
}

// The second node holds the handle of the first one's thread, and nothing that a thread borrows.
int handed_on_ok(int n)
{
	struct task *head = NULL;

	for (int i = 0; i < n; i++) {
		struct task *task = task_new(head), *keeper = task_new(head);

		task_start(task);
		keeper->tid = task->tid;
		keeper->out = i;
		head = keeper;
	}
	while (head) {
		struct task *task = head;
		pthread_t tid = task->tid;

		head = task->next;
		free(task);
		pthread_join(tid, NULL);
	}
	return 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(walk_bad(3)) RUN_BAD(wrapped_bad(3)) RUN_BAD(c11_bad(3)) RUN_OK(joined_first_ok(3))
		RUN_OK(one_behind_ok(3)) RUN_OK(waited_ok(3)) RUN_OK(crossed_ok(3)))
#endif
