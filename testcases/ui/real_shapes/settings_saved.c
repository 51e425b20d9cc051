// Real shape: a scanner saves its settings by a table of functions between starting its threads and joining them.
// Nobody sees whether one of them changes the number of threads, so nobody can say that fewer are joined.
#include <pthread.h>
#include <stdlib.h>

struct settings {
	unsigned threads;
	int rate;
	int echo;
};

struct worker {
	size_t handle;
	const struct settings *settings;
	int done;
};

struct parameter {
	const char *name;
	int (*set)(struct settings *settings, const char *name);
};

extern const struct parameter parameters[];

static void *worker_main(void *arg)
{
	struct worker *worker = arg;

	worker->done = worker->settings->rate;
	return NULL;
}


static void save(struct settings *settings)
{
	settings->echo = 1;
	for (size_t i = 0; parameters[i].name; i++)
		parameters[i].set(settings, parameters[i].name);
	settings->echo = 0;
}

static size_t start(struct worker *worker)
{
	pthread_t tid = 0;

	pthread_create(&tid, NULL, worker_main, worker);
	return (size_t)tid;
}

static void join(size_t handle)
{
	pthread_join((pthread_t)handle, NULL);
}

int saved_between_ok(struct settings *settings)
{
	struct worker workers[8];

	for (unsigned i = 0; i < settings->threads; i++) {
		struct worker *worker = &workers[i];

		worker->settings = settings;
		worker->handle = start(worker);
	}
	if (settings->rate > 3)
		save(settings);
	for (unsigned i = 0; i < settings->threads; i++) {
		struct worker *worker = &workers[i];

		join(worker->handle);
		worker->handle = 0;
	}
	return 0;
}

int saved_between_bad(struct settings *settings)
{
	struct worker workers[8];

	for (unsigned i = 0; i < settings->threads; i++) {
		struct worker *worker = &workers[i];

		worker->settings = settings;
		worker->handle = start(worker); //~ ERROR E0373
	}
	save(settings);
	return 0;
}
