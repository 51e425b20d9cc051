// T11 in GLib's dialect: GINT_TO_POINTER and friends carry numbers, user_data carries pointers.
#include <stdio.h>

#include "../include/fake_glib.h"

#define GINT_TO_POINTER(i) ((gpointer)(long)(i))
#define GPOINTER_TO_INT(p) ((gint)(long)(p))
#define GUINT_TO_POINTER(u) ((gpointer)(unsigned long)(u))

typedef struct {
	gint priority;
	const gchar *name;
} Settings;

static gpointer run_priority(gpointer data)
{
	gint priority = GPOINTER_TO_INT(data);

	printf("priority %d\n", priority);
	return GINT_TO_POINTER(priority + 1);
}

static gpointer run_settings(gpointer data)
{
	Settings *settings = data;

	printf("%s at %d\n", settings->name, settings->priority);
	return NULL;
}

static gpointer run_int(gpointer data)
{
	gint *priority = data;

	printf("priority %d\n", *priority);
	return NULL;
}

static Settings defaults = { 5, "default" };

void int_to_pointer_ok(gint priority)
{
	g_thread_unref(g_thread_new("int", run_priority, GINT_TO_POINTER(priority)));
}

void field_as_number_ok(void)
{
	Settings settings = defaults;

	settings.priority++;
	g_thread_unref(g_thread_new("field", run_priority, GUINT_TO_POINTER((guint)settings.priority)));
}

void defaults_ok(gboolean fresh)
{
	Settings *settings = &defaults;

	if (fresh) {
		settings = g_new0(Settings, 1);
		settings->name = "fresh";
	}
	g_thread_unref(g_thread_new("settings", run_settings, settings));
}

// The address, not the number.
void pointer_to_int_bad(gint priority)
{
	g_thread_unref(g_thread_new("int", run_int, &priority)); //~ ERROR E0373
}

void copied_defaults_bad(gboolean fresh)
{
	Settings settings = defaults;
	GThread *thread;

	settings.priority += fresh;
	thread = g_thread_new("settings", run_settings, &settings); //~ ERROR E0373
	g_thread_unref(thread);
}

void field_address_bad(void)
{
	Settings settings = defaults;
	gpointer data = &settings.priority;

	g_thread_unref(g_thread_new("field", run_int, data)); //~ ERROR E0373
}
