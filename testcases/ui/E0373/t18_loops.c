// T18: join loops that plainly leave threads of the array behind.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MANY 40

struct piece {
	pthread_t tid;
	int index;
	long sum;
};

static void *piece_sum(void *arg)
{
	struct piece *piece = arg;

	usleep(20 * 1000 * (unsigned)(piece->index + 1));
	piece->sum += piece->index;
	return NULL;
}

// The results are not looked at.
void unchecked_bad(void)
{
	struct piece pieces[MANY];
	pthread_t tid[MANY];

	for (int i = 0; i < MANY; i++) {
		pieces[i].index = i;
		pthread_create(&tid[i], NULL, piece_sum, &pieces[i]); //~ ERROR E0373
	}
	for (int i = 0; i < MANY - 1; i++)
		pthread_join(tid[i], NULL);
}

// The walk ends before the last.
void pointer_walk_bad(size_t n)
{
	struct piece pieces[MANY], *p, *end = pieces + n;

	for (p = pieces; p < end; p++) {
		p->index = (int)(p - pieces);
		if (pthread_create(&p->tid, NULL, piece_sum, p)) //~ ERROR E0373
			abort();
	}
	for (p = pieces; p < end - 1; p++)
		pthread_join(p->tid, NULL);
}

// --i in the condition and i in the body: the last is never joined.
int heap_bad(int n)
{
	struct piece piece = { .index = 1 };
	pthread_t *tids = malloc((size_t)n * sizeof(*tids));
	int i;

	if (!tids)
		return -1;
	for (i = 0; i < n; i++)
		if (pthread_create(&tids[i], NULL, piece_sum, &piece)) //~ ERROR E0373
			abort();
	while (--i > 0)
		pthread_join(tids[i], NULL);
	free(tids);
	return 0;
}

// The error path forgets thread 0: the loop stops at 1.
int error_path_bad(int n)
{
	struct piece pieces[MANY];
	int i;

	for (i = 0; i < n; i++) {
		pieces[i].index = i;
		if (pthread_create(&pieces[i].tid, NULL, piece_sum, &pieces[i])) { //~ ERROR E0373
			while (--i > 0)
				pthread_join(pieces[i].tid, NULL);
			return -1;
		}
	}
	while (n-- > 0)
		pthread_join(pieces[n].tid, NULL);
	return 0;
}

// The first join that fails leaves the others.
int gives_up_bad(int n)
{
	struct piece pieces[MANY];
	int i;

	for (i = 0; i < n; i++) {
		pieces[i].index = i;
		if (pthread_create(&pieces[i].tid, NULL, piece_sum, &pieces[i])) //~ ERROR E0373
			abort();
	}
	for (i = 0; i < n; i++)
		if (pthread_join(pieces[i].tid, NULL))
			return -1;
	return 0;
}

// A failed create in a later round of an outer loop.
int rounds_bad(int rounds, int n)
{
	struct piece pieces[MANY];

	while (rounds-- > 0) {
		for (int i = 0; i < n; i++) {
			pieces[i].index = i;
			if (pthread_create(&pieces[i].tid, NULL, piece_sum, &pieces[i])) //~ ERROR E0373
				return -1;
		}
		for (int i = 0; i < n; i++)
			pthread_join(pieces[i].tid, NULL);
	}
	return 0;
}

// The readers are joined, the writers are not.
int other_array_bad(int readers, int writers)
{
	struct piece pieces[2];
	pthread_t *r = calloc((size_t)readers, sizeof(*r)), *w = calloc((size_t)writers, sizeof(*w));
	int i;

	if (!r || !w)
		abort();
	memset(pieces, 0, sizeof(pieces));
	pieces[1].index = 4;
	for (i = 0; i < readers; i++)
		if (pthread_create(&r[i], NULL, piece_sum, &pieces[0]))
			abort();
	for (i = 0; i < writers; i++)
		if (pthread_create(&w[i], NULL, piece_sum, &pieces[1])) //~ ERROR E0373
			abort();
	for (i = 0; i < readers; i++)
		pthread_join(r[i], NULL);
	return 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(unchecked_bad()) RUN_BAD(pointer_walk_bad(3)) RUN_BAD(other_array_bad(2, 2)))
#endif
