// T13: detached on one path, joined on the other. C11 threads and an options struct that says which.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

struct report_options {
	bool wait;
	bool quiet;
	int width;
};

struct report {
	struct report_options options;
	int lines;
};

static int report_print(void *arg)
{
	struct report *report = arg;

	thrd_sleep(&(struct timespec){ .tv_nsec = 20 * 1000 * 1000 }, NULL);
	for (int i = 0; i < report->options.width; i++)
		report->lines++;
	return 0;
}

int wait_or_detach_bad(const struct report_options *options)
{
	struct report report = { *options, 0 };
	thrd_t thr;

	if (thrd_create(&thr, report_print, &report) != thrd_success) //~ ERROR E0373
		return -1;
	if (options->wait)
		thrd_join(thr, NULL);
	else
		thrd_detach(thr);
	return report.lines;
}

// Whether the detach succeeds or not, nobody waits.
int detach_first_bad(const struct report_options *options)
{
	struct report report = { *options, 0 };
	thrd_t thr;

	if (thrd_create(&thr, report_print, &report) != thrd_success) //~ ERROR E0373
		return -1;
	return thrd_detach(thr) == thrd_success ? 0 : -1;
}

// The payload is chosen for the way the thread ends, but the test is for another option.
int wrong_option_bad(const struct report_options *options)
{
	static struct report background;
	struct report report = { *options, 0 };
	struct report *lent = options->quiet ? &background : &report;
	thrd_t thr;

	if (thrd_create(&thr, report_print, lent) != thrd_success) //~ ERROR E0373
		return -1;
	if (options->width > 80)
		thrd_detach(thr);
	else
		thrd_join(thr, NULL);
	return 0;
}

int always_wait_ok(const struct report_options *options)
{
	struct report report = { *options, 0 };
	thrd_t thr;

	if (thrd_create(&thr, report_print, &report) != thrd_success)
		return -1;
	if (!options->quiet)
		printf("printing\n");
	thrd_join(thr, NULL);
	return report.lines;
}

static int report_print_owned(void *arg)
{
	int ret = report_print(arg);

	free(arg);
	return ret;
}

int detach_owned_ok(const struct report_options *options)
{
	struct report *report = malloc(sizeof *report);
	thrd_t thr;

	if (!report)
		return -1;
	*report = (struct report){ .options = *options };
	if (thrd_create(&thr, report_print_owned, report) != thrd_success) {
		free(report);
		return -1;
	}
	thrd_detach(thr);
	return 0;
}

// The payload and the way to end the thread are chosen together.
int chosen_together_ok(const struct report_options *options)
{
	static struct report background;
	struct report report = { *options, 0 };
	const bool wait = options->wait;
	thrd_t thr;

	if (thrd_create(&thr, report_print, wait ? &report : &background) != thrd_success)
		return -1;
	if (wait)
		thrd_join(thr, NULL);
	else
		thrd_detach(thr);
	return report.lines;
}

#ifdef RUN
#include "../include/run.h"
static const struct report_options run_options = { .width = 100 };
RUN_MAIN(RUN_BAD(wait_or_detach_bad(&run_options)) RUN_BAD(detach_first_bad(&run_options))
		RUN_BAD(wrong_option_bad(&run_options)) RUN_OK(always_wait_ok(&run_options))
		RUN_OK(detach_owned_ok(&run_options)) RUN_OK(chosen_together_ok(&run_options)))
#endif
