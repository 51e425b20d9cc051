// T6', T6'': GLib and SDL threads that free their argument with the library's own functions.
#include <stdio.h>

#include "../include/fake_glib.h"
#include "../include/fake_sdl.h"

struct fetch {
	gchar *url;
	int tries;
};

static void fetch_free(struct fetch *fetch)
{
	g_free(fetch->url);
	g_free(fetch);
}

static gpointer fetch_run(gpointer data)
{
	struct fetch *fetch = data;

	puts(fetch->url);
	fetch_free(fetch);
	return NULL;
}

// The cleanup frees it, whichever way it leaves.
static void fetch_cleanup(struct fetch **fetch)
{
	fetch_free(*fetch);
}

static gpointer fetch_run_auto(gpointer data)
{
	__attribute__((cleanup(fetch_cleanup))) struct fetch *fetch = data;

	if (fetch->tries > 3)
		return NULL;
	puts(fetch->url);
	return NULL;
}

static int play(void *data)
{
	int *volume = data;
	int loud = *volume > 10;

	SDL_free(volume);
	return loud;
}

static struct fetch *fetch_new(const gchar *url)
{
	struct fetch *fetch = g_new0(struct fetch, 1);

	fetch->url = g_strdup(url);
	return fetch;
}

void glib_bad(const gchar *url)
{
	struct fetch *fetch = fetch_new(url);

	g_thread_unref(g_thread_new("fetch", fetch_run, fetch));
	fetch->tries++; //~ ERROR E0382
}

gboolean glib_try_bad(const gchar *url, GError **error)
{
	struct fetch *fetch = fetch_new(url);
	GThread *thread = g_thread_try_new("fetch", fetch_run, fetch, error);

	if (thread)
		g_thread_join(thread);
	fetch_free(fetch); //~ ERROR E0382
	return thread != NULL;
}

void glib_cleanup_bad(const gchar *url)
{
	struct fetch *fetch = fetch_new(url);
	GThread *thread = g_thread_new("fetch", fetch_run_auto, fetch);

	g_thread_join(thread);
	g_free(fetch); //~ ERROR E0382
}

int sdl_bad(int loud)
{
	int *volume = SDL_calloc(1, sizeof *volume);
	SDL_Thread *thread;

	if (!volume)
		return -1;
	*volume = loud;
	thread = SDL_CreateThread(play, "play", volume);
	if (!thread) {
		SDL_free(volume);
		return -1;
	}
	SDL_DetachThread(thread);
	return *volume; //~ ERROR E0382
}

void glib_ok(const gchar *url)
{
	struct fetch *fetch = fetch_new(url);

	fetch->tries++;
	g_thread_unref(g_thread_new("fetch", fetch_run, fetch));
}

gboolean glib_try_ok(const gchar *url, GError **error)
{
	struct fetch *fetch = fetch_new(url);
	GThread *thread = g_thread_try_new("fetch", fetch_run_auto, g_steal_pointer(&fetch), error);

	if (!thread)
		return FALSE;
	g_thread_unref(thread);
	return TRUE;
}

gboolean glib_try_freed_ok(const gchar *url, GError **error)
{
	struct fetch *fetch = fetch_new(url);
	GThread *thread = g_thread_try_new("fetch", fetch_run, fetch, error);

	if (!thread) {
		fetch_free(fetch);
		return FALSE;
	}
	g_thread_join(thread);
	return TRUE;
}

int sdl_ok(int loud)
{
	int *volume = SDL_calloc(1, sizeof *volume);
	SDL_Thread *thread;
	int status;

	if (!volume)
		return -1;
	*volume = loud;
	thread = SDL_CreateThread(play, "play", volume);
	if (!thread) {
		SDL_free(volume);
		return -1;
	}
	SDL_WaitThread(thread, &status);
	return status;
}
// Not run: GLib and SDL are not there when the suite runs.
