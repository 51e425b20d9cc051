// SPDX-License-Identifier: MIT
// What an unknown function answers that is asked about nothing, each time round a join loop: it may be the
// same for each thread.
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#define NTHREADS 16

bool interrupted(void);
int mode(void);
bool is_running(int number);
void use(int value);

struct cell {
	pthread_t tid;
	int row;
	bool started;
};

static void *cell_run(void *arg)
{
	use(((struct cell *)arg)->row);
	return NULL;
}

static void cell_start(struct cell *cell, int row)
{
	*cell = (struct cell){.row = row};
	if (pthread_create(&cell->tid, NULL, cell_run, cell) != 0)
		abort();
}

void skipped_bad(void)
{
	struct cell cells[NTHREADS];
	for (int i = 0; i < NTHREADS; i++)
		cell_start(&cells[i], i); //~ ERROR E0373
	for (int i = 0; i < NTHREADS; i++) {
		if (interrupted())
			continue;
		pthread_join(cells[i].tid, NULL);
	}
}

void skipped_downwards_bad(void)
{
	struct cell cells[NTHREADS];
	for (int i = 0; i < NTHREADS; i++)
		cell_start(&cells[i], i); //~ ERROR E0373
	for (int i = NTHREADS - 1; i >= 0; i--)
		if (!interrupted())
			pthread_join(cells[i].tid, NULL);
}

// Whoever is passed over here is joined below.
void skipped_and_joined_ok(void)
{
	struct cell cells[NTHREADS];
	for (int i = 0; i < NTHREADS; i++)
		cell_start(&cells[i], i);
	for (int i = 0; i < NTHREADS; i++) {
		if (interrupted())
			use(i);
		pthread_join(cells[i].tid, NULL);
	}
}

// It may know which of them run.
void asked_about_each_ok(void)
{
	struct cell cells[NTHREADS];
	for (int i = 0; i < NTHREADS; i++)
		if (is_running(i))
			cell_start(&cells[i], i);
	for (int i = 0; i < NTHREADS; i++)
		if (is_running(i))
			pthread_join(cells[i].tid, NULL);
}

// The one that may be passed over has no thread.
void asked_about_none_ok(int n, bool early)
{
	struct cell cells[NTHREADS] = {{.row = 0}};
	for (int i = 0; i < n; i++) {
		if (i == 1)
			continue;
		if (pthread_create(&cells[i].tid, NULL, cell_run, &cells[i]) == 0)
			cells[i].started = true;
	}
	for (int i = 0; i < n; i++) {
		if (i == 1) {
			if (early)
				continue;
		}
		if (cells[i].started)
			pthread_join(cells[i].tid, NULL);
	}
}

void skipped_by_a_switch_bad(int how)
{
	struct cell cells[NTHREADS];
	for (int i = 0; i < NTHREADS; i++)
		cell_start(&cells[i], i); //~ ERROR E0373
	for (int i = 0; i < NTHREADS; i++) {
		switch (how) {
		case 0: break;
		default: continue;
		}
		pthread_join(cells[i].tid, NULL);
	}
}

void left_by_a_switch_bad(void)
{
	struct cell cells[NTHREADS];
	for (int i = 0; i < NTHREADS; i++)
		cell_start(&cells[i], i); //~ ERROR E0373
	for (int i = 0; i < NTHREADS; i++) {
		switch (mode()) {
		case 0: return;
		case 1: use(i); break;
		default: break;
		}
		pthread_join(cells[i].tid, NULL);
	}
}

void switched_ok(void)
{
	struct cell cells[NTHREADS];
	for (int i = 0; i < NTHREADS; i++)
		cell_start(&cells[i], i);
	for (int i = 0; i < NTHREADS; i++) {
		switch (mode()) {
		case 0: exit(1);
		case 1: use(i); break;
		default: break;
		}
		pthread_join(cells[i].tid, NULL);
	}
}
