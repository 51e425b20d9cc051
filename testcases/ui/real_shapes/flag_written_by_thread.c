// Real shape: a loop that tests a field which the thread writes. Only its way out may be the end of a wait; a return
// from inside, where the flag was just seen unset, is none.
#include <pthread.h>
#include <unistd.h>

struct worker {
	pthread_t tid;
	int delay;
	volatile int failed;
};

int step(void);

static void *worker_main(void *arg)
{
	struct worker *worker = arg;

	usleep((unsigned)worker->delay);
	worker->failed = 1;
	return NULL;
}

int return_inside_bad(void)
{
	struct worker worker = { .delay = 10 };

	if (pthread_create(&worker.tid, NULL, worker_main, &worker)) //~ ERROR E0373
		return -1;
	while (!worker.failed) {
		if (step())
			return 1;
	}
	pthread_join(worker.tid, NULL);
	return 0;
}

int break_inside_ok(void)
{
	struct worker worker = { .delay = 10 };

	if (pthread_create(&worker.tid, NULL, worker_main, &worker))
		return -1;
	while (!worker.failed) {
		if (step())
			break;
	}
	pthread_join(worker.tid, NULL);
	return 0;
}
