#ifndef SPAWN_LEVELS_H
#define SPAWN_LEVELS_H

#include <pthread.h>
#include <stddef.h>

struct spawn_options {
	void *(*fn)(void *);
	void *arg;
	size_t stack_size;
	pthread_t tid;
};

pthread_t spawn_or_die(void *(*fn)(void *), void *arg);
int spawn_options_start(struct spawn_options *options);
void spawn_options_finish(struct spawn_options *options);

#endif
