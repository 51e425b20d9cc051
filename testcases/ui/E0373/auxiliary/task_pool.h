#ifndef TASK_POOL_H
#define TASK_POOL_H

#include <pthread.h>

typedef void (*task_fn)(void *arg);

// Starts fn(arg) on a thread of its own. The handle goes to *tid, or the thread is detached when tid is NULL.
int task_start(pthread_t *tid, task_fn fn, void *arg);
// Waits for what task_start started.
void task_wait(pthread_t tid);
// Starts and waits.
int task_run(task_fn fn, void *arg);
// Starts a thread that works on a copy of the size bytes at arg.
int task_start_copy(task_fn fn, const void *arg, unsigned size);

#endif
