// Real shape: handles and jobs in heap arrays, the thing that they work on in a local.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct tally {
	pthread_mutex_t lock;
	long words;
};

struct mapper {
	const char *text;
	struct tally *tally;
};

static void *mapper_run(void *arg)
{
	struct mapper *m = arg;
	long words = 0;

	usleep(20 * 1000);
	for (const char *p = m->text; *p; p++)
		words += *p == ' ';
	pthread_mutex_lock(&m->tally->lock);
	m->tally->words += words;
	pthread_mutex_unlock(&m->tally->lock);
	return NULL;
}

long heap_handles_ok(const char *text, unsigned n)
{
	struct tally tally = { PTHREAD_MUTEX_INITIALIZER, 0 };
	pthread_t *tids = calloc(n, sizeof *tids);
	struct mapper *mappers = calloc(n, sizeof *mappers);

	if (!tids || !mappers)
		abort();
	for (unsigned i = 0; i < n; i++) {
		mappers[i] = (struct mapper){ text, &tally };
		if (pthread_create(&tids[i], NULL, mapper_run, &mappers[i]))
			abort();
	}
	for (unsigned i = 0; i < n; i++)
		pthread_join(tids[i], NULL);
	free(mappers);
	free(tids);
	return tally.words;
}

long same_job_for_all_ok(const char *text, unsigned n)
{
	struct tally tally = { PTHREAD_MUTEX_INITIALIZER, 0 };
	struct mapper mapper = { text, &tally };
	pthread_t *tids = malloc(n * sizeof *tids);
	unsigned started;

	if (!tids)
		return -1;
	for (started = 0; started < n; started++)
		if (pthread_create(&tids[started], NULL, mapper_run, &mapper))
			break;
	while (started > 0)
		pthread_join(tids[--started], NULL);
	free(tids);
	return tally.words;
}

// The jobs live on, the threads are detached, and the tally is a local.
long heap_detached_bad(const char *text, unsigned n)
{
	struct tally tally = { PTHREAD_MUTEX_INITIALIZER, 0 };
	struct mapper *mappers = calloc(n, sizeof *mappers);
	pthread_t tid;

	if (!mappers)
		abort();
	for (unsigned i = 0; i < n; i++) {
		mappers[i] = (struct mapper){ text, &tally };
		if (pthread_create(&tid, NULL, mapper_run, &mappers[i])) //~ ERROR E0373
			abort();
		pthread_detach(tid);
	}
	return tally.words;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(heap_detached_bad("a b c", 3)) RUN_OK(heap_handles_ok("a b c", 3))
		RUN_OK(same_job_for_all_ok("a b c", 3)))
#endif
