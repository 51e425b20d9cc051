// SPDX-License-Identifier: MIT
// Green threads: the ownership of own with fibers on workers, side by side with its threads.
#include "../own_test.h"

#include <stdint.h>
#include <string.h>
#include <sys/wait.h>

#include "own/green.h"

enum { WORKERS = 2, MANY = 10000 };

static own_green *green;
static atomic_int sum;

OWN_TASK(add, int, i) { sum += *i; }
OWN_TASK(twice, int, i) { *i *= 2; }

struct counted {
	atomic_int *ends;
	int number;
};

OWN_TASK(count, struct counted, c) { c->number++; }
OWN_DROP(counted_end, struct counted, c) { atomic_fetch_add(c->ends, c->number); }

static void moved_end(void *payload)
{
	counted_end(payload);
	free(payload);
}

static void *plain(void *i)
{
	sum += *(int *)i;
	return i;
}

static int plain_int(void *i)
{
	sum += *(int *)i;
	return 7;
}

// ---- Ownership ----------------------------------------------------------------------------------

static void a_copy_is_the_fibers(void)
{
	own_fiber *f = NULL;
	atomic_int ends = 0;
	struct counted c = {&ends, 4};
	CHECK(own_green_spawn(green, &f, count, c, counted_end) == 0 && f != NULL);
	CHECK(own_green_join(&f) == 0 && f == NULL);
	CHECK(ends == 5 && c.number == 4);
	sum = 0;
	CHECK(own_green_spawn(green, &f, plain, 3, NULL) == 0 && own_green_join(&f) == 0);
	CHECK(own_green_spawn(green, &f, plain_int, 4, NULL) == 0 && own_green_join(&f) == 0);
	CHECK(sum == 7);
}

static void a_move_empties_the_pointer(void)
{
	own_fiber *f = NULL;
	atomic_int ends = 0;
	struct counted *c = malloc(sizeof *c);
	*c = (struct counted){&ends, 8};
	CHECK(own_green_spawn_move(green, &f, count, &c, moved_end) == 0 && c == NULL);
	CHECK(own_green_join(&f) == 0 && ends == 9);
	CHECK(own_green_spawn_move(green, &f, count, &c, moved_end) == EINVAL && f == NULL);
}

static void payloads_come_back(void)
{
	own_fiber *f = NULL;
	int value = 0;
	long other = 0;
	CHECK(own_green_spawn_back(green, &f, twice, 21) == 0);
	CHECK(own_green_join_back(&f, &other) == EINVAL && own_green_detach(&f) == EINVAL && f != NULL);
	CHECK(own_green_join_back(&f, &value) == 0 && value == 42 && f == NULL);
}

struct wide {
	_Alignas(256) char byte;
};

OWN_TASK(look_at_address, struct wide, w) { sum += (uintptr_t)w % 256 == 0; }

static void payloads_are_aligned(void)
{
	own_fiber *f = NULL;
	sum = 0;
	CHECK(own_green_spawn(green, &f, look_at_address, (struct wide){0}, NULL) == 0 && own_green_join(&f) == 0);
	CHECK(sum == 1);
}

// ---- In place, and options --------------------------------------------------------------------------

struct bytes {
	size_t length;
	unsigned char byte[];
};

OWN_TASK(add_bytes, struct bytes, b)
{
	for (size_t i = 0; i < b->length; i++)
		sum += b->byte[i];
}

static void payloads_are_built_in_place(void)
{
	enum { LENGTH = 100000 };
	own_fiber *f = NULL;
	atomic_int ends = 0;
	struct counted *c = own_green_prepare(struct counted), *none = NULL;
	struct bytes *b = own_green_prepare_bytes(sizeof *b + LENGTH, _Alignof(struct bytes));
	struct wide *w = own_green_prepare(struct wide);
	*c = (struct counted){&ends, 2};
	CHECK(own_green_start(green, &f, count, &c, counted_end) == 0 && c == NULL);
	CHECK(own_green_join(&f) == 0 && ends == 3);
	sum = 0;
	b->length = LENGTH;
	memset(b->byte, 1, LENGTH);
	CHECK(own_green_start(green, &f, add_bytes, &b, NULL) == 0 && own_green_join(&f) == 0 && sum == LENGTH);
	sum = 0;
	CHECK(own_green_start(green, &f, look_at_address, &w, NULL) == 0 && own_green_join(&f) == 0 && sum == 1);
	CHECK(own_green_start(green, &f, count, &none, NULL) == EINVAL && f == NULL);
	CHECK(own_green_prepare_bytes(1, 3) == NULL && own_green_prepare_bytes(SIZE_MAX, 1) == NULL);
}

// A start that fails takes nothing: the payload can be started again, or abandoned.
static void payloads_are_abandoned(void)
{
	own_fiber *f = NULL;
	own_fiber_options small = {.stack_size = 100};
	atomic_int ends = 0;
	struct counted *c = own_green_prepare(struct counted), *kept = c, *none = NULL;
	*c = (struct counted){&ends, 2};
	CHECK(own_green_start_opts(green, &f, count, &c, counted_end, &small) == EINVAL && c == kept && f == NULL);
	CHECK(own_green_start(NULL, &f, count, &c, counted_end) == EINVAL && c == kept);
	CHECK(own_green_start(green, &f, count, &c, counted_end) == 0 && own_green_join(&f) == 0 && ends == 3);
	c = own_green_prepare(struct counted);
	own_green_abandon(&c);
	own_green_abandon(&none);
	CHECK(c == NULL && ends == 3);
}

// Uses more stack than a fiber has by default.
__attribute__((noinline)) static int fill_stack(void)
{
	volatile char area[512 * 1024];
	int filled = 0;
	for (size_t i = 0; i < sizeof area; i += 512)
		area[i] = 1, filled += area[i];
	return filled;
}

OWN_TASK(use_much, int, result) { *result = fill_stack(); }

static void stacks_have_the_size_that_is_asked_for(void)
{
	own_fiber *f = NULL;
	own_fiber_options large = {.stack_size = 1 << 20}, endless = {.stack_size = SIZE_MAX};
	int result = 0;
	CHECK(own_green_spawn_back_opts(green, &f, use_much, 0, &large) == 0);
	CHECK(own_green_join_back(&f, &result) == 0 && result == 1024);
	CHECK(own_green_spawn_opts(green, &f, use_much, 0, NULL, &endless) == EINVAL && f == NULL);
	endless.stack_size = PTRDIFF_MAX / 2;
	CHECK(own_green_spawn_opts(green, &f, use_much, 0, NULL, &endless) == ENOMEM && f == NULL);
}

static void detached_fibers_have_no_handle(void)
{
	own_fiber *f = (own_fiber *)&sum;
	own_fiber_options detached = {.detached = true};
	static atomic_int ends;
	struct counted *moved = malloc(sizeof *moved), *prepared = own_green_prepare(struct counted);
	*moved = *prepared = (struct counted){&ends, 0};
	CHECK(own_green_spawn_opts(green, NULL, count, ((struct counted){&ends, 0}), counted_end, &detached) == 0);
	CHECK(own_green_spawn_move_opts(green, &f, count, &moved, moved_end, &detached) == 0 && f == NULL);
	CHECK(own_green_start_opts(green, NULL, count, &prepared, counted_end, &detached) == 0 && prepared == NULL);
	CHECK(own_green_spawn_back_opts(green, &f, twice, 1, &detached) == EINVAL);
	while (ends < 3)
		own_yield();
}

// ---- Ends -----------------------------------------------------------------------------------------

OWN_TASK(fail_in_a_scope, struct counted, c)
{
	int n = 1;
	OWN_GREEN_SCOPE(scope, green) {
		CHECK(own_green_scope_spawn(&scope, twice, &n) == 0);
		own_green_fail(c->number);
	}
}

static void ends_are_told(void)
{
	own_fiber *f = NULL;
	atomic_int ends = 0;
	int code = 0;
	CHECK(own_green_spawn(green, &f, fail_in_a_scope, ((struct counted){&ends, 6}), counted_end) == 0);
	CHECK(own_green_join_code(&f, &code) == EOWNERDEAD && code == 6 && ends == 6);
}

static own_fiber *shared;
static atomic_int self_result;

OWN_TASK(join_itself, sem_t *, go)
{
	while (sem_wait(*go) != 0)
		continue;
	self_result = own_green_join(&shared);
}

static void nobody_joins_himself(void)
{
	sem_t go, *at = &go;
	own_green *ended = green;
	CHECK(sem_init(&go, 0, 0) == 0);
	CHECK(own_green_spawn(green, &shared, join_itself, at, NULL) == 0);
	sem_post(&go);
	while (!own_green_is_finished(shared))
		own_yield();
	CHECK(own_green_try_join(&shared) == 0 && self_result == EDEADLK && ended == green);
	sem_destroy(&go);
}

OWN_TASK(end_all, int, result) { *result = own_green_end(&green); }

static void a_fiber_does_not_end_its_worker(void)
{
	own_fiber *f = NULL;
	int result = 0;
	CHECK(own_green_spawn_back(green, &f, end_all, 0) == 0);
	CHECK(own_green_join_back(&f, &result) == 0 && result == EDEADLK && green != NULL);
}

// ---- Waiting ----------------------------------------------------------------------------------------

OWN_TASK(park_until_stop, atomic_int *, steps)
{
	while (!own_green_stop_requested()) {
		++**steps;
		own_green_park();
	}
}

static void parked_fibers_are_told(void)
{
	own_fiber *f = NULL;
	atomic_int steps = 0, *at = &steps;
	struct timespec soon = in_ms(10), late = in_ms(100000);
	CHECK(own_green_spawn(green, &f, park_until_stop, at, NULL) == 0);
	while (steps < 1)
		own_yield();
	CHECK(own_green_try_join(&f) == EBUSY && own_green_join_until(&f, &soon) == ETIMEDOUT && f != NULL);
	own_green_unpark(f);
	while (steps < 2)
		own_yield();
	CHECK(!own_green_is_finished(f));
	own_green_request_stop(f);
	CHECK(own_green_join_until(&f, &late) == 0 && f == NULL);
}

OWN_TASK(sleep_for_ever, int, result)
{
	struct timespec longest = {.tv_sec = (time_t)(sizeof(time_t) > 4 ? INT64_MAX : INT32_MAX)};
	struct timespec bad = {.tv_nsec = -1};
	CHECK(own_green_sleep(&bad) == EINVAL && own_green_sleep(NULL) == EINVAL);
	*result = own_green_sleep(&longest);
}

static void a_stop_ends_sleep(void)
{
	own_fiber *f = NULL;
	int result = 0;
	CHECK(own_green_spawn_back(green, &f, sleep_for_ever, 0) == 0);
	own_green_request_stop(f);
	CHECK(own_green_join_back(&f, &result) == 0 && result == EINTR);
}

// More fibers than threads wait for each other: each gives its worker up.
struct ring {
	own_fiber *f[64];
	atomic_int turn;
};

struct link {
	struct ring *ring;
	int number;
};

OWN_TASK(pass_on, struct link, l)
{
	while (l->ring->turn != l->number)
		own_green_yield();
	l->ring->turn++;
}

static void fibers_take_turns(void)
{
	static struct ring ring;
	for (int i = 63; i >= 0; i--) // the first to be started waits for all others
		CHECK(own_green_spawn(green, &ring.f[i], pass_on, ((struct link){&ring, i}), NULL) == 0);
	for (int i = 0; i < 64; i++)
		CHECK(own_green_join(&ring.f[i]) == 0);
	CHECK(ring.turn == 64);
}

OWN_TASK(fork_out, int, depth) // each node joins its two children on whatever workers they are
{
	own_fiber *f[2] = {NULL, NULL};
	int below[2] = {0, 0};
	int next = *depth - 1;
	*depth = 1;
	for (int i = 0; i < 2 && next >= 0; i++)
		CHECK(own_green_spawn_back(green, &f[i], fork_out, next) == 0);
	for (int i = 0; i < 2 && next >= 0; i++) {
		CHECK(own_green_join_back(&f[i], &below[i]) == 0);
		*depth += below[i];
	}
}

static void fibers_join_fibers(void)
{
	own_fiber *f = NULL;
	int nodes = 0;
	CHECK(own_green_spawn_back(green, &f, fork_out, 8) == 0);
	CHECK(own_green_join_back(&f, &nodes) == 0 && nodes == 511);
}

struct place {
	pthread_t first;
	bool moved;
};

OWN_TASK(look_where, struct place, p)
{
	p->first = pthread_self();
	for (int i = 0; i < 50; i++) {
		struct timespec moment = {.tv_nsec = 20000};
		own_green_yield();
		CHECK(own_green_sleep(&moment) == 0);
		p->moved |= !pthread_equal(p->first, pthread_self());
	}
}

static void a_fiber_stays_on_its_worker(void)
{
	own_fiber *f[16] = {NULL};
	pthread_t first[16];
	bool both = false;
	for (int i = 0; i < 16; i++)
		CHECK(own_green_spawn_back(green, &f[i], look_where, ((struct place){.moved = false})) == 0);
	for (int i = 0; i < 16; i++) {
		struct place p = {.moved = true};
		CHECK(own_green_join_back(&f[i], &p) == 0 && !p.moved);
		first[i] = p.first;
		both = both || !pthread_equal(first[0], first[i]);
	}
	CHECK(both); // workers are used
}

// ---- Scopes, handles, numbers ---------------------------------------------------------------------------

static void scopes_wait(void)
{
	int n[40];
	OWN_GREEN_SCOPE(scope, green) {
		for (int i = 0; i < 40; i++) {
			n[i] = i;
			CHECK(own_green_scope_spawn(&scope, twice, &n[i]) == 0);
		}
		CHECK(own_green_scope_join(&scope) == 0 && n[39] == 78);
		CHECK(own_green_scope_spawn(&scope, twice, &n[1]) == 0);
	}
	CHECK(n[1] == 4);
	CHECK(own_green_scope_join(NULL) == EINVAL);
}

OWN_TASK(fail_with, int, code) { own_green_fail(*code); }

// A fiber of a scope may be joined early, wherever it stands in the scope's list.
static void one_fiber_is_joined_early(void)
{
	for (int early = 0; early < 3; early++) {
		int n[3] = {1, 2, 3}, code = 5, got = 0;
		OWN_GREEN_SCOPE(scope, green) {
			own_fiber *f[3] = {NULL}, *failed = NULL;
			for (int i = 0; i < 3; i++)
				CHECK(own_green_scope_spawn_opts(&scope, &f[i], twice, &n[i], NULL) == 0);
			CHECK(own_green_scope_spawn_opts(&scope, &failed, fail_with, &code, NULL) == 0);
			CHECK(own_green_detach(&f[early]) == EINVAL && f[early] != NULL);
			CHECK(own_green_join(&f[early]) == 0 && f[early] == NULL && n[early] == 2 * (early + 1));
			CHECK(own_green_join_code(&failed, &got) == EOWNERDEAD && got == 5);
			CHECK(own_green_scope_join(&scope) == 0);
			CHECK(own_green_scope_spawn(&scope, fail_with, &code) == 0);
			CHECK(own_green_scope_join(&scope) == EOWNERDEAD);
			CHECK(own_green_scope_spawn_opts(&scope, NULL, twice, &n[0], &(own_fiber_options){.detached = true}) ==
			      EINVAL);
		}
		CHECK(n[0] == 2 && n[1] == 4 && n[2] == 6);
	}
}

static void automatic_handles_join(void)
{
	sum = 0;
	{
		OWN_GREEN_AUTO f = NULL;
		OWN_GREEN_AUTO none = NULL;
		CHECK(own_green_spawn(green, &f, add, 5, NULL) == 0);
	}
	CHECK(sum == 5);
}

static void bad_arguments_are_refused(void)
{
	own_fiber *none = NULL, *f = NULL;
	own_green *no_green = NULL;
	own_entry *nothing = NULL;
	struct timespec bad = {.tv_nsec = 1000000000}, soon = in_ms(1);
	int value = 0;
	CHECK(own_green_begin(NULL, NULL) == EINVAL);
	CHECK(own_green_begin(&no_green, &(own_green_options){.stack_size = 100}) == EINVAL && !no_green);
	CHECK(own_green_end(NULL) == EINVAL && own_green_end(&no_green) == EINVAL);
	CHECK(own_green_spawn(no_green, &f, add, 1, NULL) == EINVAL);
	CHECK(own_green_spawn(green, NULL, add, 1, NULL) == EINVAL);
	CHECK(own_green_spawn(green, &f, nothing, 1, NULL) == EINVAL && !f);
	CHECK(own__green_spawn(green, &f, OWN__RUN(add), &value, NULL, NULL, own__form(SIZE_MAX, 1, 0, NULL)) == E2BIG);
	CHECK(own__green_spawn(green, &f, OWN__RUN(add), &value, NULL, NULL, own__form(1, 8192, 0, NULL)) == EINVAL && !f);
	CHECK(own_green_join(NULL) == EINVAL && own_green_join(&none) == EINVAL && own_green_detach(&none) == EINVAL);
	CHECK(own_green_join_back(&none, &value) == EINVAL && own_green_try_join(&none) == EINVAL);
	CHECK(own_green_join_until(&none, &soon) == EINVAL && own_green_join_until(&none, &bad) == EINVAL);
	own_green_unpark(NULL);
	own_green_request_stop(NULL);
	CHECK(own_green_is_finished(NULL));
}

// On a thread that is no fiber, waiting is that of own.
OWN_TASK(wait_as_a_thread, int, i)
{
	struct timespec moment = MS(1);
	while (!own_green_stop_requested())
		own_green_park();
	CHECK(own_green_sleep(&moment) == EINTR);
	own_green_yield();
	own_green_fail(*i);
}

static void threads_stand_beside(void)
{
	own_thread *t = NULL;
	int code = 0;
	CHECK(own_spawn(&t, wait_as_a_thread, 3, NULL) == 0);
	own_request_stop(t);
	CHECK(own_join_code(&t, &code) == EOWNERDEAD && code == 3);
}

static void drops_are_spawns(void)
{
	static own_fiber *f[64];
	atomic_int ends = 0;
	for (int i = 0; i < MANY; i++) {
		own_fiber **slot = &f[i % 64];
		if (*slot)
			CHECK((i / 64 % 3 ? own_green_join(slot) : own_green_detach(slot)) == 0);
		CHECK(own_green_spawn(green, slot, count, ((struct counted){&ends, 0}), counted_end) == 0);
	}
	for (int i = 0; i < 64; i++)
		CHECK(own_green_detach(&f[i]) == 0 && f[i] == NULL);
	CHECK(own_green_end(&green) == 0 && green == NULL); // waits for those too
	CHECK(ends == MANY);
}

static void children_have_no_workers(void)
{
	own_fiber *f = NULL;
	int status = -1;
	CHECK(own_green_spawn(green, &f, add, 1, NULL) == 0);
	fflush(NULL);
	pid_t id = fork();
	if (id == 0) {
		own_green *before = green;
		test_failures = 0;
		CHECK(own_green_is_finished(f) && own_green_join(&f) == ESRCH && f == NULL);
		CHECK(own_green_spawn(green, &f, add, 1, NULL) == ESRCH && f == NULL && green == before);
		struct counted *c = own_green_prepare(struct counted), *kept = c;
		CHECK(own_green_start(green, &f, count, &c, NULL) == ESRCH && f == NULL && c == kept);
		own_green_abandon(&c);
		CHECK(own_green_end(&green) == ESRCH && green == NULL);
		_exit(test_failures != 0);
	}
	CHECK(waitpid(id, &status, 0) == id && WIFEXITED(status) && WEXITSTATUS(status) == 0);
	CHECK(own_green_join(&f) == 0);
}

int main(void)
{
	CHECK(own_green_begin(&green, &(own_green_options){.workers = WORKERS}) == 0);
	a_copy_is_the_fibers();
	a_move_empties_the_pointer();
	payloads_come_back();
	payloads_are_aligned();
	payloads_are_built_in_place();
	payloads_are_abandoned();
	stacks_have_the_size_that_is_asked_for();
	detached_fibers_have_no_handle();
	ends_are_told();
	nobody_joins_himself();
	a_fiber_does_not_end_its_worker();
	parked_fibers_are_told();
	a_stop_ends_sleep();
	fibers_take_turns();
	fibers_join_fibers();
	a_fiber_stays_on_its_worker();
	scopes_wait();
	one_fiber_is_joined_early();
	automatic_handles_join();
	bad_arguments_are_refused();
	threads_stand_beside();
	children_have_no_workers();
	drops_are_spawns();
	return TEST_RESULT;
}
