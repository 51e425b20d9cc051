// A thread may write several places, and which of them depends on the way: the flag that it sets
// last is told from the others on each. Behind it the thread wakes who waits. The shape of fio's read-to-pipe-async.
#include <pthread.h>
#include <stddef.h>

struct item {
	int written;
};

struct worker {
	pthread_t thread;
	struct item *first;
	pthread_mutex_t lock;
	pthread_cond_t cond;
	int done;
};

static struct worker worker;

static void *write_all(void *arg)
{
	struct worker *own = arg;
	if (own->first)
		own->first->written = 1;
	__sync_fetch_and_add(&own->done, 1);
	pthread_cond_signal(&own->cond);
	return NULL;
}

static void wait_done(struct worker *own)
{
	while (!own->done) {
		pthread_mutex_lock(&own->lock);
		pthread_cond_wait(&own->cond, &own->lock);
		pthread_mutex_unlock(&own->lock);
	}
}

int main(int argc, char **argv)
{
	static struct item item;
	(void)argv;
	worker.done = 0;
	worker.first = &item;
	if (argc > 1)
		worker.first = NULL;
	pthread_create(&worker.thread, NULL, write_all, &worker);
	wait_done(&worker);
	return 0;
}
