#include "recorder.h"

#include <stdio.h>
#include <unistd.h>

static void *recorder_main(void *arg)
{
	struct recorder *recorder = arg;

	usleep(20 * 1000);
	recorder->samples++;
	recorder->sink->bytes += 4;
	return NULL;
}

int recorder_start(struct recorder *recorder)
{
	int rc = pthread_create(&recorder->thread, NULL, recorder_main, recorder);

	recorder->running = rc == 0;
	return rc;
}

void recorder_stop(struct recorder *recorder)
{
	if (!recorder->running)
		return;
	pthread_join(recorder->thread, NULL);
	recorder->running = 0;
}
