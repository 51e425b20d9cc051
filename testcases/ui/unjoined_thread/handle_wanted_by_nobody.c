// A handle goes where the caller wants it: the way on which nobody does is taken by no call here, or by one.
#include <pthread.h>

static void *work(void *arg) { return arg; }

static int start(void *(*fn)(void *), void *arg, pthread_t *handle)
{
	pthread_t thread;
	int rc = pthread_create(&thread, NULL, fn, arg);
	if (rc == 0 && handle != NULL)
		*handle = thread;
	return rc;
}

int kept_ok(void)
{
	pthread_t t;
	if (start(work, NULL, &t) != 0)
		return 1;
	return pthread_join(t, NULL);
}

static int start_bad(void *(*fn)(void *), void *arg, pthread_t *handle)
{
	pthread_t thread;
	int rc = pthread_create(&thread, NULL, fn, arg); //~ WARNING unjoined_thread
	if (rc == 0 && handle != NULL)
		*handle = thread;
	return rc;
}

int lost_bad(void)
{
	return start_bad(work, NULL, NULL);
}
