// What is lent, as the call gives it: an element, a field, what a pointer points to, nothing but a global.
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct part {
	int from, to;
	long sum;
};

struct job {
	const char *name;
	struct part part;
	struct part *next;
};

static struct part *current;

static void *print_part(void *arg)
{
	const struct part *part = arg;

	usleep(20 * 1000);
	printf("%d to %d\n", part->from, part->to);
	return NULL;
}

static void *sum_part(void *arg)
{
	struct part *part = arg;

	for (int i = part->from; i < part->to; i++)
		part->sum += i;
	return NULL;
}

static void *print_current(void *arg)
{
	usleep(20 * 1000);
	printf("%d\n", current->from);
	return arg;
}

static void *print_numbers(void *arg)
{
	const int *numbers = arg;

	usleep(20 * 1000);
	for (int i = 0; i < 4; i++)
		printf("%d\n", numbers[i]);
	return NULL;
}

void field_bad(int n)
{
	struct job job = { "a", { 0, n, 0 }, NULL };
	pthread_t tid;

	if (pthread_create(&tid, NULL, print_part, &job.part) != 0) //~ ERROR E0373 borrows `job.part`
		abort();
	pthread_detach(tid);
}

void element_bad(int n)
{
	struct part parts[2] = { { 0, n, 0 }, { n, 2 * n, 0 } };
	pthread_t tid;

	if (pthread_create(&tid, NULL, print_part, &parts[1]) != 0) //~ ERROR E0373 borrows `parts`
		abort();
	pthread_detach(tid);
}

void through_pointer_bad(int n)
{
	struct part part = { 0, n, 0 }, *lent = &part;
	pthread_t tid;

	if (pthread_create(&tid, NULL, print_part, lent) != 0) //~ ERROR E0373
		abort();
	pthread_detach(tid);
}

// A copy of what has no type cannot be written down.
void without_type_bad(int n)
{
	struct part part = { 0, n, 0 };
	void *lent = &part;
	pthread_t tid;

	if (pthread_create(&tid, NULL, print_part, lent) != 0) //~ ERROR E0373
		abort();
	pthread_detach(tid);
}

void whole_array_bad(int n)
{
	int numbers[4] = { n, n + 1, n + 2, n + 3 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, print_numbers, numbers) != 0) //~ ERROR E0373
		abort();
	pthread_detach(tid);
}

void global_bad(int n)
{
	struct part part = { 0, n, 0 };
	pthread_t tid;

	current = &part;
	if (pthread_create(&tid, NULL, print_current, NULL) != 0) //~ ERROR E0373
		abort();
	pthread_detach(tid);
}

// What the thread writes is wanted back.
long result_bad(int n, int quick)
{
	struct part part = { 0, n, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, sum_part, &part) != 0) //~ ERROR E0373
		return -1;
	if (quick)
		return 0;
	pthread_join(tid, NULL);
	return part.sum;
}

// Both sides meet at it: a copy would be another semaphore.
struct gate {
	sem_t go;
	int number;
};

static void *goes_when_told(void *arg)
{
	struct gate *gate = arg;

	while (sem_wait(&gate->go) != 0)
		;
	usleep(20 * 1000);
	printf("%d\n", gate->number);
	return NULL;
}

void told_to_go_bad(int n)
{
	struct gate gate = { .number = n };
	pthread_t tid;

	sem_init(&gate.go, 0, 0);
	if (pthread_create(&tid, NULL, goes_when_told, &gate) != 0) //~ ERROR E0373
		abort();
	pthread_detach(tid);
	sem_post(&gate.go);
}

// Where the thread starts is a pointer of the callee's.
static int start(pthread_t *tid, struct job *job) { return pthread_create(tid, NULL, print_part, &job->part); }

void in_callee_bad(int n)
{
	struct job job = { "a", { 0, n, 0 }, NULL };
	pthread_t tid;

	if (start(&tid, &job) != 0) //~ ERROR E0373
		abort();
	pthread_detach(tid);
}

// A field's pointee: what is freed has the name that the call gives it.
void pointee_bad(int n)
{
	struct job job = { "a", { 0, n, 0 }, calloc(1, sizeof *job.next) };
	pthread_t tid;

	if (!job.next || pthread_create(&tid, NULL, print_part, job.next) != 0)
		abort();
	free(job.next); //~ ERROR E0505 cannot free `*job.next`
	pthread_join(tid, NULL);
}

// One block for many threads: none of them can own it alone.
void shared_bad(int n)
{
	struct part *part = calloc(1, sizeof *part);
	pthread_t tid[4];

	if (!part)
		return;
	part->to = n;
	for (int i = 0; i < 4; i++)
		if (pthread_create(&tid[i], NULL, print_part, part) != 0)
			abort();
	free(part); //~ ERROR E0505
	for (int i = 0; i < 4; i++)
		pthread_join(tid[i], NULL);
}

// A block for each: it can.
void one_each_bad(int n)
{
	pthread_t tid[4];

	for (int i = 0; i < 4; i++) {
		struct part *part = calloc(1, sizeof *part);

		if (!part)
			abort();
		part->to = n;
		if (pthread_create(&tid[i], NULL, print_part, part) != 0)
			abort();
		free(part); //~ ERROR E0505
	}
	for (int i = 0; i < 4; i++)
		pthread_join(tid[i], NULL);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(field_bad(3)) RUN_BAD(element_bad(3)) RUN_BAD(through_pointer_bad(3)) RUN_BAD(without_type_bad(3))
         RUN_BAD(whole_array_bad(3)) RUN_BAD(global_bad(3)) RUN_BAD(told_to_go_bad(3)) RUN_BAD(in_callee_bad(3))
         RUN_BAD(pointee_bad(3)) RUN_BAD(shared_bad(3))
         RUN_BAD(one_each_bad(3)))
#endif
