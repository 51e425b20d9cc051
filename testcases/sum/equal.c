// What is one with another value: a place, a function, the calling thread.
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct worker { int kind; pthread_t thread; void (*run)(void); int *keys, *values; };

void default_run(void);

bool is_third(const struct worker *worker) { return worker->kind == 3; }

bool is_default(const struct worker *worker) { return worker->run == default_run; }

bool is_self(const struct worker *worker) { return worker->thread == pthread_self(); }

int same(pthread_t one, pthread_t other) { return pthread_equal(one, other); }

void stop(struct worker *worker)
{
	if (!is_self(worker))
		pthread_join(worker->thread, NULL);
}

// Either way comes to one end: nothing is said of the values.
void fit(struct worker *worker)
{
	if (worker->keys == worker->values)
		worker->kind = 1;
	else
		worker->kind = 2;
}

// Addresses of different objects are none another's.
int apart(void)
{
	int a, b;
	int *p = &a, *q = &b;
	return p == q ? 1 : default_run == NULL ? 2 : 3;
}
