// Real shape: the handle is a static of the file; the lent object is a local of the function that starts and stops.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_t loader;
static pthread_t loaders[2];

struct assets {
	const char *path;
	int loaded;
};

static void *assets_load(void *arg)
{
	struct assets *assets = arg;

	usleep(20 * 1000);
	assets->loaded = assets->path[0] != 0;
	return NULL;
}

static void loader_wait(void)
{
	pthread_join(loader, NULL);
}

int static_handle_ok(const char *path)
{
	struct assets assets = { path, 0 };

	if (pthread_create(&loader, NULL, assets_load, &assets) != 0)
		return -1;
	loader_wait();
	return assets.loaded;
}

int static_array_ok(const char *path)
{
	struct assets assets[2] = { { path, 0 }, { path, 0 } };

	for (int i = 0; i < 2; i++)
		if (pthread_create(&loaders[i], NULL, assets_load, &assets[i]) != 0)
			abort();
	for (int i = 0; i < 2; i++)
		pthread_join(loaders[i], NULL);
	return assets[0].loaded + assets[1].loaded;
}

// The wait is left to whoever calls loader_wait later.
int static_handle_bad(const char *path)
{
	struct assets assets = { path, 0 };

	if (pthread_create(&loader, NULL, assets_load, &assets) != 0) //~ ERROR E0373
		return -1;
	return assets.loaded;
}

void load_level(const char *path)
{
	if (static_handle_bad(path) >= 0)
		loader_wait();
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD((load_level("/"), 0)) RUN_OK(static_handle_ok("/")) RUN_OK(static_array_ok("/")))
#endif
