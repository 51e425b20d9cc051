// T1: a thread for each array element, create loop and join loop; and the same with the join loop forgotten.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NTHREADS 4
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

struct slice {
	const int *values;
	int first, last;
	long total;
};

static const int samples[64];

static void *slice_sum(void *arg)
{
	struct slice *s = arg;

	usleep(20 * 1000);
	for (int i = s->first; i < s->last; i++)
		s->total += s->values[i];
	return NULL;
}

long macro_bound_ok(void)
{
	pthread_t tid[NTHREADS];
	struct slice part[NTHREADS];
	long total = 0;

	for (int i = 0; i < NTHREADS; i++) {
		part[i] = (struct slice){ samples, i * 16, (i + 1) * 16, 0 };
		if (pthread_create(&tid[i], NULL, slice_sum, &part[i]) != 0)
			abort();
	}
	for (int i = 0; i < NTHREADS; i++) {
		pthread_join(tid[i], NULL);
		total += part[i].total;
	}
	return total;
}

long sizeof_bound_ok(void)
{
	struct slice part[3];
	pthread_t tid[3];
	long total = 0;
	size_t i;

	memset(part, 0, sizeof part);
	for (i = 0; i < ARRAY_SIZE(part); i++) {
		part[i].values = samples;
		part[i].last = 8;
		pthread_create(tid + i, NULL, slice_sum, part + i);
	}
	for (i = 0; i < ARRAY_SIZE(tid); i++) {
		pthread_join(tid[i], NULL);
		total += part[i].total;
	}
	return total;
}

// A variable bound that nothing changes.
long parameter_bound_ok(int workers)
{
	pthread_t tid[64];
	struct slice part[64];
	long total = 0;

	if (workers < 1 || workers > 64)
		return -1;
	for (int w = 0; w < workers; ++w) {
		part[w] = (struct slice){ .values = samples, .first = w, .last = w + 1 };
		if (pthread_create(&tid[w], NULL, slice_sum, &part[w])) {
			fprintf(stderr, "cannot start worker %d\n", w);
			exit(EXIT_FAILURE);
		}
	}
	while (workers-- > 0) {
		pthread_join(tid[workers], NULL);
		total += part[workers].total;
	}
	return total;
}

// No join at all.
int all_forgotten_bad(void)
{
	pthread_t tid[NTHREADS];
	struct slice part[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		part[i] = (struct slice){ samples, i * 16, (i + 1) * 16, 0 };
		if (pthread_create(&tid[i], NULL, slice_sum, &part[i]) != 0) //~ ERROR E0373
			abort();
	}
	return NTHREADS;
}

// "They run in the background": detaching in the second loop is no waiting.
void all_detached_bad(void)
{
	pthread_t tid[NTHREADS];
	struct slice part[NTHREADS];
	int i;

	for (i = 0; i < NTHREADS; i++) {
		part[i] = (struct slice){ samples, i * 16, (i + 1) * 16, 0 };
		pthread_create(&tid[i], NULL, slice_sum, &part[i]); //~ ERROR E0373
	}
	for (i = 0; i < NTHREADS; i++)
		pthread_detach(tid[i]);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(all_forgotten_bad()) RUN_BAD(all_detached_bad()) RUN_OK(macro_bound_ok()) RUN_OK(sizeof_bound_ok())
		RUN_OK(parameter_bound_ok(5)))
#endif
