// T15: callbacks that a library calls later: SDL's timers on a thread of its own, GLib's sources in the loop of the
// thread that adds them.
#include "../include/fake_glib.h"
#include "../include/fake_sdl.h"

struct clock {
	int ticks;
	guint source;
};

static Uint32 tick_sdl(Uint32 interval, void *param)
{
	struct clock *clock = param;

	clock->ticks++;
	return interval;
}

static gboolean tick_glib(gpointer data)
{
	struct clock *clock = data;

	return ++clock->ticks < 10;
}

// To remove a timer is not to wait for a call that has begun.
int removed_bad(void)
{
	struct clock clock = {0};
	SDL_TimerID timer = SDL_AddTimer(10, tick_sdl, &clock); //~ ERROR E0373

	SDL_Delay(100);
	SDL_RemoveTimer(timer);
	return clock.ticks;
}

int not_added_ok(void)
{
	static struct clock always;
	struct clock clock = {0};
	SDL_TimerID timer = SDL_AddTimer(10, tick_sdl, &always);

	if (!timer)
		return clock.ticks;
	SDL_Delay(100);
	SDL_RemoveTimer(timer);
	return always.ticks;
}

// The thread of the timers ends with SDL.
int ended_ok(void)
{
	struct clock clock = {0};

	SDL_AddTimer(10, tick_sdl, &clock);
	SDL_Delay(100);
	SDL_Quit();
	return clock.ticks;
}

void timeout_bad(void)
{
	struct clock clock = {0};

	clock.source = g_timeout_add(10, tick_glib, &clock); //~ ERROR E0373
}

static void arm(struct clock *clock)
{
	clock->source = g_timeout_add_full(G_PRIORITY_DEFAULT, 10, tick_glib, clock, NULL);
}

void idle_bad(int wanted)
{
	struct clock clock = {0};

	if (wanted)
		g_idle_add(tick_glib, &clock); //~ ERROR E0373
}

void armed_bad(void)
{
	struct clock clock = {0};

	arm(&clock); //~ ERROR E0373
}

int loop_ok(GMainLoop *loop)
{
	struct clock clock = {0};

	g_timeout_add(10, tick_glib, &clock);
	g_main_loop_run(loop);
	return clock.ticks;
}

int removed_ok(GMainLoop *loop)
{
	struct clock clock = {0};

	arm(&clock);
	g_source_remove(clock.source);
	return clock.ticks;
}

// Nothing is called beside the function itself: what it writes is seen by the next call.
void written_ok(struct clock *clock)
{
	clock->source = g_timeout_add(10, tick_glib, clock);
	clock->ticks = 3;
}

// After `main` no loop runs.
int main(void)
{
	struct clock clock = {0};

	arm(&clock);
	return clock.ticks;
}
