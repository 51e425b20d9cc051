// T13: the detach is hidden: an attribute made by a helper, a wrapper named "spawn", SDL and GLib ways.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../include/fake_glib.h"
#include "../include/fake_sdl.h"

struct ping {
	const char *host;
	int count;
	double rtt[4];
};

static void *ping_run(void *arg)
{
	struct ping *ping = arg;

	usleep(20 * 1000);
	for (int i = 0; i < ping->count; i++)
		ping->rtt[i] = 0.001 * i;
	return NULL;
}

static int ping_run_sdl(void *arg)
{
	ping_run(arg);
	return 0;
}

static pthread_attr_t *detached_attr(void)
{
	static pthread_attr_t attr;
	static int ready;

	if (!ready) {
		pthread_attr_init(&attr);
		pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
		ready = 1;
	}
	return &attr;
}

static void spawn(void *(*fn)(void *), void *arg)
{
	pthread_t unused;

	if (pthread_create(&unused, detached_attr(), fn, arg)) {
		perror("pthread_create");
		abort();
	}
}

void hidden_attribute_bad(const char *host)
{
	struct ping ping = { .host = host, .count = 2 };

	spawn(ping_run, &ping); //~ ERROR E0373
}

void sdl_detach_bad(const char *host)
{
	struct ping ping = { .host = host, .count = 2 };
	SDL_Thread *thread = SDL_CreateThread(ping_run_sdl, "ping", &ping); //~ ERROR E0373

	if (thread)
		SDL_DetachThread(thread);
}

// The autoptr drops the reference when the function is left; it does not join.
void glib_autoptr_bad(const char *host)
{
	struct ping ping = { .host = host, .count = 2 };
	g_autoptr(GThread) thread = g_thread_new("ping", ping_run, &ping); //~ ERROR E0373

	g_usleep(10);
	(void)thread;
}

void hidden_attribute_ok(const char *host)
{
	struct ping *ping = calloc(1, sizeof *ping);

	if (!ping)
		abort();
	ping->host = host;
	ping->count = 2;
	spawn(ping_run, ping);
}

void sdl_wait_ok(const char *host)
{
	struct ping ping = { .host = host, .count = 2 };
	SDL_Thread *thread = SDL_CreateThread(ping_run_sdl, "ping", &ping);

	if (thread)
		SDL_WaitThread(thread, NULL);
	else
		ping_run(&ping);
}

void glib_autoptr_ok(const char *host)
{
	struct ping ping = { .host = host, .count = 2 };
	g_autoptr(GThread) thread = g_thread_new("ping", ping_run, &ping);

	g_thread_join(g_steal_pointer(&thread));
}
