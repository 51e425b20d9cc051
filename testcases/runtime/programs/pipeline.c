// SPDX-License-Identifier: MIT
// flags: -I../../../runtime/include
// A pipeline with a stop request: a thread that counts without end, one that squares what it gets, and main, which
// takes as many squares as it wants and then asks the first to stop. Each stage closes what it writes to at its end, so
// the stop runs down the pipeline; the scope joins both before the channels end.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

#include <own/own.h>

enum { CAPACITY = 4, WANTED = 5 };

struct channel {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	long items[CAPACITY];
	unsigned put, got; // items so far
	bool closed;
};

#define CHANNEL { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER }

static void channel_put(struct channel *channel, long item)
{
	pthread_mutex_lock(&channel->lock);
	while (channel->put - channel->got == CAPACITY)
		pthread_cond_wait(&channel->changed, &channel->lock);
	channel->items[channel->put++ % CAPACITY] = item;
	pthread_cond_broadcast(&channel->changed);
	pthread_mutex_unlock(&channel->lock);
}

// False when the channel is closed and empty.
static bool channel_get(struct channel *channel, long *item)
{
	pthread_mutex_lock(&channel->lock);
	while (channel->put == channel->got && !channel->closed)
		pthread_cond_wait(&channel->changed, &channel->lock);
	bool more = channel->put != channel->got;
	if (more)
		*item = channel->items[channel->got++ % CAPACITY];
	pthread_cond_broadcast(&channel->changed);
	pthread_mutex_unlock(&channel->lock);
	return more;
}

static void channel_close(struct channel *channel)
{
	pthread_mutex_lock(&channel->lock);
	channel->closed = true;
	pthread_cond_broadcast(&channel->changed);
	pthread_mutex_unlock(&channel->lock);
}

struct stage {
	struct channel *in, *out;
};

OWN_TASK(count, struct stage, stage)
{
	for (long number = 1; !own_stop_requested(); number++)
		channel_put(stage->out, number);
	channel_close(stage->out);
}

OWN_TASK(square, struct stage, stage)
{
	long number;

	while (channel_get(stage->in, &number))
		channel_put(stage->out, number * number);
	channel_close(stage->out);
}

int main(void)
{
	struct channel numbers = CHANNEL, squares = CHANNEL;
	struct stage counts = { NULL, &numbers }, multiplies = { &numbers, &squares };
	long item;

	OWN_SCOPE (scope) {
		own_thread *counter;
		if (own_scope_spawn(&scope, square, &multiplies) != 0)
			return 1;
		if (own_scope_spawn_opts(&scope, &counter, count, &counts, NULL) != 0) {
			channel_close(&numbers); // or the other one would wait for ever
			return 1;
		}
		for (int i = 0; i < WANTED && channel_get(&squares, &item); i++)
			printf("%ld\n", item);
		own_request_stop(counter);
		while (channel_get(&squares, &item))
			continue; // what is still on its way
	}
	printf("stopped\n");
	return 0;
}
