// An allocator that aligns its blocks, as of a media program: what is written to a field of
// the block is what is read there.
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 32 };

struct player {
	bool cached;
	bool playing;
	pthread_t thread;
};

static void *aligned_malloc(size_t size)
{
	char *block = malloc(size + ALIGNMENT);
	if (block) {
		long skip = (~(long)block & (ALIGNMENT - 1)) + 1;
		block += skip;
		block[-1] = (char)skip;
	}
	return block;
}

static void aligned_free(void *block)
{
	if (block)
		free((char *)block - ((char *)block)[-1]);
}

static void *zeroed_malloc(size_t size)
{
	void *block = aligned_malloc(size);
	if (block)
		memset(block, 0, size);
	return block;
}

static void *play(void *arg)
{
	struct player *player = arg;
	player->playing = true;
	return NULL;
}

static bool player_init(struct player *player) { return pthread_create(&player->thread, NULL, play, player) == 0; }

static bool player_open(struct player *player);

struct player *player_create_ok(bool cached)
{
	struct player *player = zeroed_malloc(sizeof *player);
	if (!player)
		return NULL;
	player->cached = cached;
	if ((player->cached && !player_init(player)) || (!player->cached && !player_open(player))) {
		aligned_free(player);
		return NULL;
	}
	return player;
}

struct player *player_create_bad(bool cached)
{
	struct player *player = zeroed_malloc(sizeof *player);
	if (!player)
		return NULL;
	player->cached = cached;
	if (player->cached && player_init(player)) {
		aligned_free(player); //~ ERROR E0505
		return NULL;
	}
	return player;
}

static bool player_open(struct player *player)
{
	player->playing = false;
	return !player->cached;
}
