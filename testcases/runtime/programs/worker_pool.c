// SPDX-License-Identifier: MIT
// flags: -I../../../runtime/include
// A worker pool: an array is cut into chunks, a worker gets each of them, and the chunk comes back with its result in
// it. Where a worker cannot be had, the chunk is done by main.
#include <stdio.h>

#include <own/own.h>

enum { ITEMS = 1000, WORKERS = 4 };

struct chunk {
	const int *items; // lent: main joins all workers before the array ends
	size_t length;
	long sum; // what comes back
	int largest;
};

static void chunk_sum(struct chunk *chunk)
{
	for (size_t i = 0; i < chunk->length; i++) {
		chunk->sum += chunk->items[i];
		if (chunk->items[i] > chunk->largest)
			chunk->largest = chunk->items[i];
	}
}

OWN_TASK(chunk_work, struct chunk, chunk)
{
	chunk_sum(chunk);
}

static void collect(long *sum, int *largest, const struct chunk *done)
{
	*sum += done->sum;
	if (done->largest > *largest)
		*largest = done->largest;
}

int main(void)
{
	int items[ITEMS];
	own_thread *workers[WORKERS] = { NULL };
	long sum = 0;
	int largest = 0;

	for (int i = 0; i < ITEMS; i++)
		items[i] = i * 7 % 1009;
	for (int i = 0; i < WORKERS; i++) {
		struct chunk chunk = { .items = items + i * (ITEMS / WORKERS), .length = ITEMS / WORKERS };
		if (own_spawn_back(&workers[i], chunk_work, chunk) != 0) {
			chunk_sum(&chunk);
			collect(&sum, &largest, &chunk);
		}
	}
	for (int i = 0; i < WORKERS; i++) {
		struct chunk done;
		if (workers[i] && own_join_back(&workers[i], &done) == 0)
			collect(&sum, &largest, &done);
	}
	printf("the sum is %ld, the largest is %d\n", sum, largest);
	return 0;
}
