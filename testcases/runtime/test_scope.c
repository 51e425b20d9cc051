// SPDX-License-Identifier: MIT
// Scopes: borrowing, every way out, more than eight threads, single threads joined early,
// and how threads of a scope ended.
#include "own_test.h"

static struct gate gate;

OWN_TASK(add_one, int, i) { ++*i; }
OWN_TASK(read_constant, const int, i) { sem_post(*i == 5 ? &gate.began : &gate.go); }
OWN_TASK(pass, struct gate, g) { gate_pass(g); }

// Slow enough that a scope which did not wait would be found out.
OWN_TASK(add_one_late, int, i)
{
	struct timespec late = MS(10);
	own_sleep(&late);
	++*i;
}

static void *add_one_posix(void *i)
{
	++*(int *)i;
	return i;
}

static void threads_borrow(void)
{
	int a = 1, b = 2, c = 3;
	OWN_SCOPE(scope) {
		CHECK(own_scope_spawn(&scope, add_one, &a) == 0);
		CHECK(own_scope_spawn(&scope, add_one_late, &b) == 0);
		CHECK(own_scope_spawn(&scope, add_one_posix, &c) == 0);
	}
	CHECK(a == 2 && b == 3 && c == 4);
}

static void constants_are_lent_to_who_only_reads(void)
{
	const int five = 5;
	int variable = 5;
	gate_init(&gate);
	OWN_SCOPE(scope) {
		CHECK(own_scope_spawn(&scope, read_constant, &five) == 0);
		CHECK(own_scope_spawn(&scope, read_constant, &variable) == 0);
	}
	int reads = -1;
	CHECK(sem_getvalue(&gate.began, &reads) == 0 && reads == 2);
}

// ---- Ways out ---------------------------------------------------------------------------

static int leave(int way, int *count)
{
	for (int i = 0; i < 2; i++) {
		OWN_SCOPE(scope) {
			CHECK(own_scope_spawn(&scope, add_one_late, count) == 0);
			if (way == 0)
				return 0;
			if (way == 1)
				break;
			if (way == 2)
				continue;
			if (way == 3)
				goto out;
		}
		if (i == 0 && way != 4)
			return -1 - *count;
	}
out:
	return -1 - *count;
}

static void every_way_out_waits(void)
{
	for (int way = 0; way < 5; way++) {
		int count = 0, result = leave(way, &count);
		CHECK(count == (way == 4 ? 2 : 1));
		CHECK(result == (way == 0 ? 0 : -1 - count));
	}
}

static int *outlived;

static void look_at_outlived(void *payload)
{
	(void)payload;
	CHECK(*outlived == 1);
}

OWN_TASK(fail_in_a_scope, int, i)
{
	OWN_SCOPE(scope) {
		CHECK(own_scope_spawn(&scope, add_one_late, outlived) == 0);
		own_fail(*i);
	}
}

OWN_TASK(be_cancelled_in_a_scope, int, i)
{
	(void)i;
	OWN_SCOPE(scope) {
		CHECK(own_scope_spawn(&scope, add_one_late, outlived) == 0);
		pthread_cancel(pthread_self());
		pthread_testcancel();
	}
}

OWN_TASK(be_cancelled_while_joining, int, i)
{
	(void)i;
	OWN_SCOPE(scope) {
		CHECK(own_scope_spawn(&scope, add_one_late, outlived) == 0);
		pthread_cancel(pthread_self());
		own_scope_join(&scope);
	}
}

static void the_end_of_the_owner_waits(void)
{
	int count = 0, code = 0;
	own_thread *t = NULL;
	outlived = &count;
	CHECK(own_spawn(&t, fail_in_a_scope, 3, look_at_outlived) == 0);
	CHECK(own_join_code(&t, &code) == EOWNERDEAD && code == 3);
	count = 0;
	CHECK(own_spawn(&t, be_cancelled_in_a_scope, 1, look_at_outlived) == 0);
	CHECK(own_join(&t) == ECANCELED);
	if (UNDER_THREAD_SANITIZER) // which takes a join that was cancelled for one that is done
		return;
	count = 0;
	CHECK(own_spawn(&t, be_cancelled_while_joining, 1, look_at_outlived) == 0);
	CHECK(own_join(&t) == ECANCELED);
}

static void scopes_nest(void)
{
	int outer = 0, inner = 0;
	OWN_SCOPE(a) {
		CHECK(own_scope_spawn(&a, add_one_late, &outer) == 0);
		OWN_SCOPE(b)
			CHECK(own_scope_spawn(&b, add_one_late, &inner) == 0);
		CHECK(inner == 1);
	}
	CHECK(outer == 1);
}

static void empty_scopes_end(void)
{
	OWN_SCOPE(scope)
		CHECK(own_scope_join(&scope) == 0);
}

// ---- Many threads -------------------------------------------------------------------------

static void any_number_of_threads(void)
{
	enum { MANY = 100 };
	int counts[MANY] = {0};
	gate_init(&gate);
	OWN_SCOPE(scope) {
		for (int i = 0; i < MANY; i++)
			CHECK(own_scope_spawn(&scope, add_one, &counts[i]) == 0);
		CHECK(own_scope_join(&scope) == 0);
		for (int i = 0; i < MANY; i++)
			CHECK(counts[i] == 1);
		for (int i = 0; i < MANY; i++)
			CHECK(own_scope_spawn(&scope, add_one, &counts[i]) == 0);
	}
	for (int i = 0; i < MANY; i++)
		CHECK(counts[i] == 2);
}

// What an early join gives back is used again: a long loop in one scope stays small.
static void slots_are_used_again(void)
{
	int count = 0;
	OWN_SCOPE(scope) {
		for (int i = 0; i < 200; i++) {
			own_thread *t = NULL;
			CHECK(own_scope_spawn_opts(&scope, &t, add_one, &count, NULL) == 0);
			CHECK(own_join(&t) == 0);
		}
		CHECK(scope.used == 1 && scope.more == NULL);
	}
	CHECK(count == 200);
}

// ---- One thread --------------------------------------------------------------------------------

static void one_thread_is_joined_early(void)
{
	static struct gate slow;
	int count = 0;
	gate_init(&slow);
	OWN_SCOPE(scope) {
		own_thread *fast = NULL, *t = NULL;
		struct timespec soon = in_ms(1);
		CHECK(own_scope_spawn_opts(&scope, &t, pass, &slow, &(own_options){.name = "slow"}) == 0);
		CHECK(own_scope_spawn_opts(&scope, &fast, add_one, &count, NULL) == 0);
		CHECK(own_join(&fast) == 0 && fast == NULL && count == 1);
		CHECK(own_try_join(&t) == EBUSY && own_join_until(&t, &soon) == ETIMEDOUT);
		CHECK(own_detach(&t) == EINVAL && t != NULL);
		CHECK(!own_is_finished(t));
		sem_post(&slow.go);
		while (own_try_join(&t) == EBUSY)
			own_yield();
		CHECK(t == NULL && own_join(&t) == EINVAL);
	}
}

OWN_TASK(fail_with, int, i) { own_fail(*i); }
OWN_TASK(be_cancelled, int, i)
{
	(void)i;
	pthread_cancel(pthread_self());
	pthread_testcancel();
}

static void ends_are_told(void)
{
	int code = 6, got = 0, count = 0;
	OWN_SCOPE(scope) {
		own_thread *t = NULL;
		CHECK(own_scope_spawn_opts(&scope, &t, fail_with, &code, NULL) == 0);
		CHECK(own_join_code(&t, &got) == EOWNERDEAD && got == 6);
		CHECK(own_scope_join(&scope) == 0);
		CHECK(own_scope_spawn(&scope, add_one, &count) == 0);
		CHECK(own_scope_spawn(&scope, be_cancelled, &code) == 0);
		CHECK(own_scope_spawn(&scope, fail_with, &code) == 0);
		CHECK(own_scope_join(&scope) == ECANCELED);
		CHECK(own_scope_spawn(&scope, fail_with, &code) == 0);
		CHECK(own_scope_join(&scope) == EOWNERDEAD);
	}
	CHECK(count == 1);
}

// ---- Refusals --------------------------------------------------------------------------------------

static void bad_arguments_are_refused(void)
{
	int count = 0;
	own_entry *nothing = NULL;
	own_thread *t = NULL;
	CHECK(own_scope_spawn((own_scope *)NULL, add_one, &count) == EINVAL);
	CHECK(own_scope_join(NULL) == EINVAL);
	OWN_SCOPE(scope) {
		CHECK(own_scope_spawn(&scope, nothing, &count) == EINVAL);
		CHECK(own_scope_spawn_opts(&scope, &t, add_one, &count, &(own_options){.detached = true}) == EINVAL);
		CHECK(own_scope_spawn_opts(&scope, &t, add_one, &count, &(own_options){.stack_size = 1}) == EINVAL);
		CHECK(t == NULL);
	}
	CHECK(count == 0);
}

// A thread that tries to join the very thread that waits for it at the end of a scope.
struct knot {
	own_thread **parent;
	int result;
};

OWN_TASK(join_parent, struct knot, k)
{
	struct timespec soon = in_ms(30);
	k->result = own_join_until(k->parent, &soon);
}

OWN_TASK(wait_for_child, struct knot *, k)
{
	OWN_SCOPE(scope) {
		CHECK(own_scope_spawn(&scope, join_parent, *k) == 0);
	}
}

static void a_child_cannot_join_its_parent(void)
{
	own_thread *t = NULL;
	struct knot knot = {.parent = &t}, *at = &knot;
	CHECK(own_spawn(&t, wait_for_child, at, NULL) == 0);
	while (!own_is_finished(t))
		own_yield();
	CHECK(own_join(&t) == 0);
	CHECK(knot.result == ETIMEDOUT);
}

int main(void)
{
	threads_borrow();
	constants_are_lent_to_who_only_reads();
	every_way_out_waits();
	the_end_of_the_owner_waits();
	scopes_nest();
	empty_scopes_end();
	any_number_of_threads();
	slots_are_used_again();
	one_thread_is_joined_early();
	ends_are_told();
	bad_arguments_are_refused();
	a_child_cannot_join_its_parent();
	return TEST_RESULT;
}
