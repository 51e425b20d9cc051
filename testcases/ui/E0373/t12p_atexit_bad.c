// SPDX-License-Identifier: MIT
// T12': a join that atexit brings comes too late for the variables of main.
#include <pthread.h>
#include <stdlib.h>

static pthread_t thread;

static void *count(void *arg)
{
	++*(int *)arg;
	return NULL;
}

static void stop(void)
{
	pthread_join(thread, NULL);
}

int main(void)
{
	int n = 0;
	if (pthread_create(&thread, NULL, count, &n) != 0) //~ ERROR E0373
		return 1;
	atexit(stop);
	return 0;
}
