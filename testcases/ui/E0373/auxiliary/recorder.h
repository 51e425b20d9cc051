#ifndef RECORDER_H
#define RECORDER_H

#include <pthread.h>

struct sink {
	unsigned long bytes;
};

struct recorder {
	pthread_t thread;
	int running;
	unsigned long samples;
	struct sink *sink;
};

int recorder_start(struct recorder *recorder);
void recorder_stop(struct recorder *recorder);

#endif
