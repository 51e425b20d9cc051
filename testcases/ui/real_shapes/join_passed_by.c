// A join is passed by for one of several reasons, and much comes behind it: which of them it was
// stays known. The shape of mosquitto's client.
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

struct client {
	pthread_t thread;
	int threaded, sent;
	int fd[12];
	char *name;
};

void close_fd(int fd);

static void *client_run(void *arg)
{
	struct client *client = arg;
	client->sent++;
	return NULL;
}

static struct client *client_new(void)
{
	struct client *client = calloc(1, sizeof *client);
	if (!client)
		abort();
	client->thread = pthread_self();
	return client;
}

static void client_start(struct client *client, void *(*run)(void *))
{
	if (client->threaded)
		return;
	client->threaded = 1;
	if (pthread_create(&client->thread, NULL, run, client))
		abort();
}

static void client_close(struct client *client)
{
	if (!client)
		return;
	if (client->threaded == 1 && !pthread_equal(client->thread, pthread_self())) {
		pthread_cancel(client->thread);
		pthread_join(client->thread, NULL);
		client->threaded = 0;
	}
#define CLOSE(n) if (client->fd[n] != -1) { close_fd(client->fd[n]); client->fd[n] = -1; }
	CLOSE(0) CLOSE(1) CLOSE(2) CLOSE(3) CLOSE(4) CLOSE(5)
	CLOSE(6) CLOSE(7) CLOSE(8) CLOSE(9) CLOSE(10) CLOSE(11)
	free(client->name);
	client->sent = 0;
}

int joined_ok(void)
{
	struct client *client = client_new();
	client_start(client, client_run);
	client_close(client);
	free(client);
	return 0;
}

int forgotten_bad(void)
{
	struct client *client = client_new();
	client_start(client, client_run);
	client->threaded = 0;
	client_close(client);
	free(client); //~ ERROR E0505
	return 0;
}

// The thread takes the mark away as the last that it does, and nothing orders that.
static void *client_run_and_leave(void *arg)
{
	struct client *client = arg;
	client->sent++;
	if (client->threaded == 1)
		client->threaded = 0;
	return NULL;
}

int left_undecided(void)
{
	struct client *client = client_new();
	client_start(client, client_run_and_leave);
	client_close(client);
	free(client); //~ WARNING E0505
	return 0;
}

int tested_here_undecided(void)
{
	struct client client = {.threaded = 1};
	if (pthread_create(&client.thread, NULL, client_run_and_leave, &client)) //~ WARNING E0373
		return 1;
	if (client.threaded)
		pthread_join(client.thread, NULL);
	return 0;
}

int tested_wrongly_bad(void)
{
	struct client client = {.threaded = 1};
	if (pthread_create(&client.thread, NULL, client_run_and_leave, &client)) //~ ERROR E0373
		return 1;
	if (!client.threaded)
		pthread_join(client.thread, NULL);
	return 0;
}
