// T19: alloca and VLAs. A VLA dies with its block, alloca with the function.
#include <alloca.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct row {
	int *cells;
	int count;
	long sum;
};

static void *row_sum(void *arg)
{
	struct row *row = arg;

	usleep(20 * 1000);
	for (int i = 0; i < row->count; i++)
		row->sum += row->cells[i];
	return NULL;
}

static void *fill(void *arg)
{
	char *bytes = arg;

	usleep(20 * 1000);
	memset(bytes, 'x', 8);
	return NULL;
}

int alloca_bad(void)
{
	char *bytes = alloca(64);
	pthread_t tid;

	if (pthread_create(&tid, NULL, fill, bytes) != 0) //~ ERROR E0373
		return -1;
	return pthread_detach(tid);
}

int builtin_alloca_struct_bad(int *cells)
{
	struct row *row = __builtin_alloca(sizeof *row);
	pthread_t tid;

	*row = (struct row){ cells, 4, 0 };
	if (pthread_create(&tid, NULL, row_sum, row)) //~ ERROR E0373
		return -1;
	return pthread_detach(tid);
}

int vla_bad(int n)
{
	char bytes[n];
	pthread_t tid;

	if (pthread_create(&tid, NULL, fill, bytes) != 0) //~ ERROR E0373
		return -1;
	return pthread_detach(tid);
}

// The VLA is reached through a static struct.
int vla_in_field_bad(int n)
{
	static struct row row;
	int cells[n];
	pthread_t tid;

	for (int i = 0; i < n; i++)
		cells[i] = i;
	row.cells = cells;
	row.count = n;
	if (pthread_create(&tid, NULL, row_sum, &row) != 0) //~ ERROR E0373
		return -1;
	return pthread_detach(tid);
}

int vla_block_bad(int n)
{
	pthread_t tid = 0;
	int started = 0;

	if (n > 8) {
		char bytes[n];

		started = pthread_create(&tid, NULL, fill, bytes) == 0; //~ ERROR E0597
	}
	usleep(40 * 1000);
	if (started)
		pthread_join(tid, NULL);
	return started;
}

int alloca_ok(void)
{
	char *bytes = alloca(64);
	pthread_t tid;

	if (pthread_create(&tid, NULL, fill, bytes) != 0)
		return -1;
	return pthread_join(tid, NULL);
}

// alloca in an inner block lives until the function is left.
int alloca_in_block_ok(int n)
{
	pthread_t tid = 0;
	int started = 0;

	if (n > 8) {
		char *bytes = alloca((size_t)n);

		started = pthread_create(&tid, NULL, fill, bytes) == 0;
	}
	if (started)
		pthread_join(tid, NULL);
	return started;
}

long vla_of_threads_ok(int n)
{
	static int cells[4] = { 1, 2, 3, 4 };
	pthread_t tid[n];
	struct row rows[n];
	long sum = 0;

	for (int i = 0; i < n; i++) {
		rows[i] = (struct row){ cells, 4, 0 };
		if (pthread_create(&tid[i], NULL, row_sum, &rows[i]) != 0)
			abort();
	}
	for (int i = 0; i < n; i++) {
		pthread_join(tid[i], NULL);
		sum += rows[i].sum;
	}
	return sum;
}

int malloc_ok(int n)
{
	char *bytes = malloc((size_t)n + 8);
	pthread_t tid;

	if (!bytes)
		return -1;
	if (pthread_create(&tid, NULL, fill, bytes) != 0) {
		free(bytes);
		return -1;
	}
	return pthread_detach(tid);
}

#ifdef RUN
#include "../include/run.h"
// VLAs and alloca of a frame that is left are not poisoned, so only the struct-by-block cases would show; ok calls only.
RUN_MAIN(RUN_OK(alloca_ok()) RUN_OK(alloca_in_block_ok(64)) RUN_OK(vla_of_threads_ok(3)) RUN_OK(malloc_ok(64)))
#endif
