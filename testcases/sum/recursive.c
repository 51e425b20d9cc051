// Recursion is iterated until nothing changes; a spawn inside stays seen.
#include <pthread.h>

static void *run(void *arg) { return (void *)(long)*(int *)arg; }

int retry(pthread_t *t, int *n, int times)
{
	if (pthread_create(t, NULL, run, n) == 0)
		return 0;
	if (times == 0)
		return -1;
	return retry(t, n, times - 1);
}

int odd(pthread_t *t, int *n, int depth);

int even(pthread_t *t, int *n, int depth)
{
	if (depth == 0)
		return pthread_create(t, NULL, run, n);
	return odd(t, n, depth - 1);
}

int odd(pthread_t *t, int *n, int depth)
{
	if (depth == 0)
		return -1;
	return even(t, n, depth - 1);
}

int factorial(int n) { return n < 2 ? 1 : n * factorial(n - 1); }

static void no_end(int *n)
{
	++*n;
	no_end(n);
}

static void *run_for_ever(void *arg)
{
	no_end(arg);
	return NULL;
}

int start_for_ever(pthread_t *t, int *n) { return pthread_create(t, NULL, run_for_ever, n); }
