// A constant in a variable lies a known number away from the first index: it is not what chooses
// the elements. The shape of stress-ng's nanosleep.
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct worker {
	pthread_t thread;
	long counter;
};

extern bool going;
void measure(void);

static void *work(void *arg)
{
	struct worker *worker = arg;
	worker->counter++;
	return NULL;
}

int one_left_bad(unsigned threads)
{
	unsigned i, n;
	const unsigned rounds = 10000;
	struct worker *workers = calloc(threads, sizeof *workers);
	if (!workers)
		return 3;
	for (n = 0; n < threads; n++) {
		if (pthread_create(&workers[n].thread, NULL, work, &workers[n]))
			goto tidy;
		if (!going)
			goto tidy;
	}
tidy:
	for (i = 0; i < n; i++)
		pthread_join(workers[i].thread, NULL);
	for (i = 0; i < rounds; i++)
		measure();
	free(workers); //~ ERROR E0505
	return 0;
}

int all_joined_ok(unsigned threads)
{
	unsigned i, n;
	const unsigned rounds = 10000;
	struct worker *workers = calloc(threads, sizeof *workers);
	if (!workers)
		return 3;
	for (n = 0; n < threads;) {
		if (pthread_create(&workers[n].thread, NULL, work, &workers[n]))
			goto tidy;
		n++;
		if (!going)
			goto tidy;
	}
tidy:
	for (i = 0; i < n; i++)
		pthread_join(workers[i].thread, NULL);
	for (i = 0; i < rounds; i++)
		measure();
	free(workers);
	return 0;
}
