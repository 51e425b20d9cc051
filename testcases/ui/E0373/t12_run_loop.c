// T12: the endless loop is in a function that never returns, by its body and not by an attribute.
#include <stdio.h>
#include <stdlib.h>

#include "../include/fake_uv.h"

struct watcher {
	const char *directory;
	unsigned long events;
};

static void watch(void *arg)
{
	struct watcher *watcher = arg;

	while (watcher->directory[0] == '/')
		watcher->events++;
}

static void run_loop(const struct watcher *watcher)
{
	for (;;) {
		int c = getchar();

		if (c == EOF)
			abort();
		if (c == 's')
			printf("%s\n", watcher->directory);
	}
}

int main(void)
{
	struct watcher watcher = { "/var/spool", 0 };
	uv_thread_t tid;

	if (uv_thread_create(&tid, watch, &watcher))
		return 1;
	run_loop(&watcher);
	return 0;
}
