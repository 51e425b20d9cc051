// A handler joins what `main` started, and stops them first. In which thread `work` runs the
// handler is not followed.
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

static pthread_t *threads, main_thread;
static atomic_int stop;

static void join_all(int sig)
{
	stop = 1;
	for (int i = 0; threads && i < 4; i++)
		pthread_join(threads[i], NULL);
	free(threads);
	threads = NULL;
	if (sig)
		exit(sig);
}

static void *work(void *arg)
{
	while (!stop)
		continue;
	if (pthread_equal(pthread_self(), main_thread))
		raise(SIGTERM);
	return arg;
}

int main(void)
{
	threads = calloc(4, sizeof *threads);
	if (!threads)
		exit(1);
	main_thread = pthread_self();
	signal(SIGTERM, join_all);
	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, work, NULL);
	work(NULL);
	return 0;
}
