// T2: an accept loop hands out the address of its one descriptor, or its one client struct.
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../include/fake_glib.h"

struct client {
	int fd;
	struct sockaddr_in address;
	socklen_t size;
};

static void *serve_fd(void *arg)
{
	int fd = *(int *)arg;

	pthread_detach(pthread_self());
	close(fd);
	return NULL;
}

static void *serve_value(void *arg)
{
	pthread_detach(pthread_self());
	close((int)(intptr_t)arg);
	return NULL;
}

static void *serve_client(void *arg)
{
	struct client *client = arg;

	printf("port %d\n", client->address.sin_port);
	return NULL;
}

static void *serve_owned(void *arg)
{
	struct client *client = arg;

	serve_client(client);
	close(client->fd);
	free(client);
	return NULL;
}

static void *serve_owned_fd(void *arg)
{
	int *fd = arg;

	close(*fd);
	g_free(fd);
	return NULL;
}

void descriptor_bad(int listener)
{
	int fd;

	for (;;) {
		pthread_t tid;

		fd = accept(listener, NULL, NULL); //~ ERROR E0506
		if (fd < 0)
			continue;
		if (pthread_create(&tid, NULL, serve_fd, &fd) != 0)
			close(fd);
	}
}

void descriptor_in_condition_bad(int listener)
{
	pthread_t tid;
	int fd;

	while ((fd = accept(listener, NULL, NULL)) >= 0) { //~ ERROR E0506
		if (pthread_create(&tid, NULL, serve_fd, &fd) != 0)
			exit(1);
	}
	exit(0);
}

// The library writes into the struct that the thread before still reads.
void address_bad(int listener)
{
	struct client client = { .size = sizeof client.address };
	pthread_t tid;
	int fd;

	for (;;) {
		fd = accept(listener, (struct sockaddr *)&client.address, &client.size); //~ ERROR E0506
		if (fd < 0)
			continue;
		if (pthread_create(&tid, NULL, serve_client, &client) == 0)
			pthread_detach(tid);
	}
}

void glib_bad(int listener)
{
	int fd;

	while (TRUE) {
		fd = accept(listener, NULL, NULL); //~ ERROR E0506
		if (fd >= 0)
			g_thread_unref(g_thread_new("client", serve_fd, &fd));
	}
}

void value_ok(int listener)
{
	for (;;) {
		int fd = accept(listener, NULL, NULL);
		pthread_t tid;

		if (fd < 0)
			continue;
		if (pthread_create(&tid, NULL, serve_value, (void *)(intptr_t)fd) != 0)
			close(fd);
	}
}

void owned_ok(int listener)
{
	for (;;) {
		struct client *client = calloc(1, sizeof *client);
		pthread_t tid;

		if (!client)
			exit(1);
		client->size = sizeof client->address;
		client->fd = accept(listener, (struct sockaddr *)&client->address, &client->size);
		if (client->fd < 0) {
			free(client);
			continue;
		}
		if (pthread_create(&tid, NULL, serve_owned, client) != 0) {
			close(client->fd);
			free(client);
			continue;
		}
		pthread_detach(tid);
	}
}

void glib_owned_ok(int listener)
{
	while (TRUE) {
		int *fd = g_new0(int, 1);

		*fd = accept(listener, NULL, NULL);
		if (*fd < 0) {
			g_free(fd);
			continue;
		}
		g_thread_unref(g_thread_new("client", serve_owned_fd, fd));
	}
}

// One client after the other.
void joined_ok(int listener)
{
	int fd;

	while ((fd = accept(listener, NULL, NULL)) >= 0) {
		GThread *thread = g_thread_new("client", serve_value, GINT_TO_POINTER(fd));

		g_thread_join(thread);
	}
}
// Not run: nobody connects.
