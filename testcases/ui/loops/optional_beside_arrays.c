// An optional thread beside two arrays of threads whose creates nobody looks at: none, one or many of each, in the first
// element or in some. That is more than can be told apart, and more than has to be.
// flags: -DFAKE_SDL3
#include "../include/fake_sdl.h"
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define READERS 4
#define WRITERS 3

struct queue { SDL_Mutex *lock; int events, active; };
struct reader { struct queue *queue; SDL_Thread *thread; int counters[WRITERS], waits; bool plain; };
struct writer { struct queue *queue; SDL_Thread *thread; int index, waits; bool plain; };

static int watch(void *arg)
{
	struct queue *queue = arg;
	SDL_LockMutex(queue->lock);
	int events = queue->events;
	SDL_UnlockMutex(queue->lock);
	return events;
}

static int take(void *arg)
{
	struct reader *reader = arg;
	for (int i = 0; i < WRITERS; i++)
		reader->counters[i]++;
	reader->waits = reader->plain ? reader->queue->active : 0;
	return 0;
}

static int put(void *arg)
{
	struct writer *writer = arg;
	writer->waits = writer->plain ? writer->queue->active + writer->index : 0;
	return 0;
}

int all_joined_ok(bool plain)
{
	struct queue queue = {.active = 1};
	struct reader readers[READERS];
	struct writer writers[WRITERS];
	SDL_Thread *watcher = NULL;
	int i, total = 0;

	if (!plain)
		queue.lock = SDL_CreateMutex();
	if (plain)
		watcher = SDL_CreateThread(watch, "watcher", &queue);
	memset(readers, 0, sizeof readers);
	for (i = 0; i < READERS; i++) {
		readers[i].queue = &queue;
		readers[i].plain = plain;
		readers[i].thread = SDL_CreateThread(take, "reader", &readers[i]);
	}
	memset(writers, 0, sizeof writers);
	for (i = 0; i < WRITERS; i++) {
		writers[i].queue = &queue;
		writers[i].index = i;
		writers[i].plain = plain;
		writers[i].thread = SDL_CreateThread(put, "writer", &writers[i]);
	}
	for (i = 0; i < WRITERS; i++)
		SDL_WaitThread(writers[i].thread, NULL);
	for (i = 0; i < READERS; i++)
		SDL_WaitThread(readers[i].thread, NULL);
	if (watcher)
		SDL_WaitThread(watcher, NULL);
	if (!plain)
		SDL_DestroyMutex(queue.lock);
	for (i = 0; i < READERS; i++)
		total += readers[i].waits;
	return total;
}

int watcher_left_bad(bool plain)
{
	struct queue queue = {.active = 1};
	struct reader readers[READERS];
	struct writer writers[WRITERS];
	SDL_Thread *watcher = NULL;
	int i, total = 0;

	if (!plain)
		queue.lock = SDL_CreateMutex();
	if (plain)
		watcher = SDL_CreateThread(watch, "watcher", &queue); //~ ERROR E0373
	memset(readers, 0, sizeof readers);
	for (i = 0; i < READERS; i++) {
		readers[i].queue = &queue;
		readers[i].plain = plain;
		readers[i].thread = SDL_CreateThread(take, "reader", &readers[i]);
	}
	memset(writers, 0, sizeof writers);
	for (i = 0; i < WRITERS; i++) {
		writers[i].queue = &queue;
		writers[i].index = i;
		writers[i].plain = plain;
		writers[i].thread = SDL_CreateThread(put, "writer", &writers[i]);
	}
	for (i = 0; i < WRITERS; i++)
		SDL_WaitThread(writers[i].thread, NULL);
	for (i = 0; i < READERS; i++)
		SDL_WaitThread(readers[i].thread, NULL);
	if (!plain)
		SDL_DestroyMutex(queue.lock);
	for (i = 0; i < READERS; i++)
		total += readers[i].waits;
	return total;
}
