// Threads by way of a pack on the heap and a trampoline, as portable layers have them.
#include <stdlib.h>

#include "launch.h"

struct pack {
	launch_fn *fn;
	void *data;
};

static void *trampoline(void *arg)
{
	struct pack pack = *(struct pack *)arg;

	free(arg);
	pack.fn(pack.data);
	return NULL;
}

int launch(pthread_t *tid, launch_fn *fn, void *data)
{
	struct pack *pack = malloc(sizeof *pack);
	int rc;

	if (!pack)
		return -1;
	pack->fn = fn;
	pack->data = data;
	rc = pthread_create(tid, NULL, trampoline, pack);
	if (rc != 0)
		free(pack);
	return rc;
}

int launch_detached(launch_fn *fn, void *data)
{
	pthread_t tid;
	int rc = launch(&tid, fn, data);

	if (rc == 0)
		pthread_detach(tid);
	return rc;
}

void land_and_free(pthread_t tid, void *own)
{
	pthread_join(tid, NULL);
	free(own);
}
