// Join helpers get the handle by value, by pointer, in a struct, in an array of them.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct worker { pthread_t thread; void *result; };

void *by_value(pthread_t thread)
{
	void *result;
	pthread_join(thread, &result);
	return result;
}

int by_pointer(pthread_t *thread) { return pthread_join(*thread, NULL); }

void through_struct(struct worker *worker) { pthread_join(worker->thread, &worker->result); }

void through_copy(struct worker worker) { pthread_join(worker.thread, NULL); }

// A join that fails has ended all the same: it fails for wrong handles only.
void checked(pthread_t thread)
{
	if (pthread_join(thread, NULL)) {
		perror("pthread_join");
		exit(1);
	}
}

void maybe(pthread_t thread, int really)
{
	if (really)
		pthread_join(thread, NULL);
}

void first(pthread_t threads[4]) { pthread_join(threads[0], NULL); }

// Cancelling is no waiting.
void cancel(pthread_t thread) { pthread_cancel(thread); }
