// T23: a constant table of operations, as portability layers have it: create, join and detach are its fields.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct thread_ops {
	const char *name;
	int (*create)(pthread_t *tid, void *(*fn)(void *), void *arg);
	int (*join)(pthread_t tid);
	int (*detach)(pthread_t tid);
};

static int posix_create(pthread_t *tid, void *(*fn)(void *), void *arg)
{
	return pthread_create(tid, NULL, fn, arg);
}

static int posix_join(pthread_t tid)
{
	return pthread_join(tid, NULL);
}

static int posix_detach(pthread_t tid)
{
	return pthread_detach(tid);
}

// A platform without threads: the function runs to its end inside create.
static int single_create(pthread_t *tid, void *(*fn)(void *), void *arg)
{
	memset(tid, 0, sizeof *tid);
	fn(arg);
	return 0;
}

static int single_nothing(pthread_t tid)
{
	(void)tid;
	return 0;
}

static const struct thread_ops posix_ops = { "posix", posix_create, posix_join, posix_detach };
static const struct thread_ops single_ops = {
	.name = "single",
	.create = single_create,
	.join = single_nothing,
	.detach = single_nothing,
};

struct query {
	const char *sql;
	int rows;
	bool done;
};

static void *query_run(void *arg)
{
	struct query *query = arg;

	usleep(20 * 1000);
	query->rows = (int)strlen(query->sql);
	query->done = true;
	return NULL;
}

int table_direct_bad(const char *sql)
{
	struct query query = { sql, 0, false };
	pthread_t tid;

	if (posix_ops.create(&tid, query_run, &query) != 0) //~ ERROR E0373
		return -1;
	return posix_ops.detach(tid);
}

int table_pointer_bad(const char *sql)
{
	const struct thread_ops *ops = &posix_ops;
	struct query query = { sql, 0, false };
	pthread_t tid;

	if (ops->create(&tid, query_run, &query) != 0) { //~ ERROR E0373
		fprintf(stderr, "%s: no thread\n", ops->name);
		return -1;
	}
	return query.rows;
}

static int query_start(const struct thread_ops *ops, pthread_t *tid, struct query *query)
{
	return ops->create(tid, query_run, query);
}

int table_in_helper_bad(const char *sql)
{
	struct query query = { sql, 0, false };
	pthread_t tid;

	if (query_start(&posix_ops, &tid, &query) != 0) //~ ERROR E0373
		return -1;
	return posix_ops.detach(tid);
}

int table_direct_ok(const char *sql)
{
	struct query query = { sql, 0, false };
	pthread_t tid;

	if (posix_ops.create(&tid, query_run, &query) != 0)
		return -1;
	posix_ops.join(tid);
	return query.rows;
}

int table_in_helper_ok(const char *sql)
{
	const struct thread_ops *ops = &posix_ops;
	struct query query = { sql, 0, false };
	pthread_t tid;

	if (query_start(ops, &tid, &query) != 0)
		return -1;
	ops->join(tid);
	return query.rows;
}

int single_threaded_ok(const char *sql)
{
	struct query query = { sql, 0, false };
	pthread_t tid;

	if (query_start(&single_ops, &tid, &query) != 0)
		return -1;
	return query.rows;
}

// Which table it is, is not known: neither whether create spawns nor whether join joins.
int unknown_table_ok(const struct thread_ops *ops, const char *sql)
{
	struct query query = { sql, 0, false };
	pthread_t tid;

	if (ops->create(&tid, query_run, &query) != 0)
		return -1;
	ops->join(tid);
	return query.rows;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(table_direct_bad("q")) RUN_BAD(table_pointer_bad("q")) RUN_BAD(table_in_helper_bad("q"))
		RUN_OK(table_direct_ok("q")) RUN_OK(table_in_helper_ok("q")) RUN_OK(single_threaded_ok("q"))
		RUN_OK(unknown_table_ok(&posix_ops, "q")))
#endif
