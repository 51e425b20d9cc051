// T17 for handles that are pointers, kept in heap structs, lists and out-parameters: GLib, SDL 3, libuv.
// flags: -DFAKE_SDL3
#include <stdio.h>
#include <stdlib.h>

#include "../include/fake_glib.h"
#include "../include/fake_sdl.h"
#include "../include/fake_uv.h"

struct player;

struct track {
	const char *file;
	int position, length;
};

struct player {
	SDL_Thread *decoder;
	GThread *scanner;
	uv_thread_t writer;
	struct track track;
	struct player *next;
};

static struct player *players;

static int track_play(void *data)
{
	struct track *track = data;

	while (track->position < track->length)
		track->position++;
	return 0;
}

static gpointer track_scan(gpointer data)
{
	struct track *track = data;

	track->length = track->file[0];
	return NULL;
}

static void track_write(void *data)
{
	track_play(data);
}

struct player *player_new_bad(const char *file)
{
	struct track track = { file, 0, 100 };
	struct player *player = calloc(1, sizeof *player);

	if (!player)
		return NULL;
	player->decoder = SDL_CreateThread(track_play, "decoder", &track); //~ ERROR E0373
	if (!player->decoder) {
		free(player);
		return NULL;
	}
	player->track = track;
	player->next = players;
	players = player;
	return player;
}

gboolean player_scan_bad(struct player *player, GError **error)
{
	struct track copy = player->track;

	player->scanner = g_thread_try_new("scan", track_scan, &copy, error); //~ ERROR E0373
	return player->scanner != NULL;
}

int player_write_bad(struct player **out, const char *file)
{
	struct track track = { file, 0, 10 };
	struct player *player = calloc(1, sizeof *player);

	if (!player)
		return -1;
	*out = player;
	return uv_thread_create(&player->writer, track_write, &track); //~ ERROR E0373
}

struct player *player_new_ok(const char *file)
{
	struct player *player = calloc(1, sizeof *player);

	if (!player)
		return NULL;
	player->track = (struct track){ file, 0, 100 };
	player->decoder = SDL_CreateThread(track_play, "decoder", &player->track);
	if (!player->decoder) {
		free(player);
		return NULL;
	}
	player->next = players;
	players = player;
	return player;
}

gboolean player_scan_ok(struct player *player, GError **error)
{
	player->scanner = g_thread_try_new("scan", track_scan, &player->track, error);
	return player->scanner != NULL;
}

int player_write_ok(struct player **out, const char *file)
{
	struct player *player = calloc(1, sizeof *player);

	if (!player)
		return -1;
	player->track.file = file;
	*out = player;
	return uv_thread_create(&player->writer, track_write, &player->track);
}

void player_stop(struct player *player)
{
	SDL_WaitThread(player->decoder, NULL);
	g_thread_join(g_steal_pointer(&player->scanner));
	uv_thread_join(&player->writer);
}
