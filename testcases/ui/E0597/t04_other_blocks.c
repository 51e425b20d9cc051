// T4 for blocks one does not think of: a switch's body, a statement expression, a compound literal's block, an else
// branch, and GLib and SDL threads started in them.
#include <stdio.h>
#include <stdlib.h>

#include "../include/fake_glib.h"
#include "../include/fake_sdl.h"

struct decode {
	const unsigned char *data;
	int size;
	int frames;
};

static gpointer decode_glib(gpointer data)
{
	struct decode *d = data;

	while (d->size > 0) {
		d->frames += *d->data++ == 0xff;
		d->size--;
	}
	return NULL;
}

static int decode_sdl(void *data)
{
	decode_glib(data);
	return 0;
}

static const unsigned char stream[32];

void switch_body_bad(int kind)
{
	GThread *thread = NULL;

	switch (kind) {
	case 1: {
		struct decode d = { stream, 16, 0 };

		thread = g_thread_new("decode", decode_glib, &d); //~ ERROR E0597
		break;
	}
	default:
		break;
	}
	if (thread)
		g_thread_join(thread);
}

// A compound literal lives as long as the block that it stands in.
int literal_in_block_bad(bool fast)
{
	SDL_Thread *thread;

	if (fast) {
		thread = SDL_CreateThread(decode_sdl, "fast", &(struct decode){ stream, 8, 0 }); //~ ERROR E0597
	} else {
		thread = NULL;
	}
	SDL_WaitThread(thread, NULL);
	return 0;
}

// A macro with a statement expression: what it declares ends with it.
#define SPAWN_DECODER(data, size)                                \
	({                                                       \
		struct decode d_ = { (data), (size), 0 };        \
		SDL_CreateThread(decode_sdl, "decoder", &d_);    \
	})

int statement_expression_bad(void)
{
	SDL_Thread *thread = SPAWN_DECODER(stream, 32); //~ ERROR E0597

	if (!thread)
		return -1;
	SDL_WaitThread(thread, NULL);
	return 0;
}

int else_branch_bad(const unsigned char *data, int size)
{
	SDL_Thread *thread = NULL;
	int status = 0;

	if (size < 1024) {
		struct decode d = { data, size, 0 };

		decode_sdl(&d);
	} else {
		struct decode d = { data, size, 0 };

		thread = SDL_CreateThread(decode_sdl, "large", &d); //~ ERROR E0597
		if (!thread)
			return -1;
	}
	if (thread)
		SDL_WaitThread(thread, &status);
	return status;
}

void switch_body_ok(int kind)
{
	switch (kind) {
	case 1: {
		struct decode d = { stream, 16, 0 };
		GThread *thread = g_thread_new("decode", decode_glib, &d);

		g_thread_join(thread);
		break;
	}
	default:
		break;
	}
}

int literal_at_function_level_ok(void)
{
	struct decode *d = &(struct decode){ stream, 8, 0 };
	SDL_Thread *thread = SDL_CreateThread(decode_sdl, "slow", d);

	if (!thread)
		return -1;
	SDL_WaitThread(thread, NULL);
	return d->frames;
}

#define RUN_DECODER(data, size)                                                     \
	({                                                                          \
		struct decode d_ = { (data), (size), 0 };                           \
		SDL_Thread *thread_ = SDL_CreateThread(decode_sdl, "decoder", &d_); \
		if (thread_)                                                        \
			SDL_WaitThread(thread_, NULL);                              \
		thread_ ? d_.frames : -1;                                           \
	})

int statement_expression_ok(void)
{
	return RUN_DECODER(stream, 32);
}

int else_branch_ok(const unsigned char *data, int size)
{
	struct decode d = { data, size, 0 };
	SDL_Thread *thread = NULL;
	int status = 0;

	if (size < 1024) {
		decode_sdl(&d);
	} else {
		thread = SDL_CreateThread(decode_sdl, "large", &d);
		if (!thread)
			return -1;
	}
	if (thread)
		SDL_WaitThread(thread, &status);
	return status;
}
