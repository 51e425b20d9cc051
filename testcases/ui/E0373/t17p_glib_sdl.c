// T17' through GLib and SDL: the object that owns the handle also holds what the thread uses; decided at who owns both.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "../include/fake_glib.h"
#include "../include/fake_sdl.h"

typedef struct {
	GThread *thread;
	GMutex lock;
	gboolean running;
	int frames;
	const char *device;
} Player;

static gpointer player_run(gpointer data)
{
	Player *player = data;

	g_mutex_lock(&player->lock);
	player->frames += player->device[0];
	g_mutex_unlock(&player->lock);
	return NULL;
}

static void player_start(Player *player)
{
	g_mutex_init(&player->lock);
	player->thread = g_thread_new("player", player_run, player);
	player->running = TRUE;
}

static void player_stop(Player *player)
{
	if (!player->running)
		return;
	g_thread_join(g_steal_pointer(&player->thread));
	player->running = FALSE;
	g_mutex_clear(&player->lock);
}

int play_ok(const char *device)
{
	Player player = { .device = device };

	player_start(&player);
	player_stop(&player);
	return player.frames;
}

int play_sometimes_ok(const char *device, gboolean silent)
{
	Player player = { .device = device };

	if (!silent)
		player_start(&player);
	player_stop(&player);
	return player.frames;
}

Player *play_on_ok(const char *device)
{
	Player *player = g_new0(Player, 1);

	player->device = device;
	player_start(player);
	return player;
}

int play_never_stopped_bad(const char *device)
{
	Player player = { .device = device };

	player_start(&player); //~ ERROR E0373
	return player.frames;
}

int play_left_bad(const char *device)
{
	Player player = { .device = device };

	player_start(&player); //~ ERROR E0373
	if (!*device)
		return -1;
	player_stop(&player);
	return player.frames;
}

// The player lives on; the name of its device does not.
Player *play_local_name_bad(int number)
{
	char device[16];
	Player *player = g_new0(Player, 1);

	snprintf(device, sizeof device, "hw:%d", number);
	player->device = device;
	player_start(player); //~ ERROR E0373
	return player;
}

struct sdl_job {
	SDL_Thread *thread;
	int result;
};

static int sdl_job_run(void *data)
{
	struct sdl_job *job = data;

	return ++job->result;
}

static bool sdl_job_start(struct sdl_job *job)
{
	job->thread = SDL_CreateThread(sdl_job_run, "job", job);
	return job->thread != NULL;
}

static int sdl_job_finish(struct sdl_job *job)
{
	SDL_WaitThread(job->thread, NULL);
	job->thread = NULL;
	return job->result;
}

int sdl_ok(void)
{
	struct sdl_job job = { 0 };

	return sdl_job_start(&job) ? sdl_job_finish(&job) : -1;
}

int sdl_two_ok(void)
{
	struct sdl_job first = { 0 }, second = { 0 };
	bool started = sdl_job_start(&second);

	if (sdl_job_start(&first))
		sdl_job_finish(&first);
	if (started)
		sdl_job_finish(&second);
	return first.result + second.result;
}

int sdl_bad(void)
{
	struct sdl_job first = { 0 }, second = { 0 };

	if (!sdl_job_start(&first)) //~ ERROR E0373
		return -1;
	if (!sdl_job_start(&second))
		return -1;
	sdl_job_finish(&second);
	return sdl_job_finish(&first);
}
// Not run: GLib and SDL are not there when the suite runs.
