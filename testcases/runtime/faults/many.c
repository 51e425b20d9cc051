// SPDX-License-Identifier: MIT
// many: a hundred thousand spawns, of which some fail: each payload is ended once or is still
// the caller's. What a spawn allocates. And the system's limits, reached in a process of
// their own: a clean EAGAIN, after which all goes on.
#include "../own_test.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include "wrap.h"

enum { MANY = UNDER_ADDRESS_SANITIZER ? 10000 : 100000 };

static atomic_int drops;

struct counted {
	int number;
	char text[60];
};

OWN_TASK(count, struct counted, c) { c->number++; }
OWN_TASK(add_one, int, i) { ++*i; }
OWN_DROP(counted_end, struct counted, c)
{
	CHECK(c->number == 1);
	drops++;
}

static void moved_end(void *payload)
{
	counted_end(payload);
	free(payload);
}

// ---- A hundred thousand ---------------------------------------------------------------------

static int spawn_copy(own_thread **t) { return own_spawn(t, count, (struct counted){0}, counted_end); }

static int spawn_moved(own_thread **t)
{
	struct counted *c = malloc(sizeof *c);
	if (!c)
		return ENOMEM;
	c->number = 0;
	int error = own_spawn_move(t, count, &c, moved_end);
	CHECK((c != NULL) == (error != 0));
	free(c);
	return error;
}

static int spawn_in_place(own_thread **t)
{
	struct counted *c = own_prepare(struct counted);
	if (!c)
		return ENOMEM;
	c->number = 0;
	int error = own_start(t, count, &c, counted_end);
	CHECK((c != NULL) == (error != 0));
	own_abandon(&c);
	return error;
}

// How a handle is given up: 0 and 1 join, 2 detaches, 3 joins when the thread has ended.
static void give_up(own_thread **t, int way)
{
	if (way == 2) {
		CHECK(own_detach(t) == 0);
		return;
	}
	while (way == 3 && own_try_join(t) == EBUSY)
		own_yield();
	CHECK(way == 3 || own_join(t) == 0);
	CHECK(*t == NULL);
}

static void drops_and_failures_are_spawns(void)
{
	enum { AT_A_TIME = 32 };
	static int (*const ways[])(own_thread **) = {spawn_copy, spawn_moved, spawn_in_place};
	own_thread *t[AT_A_TIME] = {NULL};
	int failures = 0;
	for (int i = 0; i < MANY; i++) {
		int slot = i % AT_A_TIME;
		if (t[slot])
			give_up(&t[slot], i / AT_A_TIME % 4);
		fault_arm(i % 7 ? 0 : 1 + (unsigned)i / 7 % 4); // the first call may fail, or one after it, or none
		int error = ways[i % 3](&t[slot]);
		enum call call = fault_disarm();
		CHECK((t[slot] == NULL) == (error != 0) && (error == 0 || error == call_errors[call]));
		failures += error != 0;
	}
	for (int slot = 0; slot < AT_A_TIME; slot++)
		if (t[slot])
			give_up(&t[slot], 0);
	while (drops + failures < MANY) // detached ones
		own_yield();
	CHECK(drops + failures == MANY && failures > MANY / 100 && failures < MANY / 7);
	for (int tries = 0; blocks_alive > 0 && tries < 60000; tries++) {
		struct timespec moment = MS(1);
		CHECK(own_pool_stacks(0) == 0);
		own_sleep(&moment);
	}
	CHECK(drops + failures == MANY && blocks_alive == 0);
}

// ---- What a spawn allocates -------------------------------------------------------------------

static long allocations_of_scope(int threads)
{
	int counts[16] = {0};
	long before = blocks_taken;
	OWN_SCOPE(scope)
		for (int i = 0; i < threads; i++)
			CHECK(own_scope_spawn(&scope, add_one, &counts[i]) == 0);
	return blocks_taken - before;
}

static void a_spawn_allocates_once(void)
{
	own_thread *t = NULL;
	long before = blocks_taken;
	CHECK(own_spawn(&t, count, (struct counted){0}, NULL) == 0);
	CHECK(own_join(&t) == 0);
	CHECK(blocks_taken - before == 1);
	for (int threads = 1; threads <= 8; threads++)
		CHECK(allocations_of_scope(threads) == 0);
	CHECK(allocations_of_scope(9) == 1);
	CHECK(allocations_of_scope(16) == 1);
}

// ---- Limits -------------------------------------------------------------------------------------

OWN_TASK(wait_for_all, struct gate *, g)
{
	while (sem_wait(&(*g)->go) != 0)
		continue;
}

OWN_DROP(passed, struct gate *, g) { (*g)->ends++; }

// Spawns until the system has no more; then all that run end, and others can start.
static void reach_limit(void)
{
	enum { MOST = 4000 };
	static own_thread *t[MOST];
	static struct gate gate;
	struct gate *g = &gate;
	int threads = 0, error = 0, again = 0;
	gate_init(&gate);
	while (threads < MOST && (error = own_spawn(&t[threads], wait_for_all, g, passed)) == 0)
		threads++;
	CHECK(error == EAGAIN && threads > 0 && threads < MOST && t[threads] == NULL);
	CHECK(own_spawn(&t[threads], wait_for_all, g, passed) == EAGAIN && t[threads] == NULL);
	CHECK(own_spawn_back(&t[threads], add_one, 1) == EAGAIN && t[threads] == NULL);
	OWN_SCOPE(scope)
		CHECK(own_scope_spawn(&scope, add_one, &again) == EAGAIN);
	for (int i = 0; i < threads; i++)
		sem_post(&gate.go);
	for (int i = 0; i < threads; i++)
		CHECK(own_join(&t[i]) == 0);
	OWN_SCOPE(scope) {
		while ((error = own_scope_spawn(&scope, add_one, &again)) == EAGAIN)
			own_yield(); // the system counts a thread for a moment after its end
	}
	CHECK(error == 0 && again == 1 && gate_ends(&gate) == threads);
}

static bool limit_addresses(void)
{
	struct rlimit limit = {(rlim_t)512 << 20, (rlim_t)512 << 20};
	return setrlimit(RLIMIT_AS, &limit) == 0;
}

// Root has no such limit; others have, and what counts is all that runs under their number: a
// number that no other test has. A container may know no others.
static bool limit_threads(void)
{
	struct rlimit limit = {200, 200};
	return setuid(20000 + (uid_t)getpid() % 40000) == 0 && setrlimit(RLIMIT_NPROC, &limit) == 0;
}

static void in_process(bool limit(void))
{
	int status = -1;
	fflush(NULL);
	pid_t id = fork();
	if (id == 0) {
		if (limit())
			reach_limit();
		_exit(test_failures != 0);
	}
	CHECK(id > 0 && waitpid(id, &status, 0) == id && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void limits_are_told(void)
{
	if (!UNDER_ADDRESS_SANITIZER && !UNDER_THREAD_SANITIZER) // whose shadow is larger than any limit
		in_process(limit_addresses);
	if (geteuid() == 0)
		in_process(limit_threads);
}

int main(void)
{
	limits_are_told();
	a_spawn_allocates_once();
	drops_and_failures_are_spawns();
	return TEST_RESULT;
}
