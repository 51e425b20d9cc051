// Each turn lends a variable of its own block, and all that is to say of it is said at the first: what comes
// behind, whichever way the join loop runs, is followed to its end.
#include <pthread.h>
#include <stdlib.h>

#define NWORKERS 8

struct job {
	int row;
	int done;
};

static void *job_run(void *arg)
{
	struct job *job = arg;

	job->done = job->row + 1;
	return NULL;
}

static void job_join(pthread_t worker)
{
	if (pthread_join(worker, NULL) != 0)
		abort();
}

void joined_backwards_bad(int rows)
{
	pthread_t workers[NWORKERS];
	int started = 0;

	for (int row = 0; row < rows; row++) {
		struct job job = { .row = row };
		if (pthread_create(&workers[row], NULL, job_run, &job) != 0) //~ ERROR E0597
			break;
		started = started + 1;
	}
	for (int i = started - 1; i >= 0; i--)
		job_join(workers[i]);
}

int behind_it_bad(int rows)
{
	pthread_t workers[NWORKERS], last;
	struct job job = { 0 };

	for (int row = 0; row < rows; row++) {
		struct job each = { .row = row };
		if (pthread_create(&workers[row], NULL, job_run, &each) != 0) //~ ERROR E0597
			return -1;
	}
	if (pthread_create(&last, NULL, job_run, &job) != 0) //~ ERROR E0373
		return -1;
	return 0;
}

void joined_backwards_ok(int rows)
{
	pthread_t workers[NWORKERS];
	struct job jobs[NWORKERS];
	int started = 0;

	for (int row = 0; row < rows; row++) {
		jobs[row] = (struct job){ .row = row };
		if (pthread_create(&workers[row], NULL, job_run, &jobs[row]) != 0)
			break;
		started = started + 1;
	}
	for (int i = started - 1; i >= 0; i--)
		job_join(workers[i]);
}
