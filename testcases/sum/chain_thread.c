#include "chain.h"
#include <stdio.h>

int thread_begin(pthread_t *handle, void *(*entry)(void *), void *arg)
{
	pthread_attr_t attr;
	int error;
	pthread_attr_init(&attr);
	error = pthread_create(handle, &attr, entry, arg);
	pthread_attr_destroy(&attr);
	return error;
}

void log_error(int error)
{
	fprintf(stderr, "%d\n", error);
}
