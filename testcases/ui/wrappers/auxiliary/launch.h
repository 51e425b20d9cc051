#ifndef LAUNCH_H
#define LAUNCH_H

#include <pthread.h>

typedef void launch_fn(void *data);

// A thread that runs fn(data); 0 on success. The pack in between is the thread's.
int launch(pthread_t *tid, launch_fn *fn, void *data);
int launch_detached(launch_fn *fn, void *data);
// Waits, and gives up the memory that `own` points to.
void land_and_free(pthread_t tid, void *own);

#endif
