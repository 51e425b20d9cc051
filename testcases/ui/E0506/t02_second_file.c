// files: auxiliary/crew.c
// T2: who starts the threads, who joins them and who writes the task are functions of another file.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "auxiliary/crew.h"

#define NTASKS 4

void wrapper_bad(void)
{
	pthread_t tid[NTASKS];
	struct task task = { .title = "wash" };

	for (int i = 0; i < NTASKS; i++) {
		task.number = i; //~ ERROR E0506
		if (crew_start(&tid[i], &task) != 0)
			exit(1);
	}
	crew_wait(tid, NTASKS);
}

// The setter writes for us.
void setter_bad(void)
{
	pthread_t tid[NTASKS];
	struct task task = { .title = "iron" };

	for (int i = 0; i < NTASKS; i++) {
		task_set(&task, i); //~ ERROR E0506
		CREW_SPAWN(&tid[i], &task);
	}
	crew_wait(tid, NTASKS);
}

// The pointer in the task is what is read; it is turned to another string.
void pointer_field_bad(void)
{
	pthread_t tid[2];
	struct task task = { 1, 0, "fold" };

	CREW_SPAWN(&tid[0], &task);
	task.title = "stack"; //~ ERROR E0506
	CREW_SPAWN(&tid[1], &task);
	crew_wait(tid, 2);
}

void priority_ok(void)
{
	pthread_t tid[NTASKS];
	struct task task = { 1, 0, "sort" };

	for (int i = 0; i < NTASKS; i++) {
		task_set_priority(&task, i);
		CREW_SPAWN(&tid[i], &task);
	}
	crew_wait(tid, NTASKS);
}

void copied_ok(void)
{
	pthread_t tid[NTASKS];
	struct task task = { .title = "fold" };

	for (int i = 0; i < NTASKS; i++) {
		task_set(&task, i);
		if (crew_start_copy(&tid[i], &task) != 0)
			exit(1);
	}
	crew_wait(tid, NTASKS);
}

void own_task_ok(void)
{
	pthread_t tid[NTASKS];
	struct task task[NTASKS];

	memset(task, 0, sizeof task);
	for (int i = 0; i < NTASKS; i++) {
		task[i].title = "rinse";
		task_set(&task[i], i);
		CREW_SPAWN(tid + i, task + i);
	}
	crew_wait(tid, NTASKS);
}

void waited_ok(void)
{
	struct task task = { .title = "dry" };

	for (int i = 0; i < NTASKS; i++) {
		pthread_t tid;

		task_set(&task, i);
		CREW_SPAWN(&tid, &task);
		crew_wait(&tid, 1);
	}
}

// Not all are run: clang's ThreadSanitizer does not look at a field of a local that is assigned by its name.
#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD((setter_bad(), 0))
		RUN_OK((priority_ok(), 0)) RUN_OK((copied_ok(), 0)) RUN_OK((own_task_ok(), 0)) RUN_OK((waited_ok(), 0)))
#endif
