// A worker that waits before each round: `for (;;) { while (!ready) wait; ... }` has one head for
// both loops. What it reads behind the wait may be written until it is told to go on.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct copy {
	pthread_mutex_t mutex;
	pthread_cond_t cond;
	char *buffer;
	int len;
	int new;
	int fd;
};

static void *writer(void *arg)
{
	struct copy *my = arg;
	pthread_mutex_lock(&my->mutex);
	for (;;) {
		while (!my->new)
			pthread_cond_wait(&my->cond, &my->mutex);
		if (my->new == 16)
			break;
		write(my->fd, my->buffer, (size_t)my->len);
		my->new--;
		pthread_cond_signal(&my->cond);
	}
	pthread_mutex_unlock(&my->mutex);
	return NULL;
}

static void handover(struct copy *my, int adjust)
{
	pthread_mutex_lock(&my->mutex);
	my->new += adjust;
	pthread_cond_signal(&my->cond);
	while (my->new & 2)
		pthread_cond_wait(&my->cond, &my->mutex);
	pthread_mutex_unlock(&my->mutex);
}

static void *eager_writer(void *arg)
{
	struct copy *my = arg;
	pthread_mutex_lock(&my->mutex);
	for (;;) {
		while (my->len) {
			if (write(my->fd, my->buffer, (size_t)my->len) < 0)
				break;
			pthread_cond_wait(&my->cond, &my->mutex);
		}
		if (my->new == 16)
			break;
		my->new--;
	}
	pthread_mutex_unlock(&my->mutex);
	return NULL;
}

int copy_ok(int fd)
{
	struct copy my = {0};
	pthread_t thread;
	pthread_mutex_init(&my.mutex, NULL);
	pthread_cond_init(&my.cond, NULL);
	my.buffer = malloc(100);
	if (!my.buffer)
		return 1;
	my.fd = fd;
	if (pthread_create(&thread, NULL, writer, &my) != 0)
		return 1;
	memset(my.buffer, 'a', 100);
	my.len = 100;
	handover(&my, 1);
	handover(&my, 16);
	pthread_join(thread, NULL);
	free(my.buffer);
	return 0;
}

int copy_bad(int fd)
{
	struct copy my = {0};
	pthread_t thread;
	pthread_mutex_init(&my.mutex, NULL);
	pthread_cond_init(&my.cond, NULL);
	my.buffer = malloc(100);
	if (!my.buffer)
		return 1;
	my.fd = fd;
	if (pthread_create(&thread, NULL, eager_writer, &my) != 0)
		return 1;
	memset(my.buffer, 'a', 100); //~ ERROR E0506
	my.len = 100; //~ ERROR E0506
	handover(&my, 1);
	handover(&my, 16);
	pthread_join(thread, NULL);
	free(my.buffer);
	return 0;
}
