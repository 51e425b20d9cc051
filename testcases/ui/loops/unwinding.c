// The create that fails in iteration k: threads 0..k-1 are joined by counting down, by a counter of what was started,
// or by a bound that is lowered; the mutations miss one, or all.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../include/fake_glib.h"

#define MAX 16

struct slice {
	pthread_t tid;
	int from;
	long sum;
};

static void *slice_sum(void *arg)
{
	struct slice *slice = arg;

	for (int i = 0; i < 100; i++)
		slice->sum += slice->from + i;
	return NULL;
}

int count_down_ok(int n)
{
	struct slice slices[MAX];
	int i, rc = 0;

	for (i = 0; i < n && i < MAX; i++) {
		slices[i] = (struct slice){ .from = i };
		rc = pthread_create(&slices[i].tid, NULL, slice_sum, &slices[i]);
		if (rc != 0)
			goto unwind;
	}
unwind:
	for (i = i - 1; i >= 0; i--)
		pthread_join(slices[i].tid, NULL);
	return rc;
}

// The last one that runs is left out.
int count_down_bad(int n)
{
	struct slice slices[MAX];
	int i, rc = 0;

	for (i = 0; i < n && i < MAX; i++) {
		slices[i] = (struct slice){ .from = i };
		rc = pthread_create(&slices[i].tid, NULL, slice_sum, &slices[i]); //~ ERROR E0373
		if (rc != 0)
			goto unwind;
	}
unwind:
	for (i = i - 2; i >= 0; i--)
		pthread_join(slices[i].tid, NULL);
	return rc;
}

// The first one is.
int down_to_first_bad(int n)
{
	struct slice slices[MAX];
	int i, rc = 0;

	for (i = 0; i < n && i < MAX; i++) {
		slices[i] = (struct slice){ .from = i };
		rc = pthread_create(&slices[i].tid, NULL, slice_sum, &slices[i]); //~ ERROR E0373
		if (rc != 0)
			break;
	}
	while (--i > 0)
		pthread_join(slices[i].tid, NULL);
	return rc;
}

int inner_count_down_ok(int n)
{
	struct slice slices[MAX];

	if (n > MAX)
		n = MAX;
	for (int i = 0; i < n; i++) {
		slices[i] = (struct slice){ .from = i };
		if (pthread_create(&slices[i].tid, NULL, slice_sum, &slices[i]) != 0) {
			for (int k = 0; k < i; k++)
				pthread_join(slices[k].tid, NULL);
			return -1;
		}
	}
	for (int i = 0; i < n; i++)
		pthread_join(slices[i].tid, NULL);
	return 0;
}

int inner_count_bad(int n)
{
	struct slice slices[MAX];

	if (n > MAX)
		n = MAX;
	for (int i = 0; i < n; i++) {
		slices[i] = (struct slice){ .from = i };
		if (pthread_create(&slices[i].tid, NULL, slice_sum, &slices[i]) != 0) { //~ ERROR E0373
			for (int k = 1; k < i; k++)
				pthread_join(slices[k].tid, NULL);
			return -1;
		}
	}
	for (int i = 0; i < n; i++)
		pthread_join(slices[i].tid, NULL);
	return 0;
}

// A failed create leaves a hole: only what was started is counted, and lies side by side.
int counter_ok(int n)
{
	struct slice slices[MAX];
	int started = 0;

	for (int i = 0; i < n && started < MAX; i++) {
		slices[started] = (struct slice){ .from = i };
		if (pthread_create(&slices[started].tid, NULL, slice_sum, &slices[started]) == 0)
			started++;
	}
	while (started > 0)
		pthread_join(slices[--started].tid, NULL);
	return 0;
}

// Counts on failure, not on success.
int counter_bad(int n)
{
	struct slice slices[MAX];
	int started = 0, failed = 0;

	for (int i = 0; i < n && started < MAX; i++) {
		slices[started] = (struct slice){ .from = i };
		if (pthread_create(&slices[started].tid, NULL, slice_sum, &slices[started]) != 0) //~ ERROR E0373
			failed++;
		started++;
	}
	while (failed > 0)
		pthread_join(slices[--failed].tid, NULL);
	return 0;
}

int lowered_ok(int n)
{
	struct slice slices[MAX];
	int rc = 0;

	if (n > MAX)
		n = MAX;
	for (int i = 0; i < n; i++) {
		slices[i] = (struct slice){ .from = i };
		if ((rc = pthread_create(&slices[i].tid, NULL, slice_sum, &slices[i])) != 0)
			n = i;
	}
	for (int i = 0; i < n; i++)
		pthread_join(slices[i].tid, NULL);
	return rc;
}

int lowered_bad(int n)
{
	struct slice slices[MAX];
	int rc = 0;

	if (n > MAX)
		n = MAX;
	for (int i = 0; i < n; i++) {
		slices[i] = (struct slice){ .from = i };
		if ((rc = pthread_create(&slices[i].tid, NULL, slice_sum, &slices[i])) != 0)
			//~^ ERROR E0373
			n = i - 1;
	}
	for (int i = 0; i < n; i++)
		pthread_join(slices[i].tid, NULL);
	return rc;
}

gboolean glib_ok(GError **error)
{
	GThread *threads[MAX] = { NULL };
	struct slice slices[MAX];
	gboolean all = TRUE;

	for (int i = 0; i < MAX && all; i++) {
		slices[i] = (struct slice){ .from = i };
		threads[i] = g_thread_try_new("slice", slice_sum, &slices[i], error);
		all = threads[i] != NULL;
	}
	for (int i = 0; i < MAX && threads[i]; i++)
		g_thread_join(threads[i]);
	return all;
}

// A NULL among them is skipped, not taken for the end.
gboolean glib_holes_ok(void)
{
	GThread *threads[MAX] = { NULL };
	struct slice slices[MAX];

	for (int i = 0; i < MAX; i++) {
		slices[i] = (struct slice){ .from = i };
		threads[i] = g_thread_try_new("slice", slice_sum, &slices[i], NULL);
	}
	for (int i = 0; i < MAX; i++)
		if (threads[i])
			g_thread_join(threads[i]);
	return TRUE;
}

gboolean glib_bad(GError **error)
{
	GThread *threads[MAX] = { NULL };
	struct slice slices[MAX];

	for (int i = 0; i < MAX; i++) {
		slices[i] = (struct slice){ .from = i };
		threads[i] = g_thread_try_new("slice", slice_sum, &slices[i], error); //~ ERROR E0373
		if (!threads[i]) {
			if (i > 0)
				g_thread_join(threads[i - 1]);
			return FALSE;
		}
	}
	for (int i = 0; i < MAX; i++)
		g_thread_join(threads[i]);
	return TRUE;
}

// The handle comes back from the call, and is stored later: the first may have no thread, and the second one.
gboolean glib_counted_bad(void)
{
	GThread *threads[2] = { NULL };
	struct slice slices[2];
	int started = 0;

	for (int i = 0; i < 2; i++) {
		slices[i] = (struct slice){ .from = i };
		threads[i] = g_thread_try_new("slice", slice_sum, &slices[i], NULL); //~ ERROR E0373
		if (threads[i])
			started++;
	}
	for (int i = 0; i < started; i++)
		g_thread_join(threads[i]);
	return started == 2;
}

gboolean glib_counted_ok(void)
{
	GThread *threads[2] = { NULL };
	struct slice slices[2];
	int started = 0;

	for (int i = 0; i < 2; i++) {
		slices[started] = (struct slice){ .from = i };
		threads[started] = g_thread_try_new("slice", slice_sum, &slices[started], NULL);
		if (threads[started])
			started++;
	}
	for (int i = 0; i < started; i++)
		g_thread_join(threads[i]);
	return started == 2;
}
// Not run: a create that fails cannot be had at will.

// A create that fails lowers the bound, which ends the loop by itself; the handles lie in a heap block.
int bound_lowered_without_break_ok(int n)
{
	struct slice *slices = calloc(MAX, sizeof *slices);
	int limit = n;

	if (!slices)
		return -1;
	for (int i = 0; i < limit; i++)
		if (pthread_create(&slices[i].tid, NULL, slice_sum, &slices[i]) != 0)
			limit = i;
	for (int i = 0; i < limit; i++)
		pthread_join(slices[i].tid, NULL);
	free(slices);
	return limit;
}

// The way out of the loop lies behind a create, before the counter has moved: the newest thread is never joined.
int stopped_before_count_bad(int n, volatile int *stop)
{
	struct slice slices[MAX];
	int i;

	for (i = 0; i < n; i++) {
		if (pthread_create(&slices[i].tid, NULL, slice_sum, &slices[i]) != 0) //~ ERROR E0373
			break;
		if (*stop)
			break;
	}
	for (int k = 0; k < i; k++)
		pthread_join(slices[k].tid, NULL);
	return i;
}

int stopped_after_count_ok(int n, volatile int *stop)
{
	struct slice slices[MAX];
	int i = 0;

	while (i < n) {
		if (pthread_create(&slices[i].tid, NULL, slice_sum, &slices[i]) != 0)
			break;
		i++;
		if (*stop)
			break;
	}
	for (int k = 0; k < i; k++)
		pthread_join(slices[k].tid, NULL);
	return i;
}
