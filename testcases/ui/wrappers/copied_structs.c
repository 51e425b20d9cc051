// T8, T10 for frees and assignments: what is lent is reached through a copy of a struct, by value or by memcpy; the
// copy is the thread's own, the pointers in it are not.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../include/fake_glib.h"

struct picture {
	int width, height;
	unsigned char *pixels;
	int *progress;
};

static gpointer darken(gpointer data)
{
	struct picture *picture = data;

	usleep(20 * 1000);
	for (int i = 0; i < picture->width * picture->height; i++)
		picture->pixels[i] /= 2;
	*picture->progress = 100;
	free(picture);
	return NULL;
}

// Copies the struct: the caller's may go, its pixels may not.
static GThread *darken_start(struct picture picture)
{
	struct picture *copy = malloc(sizeof *copy);

	if (!copy)
		abort();
	memcpy(copy, &picture, sizeof *copy);
	return g_thread_new("darken", darken, copy);
}

int pixels_freed_bad(int *progress)
{
	struct picture picture = { 8, 8, calloc(8, 8), progress };
	GThread *thread;

	if (!picture.pixels)
		return -1;
	thread = darken_start(picture);
	free(picture.pixels); //~ ERROR E0505
	g_thread_join(thread);
	return 0;
}

int progress_bad(void)
{
	static unsigned char pixels[64];
	int progress = 0;
	struct picture picture = { 8, 8, pixels, &progress };

	g_thread_unref(darken_start(picture)); //~ ERROR E0373
	return progress;
}

int picture_reused_ok(int *progress)
{
	struct picture picture = { 8, 8, calloc(8, 8), progress };
	GThread *thread;
	int width;

	if (!picture.pixels)
		return -1;
	thread = darken_start(picture);
	picture.width = 16;
	picture.height = 0;
	width = picture.width;
	g_thread_join(thread);
	free(picture.pixels);
	return width;
}

// Two pictures, two copies, two blocks of pixels.
int two_ok(int *progress)
{
	struct picture picture = { 8, 8, NULL, progress };
	unsigned char *first, *second;
	GThread *a, *b;

	first = picture.pixels = g_malloc0(64);
	a = darken_start(picture);
	second = picture.pixels = g_malloc0(64);
	b = darken_start(picture);
	g_thread_join(a);
	g_free(first);
	g_thread_join(b);
	g_free(second);
	return 0;
}

int two_bad(int *progress)
{
	struct picture picture = { 8, 8, NULL, progress };
	unsigned char *first, *second;
	GThread *a, *b;

	first = picture.pixels = g_malloc0(64);
	a = darken_start(picture);
	second = picture.pixels = g_malloc0(64);
	b = darken_start(picture);
	g_thread_join(a);
	g_free(second); //~ ERROR E0505
	g_thread_join(b);
	g_free(first);
	return 0;
}
// Not run: GLib is not there when the suite runs.
