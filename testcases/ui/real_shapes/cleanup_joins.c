// Real shape: a cleanup attribute that joins on every way out of the block; GLib's own autoptr only drops a reference.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../include/fake_glib.h"

struct fill {
	char bytes[32];
	size_t used;
};

static void *fill_run(void *arg)
{
	struct fill *fill = arg;

	usleep(20 * 1000);
	while (fill->used < sizeof fill->bytes)
		fill->bytes[fill->used++] = '.';
	return NULL;
}

static void join_cleanup(pthread_t *tid)
{
	if (*tid)
		pthread_join(*tid, NULL);
}

#define auto_join __attribute__((cleanup(join_cleanup)))

int attribute_ok(const char *name)
{
	struct fill fill = { .used = 0 };
	auto_join pthread_t tid = 0;

	if (pthread_create(&tid, NULL, fill_run, &fill) != 0) {
		tid = 0;
		return -1;
	}
	if (!*name)
		return -1;
	for (const char *p = name; *p; p++)
		if (*p == '/')
			return 1;
	return 0;
}

// A type of its own whose autoptr joins.
typedef GThread JoinedThread;
static void joined_thread_free(JoinedThread *thread)
{
	g_thread_join(thread);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(JoinedThread, joined_thread_free)

gboolean autoptr_ok(const char *name, GError **error)
{
	struct fill fill = { .used = 0 };
	g_autoptr(JoinedThread) thread = g_thread_try_new(name, fill_run, &fill, error);

	if (!thread)
		return FALSE;
	if (name[0] == '_')
		return FALSE;
	return TRUE;
}

gboolean autoptr_bad(const char *name, GError **error)
{
	struct fill fill = { .used = 0 };
	g_autoptr(GThread) thread = g_thread_try_new(name, fill_run, &fill, error); //~ ERROR E0373

	if (!thread)
		return FALSE;
	return TRUE;
}

// The cleanup belongs to the outer block, the lent object to the inner one.
int inner_object_bad(int wanted)
{
	auto_join pthread_t tid = 0;

	if (wanted) {
		struct fill fill = { .used = 0 };

		if (pthread_create(&tid, NULL, fill_run, &fill) != 0) //~ ERROR E0597
			tid = 0;
	}
	usleep(40 * 1000);
	return 0;
}
