// A join loop that asks each time round what it was told from the start: who is told otherwise joins nobody.
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#define NTHREADS 4

struct cell {
	pthread_t tid;
	int row;
	int sum;
};

static void *cell_run(void *arg)
{
	struct cell *cell = arg;

	for (int i = 0; i < cell->row; i++)
		cell->sum += i;
	return NULL;
}

static void cell_start(struct cell *cell, int row)
{
	*cell = (struct cell){ .row = row };
	if (pthread_create(&cell->tid, NULL, cell_run, cell) != 0)
		abort();
}

int skipped_bad(bool wait)
{
	struct cell cells[NTHREADS];

	for (int i = 0; i < NTHREADS; i++)
		cell_start(&cells[i], i); //~ ERROR E0373
	for (int i = 0; i < NTHREADS; i++)
		if (wait)
			pthread_join(cells[i].tid, NULL);
	return 0;
}

// The same question decides whether there is anybody to wait for.
int skipped_ok(bool run)
{
	struct cell cells[NTHREADS];

	for (int i = 0; i < NTHREADS; i++)
		if (run)
			cell_start(&cells[i], i);
	for (int i = 0; i < NTHREADS; i++)
		if (run)
			pthread_join(cells[i].tid, NULL);
	return 0;
}

// Without the answer nobody is joined here, but below.
int skipped_then_joined_ok(bool early)
{
	struct cell cells[NTHREADS];

	for (int i = 0; i < NTHREADS; i++)
		cell_start(&cells[i], i);
	for (int i = 0; i < NTHREADS; i++)
		if (early)
			pthread_join(cells[i].tid, NULL);
	if (!early)
		for (int i = 0; i < NTHREADS; i++)
			pthread_join(cells[i].tid, NULL);
	return cells[0].sum;
}

int left_bad(int limit, int n)
{
	struct cell cells[NTHREADS];
	int sum = 0;

	n = n > NTHREADS ? NTHREADS : n;
	for (int i = 0; i < n; i++)
		cell_start(&cells[i], i); //~ ERROR E0373
	for (int i = 0; i < n; i++) {
		if (limit < 0)
			return -1;
		pthread_join(cells[i].tid, NULL);
		sum += cells[i].sum;
	}
	return sum < limit ? sum : limit;
}

// Each element has its own answer, in both loops.
int each_asked_ok(const bool *wanted)
{
	struct cell cells[NTHREADS];

	for (int i = 0; i < NTHREADS; i++)
		if (wanted[i])
			cell_start(&cells[i], i);
	for (int i = 0; i < NTHREADS; i++)
		if (wanted[i])
			pthread_join(cells[i].tid, NULL);
	return 0;
}

// What is asked when the thread has been joined, or has never been started, tells nothing of it.
int asked_after_join_ok(const int *changed)
{
	struct cell cells[NTHREADS] = { 0 };
	int ret[NTHREADS], sum = 0;

	for (int i = 0; i < NTHREADS; i++)
		ret[i] = pthread_create(&cells[i].tid, NULL, cell_run, &cells[i]);
	for (int i = 0; i < NTHREADS; i++) {
		if (ret[i] == 0)
			ret[i] = pthread_join(cells[i].tid, NULL);
		if (ret[i] == 0 && changed)
			sum += *changed;
	}
	return sum;
}

#ifdef RUN
#include "../include/run.h"
static const bool run_wanted[NTHREADS] = { true, false, true, false };
static const int run_changed = 1;
RUN_MAIN(RUN_BAD(skipped_bad(false)) RUN_BAD(left_bad(-1, 3)) RUN_OK(skipped_ok(true)) RUN_OK(skipped_ok(false))
		RUN_OK(skipped_then_joined_ok(true)) RUN_OK(skipped_then_joined_ok(false)) RUN_OK(left_bad(4, 3))
		RUN_OK(each_asked_ok(run_wanted)) RUN_OK(asked_after_join_ok(&run_changed)))
#endif
