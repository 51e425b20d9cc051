// Each turn gives its thread a block of its own; the one handle names the newest, which is joined before its block is
// freed. The blocks of the others are nobody's any more, and that is told of their threads.
#include <pthread.h>
#include <stdlib.h>

struct job {
	int number;
};

int more(void);

static void *job_run(void *arg)
{
	struct job *job = arg;

	return (void *)(long)job->number;
}

int newest_joined_ok(void)
{
	struct job *job;
	pthread_t tid;

	do {
		job = calloc(1, sizeof *job);
		if (job == NULL)
			abort();
		if (pthread_create(&tid, NULL, job_run, job) != 0) //~ WARNING unjoined_thread
			abort();
	} while (more());
	pthread_join(tid, NULL);
	free(job);
	return 0;
}

int freed_before_bad(void)
{
	struct job *job;
	pthread_t tid;

	do {
		job = calloc(1, sizeof *job);
		if (job == NULL)
			abort();
		if (pthread_create(&tid, NULL, job_run, job) != 0)
			abort();
	} while (more());
	free(job); //~ ERROR E0505
	pthread_join(tid, NULL);
	return 0;
}

// All of them share one.
int shared_bad(void)
{
	struct job *job = calloc(1, sizeof *job);
	pthread_t tid;

	if (job == NULL)
		abort();
	do {
		if (pthread_create(&tid, NULL, job_run, job) != 0)
			abort();
	} while (more());
	pthread_join(tid, NULL);
	free(job); //~ ERROR E0505
	return 0;
}
