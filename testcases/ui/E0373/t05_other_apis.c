// T5 in GLib and SDL 3 clothes: error handling with GError, and SDL's "if (!x) return false" ladders.
// flags: -DFAKE_SDL3
#include <stdio.h>
#include <stdlib.h>

#include "../include/fake_glib.h"
#include "../include/fake_sdl.h"

typedef struct {
	const char *uri;
	gsize fetched;
	gboolean ok;
} FetchJob;

static gpointer fetch(gpointer data)
{
	FetchJob *job = data;

	job->ok = job->uri[0] == 'h';
	job->fetched = job->ok ? 1024 : 0;
	return job;
}

gboolean fetch_two_bad(const char *first, const char *second, GError **error)
{
	FetchJob a = { first, 0, FALSE };
	static FetchJob b;
	GThread *ta, *tb;

	b.uri = second;
	ta = g_thread_try_new("fetch-a", fetch, &a, error); //~ ERROR E0373
	if (ta == NULL)
		return FALSE;
	tb = g_thread_try_new("fetch-b", fetch, &b, error);
	if (tb == NULL) {
		g_thread_unref(ta);
		return FALSE;
	}
	g_thread_join(tb);
	g_thread_join(ta);
	return a.ok && b.ok;
}

gboolean fetch_two_ok(const char *first, const char *second, GError **error)
{
	FetchJob a = { first, 0, FALSE };
	FetchJob b = { second, 0, FALSE };
	GThread *ta, *tb;

	ta = g_thread_try_new("fetch-a", fetch, &a, error);
	if (ta == NULL)
		return FALSE;
	tb = g_thread_try_new("fetch-b", fetch, &b, error);
	if (tb != NULL)
		g_thread_join(tb);
	g_thread_join(ta);
	return tb != NULL && a.ok && b.ok;
}

struct mixer {
	int rate;
	int channels;
	bool quit;
	int frames;
};

static int mixer_thread(void *data)
{
	struct mixer *mixer = data;

	while (!mixer->quit && mixer->frames < mixer->rate)
		mixer->frames += mixer->channels;
	return mixer->frames;
}

extern bool open_audio(int rate, int channels);
extern bool load_music(const char *file);

bool play_bad(const char *file)
{
	struct mixer mixer = { 48000, 2, false, 0 };
	SDL_Thread *thread;

	if (!open_audio(mixer.rate, mixer.channels))
		return false;
	thread = SDL_CreateThread(mixer_thread, "mixer", &mixer); //~ ERROR E0373
	if (!thread) {
		fprintf(stderr, "%s\n", SDL_GetError());
		return false;
	}
	if (!load_music(file))
		return false;
	SDL_WaitThread(thread, NULL);
	return true;
}

bool play_ok(const char *file)
{
	struct mixer mixer = { 48000, 2, false, 0 };
	SDL_Thread *thread = NULL;
	bool loaded = false;

	if (open_audio(mixer.rate, mixer.channels)) {
		thread = SDL_CreateThread(mixer_thread, "mixer", &mixer);
		loaded = thread && load_music(file);
	}
	if (thread)
		SDL_WaitThread(thread, NULL);
	return loaded;
}

// The switch's third way out waits for nobody.
enum play_mode { PLAY_ONCE, PLAY_LOOP, PLAY_DRY_RUN };

int play_mode_bad(enum play_mode mode)
{
	struct mixer mixer = { 48000, 2, false, 0 };
	SDL_Thread *thread = SDL_CreateThread(mixer_thread, "mixer", &mixer); //~ ERROR E0373
	int frames = -1;

	if (!thread)
		return -1;
	switch (mode) {
	case PLAY_LOOP:
		printf("looping\n");
		SDL_WaitThread(thread, &frames);
		break;
	case PLAY_ONCE:
		SDL_WaitThread(thread, &frames);
		break;
	case PLAY_DRY_RUN:
		return 0;
	}
	return frames;
}

int play_mode_ok(enum play_mode mode)
{
	struct mixer mixer = { 48000, 2, false, 0 };
	SDL_Thread *thread;
	int frames = -1;

	if (mode == PLAY_DRY_RUN)
		return 0;
	thread = SDL_CreateThread(mixer_thread, "mixer", &mixer);
	if (!thread)
		return -1;
	switch (mode) {
	case PLAY_LOOP:
	case PLAY_ONCE:
		SDL_WaitThread(thread, &frames);
		break;
	default:
		SDL_WaitThread(thread, NULL);
		break;
	}
	return frames;
}
