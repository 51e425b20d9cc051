// T12: `main` never leaves its frame: an endless loop. Its locals never die.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct server {
	int listener;
	unsigned long served;
	pthread_mutex_t lock;
};

static void *housekeeping(void *arg)
{
	struct server *server = arg;

	for (;;) {
		sleep(60);
		pthread_mutex_lock(&server->lock);
		printf("served %lu\n", server->served);
		pthread_mutex_unlock(&server->lock);
	}
	return NULL;
}

int main(void)
{
	struct server server = { .listener = 0, .lock = PTHREAD_MUTEX_INITIALIZER };
	pthread_t tid;

	if (pthread_create(&tid, NULL, housekeeping, &server) != 0) {
		perror("housekeeping");
		return 1;
	}
	for (;;) {
		int client = accept(server.listener, NULL, NULL);

		if (client < 0)
			continue;
		pthread_mutex_lock(&server.lock);
		server.served++;
		pthread_mutex_unlock(&server.lock);
		close(client);
	}
}
