// files: auxiliary/latch.c
// T7: the handshake is a type of its own, in another file.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "auxiliary/latch.h"

struct loader {
	struct latch loaded;
	struct latch unrelated;
	char path[64];
};

static void load(const char *path)
{
	printf("loading %s\n", path);
}

static void *takes_then_opens(void *arg)
{
	struct loader *loader = arg;
	char path[64];

	memcpy(path, loader->path, sizeof path);
	latch_open(&loader->loaded);
	usleep(100 * 1000);
	load(path);
	return NULL;
}

static void *opens_then_takes(void *arg)
{
	struct loader *loader = arg;

	latch_open(&loader->loaded);
	usleep(100 * 1000);
	load(loader->path);
	return NULL;
}

static int start(struct loader *loader, void *(*entry)(void *))
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, entry, loader) != 0)
		return -1;
	return pthread_detach(tid);
}

int latch_ok(void)
{
	struct loader loader = { .loaded = LATCH_INITIALIZER, .path = "a" };

	if (start(&loader, takes_then_opens) != 0)
		exit(1);
	latch_wait(&loader.loaded);
	return 0;
}

int timed_then_patient_ok(void)
{
	struct loader loader = { .loaded = LATCH_INITIALIZER, .path = "b" };

	if (start(&loader, takes_then_opens) != 0)
		exit(1);
	if (latch_wait_for(&loader.loaded, 100) != 0) {
		fprintf(stderr, "still waiting\n");
		latch_wait(&loader.loaded);
	}
	return 0;
}

int opened_early_bad(void)
{
	struct loader loader = { .loaded = LATCH_INITIALIZER, .path = "c" };

	if (start(&loader, opens_then_takes) != 0) //~ ERROR E0373
		exit(1);
	latch_wait(&loader.loaded);
	return 0;
}

int other_latch_bad(struct latch *latch)
{
	struct loader loader = { .loaded = LATCH_INITIALIZER, .path = "d" };

	if (start(&loader, takes_then_opens) != 0) //~ ERROR E0373
		exit(1);
	latch_wait(latch);
	return 0;
}

int given_up_bad(void)
{
	struct loader loader = { .loaded = LATCH_INITIALIZER, .path = "e" };

	if (start(&loader, takes_then_opens) != 0) //~ ERROR E0373
		exit(1);
	if (latch_wait_for(&loader.loaded, 0) != 0)
		return -1;
	return 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(opened_early_bad()) RUN_OK(latch_ok()) RUN_OK(timed_then_patient_ok()))
#endif
