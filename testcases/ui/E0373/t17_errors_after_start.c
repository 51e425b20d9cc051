// T17: start functions of modules: what the thread gets must be as old as the module, not as the start function.
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <unistd.h>

struct journal_options {
	char path[64];
	unsigned flush_us;
	unsigned flushes;
};

static struct {
	thrd_t thread;
	int active;
	struct journal_options options;
} journal;

static int journal_run(void *arg)
{
	struct journal_options *options = arg;

	for (int i = 0; i < 3; i++) {
		thrd_sleep(&(struct timespec){ .tv_nsec = 20 * 1000 * 1000 }, NULL);
		options->flushes += options->flush_us > 0;
	}
	return 0;
}

static void journal_defaults(struct journal_options *options, const char *path)
{
	memset(options, 0, sizeof *options);
	snprintf(options->path, sizeof options->path, "%s", path);
	options->flush_us = 500;
}

// The options are copied into the module, and then the local original is lent.
int journal_open_bad(const char *path)
{
	struct journal_options options;

	journal_defaults(&options, path);
	journal.options = options;
	if (thrd_create(&journal.thread, journal_run, &options) != thrd_success) //~ ERROR E0373
		return -EAGAIN;
	journal.active = 1;
	return 0;
}

// The handle goes out by pointer, the options die.
int journal_open_handle_bad(const char *path, thrd_t *thread)
{
	struct journal_options options;
	int rc;

	journal_defaults(&options, path);
	rc = thrd_create(thread, journal_run, &options); //~ ERROR E0373
	return rc == thrd_success ? 0 : -EAGAIN;
}

// A parameter by value is a local too.
int journal_open_value_bad(struct journal_options options)
{
	if (journal.active)
		return -EBUSY;
	if (thrd_create(&journal.thread, journal_run, &options) != thrd_success) //~ ERROR E0373
		return -EAGAIN;
	journal.active = 1;
	return 0;
}

int journal_open_ok(const char *path)
{
	struct journal_options options;

	journal_defaults(&options, path);
	journal.options = options;
	if (thrd_create(&journal.thread, journal_run, &journal.options) != thrd_success)
		return -EAGAIN;
	journal.active = 1;
	return 0;
}

int journal_open_value_ok(struct journal_options options)
{
	if (journal.active)
		return -EBUSY;
	journal.options = options;
	if (thrd_create(&journal.thread, journal_run, &journal.options) != thrd_success)
		return -EAGAIN;
	journal.active = 1;
	return 0;
}

int journal_open_heap_ok(const char *path, thrd_t *thread)
{
	struct journal_options *options = malloc(sizeof *options);

	if (!options)
		return -ENOMEM;
	journal_defaults(options, path);
	if (thrd_create(thread, journal_run, options) != thrd_success) {
		free(options);
		return -EAGAIN;
	}
	return 0;
}

void journal_close(void)
{
	if (journal.active)
		thrd_join(journal.thread, NULL);
	journal.active = 0;
}

#ifdef RUN
#include "../include/run.h"
static thrd_t run_thread;
static struct journal_options run_options = { "journal", 1, 0 };
RUN_MAIN(RUN_BAD(journal_open_bad("j")) RUN_BAD(journal_open_handle_bad("j", &run_thread))
		RUN_BAD(journal_open_value_bad(run_options)) RUN_OK(journal_open_ok("j"))
		RUN_OK(journal_open_value_ok(run_options)) RUN_OK(journal_open_heap_ok("j", &run_thread)))
#endif
