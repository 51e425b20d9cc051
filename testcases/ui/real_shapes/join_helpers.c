// Real shape: the join is in a helper that gets the handle by value, by pointer, or in the struct that owns it.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct job {
	pthread_t tid;
	int id;
	int done;
};

static void *job_run(void *arg)
{
	struct job *job = arg;

	usleep(20 * 1000);
	job->done = job->id + 1;
	return NULL;
}

static void wait_value(pthread_t tid)
{
	void *result;

	if (pthread_join(tid, &result) != 0)
		perror("join");
}

static int wait_pointer(pthread_t *tid, const char *name)
{
	int rc = pthread_join(*tid, NULL);

	if (rc)
		fprintf(stderr, "%s: %s\n", name, strerror(rc));
	*tid = 0;
	return rc;
}

static void wait_owner(struct job *job)
{
	pthread_join(job->tid, NULL);
}

static void wait_owners(struct job *jobs, int n)
{
	while (n--)
		wait_owner(&jobs[n]);
}

// Named like the others, and does not wait.
static void finish_owner(const struct job *job)
{
	fprintf(stderr, "job %d finished\n", job->id);
}

int by_value_ok(int id)
{
	struct job job = { .id = id };

	if (pthread_create(&job.tid, NULL, job_run, &job) != 0)
		return -1;
	wait_value(job.tid);
	return job.done;
}

int by_pointer_ok(int id)
{
	struct job job = { .id = id };
	pthread_t tid;

	if (pthread_create(&tid, NULL, job_run, &job) != 0)
		return -1;
	return wait_pointer(&tid, "job");
}

int by_owner_ok(int id)
{
	struct job jobs[2] = { { .id = id }, { .id = id + 1 } };

	if (pthread_create(&jobs[0].tid, NULL, job_run, &jobs[0]) != 0)
		return -1;
	if (pthread_create(&jobs[1].tid, NULL, job_run, &jobs[1]) != 0) {
		wait_owner(&jobs[0]);
		return -1;
	}
	wait_owners(jobs, 2);
	return jobs[0].done + jobs[1].done;
}

int not_finished_bad(int id)
{
	struct job job = { .id = id };

	if (pthread_create(&job.tid, NULL, job_run, &job) != 0) //~ ERROR E0373
		return -1;
	finish_owner(&job);
	return job.done;
}
