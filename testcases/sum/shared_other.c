#include "shared.h"

static void *run(void *arg) { *(int *)arg = 1; return arg; }

int start_there(struct thread *thread, int *n) { return thread_start(thread, run, n); }
