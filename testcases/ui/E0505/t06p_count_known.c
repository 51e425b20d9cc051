// SPDX-License-Identifier: MIT
// T6': the last of two users frees the block; the spawner knows how many there are. A block that is
// freed without asking is taken from the thread.
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct shared {
	int n;
	atomic_int users;
	int refs;
};

void use(int value);

static void leave(struct shared *shared)
{
	if (atomic_fetch_sub(&shared->users, 1) == 1)
		free(shared);
}

static void *user(void *arg)
{
	struct shared *shared = arg;
	use(shared->n);
	leave(shared);
	return NULL;
}

static void *user_by_builtin(void *arg)
{
	struct shared *shared = arg;
	use(shared->n);
	if (__atomic_sub_fetch(&shared->refs, 1, __ATOMIC_ACQ_REL) == 0)
		free(shared);
	return NULL;
}

static struct shared *shared_new(void)
{
	struct shared *shared = malloc(sizeof *shared);
	if (!shared)
		abort();
	shared->n = 1;
	atomic_init(&shared->users, 2);
	shared->refs = 2;
	return shared;
}

void last_frees_ok(void)
{
	struct shared *shared = shared_new();
	pthread_t thread;
	if (pthread_create(&thread, NULL, user, shared) != 0)
		exit(1);
	pthread_detach(thread);
	leave(shared);
}

void last_frees_by_builtin_ok(void)
{
	struct shared *shared = malloc(sizeof *shared);
	pthread_t thread;
	if (!shared)
		return;
	shared->n = 1;
	shared->refs = 2;
	if (pthread_create(&thread, NULL, user_by_builtin, shared) != 0)
		exit(1);
	pthread_detach(thread);
	if (__atomic_sub_fetch(&shared->refs, 1, __ATOMIC_ACQ_REL) == 0)
		free(shared);
}

void freed_unasked_bad(void)
{
	struct shared *shared = malloc(sizeof *shared);
	pthread_t thread;
	if (!shared)
		return;
	shared->n = 1;
	shared->refs = 2;
	if (pthread_create(&thread, NULL, user_by_builtin, shared) != 0)
		exit(1);
	pthread_detach(thread);
	free(shared); //~ ERROR E0505
}
