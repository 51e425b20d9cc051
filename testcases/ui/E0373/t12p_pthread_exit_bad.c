// T12': pthread_exit keeps the process for the other threads, but main's locals end with main's thread.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct crawler {
	const char *start;
	int depth;
	int pages;
};

static void *crawl(void *arg)
{
	struct crawler *crawler = arg;

	for (int i = 0; i < crawler->depth; i++) {
		sleep(1);
		crawler->pages++;
	}
	return NULL;
}

int main(int argc, char **argv)
{
	struct crawler crawler = { argc > 1 ? argv[1] : "/", 3, 0 };
	pthread_t tid;
	int rc;

	rc = pthread_create(&tid, NULL, crawl, &crawler); //~ ERROR E0373
	if (rc) {
		fprintf(stderr, "pthread_create: %d\n", rc);
		return EXIT_FAILURE;
	}
	pthread_detach(tid);
	pthread_exit(NULL);
}
// Not run: AddressSanitizer does not poison the stack of a thread that leaves by pthread_exit.
