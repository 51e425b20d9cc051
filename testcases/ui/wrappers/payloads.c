// A start function that gives the thread's function, a pointer in the job, one of many arguments: what it returns
// still tells whether a thread runs. The shape of run-command.c in git.
#include <pthread.h>
#include <unistd.h>

struct job {
	pthread_t tid;
	int in, out, from, to;
	int (*work)(int from, int to, void *data);
	void *data;
};

static void *job_run(void *arg)
{
	struct job *job = arg;

	return job->work(job->from, job->to, job->data) ? job : NULL;
}

static int job_start(struct job *job)
{
	int in[2], out[2], from, to;

	if (job->in < 0) {
		if (pipe(in) < 0) {
			if (job->out > 0)
				close(job->out);
			return -1;
		}
		job->in = in[1];
		from = in[0];
	} else {
		from = job->in ? job->in : -1;
	}
	if (job->out < 0) {
		if (pipe(out) < 0)
			return -1;
		job->out = out[0];
		to = out[1];
	} else {
		to = job->out ? job->out : -1;
	}
	job->from = from;
	job->to = to;
	if (pthread_create(&job->tid, NULL, job_run, job) != 0)
		return -1;
	return 0;
}

static int copy(int from, int to, void *data)
{
	char c;
	int *copied = data;

	while (read(from, &c, 1) == 1 && write(to, &c, 1) == 1)
		++*copied;
	return *copied;
}

int joined_ok(int in, int out)
{
	int copied = 0;
	struct job job = { .in = in, .out = out, .work = copy, .data = &copied };

	if (job_start(&job))
		return -1;
	pthread_join(job.tid, NULL);
	return copied;
}

int not_joined_bad(int in, int out)
{
	int copied = 0;
	struct job job = { .in = in, .out = out, .work = copy, .data = &copied };

	if (job_start(&job)) //~ ERROR E0373
		return -1;
	close(in);
	return 0;
}
