// T15: work for a library's threads, which runs some time after the call that hands it over: GLib's pools, libuv's queue.
#include <stddef.h>

#include "../include/fake_glib.h"
#include "../include/fake_uv.h"

struct sum {
	int from, to;
	long result;
};

static void sum_task(gpointer data, gpointer user_data)
{
	struct sum *sum = data;
	const int *step = user_data;

	for (int i = sum->from; i < sum->to; i += *step)
		sum->result += i;
}

static void sum_work(uv_work_t *req)
{
	struct sum *sum = req->data;

	sum->result = sum->from + sum->to;
}

static void sum_done(uv_work_t *req, int status)
{
	struct sum *sum = req->data;

	if (status == 0)
		sum->to = 0;
}

// ---- GLib's pools: to free one is to wait for its tasks, if it is told so

long pool_bad(void)
{
	static const int step = 1;
	struct sum sum = {.to = 10};
	GThreadPool *pool = g_thread_pool_new(sum_task, (gpointer)&step, 2, FALSE, NULL);

	g_thread_pool_push(pool, &sum, NULL); //~ ERROR E0373
	g_thread_pool_free(pool, FALSE, FALSE);
	return sum.result;
}

long pool_ok(void)
{
	static const int step = 1;
	struct sum sum = {.to = 10};
	GThreadPool *pool = g_thread_pool_new(sum_task, (gpointer)&step, 2, FALSE, NULL);

	g_thread_pool_push(pool, &sum, NULL);
	g_thread_pool_free(pool, FALSE, TRUE);
	return sum.result;
}

// Dropped or done: none runs any more.
long pool_at_once_ok(int n)
{
	static const int step = 1;
	struct sum sums[4] = {{.to = 10}};
	GThreadPool *pool = g_thread_pool_new(sum_task, (gpointer)&step, 2, TRUE, NULL);

	for (int i = 0; i < 4; i++)
		if (i < n)
			g_thread_pool_push(pool, &sums[i], NULL);
	g_thread_pool_free(pool, TRUE, TRUE);
	return sums[0].result;
}

// What all tasks get besides.
long user_data_bad(struct sum *sum)
{
	int step = 1;
	GThreadPool *pool = g_thread_pool_new(sum_task, &step, 2, FALSE, NULL);

	g_thread_pool_push(pool, sum, NULL); //~ ERROR E0373
	g_thread_pool_free(pool, FALSE, FALSE);
	return sum->result;
}

// The pool and who frees it are the owner's.
struct pools {
	GThreadPool *pool;
	int step;
};

static void pools_init(struct pools *pools)
{
	pools->step = 1;
	pools->pool = g_thread_pool_new(sum_task, &pools->step, 2, FALSE, NULL);
}

static void pools_add(struct pools *pools, struct sum *sum)
{
	g_thread_pool_push(pools->pool, sum, NULL);
}

static void pools_finish(struct pools *pools, gboolean wait)
{
	g_thread_pool_free(pools->pool, FALSE, wait);
}

long owner_bad(void)
{
	struct pools pools;
	struct sum sum = {.to = 10};

	pools_init(&pools);
	pools_add(&pools, &sum); //~ ERROR E0373
	pools_finish(&pools, FALSE);
	return sum.result;
}

long owner_ok(void)
{
	struct pools pools;
	struct sum sum = {.to = 10};

	pools_init(&pools);
	pools_add(&pools, &sum);
	pools_finish(&pools, TRUE);
	return sum.result;
}

// ---- libuv's queue: the work is done when the loop has come to its end

int queue_bad(uv_loop_t *loop)
{
	struct sum sum = {.to = 10};
	uv_work_t req = {.data = &sum};

	return uv_queue_work(loop, &req, sum_work, sum_done); //~ ERROR E0373
}

long queue_ok(uv_loop_t *loop)
{
	struct sum sum = {.to = 10};
	uv_work_t req = {.data = &sum};

	if (uv_queue_work(loop, &req, sum_work, sum_done) != 0)
		return -1;
	uv_run(loop, UV_RUN_DEFAULT);
	return sum.result;
}

// Whoever gets the request may see to its end.
int cancelled_ok(uv_loop_t *loop)
{
	struct sum sum = {.to = 10};
	uv_work_t req = {.data = &sum};

	uv_queue_work(loop, &req, sum_work, NULL);
	return uv_cancel(&req);
}

// The request and its data outlive the call.
int lent_from_outside_ok(uv_loop_t *loop, uv_work_t *req, struct sum *sum)
{
	req->data = sum;
	return uv_queue_work(loop, req, sum_work, sum_done);
}
