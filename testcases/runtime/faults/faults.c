// SPDX-License-Identifier: MIT
// faults: each call of own that can fail, failed in turn in each way to start a thread. The
// error is that of the call, handle and payload are as they were and still the caller's, no
// destructor has run, and nothing is left behind; what own can do without, it does without.
#include "../own_test.h"

#include <sched.h>
#include <signal.h>
#include <sys/wait.h>

#include "wrap.h"

static struct gate gate;
static atomic_int runs;
static const char *scene;
static unsigned nth; // call that fails in this run
static long blocks_before, bytes_before; // taken by then: before main

#define SAY(condition)                                                            \
	do {                                                                          \
		int failures_before = test_failures;                                      \
		CHECK(condition);                                                         \
		if (test_failures != failures_before)                                     \
			fprintf(stderr, "that was in %s, where call %u fails\n", scene, nth); \
	} while (0)

OWN_TASK(visit, struct visit, v)
{
	runs++;
	v->number++;
}

struct page {
	_Alignas(4096) struct visit visit;
};

OWN_TASK(visit_page, struct page, p) { runs += p->visit.number; }

static void page_end(void *payload) { visit_end(&((struct page *)payload)->visit); }

static void moved_end(void *payload)
{
	visit_end(payload);
	free(payload);
}

// A handle that no spawn has written.
static own_thread *const untouched = (own_thread *)(void *)&gate;

static void joined_or_untouched(int error, own_thread **t)
{
	if (error)
		SAY(*t == untouched);
	else
		SAY(own_join(t) == 0);
}

// ---- Ways to start a thread, each once with a call that fails -------------------------------
// Each gives the spawn's error, after 0 of which the task has run, and `ends` drops with it.

static int by_copy(const own_options *options)
{
	own_thread *t = untouched;
	fault_arm(nth);
	int error = own_spawn_opts(&t, visit, ((struct visit){&gate, 1}), visit_end, options);
	fault_disarm();
	joined_or_untouched(error, &t);
	return error;
}

static int by_aligned_copy(const own_options *options)
{
	own_thread *t = untouched;
	fault_arm(nth);
	int error = own_spawn_opts(&t, visit_page, ((struct page){{&gate, 1}}), page_end, options);
	fault_disarm();
	joined_or_untouched(error, &t);
	return error;
}

static int by_move(const own_options *options)
{
	own_thread *t = untouched;
	struct visit *v = malloc(sizeof *v), *before = v;
	*v = (struct visit){&gate, 1};
	fault_arm(nth);
	int error = own_spawn_move_opts(&t, visit, &v, moved_end, options);
	fault_disarm();
	SAY(v == (error ? before : NULL));
	joined_or_untouched(error, &t);
	if (error) {
		SAY(v->number == 1);
		free(v);
	}
	return error;
}

static int in_place(const own_options *options)
{
	own_thread *t = untouched;
	fault_arm(nth);
	struct visit *v = own_prepare(struct visit), *before = v;
	if (!v) {
		fault_disarm();
		return ENOMEM;
	}
	*v = (struct visit){&gate, 1};
	int error = own_start_opts(&t, visit, &v, visit_end, options);
	fault_disarm();
	SAY(v == (error ? before : NULL));
	joined_or_untouched(error, &t);
	if (error) { // and once more, with what is still there
		SAY(v->number == 1);
		if (nth % 2)
			SAY(own_start_opts(&t, visit, &v, NULL, options) == 0 && own_join(&t) == 0);
		runs -= nth % 2;
		own_abandon(&v);
	}
	return error;
}

static int handed_back(const own_options *options)
{
	own_thread *t = untouched;
	struct visit back = {NULL, 0};
	fault_arm(nth);
	int error = own_spawn_back_opts(&t, visit, ((struct visit){&gate, 1}), options);
	fault_disarm();
	if (error) {
		SAY(t == untouched && back.number == 0);
		return error;
	}
	SAY(own_join_back(&t, &back) == 0 && back.number == 2);
	visit_end(&back);
	return 0;
}

static int detached(const own_options *options)
{
	own_options o = options ? *options : (own_options){0};
	int before = gate_ends(&gate);
	o.detached = true;
	fault_arm(nth);
	int error = own_spawn_opts(NULL, visit, ((struct visit){&gate, 1}), visit_end, &o);
	fault_disarm();
	while (error == 0 && gate_ends(&gate) == before)
		own_yield();
	return error;
}

static int in_scope(const own_options *options)
{
	int error = 0;
	struct visit v = {&gate, 1};
	OWN_SCOPE(scope) {
		own_thread *t = untouched;
		fault_arm(nth);
		error = own_scope_spawn_opts(&scope, &t, visit, &v, options);
		fault_disarm();
		SAY((t == untouched) == (error != 0));
	}
	SAY(v.number == (error ? 1 : 2));
	if (error == 0)
		visit_end(&v);
	return error;
}

// Twenty at a time need slots from the heap. The one that fails leaves its slot to the next.
static int in_full_scope(const own_options *options)
{
	enum { MANY = 20 };
	struct visit v[MANY];
	int error = 0, failures = 0, done = 0;
	OWN_SCOPE(scope) {
		fault_arm(nth);
		for (int i = 0; i < MANY; i++) {
			v[i] = (struct visit){&gate, 0};
			int e = own_scope_spawn_opts(&scope, NULL, visit, &v[i], options);
			error = e ? e : error;
			failures += e != 0;
		}
		fault_disarm();
		SAY(own_scope_join(&scope) == 0);
	}
	for (int i = 0; i < MANY; i++)
		done += v[i].number;
	SAY(done + failures == MANY && failures <= 1);
	runs -= MANY - failures; // that all others have run was looked at here
	if (error == 0) {
		runs++;
		visit_end(&v[0]);
	}
	return error;
}

// ---- Each call in turn ------------------------------------------------------------------------

// What is left when nothing runs; a detached thread may take its time.
static void nothing_is_left(long blocks)
{
	for (int tries = 0; blocks_alive != blocks || bytes_mapped != bytes_before || threads_alive != 0; tries++) {
		if (tries == 60000 || test_failures)
			break;
		struct timespec moment = MS(1);
		SAY(own_pool_stacks(0) == 0);
		if (tries)
			own_sleep(&moment);
	}
	SAY(blocks_alive == blocks && bytes_mapped == bytes_before && threads_alive == 0);
	SAY(attributes_alive == 0);
}

// Whether this is the error of a spawn after this call has failed. Without a stack of its own, and
// without advice for it, own takes the C library's; a creator whose CPUs cannot be put back has
// started its thread all the same.
static bool is_expected(int error, enum call call)
{
	if (call == CALL_mmap || call == CALL_mprotect || call == CALL_madvise)
		return error == 0;
#ifndef __GLIBC__
	if (call == CALL_sched_setaffinity && error == 0)
		return true;
#endif
	return error == call_errors[call];
}

static unsigned calls_seen[CALLS];

// Makes the pool warm and leaves a stack in it, or none when `most` is 0.
static void idle_stacks(unsigned most)
{
	own_thread *t = NULL;
	SAY(own_pool_stacks(most) == 0);
	if (most)
		SAY(own_spawn(&t, visit, ((struct visit){&gate, 1}), NULL) == 0 && own_join(&t) == 0);
}

static void fail_each(const char *name, int way(const own_options *), const own_options *options, unsigned pool)
{
	long blocks = blocks_alive;
	enum call call = CALLS;
	scene = name;
	for (nth = 1; call != CALL_NONE; nth++) {
		idle_stacks(pool);
		int ends = gate_ends(&gate), before = runs;
		int error = way(options);
		call = fault_disarm();
		calls_seen[call]++;
		SAY(is_expected(error, call));
		SAY(gate_ends(&gate) - ends == (error == 0) && runs - before == (error == 0));
		nothing_is_left(blocks);
	}
	SAY(nth > 2); // something could fail
}

static void each_way_fails(const char *options_name, const own_options *options)
{
	static const struct {
		const char *name;
		int (*way)(const own_options *);
	} ways[] = {
		{"a copy", by_copy},
		{"an aligned copy", by_aligned_copy},
		{"a move", by_move},
		{"a start in place", in_place},
		{"a payload handed back", handed_back},
		{"a detached thread", detached},
		{"a scope", in_scope},
		{"a scope of twenty", in_full_scope},
	};
	char name[100];
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		for (unsigned pool = 0; pool <= 4; pool += 4) {
			snprintf(name, sizeof name, "%s with %s, %u idle stacks", ways[i].name, options_name, pool);
			fail_each(name, ways[i].way, options, pool);
		}
	}
}

static void spawns_fail_clean(void)
{
	sigset_t mask;
	cpu_set_t cpus;
	nth = 0;
	CHECK(by_copy(NULL) == 0); // prepares what is prepared once
	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR2);
	sched_getaffinity(0, sizeof cpus, &cpus);
	own_options pooled = {.name = "name", .mask = &mask, .cpus = &cpus, .cpus_size = sizeof cpus};
	own_options all = pooled;
	all.stack_size = 1 << 20;
	all.guard_size = 1 << 16;
	each_way_fails("no options", NULL);
	each_way_fails("a mask and CPUs", &pooled);
	each_way_fails("all options", &all);
	each_way_fails("a guard", &(own_options){.guard_size = 1 << 16});
}

// ---- The first spawn of a process ---------------------------------------------------------------

// It prepares what all others need: a process where that fails is not lost.
static void first_spawn_fails_with(enum call call)
{
	own_thread *t = untouched;
	scene = "the first spawn";
	fault_arm_all(call);
	int error = own_spawn(&t, visit, ((struct visit){&gate, 1}), visit_end);
	CHECK(fault_disarm() == call && error == call_errors[call]);
	CHECK(t == untouched && gate_ends(&gate) == 0);
}

static void first_spawn_fails(void *arg)
{
	first_spawn_fails_with(*(enum call *)arg);
	CHECK(by_copy(NULL) == 0 && by_copy(NULL) == 0);
	nothing_is_left(blocks_before);
}

// Two threads find that the first spawn has failed: one prepares what is missing, and the other
// finds it done.
static void spawn_meanwhile(void) { CHECK(by_copy(NULL) == 0); }

static void two_threads_mend_the_first_spawn(void *arg)
{
	first_spawn_fails_with(*(enum call *)arg);
	fault_meanwhile(spawn_meanwhile);
	CHECK(by_copy(NULL) == 0);
	CHECK(gate_ends(&gate) == 2);
	nothing_is_left(blocks_before);
}

static void in_process(void run(void *), void *arg)
{
	int status = -1;
	fflush(NULL);
	pid_t id = fork();
	if (id == 0) {
		run(arg);
		exit(test_failures ? 1 : 0); // exit, so that a leak is looked for
	}
	CHECK(id > 0 && waitpid(id, &status, 0) == id && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void first_spawns_fail_clean(void)
{
	static const enum call calls[] = {CALL_malloc, CALL_pthread_attr_init, CALL_pthread_attr_setstack,
	                                  CALL_pthread_atfork, CALL_pthread_create};
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		enum call call = calls[i];
		in_process(first_spawn_fails, &call);
		calls_seen[call]++;
	}
	enum call call = CALL_pthread_atfork;
	in_process(two_threads_mend_the_first_spawn, &call);
}

// ---- Joins that the system refuses --------------------------------------------------------------

static own_thread *visitor(void)
{
	own_thread *t = NULL;
	CHECK(own_spawn(&t, visit, ((struct visit){&gate, 1}), NULL) == 0);
	return t;
}

static void a_refused_join_takes_nothing(void)
{
	own_thread *t = visitor(), *before = t;
	fault_arm_all(CALL_pthread_join);
	SAY(own_join(&t) == EDEADLK && own_join_code(&t, NULL) == EDEADLK && t == before);
	fault_give(EINVAL); // as for a thread that is detached without own
	SAY(own_join(&t) == EINVAL && t == before);
	fault_disarm();
	SAY(own_join(&t) == 0 && t == NULL);
}

// The system refuses while the thread waits for the caller; an end that joins waits until it has
// given up, and then joins it.
static void ends_wait_all_the_same(void)
{
	struct visit v = {&gate, 1};
	OWN_SCOPE(scope) {
		SAY(own_scope_spawn(&scope, visit, &v) == 0);
		fault_arm_all(CALL_pthread_join);
		SAY(own_scope_join(&scope) == EDEADLK);
		fault_disarm();
		SAY(own_scope_join(&scope) == 0);
		SAY(own_scope_spawn(&scope, visit, &v) == 0);
		fault_arm_next(CALL_pthread_join);
	}
	SAY(fault_disarm() == CALL_pthread_join && v.number == 3);
	{
		OWN_AUTO t = visitor();
		fault_arm_next(CALL_pthread_join);
	}
	SAY(fault_disarm() == CALL_pthread_join);
}

static void joins_are_refused(void)
{
	long blocks = blocks_alive;
	scene = "a join";
	a_refused_join_takes_nothing();
	ends_wait_all_the_same();
	nothing_is_left(blocks);
	calls_seen[CALL_pthread_join]++;
}

// ---- Other calls --------------------------------------------------------------------------------

static void sharing_fails_clean(void)
{
	scene = "sharing";
	long blocks = blocks_alive;
	for (nth = 1; nth <= 2; nth++) {
		fault_arm(nth);
		struct visit *v = own_share_new(((struct visit){&gate, 1}), visit_end);
		struct page *p = own_share_new(((struct page){{&gate, 1}}), page_end);
		fault_disarm();
		int ends = gate_ends(&gate);
		SAY((v == NULL) == (nth == 1) && (p == NULL) == (nth == 2));
		own_unshare(&v);
		own_unshare(&p);
		SAY(gate_ends(&gate) - ends == 1 && blocks_alive == blocks);
	}
}

static void parallelism_is_told_all_the_same(void)
{
	enum call call = CALLS;
	scene = "own_parallelism";
	for (nth = 1; call != CALL_NONE; nth++) {
		errno = 77;
		fault_arm(nth);
		unsigned cpus = own_parallelism();
		call = fault_disarm();
		calls_seen[call]++;
		SAY(cpus >= 1 && cpus <= 8192 && errno == 77 && files_open == 0);
	}
	fault_arm_all(CALL_sched_getaffinity);
	fault_arm_all(CALL_sysconf);
	SAY(own_parallelism() == 1 && fault_disarm() == CALL_sysconf && errno == 77);
	calls_seen[CALL_sysconf]++;
}

// Every call that can fail has failed somewhere, or this test looks past it.
static void all_calls_have_failed(void)
{
	for (int call = 1; call < CALLS; call++) {
		if (!calls_seen[call])
			fprintf(stderr, "%s has not failed\n", call_names[call]);
		CHECK(calls_seen[call]);
	}
}

int main(void)
{
	blocks_before = blocks_alive;
	bytes_before = bytes_mapped;
	gate_init(&gate);
	first_spawns_fail_clean();
	spawns_fail_clean();
	joins_are_refused();
	sharing_fails_clean();
	parallelism_is_told_all_the_same();
	all_calls_have_failed();
	return TEST_RESULT;
}
