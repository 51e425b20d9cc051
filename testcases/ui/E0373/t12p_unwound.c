// flags: -fexceptions -I../../../runtime/include
// T12': with exceptions the end of a thread runs the cleanup attributes of its frames, so that what they join has ended.
#include <pthread.h>
#include <stdlib.h>

#include <own/own.h>

struct pair {
	int left, right;
};

static void *add(void *arg)
{
	struct pair *pair = arg;
	pair->left += pair->right;
	return NULL;
}

static void join(pthread_t *thread)
{
	pthread_join(*thread, NULL);
}

static void let_go(pthread_t *thread)
{
	pthread_detach(*thread);
}

void joined_on_unwinding_ok(int right)
{
	struct pair pair = {1, right};
	pthread_t thread;
	if (pthread_create(&thread, NULL, add, &pair) != 0)
		return;
	__attribute__((cleanup(join))) pthread_t joined = thread;
	if (right < 0)
		pthread_exit(NULL);
}

void only_detached_bad(int right)
{
	struct pair pair = {1, right};
	pthread_t thread;
	if (pthread_create(&thread, NULL, add, &pair) != 0) //~ ERROR E0373
		return;
	__attribute__((cleanup(let_go))) pthread_t gone = thread;
	if (right < 0)
		pthread_exit(NULL);
	pthread_join(gone, NULL);
}

// The attribute stands at the handle of another thread.
void other_is_joined_bad(int right)
{
	struct pair pair = {1, right}, other = {2, right};
	pthread_t thread, second;
	if (pthread_create(&thread, NULL, add, &pair) != 0) //~ ERROR E0373
		return;
	if (pthread_create(&second, NULL, add, &other) != 0)
		abort();
	__attribute__((cleanup(join))) pthread_t joined = second;
	if (right < 0)
		pthread_exit(NULL);
	pthread_join(thread, NULL);
}

static void fail_unless(int condition)
{
	if (!condition)
		own_fail(1);
}

struct lent {
	struct pair *pair;
};

OWN_TASK(add_lent, struct lent, lent)
{
	lent->pair->left += lent->pair->right;
}

void joined_by_the_runtime_ok(int right)
{
	struct pair pair = {1, right};
	struct lent lent = {&pair};
	OWN_AUTO thread = NULL;
	if (own_spawn(&thread, add_lent, lent, NULL) != 0)
		return;
	fail_unless(right >= 0);
}

void not_joined_by_the_runtime_bad(int right)
{
	struct pair pair = {1, right};
	struct lent lent = {&pair};
	own_thread *thread = NULL;
	if (own_spawn(&thread, add_lent, lent, NULL) != 0) //~ ERROR E0373
		return;
	fail_unless(right >= 0);
	own_join(&thread);
}

// Not yet in scope where the thread ends.
void too_late_bad(int right)
{
	struct pair pair = {1, right};
	pthread_t thread;
	if (pthread_create(&thread, NULL, add, &pair) != 0) //~ ERROR E0373
		return;
	if (right < 0)
		pthread_exit(NULL);
	__attribute__((cleanup(join))) pthread_t joined = thread;
}
