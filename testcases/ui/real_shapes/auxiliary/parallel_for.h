#ifndef PARALLEL_FOR_H
#define PARALLEL_FOR_H

typedef void (*parallel_body)(int index, void *data);

// Runs body(0..n-1, data) on threads and returns when all of them have ended.
void parallel_for(int n, parallel_body body, void *data);
// Runs body(index, data) on a thread and does not wait.
int parallel_kick(int index, parallel_body body, void *data);

#endif
