// T23: the pointer has one of several known targets, or was set by a function; the entry is a pointer too.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

typedef int launch_fn(thrd_start_t fn, void *arg);

struct image {
	int width, height;
	unsigned long checksum;
};

static int image_hash(void *arg)
{
	struct image *image = arg;

	thrd_sleep(&(struct timespec){ .tv_nsec = 20 * 1000 * 1000 }, NULL);
	image->checksum = (unsigned long)image->width * 31 + (unsigned long)image->height;
	return 0;
}

static int image_nothing(void *arg)
{
	(void)arg;
	return 0;
}

static int launch_detached(thrd_start_t fn, void *arg)
{
	thrd_t thr;

	if (thrd_create(&thr, fn, arg) != thrd_success)
		return -1;
	thrd_detach(thr);
	return 0;
}

static int launch_and_wait(thrd_start_t fn, void *arg)
{
	thrd_t thr;

	if (thrd_create(&thr, fn, arg) != thrd_success)
		return -1;
	thrd_join(thr, NULL);
	return 0;
}

static int launch_call(thrd_start_t fn, void *arg)
{
	return fn(arg);
}

int chosen_launch_bad(bool background)
{
	launch_fn *launch = background ? launch_detached : launch_and_wait;
	struct image image = { 4, 4, 0 };

	return launch(image_hash, &image); //~ ERROR E0373
}

int chosen_entry_bad(bool hash)
{
	thrd_start_t entry = image_nothing;
	struct image image = { 4, 4, 0 };

	if (hash)
		entry = image_hash;
	return launch_detached(entry, &image); //~ ERROR E0373
}

// Set in a struct by an init function.
struct launcher {
	launch_fn *launch;
	thrd_start_t entry;
};

static void launcher_init(struct launcher *launcher, bool wait)
{
	launcher->entry = image_hash;
	if (wait)
		launcher->launch = launch_and_wait;
	else
		launcher->launch = launch_detached;
}

int launcher_bad(bool wait)
{
	struct launcher launcher;
	struct image image = { 2, 2, 0 };

	launcher_init(&launcher, wait);
	return launcher.launch(launcher.entry, &image); //~ ERROR E0373
}

int both_wait_ok(bool threaded)
{
	launch_fn *launch = threaded ? launch_and_wait : launch_call;
	struct image image = { 4, 4, 0 };

	return launch(image_hash, &image) == 0 ? (int)image.checksum : -1;
}

int harmless_entry_ok(void)
{
	thrd_start_t entry = image_nothing;
	struct image image = { 4, 4, 0 };

	return launch_detached(entry, &image);
}

int reset_pointer_ok(void)
{
	launch_fn *launch = launch_detached;
	struct image image = { 4, 4, 0 };

	launch(image_nothing, &image);
	launch = launch_and_wait;
	return launch(image_hash, &image);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(chosen_launch_bad(true)) RUN_BAD(chosen_entry_bad(true)) RUN_BAD(launcher_bad(false))
		RUN_OK(both_wait_ok(true)) RUN_OK(both_wait_ok(false)) RUN_OK(harmless_entry_ok())
		RUN_OK(reset_pointer_ok()) RUN_OK(chosen_launch_bad(false)) RUN_OK(launcher_bad(true)))
#endif
