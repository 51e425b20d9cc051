// T1: the join is in a helper. C11 threads; and helpers that look like a join but do not always join.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

struct count_args {
	const char *text;
	size_t lines;
};

static int count_lines(void *arg)
{
	struct count_args *args = arg;

	thrd_sleep(&(struct timespec){ .tv_nsec = 20 * 1000 * 1000 }, NULL);
	for (const char *p = args->text; *p; p++)
		args->lines += *p == '\n';
	return 0;
}

static int finish_thread(thrd_t thread)
{
	int result;

	if (thrd_join(thread, &result) != thrd_success) {
		fprintf(stderr, "lost a thread\n");
		return -1;
	}
	return result;
}

static void finish_all(thrd_t *threads, size_t count)
{
	for (size_t i = 0; i < count; i++)
		finish_thread(threads[i]);
}

int helper_by_value_ok(const char *text)
{
	struct count_args args = { text, 0 };
	thrd_t thread;

	if (thrd_create(&thread, count_lines, &args) != thrd_success)
		return -1;
	if (finish_thread(thread) != 0)
		return -1;
	return (int)args.lines;
}

int helper_for_array_ok(const char *text)
{
	struct count_args args[2] = { { text, 0 }, { text, 0 } };
	thrd_t threads[2];

	if (thrd_create(&threads[0], count_lines, &args[0]) != thrd_success)
		return -1;
	if (thrd_create(&threads[1], count_lines, &args[1]) != thrd_success) {
		finish_thread(threads[0]);
		return -1;
	}
	finish_all(threads, 2);
	return (int)(args[0].lines + args[1].lines);
}

// The first create's thread is forgotten where the second create fails.
int one_of_two_bad(const char *text)
{
	static struct count_args second;
	struct count_args first = { text, 0 };
	thrd_t threads[2];

	second.text = text;
	if (thrd_create(&threads[0], count_lines, &first) != thrd_success) //~ ERROR E0373
		return -1;
	if (thrd_create(&threads[1], count_lines, &second) != thrd_success)
		return -1;
	finish_all(threads, 2);
	return (int)first.lines;
}

// The helper lets go of the thread instead of waiting for it.
static void drop_thread(thrd_t thread)
{
	if (thrd_detach(thread) != thrd_success)
		fprintf(stderr, "cannot detach\n");
}

int helper_detaches_bad(const char *text)
{
	struct count_args args = { text, 0 };
	thrd_t thread;

	if (thrd_create(&thread, count_lines, &args) != thrd_success) //~ ERROR E0373
		return -1;
	drop_thread(thread);
	return 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(helper_detaches_bad("a\nb\n")) RUN_OK(helper_by_value_ok("a\nb\n"))
		RUN_OK(helper_for_array_ok("a\nb\n")) RUN_OK(one_of_two_bad("a\nb\n")))
#endif
