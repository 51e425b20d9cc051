// T12: `main` leaves by exit() on every path after the spawn. exit() ends the process, not the frame.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct progress {
	const char *title;
	unsigned done, total;
};

static void *progress_show(void *arg)
{
	struct progress *progress = arg;

	while (progress->done < progress->total) {
		fprintf(stderr, "\r%s: %u/%u", progress->title, progress->done, progress->total);
		usleep(100 * 1000);
	}
	return NULL;
}

static void usage(const char *name)
{
	fprintf(stderr, "usage: %s COUNT\n", name);
	exit(2);
}

int main(int argc, char **argv)
{
	struct progress progress = { "working", 0, 0 };
	pthread_t tid;

	if (argc != 2)
		usage(argv[0]);
	progress.total = (unsigned)strtoul(argv[1], NULL, 10);
	if (pthread_create(&tid, NULL, progress_show, &progress) != 0)
		return EXIT_FAILURE;
	pthread_detach(tid);
	usleep(1000);
	if (progress.total == 0)
		usage(argv[0]);
	exit(EXIT_SUCCESS);
}
