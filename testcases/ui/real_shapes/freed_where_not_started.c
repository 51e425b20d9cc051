// Real shape: a heap block that the thread frees; the spawner frees it where no thread was started, by flag, by goto,
// by NULL, through one common exit.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

#include "../include/fake_uv.h"

struct query {
	char host[64];
	int port;
};

static void *ask(void *arg)
{
	struct query *query = arg;

	printf("%s:%d\n", query->host, query->port);
	free(query);
	return NULL;
}

static int ask_c11(void *arg)
{
	ask(arg);
	return 0;
}

static void ask_uv(void *arg)
{
	ask(arg);
}

static struct query *query_new(const char *host)
{
	struct query *query = calloc(1, sizeof *query);

	if (query)
		snprintf(query->host, sizeof query->host, "%s", host);
	return query;
}

int by_flag_ok(const char *host)
{
	struct query *query = query_new(host);
	bool started = false;
	pthread_t tid;

	if (!query)
		return -1;
	if (*host && pthread_create(&tid, NULL, ask, query) == 0) {
		pthread_detach(tid);
		started = true;
	}
	if (!started)
		free(query);
	return started ? 0 : -1;
}

int by_goto_ok(const char *host, int port)
{
	struct query *query = query_new(host);
	int ret = -1;
	thrd_t thr;

	if (!query)
		goto out;
	if (port <= 0)
		goto free_query;
	query->port = port;
	if (thrd_create(&thr, ask_c11, query) != thrd_success)
		goto free_query;
	thrd_detach(thr);
	ret = 0;
	goto out;
free_query:
	free(query);
out:
	return ret;
}

int by_null_ok(const char *host)
{
	struct query *query = query_new(host);
	pthread_t tid;
	int ret = -1;

	if (query && pthread_create(&tid, NULL, ask, query) == 0) {
		pthread_detach(tid);
		query = NULL; // the thread's
		ret = 0;
	}
	free(query);
	return ret;
}

int by_result_ok(const char *host)
{
	struct query *query = query_new(host);
	uv_thread_t tid;
	int r;

	if (!query)
		return -1;
	r = uv_thread_create(&tid, ask_uv, query);
	if (r == 0)
		uv_thread_detach(&tid);
	printf("%s: %d\n", host, r);
	if (r != 0)
		free(query);
	return r;
}

// `query = NULL` is missing.
int by_null_bad(const char *host)
{
	struct query *query = query_new(host);
	pthread_t tid;
	int ret = -1;

	if (query && pthread_create(&tid, NULL, ask, query) == 0) {
		pthread_detach(tid);
		ret = 0;
	}
	free(query); //~ ERROR E0382
	return ret;
}

// `goto out` is missing: success falls into the error exit.
int by_goto_bad(const char *host, int port)
{
	struct query *query = query_new(host);
	int ret = -1;
	thrd_t thr;

	if (!query)
		goto out;
	if (port <= 0)
		goto free_query;
	if (thrd_create(&thr, ask_c11, query) != thrd_success)
		goto free_query;
	thrd_detach(thr);
	ret = 0;
free_query:
	free(query); //~ ERROR E0382
out:
	return ret;
}

// Tests the wrong way round.
int by_result_bad(const char *host)
{
	struct query *query = query_new(host);
	uv_thread_t tid;
	int r;

	if (!query)
		return -1;
	r = uv_thread_create(&tid, ask_uv, query);
	if (r == 0)
		uv_thread_detach(&tid);
	if (r == 0)
		free(query); //~ ERROR E0382
	return r;
}
// Not run: libuv is not there when the suite runs.
