// T12', right: main leaves by pthread_exit, and its threads use statics and their own heap blocks.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct site {
	char host[64];
	int checks;
};

static struct site front = { "www.example.org", 0 };

static void *site_check(void *arg)
{
	struct site *site = arg;

	for (int i = 0; i < 3; i++) {
		sleep(1);
		printf("%s %d\n", site->host, ++site->checks);
	}
	return NULL;
}

static void *site_check_owned(void *arg)
{
	site_check(arg);
	free(arg);
	return NULL;
}

static void start(void *(*fn)(void *), struct site *site)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, fn, site))
		abort();
	pthread_detach(tid);
}

int main(int argc, char **argv)
{
	start(site_check, &front);
	for (int i = 1; i < argc; i++) {
		struct site *site = calloc(1, sizeof *site);

		if (!site)
			abort();
		snprintf(site->host, sizeof site->host, "%s", argv[i]);
		start(site_check_owned, site);
	}
	pthread_exit(NULL);
}
