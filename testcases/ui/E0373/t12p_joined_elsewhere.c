// T12', right: the storage is main's, start and stop are helpers, and every return passes the stop. CERT calls lending
// main's local bad; POSIX guarantees the access, so it is right here.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

struct ticker {
	pthread_t tid;
	atomic_int stop;
	int ticks;
};

static void *ticker_run(void *arg)
{
	struct ticker *ticker = arg;

	while (!atomic_load(&ticker->stop)) {
		usleep(1000);
		ticker->ticks++;
	}
	return NULL;
}

static int ticker_start(struct ticker *ticker)
{
	atomic_init(&ticker->stop, 0);
	ticker->ticks = 0;
	return pthread_create(&ticker->tid, NULL, ticker_run, ticker);
}

static int ticker_stop(struct ticker *ticker)
{
	atomic_store(&ticker->stop, 1);
	pthread_join(ticker->tid, NULL);
	return ticker->ticks;
}

int main(void)
{
	struct ticker ticker;
	char line[80];

	if (ticker_start(&ticker) != 0)
		return 1;
	while (fgets(line, sizeof line, stdin)) {
		if (line[0] == 'q') {
			ticker_stop(&ticker);
			return 0;
		}
	}
	printf("%d\n", ticker_stop(&ticker));
	return 0;
}
