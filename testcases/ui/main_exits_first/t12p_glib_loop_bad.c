// T12': four GLib threads, whose references are dropped; main says good-bye.
#include <stdio.h>

#include "../include/fake_glib.h"

static gpointer work(gpointer data)
{
	printf("worker %d\n", GPOINTER_TO_INT(data));
	return NULL;
}

int main(void)
{
	for (int i = 0; i < 4; i++)
		g_thread_unref(g_thread_new("worker", work, GINT_TO_POINTER(i))); //~ WARNING main_exits_first
	puts("bye");
	return 0;
}
