// Which conditions on the way to the end are shown: those without which the end would be another.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct job {
	int number;
	const char *text;
};

static void *job_run(void *arg)
{
	struct job *job = arg;

	usleep(20 * 1000);
	printf("%d\n", job->number);
	return NULL;
}

#define CHECK(what)                                      \
	do {                                             \
		if (!(what)) {                           \
			fprintf(stderr, "not " #what "\n"); \
			goto out;                        \
		}                                        \
	} while (0)

#define CHECK_SAME(a, b)                                 \
	do {                                             \
		int a_ = (a), b_ = (b);                  \
		if (a_ != b_)                            \
			goto out;                        \
	} while (0)

// Messages, an abort, a loop, a switch: the thread is not waited for, however they go.
int told_in_passing_bad(int n, int verbose)
{
	struct job job = { .number = n };
	pthread_t tid;
	int sum = 0;

	if (pthread_create(&tid, NULL, job_run, &job) != 0) //~ ERROR E0373
		abort();
	if (verbose)
		puts("started");
	if (n < 0)
		abort();
	for (int i = 0; i < n; i++)
		sum += i;
	switch (n) {
	case 1: puts("one"); break;
	default: puts("many"); break;
	}
	pthread_detach(tid);
	return sum;
}

// One way joins, both come back together.
int joined_sometimes_bad(int n, int verbose)
{
	struct job job = { .number = n };
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_run, &job) != 0) //~ ERROR E0373
		return -1;
	if (verbose)
		puts("started");
	if (n > 10)
		pthread_join(tid, NULL);
	return 0;
}

// What is written on one way decides later.
int decided_before_bad(int n)
{
	struct job job = { .number = n };
	int wait = 1;
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_run, &job) != 0) //~ ERROR E0373
		return -1;
	if (n > 10)
		wait = 0;
	if (wait)
		pthread_join(tid, NULL);
	return 0;
}

// The test that leaves is hidden in a macro.
int hidden_test_bad(int n)
{
	struct job job = { .number = n };
	pthread_t tid;
	int ret = -1;

	if (pthread_create(&tid, NULL, job_run, &job) != 0) //~ ERROR E0373
		return -1;
	CHECK(n > 3);
	pthread_join(tid, NULL);
	ret = 0;
out:
	return ret;
}

int hidden_in_statement_bad(int n)
{
	struct job job = { .number = n };
	pthread_t tid;
	int ret = -1;

	if (pthread_create(&tid, NULL, job_run, &job) != 0) //~ ERROR E0373
		return -1;
	CHECK_SAME(n, 3);
	pthread_join(tid, NULL);
	ret = 0;
out:
	return ret;
}

// Staying in a loop and leaving it are the loop's own affair; the break is not.
int left_loop_bad(int n, const char *const *texts)
{
	struct job job = { .number = n };
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_run, &job) != 0) //~ ERROR E0373
		return -1;
	for (int i = 0; i < n; i++) {
		puts(texts[i]);
		if (!*texts[i])
			return i;
	}
	pthread_join(tid, NULL);
	return 0;
}

// Of two ways out, the one that comes first.
int nearest_bad(int n, int m)
{
	struct job job = { .number = n };
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_run, &job) != 0) //~ ERROR E0373
		return -1;
	if (n > 10)
		return 1;
	if (m > 10)
		return 2;
	if (n > m)
		return 3;
	pthread_join(tid, NULL);
	return 0;
}

#ifdef RUN
#include "../include/run.h"
static const char *const texts[] = { "a", "", "c" };
RUN_MAIN(RUN_BAD(told_in_passing_bad(3, 1)) RUN_BAD(joined_sometimes_bad(1, 0)) RUN_BAD(decided_before_bad(11))
         RUN_BAD(hidden_test_bad(1)) RUN_BAD(hidden_in_statement_bad(1))
         RUN_BAD(left_loop_bad(3, texts)) RUN_BAD(nearest_bad(11, 0)))
#endif
