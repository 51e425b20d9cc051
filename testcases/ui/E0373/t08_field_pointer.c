// T8: a pointer field holds the address of a local, and the entry follows it. The struct itself may be in any storage.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct histogram {
	unsigned bins[16];
	unsigned total;
};

struct scan {
	const unsigned char *data;
	size_t size;
	struct histogram *out;
};

static void *scan_run(void *arg)
{
	struct scan *scan = arg;

	usleep(20 * 1000);
	for (size_t i = 0; i < scan->size; i++)
		scan->out->bins[scan->data[i] >> 4]++;
	scan->out->total += (unsigned)scan->size;
	return NULL;
}

static const unsigned char blob[64];

// The struct is on the heap and outlives the call; the histogram that it points to does not.
int heap_struct_bad(void)
{
	struct histogram histogram = { 0 };
	struct scan *scan = malloc(sizeof *scan);
	pthread_t tid;

	if (!scan)
		return -1;
	scan->data = blob;
	scan->size = sizeof blob;
	scan->out = &histogram;
	if (pthread_create(&tid, NULL, scan_run, scan) != 0) { //~ ERROR E0373
		free(scan);
		return -1;
	}
	pthread_detach(tid);
	return 0;
}

int static_struct_bad(void)
{
	static struct scan scan = { .data = blob, .size = sizeof blob };
	struct histogram histogram = { 0 };
	pthread_t tid;

	scan.out = &histogram;
	if (pthread_create(&tid, NULL, scan_run, &scan) == 0) //~ ERROR E0373
		pthread_detach(tid);
	return (int)histogram.total;
}

// Struct and histogram are both locals: two borrowed objects, one finding that names both.
int both_local_bad(void)
{
	struct histogram histogram = { 0 };
	struct scan scan = { blob, sizeof blob, &histogram };
	pthread_t tid;

	pthread_create(&tid, NULL, scan_run, &scan); //~ ERROR E0373
	return pthread_detach(tid);
}

// The struct is copied to the heap; its pointers are copied with it.
int copied_struct_bad(void)
{
	struct histogram histogram = { 0 };
	struct scan local = { blob, sizeof blob, &histogram };
	struct scan *scan = malloc(sizeof *scan);
	pthread_t tid;

	if (!scan)
		return -1;
	*scan = local;
	if (pthread_create(&tid, NULL, scan_run, scan)) //~ ERROR E0373
		abort();
	return pthread_detach(tid);
}

int heap_struct_ok(void)
{
	struct histogram histogram = { 0 };
	struct scan *scan = malloc(sizeof *scan);
	pthread_t tid;
	int ret = -1;

	if (!scan)
		return -1;
	scan->data = blob;
	scan->size = sizeof blob;
	scan->out = &histogram;
	if (pthread_create(&tid, NULL, scan_run, scan) == 0) {
		pthread_join(tid, NULL);
		ret = (int)histogram.total;
	}
	free(scan);
	return ret;
}

int static_histogram_ok(void)
{
	static struct histogram histogram;
	static struct scan scan = { blob, sizeof blob, &histogram };
	pthread_t tid;

	if (pthread_create(&tid, NULL, scan_run, &scan) == 0)
		pthread_detach(tid);
	return 0;
}

int copied_struct_ok(void)
{
	struct histogram *histogram = calloc(1, sizeof *histogram);
	struct scan local = { blob, sizeof blob, histogram };
	struct scan *scan = malloc(sizeof *scan);
	pthread_t tid;

	if (!scan || !histogram)
		abort();
	*scan = local;
	if (pthread_create(&tid, NULL, scan_run, scan))
		abort();
	return pthread_detach(tid);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(heap_struct_bad()) RUN_BAD(static_struct_bad()) RUN_BAD(both_local_bad()) RUN_BAD(copied_struct_bad())
		RUN_OK(heap_struct_ok()) RUN_OK(static_histogram_ok()) RUN_OK(copied_struct_ok()))
#endif
