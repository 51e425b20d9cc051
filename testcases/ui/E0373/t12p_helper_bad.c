// T12': the spawn is in a helper, the storage is main's.
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct config {
	char path[64];
	int reloads;
};

static void *config_watch(void *arg)
{
	struct config *config = arg;

	while (config->path[0]) {
		sleep(1);
		config->reloads++;
	}
	return NULL;
}

static int config_start_watch(struct config *config)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, config_watch, config) != 0)
		return -1;
	return pthread_detach(tid);
}

int main(int argc, char **argv)
{
	struct config config = { .path = "/etc/app.conf" };

	if (argc > 1)
		snprintf(config.path, sizeof config.path, "%s", argv[1]);
	if (config_start_watch(&config) < 0) //~ ERROR E0373
		fprintf(stderr, "changes will not be seen\n");
	printf("using %s\n", config.path);
	return 0;
}
