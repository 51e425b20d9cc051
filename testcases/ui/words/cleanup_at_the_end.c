// SPDX-License-Identifier: MIT
// A cleanup attribute writes or destroys its variable where that ends: the end is what is told. What it
// frees behind the variable is another object, and another finding.
#include <pthread.h>
#include <stdlib.h>

int check(int value);

struct blob {
	int *data;
	int size;
};

static void blob_clear(struct blob *blob)
{
	blob->data = NULL;
	blob->size = 0;
}

static void blob_free(struct blob *blob)
{
	free(blob->data);
}

static void lock_end(pthread_mutex_t *lock)
{
	pthread_mutex_destroy(lock);
}

static void *reads_size(void *arg)
{
	struct blob *blob = arg;
	check(blob->size);
	return NULL;
}

static void *reads_data(void *arg)
{
	check(*(int *)arg);
	return NULL;
}

static void *locks(void *arg)
{
	pthread_mutex_lock(arg);
	pthread_mutex_unlock(arg);
	return NULL;
}

int cleared_bad(void)
{
	__attribute__((cleanup(blob_clear))) struct blob blob = {.size = 3};
	pthread_t tid;
	if (pthread_create(&tid, NULL, reads_size, &blob) != 0) //~ ERROR E0373
		return -1;
	if (check(1) < 0)
		return -1;
	return pthread_join(tid, NULL);
}

void destroyed_in_a_block_bad(void)
{
	pthread_t tid;
	{
		__attribute__((cleanup(lock_end))) pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
		if (pthread_create(&tid, NULL, locks, &lock) != 0) //~ ERROR E0597
			return;
	}
	pthread_join(tid, NULL);
}

int freed_bad(int *data)
{
	__attribute__((cleanup(blob_free))) struct blob blob = {.data = data};
	pthread_t tid;
	if (pthread_create(&tid, NULL, reads_data, data) != 0)
		return -1;
	if (check(1) < 0)
		return -1; //~ ERROR E0505
	return pthread_join(tid, NULL);
}

// By hand it is a statement of its own.
int cleared_before_bad(void)
{
	struct blob blob = {.size = 3};
	pthread_t tid;
	if (pthread_create(&tid, NULL, reads_size, &blob) != 0) //~ ERROR E0373
		return -1;
	blob_clear(&blob); //~ ERROR E0506
	return 0;
}

int joined_ok(void)
{
	__attribute__((cleanup(blob_clear))) struct blob blob = {.size = 3};
	pthread_t tid;
	if (pthread_create(&tid, NULL, reads_size, &blob) != 0)
		return -1;
	return pthread_join(tid, NULL);
}
