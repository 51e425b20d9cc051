// Loops in loops: rows of threads, rounds that start and join, two arrays side by side, one array in two steps.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../include/fake_uv.h"

#define ROWS 3
#define COLUMNS 2

struct cell {
	int row, column;
	long value;
};

static void *cell_run(void *arg)
{
	struct cell *cell = arg;

	usleep(10 * 1000 * (unsigned)(cell->row + 1));
	cell->value += cell->row * cell->column;
	return NULL;
}

static void cell_run_uv(void *arg)
{
	cell_run(arg);
}

// One row after the other.
long rounds_ok(void)
{
	struct cell cells[COLUMNS];
	pthread_t tid[COLUMNS];
	long sum = 0;

	for (int row = 0; row < ROWS; row++) {
		for (int column = 0; column < COLUMNS; column++) {
			cells[column] = (struct cell){ row, column, 0 };
			if (pthread_create(&tid[column], NULL, cell_run, &cells[column]) != 0)
				abort();
		}
		for (int column = 0; column < COLUMNS; column++) {
			pthread_join(tid[column], NULL);
			sum += cells[column].value;
		}
	}
	return sum;
}

// The rows share cells, and nobody waits in between: the next row writes what this one reads, and loses its handles.
long FN_rounds_bad(void)
{
	struct cell cells[COLUMNS];
	pthread_t tid[COLUMNS];

	for (int row = 0; row < ROWS; row++) {
		for (int column = 0; column < COLUMNS; column++) {
			cells[column].row = row; //~ ERROR E0506
			if (pthread_create(&tid[column], NULL, cell_run, &cells[column]) != 0)
				//~^ GAP E0373: a handle in an array that is overwritten while its thread runs
				abort();
		}
	}
	for (int column = 0; column < COLUMNS; column++)
		pthread_join(tid[column], NULL);
	return cells[0].value;
}

// The cells of a row die with its iteration.
long row_objects_bad(void)
{
	uv_thread_t tid[ROWS][COLUMNS];
	long sum = 0;

	for (int row = 0; row < ROWS; row++) {
		struct cell cells[COLUMNS];

		for (int column = 0; column < COLUMNS; column++) {
			cells[column] = (struct cell){ row, column, 0 };
			if (uv_thread_create(&tid[row][column], cell_run_uv, &cells[column])) //~ ERROR E0597
				abort();
		}
	}
	for (int row = 0; row < ROWS; row++)
		for (int column = 0; column < COLUMNS; column++)
			uv_thread_join(&tid[row][column]);
	return sum;
}

// Two dimensions.
long matrix_ok(void)
{
	struct cell cells[ROWS][COLUMNS];
	pthread_t tid[ROWS][COLUMNS];
	long sum = 0;

	for (int row = 0; row < ROWS; row++)
		for (int column = 0; column < COLUMNS; column++) {
			cells[row][column] = (struct cell){ row, column, 0 };
			if (pthread_create(&tid[row][column], NULL, cell_run, &cells[row][column]) != 0)
				abort();
		}
	for (int row = 0; row < ROWS; row++)
		for (int column = 0; column < COLUMNS; column++) {
			pthread_join(tid[row][column], NULL);
			sum += cells[row][column].value;
		}
	return sum;
}

// One dimension that stands for two.
long flat_ok(void)
{
	struct cell cells[ROWS * COLUMNS];
	pthread_t tid[ROWS * COLUMNS];
	int n = 0;

	for (int row = 0; row < ROWS; row++)
		for (int column = 0; column < COLUMNS; column++) {
			cells[n] = (struct cell){ row, column, 0 };
			if (pthread_create(&tid[n], NULL, cell_run, &cells[n]) != 0)
				abort();
			n++;
		}
	for (int i = 0; i < ROWS * COLUMNS; i++)
		pthread_join(tid[i], NULL);
	return cells[0].value;
}

long FN_flat_bad(void)
{
	struct cell cells[ROWS * COLUMNS];
	pthread_t tid[ROWS * COLUMNS];
	int n = 0;

	for (int row = 0; row < ROWS; row++)
		for (int column = 0; column < COLUMNS; column++) {
			cells[n] = (struct cell){ row, column, 0 };
			if (pthread_create(&tid[n], NULL, cell_run, &cells[n]) != 0)
				//~^ GAP E0373: a count over two loops is no difference of two numbers
				abort();
			n++;
		}
	for (int i = 0; i < ROWS; i++)
		pthread_join(tid[i], NULL);
	return cells[0].value;
}

// Readers and writers, in two arrays.
long two_arrays_ok(void)
{
	struct cell reads[ROWS], writes[COLUMNS];
	pthread_t readers[ROWS], writers[COLUMNS];

	for (int i = 0; i < ROWS; i++) {
		reads[i] = (struct cell){ i, i, 0 };
		if (pthread_create(&readers[i], NULL, cell_run, &reads[i]) != 0)
			abort();
	}
	for (int i = 0; i < COLUMNS; i++) {
		writes[i] = (struct cell){ i, i, 0 };
		if (pthread_create(&writers[i], NULL, cell_run, &writes[i]) != 0)
			abort();
	}
	for (int i = 0; i < ROWS; i++)
		pthread_join(readers[i], NULL);
	for (int i = 0; i < COLUMNS; i++)
		pthread_join(writers[i], NULL);
	return reads[0].value + writes[0].value;
}

// The writers are joined up to the smaller count, twice; the readers to their own.
long two_arrays_bad(void)
{
	struct cell reads[ROWS], writes[COLUMNS];
	pthread_t readers[ROWS], writers[COLUMNS];

	for (int i = 0; i < ROWS; i++) {
		reads[i] = (struct cell){ i, i, 0 };
		if (pthread_create(&readers[i], NULL, cell_run, &reads[i]) != 0) //~ ERROR E0373
			abort();
	}
	for (int i = 0; i < COLUMNS; i++) {
		writes[i] = (struct cell){ i, i, 0 };
		if (pthread_create(&writers[i], NULL, cell_run, &writes[i]) != 0)
			abort();
	}
	for (int i = 0; i < COLUMNS; i++) {
		pthread_join(readers[i], NULL);
		pthread_join(writers[i], NULL);
	}
	return reads[0].value + writes[0].value;
}

// The same array, filled in two steps.
long two_steps_ok(void)
{
	struct cell cells[ROWS + COLUMNS];
	pthread_t tid[ROWS + COLUMNS];
	int n = 0;

	for (int i = 0; i < ROWS; i++, n++) {
		cells[n] = (struct cell){ i, 1, 0 };
		if (pthread_create(&tid[n], NULL, cell_run, &cells[n]) != 0)
			abort();
	}
	for (int i = 0; i < COLUMNS; i++, n++) {
		cells[n] = (struct cell){ i, 2, 0 };
		if (pthread_create(&tid[n], NULL, cell_run, &cells[n]) != 0)
			abort();
	}
	while (n-- > 0)
		pthread_join(tid[n], NULL);
	return cells[0].value;
}

// At most two at a time: the oldest is joined before its place is used again.
long window_ok(int count)
{
	struct cell cells[2];
	pthread_t tid[2];
	long sum = 0;
	int i;

	for (i = 0; i < count; i++) {
		if (i >= 2) {
			pthread_join(tid[i % 2], NULL);
			sum += cells[i % 2].value;
		}
		cells[i % 2] = (struct cell){ i, i, 0 };
		if (pthread_create(&tid[i % 2], NULL, cell_run, &cells[i % 2]) != 0)
			abort();
	}
	for (int k = 0; k < 2 && k < count; k++) {
		pthread_join(tid[k], NULL);
		sum += cells[k].value;
	}
	return sum;
}

// Not run: libuv is not there when the suite runs.
