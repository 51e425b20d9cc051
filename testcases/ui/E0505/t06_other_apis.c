// T6 through GLib, libuv and SDL: their own free, clear and destroy functions.
#include <stdio.h>
#include <stdlib.h>

#include "../include/fake_glib.h"
#include "../include/fake_sdl.h"
#include "../include/fake_uv.h"

struct page {
	int number;
	GMutex lock;
	char *text;
};

static gpointer page_glib(gpointer data)
{
	struct page *page = data;

	g_mutex_lock(&page->lock);
	page->number++;
	g_mutex_unlock(&page->lock);
	return NULL;
}

static gpointer page_text_glib(gpointer data)
{
	struct page *page = data;

	return page->text[0] ? data : NULL;
}

static void page_uv(void *data)
{
	struct page *page = data;

	page->number++;
}

static int page_sdl(void *data)
{
	struct page *page = data;

	return page->number;
}

static int lock_sdl(void *data)
{
	SDL_mutex *lock = data;

	SDL_LockMutex(lock);
	SDL_UnlockMutex(lock);
	return 0;
}

void glib_bad(void)
{
	struct page *page = g_new0(struct page, 1);
	GThread *thread = g_thread_new("page", page_glib, page);

	g_free(page); //~ ERROR E0505
	g_thread_join(thread);
}

void glib_clear_pointer_bad(void)
{
	struct page *page = g_new0(struct page, 1);
	GThread *thread;

	page->text = g_strdup("one");
	thread = g_thread_new("page", page_text_glib, page);
	g_clear_pointer(&page->text, g_free); //~ ERROR E0505
	g_thread_join(thread);
	g_free(page);
}

void glib_mutex_bad(void)
{
	struct page page = { .number = 1 };
	GThread *thread;

	g_mutex_init(&page.lock);
	thread = g_thread_new("page", page_glib, &page);
	g_mutex_clear(&page.lock); //~ ERROR E0505
	g_thread_join(thread);
}

int uv_bad(void)
{
	struct page *page = calloc(1, sizeof *page);
	uv_thread_t tid;
	int r;

	if (!page)
		return -1;
	r = uv_thread_create(&tid, page_uv, page);
	if (r == 0) {
		free(page); //~ ERROR E0505
		return uv_thread_join(&tid);
	}
	free(page);
	return r;
}

void sdl_bad(void)
{
	struct page *page = SDL_calloc(1, sizeof *page);
	SDL_Thread *thread;

	if (!page)
		return;
	thread = SDL_CreateThread(page_sdl, "page", page);
	SDL_free(page); //~ ERROR E0505
	SDL_WaitThread(thread, NULL);
}

void sdl_mutex_bad(void)
{
	SDL_mutex *lock = SDL_CreateMutex();
	SDL_Thread *thread;

	if (!lock)
		return;
	thread = SDL_CreateThread(lock_sdl, "lock", lock);
	SDL_DestroyMutex(lock); //~ ERROR E0505
	SDL_WaitThread(thread, NULL);
}

void glib_ok(void)
{
	struct page *page = g_new0(struct page, 1);
	GThread *thread;

	g_mutex_init(&page->lock);
	page->text = g_strdup("one");
	thread = g_thread_new("page", page_glib, page);
	g_thread_join(g_steal_pointer(&thread));
	g_mutex_clear(&page->lock);
	g_clear_pointer(&page->text, g_free);
	g_free(page);
}

int uv_ok(void)
{
	struct page *page = calloc(1, sizeof *page);
	uv_thread_t tid;
	int r;

	if (!page)
		return -1;
	r = uv_thread_create(&tid, page_uv, page);
	if (r == 0)
		uv_thread_join(&tid);
	free(page);
	return r;
}

void sdl_ok(void)
{
	struct page *page = SDL_calloc(1, sizeof *page);
	SDL_mutex *lock = SDL_CreateMutex();
	SDL_Thread *thread, *locker;

	if (!page || !lock)
		exit(1);
	thread = SDL_CreateThread(page_sdl, "page", page);
	locker = SDL_CreateThread(lock_sdl, "lock", lock);
	SDL_WaitThread(locker, NULL);
	SDL_DestroyMutex(lock);
	SDL_WaitThread(thread, NULL);
	SDL_free(page);
}
// Not run: GLib, libuv and SDL are not there when the suite runs.
