// What an entry does to its argument, by access path; and what a spawn of it lends.
#include <pthread.h>
#include <stdlib.h>

struct task { int in, out; char *name; int list[4]; };

void *ignores(void *arg) { (void)arg; return NULL; }
void *compares(void *arg) { return arg == NULL ? arg : NULL; }
void *number(void *arg) { return (void *)((long)arg + 1); }
void *reads_field(void *arg) { return (void *)(long)((struct task *)arg)->in; }
void *reads_element(void *arg) { return (void *)(long)((struct task *)arg)->list[2]; }
void *writes(void *arg) { ((struct task *)arg)->out = 7; return NULL; }
void *follows(void *arg) { return (void *)(long)((struct task *)arg)->name[0]; }
void *frees(void *arg) { free(arg); return NULL; }
void *copies(void *arg) { struct task task = *(struct task *)arg; return (void *)(long)task.in; }
void *takes_address(void *arg) { return &((struct task *)arg)->in; }
void *no_return(void *arg) { ((struct task *)arg)->out = 1; pthread_exit(NULL); }
void *for_ever(void *arg) { for (;;) ((struct task *)arg)->out++; }

static void add(struct task *task, int *to) { *to += task->in; }
void *calls(void *arg) { struct task *task = arg; add(task, &task->out); return NULL; }

int lend(pthread_t *t, struct task *task) { return pthread_create(t, NULL, calls, task); }
int lend_field(pthread_t *t, struct task *task) { return pthread_create(t, NULL, follows, task); }
int lend_for_ever(pthread_t *t, struct task *task) { return pthread_create(t, NULL, for_ever, task); }
int give(pthread_t *t, struct task *task) { return pthread_create(t, NULL, frees, task); }

// Only what may run in a thread says all that it touches.
void start_all(struct task *task)
{
	static void *(*const entries[])(void *) = {ignores, compares, number, reads_field, reads_element, writes, copies,
	                                            takes_address, no_return};
	pthread_t t;
	for (int i = 0; i < 9; i++)
		if (pthread_create(&t, NULL, entries[i], task) == 0)
			pthread_join(t, NULL);
}
