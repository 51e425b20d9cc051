// T8 through C11, GLib and libuv: the pointer in the struct is what is borrowed.
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>

#include "../include/fake_glib.h"
#include "../include/fake_uv.h"

struct stats {
	long hits, misses;
};

typedef struct {
	struct stats *stats;
	const char *key;
} Lookup;

static int lookup_c11(void *data)
{
	Lookup *lookup = data;
	struct stats *stats = lookup->stats;

	if (lookup->key[0] == '/')
		stats->hits++;
	else
		stats->misses++;
	return 0;
}

static gpointer lookup_glib(gpointer data)
{
	lookup_c11(data);
	g_free(data);
	return NULL;
}

static void lookup_uv(void *data)
{
	lookup_c11(data);
	free(data);
}

// A helper fills the struct in.
static Lookup *lookup_new(const char *key, struct stats *stats)
{
	Lookup *lookup = g_new0(Lookup, 1);

	lookup->key = key;
	lookup->stats = stats;
	return lookup;
}

void glib_new_bad(void)
{
	struct stats stats = { 0, 0 };
	GThread *thread;

	thread = g_thread_new("lookup", lookup_glib, lookup_new("/usr", &stats)); //~ ERROR E0373
	g_thread_unref(thread);
}

int uv_bad(const char *key)
{
	struct stats stats = { 0, 0 };
	Lookup *lookup = malloc(sizeof *lookup);
	uv_thread_t tid;

	if (!lookup)
		return -1;
	*lookup = (Lookup){ .stats = &stats, .key = key };
	if (uv_thread_create(&tid, lookup_uv, lookup)) { //~ ERROR E0373
		free(lookup);
		return -1;
	}
	return 0;
}

int c11_static_bad(void)
{
	static Lookup lookups[2];
	struct stats stats[2] = { { 0, 0 }, { 0, 0 } };
	thrd_t thr;

	lookups[1].key = "/etc";
	lookups[1].stats = &stats[1];
	if (thrd_create(&thr, lookup_c11, &lookups[1]) != thrd_success) //~ ERROR E0373
		return -1;
	thrd_detach(thr);
	return 0;
}

void glib_new_ok(struct stats *total)
{
	struct stats stats = { 0, 0 };
	GThread *thread;

	thread = g_thread_new("lookup", lookup_glib, lookup_new("/usr", &stats));
	g_thread_join(thread);
	total->hits += stats.hits;
}

int uv_ok(const char *key)
{
	static struct stats stats;
	Lookup *lookup = malloc(sizeof *lookup);
	uv_thread_t tid;

	if (!lookup)
		return -1;
	*lookup = (Lookup){ .stats = &stats, .key = key };
	if (uv_thread_create(&tid, lookup_uv, lookup)) {
		free(lookup);
		return -1;
	}
	return uv_thread_join(&tid);
}

long c11_static_ok(void)
{
	static Lookup lookups[2];
	struct stats stats[2] = { { 0, 0 }, { 0, 0 } };
	thrd_t thr;

	lookups[1].key = "/etc";
	lookups[1].stats = &stats[1];
	if (thrd_create(&thr, lookup_c11, &lookups[1]) == thrd_success)
		thrd_join(thr, NULL);
	return stats[1].hits;
}
