// T12', right: start and stop are functions, the handle is a global.
#include <stdio.h>

#include "../include/fake_glib.h"

static GThread *worker;

static gpointer work(gpointer data)
{
	puts(data);
	return NULL;
}

static void start(void)
{
	worker = g_thread_new("worker", work, (gpointer) "working");
}

static void stop(void)
{
	g_thread_join(worker);
	worker = NULL;
}

int main(void)
{
	start();
	puts("meanwhile");
	stop();
	return 0;
}
