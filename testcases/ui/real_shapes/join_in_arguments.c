// Real shape: the join stands in the arguments of a macro or function, in a condition, under a comma.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../include/fake_glib.h"

#define g_assert_true(expr)                                                     \
	do {                                                                    \
		if (!(expr)) {                                                  \
			fprintf(stderr, "assertion failed: %s\n", #expr);       \
			abort();                                                \
		}                                                               \
	} while (0)
#define g_assert_null(p) g_assert_true((p) == NULL)
#define LOG_ERR(rc) ((rc) ? (fprintf(stderr, "error %d at line %d\n", (rc), __LINE__), -1) : 0)
#define IGNORE(expr) ((void)sizeof(expr))

struct sorter {
	int *first;
	int count;
	int swaps;
};

static gpointer sort_run(gpointer data)
{
	struct sorter *sorter = data;

	usleep(20 * 1000);
	for (int i = 1; i < sorter->count; i++)
		if (sorter->first[i] < sorter->first[i - 1])
			sorter->swaps++;
	return NULL;
}

static int check(int rc)
{
	return rc ? -1 : 0;
}

int assert_null_ok(int *ints, int n)
{
	struct sorter sorter = { ints, n, 0 };
	GThread *thread = g_thread_new("sort", sort_run, &sorter);

	g_assert_null(g_thread_join(g_steal_pointer(&thread)));
	return sorter.swaps;
}

int function_argument_ok(int *ints, int n)
{
	struct sorter sorter = { ints, n, 0 };
	pthread_t tid;

	if (check(pthread_create(&tid, NULL, sort_run, &sorter)) < 0)
		return -1;
	return check(pthread_join(tid, NULL)) < 0 ? -1 : sorter.swaps;
}

int macro_argument_ok(int *ints, int n)
{
	struct sorter sorter = { ints, n, 0 };
	pthread_t tid;
	int rc = pthread_create(&tid, NULL, sort_run, &sorter);

	if (LOG_ERR(rc))
		return -1;
	rc = pthread_join(tid, NULL);
	return LOG_ERR(rc);
}

int comma_ok(int *ints, int n)
{
	struct sorter sorter = { ints, n, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, sort_run, &sorter))
		return -1;
	return pthread_join(tid, NULL), sorter.swaps;
}

// sizeof does not evaluate its operand: this join is never called.
int sizeof_bad(int *ints, int n)
{
	struct sorter sorter = { ints, n, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, sort_run, &sorter)) //~ ERROR E0373
		return -1;
	IGNORE(pthread_join(tid, NULL));
	return sorter.swaps;
}
