// Handles lie behind the pointers of an array, and the entry calls what its payload says:
// neither which element a round of the loop writes nor what it gives tells rounds apart.
#include <pthread.h>
#include <stdlib.h>

struct worker {
	pthread_t thread;
	void (*run)(struct worker *worker);
	int *job;
	int done;
};

static struct worker *workers[8];
static int nworkers;

static void *work(void *argument)
{
	struct worker *worker = argument;
	worker->done = *worker->job;
	worker->run(worker);
	return NULL;
}

static void start(int *job)
{
	for (int i = 0; i < nworkers; i++) {
		struct worker *worker = workers[i];
		worker->job = job;
		if (pthread_create(&worker->thread, NULL, work, worker) != 0)
			exit(1);
	}
}

void all_joined_ok(void)
{
	int job = 1;
	start(&job);
	for (int i = 0; i < nworkers; i++)
		pthread_join(workers[i]->thread, NULL);
}

void none_joined_bad(void)
{
	int job = 1;
	start(&job); //~ ERROR E0373 borrows `job`
}

void joined_in_place_ok(int n)
{
	nworkers = n;
	for (int i = 0; i < nworkers; i++) {
		struct worker *worker = workers[i];
		if (pthread_create(&worker->thread, NULL, work, worker) != 0)
			exit(1);
	}
	for (int i = 0; i < nworkers; i++)
		pthread_join(workers[i]->thread, NULL);
}
