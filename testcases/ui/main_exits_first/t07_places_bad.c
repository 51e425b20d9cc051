// The same, and nobody waits for the flag.
#include <pthread.h>
#include <stddef.h>

struct item {
	int written;
};

struct worker {
	pthread_t thread;
	struct item *first;
	pthread_mutex_t lock;
	int done;
};

static struct worker worker;

static void *write_all(void *arg)
{
	struct worker *own = arg;
	if (own->first)
		own->first->written = 1;
	__sync_fetch_and_add(&own->done, 1);
	return NULL;
}

int main(int argc, char **argv)
{
	static struct item item;
	(void)argv;
	worker.done = 0;
	worker.first = &item;
	if (argc > 1)
		worker.first = NULL;
	pthread_create(&worker.thread, NULL, write_all, &worker); //~ WARNING main_exits_first
	return 0;
}
