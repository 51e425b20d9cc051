// Functions of a header belong to the program once, though two files include it; two static functions of one name stay apart.
#include "shared.h"

static void *run(void *arg) { return (void *)(long)*(int *)arg; }

int start_here(struct thread *thread, int *n) { return thread_start(thread, run, n); }
void stop_here(struct thread *thread) { thread_join(thread); }
