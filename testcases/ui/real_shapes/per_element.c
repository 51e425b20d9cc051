// Real shape: the loop that joins thread i also resets, frees or fills element i, while the threads behind it still
// run.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../include/fake_glib.h"

#define N 4

struct shard {
	pthread_t tid;
	char *buffer;
	int number, spare;
	long sum;
};

static void *shard_run(void *arg)
{
	struct shard *shard = arg;

	usleep(20 * 1000 * (unsigned)(shard->number + 1));
	for (int i = 0; i < 16; i++)
		shard->sum += shard->buffer[i] + shard->number;
	return NULL;
}

static void shard_start(struct shard *shard, int number)
{
	shard->number = number;
	shard->sum = 0;
	shard->buffer = calloc(1, 16);
	if (!shard->buffer || pthread_create(&shard->tid, NULL, shard_run, shard) != 0)
		abort();
}

long freed_one_by_one_ok(void)
{
	struct shard shards[N];
	long sum = 0;

	for (int i = 0; i < N; i++)
		shard_start(&shards[i], i);
	for (int i = 0; i < N; i++) {
		pthread_join(shards[i].tid, NULL);
		sum += shards[i].sum;
		shards[i].sum = 0;
		free(shards[i].buffer);
		shards[i].buffer = NULL;
	}
	return sum;
}

// All shards share one heap array; each has its own buffer.
long heap_ok(int n)
{
	struct shard *shards = calloc((size_t)n, sizeof *shards);
	long sum = 0;

	if (!shards)
		abort();
	for (int i = 0; i < n; i++)
		shard_start(&shards[i], i);
	while (n-- > 0) {
		pthread_join(shards[n].tid, NULL);
		sum += shards[n].sum;
		shards[n].number = -1;
		free(shards[n].buffer);
	}
	free(shards);
	return sum;
}

// Joined, and started again with the next number.
long restarted_ok(int rounds)
{
	struct shard shards[N];
	long sum = 0;

	for (int i = 0; i < N; i++)
		shard_start(&shards[i], i);
	for (int r = 0; r < rounds; r++)
		for (int i = 0; i < N; i++) {
			pthread_join(shards[i].tid, NULL);
			sum += shards[i].sum;
			free(shards[i].buffer);
			shard_start(&shards[i], r + i);
		}
	for (int i = 0; i < N; i++) {
		pthread_join(shards[i].tid, NULL);
		free(shards[i].buffer);
	}
	return sum;
}

gpointer shard_run_glib(gpointer data)
{
	return shard_run(data);
}

int glib_ok(void)
{
	struct shard *shards[N];
	GThread *threads[N];

	for (int i = 0; i < N; i++) {
		shards[i] = g_new0(struct shard, 1);
		shards[i]->buffer = g_malloc0(16);
		shards[i]->number = i;
		threads[i] = g_thread_new("shard", shard_run_glib, shards[i]);
	}
	for (int i = 0; i < N; i++) {
		g_thread_join(threads[i]);
		g_free(shards[i]->buffer);
		g_free(shards[i]);
	}
	return 0;
}

// The next one is reset, which still runs.
long next_one_bad(void)
{
	struct shard shards[N];

	for (int i = 0; i < N; i++)
		shard_start(&shards[i], i);
	for (int i = 0; i < N - 1; i++) {
		pthread_join(shards[i].tid, NULL);
		shards[i + 1].number = 0; //~ ERROR E0506
	}
	pthread_join(shards[N - 1].tid, NULL);
	for (int i = 0; i < N; i++)
		free(shards[i].buffer);
	return shards[0].sum;
}

// What the thread does not read; and one that runs no more.
long others_ok(void)
{
	struct shard shards[N];

	for (int i = 0; i < N; i++) {
		shard_start(&shards[i], i);
		shards[i].spare = i;
	}
	for (int i = 0; i < N - 1; i++) {
		shards[i + 1].spare = 0;
		pthread_join(shards[i].tid, NULL);
		shards[i].number = 0;
		if (i > 0)
			shards[i - 1].number = 1;
	}
	pthread_join(shards[N - 1].tid, NULL);
	for (int i = 0; i < N; i++)
		free(shards[i].buffer);
	return shards[0].sum;
}

// All are freed when the first is joined.
long FN_all_freed_bad(void)
{
	struct shard shards[N];

	for (int i = 0; i < N; i++)
		shard_start(&shards[i], i);
	pthread_join(shards[0].tid, NULL);
	for (int i = 0; i < N; i++)
		free(shards[i].buffer); //~ GAP E0505: that a counter comes by each element is not known
	for (int i = 1; i < N; i++)
		pthread_join(shards[i].tid, NULL);
	return shards[0].sum;
}

// One too early.
long freed_before_join_bad(void)
{
	struct shard shards[N];

	for (int i = 0; i < N; i++)
		shard_start(&shards[i], i);
	for (int i = 0; i < N; i++) {
		free(shards[i].buffer); //~ ERROR E0505
		pthread_join(shards[i].tid, NULL);
	}
	return shards[0].sum;
}

// Nobody is joined before all is reset.
long reset_before_join_bad(void)
{
	struct shard shards[N];

	for (int i = 0; i < N; i++)
		shard_start(&shards[i], i);
	for (int i = 0; i < N; i++)
		shards[i].number = 0; //~ ERROR E0506
	for (int i = 0; i < N; i++) {
		pthread_join(shards[i].tid, NULL);
		free(shards[i].buffer);
	}
	return shards[0].sum;
}
// Not run: GLib is not there when the suite runs.
