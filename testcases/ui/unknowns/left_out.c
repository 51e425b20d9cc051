// status: 3
// What clang does not understand it leaves out of its tree: no error comes from a join that
// nobody saw, of a function or of its caller.
#include <pthread.h>

struct job {
	int number;
	pthread_t thread;
};

static void *count(void *arg)
{
	struct job *job = arg;
	job->number++;
	return 0;
}

int no_such_constant_ok(void)
{
	struct job job = {0};
	if (pthread_create(&job.thread, 0, count, &job))
		return 1;
	pthread_join(job.thread, NO_SUCH_CONSTANT);
	return job.number;
}

int no_such_constant_in_condition_ok(void)
{
	struct job job = {0};
	if (pthread_create(&job.thread, 0, count, &job))
		return 1;
	if (pthread_join(job.thread, NO_SUCH_CONSTANT))
		return 2;
	return job.number;
}

int no_such_member_ok(struct job *of)
{
	struct job job = {0};
	if (pthread_create(&of->handle, 0, count, &job))
		return 1;
	pthread_join(of->handle, 0);
	return job.number;
}

int no_such_argument_ok(void)
{
	struct job job = {0};
	if (pthread_create(&job.thread, 0, count, &job))
		return 1;
	for (int i = 0; i < 1; i++) {
		pthread_join(job.thread, 0, i);
	}
	return job.number;
}

static int started = 0;

int no_such_value_ok(void)
{
	struct job job = {0};
	int joins = 0;
	joins = NO_SUCH_VALUE;
	if (pthread_create(&job.thread, 0, count, &job))
		return 1;
	if (joins)
		pthread_join(job.thread, 0);
	return started;
}

static void finish(struct job *job)
{
	pthread_join(job->thread, NO_SUCH_CONSTANT);
}

int callee(void)
{
	struct job job = {0};
	if (pthread_create(&job.thread, 0, count, &job)) //~ WARNING E0373
		return 1;
	finish(&job);
	return job.number;
}

int behind_it_bad(void)
{
	struct job job = {0};
	started = NO_SUCH_VALUE;
	return pthread_create(&job.thread, 0, count, &job); //~ ERROR E0373
}

int beside_it_bad(void)
{
	struct job job = {0};
	return pthread_create(&job.thread, 0, count, &job); //~ ERROR E0373
}
