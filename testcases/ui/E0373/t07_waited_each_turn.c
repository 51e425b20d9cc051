// SPDX-License-Identifier: MIT
// T7': each turn of a loop starts a thread and waits for it, for a time: whether the wait came to its end is
// known, also when the loop has been left.
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

bool more(void);
void use(int value);
extern const struct timespec soon;

struct task {
	int *n;
	sem_t taken;
};

static void *takes(void *arg)
{
	struct task *task = arg;
	use(*task->n);
	sem_post(&task->taken);
	return NULL;
}

static void start(struct task *task)
{
	pthread_t tid;
	if (pthread_create(&tid, NULL, takes, task) != 0)
		abort();
	pthread_detach(tid);
}

void timed_bad(void)
{
	int n = 1;
	while (more()) {
		struct task task = {.n = &n};
		sem_init(&task.taken, 0, 0);
		start(&task); //~ ERROR E0597
		//~^ ERROR E0373
		if (sem_timedwait(&task.taken, &soon) != 0)
			use(0);
	}
}

void timed_out_ok(void)
{
	int n = 1;
	while (more()) {
		struct task task = {.n = &n};
		sem_init(&task.taken, 0, 0);
		start(&task);
		if (sem_timedwait(&task.taken, &soon) != 0)
			abort();
	}
}

void retried_ok(void)
{
	int n = 1;
	while (more()) {
		struct task task = {.n = &n};
		sem_init(&task.taken, 0, 0);
		start(&task);
		while (sem_wait(&task.taken) != 0)
			;
	}
}

// The last two turns start nobody, and the first two wait for nobody.
void two_turns_later_ok(int turns)
{
	int n = 1;
	struct task task = {.n = &n};
	sem_init(&task.taken, 0, 0);
	for (int i = 0; i < turns + 2; i++) {
		if (i < turns)
			start(&task);
		if (i >= 2)
			while (sem_wait(&task.taken) != 0)
				;
	}
}

// Some turns do not wait: nobody can later, for what is signalled has ended.
void one_turn_not_waited_bad(int turns)
{
	int n = 1;
	for (int i = 0; i < turns; i++) {
		struct task task = {.n = &n};
		sem_init(&task.taken, 0, 0);
		start(&task); //~ ERROR E0597
		//~^ ERROR E0373
		if (more())
			continue;
		while (sem_wait(&task.taken) != 0)
			;
	}
}

// What is signalled lives on, and the other turns may wait for it.
void waited_two_at_a_time_ok(int turns)
{
	int n = 1;
	struct task task = {.n = &n};
	sem_init(&task.taken, 0, 0);
	for (int i = 0; i < 2 * turns; i++) {
		start(&task);
		if (i % 2 == 0)
			continue;
		while (sem_wait(&task.taken) != 0)
			;
		while (sem_wait(&task.taken) != 0)
			;
	}
}
