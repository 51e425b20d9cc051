// T18: plainly fewer threads are joined than were started.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>
#include <unistd.h>

#define NTHREADS 4
#define NREADERS 2

struct piece {
	pthread_t tid;
	int index;
	long sum;
};

// The later the piece, the longer it takes.
static void *piece_sum(void *arg)
{
	struct piece *piece = arg;

	usleep(20 * 1000 * (unsigned)(piece->index + 1));
	piece->sum += piece->index;
	return NULL;
}

static int piece_sum_c11(void *arg)
{
	return piece_sum(arg) != NULL;
}

long first_only_bad(void)
{
	struct piece pieces[NTHREADS];
	pthread_t tid[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		pieces[i] = (struct piece){ .index = i };
		if (pthread_create(&tid[i], NULL, piece_sum, &pieces[i]) != 0) //~ ERROR E0373
			abort();
	}
	pthread_join(tid[0], NULL);
	return pieces[0].sum;
}

long last_only_bad(void)
{
	struct piece pieces[NTHREADS];
	pthread_t tid[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		pieces[i] = (struct piece){ .index = NTHREADS - i };
		if (pthread_create(&tid[i], NULL, piece_sum, &pieces[i]) != 0) //~ ERROR E0373
			abort();
	}
	pthread_join(tid[NTHREADS - 1], NULL);
	return pieces[0].sum;
}

long one_short_bad(void)
{
	struct piece pieces[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		pieces[i] = (struct piece){ .index = i };
		if (pthread_create(&pieces[i].tid, NULL, piece_sum, &pieces[i]) != 0) //~ ERROR E0373
			abort();
	}
	for (int i = 0; i < NTHREADS - 1; i++)
		pthread_join(pieces[i].tid, NULL);
	return pieces[0].sum;
}

// The main thread "is number 0", but thread 0 was started.
long from_one_bad(void)
{
	struct piece pieces[NTHREADS];
	pthread_t tid[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		pieces[i] = (struct piece){ .index = 10 - i };
		if (pthread_create(&tid[i], NULL, piece_sum, &pieces[i]) != 0) //~ ERROR E0373
			abort();
	}
	for (int i = 1; i < NTHREADS; i++)
		pthread_join(tid[i], NULL);
	return pieces[1].sum;
}

// The count-down stops at 1.
long down_to_one_bad(void)
{
	struct piece pieces[NTHREADS];
	thrd_t thr[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		pieces[i] = (struct piece){ .index = 10 - i };
		if (thrd_create(&thr[i], piece_sum_c11, &pieces[i]) != thrd_success) //~ ERROR E0373
			abort();
	}
	for (int i = NTHREADS - 1; i > 0; i--)
		thrd_join(thr[i], NULL);
	return pieces[1].sum;
}

// Another constant, which is smaller.
long other_bound_bad(void)
{
	struct piece pieces[NTHREADS];
	pthread_t tid[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		pieces[i] = (struct piece){ .index = i };
		if (pthread_create(&tid[i], NULL, piece_sum, &pieces[i]) != 0) //~ ERROR E0373
			abort();
	}
	for (int i = 0; i < NREADERS; i++)
		pthread_join(tid[i], NULL);
	return pieces[0].sum;
}

// Each second one.
long every_other_bad(void)
{
	struct piece pieces[NTHREADS];
	pthread_t tid[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		pieces[i] = (struct piece){ .index = i };
		if (pthread_create(&tid[i], NULL, piece_sum, &pieces[i]) != 0) //~ ERROR E0373
			abort();
	}
	for (int i = 0; i < NTHREADS; i += 2)
		pthread_join(tid[i], NULL);
	return pieces[0].sum;
}

// The count of the arguments against a count that is one less.
long variable_bad(int count)
{
	struct piece pieces[16];
	pthread_t tid[16];
	long sum = 0;

	if (count < 1 || count > 16)
		return -1;
	for (int i = 0; i < count; i++) {
		pieces[i] = (struct piece){ .index = i };
		if (pthread_create(&tid[i], NULL, piece_sum, &pieces[i]) != 0) //~ ERROR E0373
			abort();
	}
	for (int i = 0; i < count - 1; i++) {
		pthread_join(tid[i], NULL);
		sum += pieces[i].sum;
	}
	return sum;
}

long all_ok(void)
{
	struct piece pieces[NTHREADS];
	pthread_t tid[NTHREADS];
	long sum = 0;

	for (int i = 0; i < NTHREADS; i++) {
		pieces[i] = (struct piece){ .index = i };
		if (pthread_create(&tid[i], NULL, piece_sum, &pieces[i]) != 0)
			abort();
	}
	pthread_join(tid[0], NULL);
	for (int i = 1; i < NTHREADS; i++)
		pthread_join(tid[i], NULL);
	for (int i = 0; i < NTHREADS; i++)
		sum += pieces[i].sum;
	return sum;
}

// The main thread takes piece 0 itself: threads 1 to 3 are started, and joined.
long main_takes_one_ok(void)
{
	struct piece pieces[NTHREADS];
	thrd_t thr[NTHREADS];

	for (int i = 1; i < NTHREADS; i++) {
		pieces[i] = (struct piece){ .index = i };
		if (thrd_create(&thr[i], piece_sum_c11, &pieces[i]) != thrd_success)
			abort();
	}
	pieces[0] = (struct piece){ .index = 0 };
	piece_sum(&pieces[0]);
	for (int i = NTHREADS - 1; i > 0; i--)
		thrd_join(thr[i], NULL);
	return pieces[0].sum;
}

// The first half, then the second.
long halves_ok(void)
{
	struct piece pieces[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		pieces[i] = (struct piece){ .index = i };
		if (pthread_create(&pieces[i].tid, NULL, piece_sum, &pieces[i]) != 0)
			abort();
	}
	for (int i = 0; i < NREADERS; i++)
		pthread_join(pieces[i].tid, NULL);
	for (int i = NREADERS; i < NTHREADS; i++)
		pthread_join(pieces[i].tid, NULL);
	return pieces[0].sum;
}

long variable_ok(int count)
{
	struct piece pieces[16];
	pthread_t tid[16];
	long sum = 0;

	if (count < 1 || count > 16)
		return -1;
	for (int i = 0; i <= count - 1; i++) {
		pieces[i] = (struct piece){ .index = i };
		if (pthread_create(&tid[i], NULL, piece_sum, &pieces[i]) != 0)
			abort();
	}
	for (int i = 0; i < count; i++) {
		pthread_join(tid[i], NULL);
		sum += pieces[i].sum;
	}
	return sum;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(first_only_bad()) RUN_BAD(last_only_bad()) RUN_BAD(one_short_bad()) RUN_BAD(from_one_bad())
		RUN_BAD(down_to_one_bad()) RUN_BAD(other_bound_bad()) RUN_BAD(every_other_bad()) RUN_BAD(variable_bad(4))
		RUN_OK(all_ok()) RUN_OK(main_takes_one_ok()) RUN_OK(halves_ok()) RUN_OK(variable_ok(4)))
#endif
