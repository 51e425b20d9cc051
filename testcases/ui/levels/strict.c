// args: --strict
// --strict is Rust's own rule: no thread may borrow from the stack, joined or not; what lives elsewhere, what is
// copied, and what a scope joins by contract is allowed.
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>

#define OWN(word) __attribute__((annotate("own::" #word)))

struct scope {
	void *threads[8];
	unsigned n;
};

OWN(scoped_spawn)
int scope_spawn(struct scope *s OWN(scope), void (*run)(void *) OWN(entry), void *data OWN(borrows));
OWN(join) void scope_end(struct scope *s OWN(scope));

struct item {
	int n;
	int *total;
};

static struct item shared;

static void *count(void *arg)
{
	struct item *item = arg;

	item->n++;
	return NULL;
}

static void *count_through(void *arg)
{
	struct item *item = arg;

	++*item->total;
	return NULL;
}

static void *nothing(void *arg)
{
	(void)arg;
	return NULL;
}

static void *count_and_free(void *arg)
{
	count(arg);
	free(arg);
	return NULL;
}

static int count_c11(void *arg)
{
	return count(arg) != NULL;
}

static void add(void *arg)
{
	++*(int *)arg;
}

int joined_bad(void)
{
	struct item item = { 1, NULL };
	pthread_t tid;

	if (pthread_create(&tid, NULL, count, &item) != 0) //~ ERROR E0373
		return -1;
	pthread_join(tid, NULL);
	return item.n;
}

int joined_c11_bad(void)
{
	struct item item = { 1, NULL };
	thrd_t thr;

	if (thrd_create(&thr, count_c11, &item) == thrd_success) //~ ERROR E0373
		thrd_join(thr, NULL);
	return item.n;
}

// The block is the heap's, what its field points to is not.
int field_bad(void)
{
	int total = 0;
	struct item *item = malloc(sizeof *item);
	pthread_t tid;

	if (!item)
		return -1;
	*item = (struct item){ 1, &total };
	if (pthread_create(&tid, NULL, count_through, item) == 0) //~ ERROR E0373
		pthread_join(tid, NULL);
	free(item);
	return total;
}

// Each iteration's object is E0373 as well: it is the borrow that is refused.
void loop_bad(void)
{
	for (int i = 0; i < 3; i++) {
		struct item item = { i, NULL };
		pthread_t tid;

		if (pthread_create(&tid, NULL, count, &item) == 0) //~ ERROR E0373
			pthread_join(tid, NULL);
	}
}

int heap_ok(void)
{
	struct item *item = calloc(1, sizeof *item);
	pthread_t tid;

	if (!item)
		return -1;
	if (pthread_create(&tid, NULL, count_and_free, item) != 0) {
		free(item);
		return -1;
	}
	pthread_detach(tid);
	return 0;
}

int static_ok(void)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, count, &shared) != 0)
		return -1;
	pthread_join(tid, NULL);
	return shared.n;
}

// Nothing is borrowed where nothing is used.
int unused_ok(void)
{
	struct item item = { 1, NULL };
	pthread_t tid;

	if (pthread_create(&tid, NULL, nothing, &item) != 0)
		return -1;
	pthread_join(tid, NULL);
	return item.n;
}

int scope_ok(void)
{
	int a = 1, b = 2;
	struct scope scope = { 0 };

	scope_spawn(&scope, add, &a);
	scope_spawn(&scope, add, &b);
	scope_end(&scope);
	return a + b;
}
