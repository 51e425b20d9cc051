// T18: only some threads of an array are joined.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define NTHREADS 4

struct piece {
	int index;
	long sum;
};

static void *piece_sum(void *arg)
{
	struct piece *piece = arg;

	usleep(20 * 1000 * (unsigned)piece->index);
	piece->sum += piece->index;
	return NULL;
}

int all_joined_ok(void)
{
	struct piece pieces[NTHREADS];
	pthread_t tids[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		pieces[i] = (struct piece){ i, 0 };
		if (pthread_create(&tids[i], NULL, piece_sum, &pieces[i]))
			abort();
	}
	for (int i = NTHREADS; i > 0; i--)
		pthread_join(tids[i - 1], NULL);
	return 0;
}

int one_short_bad(void)
{
	struct piece pieces[NTHREADS];
	pthread_t tids[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		pieces[i] = (struct piece){ i, 0 };
		if (pthread_create(&tids[i], NULL, piece_sum, &pieces[i])) //~ ERROR E0373
			abort();
	}
	for (int i = 0; i < NTHREADS - 1; i++)
		pthread_join(tids[i], NULL);
	return 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(one_short_bad()) RUN_OK(all_joined_ok()))
#endif
