// T23: the spawn is called through a function pointer whose target is known; where it is unknown, silence.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int (*spawn_fn)(pthread_t *tid, const pthread_attr_t *attr, void *(*fn)(void *), void *arg);

struct chunk {
	const char *data;
	size_t size;
	unsigned sum;
};

static void *chunk_sum(void *arg)
{
	struct chunk *chunk = arg;

	usleep(20 * 1000);
	for (size_t i = 0; i < chunk->size; i++)
		chunk->sum += (unsigned char)chunk->data[i];
	return NULL;
}

static int spawn_posix(pthread_t *tid, const pthread_attr_t *attr, void *(*fn)(void *), void *arg)
{
	return pthread_create(tid, attr, fn, arg);
}

// Runs the function at once, in this thread.
static int spawn_inline(pthread_t *tid, const pthread_attr_t *attr, void *(*fn)(void *), void *arg)
{
	(void)attr;
	*tid = pthread_self();
	fn(arg);
	return 0;
}

int library_function_bad(const char *data)
{
	spawn_fn spawn = pthread_create;
	struct chunk chunk = { data, strlen(data), 0 };
	pthread_t tid;

	if (spawn(&tid, NULL, chunk_sum, &chunk) != 0) //~ ERROR E0373
		return -1;
	return pthread_detach(tid);
}

int own_function_bad(const char *data)
{
	const spawn_fn spawn = spawn_posix;
	struct chunk chunk = { data, strlen(data), 0 };
	pthread_t tid;

	if ((*spawn)(&tid, NULL, chunk_sum, &chunk)) //~ ERROR E0373
		return -1;
	return pthread_detach(tid);
}

static spawn_fn const default_spawn = spawn_posix;

int constant_global_bad(const char *data)
{
	struct chunk chunk = { data, strlen(data), 0 };
	pthread_t tid;

	if (default_spawn(&tid, NULL, chunk_sum, &chunk)) //~ ERROR E0373
		return -1;
	return pthread_detach(tid);
}

// Passed to a helper that calls it.
static int spawn_with(spawn_fn spawn, struct chunk *chunk)
{
	pthread_t tid;

	return spawn(&tid, NULL, chunk_sum, chunk);
}

int passed_to_helper_bad(const char *data)
{
	struct chunk chunk = { data, strlen(data), 0 };

	return spawn_with(spawn_posix, &chunk); //~ ERROR E0373
}

int inline_target_ok(const char *data)
{
	spawn_fn spawn = spawn_inline;
	struct chunk chunk = { data, strlen(data), 0 };
	pthread_t tid;

	if (spawn(&tid, NULL, chunk_sum, &chunk) != 0)
		return -1;
	return (int)chunk.sum;
}

int passed_inline_ok(const char *data)
{
	struct chunk chunk = { data, strlen(data), 0 };

	return spawn_with(spawn_inline, &chunk);
}

// Nothing is known of the target.
int unknown_target_ok(spawn_fn spawn, const char *data)
{
	struct chunk chunk = { data, strlen(data), 0 };
	pthread_t tid;

	return spawn(&tid, NULL, chunk_sum, &chunk);
}

int known_and_joined_ok(const char *data)
{
	spawn_fn spawn = pthread_create;
	struct chunk chunk = { data, strlen(data), 0 };
	pthread_t tid;

	if (spawn(&tid, NULL, chunk_sum, &chunk) != 0)
		return -1;
	pthread_join(tid, NULL);
	return (int)chunk.sum;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(library_function_bad("ab")) RUN_BAD(own_function_bad("ab")) RUN_BAD(constant_global_bad("ab"))
		RUN_BAD(passed_to_helper_bad("ab")) RUN_OK(inline_target_ok("ab")) RUN_OK(passed_inline_ok("ab"))
		RUN_OK(unknown_target_ok(spawn_inline, "ab")) RUN_OK(known_and_joined_ok("ab")))
#endif
