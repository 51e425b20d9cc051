// Item 8: function pointers with unknown targets, recursion, setjmp, inline assembly, varargs: no
// crash, no error where they may matter, and the same error as ever where they do not.
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

struct visit {
	pthread_t tid;
	int depth;
	long seen;
};

static jmp_buf again;
extern int (*spawn_hook)(pthread_t *tid, void *(*run)(void *), void *arg);

static void *visit_run(void *arg)
{
	struct visit *visit = arg;

	visit->seen += visit->depth;
	return NULL;
}

static int visit_run_c11(void *arg)
{
	return visit_run(arg) != NULL;
}

// A target that nobody knows is taken not to spawn.
int unknown_spawn_ok(int depth)
{
	struct visit visit = { .depth = depth };

	return spawn_hook(&visit.tid, visit_run, &visit);
}

// Recursion, each level with its own thread, joined.
long recursive_ok(int depth)
{
	struct visit visit = { .depth = depth };
	long below;

	if (depth == 0)
		return 0;
	if (pthread_create(&visit.tid, NULL, visit_run, &visit) != 0)
		abort();
	below = recursive_ok(depth - 1);
	pthread_join(visit.tid, NULL);
	return below + visit.seen;
}

long recursive_bad(int depth)
{
	struct visit visit = { .depth = depth };
	long below;

	if (depth == 0)
		return 0;
	if (pthread_create(&visit.tid, NULL, visit_run, &visit) != 0) //~ ERROR E0373
		abort();
	below = recursive_bad(depth - 1);
	if (below < 0)
		return below;
	pthread_join(visit.tid, NULL);
	return below + visit.seen;
}

static int even_start(struct visit *visit, int n);

static int odd_start(struct visit *visit, int n)
{
	return n == 1 ? pthread_create(&visit->tid, NULL, visit_run, visit) : even_start(visit, n - 1);
}

static int even_start(struct visit *visit, int n)
{
	return n == 0 ? -1 : odd_start(visit, n - 1);
}

// Two functions that call each other, and start a thread in the end.
int mutual_bad(int n)
{
	struct visit visit = { .depth = n };

	return even_start(&visit, n); //~ ERROR E0373
}

int mutual_ok(int n)
{
	struct visit visit = { .depth = n };

	if (even_start(&visit, n) != 0)
		return -1;
	pthread_join(visit.tid, NULL);
	return 0;
}

// setjmp in the function, and no jump to it while the thread runs.
int setjmp_ok(int depth)
{
	struct visit visit = { .depth = depth };

	if (setjmp(again))
		return -1;
	if (pthread_create(&visit.tid, NULL, visit_run, &visit) != 0)
		return -1;
	pthread_join(visit.tid, NULL);
	return 0;
}

int setjmp_bad(int depth)
{
	struct visit visit = { .depth = depth };

	if (setjmp(again))
		return -1;
	if (pthread_create(&visit.tid, NULL, visit_run, &visit) != 0) //~ ERROR E0373
		return -1;
	return depth;
}

// Assembly that touches neither thread nor handle.
int assembly_ok(int depth)
{
	struct visit visit = { .depth = depth };
	thrd_t thr;

	if (thrd_create(&thr, visit_run_c11, &visit) != thrd_success)
		return -1;
	__asm__ volatile("" ::: "memory");
	thrd_join(thr, NULL);
	return 0;
}

static long join_all(int n, ...)
{
	va_list ap;

	va_start(ap, n);
	for (int i = 0; i < n; i++)
		pthread_join(va_arg(ap, pthread_t), NULL);
	va_end(ap);
	return n;
}

// Handles as variable arguments: what becomes of them there is not followed, so it is no error.
int varargs_ok(int depth)
{
	struct visit a = { .depth = depth }, b = { .depth = depth };

	if (pthread_create(&a.tid, NULL, visit_run, &a) != 0)
		abort();
	if (pthread_create(&b.tid, NULL, visit_run, &b) != 0)
		abort();
	join_all(2, a.tid, b.tid);
	return 0;
}

// Jumps through a table of labels: every label is a target.
int computed_goto_bad(int depth)
{
	static void *const labels[] = { &&wait, &&leave };
	struct visit visit = { .depth = depth };

	if (pthread_create(&visit.tid, NULL, visit_run, &visit) != 0) //~ ERROR E0373
		return -1;
	goto *labels[depth & 1];
wait:
	pthread_join(visit.tid, NULL);
leave:
	return 0;
}

int computed_goto_ok(int depth)
{
	static void *const labels[] = { &&even, &&odd };
	struct visit visit = { .depth = depth };

	if (pthread_create(&visit.tid, NULL, visit_run, &visit) != 0)
		return -1;
	goto *labels[depth & 1];
even:
	depth = 0;
odd:
	pthread_join(visit.tid, NULL);
	return depth;
}

// A label that a variable holds is the one that was put there.
int label_variable_ok(int depth)
{
	struct visit visit = { .depth = depth };
	void *next = &&leave;

	if (depth > 0) {
		if (pthread_create(&visit.tid, NULL, visit_run, &visit) != 0)
			return -1;
		next = &&wait;
	}
	goto *next;
wait:
	pthread_join(visit.tid, NULL);
leave:
	return 0;
}
// Not run: nothing here is about what happens at run time.
