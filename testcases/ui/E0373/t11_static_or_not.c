// T11: `static` makes the difference, in blocks, in literals and behind pointers. C11 threads.
#include <stdio.h>
#include <string.h>
#include <threads.h>

struct counter {
	const char *label;
	unsigned long value;
};

static int counter_run(void *arg)
{
	struct counter *counter = arg;

	thrd_sleep(&(struct timespec){ .tv_nsec = 20 * 1000 * 1000 }, NULL);
	for (int i = 0; i < 10; i++)
		counter->value += strlen(counter->label);
	return 0;
}

static void background(thrd_start_t fn, void *arg)
{
	thrd_t thr;

	if (thrd_create(&thr, fn, arg) == thrd_success)
		thrd_detach(thr);
}

// A literal outside every function is static.
static struct counter *const file_counter = &(struct counter){ "file", 0 };

void block_static_ok(int enabled)
{
	if (enabled) {
		static struct counter counter = { "block", 0 };

		background(counter_run, &counter); // nobody waits, nobody has to
	}
}

void file_literal_ok(void)
{
	background(counter_run, file_counter);
}

void pointer_to_static_ok(int which)
{
	static struct counter a = { "a", 0 }, b = { "b", 0 };
	struct counter *counter = which ? &a : &b;

	background(counter_run, counter);
}

void block_auto_bad(int enabled)
{
	if (enabled) {
		struct counter counter = { "block", 0 };

		background(counter_run, &counter); //~ ERROR E0597
	}
	thrd_sleep(&(struct timespec){ .tv_nsec = 40 * 1000 * 1000 }, NULL);
}

void function_literal_bad(void)
{
	background(counter_run, &(struct counter){ "function", 0 }); //~ ERROR E0373
}

void pointer_to_auto_bad(int which)
{
	static struct counter a = { "a", 0 };
	struct counter b = { "b", 0 };
	struct counter *counter = which ? &a : &b;

	background(counter_run, counter); //~ ERROR E0373
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD((block_auto_bad(1), 0)) RUN_BAD((function_literal_bad(), 0)) RUN_BAD((pointer_to_auto_bad(0), 0))
		RUN_OK((block_static_ok(1), 0)) RUN_OK((file_literal_ok(), 0)) RUN_OK((pointer_to_static_ok(0), 0))
		RUN_OK((pointer_to_auto_bad(1), 0)))
#endif
