// Real shape: objects whose fields the spawner goes on setting after the start: statistics, state of its own, the
// handle, what the thread has not been told yet; and a global configuration.
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../include/fake_glib.h"

struct download {
	pthread_t tid;
	bool started;
	int retries;
	const char *url;
	long wanted;
	_Atomic long received;
	char status[32];
	struct {
		int x, y;
	} window;
};

static int verbose;
static volatile int quit;

static void *download_run(void *arg)
{
	struct download *download = arg;
	const char *url = download->url;

	for (long i = 0; i < download->wanted && !quit; i++)
		download->received += url[0] != 0;
	if (verbose)
		puts(url);
	return NULL;
}

static bool download_start(struct download *download)
{
	if (pthread_create(&download->tid, NULL, download_run, download) != 0)
		return false;
	download->started = true;
	return true;
}

static void download_finish(struct download *download)
{
	if (!download->started)
		return;
	pthread_join(download->tid, NULL);
	download->started = false;
	download->wanted = 0;
}

int own_state_ok(const char *url)
{
	struct download download = { .url = url, .wanted = 100 };

	if (!download_start(&download))
		return -1;
	download.retries++;
	download.window.x = 10;
	snprintf(download.status, sizeof download.status, "%ld", download.received);
	download_finish(&download);
	return download.retries;
}

int twice_ok(const char *url, const char *mirror)
{
	struct download download = { .url = url, .wanted = 100 };

	if (!download_start(&download))
		return -1;
	download_finish(&download);
	download.url = mirror;
	download.wanted = 50;
	if (!download_start(&download))
		return -1;
	download_finish(&download);
	return 0;
}

int two_at_a_time_ok(const char *url, const char *mirror)
{
	struct download first = { .url = url, .wanted = 100 }, second = { .wanted = 100 };
	struct download *current = &first;

	if (!download_start(current))
		return -1;
	current = &second;
	current->url = mirror;
	if (download_start(current))
		current->retries = 1;
	download_finish(&second);
	second.url = NULL;
	download_finish(&first);
	return 0;
}

// Globals that it reads are nobody's loan: they are set before, or on purpose.
int global_ok(const char *url)
{
	struct download download = { .url = url, .wanted = 100 };

	verbose = url[0] == 'v';
	if (!download_start(&download))
		return -1;
	quit = 1;
	download_finish(&download);
	return 0;
}

int glib_ok(const char *url)
{
	struct download download = { .url = url, .wanted = 100 };
	GThread *thread = g_thread_new("download", download_run, &download);

	download.retries = 3;
	g_thread_join(thread);
	download.url = NULL;
	return download.retries;
}

// The thread may already be counting up to it.
int wanted_bad(const char *url)
{
	struct download download = { .url = url };

	if (!download_start(&download))
		return -1;
	download.wanted = 100; //~ ERROR E0506
	download_finish(&download);
	return 0;
}

// Set by the function that was to set it before the start.
static void download_configure(struct download *download, const char *url)
{
	download->url = url;
	download->retries = 3;
}

int configured_late_bad(const char *url)
{
	struct download download = { .wanted = 100, .url = "" };

	if (!download_start(&download))
		return -1;
	download_configure(&download, url); //~ ERROR E0506
	download_finish(&download);
	return 0;
}

int glib_bad(const char *url)
{
	struct download download = { .url = "", .wanted = 100 };
	GThread *thread = g_thread_new("download", download_run, &download);

	memset(&download.window, 0, sizeof download.window);
	download.url = url; //~ ERROR E0506
	g_thread_join(thread);
	return 0;
}
// Not run: GLib is not there when the suite runs.
