// A table of operations whose targets are known is called as its targets; any other pointer is a call of the caller's.
#include <pthread.h>

struct operations {
	int (*start)(pthread_t *t, int *n);
	void (*stop)(pthread_t t);
};

static void *run(void *arg) { return (void *)(long)*(int *)arg; }
static int posix_start(pthread_t *t, int *n) { return pthread_create(t, NULL, run, n); }
static void posix_stop(pthread_t t) { pthread_join(t, NULL); }

static const struct operations posix = {.start = posix_start, .stop = posix_stop};
static const struct operations *const all[] = {&posix};

int start(pthread_t *t, int *n) { return posix.start(t, n); }
void stop(pthread_t t) { posix.stop(t); }
int start_first(pthread_t *t, int *n) { return all[0]->start(t, n); }
int start_given(const struct operations *operations, pthread_t *t, int *n) { return operations->start(t, n); }
int apply(int (*fn)(int *), int *n) { return fn(n); }
