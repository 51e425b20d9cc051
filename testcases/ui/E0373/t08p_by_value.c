// T8 and T8' when structs travel by value: through a parameter, a return value, memcpy, an element of an array.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct view {
	const char *text;
	size_t length;
};

struct search {
	struct view haystack;
	char needle;
	long *count;
};

static long total_count;

static void *search_run(void *arg)
{
	struct search *search = arg;
	long count = 0;

	usleep(20 * 1000);
	for (size_t i = 0; i < search->haystack.length; i++)
		count += search->haystack.text[i] == search->needle;
	*search->count = count;
	free(search);
	return NULL;
}

static struct view view_of(const char *text)
{
	return (struct view){ text, strlen(text) };
}

static struct search *search_new(struct view haystack, char needle)
{
	struct search *search = malloc(sizeof *search);

	if (!search)
		abort();
	search->haystack = haystack;
	search->needle = needle;
	search->count = &total_count;
	return search;
}

static int search_start(struct search *search)
{
	pthread_t tid;
	int rc = pthread_create(&tid, NULL, search_run, search);

	if (rc)
		free(search);
	else
		pthread_detach(tid);
	return rc;
}

// The view is a value; what it looks at is the local array.
int view_of_local_bad(const char *name)
{
	char line[64];

	snprintf(line, sizeof line, "name=%s", name);
	return search_start(search_new(view_of(line), '=')); //~ ERROR E0373
}

int memcpy_bad(const char *name)
{
	char line[64];
	struct view view = { line, 0 };
	struct search *search = search_new(view_of(""), '=');

	view.length = (size_t)snprintf(line, sizeof line, "name=%s", name);
	memcpy(&search->haystack, &view, sizeof view);
	return search_start(search); //~ ERROR E0373
}

int array_element_bad(void)
{
	char first[] = "first", second[] = "second";
	struct view views[2] = { { first, 5 }, { second, 6 } };
	struct search *search = search_new(views[1], 'c');

	return search_start(search); //~ ERROR E0373
}

int view_of_heap_ok(const char *name)
{
	char line[64];
	char *copy;

	snprintf(line, sizeof line, "name=%s", name);
	copy = strdup(line);
	return copy ? search_start(search_new(view_of(copy), '=')) : -1;
}

int memcpy_of_literal_ok(void)
{
	char line[64] = "unused";
	struct view view = { line, 0 };
	struct search *search = search_new(view, '=');

	view = view_of("name=value");
	memcpy(&search->haystack, &view, sizeof view);
	return search_start(search);
}

int parameter_view_ok(struct view view)
{
	return search_start(search_new(view, '='));
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(view_of_local_bad("n")) RUN_BAD(memcpy_bad("n")) RUN_BAD(array_element_bad())
		RUN_OK(view_of_heap_ok("n")) RUN_OK(memcpy_of_literal_ok()) RUN_OK(parameter_view_ok(view_of("a=b"))))
#endif
