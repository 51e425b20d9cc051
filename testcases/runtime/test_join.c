// SPDX-License-Identifier: MIT
// Joining: how a thread ended, deadlines, payloads handed back, detached threads, automatic
// handles, and handles that nothing is behind.
#include "own_test.h"

static struct gate gate;
static own_thread *shared;

OWN_TASK(visit, struct visit, v) { gate_pass(v->gate); }
OWN_TASK(twice, int, i) { *i *= 2; }

static own_thread *visitor(void)
{
	own_thread *t = NULL;
	CHECK(own_spawn(&t, visit, ((struct visit){&gate, 0}), visit_end) == 0);
	return t;
}

// ---- How it ended -----------------------------------------------------------------------

static void fail_from_below(int code) { own_fail(code); }

OWN_TASK(fail, struct visit, v) { fail_from_below(v->number); }
OWN_TASK(exit_early, struct visit, v) { pthread_exit(v); }
OWN_TASK(exit_as_if_cancelled, struct visit, v)
{
	(void)v;
	own_fail(1); // says more than the value that a join would see
}

OWN_TASK(cancel_itself, struct visit, v)
{
	(void)v;
	pthread_cancel(pthread_self());
	pthread_testcancel();
}

static void ends_are_told_apart(void)
{
	struct visit v = {&gate, 42};
	own_thread *t[5] = {NULL};
	int code[5] = {-1, -1, -1, -1, -1};
	gate_init(&gate);
	CHECK(own_spawn(&t[0], fail, v, visit_end) == 0);
	CHECK(own_spawn(&t[1], exit_early, v, visit_end) == 0);
	CHECK(own_spawn(&t[2], cancel_itself, v, visit_end) == 0);
	CHECK(own_spawn(&t[3], visit, v, visit_end) == 0);
	CHECK(own_spawn(&t[4], exit_as_if_cancelled, v, visit_end) == 0);
	sem_post(&gate.go);
	CHECK(own_join_code(&t[0], &code[0]) == EOWNERDEAD && code[0] == 42);
	CHECK(own_join_code(&t[1], &code[1]) == EOWNERDEAD && code[1] == 0);
	CHECK(own_join_code(&t[2], &code[2]) == ECANCELED && code[2] == 0);
	CHECK(own_join_code(&t[3], &code[3]) == 0 && code[3] == 0);
	CHECK(own_join_code(&t[4], NULL) == EOWNERDEAD);
	CHECK(gate_ends(&gate) == 5);
	for (int i = 0; i < 5; i++)
		CHECK(t[i] == NULL);
}

static void *fail_outside(void *reached)
{
	own_fail(3);
	*(bool *)reached = true;
	return reached;
}

static void a_thread_of_another_library_fails_too(void)
{
	pthread_t id;
	void *result = &id;
	bool reached = false;
	CHECK(pthread_create(&id, NULL, fail_outside, &reached) == 0);
	CHECK(pthread_join(id, &result) == 0 && result == NULL && !reached);
}

// A destructor is not cut short by a cancellation that came too late for the task.
static pthread_t drops_id;
static atomic_int drops_over;

OWN_TASK(tell_id, int, i)
{
	(void)i;
	drops_id = pthread_self();
}

static void drop_that_can_be_cancelled(void *payload)
{
	(void)payload;
	pthread_cancel(pthread_self());
	pthread_testcancel();
	drops_over++;
}

static void destructors_run_to_their_end(void)
{
	own_thread *t = NULL;
	CHECK(own_spawn(&t, tell_id, 1, drop_that_can_be_cancelled) == 0);
	CHECK(own_join(&t) == 0);
	CHECK(drops_over == 1);
}

// A destructor may start threads and wait for them, however the task ended.
static void drop_that_spawns(void *payload)
{
	own_thread *t = NULL;
	int twofold = 0;
	(void)payload;
	CHECK(own_spawn_back(&t, twice, 4) == 0 && own_join_back(&t, &twofold) == 0 && twofold == 8);
	OWN_SCOPE(scope)
		CHECK(own_scope_spawn(&scope, twice, &twofold) == 0);
	CHECK(twofold == 16);
	drops_over++;
}

static void destructors_spawn(void)
{
	struct visit v = {&gate, 1};
	own_thread *t = NULL;
	drops_over = 0;
	CHECK(own_spawn(&t, tell_id, 1, drop_that_spawns) == 0 && own_join(&t) == 0);
	CHECK(own_spawn(&t, fail, v, drop_that_spawns) == 0 && own_join(&t) == EOWNERDEAD);
	CHECK(own_spawn(&t, exit_early, v, drop_that_spawns) == 0 && own_join(&t) == EOWNERDEAD);
	CHECK(own_spawn(&t, cancel_itself, v, drop_that_spawns) == 0 && own_join(&t) == ECANCELED);
	CHECK(drops_over == 4);
}

// ---- Back -------------------------------------------------------------------------------------

OWN_TASK(twice_then_fail, int, i)
{
	*i *= 2;
	own_fail(*i);
}

static void payloads_come_back(void)
{
	own_thread *t = NULL;
	int result = 0;
	CHECK(own_spawn_back(&t, twice, 21) == 0);
	CHECK(own_join_back(&t, &result) == 0);
	CHECK(result == 42 && t == NULL);
	CHECK(own_spawn_back(&t, twice_then_fail, 8) == 0);
	CHECK(own_join_back(&t, &result) == EOWNERDEAD);
	CHECK(result == 16 && t == NULL);
	CHECK(own_spawn_back(&t, twice, 1) == 0);
	CHECK(own_join(&t) == 0);
}

static void what_cannot_come_back_does_not(void)
{
	own_thread *t = NULL, *none = NULL;
	int result = 5;
	long too_long = 0;
	CHECK(own_spawn(&t, twice, 1, NULL) == 0);
	CHECK(own_join_back(&t, &result) == EINVAL);
	CHECK(t != NULL && result == 5);
	CHECK(own_join(&t) == 0);
	CHECK(own_spawn_back(&t, twice, 1) == 0);
	CHECK(own_join_back(&t, &too_long) == EINVAL);
	CHECK(own_join_back(&t, (int *)NULL) == EINVAL);
	CHECK(own_detach(&t) == EINVAL);
	CHECK(t != NULL && too_long == 0);
	CHECK(own_join_back(&t, &result) == 0);
	CHECK(own_join_back(&none, &result) == EINVAL);
	CHECK(result == 2);
}

// ---- For a while --------------------------------------------------------------------------------

static void try_join_does_not_wait(void)
{
	gate_init(&gate);
	own_thread *t = visitor(), *seen = t;
	CHECK(own_try_join(&t) == EBUSY);
	CHECK(t == seen && !own_is_finished(t));
	sem_post(&gate.go);
	while (!own_is_finished(t))
		own_yield();
	CHECK(gate_ends(&gate) == 1);
	CHECK(own_try_join(&t) == 0);
	CHECK(t == NULL && own_is_finished(t));
}

static void join_until_gives_up(void)
{
	gate_init(&gate);
	own_thread *t = visitor(), *seen = t;
	struct timespec soon = in_ms(20), now, past = {0}, negative = {.tv_sec = -1};
	CHECK(own_join_until(&t, &soon) == ETIMEDOUT);
	clock_gettime(CLOCK_MONOTONIC, &now);
	CHECK(now.tv_sec > soon.tv_sec || (now.tv_sec == soon.tv_sec && now.tv_nsec >= soon.tv_nsec));
	CHECK(own_join_until(&t, &past) == ETIMEDOUT);
	CHECK(own_join_until(&t, &negative) == ETIMEDOUT);
	CHECK(t == seen);
	sem_post(&gate.go);
	struct timespec late = in_ms(60000);
	CHECK(own_join_until(&t, &late) == 0);
	CHECK(t == NULL && gate_ends(&gate) == 1);
}

OWN_TASK(fail_soon, int, i)
{
	struct timespec soon = MS(5);
	own_sleep(&soon);
	own_fail(*i);
}

static void join_until_tells_how_it_ended(void)
{
	own_thread *t = NULL;
	struct timespec late = in_ms(60000);
	CHECK(own_spawn(&t, fail_soon, 1, NULL) == 0);
	CHECK(own_join_until(&t, &late) == EOWNERDEAD);
	CHECK(t == NULL);
	CHECK(own_spawn(&t, cancel_itself, ((struct visit){NULL, 0}), NULL) == 0);
	while (!own_is_finished(t))
		own_yield();
	CHECK(own_try_join(&t) == ECANCELED);
}

static void bad_deadlines_are_refused(void)
{
	gate_init(&gate);
	own_thread *t = visitor();
	struct timespec low = {.tv_nsec = -1}, high = {.tv_nsec = 1000000000};
	CHECK(own_join_until(&t, NULL) == EINVAL);
	CHECK(own_join_until(&t, &low) == EINVAL);
	CHECK(own_join_until(&t, &high) == EINVAL);
	CHECK(t != NULL);
	sem_post(&gate.go);
	CHECK(own_join(&t) == 0);
}

// ---- Detaching --------------------------------------------------------------------------------------

static void detached_threads_end_by_themselves(void)
{
	gate_init(&gate);
	own_thread *t = visitor();
	CHECK(own_detach(&t) == 0);
	CHECK(t == NULL && own_detach(&t) == EINVAL && own_join(&t) == EINVAL);
	sem_post(&gate.go);
	while (gate_ends(&gate) < 1)
		own_yield();
}

static void ended_threads_are_detached(void)
{
	gate_init(&gate);
	own_thread *t = visitor(), *failed = NULL;
	sem_post(&gate.go);
	CHECK(own_spawn(&failed, fail, ((struct visit){&gate, 1}), visit_end) == 0);
	while (!own_is_finished(t) || !own_is_finished(failed))
		own_yield();
	CHECK(own_detach(&t) == 0);
	CHECK(own_detach(&failed) == 0);
	CHECK(t == NULL && failed == NULL && gate_ends(&gate) == 2);
}

OWN_TASK(detach_itself, struct visit, v)
{
	gate_pass(v->gate);
	CHECK(own_detach(&shared) == 0);
}

static void threads_detach_themselves(void)
{
	gate_init(&gate);
	CHECK(own_spawn(&shared, detach_itself, ((struct visit){&gate, 0}), visit_end) == 0);
	sem_post(&gate.go);
	while (gate_ends(&gate) < 1)
		own_yield();
	CHECK(shared == NULL);
}

// ---- Deadlock ---------------------------------------------------------------------------------------

static atomic_int self_results[4];

OWN_TASK(join_itself, struct visit, v)
{
	struct timespec late = in_ms(60000);
	gate_pass(v->gate);
	self_results[0] = own_join(&shared);
	self_results[1] = own_join_until(&shared, &late);
	self_results[2] = own_try_join(&shared);
	self_results[3] = shared != NULL;
}

static void nobody_joins_himself(void)
{
	gate_init(&gate);
	CHECK(own_spawn(&shared, join_itself, ((struct visit){&gate, 0}), visit_end) == 0);
	sem_post(&gate.go);
	while (!own_is_finished(shared))
		own_yield();
	CHECK(own_join(&shared) == 0);
	CHECK(self_results[0] == EDEADLK && self_results[1] == EDEADLK && self_results[2] == EDEADLK && self_results[3]);
}

// ---- Handles ----------------------------------------------------------------------------------------

static void handles_that_nothing_is_behind(void)
{
	own_thread *none = NULL;
	struct timespec soon = in_ms(1);
	int code = 77;
	CHECK(own_join(NULL) == EINVAL && own_join(&none) == EINVAL);
	CHECK(own_join_code(&none, &code) == EINVAL && code == 77);
	CHECK(own_join_until(NULL, &soon) == EINVAL && own_join_until(&none, &soon) == EINVAL);
	CHECK(own_try_join(NULL) == EINVAL && own_try_join(&none) == EINVAL);
	CHECK(own_detach(NULL) == EINVAL && own_detach(&none) == EINVAL);
	CHECK(own_join_back(&none, &code) == EINVAL && code == 77);
	CHECK(own_is_finished(NULL));
	own_unpark(NULL);
	own_request_stop(NULL);
}

static void a_join_happens_once(void)
{
	own_thread *t = NULL;
	CHECK(own_spawn(&t, twice, 1, NULL) == 0);
	CHECK(own_join(&t) == 0);
	CHECK(own_join(&t) == EINVAL && own_detach(&t) == EINVAL && t == NULL);
}

// ---- Automatic handles --------------------------------------------------------------------------------

static int leave_by_return(int way)
{
	OWN_AUTO t = visitor();
	sem_wait(&gate.began);
	sem_post(&gate.go);
	if (way == 0)
		return own_join(&t);
	if (way == 1)
		goto out;
	return 0;
out:
	return 0;
}

static void automatic_handles_join(void)
{
	gate_init(&gate);
	for (int way = 0; way < 3; way++) {
		CHECK(leave_by_return(way) == 0);
		CHECK(gate_ends(&gate) == way + 1);
	}
	for (int i = 0; i < 3; i++) {
		OWN_AUTO t = i == 1 ? NULL : visitor();
		sem_post(&gate.go);
		if (i == 1)
			continue;
	}
	CHECK(gate_ends(&gate) == 5);
}

// A thread that has its own handle lets itself go.
OWN_TASK(hold_itself, struct visit, v)
{
	gate_pass(v->gate);
	OWN_AUTO t = shared;
	shared = NULL;
}

static void a_thread_may_hold_itself(void)
{
	gate_init(&gate);
	CHECK(own_spawn(&shared, hold_itself, ((struct visit){&gate, 0}), visit_end) == 0);
	sem_post(&gate.go);
	while (gate_ends(&gate) < 1)
		own_yield();
	CHECK(shared == NULL);
}

#ifdef __GLIBC__ // which unwinds
static atomic_int ends_after_unwinding;

OWN_TASK(hold_and_fail, struct visit, v)
{
	OWN_AUTO t = visitor();
	sem_wait(&gate.began);
	sem_post(&gate.go);
	own_fail(v->number);
}

OWN_TASK(hold_and_be_cancelled, struct visit, v)
{
	(void)v;
	OWN_AUTO t = visitor();
	sem_wait(&gate.began);
	sem_post(&gate.go);
	pthread_cancel(pthread_self());
	own_join(&t); // a point of cancellation, unless the thread has ended before
	pthread_testcancel();
}

static void count_ends(void *payload)
{
	(void)payload;
	ends_after_unwinding = gate_ends(&gate);
}

static void automatic_handles_join_when_their_thread_is_ended(void)
{
	struct visit v = {&gate, 9};
	own_thread *t = NULL;
	int code = 0;
	gate_init(&gate);
	CHECK(own_spawn(&t, hold_and_fail, v, count_ends) == 0);
	CHECK(own_join_code(&t, &code) == EOWNERDEAD && code == 9);
	CHECK(ends_after_unwinding == 1);
	if (UNDER_THREAD_SANITIZER) // which takes a join that was cancelled for one that is done
		return;
	CHECK(own_spawn(&t, hold_and_be_cancelled, v, count_ends) == 0);
	CHECK(own_join(&t) == ECANCELED);
	CHECK(ends_after_unwinding == 2);
}
#else
static void automatic_handles_join_when_their_thread_is_ended(void) {}
#endif

// ---- A joiner that is cancelled -------------------------------------------------------------------------

static void *join_plainly(void *thread)
{
	own_join(thread);
	return NULL;
}

static void a_cancelled_joiner_has_joined_nothing(void)
{
	pthread_t joiner;
	void *result = NULL;
	if (UNDER_THREAD_SANITIZER) // see above
		return;
	gate_init(&gate);
	shared = visitor();
	CHECK(pthread_create(&joiner, NULL, join_plainly, &shared) == 0);
	pthread_cancel(joiner);
	CHECK(pthread_join(joiner, &result) == 0 && result == PTHREAD_CANCELED);
	CHECK(shared != NULL);
	sem_post(&gate.go);
	CHECK(own_join(&shared) == 0);
}

int main(void)
{
	a_thread_of_another_library_fails_too(); // first: helgrind does not see how libgcc prepares its unwinding
	ends_are_told_apart();
	destructors_run_to_their_end();
	destructors_spawn();
	payloads_come_back();
	what_cannot_come_back_does_not();
	try_join_does_not_wait();
	join_until_gives_up();
	join_until_tells_how_it_ended();
	bad_deadlines_are_refused();
	detached_threads_end_by_themselves();
	ended_threads_are_detached();
	threads_detach_themselves();
	nobody_joins_himself();
	handles_that_nothing_is_behind();
	a_join_happens_once();
	automatic_handles_join();
	a_thread_may_hold_itself();
	automatic_handles_join_when_their_thread_is_ended();
	a_cancelled_joiner_has_joined_nothing();
	return TEST_RESULT;
}
