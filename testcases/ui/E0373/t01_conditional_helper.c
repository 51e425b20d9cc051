// T1: a helper that joins or detaches as its parameter says: decided by what the caller passes.
#include <stdbool.h>
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

static void finish_if(thrd_t thread, bool wanted)
{
	if (wanted)
		thrd_join(thread, NULL);
	else
		thrd_detach(thread);
}

int helper_with_flag_ok(const char *text)
{
	struct count_args args = { text, 0 };
	thrd_t thread;

	if (thrd_create(&thread, count_lines, &args) != thrd_success)
		return -1;
	finish_if(thread, true);
	return (int)args.lines;
}

// The helper is told not to wait.
int helper_told_to_detach_bad(const char *text)
{
	struct count_args args = { text, 0 };
	thrd_t thread;

	if (thrd_create(&thread, count_lines, &args) != thrd_success) //~ ERROR E0373
		return -1;
	finish_if(thread, false);
	return 0;
}

// Whether the helper waits is the caller's choice, so there is a path on which it does not.
int helper_maybe_bad(const char *text, bool wait)
{
	struct count_args args = { text, 0 };
	thrd_t thread;

	if (thrd_create(&thread, count_lines, &args) != thrd_success) //~ ERROR E0373
		return -1;
	finish_if(thread, wait);
	return 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(helper_told_to_detach_bad("a\nb\n")) RUN_BAD(helper_maybe_bad("a\nb\n", false))
		RUN_OK(helper_with_flag_ok("a\nb\n")) RUN_OK(helper_maybe_bad("a\nb\n", true)))
#endif
