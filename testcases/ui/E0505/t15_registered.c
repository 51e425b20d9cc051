// T15: freed or written while a library may call what got it: a task of a pool runs beside the function, a source of a
// main loop when that comes back to the loop.
#include "../include/fake_glib.h"
#include "../include/fake_uv.h"

struct job {
	int number;
	long result;
};

static void job_task(gpointer data, gpointer user_data)
{
	struct job *job = data;

	(void)user_data;
	job->result = job->number;
}

static void job_take(gpointer data, gpointer user_data)
{
	job_task(data, user_data);
	g_free(data);
}

static void job_work(uv_work_t *req)
{
	struct job *job = req->data;

	job->result = job->number;
}

static gboolean job_once(gpointer data)
{
	struct job *job = data;

	job->result = job->number;
	g_free(job);
	return FALSE;
}

static gboolean job_again(gpointer data)
{
	struct job *job = data;

	job->result += job->number;
	return TRUE;
}

void freed_bad(GError **error)
{
	struct job *job = g_new0(struct job, 1);
	GThreadPool *pool = g_thread_pool_new(job_task, NULL, 1, FALSE, error);

	g_thread_pool_push(pool, job, NULL);
	g_free(job); //~ ERROR E0505
	g_thread_pool_free(pool, FALSE, TRUE);
}

void freed_ok(GError **error)
{
	struct job *job = g_new0(struct job, 1);
	GThreadPool *pool = g_thread_pool_new(job_task, NULL, 1, FALSE, error);

	g_thread_pool_push(pool, job, NULL);
	g_thread_pool_free(pool, FALSE, TRUE);
	g_free(job);
}

// The task frees it.
void taken_bad(GError **error)
{
	struct job *job = g_new0(struct job, 1);
	GThreadPool *pool = g_thread_pool_new(job_take, NULL, 1, FALSE, error);

	g_thread_pool_push(pool, job, NULL);
	g_thread_pool_free(pool, FALSE, TRUE);
	g_free(job); //~ ERROR E0382
}

int read_after_bad(GError **error)
{
	struct job *job = g_new0(struct job, 1);
	GThreadPool *pool = g_thread_pool_new(job_take, NULL, 1, FALSE, error);
	int number;

	g_thread_pool_push(pool, job, NULL);
	number = job->number; //~ ERROR E0382
	g_thread_pool_free(pool, FALSE, TRUE);
	return number;
}

int read_before_ok(GError **error)
{
	struct job *job = g_new0(struct job, 1);
	GThreadPool *pool = g_thread_pool_new(job_take, NULL, 1, FALSE, error);
	int number = job->number;

	g_thread_pool_push(pool, job, NULL);
	g_thread_pool_free(pool, FALSE, TRUE);
	return number;
}

void taken_ok(GError **error)
{
	struct job *job = g_new0(struct job, 1);
	GThreadPool *pool = g_thread_pool_new(job_take, NULL, 1, FALSE, error);

	g_thread_pool_push(pool, job, NULL);
	g_thread_pool_free(pool, FALSE, TRUE);
}

// One object for all tasks of a loop.
long counted_bad(GThreadPool *unused)
{
	int i;
	GThreadPool *pool = g_thread_pool_new(job_task, NULL, 1, FALSE, NULL);
	struct job job = {0};

	(void)unused;
	for (i = 0; i < 4; i++) {
		job.number = i; //~ ERROR E0506
		g_thread_pool_push(pool, &job, NULL);
	}
	g_thread_pool_free(pool, FALSE, TRUE);
	return job.result;
}

int queued_bad(uv_loop_t *loop)
{
	struct job job = {.number = 1};
	uv_work_t req = {.data = &job};

	if (uv_queue_work(loop, &req, job_work, NULL) != 0)
		return -1;
	job.number = 2; //~ ERROR E0506
	return uv_run(loop, UV_RUN_DEFAULT);
}

int queued_ok(uv_loop_t *loop)
{
	struct job job = {.number = 1};
	uv_work_t req = {.data = &job};

	job.number = 2;
	if (uv_queue_work(loop, &req, job_work, NULL) != 0)
		return -1;
	uv_run(loop, UV_RUN_DEFAULT);
	job.number = 3;
	return 0;
}

void source_bad(void)
{
	struct job *job = g_new0(struct job, 1);

	g_timeout_add(10, job_again, job);
	job->number = 2;
	g_free(job); //~ ERROR E0505
}

void source_ok(void)
{
	struct job *job = g_new0(struct job, 1);
	guint source = g_timeout_add(10, job_again, job);

	g_source_remove(source);
	g_free(job);
}

// It is called later, and takes what it got then: until it is, its giver may use it.
void given_ok(void)
{
	struct job *job = g_new0(struct job, 1);

	g_idle_add(job_once, job);
	job->number = 2;
}
