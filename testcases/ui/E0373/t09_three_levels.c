// files: auxiliary/spawn_levels.c
// T9: three wrappers between the caller and pthread_create; the handle is returned, or kept in an options struct.
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "auxiliary/spawn_levels.h"

struct grep {
	const char *pattern;
	const char *text;
	int matches;
};

static void *grep_run(void *arg)
{
	struct grep *g = arg;
	const char *p = g->text;

	usleep(20 * 1000);
	while ((p = strstr(p, g->pattern)) != NULL) {
		g->matches++;
		p++;
	}
	return NULL;
}

int grep_unwaited_bad(const char *pattern, const char *text)
{
	struct grep g = { pattern, text, 0 };
	pthread_t tid = spawn_or_die(grep_run, &g); //~ ERROR E0373

	pthread_detach(tid);
	return g.matches;
}

int grep_options_bad(const char *pattern, const char *text)
{
	struct grep g = { pattern, text, 0 };
	struct spawn_options options = { .fn = grep_run, .arg = &g };

	if (spawn_options_start(&options) < 0) //~ ERROR E0373
		return -1;
	if (g.matches > 0)
		return g.matches;
	spawn_options_finish(&options);
	return 0;
}

// A wrapper of the caller's own, over the others.
static pthread_t grep_start(struct grep *g)
{
	return spawn_or_die(grep_run, g);
}

int grep_own_wrapper_bad(const char *text)
{
	struct grep g = { "int", text, 0 };

	pthread_detach(grep_start(&g)); //~ ERROR E0373
	return 0;
}

int grep_waited_ok(const char *pattern, const char *text)
{
	struct grep g = { pattern, text, 0 };
	pthread_t tid = spawn_or_die(grep_run, &g);

	pthread_join(tid, NULL);
	return g.matches;
}

int grep_options_ok(const char *pattern, const char *text)
{
	struct grep g = { pattern, text, 0 };
	struct spawn_options options = { .fn = grep_run, .arg = &g };

	if (spawn_options_start(&options) < 0)
		return -1;
	spawn_options_finish(&options);
	return g.matches;
}

int grep_own_wrapper_ok(const char *text)
{
	struct grep g = { "int", text, 0 };

	if (pthread_join(grep_start(&g), NULL))
		perror("join");
	return g.matches;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(grep_unwaited_bad("a", "abab")) RUN_BAD(grep_own_wrapper_bad("int main"))
		RUN_OK(grep_waited_ok("a", "abab")) RUN_OK(grep_options_ok("a", "abab"))
		RUN_OK(grep_own_wrapper_ok("int main")))
#endif
