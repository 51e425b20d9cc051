// args: --models callbacks.sum
// T15: callbacks that a library runs later, on a thread of its own: a model says so, and a callback is as good as a
// thread.
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pool;
struct watch;
struct timer {
	unsigned long id;
};

int pool_submit(struct pool *pool, void (*run)(void *), void *data);
void pool_wait(struct pool *pool);
int timer_start(struct timer *timer, void (*run)(void *), void *data, int milliseconds);
void timer_stop(struct timer *timer); // no new calls; one may still run
void timer_stop_and_wait(struct timer *timer);
struct watch *watch_add(const char *path, void (*run)(void *), void *data);
void watch_remove(struct watch *watch);

struct tile {
	int x, y;
	int pixels[64];
};

static void tile_render(void *data)
{
	struct tile *tile = data;

	for (int i = 0; i < 64; i++)
		tile->pixels[i] = tile->x * tile->y;
}

static void tile_free(void *data)
{
	tile_render(data);
	free(data);
}

static void count(void *data)
{
	++*(int *)data;
}

// The pool keeps the tile when the function has returned.
int submitted_bad(struct pool *pool, int x)
{
	struct tile tile = { .x = x, .y = 2 * x };

	return pool_submit(pool, tile_render, &tile); //~ ERROR E0373
}

void submitted_in_loop_bad(struct pool *pool)
{
	for (int i = 0; i < 8; i++) {
		struct tile tile = { .x = i, .y = i };

		pool_submit(pool, tile_render, &tile); //~ ERROR E0597
	}
	pool_wait(pool);
}

int timer_bad(int milliseconds)
{
	struct timer timer;
	int ticks = 0;

	if (timer_start(&timer, count, &ticks, milliseconds) != 0) //~ ERROR E0373
		return -1;
	timer_stop(&timer);
	return ticks;
}

int watch_bad(const char *path)
{
	int changes = 0;
	struct watch *watch = watch_add(path, count, &changes); //~ ERROR E0373

	if (!watch)
		return -1;
	if (!strcmp(path, "/"))
		return -1;
	watch_remove(watch);
	return changes;
}

int submitted_ok(struct pool *pool, int x)
{
	struct tile tile = { .x = x, .y = 2 * x };

	if (pool_submit(pool, tile_render, &tile) != 0)
		return -1;
	pool_wait(pool);
	return tile.pixels[0];
}

void many_ok(struct pool *pool)
{
	struct tile tiles[8];

	for (int i = 0; i < 8; i++) {
		tiles[i] = (struct tile){ .x = i, .y = i };
		if (pool_submit(pool, tile_render, &tiles[i]) != 0)
			abort();
	}
	pool_wait(pool);
}

// The callback owns its tile.
int given_ok(struct pool *pool, int x)
{
	struct tile *tile = calloc(1, sizeof *tile);

	if (!tile)
		return -1;
	tile->x = x;
	if (pool_submit(pool, tile_free, tile) != 0) {
		free(tile);
		return -1;
	}
	return 0;
}

int timer_ok(int milliseconds)
{
	struct timer timer;
	int ticks = 0;

	if (timer_start(&timer, count, &ticks, milliseconds) != 0)
		return -1;
	timer_stop_and_wait(&timer);
	return ticks;
}

int watch_ok(const char *path)
{
	int changes = 0;
	struct watch *watch = watch_add(path, count, &changes);

	if (!watch)
		return -1;
	watch_remove(watch);
	return changes;
}
