#include <pthread.h>
#include <stdlib.h>

static void *reader(void *arg)
{
	char *path = arg;

	path[0]++;
	return NULL;
}

static int attach(char *path, int flags)
{
	pthread_t tid;

	if (flags)
		return 0;
	if (pthread_create(&tid, NULL, reader, path) != 0)
		return -1;
	pthread_detach(tid);
	return 1;
}

int attach_bad(void)
{
	char path[] = "/";

	return attach(path, 0); //~ ERROR E0373
}
