// Whoever destroys the client joins its thread, unless he is that thread: a function that has
// started a thread is never the one that it started. The shape of mosquitto's client.
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

struct client {
	pthread_t thread;
	bool threaded;
	int sent;
};

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

static void client_start(struct client *client)
{
	if (client->threaded)
		return;
	client->threaded = true;
	if (pthread_create(&client->thread, NULL, client_run, client))
		abort();
}

static void client_destroy(struct client *client)
{
	if (!client)
		return;
	if (client->threaded && !pthread_equal(client->thread, pthread_self()))
		pthread_join(client->thread, NULL);
	free(client);
}

int joined_by_others_ok(void)
{
	struct client *client = client_new();
	client_start(client);
	client_destroy(client);
	return 0;
}

int never_started_ok(void)
{
	struct client *client = client_new();
	client_destroy(client);
	return 0;
}

static void client_destroy_wrongly(struct client *client)
{
	if (client->threaded && pthread_equal(client->thread, pthread_self()))
		pthread_join(client->thread, NULL);
	free(client);
}

int joined_by_itself_bad(void)
{
	struct client *client = client_new();
	client_start(client);
	client_destroy_wrongly(client); //~ ERROR E0505
	return 0;
}

// The comparison of handles, as pthread_t is a number or a pointer nearly everywhere.
int compared_ok(void)
{
	struct client client = {.sent = 0};
	if (pthread_create(&client.thread, NULL, client_run, &client))
		return 1;
	if (client.thread != pthread_self())
		pthread_join(client.thread, NULL);
	return client.sent;
}

int compared_bad(void)
{
	struct client client = {.sent = 0};
	if (pthread_create(&client.thread, NULL, client_run, &client)) //~ ERROR E0373
		return 1;
	if (client.thread == pthread_self())
		pthread_join(client.thread, NULL);
	return 0;
}

// The question has a name of its own.
static bool runs_here(const struct client *client)
{
	return client->thread == pthread_self();
}

static bool same_thread(pthread_t one, pthread_t other)
{
	return pthread_equal(one, other) != 0;
}

int asked_ok(void)
{
	struct client client = {.sent = 0};
	if (pthread_create(&client.thread, NULL, client_run, &client))
		return 1;
	if (!runs_here(&client))
		pthread_join(client.thread, NULL);
	return client.sent;
}

int asked_bad(void)
{
	struct client client = {.sent = 0};
	if (pthread_create(&client.thread, NULL, client_run, &client)) //~ ERROR E0373
		return 1;
	if (runs_here(&client))
		pthread_join(client.thread, NULL);
	return 0;
}

int asked_of_two_ok(void)
{
	struct client client = {.sent = 0};
	if (pthread_create(&client.thread, NULL, client_run, &client))
		return 1;
	if (!same_thread(pthread_self(), client.thread))
		pthread_join(client.thread, NULL);
	return client.sent;
}

// A handle that may be the caller's own: it is where the thread was not started.
int own_handle_ok(bool threaded)
{
	struct client client = {.thread = pthread_self()};
	if (threaded && pthread_create(&client.thread, NULL, client_run, &client))
		return 1;
	if (!pthread_equal(client.thread, pthread_self()))
		pthread_join(client.thread, NULL);
	return client.sent;
}

int own_handle_bad(bool threaded)
{
	struct client client = {.thread = pthread_self()};
	if (threaded && pthread_create(&client.thread, NULL, client_run, &client)) //~ ERROR E0373
		return 1;
	if (pthread_equal(client.thread, pthread_self()))
		return 0;
	client.sent = 2; //~ ERROR E0506
	return 0;
}

enum { N = 4 };

int many_ok(void)
{
	struct client clients[N];
	for (int i = 0; i < N; i++)
		if (pthread_create(&clients[i].thread, NULL, client_run, &clients[i]))
			abort();
	for (int i = 0; i < N; i++)
		if (!pthread_equal(clients[i].thread, pthread_self()))
			pthread_join(clients[i].thread, NULL);
	return clients[0].sent;
}

int many_bad(void)
{
	struct client clients[N];
	for (int i = 0; i < N; i++)
		if (pthread_create(&clients[i].thread, NULL, client_run, &clients[i])) //~ ERROR E0373
			abort();
	for (int i = 0; i < N; i++)
		if (pthread_equal(clients[i].thread, pthread_self()))
			pthread_join(clients[i].thread, NULL);
	return 0;
}
