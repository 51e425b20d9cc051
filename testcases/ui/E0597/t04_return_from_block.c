// T4 against T3: an inner block left by `return` is the function left (E0373); left by its end, it is E0597. Both can
// be true of one spawn.
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct lookup {
	char name[64];
	int found;
};

static void *resolve(void *arg)
{
	struct lookup *lookup = arg;

	usleep(20 * 1000);
	lookup->found = lookup->name[0] != '\0';
	return NULL;
}

int returns_from_block_bad(const char *name, pthread_t *tid)
{
	if (name) {
		struct lookup lookup = { .found = 0 };

		snprintf(lookup.name, sizeof lookup.name, "%s", name);
		return pthread_create(tid, NULL, resolve, &lookup); //~ ERROR E0373
	}
	return -1;
}

// Leaves by return when the name is long, by the block's end when it is short.
int both_ways_bad(const char *name, pthread_t *tid)
{
	while (name) {
		struct lookup lookup = { .found = 0 };

		snprintf(lookup.name, sizeof lookup.name, "%s", name);
		if (pthread_create(tid, NULL, resolve, &lookup)) //~ ERROR E0373
			return -1; //~^ ERROR E0597
		if (strlen(name) > 8)
			return 1;
		name = strchr(name, '.');
	}
	return 0;
}

int goto_after_block_bad(const char *name)
{
	pthread_t tid;
	int n = 0;

	if (*name) {
		struct lookup lookup = { .found = 0 };

		snprintf(lookup.name, sizeof lookup.name, "%s", name);
		if (pthread_create(&tid, NULL, resolve, &lookup)) //~ ERROR E0597
			goto out;
		n = 1;
	}
	usleep(40 * 1000);
	while (n-- > 0)
		pthread_join(tid, NULL);
out:
	return n;
}

int joined_in_block_ok(const char *name)
{
	if (name) {
		struct lookup lookup = { .found = 0 };
		pthread_t tid;

		snprintf(lookup.name, sizeof lookup.name, "%s", name);
		if (pthread_create(&tid, NULL, resolve, &lookup))
			return -1;
		pthread_join(tid, NULL);
		return lookup.found;
	}
	return -1;
}

int joined_before_either_way_ok(const char *name)
{
	while (name) {
		struct lookup lookup = { .found = 0 };
		pthread_t tid;

		snprintf(lookup.name, sizeof lookup.name, "%s", name);
		if (pthread_create(&tid, NULL, resolve, &lookup))
			return -1;
		pthread_join(tid, NULL);
		if (strlen(name) > 8)
			return 1;
		name = strchr(name + 1, '.');
	}
	return 0;
}

// A static inside the block is no object of the block.
int static_in_block_ok(const char *name)
{
	pthread_t tid;
	int started = 0;

	if (*name) {
		static struct lookup lookup;

		snprintf(lookup.name, sizeof lookup.name, "%s", name);
		started = pthread_create(&tid, NULL, resolve, &lookup) == 0;
	}
	if (started)
		pthread_detach(tid);
	return started;
}

#ifdef RUN
#include "../include/run.h"
static pthread_t run_tid;
RUN_MAIN(RUN_BAD(returns_from_block_bad("host", &run_tid)) RUN_BAD(both_ways_bad("longhostname", &run_tid))
		RUN_BAD(goto_after_block_bad("host")) RUN_OK(joined_in_block_ok("host"))
		RUN_OK(joined_before_either_way_ok("a.b")) RUN_OK(static_in_block_ok("host")))
#endif
