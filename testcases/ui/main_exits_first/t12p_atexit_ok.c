// SPDX-License-Identifier: MIT
// T12': what main registers with atexit joins its thread.
#include <pthread.h>
#include <stdlib.h>

static pthread_t thread;

static void *work(void *arg)
{
	return arg;
}

static void stop(void)
{
	pthread_join(thread, NULL);
}

int main(void)
{
	if (pthread_create(&thread, NULL, work, NULL) != 0)
		return 1;
	atexit(stop);
	return 0;
}
