#ifndef CREW_H
#define CREW_H

#include <pthread.h>

struct task {
	int number;
	int priority;
	const char *title;
};

// Starts a thread that prints the task's number and title; the task is lent until crew_wait.
int crew_start(pthread_t *tid, struct task *task);
void crew_wait(pthread_t *tid, int count);
void task_set(struct task *task, int number);
void task_set_priority(struct task *task, int priority);

// The thread gets a copy of its own.
int crew_start_copy(pthread_t *tid, const struct task *task);

#define CREW_SPAWN(tid, task)                            \
	do {                                             \
		if (crew_start((tid), (task)) != 0)      \
			abort();                         \
	} while (0)

#endif
