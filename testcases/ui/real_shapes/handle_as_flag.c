// Real shape: the handle itself says whether a thread runs: NULL, 0, or a valid bit beside it.
#include <stdbool.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../include/fake_glib.h"
#include "../include/fake_sdl.h"

struct load {
	const char *file;
	size_t size;
};

static void *load_run(void *arg)
{
	struct load *load = arg;

	load->size = strlen(load->file);
	return NULL;
}

static int load_run_sdl(void *arg)
{
	load_run(arg);
	return 0;
}

size_t null_handle_ok(const char *file, gboolean async)
{
	struct load load = { file, 0 };
	GThread *thread = NULL;

	if (async)
		thread = g_thread_try_new("load", load_run, &load, NULL);
	if (thread == NULL)
		load_run(&load);
	if (thread != NULL)
		g_thread_join(thread);
	return load.size;
}

size_t sdl_handle_ok(const char *file, bool async)
{
	struct load load = { file, 0 };
	SDL_Thread *thread = async ? SDL_CreateThread(load_run_sdl, "load", &load) : NULL;

	if (!thread)
		load_run_sdl(&load);
	else
		SDL_WaitThread(thread, NULL);
	return load.size;
}

size_t valid_bit_ok(const char *file, bool async)
{
	struct load load = { file, 0 };
	struct {
		pthread_t tid;
		bool tid_valid;
	} worker = { .tid_valid = false };

	if (async && !pthread_create(&worker.tid, NULL, load_run, &load))
		worker.tid_valid = true;
	if (worker.tid_valid)
		pthread_join(worker.tid, NULL);
	return load.size;
}

size_t cleared_handle_ok(const char *file)
{
	struct load load = { file, 0 };
	GThread *thread = g_thread_new("load", load_run, &load);

	g_clear_pointer(&thread, g_thread_join);
	return load.size;
}

// The handle is cleared first, and then tested.
size_t cleared_first_bad(const char *file)
{
	struct load load = { file, 0 };
	GThread *thread = g_thread_new("load", load_run, &load); //~ ERROR E0373

	thread = NULL;
	if (thread != NULL)
		g_thread_join(thread);
	return load.size;
}
