// T20 by field and by API: the entry uses another field, another pointer, or returns its argument unread.
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>

#include "../include/fake_glib.h"
#include "../include/fake_sdl.h"

struct item {
	int id;
	struct item *parent;
};

static struct item root = { 1, NULL };

static int only_root(void *data)
{
	(void)data;
	return root.id;
}

static gpointer returns_it(gpointer data)
{
	return data;
}

// Compares the pointers of two objects; reads neither.
static int is_root(void *data)
{
	struct item *item = data;

	return item == &root || !item;
}

static int id_of(void *data)
{
	const struct item *item = data;

	return item ? item->id : -1;
}

static int parent_id_of(void *data)
{
	const struct item *item = data;

	return item->parent->id;
}

static gpointer id_to_glib(gpointer data)
{
	return (gpointer)(long)id_of(data);
}

void only_root_ok(int id)
{
	struct item item = { id, &root };
	thrd_t thr;

	if (thrd_create(&thr, only_root, &item) == thrd_success)
		thrd_detach(thr);
}

void returned_unread_ok(int id)
{
	struct item item = { id, &root };

	g_thread_unref(g_thread_new("item", returns_it, &item));
}

void compared_ok(int id)
{
	struct item item = { id, &root };
	SDL_Thread *thread = SDL_CreateThread(is_root, "item", &item);

	SDL_DetachThread(thread);
}

void address_of_nothing_ok(void)
{
	struct item item = { 0, &root };

	// the address of a field, and nobody reads it
	SDL_DetachThread(SDL_CreateThread(only_root, "item", &item.parent));
}

void tested_then_read_bad(int id)
{
	struct item item = { id, &root };
	thrd_t thr;

	if (thrd_create(&thr, id_of, &item) == thrd_success) //~ ERROR E0373
		thrd_detach(thr);
}

void read_in_callee_bad(int id)
{
	struct item item = { id, &root };

	g_thread_unref(g_thread_new("item", id_to_glib, &item)); //~ ERROR E0373
}

// The child is static; its parent, which the entry reads, is not.
void parent_read_bad(int id)
{
	static struct item child = { 3, NULL };
	struct item parent = { id, &root };
	SDL_Thread *thread;

	child.parent = &parent;
	thread = SDL_CreateThread(parent_id_of, "item", &child); //~ ERROR E0373
	SDL_DetachThread(thread);
}
