// Real shape: a block in one of two elements, or in none; which, is not known where it is stored once more.
#include <pthread.h>
#include <stdlib.h>

struct listener {
	struct listener *sibling;
	pthread_t tid;
};

int more(void);

static void *listener_run(void *arg)
{
	return arg;
}

int siblings_ok(void)
{
	struct listener *siblings[2] = {NULL, NULL};
	struct listener *listener = calloc(1, sizeof *listener);
	int which = more();

	siblings[which] = listener;
	if (siblings[0] != NULL && siblings[1] != NULL) {
		siblings[0]->sibling = siblings[1];
		siblings[1]->sibling = siblings[0];
	}
	return pthread_create(&siblings[0]->tid, NULL, listener_run, siblings[0]);
}

int siblings_lent_ok(void)
{
	struct listener *siblings[2] = {NULL, NULL}, local = {0};
	struct listener *listener = calloc(1, sizeof *listener);
	pthread_t tid;
	int which = more();

	siblings[which] = listener;
	if (siblings[0] != NULL && siblings[1] != NULL)
		siblings[0]->sibling = siblings[1];
	local.sibling = siblings[0];
	if (pthread_create(&tid, NULL, listener_run, &local) != 0)
		return -1;
	pthread_join(tid, NULL);
	return local.sibling != NULL;
}
