// T18: one handle variable for two threads, one join for many: the first thread can never be joined.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../include/fake_glib.h"
#include "../include/fake_uv.h"

struct range {
	int from, to;
	long sum;
};

static void *range_sum(void *arg)
{
	struct range *range = arg;

	usleep(30 * 1000 / (unsigned)(range->from + 1));
	for (int i = range->from; i < range->to; i++)
		range->sum += i;
	return NULL;
}

static void range_sum_uv(void *arg)
{
	range_sum(arg);
}

long second_over_first_bad(void)
{
	struct range low = { 0, 50, 0 }, high = { 50, 100, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, range_sum, &low) != 0) //~ ERROR E0373
		abort();
	if (pthread_create(&tid, NULL, range_sum, &high) != 0)
		abort();
	pthread_join(tid, NULL);
	return low.sum + high.sum;
}

long in_a_loop_bad(void)
{
	struct range ranges[4];
	pthread_t tid;

	for (int i = 0; i < 4; i++) {
		ranges[i] = (struct range){ i * 10, i * 10 + 10, 0 };
		if (pthread_create(&tid, NULL, range_sum, &ranges[i]) != 0) //~ ERROR E0373
			abort();
	}
	pthread_join(tid, NULL);
	return ranges[0].sum;
}

// As many joins as threads, but all of the last one.
long joined_again_bad(void)
{
	struct range ranges[2] = { { 0, 50, 0 }, { 50, 100, 0 } };
	pthread_t tid[2];

	if (pthread_create(&tid[0], NULL, range_sum, &ranges[0]) != 0) //~ ERROR E0373
		abort();
	if (pthread_create(&tid[1], NULL, range_sum, &ranges[1]) != 0)
		abort();
	pthread_join(tid[1], NULL);
	return ranges[0].sum + ranges[1].sum;
}

void uv_bad(void)
{
	struct range low = { 0, 50, 0 }, high = { 50, 100, 0 };
	uv_thread_t tid;

	if (uv_thread_create(&tid, range_sum_uv, &low)) //~ ERROR E0373
		abort();
	if (uv_thread_create(&tid, range_sum_uv, &high))
		abort();
	uv_thread_join(&tid);
}

void glib_bad(void)
{
	struct range low = { 0, 50, 0 }, high = { 50, 100, 0 };
	GThread *thread = g_thread_new("low", range_sum, &low); //~ ERROR E0373

	thread = g_thread_new("high", range_sum, &high);
	g_thread_join(thread);
}

long one_after_the_other_ok(void)
{
	struct range low = { 0, 50, 0 }, high = { 50, 100, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, range_sum, &low) != 0)
		abort();
	pthread_join(tid, NULL);
	if (pthread_create(&tid, NULL, range_sum, &high) != 0)
		abort();
	pthread_join(tid, NULL);
	return low.sum + high.sum;
}

long loop_joined_ok(void)
{
	struct range ranges[4];
	pthread_t tid;

	for (int i = 0; i < 4; i++) {
		ranges[i] = (struct range){ i * 10, i * 10 + 10, 0 };
		if (pthread_create(&tid, NULL, range_sum, &ranges[i]) != 0)
			abort();
		pthread_join(tid, NULL);
	}
	return ranges[0].sum;
}

// The handle is saved before the variable is used again.
long saved_ok(void)
{
	struct range low = { 0, 50, 0 }, high = { 50, 100, 0 };
	pthread_t tid, first;

	if (pthread_create(&tid, NULL, range_sum, &low) != 0)
		abort();
	first = tid;
	if (pthread_create(&tid, NULL, range_sum, &high) != 0)
		abort();
	pthread_join(tid, NULL);
	pthread_join(first, NULL);
	return low.sum + high.sum;
}

void glib_ok(void)
{
	struct range low = { 0, 50, 0 }, high = { 50, 100, 0 };
	GThread *thread = g_thread_new("low", range_sum, &low), *first = thread;

	thread = g_thread_new("high", range_sum, &high);
	g_thread_join(thread);
	g_thread_join(first);
}

void uv_ok(void)
{
	struct range ranges[2] = { { 0, 50, 0 }, { 50, 100, 0 } };
	uv_thread_t tid[2];

	for (int i = 0; i < 2; i++)
		if (uv_thread_create(tid + i, range_sum_uv, ranges + i))
			abort();
	for (int i = 0; i < 2; i++)
		uv_thread_join(tid + i);
}
// Not run: GLib and libuv are not there when the suite runs.
