// SPDX-License-Identifier: MIT
// Spawning: by copy, by move, in place, with plain entries and with options; what a spawn
// that fails leaves behind.
#include "own_test.h"

#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>

static atomic_int sum;

// ---- By copy ----------------------------------------------------------------------------

struct job {
	int number;
	char text[60];
};

OWN_TASK(add_job, struct job, j)
{
	sum += j->number;
	memset(j, 0, sizeof *j); // it is the thread's own
}

OWN_TASK(add_int, int, i) { sum += *i; }

OWN_TASK(visit, struct visit, v) { gate_pass(v->gate); }

static void copy_is_the_threads(void)
{
	struct job job = {7, "seven"};
	own_thread *t = NULL;
	sum = 0;
	CHECK(own_spawn(&t, add_job, job, NULL) == 0);
	CHECK(t != NULL);
	CHECK(own_join(&t) == 0);
	CHECK(t == NULL && sum == 7 && job.number == 7 && strcmp(job.text, "seven") == 0);
}

static int next_number(void)
{
	static int number;
	return ++number;
}

static void values_are_evaluated_once(void)
{
	own_thread *t = NULL;
	const int constant = 10;
	sum = 0;
	CHECK(own_spawn(&t, add_int, next_number(), NULL) == 0);
	CHECK(own_join(&t) == 0);
	CHECK(sum == 1 && next_number() == 2);
	CHECK(own_spawn(&t, add_int, constant, NULL) == 0);
	CHECK(own_join(&t) == 0);
	CHECK(own_spawn(&t, add_job, ((struct job){.number = 100}), NULL) == 0);
	CHECK(own_join(&t) == 0);
	CHECK(sum == 111);
}

struct three {
	char bytes[3]; // an _Atomic of it is larger
};

OWN_TASK(add_atomic, _Atomic int, i) { sum += *i; }
OWN_TASK(add_three, struct three, t) { sum += t->bytes[2]; }

// What a variable is declared as beside its type is no part of its value.
static void values_have_no_qualifiers(void)
{
	own_thread *t[5] = {NULL};
	_Atomic int atomic = 1;
	volatile int changing = 10;
	const volatile struct three constant = {{0, 0, 100}};
	int plain_value = 1000, *shared = own_share_new(atomic, NULL);
	sum = 0;
	CHECK(own_spawn(&t[0], add_int, atomic, NULL) == 0);
	CHECK(own_spawn(&t[1], add_int, changing, NULL) == 0);
	CHECK(own_spawn(&t[2], add_three, constant, NULL) == 0);
	CHECK(own_spawn(&t[3], add_atomic, plain_value, NULL) == 0);
	CHECK(own_spawn_back(&t[4], add_atomic, atomic) == 0);
	for (int i = 0; i < 5; i++)
		CHECK(own_join(&t[i]) == 0);
	CHECK(sum == 1112 && *shared == 1);
	own_unshare(&shared);
}

static void drop_runs_once_before_the_join_is_over(void)
{
	static struct gate g;
	own_thread *t = NULL;
	gate_init(&g);
	CHECK(own_spawn(&t, visit, ((struct visit){&g, 0}), visit_end) == 0);
	sem_wait(&g.began);
	CHECK(gate_ends(&g) == 0 && !own_is_finished(t));
	sem_post(&g.go);
	CHECK(own_join(&t) == 0);
	CHECK(gate_ends(&g) == 1);
}

struct text {
	char *heap;
};
static atomic_int texts_ended;

OWN_DROP(text_end, struct text, t)
{
	free(t->heap);
	texts_ended++;
}

OWN_TASK(read_text, struct text, t) { sum += (int)strlen(t->heap); }

static void drop_ends_what_the_copy_holds(void)
{
	struct text text = {strdup("four")};
	own_thread *t = NULL;
	sum = 0;
	CHECK(own_spawn(&t, read_text, text, text_end) == 0);
	CHECK(own_join(&t) == 0);
	CHECK(sum == 4 && texts_ended == 1);
}

// ---- By move ----------------------------------------------------------------------------

static void move_empties_the_callers_pointer(void)
{
	struct job *job = calloc(1, sizeof *job);
	own_thread *t = NULL;
	sum = 0;
	job->number = 5;
	CHECK(own_spawn_move(&t, add_job, &job, free) == 0);
	CHECK(job == NULL);
	CHECK(own_join(&t) == 0);
	CHECK(sum == 5);
}

struct node {
	struct node *self;
	own_thread *thread;
	struct gate *gate;
};

OWN_TASK(detach_itself, struct node, n)
{
	CHECK(n->self == NULL && n->thread != NULL);
	CHECK(own_detach(&n->thread) == 0);
}

OWN_DROP(node_free, struct node, n)
{
	struct gate *g = n->gate;
	free(n);
	sem_post(&g->go);
}

// The object holds the only pointer to itself and the only handle.
static void pointer_and_handle_may_lie_in_the_object(void)
{
	static struct gate g;
	struct node *n = malloc(sizeof *n), *prepared = own_prepare(struct node);
	gate_init(&g);
	*n = (struct node){n, NULL, &g};
	CHECK(own_spawn_move(&n->thread, detach_itself, &n->self, node_free) == 0);
	sem_wait(&g.go);
	*prepared = (struct node){NULL, NULL, &g};
	CHECK(own_start(&prepared->thread, detach_itself, &prepared, NULL) == 0);
	CHECK(prepared == NULL);
}

// ---- In place -----------------------------------------------------------------------------

static void payload_is_built_in_place(void)
{
	struct job *job = own_prepare(struct job);
	own_thread *t = NULL;
	sum = 0;
	*job = (struct job){.number = 9};
	CHECK(own_start(&t, add_job, &job, NULL) == 0);
	CHECK(job == NULL);
	CHECK(own_join(&t) == 0);
	CHECK(sum == 9);
}

static void payload_is_abandoned(void)
{
	struct job *job = own_prepare(struct job), *none = NULL;
	job->number = 1;
	own_abandon(&job);
	CHECK(job == NULL);
	own_abandon(&none);
}

struct message {
	size_t length;
	unsigned char bytes[];
};

OWN_TASK(add_bytes, struct message, m)
{
	for (size_t i = 0; i < m->length; i++)
		sum += m->bytes[i];
}

static void payload_has_any_length(void)
{
	enum { LENGTH = 100000 };
	struct message *m = own_prepare_bytes(sizeof *m + LENGTH, _Alignof(struct message));
	own_thread *t = NULL;
	sum = 0;
	m->length = LENGTH;
	memset(m->bytes, 1, LENGTH);
	CHECK(own_start(&t, add_bytes, &m, NULL) == 0);
	CHECK(own_join(&t) == 0);
	CHECK(sum == LENGTH);
}

// ---- Plain entries ------------------------------------------------------------------------

static void plain(void *p) { sum += *(int *)p; }

static void *plain_posix(void *p)
{
	sum += *(int *)p;
	return p;
}

static int plain_c11(void *p)
{
	sum += *(int *)p;
	return -1;
}

static void entries_of_other_interfaces_serve(void)
{
	own_thread *t[4] = {NULL};
	int *heap = malloc(sizeof *heap);
	*heap = 1000;
	sum = 0;
	CHECK(own_spawn(&t[0], plain, 1, NULL) == 0);
	CHECK(own_spawn(&t[1], plain_posix, 10, NULL) == 0);
	CHECK(own_spawn(&t[2], plain_c11, 100, NULL) == 0);
	CHECK(own_spawn_move(&t[3], plain_posix, &heap, free) == 0);
	for (int i = 0; i < 4; i++)
		CHECK(own_join(&t[i]) == 0);
	CHECK(sum == 1111);
}

// ---- Size and alignment -----------------------------------------------------------------------

struct nothing {
	char none[0];
};

struct large {
	unsigned char bytes[1 << 20];
};

OWN_TASK(count_nothing, struct nothing, n) { sum += (int)sizeof *n + 1; }
OWN_TASK(add_large, struct large, l)
{
	for (size_t i = 0; i < sizeof l->bytes; i += 4096)
		sum += l->bytes[i];
}

static void payload_has_any_size(void)
{
	static struct large large;
	static struct nothing nothing, back;
	own_thread *t[3] = {NULL};
	memset(&large, 1, sizeof large);
	sum = 0;
	CHECK(own_spawn(&t[0], count_nothing, nothing, NULL) == 0);
	CHECK(own_spawn_back(&t[1], count_nothing, nothing) == 0);
	CHECK(own_spawn(&t[2], add_large, large, NULL) == 0);
	CHECK(own_join(&t[0]) == 0 && own_join_back(&t[1], &back) == 0 && own_join(&t[2]) == 0);
	CHECK(sum == 2 + (1 << 20) / 4096);
}

struct page {
	_Alignas(4096) char bytes[5000];
};

struct line {
	_Alignas(256) char byte;
};

static atomic_int misaligned;

OWN_TASK(look_at_line, struct line, l) { misaligned += (uintptr_t)l % 256 != 0; }
OWN_TASK(look_at_page, struct page, p) { misaligned += (uintptr_t)p % 4096 != 0; }

static void payload_is_aligned(void)
{
	static struct page page;
	struct line line = {0}, *in_place = own_prepare(struct line);
	own_thread *t = NULL, *u = NULL, *w = NULL;
	CHECK((uintptr_t)in_place % 256 == 0);
	CHECK(own_spawn(&t, look_at_line, line, NULL) == 0);
	CHECK(own_start(&u, look_at_line, &in_place, NULL) == 0);
	CHECK(own_join(&t) == 0);
	CHECK(own_spawn(&w, look_at_page, page, NULL) == 0);
	CHECK(own_join(&u) == 0);
	CHECK(own_join(&w) == 0);
	CHECK(misaligned == 0);
}

// ---- Options ----------------------------------------------------------------------------------

struct seen {
	char name[16];
	bool usr1_blocked, usr2_blocked;
	int cpus;
	size_t stack;
	size_t guard;
};

OWN_TASK(look_around, struct seen, s)
{
	sigset_t mask;
	cpu_set_t cpus;
	pthread_attr_t attr;
	void *stack;
	pthread_getname_np(pthread_self(), s->name, sizeof s->name);
	pthread_sigmask(SIG_BLOCK, NULL, &mask);
	s->usr1_blocked = sigismember(&mask, SIGUSR1) == 1;
	s->usr2_blocked = sigismember(&mask, SIGUSR2) == 1;
	sched_getaffinity(0, sizeof cpus, &cpus);
	s->cpus = CPU_COUNT(&cpus);
	pthread_getattr_np(pthread_self(), &attr);
	pthread_attr_getstack(&attr, &stack, &s->stack);
	pthread_attr_getguardsize(&attr, &s->guard);
	pthread_attr_destroy(&attr);
}

static struct seen look_with(const own_options *options)
{
	struct seen seen = {.cpus = -1};
	own_thread *t = NULL;
	CHECK(own_spawn_back_opts(&t, look_around, seen, options) == 0);
	CHECK(own_join_back(&t, &seen) == 0);
	return seen;
}

static void options_are_what_the_thread_gets(void)
{
	sigset_t usr1;
	cpu_set_t first, all;
	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	sched_getaffinity(0, sizeof all, &all);
	CPU_ZERO(&first);
	for (size_t cpu = 0; CPU_COUNT(&first) == 0; cpu++)
		if (CPU_ISSET(cpu, &all))
			CPU_SET(cpu, &first);
	struct seen seen = look_with(&(own_options){.name = "a name of 15 by",
	                                            .stack_size = 1 << 20,
	                                            .guard_size = 1 << 16,
	                                            .mask = &usr1,
	                                            .cpus = &first,
	                                            .cpus_size = sizeof first});
	CHECK(strcmp(seen.name, "a name of 15 by") == 0);
	// AddressSanitizer's pthread_create gives the thread its creator's mask, whatever the attributes say.
	CHECK(seen.usr1_blocked != UNDER_ADDRESS_SANITIZER && !seen.usr2_blocked);
	CHECK(seen.cpus == 1);
	CHECK(seen.stack >= 1 << 20 && seen.stack < 2 << 20);
	CHECK(seen.guard >= 1 << 16);
	cpu_set_t after;
	sched_getaffinity(0, sizeof after, &after);
	CHECK(CPU_EQUAL(&after, &all));
}

static void defaults_come_from_the_creator(void)
{
	sigset_t usr2, before;
	cpu_set_t all;
	sigemptyset(&usr2);
	sigaddset(&usr2, SIGUSR2);
	pthread_sigmask(SIG_BLOCK, &usr2, &before);
	sched_getaffinity(0, sizeof all, &all);
	struct seen seen = look_with(NULL), zero = look_with(&(own_options){0});
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	CHECK(!seen.usr1_blocked && seen.usr2_blocked && zero.usr2_blocked);
	CHECK(seen.cpus == CPU_COUNT(&all) && zero.cpus == seen.cpus);
	CHECK(seen.stack <= 2 << 20 && zero.stack == seen.stack);
	CHECK(seen.stack >= (2 << 20) - (1 << 16)); // a C library may put its own data there
}

static void bad_options_are_refused(void)
{
	cpu_set_t nowhere;
	own_thread *t = NULL;
	CPU_ZERO(&nowhere);
	failures_begin();
	CHECK(own_spawn_opts(&t, add_int, 1, NULL, &(own_options){.name = "a name of 16 byt"}) == EINVAL);
	CHECK(own_spawn_opts(&t, add_int, 1, NULL, &(own_options){.stack_size = 1}) == EINVAL);
	CHECK(own_spawn_opts(&t, add_int, 1, NULL, &(own_options){.cpus = &nowhere, .cpus_size = sizeof nowhere}) ==
	      EINVAL);
	CHECK(own_spawn_opts(&t, add_int, 1, NULL, &(own_options){.cpus = &nowhere}) == EINVAL); // of no size
	CHECK(own_spawn_back_opts(&t, add_int, 1, &(own_options){.detached = true}) == EINVAL);
	static const size_t too_many[] = {SIZE_MAX / 2, SIZE_MAX - 8191, SIZE_MAX};
	for (size_t i = 0; i < sizeof too_many / sizeof *too_many; i++) {
		CHECK(own_spawn_opts(&t, add_int, 1, NULL, &(own_options){.stack_size = too_many[i]}) != 0);
		CHECK(own_spawn_opts(&t, add_int, 1, NULL, &(own_options){.guard_size = too_many[i]}) != 0);
	}
	failures_end();
	CHECK(t == NULL);
}

// What is small or odd, but can be had.
static void unusual_options_serve(void)
{
	if (UNDER_THREAD_SANITIZER || UNDER_ADDRESS_SANITIZER) // which want more stack
		return;
	const own_options unusual[] = {{.name = ""},          {.name = "\xff%s/\n"},
	                               {.stack_size = 16384}, {.stack_size = 16385, .guard_size = 1},
	                               {.cpus_size = 128},    {.guard_size = (size_t)1 << 30}};
	own_thread *t = NULL;
	sum = 0;
	for (size_t i = 0; i < sizeof unusual / sizeof *unusual; i++) {
		CHECK(own_spawn_opts(&t, add_int, 1, NULL, &unusual[i]) == 0);
		CHECK(own_join(&t) == 0);
	}
	CHECK(sum == sizeof unusual / sizeof *unusual);
}

static void detached_threads_have_no_handle(void)
{
	static struct gate g;
	own_thread *t = (own_thread *)&g;
	gate_init(&g);
	own_options options = {.detached = true, .name = "detached"};
	CHECK(own_spawn_opts(NULL, visit, ((struct visit){&g, 0}), visit_end, &options) == 0);
	CHECK(own_spawn_opts(&t, visit, ((struct visit){&g, 0}), visit_end, &options) == 0);
	CHECK(t == NULL);
	sem_post(&g.go);
	sem_post(&g.go);
	while (gate_ends(&g) < 2)
		own_yield();
}

// ---- Failure ------------------------------------------------------------------------------------

static void a_spawn_that_fails_takes_nothing(void)
{
	static struct gate g;
	gate_init(&g);
	struct visit *v = malloc(sizeof *v), *again = v, *prepared = own_prepare(struct visit), *kept = prepared;
	*v = *prepared = (struct visit){&g, 1};
	own_thread *t = (own_thread *)&g;
	own_options bad = {.stack_size = 1};
	CHECK(own_spawn_opts(&t, visit, *v, visit_end, &bad) == EINVAL);
	CHECK(own_spawn_move_opts(&t, visit, &v, free, &bad) == EINVAL);
	CHECK(own_start_opts(&t, visit, &prepared, visit_end, &bad) == EINVAL);
	CHECK(t == (own_thread *)&g && v == again && prepared == kept && gate_ends(&g) == 0);
	sem_post(&g.go);
	CHECK(own_start(&t, visit, &prepared, visit_end) == 0);
	CHECK(own_join(&t) == 0);
	CHECK(gate_ends(&g) == 1);
	free(v);
}

static void bad_arguments_are_refused(void)
{
	own_thread *t = NULL;
	struct job *none = NULL, job = {0}, *moved = &job;
	own_entry *nothing = NULL;
	CHECK(own_spawn(NULL, add_job, job, NULL) == EINVAL);
	CHECK(own_spawn(&t, nothing, job, NULL) == EINVAL);
	CHECK(own_spawn_move(&t, add_job, &none, free) == EINVAL);
	CHECK(own_spawn_move(NULL, add_job, &moved, NULL) == EINVAL);
	CHECK(own_spawn_move(&t, nothing, &moved, NULL) == EINVAL);
	CHECK(own__spawn_move(&t, plain, NULL, NULL, NULL, own__form(0, 1, OWN__VOID, NULL)) == EINVAL);
	CHECK(own_start(&t, add_job, &none, NULL) == EINVAL);
	CHECK(own_start(NULL, add_job, &moved, NULL) == EINVAL);
	CHECK(own_start(&t, nothing, &moved, NULL) == EINVAL);
	CHECK(own_spawn_back(NULL, add_job, job) == EINVAL);
	CHECK(t == NULL && moved == &job && none == NULL);
}

static void bad_sizes_are_refused(void)
{
	own_thread *t = NULL;
	char byte = 0;
	CHECK(own_prepare_bytes(SIZE_MAX, 1) == NULL);
	CHECK(own_prepare_bytes(PTRDIFF_MAX, 1) == NULL);
	CHECK(own_prepare_bytes(1, 0) == NULL);
	CHECK(own_prepare_bytes(1, 3) == NULL);
	CHECK(own_prepare_bytes(1, 8192) == NULL);
	CHECK(own__spawn(&t, plain, &byte, NULL, NULL, own__form(SIZE_MAX, 1, OWN__VOID, NULL)) == E2BIG);
	CHECK(own__spawn(&t, plain, &byte, NULL, NULL, own__form(1, 8192, OWN__VOID, NULL)) == EINVAL);
	CHECK(own__spawn(&t, plain, &byte, NULL, NULL, own__form(1, 24, OWN__VOID, NULL)) == EINVAL);
	CHECK(t == NULL);
	void *page = own_prepare_bytes(1, 4096);
	CHECK(page != NULL && (uintptr_t)page % 4096 == 0);
	own__abandon(&page);
}

static void empty_payloads_serve(void)
{
	void *nothing = own_prepare_bytes(0, 1);
	CHECK(nothing != NULL);
	own__abandon(&nothing);
	CHECK(nothing == NULL);
}

int main(void)
{
	copy_is_the_threads();
	values_are_evaluated_once();
	values_have_no_qualifiers();
	drop_runs_once_before_the_join_is_over();
	drop_ends_what_the_copy_holds();
	move_empties_the_callers_pointer();
	pointer_and_handle_may_lie_in_the_object();
	payload_is_built_in_place();
	payload_is_abandoned();
	payload_has_any_length();
	entries_of_other_interfaces_serve();
	payload_has_any_size();
	payload_is_aligned();
	options_are_what_the_thread_gets();
	defaults_come_from_the_creator();
	bad_options_are_refused();
	unusual_options_serve();
	detached_threads_have_no_handle();
	a_spawn_that_fails_takes_nothing();
	bad_arguments_are_refused();
	bad_sizes_are_refused();
	empty_payloads_serve();
	return TEST_RESULT;
}
