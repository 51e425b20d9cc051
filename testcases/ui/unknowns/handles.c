// Item 8: a function that nobody shows got a handle, or a struct that holds one: it may have joined. A warning, no
// error; nothing where the function joins as well.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "../include/fake_glib.h"

struct engine {
	pthread_t tid;
	int rpm;
};

struct fleet {
	struct engine *engines[4];
	int n;
};

void engine_shutdown(struct engine *engine);
void fleet_shutdown(struct fleet *fleet);
void reap(pthread_t tid);
int reap_glib(GThread *thread);
void rpm_print(const int *rpm);
void observe(const struct engine *engine);
void idle(void);
extern void (*on_exit_hook)(pthread_t tid);

static void *engine_run(void *arg)
{
	int *rpm = arg;

	*rpm += 100;
	return NULL;
}

int by_value_bad(void)
{
	pthread_t tid;
	int rpm = 0;

	if (pthread_create(&tid, NULL, engine_run, &rpm) != 0) //~ WARNING E0373
		return -1;
	reap(tid);
	return rpm;
}

int in_struct_bad(void)
{
	struct engine engine = { .rpm = 0 };

	if (pthread_create(&engine.tid, NULL, engine_run, &engine.rpm) != 0) //~ WARNING E0373
		return -1;
	engine_shutdown(&engine);
	return engine.rpm;
}

// A struct with a pointer to the struct that holds it.
int through_pointer_bad(void)
{
	struct engine engine = { .rpm = 0 };
	struct fleet fleet = { { &engine }, 1 };

	if (pthread_create(&engine.tid, NULL, engine_run, &engine.rpm) != 0) //~ WARNING E0373
		return -1;
	fleet_shutdown(&fleet);
	return engine.rpm;
}

int through_hook_bad(void)
{
	pthread_t tid;
	int rpm = 0;

	if (pthread_create(&tid, NULL, engine_run, &rpm) != 0) //~ WARNING E0373
		return -1;
	on_exit_hook(tid);
	return rpm;
}

int glib_bad(void)
{
	int rpm = 0;
	GThread *thread = g_thread_new("engine", engine_run, &rpm); //~ WARNING E0373

	return reap_glib(thread);
}

// What gets the lent object alone keeps nothing, and joins nothing.
int payload_alone_bad(void)
{
	pthread_t tid;
	int rpm = 0;

	if (pthread_create(&tid, NULL, engine_run, &rpm) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	rpm_print(&rpm);
	idle();
	return rpm;
}

// Only one of the paths gives the handle away; the other is an error of its own.
int on_one_path_bad(int broken)
{
	pthread_t tid;
	int rpm = 0;

	if (pthread_create(&tid, NULL, engine_run, &rpm) != 0) //~ ERROR E0373
		return -1;
	if (broken)
		return -1;
	reap(tid);
	return rpm;
}

int joined_as_well_ok(void)
{
	struct engine engine = { .rpm = 0 };

	if (pthread_create(&engine.tid, NULL, engine_run, &engine.rpm) != 0)
		return -1;
	observe(&engine);
	pthread_join(engine.tid, NULL);
	return engine.rpm;
}

int glib_joined_ok(void)
{
	int rpm = 0;
	GThread *thread = g_thread_new("engine", engine_run, &rpm);

	rpm_print(&rpm);
	g_thread_join(thread);
	return rpm;
}

// Not created on this path: nothing to join.
int not_created_ok(int on)
{
	struct engine engine = { .rpm = 0 };

	if (!on) {
		observe(&engine);
		return 0;
	}
	if (pthread_create(&engine.tid, NULL, engine_run, &engine.rpm) != 0)
		return -1;
	pthread_join(engine.tid, NULL);
	return engine.rpm;
}
// Not run: half of it has no body.
