// The handler joins threads of another array.
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

static pthread_t *threads, others[4], main_thread;
static atomic_int stop, interrupted;

static void join_others(int sig)
{
	stop = 1;
	for (int i = 0; i < 4; i++)
		pthread_join(others[i], NULL);
	exit(sig);
}

static void *work(void *arg)
{
	while (!stop)
		continue;
	if (interrupted && pthread_equal(pthread_self(), main_thread))
		raise(SIGTERM);
	return arg;
}

int main(void)
{
	threads = calloc(4, sizeof *threads);
	if (!threads)
		exit(1);
	main_thread = pthread_self();
	signal(SIGTERM, join_others);
	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, work, NULL); //~ WARNING main_exits_first
	work(NULL);
	return 0;
}
