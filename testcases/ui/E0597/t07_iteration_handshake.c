// T7 in a loop: the object lives in the body, the thread takes it and says so, and each iteration waits for that.
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../include/fake_uv.h"

struct client {
	sem_t *taken;
	int fd;
	struct sockaddr_in address;
};

struct client_uv {
	uv_sem_t *taken;
	int fd;
};

static void serve(int fd, int port)
{
	printf("port %d\n", port);
	usleep(50 * 1000);
	close(fd);
}

static void *takes(void *arg)
{
	struct client *client = arg;
	int fd = client->fd, port = client->address.sin_port;

	sem_post(client->taken);
	serve(fd, port);
	return NULL;
}

static void *takes_half(void *arg)
{
	struct client *client = arg;
	int fd = client->fd;

	sem_post(client->taken);
	usleep(50 * 1000);
	serve(fd, client->address.sin_port);
	return NULL;
}

static void takes_uv(void *arg)
{
	struct client_uv *client = arg;
	int fd = client->fd;

	uv_sem_post(client->taken);
	serve(fd, 0);
}

static void wait_for(sem_t *sem)
{
	while (sem_wait(sem) < 0 && errno == EINTR)
		;
}

void each_taken_ok(int count)
{
	pthread_t tid;
	sem_t taken;

	sem_init(&taken, 0, 0);
	for (int i = 0; i < count; i++) {
		struct client client = { .taken = &taken, .fd = dup(0) };

		if (pthread_create(&tid, NULL, takes, &client) != 0) {
			close(client.fd);
			continue;
		}
		pthread_detach(tid);
		wait_for(&taken);
	}
	sem_destroy(&taken);
}

void accept_loop_ok(int listener)
{
	sem_t taken;

	sem_init(&taken, 0, 0);
	for (;;) {
		struct client client = { .taken = &taken };
		socklen_t size = sizeof client.address;
		pthread_t tid;

		client.fd = accept(listener, (struct sockaddr *)&client.address, &size);
		if (client.fd < 0)
			continue;
		if (pthread_create(&tid, NULL, takes, &client) != 0) {
			close(client.fd);
			continue;
		}
		pthread_detach(tid);
		wait_for(&taken);
	}
}

void each_taken_uv_ok(int count)
{
	uv_sem_t taken;

	if (uv_sem_init(&taken, 0))
		return;
	for (int i = 0; i < count; i++) {
		struct client_uv client = { .taken = &taken, .fd = dup(0) };
		uv_thread_t tid;

		if (uv_thread_create(&tid, takes_uv, &client))
			continue;
		uv_thread_detach(&tid);
		uv_sem_wait(&taken);
	}
	uv_sem_destroy(&taken);
}

// The port is read after the post.
void half_taken_bad(int count)
{
	static sem_t taken;
	pthread_t tid;

	sem_init(&taken, 0, 0);
	for (int i = 0; i < count; i++) {
		struct client client = { .taken = &taken, .fd = dup(0) };

		if (pthread_create(&tid, NULL, takes_half, &client) != 0) //~ ERROR E0597
			continue;
		pthread_detach(tid);
		wait_for(&taken);
	}
}

// Waits for all of them, when the objects are gone.
void waited_late_bad(int count)
{
	static sem_t taken;
	pthread_t tid;
	int started = 0;

	sem_init(&taken, 0, 0);
	for (int i = 0; i < count; i++) {
		struct client client = { .taken = &taken, .fd = dup(0) };

		if (pthread_create(&tid, NULL, takes, &client) != 0) //~ ERROR E0597
			continue;
		pthread_detach(tid);
		started++;
	}
	while (started-- > 0)
		wait_for(&taken);
}

void waited_late_uv_bad(int count)
{
	static uv_sem_t taken;

	if (uv_sem_init(&taken, 0))
		return;
	for (int i = 0; i < count; i++) {
		struct client_uv client = { .taken = &taken, .fd = dup(0) };
		uv_thread_t tid;

		if (uv_thread_create(&tid, takes_uv, &client)) //~ ERROR E0597
			continue;
		uv_thread_detach(&tid);
	}
	for (int i = 0; i < count; i++)
		uv_sem_wait(&taken);
}
// Not run: libuv is not there when the suite runs.
