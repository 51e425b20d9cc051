// SPDX-License-Identifier: MIT
// Fork: the child has none of its parent's threads, says so, loses nothing by it, and can
// start threads of its own.
#include "own_test.h"

#include <sys/wait.h>

static struct gate gate;

OWN_TASK(visit, struct visit, v) { gate_pass(v->gate); }
OWN_TASK(twice, int, i) { *i *= 2; }

// Runs `child` in a forked process, and gives what it returns.
static int in_child(int (*child)(void *), void *arg)
{
	int status = -1;
	pid_t id = fork_watched();
	if (id == 0) {
		test_failures = 0;
		int result = child(arg);
		exit(test_failures ? 1 : result); // exit, so that a leak is looked for
	}
	CHECK(id > 0 && waitpid(id, &status, 0) == id && WIFEXITED(status));
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void start_own_threads(void)
{
	int a = 1, b = 0;
	own_thread *t = NULL;
	CHECK(own_spawn_back(&t, twice, 4) == 0);
	CHECK(own_join_back(&t, &b) == 0 && b == 8);
	OWN_SCOPE(scope)
		CHECK(own_scope_spawn(&scope, twice, &a) == 0);
	CHECK(a == 2);
}

static int with_handles(void *arg)
{
	own_thread **t = arg;
	struct timespec late = in_ms(60000);
	for (int i = 0; i < 6; i++)
		CHECK(own_is_finished(t[i]));
	own_unpark(t[0]);
	own_request_stop(t[0]);
	int code = 5, back = 7;
	CHECK(own_join(&t[0]) == ESRCH);
	CHECK(own_join_until(&t[1], &late) == ESRCH);
	CHECK(own_try_join(&t[2]) == ESRCH);
	CHECK(own_detach(&t[3]) == ESRCH);
	CHECK(own_join_code(&t[4], &code) == ESRCH && code == 5);
	CHECK(own_join_back(&t[5], &back) == ESRCH && back == 7);
	for (int i = 0; i < 6; i++)
		CHECK(t[i] == NULL);
	CHECK(gate_ends(&gate) == 0);
	start_own_threads();
	return 0;
}

static void handles_of_the_parent_are_told(void)
{
	own_thread *t[6] = {NULL};
	gate_init(&gate);
	for (int i = 0; i < 5; i++)
		CHECK(own_spawn(&t[i], visit, ((struct visit){&gate, i}), visit_end) == 0);
	CHECK(own_spawn_back(&t[5], twice, 3) == 0);
	for (int i = 0; i < 5; i++)
		sem_wait(&gate.began);
	CHECK(in_child(with_handles, t) == 0);
	for (int i = 0; i < 5; i++)
		sem_post(&gate.go);
	for (int i = 0; i < 6; i++)
		CHECK(own_join(&t[i]) == 0);
	CHECK(gate_ends(&gate) == 5);
}

OWN_TASK(pass, struct gate, g) { gate_pass(g); }

// A scope that is forked in the middle ends in the child without waiting for anybody.
static void scopes_end_in_the_child(void)
{
	int status = -1;
	bool child = false;
	gate_init(&gate);
	OWN_SCOPE(scope) {
		OWN_AUTO t = NULL;
		CHECK(own_scope_spawn(&scope, pass, &gate) == 0);
		CHECK(own_spawn(&t, visit, ((struct visit){&gate, 1}), visit_end) == 0);
		pid_t id = fork_watched();
		if (id == 0) {
			child = true;
			CHECK(own_scope_join(&scope) == ESRCH);
			CHECK(own_scope_spawn(&scope, visit, (&(struct visit){&gate, 1})) == 0);
			sem_post(&gate.go);
			break;
		}
		CHECK(waitpid(id, &status, 0) == id);
		sem_post(&gate.go);
		sem_post(&gate.go);
	}
	if (child)
		exit(test_failures ? 1 : 3);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 3);
}

// A thread of own that forks is the child's only thread, and still one of own.
struct forker {
	own_thread *thread;
	struct gate *gate;
	int status;
};

OWN_TASK(fork_here, struct forker *, f)
{
	gate_pass((*f)->gate);
	pid_t id = fork_watched();
	if (id == 0) {
		CHECK(own_join(&(*f)->thread) == EDEADLK);
		own_request_stop((*f)->thread);
		CHECK(own_stop_requested());
		start_own_threads();
		_exit(test_failures ? 1 : 7);
	}
	CHECK(waitpid(id, &(*f)->status, 0) == id);
}

static void a_thread_forks(void)
{
	struct forker forker = {NULL, &gate, 0}, *f = &forker;
	gate_init(&gate);
	CHECK(own_spawn(&forker.thread, fork_here, f, NULL) == 0);
	sem_post(&gate.go);
	CHECK(own_join(&forker.thread) == 0);
	CHECK(WIFEXITED(forker.status) && WEXITSTATUS(forker.status) == 7);
}

// Forks while other threads take and give stacks: the child finds the pool in order.
static atomic_bool enough;

OWN_TASK(spawn_on_and_on, int, i)
{
	while (!enough) {
		own_thread *t = NULL;
		CHECK(own_spawn(&t, twice, *i, NULL) == 0);
		CHECK(own_join(&t) == 0);
	}
}

__attribute__((noreturn)) static int start_and_exit(void *arg)
{
	(void)arg;
	start_own_threads();
	CHECK(own_pool_stacks(2) == 0);
	start_own_threads();
	CHECK(own_pool_stacks(0) == 0);
	_exit(test_failures != 0); // what the parent's threads held is lost here, whoever holds it
}

static void forks_meet_spawns(void)
{
	own_thread *t[2] = {NULL};
	for (int i = 0; i < 2; i++)
		CHECK(own_spawn(&t[i], spawn_on_and_on, 1, NULL) == 0);
	for (int i = 0; i < 20; i++)
		CHECK(in_child(start_and_exit, NULL) == 0);
	enough = true;
	for (int i = 0; i < 2; i++)
		CHECK(own_join(&t[i]) == 0);
}

// A detached thread leaves its stack to whoever comes by, which may be a child.
static int look_for_stacks(void *arg)
{
	(void)arg;
	CHECK(own_pool_stacks(0) == 0);
	start_own_threads();
	return 0;
}

static void stacks_are_left_to_the_child(void)
{
	own_thread *t = NULL;
	int before = threads_running();
	CHECK(own_spawn(&t, twice, 1, NULL) == 0 && own_detach(&t) == 0);
	while (threads_running() > before)
		own_yield();
	CHECK(in_child(look_for_stacks, NULL) == 0);
}

// On a thread that own has not started, own_fail is pthread_exit: of the last one, the process' end.
__attribute__((noreturn)) static int fail_here(void *arg)
{
	(void)arg;
	own_fail(3);
}

static void the_first_thread_fails(void)
{
	if (!UNDER_THREAD_SANITIZER) // which has a thread of its own, so that the process would go on
		CHECK(in_child(fail_here, NULL) == 0);
}

int main(void)
{
	handles_of_the_parent_are_told();
	scopes_end_in_the_child();
	a_thread_forks();
	forks_meet_spawns();
	stacks_are_left_to_the_child();
	the_first_thread_fails();
	return TEST_RESULT;
}
