// Right code that a checker easily takes for wrong, each with the mutation that is wrong.
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void *reader(void *arg)
{
	usleep(1000);
	return *(int *)arg ? arg : NULL;
}

// A pointer that is only printed is a number.
static void *printer(void *arg)
{
	printf("thread of %p, %s\n", arg, "starting");
	return NULL;
}

int printed_ok(void)
{
	int x = 1;
	pthread_t tid;

	if (pthread_create(&tid, NULL, printer, &x) == 0)
		pthread_detach(tid);
	return 0;
}

int errno_as_result_ok(void)
{
	int x = 1;
	pthread_t tid;

	errno = pthread_create(&tid, NULL, reader, &x);
	if (errno)
		return -1;
	errno = pthread_join(tid, NULL);
	return x;
}

int errno_inverted_bad(void)
{
	int x = 1;
	pthread_t tid;

	errno = pthread_create(&tid, NULL, reader, &x); //~ ERROR E0373
	if (!errno)
		return -1;
	return x;
}

int zeroed_handles_ok(void)
{
	pthread_t tid[4] = { 0 };
	int value[4] = { 0 }, rc = 0;

	for (int i = 0; i < 4 && !rc; i++) {
		rc = pthread_create(&tid[i], NULL, reader, &value[i]);
		if (rc)
			tid[i] = 0;
	}
	for (int i = 0; i < 4; i++)
		if (tid[i])
			pthread_join(tid[i], NULL);
	return rc;
}

// A create that succeeded wrote through the pointer: it is not null afterwards.
struct context {
	pthread_t tid;
	int value;
};

int not_null_ok(struct context *context)
{
	int x = 1;

	if (pthread_create(&context->tid, NULL, reader, &x))
		return -1;
	if (context)
		pthread_join(context->tid, NULL);
	return x;
}

// Two arrays of handles, and a join loop over one of them only.
int other_array_bad(void)
{
	pthread_t readers[4], writers[4];
	int x = 1;

	for (int i = 0; i < 4; i++)
		if (pthread_create(&readers[i], NULL, reader, &x))
			exit(1);
	for (int i = 0; i < 4; i++)
		if (pthread_create(&writers[i], NULL, reader, &x)) //~ ERROR E0373
			exit(1);
	for (int i = 0; i < 4; i++)
		pthread_join(readers[i], NULL);
	return x;
}

// A pool from calloc that counts its threads.
struct pool {
	pthread_t *tid;
	int n;
	int *work;
};

static void *pool_main(void *arg)
{
	struct pool *pool = arg;

	return *pool->work ? arg : NULL;
}

static void pool_free(struct pool *pool)
{
	if (!pool)
		return;
	for (int i = 0; i < pool->n; i++)
		pthread_join(pool->tid[i], NULL);
	free(pool->tid);
	free(pool);
}

static struct pool *pool_new(int n, int *work)
{
	struct pool *pool = calloc(1, sizeof *pool);

	if (!pool)
		return NULL;
	pool->work = work;
	pool->tid = calloc((size_t)n, sizeof *pool->tid);
	if (!pool->tid) {
		free(pool);
		return NULL;
	}
	for (int i = 0; i < n; i++) {
		if (pthread_create(&pool->tid[i], NULL, pool_main, pool)) {
			pool_free(pool);
			return NULL;
		}
		pool->n++;
	}
	return pool;
}

int pool_ok(void)
{
	int x = 3;
	struct pool *pool = pool_new(4, &x);

	if (!pool)
		return -1;
	pool_free(pool);
	return 0;
}

int pool_left_bad(int early)
{
	int x = 3;
	struct pool *pool = pool_new(4, &x); //~ ERROR E0373

	if (!pool)
		return -1;
	if (early)
		return 1;
	pool_free(pool);
	return 0;
}

// A handle that is returned inside a struct.
struct handle {
	pthread_t tid;
	int ok;
};

static struct handle start(int *n)
{
	struct handle handle = { 0 };

	if (pthread_create(&handle.tid, NULL, reader, n))
		abort();
	return handle;
}

int returned_in_struct_ok(void)
{
	int x = 1;
	struct handle handle = start(&x);

	pthread_join(handle.tid, NULL);
	return x;
}

int returned_and_dropped_bad(void)
{
	int x = 1;
	struct handle handle = start(&x); //~ ERROR E0373

	return handle.ok;
}
