// A loop waits until another thread puts another number into a volatile or atomic field than was last put there:
// it ends some day, and what follows is done.
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

struct server {
	volatile int stop; // 1: please stop, 2: nearly there
	atomic_int asked;
	pthread_t master;
	int served;
};

static void *serve(void *arg)
{
	struct server *server = arg;

	while (!server->stop)
		server->served++;
	server->stop = 2;
	server->served = 0;
	return NULL;
}

static struct server *server_start(void)
{
	struct server *server = calloc(1, sizeof *server);
	if (!server || pthread_create(&server->master, NULL, serve, server) != 0)
		exit(1);
	return server;
}

static void server_stop(struct server *server)
{
	server->stop = 1;
	while (server->stop != 2)
		usleep(10000);
	pthread_join(server->master, NULL);
	free(server);
}

int stopped_ok(void)
{
	struct server *server = server_start();
	server_stop(server);
	return 0;
}

static void *work(void *arg)
{
	int *job = arg;
	return (void *)(long)*job;
}

int joined_behind_ok(struct server *server)
{
	int job = 1;
	pthread_t thread;

	if (pthread_create(&thread, NULL, work, &job) != 0)
		return 1;
	atomic_store(&server->asked, 1);
	while (atomic_load(&server->asked))
		usleep(10000);
	pthread_join(thread, NULL);
	return 0;
}

int not_joined_behind_bad(struct server *server)
{
	int job = 1;
	pthread_t thread;

	if (pthread_create(&thread, NULL, work, &job) != 0) //~ ERROR E0373
		return 1;
	server->stop = 1;
	while (server->stop != 2)
		usleep(10000);
	return 0;
}

// Its own count is no other's: the loop ends by itself, once.
int counted_down_ok(struct server *server)
{
	int job = 1;
	pthread_t thread;

	if (pthread_create(&thread, NULL, work, &job) != 0)
		return 1;
	server->stop = 3;
	while (server->stop)
		server->stop--;
	pthread_join(thread, NULL);
	return 0;
}
