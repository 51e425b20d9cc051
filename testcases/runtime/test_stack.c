// SPDX-License-Identifier: MIT
// Stacks: used again, bounded, guarded, and not kept by threads that were detached.
#include "own_test.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { SIZE = 2 << 20, MANY = 100 };

static struct gate gate;

OWN_TASK(pass, struct gate *, g) { gate_pass(*g); }

static long pages_mapped(void)
{
	long pages = -1;
	FILE *file = fopen("/proc/self/statm", "r");
	CHECK(file && fscanf(file, "%ld", &pages) == 1);
	fclose(file);
	return pages;
}

// How many stacks' worth of addresses `n` idle stacks are, guards included.
#define STACKS(n) ((n) + (n) / 32 + 1)

// How many stacks' worth of addresses the process has more than `before`, rounded.
static long stacks_since(long before)
{
	long page = sysconf(_SC_PAGESIZE);
	return ((pages_mapped() - before) * page + SIZE / 2) / SIZE;
}

static void spawn_many(own_thread *t[MANY])
{
	struct gate *g = &gate;
	for (int i = 0; i < MANY; i++)
		CHECK(own_spawn(&t[i], pass, g, NULL) == 0);
	for (int i = 0; i < MANY; i++)
		sem_wait(&gate.began);
	for (int i = 0; i < MANY; i++)
		sem_post(&gate.go);
}

static void run_many(void)
{
	own_thread *t[MANY] = {NULL};
	spawn_many(t);
	for (int i = 0; i < MANY; i++)
		CHECK(own_join(&t[i]) == 0);
}

static void idle_stacks_are_bounded(void)
{
	CHECK(own_pool_stacks(0) == 0);
	long before = pages_mapped();
	run_many();
	run_many();
	CHECK(stacks_since(before) <= STACKS(64));
	CHECK(own_pool_stacks(MANY + 1) == 0);
	run_many();
	CHECK(stacks_since(before) <= STACKS(MANY));
	CHECK(stacks_since(before) > 64);
	CHECK(own_pool_stacks(3) == 0);
	CHECK(stacks_since(before) <= 3);
	run_many();
	CHECK(stacks_since(before) <= 3);
	CHECK(own_pool_stacks(0) == 0);
	CHECK(stacks_since(before) == 0);
	CHECK(own_pool_stacks(257) == EINVAL);
	CHECK(own_pool_stacks(256) == 0);
	CHECK(own_pool_stacks(0) == 0);
}

static void detached_threads_keep_no_stacks(void)
{
	own_thread *t[MANY] = {NULL};
	CHECK(own_pool_stacks(0) == 0);
	long before = pages_mapped();
	spawn_many(t);
	for (int i = 0; i < MANY; i++)
		CHECK(own_detach(&t[i]) == 0);
	// The last of them may still be on their way out.
	for (int tries = 0; stacks_since(before) > 0 && tries < 60000; tries++) {
		struct timespec moment = MS(1);
		own_sleep(&moment);
		CHECK(own_pool_stacks(0) == 0);
	}
	CHECK(stacks_since(before) == 0);
}

// A detached thread that is in the destructors of its own data has left its stack, and runs on it.
static pthread_key_t late_key;

static void late(void *g)
{
	CHECK(own_stop_requested() == false);
	gate_pass(g);
}

OWN_TASK(be_late, struct gate *, g)
{
	gate_pass(*g);
	CHECK(pthread_setspecific(late_key, *g) == 0);
}

static void stacks_of_running_threads_stay(void)
{
	own_thread *t = NULL;
	struct gate *g = &gate;
	int before = threads_running();
	CHECK(pthread_key_create(&late_key, late) == 0);
	gate_init(&gate);
	CHECK(own_spawn(&t, be_late, g, NULL) == 0 && own_detach(&t) == 0);
	sem_post(&gate.go);
	sem_wait(&gate.began);
	sem_wait(&gate.began);
	CHECK(own_pool_stacks(0) == 0);
	sem_post(&gate.go);
	while (threads_running() > before)
		own_yield();
	CHECK(own_pool_stacks(0) == 0);
}

// ---- Content and place ----------------------------------------------------------------------

struct place {
	uintptr_t low, high; // around a large part of the stack
};

__attribute__((noinline)) static void fill_stack(struct place *p)
{
	volatile char area[SIZE / 4];
	for (size_t i = 0; i < sizeof area; i += 512)
		area[i] = 0x5a;
	p->low = (uintptr_t)area;
	p->high = p->low + sizeof area;
}

OWN_TASK(use_much, struct place *, p) { fill_stack(*p); }

static void stacks_are_used_again(void)
{
	struct place first, second, *a = &first, *b = &second;
	own_thread *t = NULL;
	CHECK(own_pool_stacks(4) == 0);
	CHECK(own_spawn(&t, use_much, a, NULL) == 0);
	CHECK(own_join(&t) == 0);
	CHECK(own_spawn(&t, use_much, b, NULL) == 0);
	CHECK(own_join(&t) == 0);
	CHECK(first.low < second.high && second.low < first.high);
	CHECK(own_pool_stacks(0) == 0);
}

static long resident_pages(void)
{
	long size, pages = -1;
	FILE *file = fopen("/proc/self/statm", "r");
	CHECK(file && fscanf(file, "%ld %ld", &size, &pages) == 2);
	fclose(file);
	return pages;
}

static void use_stack(own_thread **t)
{
	static struct place place, *p = &place;
	CHECK(own_spawn(t, use_much, p, NULL) == 0);
}

// By default a stack is kept without the memory that its thread touched, unless it is the last one.
static void cold_stacks_give_their_memory_back(void)
{
	own_thread *t[8] = {NULL};
	CHECK(own_pool_stacks(0) == 0);
	long page = sysconf(_SC_PAGESIZE), before = resident_pages();
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 8; i++)
			use_stack(&t[i]);
		for (int i = 0; i < 8; i++)
			CHECK(own_join(&t[i]) == 0);
		CHECK((resident_pages() - before) * page < SIZE / 4 + SIZE / 4);
	}
	CHECK(own_pool_stacks(0) == 0);
	CHECK((resident_pages() - before) * page < SIZE / 4);
}

static long faults(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt;
}

// Of many idle stacks only the last one is warm, and threads one after the other get that one.
static void the_last_stack_stays_warm(void)
{
	own_thread *t[4] = {NULL};
	CHECK(own_pool_stacks(0) == 0);
	for (int i = 0; i < 4; i++)
		use_stack(&t[i]);
	for (int i = 0; i < 4; i++)
		CHECK(own_join(&t[i]) == 0);
	for (int i = 0; i < 3; i++) {
		long before = faults(), pages = SIZE / 4 / sysconf(_SC_PAGESIZE);
		use_stack(&t[0]);
		CHECK(own_join(&t[0]) == 0);
		CHECK(faults() - before < pages / 2);
	}
	CHECK(own_pool_stacks(0) == 0);
}

// ---- The guard ----------------------------------------------------------------------------------

OWN_TASK(overflow, struct place *, p)
{
	(void)p;
	pthread_attr_t attr;
	void *stack = NULL;
	size_t size;
	CHECK(pthread_getattr_np(pthread_self(), &attr) == 0 && pthread_attr_getstack(&attr, &stack, &size) == 0);
	pthread_attr_destroy(&attr);
	((volatile char *)stack)[-1] = 1;
}

static void dies_of_overflow(unsigned idle)
{
	pid_t child = fork_watched();
	if (child == 0) {
		struct place place, *p = &place;
		own_thread *t = NULL;
		signal(SIGSEGV, SIG_DFL);
		own_pool_stacks(idle);
		CHECK(own_spawn(&t, overflow, p, NULL) == 0);
		own_join(&t);
		_exit(0);
	}
	int status = 0;
	CHECK(waitpid(child, &status, 0) == child);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
}

static void overflow_meets_the_guard(void)
{
	dies_of_overflow(0);
	dies_of_overflow(4);
}

int main(void)
{
	gate_init(&gate);
	stacks_are_used_again();
	overflow_meets_the_guard();
	stacks_of_running_threads_stay();
	if (UNDER_THREAD_SANITIZER || UNDER_ADDRESS_SANITIZER || UNDER_VALGRIND) // whose shadow memory counts, too
		return TEST_RESULT;
	cold_stacks_give_their_memory_back();
	the_last_stack_stays_warm();
	idle_stacks_are_bounded();
	detached_threads_keep_no_stacks();
	return TEST_RESULT;
}
