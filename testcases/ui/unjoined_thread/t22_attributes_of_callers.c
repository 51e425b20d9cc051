// T22: who starts threads for others takes the attributes from them, and with these whether anybody is to join.
#include <pthread.h>
#include <stdlib.h>

static void *work(void *arg) { return arg; }

static void start_or_abort(pthread_t *thread, const pthread_attr_t *attr, void *(*fn)(void *), void *arg)
{
	if (pthread_create(thread, attr, fn, arg) != 0)
		abort();
}

static void start_all(const pthread_attr_t *attr, int n)
{
	pthread_t thread;

	for (int i = 0; i < n; i++)
		start_or_abort(&thread, attr, work, NULL);
}

void detached_ok(void)
{
	pthread_t thread;
	pthread_attr_t attr;

	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	start_or_abort(&thread, &attr, work, NULL);
	pthread_attr_destroy(&attr);
}

void all_detached_ok(int n)
{
	pthread_attr_t attr;

	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	start_all(&attr, n);
}

void large_stack_bad(void)
{
	pthread_t thread;
	pthread_attr_t attr;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 1 << 20);
	start_or_abort(&thread, &attr, work, NULL); //~ WARNING unjoined_thread
	pthread_attr_destroy(&attr);
}

void no_attributes_bad(void)
{
	pthread_t thread;

	start_or_abort(&thread, NULL, work, NULL); //~ WARNING unjoined_thread
}

void no_attributes_ok(void)
{
	pthread_t thread;

	start_or_abort(&thread, NULL, work, NULL);
	pthread_join(thread, NULL);
}
