// SPDX-License-Identifier: MIT
// Misuse in a debug build of own: the error is the one of the contract, and standard error
// names the place where the misused thread was started.
#include "own_test.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>

#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)
#define HERE __FILE__ ":" TEXT(__LINE__)

static struct gate gate;
static char said[4096];

OWN_TASK(twice, int, i) { *i *= 2; }
OWN_TASK(visit, struct visit, v) { gate_pass(v->gate); }

// What is written to standard error between listen_begin() and heard() is in said[].
static int listener[2], real_stderr;

static void listen_begin(void)
{
	CHECK(pipe(listener) == 0);
	real_stderr = dup(STDERR_FILENO);
	dup2(listener[1], STDERR_FILENO);
}

static bool heard(const char *text)
{
	fflush(stderr);
	dup2(real_stderr, STDERR_FILENO);
	close(real_stderr);
	close(listener[1]);
	ssize_t length = 0, got;
	while ((got = read(listener[0], said + length, sizeof said - 1 - (size_t)length)) > 0)
		length += got;
	close(listener[0]);
	said[length] = '\0';
	bool found = strstr(said, text) != NULL;
	if (!found)
		fprintf(stderr, "heard: %swanted: %s\n", said, text);
	return found;
}

static void second_join_of_a_handle(void)
{
	own_thread *t = NULL;
	const char *place = HERE; CHECK(own_spawn(&t, twice, 1, NULL) == 0);
	CHECK(own_join(&t) == 0);
	listen_begin();
	CHECK(own_join(&t) == EINVAL);
	CHECK(heard(place) && strstr(said, "own_join"));
	listen_begin();
	CHECK(own_detach(&t) == EINVAL);
	CHECK(heard(place) && strstr(said, "own_detach"));
}

static void second_join_through_a_copy(void)
{
	own_thread *t = NULL;
	struct timespec late = in_ms(1000);
	int value;
	const char *place = HERE; CHECK(own_spawn(&t, twice, 1, NULL) == 0);
	own_thread *copy = t;
	CHECK(own_join(&t) == 0);
	listen_begin();
	CHECK(own_join(&copy) == EINVAL && copy != NULL);
	CHECK(heard(place));
	listen_begin();
	CHECK(own_join_until(&copy, &late) == EINVAL && own_try_join(&copy) == EINVAL && own_detach(&copy) == EINVAL &&
	      own_join_back(&copy, &value) == EINVAL);
	CHECK(heard(place));
}

static void end_of_a_second_handle(void)
{
	own_thread *t = NULL;
	listen_begin();
	const char *place = HERE; CHECK(own_spawn(&t, twice, 1, NULL) == 0);
	{
		OWN_AUTO copy = t;
		CHECK(own_join(&t) == 0);
	}
	CHECK(heard(place) && strstr(said, "OWN_AUTO"));
}

static void join_of_a_detached_thread(void)
{
	gate_init(&gate);
	own_thread *t = NULL;
	const char *place = HERE; CHECK(own_spawn(&t, visit, ((struct visit){&gate, 0}), visit_end) == 0);
	own_thread *copy = t;
	CHECK(own_detach(&t) == 0);
	listen_begin();
	CHECK(own_join(&t) == EINVAL);
	CHECK(heard(place));
	listen_begin();
	CHECK(own_join(&copy) == EINVAL && own_detach(&copy) == EINVAL && copy != NULL);
	CHECK(heard(place));
	sem_post(&gate.go);
	while (gate_ends(&gate) == 0)
		own_yield();
}

static own_thread *itself;
static int result;

OWN_TASK(join_itself, struct visit, v)
{
	gate_pass(v->gate);
	result = own_join(&itself);
}

static void join_of_oneself(void)
{
	gate_init(&gate);
	const char *place = HERE; CHECK(own_spawn(&itself, join_itself, ((struct visit){&gate, 0}), NULL) == 0);
	listen_begin();
	sem_post(&gate.go);
	while (!own_is_finished(itself))
		own_yield();
	CHECK(heard(place) && strstr(said, "itself"));
	CHECK(result == EDEADLK && own_join(&itself) == 0);
}

static void payloads_that_are_not_there(void)
{
	own_thread *t = NULL;
	int value = 0;
	const char *place = HERE; CHECK(own_spawn(&t, twice, 1, NULL) == 0);
	listen_begin();
	CHECK(own_join_back(&t, &value) == EINVAL && t != NULL);
	CHECK(heard(place));
	CHECK(own_join(&t) == 0);
}

// A program that is compiled with NDEBUG does not say where.
static void spawns_without_a_place(void)
{
	own_thread *t = NULL;
	int value = 0;
	CHECK(own__spawn(&t, OWN__RUN(twice), &value, NULL, NULL, own__form(sizeof value, 1, OWN__VOID, NULL)) == 0);
	listen_begin();
	CHECK(own_join_back(&t, &value) == EINVAL && t != NULL);
	CHECK(heard("hands back nothing") && !strstr(said, "started"));
	CHECK(own_join(&t) == 0);
}

// After more joins than are remembered.
static void a_handle_that_was_never_one(void)
{
	static own_thread *none;
	listen_begin();
	CHECK(own_join(&none) == EINVAL);
	CHECK(heard("the handle is NULL") && !strstr(said, "started"));
}

static void threads_of_a_scope_stay(void)
{
	int value = 1;
	OWN_SCOPE(scope) {
		own_thread *t = NULL;
		const char *place = HERE; CHECK(own_scope_spawn_opts(&scope, &t, twice, &value, NULL) == 0);
		listen_begin();
		CHECK(own_detach(&t) == EINVAL && t != NULL);
		CHECK(heard(place));
	}
}

static void arguments_of_a_spawn(void)
{
	own_thread *t = NULL;
	char byte = 0;
	own_options bad = {.name = "much too long a name"};
	int *none = NULL;
	listen_begin();
	const char *place = HERE; CHECK(own_spawn_opts(&t, twice, 1, NULL, &bad) == EINVAL);
	CHECK(heard(place));
	listen_begin();
	place = HERE; CHECK(own_spawn_move(&t, twice, &none, free) == EINVAL);
	CHECK(heard(place));
	listen_begin();
	CHECK(own__spawn(&t, (own_entry *)visit_end, &byte, NULL, NULL, own__form(SIZE_MAX, 1, 0, "big.c:1")) == E2BIG);
	CHECK(heard("big.c:1"));
	listen_begin();
	CHECK(own__spawn(&t, (own_entry *)visit_end, &byte, NULL, NULL, own__form(1, 8192, 0, "wide.c:1")) == EINVAL);
	CHECK(heard("wide.c:1"));
	CHECK(t == NULL);
}

// What own_prepare has not returned; the space before it is there to be looked at.
static void starts_of_something_else(void)
{
	own_thread *t = NULL;
	int *space = calloc(100, sizeof *space), *payload = space + 60, *kept = payload;
	listen_begin();
	const char *place = HERE; CHECK(own_start(&t, twice, &payload, NULL) == EINVAL);
	CHECK(heard(place) && payload == kept && t == NULL);
	listen_begin();
	own_abandon(&payload);
	CHECK(heard("own_abandon"));
	free(space);
}

static void use_after_fork(void)
{
	gate_init(&gate);
	own_thread *t = NULL;
	int status = -1;
	const char *place = HERE; CHECK(own_spawn(&t, visit, ((struct visit){&gate, 0}), NULL) == 0);
	pid_t id = fork_watched();
	if (id == 0) {
		listen_begin();
		CHECK(own_join(&t) == ESRCH && t == NULL);
		CHECK(heard(place) && strstr(said, "parent"));
		_exit(test_failures != 0);
	}
	CHECK(waitpid(id, &status, 0) == id && WIFEXITED(status) && WEXITSTATUS(status) == 0);
	sem_post(&gate.go);
	CHECK(own_join(&t) == 0);
}

static void use_of_a_scope_after_fork(void)
{
	struct visit v = {&gate, 0};
	int status = -1;
	gate_init(&gate);
	OWN_SCOPE(scope) {
		const char *place = HERE; CHECK(own_scope_spawn(&scope, visit, &v) == 0);
		pid_t id = fork_watched();
		if (id == 0) {
			listen_begin();
			CHECK(own_scope_join(&scope) == ESRCH);
			CHECK(heard(place) && strstr(said, "own_scope_join"));
			_exit(test_failures != 0);
		}
		CHECK(waitpid(id, &status, 0) == id && WIFEXITED(status) && WEXITSTATUS(status) == 0);
		sem_post(&gate.go);
	}
}

// To end a scope in a child is no misuse.
static void end_of_a_scope_after_fork(void)
{
	struct visit v = {&gate, 0};
	int status = -1;
	bool child = false;
	gate_init(&gate);
	OWN_SCOPE(scope) {
		CHECK(own_scope_spawn(&scope, visit, &v) == 0);
		pid_t id = fork_watched();
		if (id == 0) {
			child = true;
			listen_begin();
			break;
		}
		CHECK(waitpid(id, &status, 0) == id);
		sem_post(&gate.go);
	}
	if (child) {
		CHECK(heard("") && said[0] == '\0');
		_exit(test_failures ? 1 : 3);
	}
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 3);
}

// The right use is silent, and so are handles that end by themselves.
static void nothing_is_said_of_right_use(void)
{
	listen_begin();
	for (int i = 0; i < 600; i++) { // more than are remembered
		OWN_AUTO t = NULL;
		CHECK(own_spawn(&t, twice, 1, NULL) == 0);
	}
	CHECK(heard("") && said[0] == '\0');
}

int main(void)
{
	second_join_of_a_handle();
	second_join_through_a_copy();
	end_of_a_second_handle();
	join_of_a_detached_thread();
	join_of_oneself();
	payloads_that_are_not_there();
	spawns_without_a_place();
	threads_of_a_scope_stay();
	arguments_of_a_spawn();
	starts_of_something_else();
	use_after_fork();
	use_of_a_scope_after_fork();
	end_of_a_scope_after_fork();
	nothing_is_said_of_right_use();
	a_handle_that_was_never_one();
	return TEST_RESULT;
}
