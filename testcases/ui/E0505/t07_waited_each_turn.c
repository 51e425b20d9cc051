// SPDX-License-Identifier: MIT
// T7: one thread is started each turn and waited for by one wait. Those of earlier turns have signalled: the
// wait is for the newest, whatever the others still use.
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdlib.h>

bool more(void);
void use(int value);

struct task {
	int n, *late;
	sem_t taken;
};

static void *takes(void *arg)
{
	struct task *task = arg;
	int *late = task->late;
	use(task->n);
	sem_post(&task->taken);
	use(*late);
	return NULL;
}

static void start(struct task *task)
{
	pthread_t tid;
	if (pthread_create(&tid, NULL, takes, task) != 0)
		abort();
	pthread_detach(tid);
}

void each_waited_for_ok(void)
{
	static int late;
	struct task task = {.late = &late};
	while (more()) {
		pthread_t tid;
		task.n++;
		sem_init(&task.taken, 0, 0);
		if (pthread_create(&tid, NULL, takes, &task) != 0)
			abort();
		pthread_detach(tid);
		while (sem_wait(&task.taken) != 0)
			;
		sem_destroy(&task.taken);
	}
}

void late_part_borrowed_bad(void)
{
	int late = 0;
	struct task task = {.late = &late};
	while (more()) {
		sem_init(&task.taken, 0, 0);
		start(&task); //~ ERROR E0373
		while (sem_wait(&task.taken) != 0)
			;
		sem_destroy(&task.taken);
	}
}

void waited_for_before_bad(void)
{
	static int late;
	struct task task = {.late = &late};
	while (more()) {
		sem_init(&task.taken, 0, 0); //~ ERROR E0506
		start(&task);
		while (sem_wait(&task.taken) != 0)
			;
		start(&task);
		sem_destroy(&task.taken); //~ ERROR E0505
	}
}
