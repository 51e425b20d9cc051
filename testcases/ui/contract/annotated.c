// An API that no model describes: its annotations alone say what starts, lends and joins.
#include <stddef.h>
#include <stdlib.h>

#define OWN(word) __attribute__((annotate("own::" #word)))

typedef struct worker worker;
typedef void entry_fn(void *);

OWN(spawn) int worker_lend(worker **out OWN(handle), entry_fn *run OWN(entry), void *data OWN(payload));
OWN(spawn) int worker_copy(worker **out OWN(handle), entry_fn *run OWN(entry), const void *data OWN(copied), size_t n);
OWN(spawn) int worker_give(worker **out OWN(handle), entry_fn *run OWN(entry), void *data OWN(moved) OWN(consumes));
OWN(spawn) OWN(handle) worker *worker_new(entry_fn *run OWN(entry), void *data OWN(payload));
OWN(spawn) OWN(when ret>=0) int worker_number(entry_fn *run OWN(entry), void *data OWN(payload));
OWN(join) int worker_join(worker **self OWN(handle) OWN(consumes));
OWN(join) void worker_delete(worker *self OWN(handle));
OWN(join) OWN(when ret==0) int worker_try(worker *self OWN(handle));
OWN(detach) void worker_let_go(worker *self OWN(handle));
OWN(noreturn) void die(const char *why OWN(reads));

struct count {
	int *to;
};

static void add(void *arg) { ++*(int *)arg; }
static void add_through(void *arg) { ++*((struct count *)arg)->to; }
static void ignore(void *arg) { (void)arg; }

int lend_bad(void)
{
	int x = 0;
	worker *w;
	return worker_lend(&w, add, &x); //~ ERROR E0373
}

int lend_and_let_go_bad(void)
{
	int x = 0;
	worker *w = worker_new(add, &x); //~ ERROR E0373
	if (w)
		worker_let_go(w);
	return x;
}

int lend_and_try_bad(void)
{
	int x = 0;
	worker *w = worker_new(add, &x); //~ ERROR E0373
	if (w)
		worker_try(w);
	return x;
}

int number_bad(void)
{
	int x = 0;
	if (worker_number(add, &x) < 0) //~ ERROR E0373
		return -1;
	return 0;
}

int copy_of_pointer_bad(worker **out)
{
	int x = 0;
	struct count count = {&x};
	return worker_copy(out, add_through, &count, sizeof count); //~ ERROR E0373
}

int lend_ok(void)
{
	int x = 0;
	worker *w;
	if (worker_lend(&w, add, &x) != 0)
		return -1;
	worker_join(&w);
	return x;
}

int new_ok(void)
{
	int x = 0;
	worker *w = worker_new(add, &x);
	if (!w)
		return -1;
	worker_delete(w);
	return x;
}

int try_ok(void)
{
	int x = 0;
	worker *w = worker_new(add, &x);
	if (!w)
		die("no worker");
	while (worker_try(w) != 0)
		;
	return x;
}

int copy_ok(worker **out)
{
	int x = 0;
	return worker_copy(out, add, &x, sizeof x);
}

int give_ok(worker **out)
{
	int *x = calloc(1, sizeof *x);
	int failed = worker_give(out, add, &x);
	free(x); // empty unless the spawn failed
	return failed;
}

int ignore_ok(worker **out)
{
	int x = 0;
	return worker_lend(out, ignore, &x);
}
