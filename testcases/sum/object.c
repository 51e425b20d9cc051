// Start and stop on one object: the handle lies in a field of it.
#include <pthread.h>
#include <stdlib.h>

struct server { int port; const char *name; pthread_t thread; _Bool running; };

static void *serve(void *arg)
{
	struct server *server = arg;
	return server->port ? NULL : (void *)(long)server->name[0];
}

int server_start(struct server *server)
{
	if (pthread_create(&server->thread, NULL, serve, server))
		return 0;
	server->running = 1;
	return 1;
}

void server_stop(struct server *server)
{
	if (server->running) {
		pthread_join(server->thread, NULL);
		server->running = 0;
	}
}

void server_wait(struct server *server)
{
	pthread_join(server->thread, NULL);
}

void server_delete(struct server *server)
{
	server_stop(server);
	free(server);
}
