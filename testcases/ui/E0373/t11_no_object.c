// T11: what looks like an argument but is no borrowed object: numbers, NULL, statics, literals, sizeof. And beside
// each the spelling that is one.
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct table {
	const char *name;
	int rows;
};

static const struct table tables[] = { { "users", 10 }, { "groups", 3 } };
static struct table scratch_table;

static void *dump_table(void *arg)
{
	const struct table *table = arg;

	usleep(20 * 1000);
	if (table)
		fprintf(stderr, "%s: %d\n", table->name, table->rows);
	return NULL;
}

static void *dump_nth(void *arg)
{
	size_t index = (uintptr_t)arg;

	fprintf(stderr, "%s\n", tables[index % 2].name);
	return NULL;
}

static void *dump_text(void *arg)
{
	const char *text = arg;

	usleep(20 * 1000);
	if (text[0] == '#')
		fprintf(stderr, "comment\n");
	return NULL;
}

static int detached(void *(*fn)(void *), void *arg)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, fn, arg) != 0)
		return -1;
	return pthread_detach(tid);
}

int number_in_pointer_ok(int index)
{
	return detached(dump_nth, (void *)(intptr_t)index);
}

int null_ok(void)
{
	struct table table = { "local", 0 };

	(void)table;
	return detached(dump_table, NULL);
}

int element_of_static_ok(int index)
{
	return detached(dump_table, (void *)&tables[index & 1]);
}

int global_ok(int rows)
{
	struct table table = { "copy", rows };

	scratch_table = table;
	return detached(dump_table, &scratch_table);
}

int string_literal_ok(void)
{
	const char *text = "# nothing";

	return detached(dump_text, (void *)text);
}

// Neither operand of sizeof is evaluated: the address goes nowhere.
int sizeof_ok(void)
{
	struct table table = { "local", sizeof(&table) };

	return detached(dump_nth, (void *)(uintptr_t)(sizeof(&table) + (size_t)table.rows));
}

// The number in the pointer is an address after all.
int address_as_number_bad(void)
{
	struct table table = { "local", 1 };
	uintptr_t number = (uintptr_t)&table;

	return detached(dump_table, (void *)number); //~ ERROR E0373
}

// The element is copied out of the static table first.
int copied_element_bad(int index)
{
	struct table table = tables[index & 1];

	return detached(dump_table, &table); //~ ERROR E0373
}

// An array that is initialised by a literal is no literal.
int array_from_literal_bad(void)
{
	char text[] = "# something";

	return detached(dump_text, text); //~ ERROR E0373
}

// NULL on one path only.
int sometimes_null_bad(int wanted)
{
	struct table table = { "local", 2 };

	return detached(dump_table, wanted ? &table : NULL); //~ ERROR E0373
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(address_as_number_bad()) RUN_BAD(copied_element_bad(1)) RUN_BAD(array_from_literal_bad())
		RUN_BAD(sometimes_null_bad(1)) RUN_OK(number_in_pointer_ok(1)) RUN_OK(null_ok())
		RUN_OK(element_of_static_ok(1)) RUN_OK(global_ok(1)) RUN_OK(string_literal_ok()) RUN_OK(sizeof_ok()))
#endif
