// What says that a call does not return: _Noreturn, the GNU attribute, on a typedef'd function pointer,
// __builtin_unreachable, __builtin_trap, error(3), err(3), assert; and what only looks like it.
#include <assert.h>
#include <err.h>
#include <error.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../include/fake_glib.h"

_Noreturn void stop_c11(const char *why);
void stop_gnu(const char *why) __attribute__((noreturn));
__attribute__((cold)) void warn_cold(const char *why);
typedef void die_fn(const char *why) __attribute__((noreturn));
extern die_fn *die_hook;

struct count {
	int n;
};

static void *count_run(void *arg)
{
	struct count *count = arg;

	count->n++;
	return NULL;
}

#define STARTED(count, tid) (pthread_create(&(tid), NULL, count_run, &(count)) == 0)

int c11_ok(int x)
{
	struct count count = { x };
	pthread_t tid;

	if (!STARTED(count, tid))
		stop_c11("create");
	if (x < 0)
		stop_c11("x");
	pthread_join(tid, NULL);
	return count.n;
}

int gnu_ok(int x)
{
	struct count count = { x };
	pthread_t tid;

	if (!STARTED(count, tid))
		stop_gnu("create");
	if (x < 0)
		stop_gnu("x");
	pthread_join(tid, NULL);
	return count.n;
}

int builtins_ok(int x)
{
	struct count count = { x };
	pthread_t tid;

	if (!STARTED(count, tid))
		__builtin_trap();
	if (x < 0)
		__builtin_unreachable();
	pthread_join(tid, NULL);
	return count.n;
}

int err_ok(int x)
{
	struct count count = { x };
	pthread_t tid;

	if (!STARTED(count, tid))
		errx(1, "create");
	if (x < 0)
		err(1, "x is %d", x);
	if (x == 0)
		error(2, 0, "x");
	pthread_join(tid, NULL);
	return count.n;
}

int assert_ok(int x)
{
	struct count count = { x };
	pthread_t tid;
	int rc = pthread_create(&tid, NULL, count_run, &count);

	assert(rc == 0);
	if (x < 0) {
		assert(!"x");
		return -1;
	}
	pthread_join(tid, NULL);
	return count.n;
}

int pointer_ok(int x)
{
	struct count count = { x };
	pthread_t tid;

	if (!STARTED(count, tid))
		die_hook("create");
	if (x < 0)
		die_hook("x");
	pthread_join(tid, NULL);
	return count.n;
}

// error(0, ...) prints and comes back.
int error_zero_bad(int x)
{
	struct count count = { x };
	pthread_t tid;

	if (!STARTED(count, tid)) //~ ERROR E0373
		error(1, 0, "create");
	if (x < 0) {
		error(0, 0, "x");
		return -1;
	}
	pthread_join(tid, NULL);
	return count.n;
}

int cold_bad(int x)
{
	struct count count = { x };
	pthread_t tid;

	if (!STARTED(count, tid)) //~ ERROR E0373
		abort();
	if (x < 0) {
		warn_cold("x");
		return -1;
	}
	pthread_join(tid, NULL);
	return count.n;
}

// warnx is not errx.
int warn_bad(int x)
{
	struct count count = { x };
	GThread *thread = g_thread_new("count", count_run, &count); //~ ERROR E0373

	if (x < 0) {
		warnx("x is %d", x);
		return -1;
	}
	g_thread_join(thread);
	return count.n;
}

int glib_ok(int x)
{
	struct count count = { x };
	GThread *thread = g_thread_new("count", count_run, &count);

	if (x < 0)
		errx(1, "x is %d", x);
	g_thread_join(thread);
	return count.n;
}
// Not run: GLib is not there when the suite runs.
