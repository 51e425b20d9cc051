// T5': the join stands under the same condition as the spawn, or under a flag that the spawn set.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct config {
	bool async;
	bool verbose;
	int level;
};

struct flush {
	FILE *out;
	const char *text;
	int rc;
};

static void *flush_run(void *arg)
{
	struct flush *f = arg;

	usleep(20 * 1000);
	f->rc = fputs(f->text, f->out) < 0 ? -1 : 0;
	return NULL;
}

int same_condition_ok(const struct config *config, const char *text)
{
	struct flush f = { stderr, text, 0 };
	const bool async = config->async;
	pthread_t tid;

	if (async)
		if (pthread_create(&tid, NULL, flush_run, &f) != 0)
			exit(1);
	if (config->verbose)
		fprintf(stderr, "flushing\n");
	if (async)
		pthread_join(tid, NULL);
	else
		flush_run(&f);
	return f.rc;
}

int started_flag_ok(const struct config *config, const char *text)
{
	struct flush f = { stderr, text, 0 };
	pthread_t tid;
	bool started = false;
	int ret = -1;

	if (config->level < 0)
		goto out;
	if (pthread_create(&tid, NULL, flush_run, &f) != 0)
		goto out;
	started = true;
	if (config->level > 9)
		goto out;
	ret = 0;
out:
	if (started)
		pthread_join(tid, NULL);
	return ret ? ret : f.rc;
}

int two_conditions_ok(int level, bool dry_run)
{
	struct flush f = { stderr, "level\n", 0 };
	pthread_t tid;

	if (level > 3 && !dry_run)
		if (pthread_create(&tid, NULL, flush_run, &f) != 0)
			return -1;
	if (dry_run)
		return 0;
	if (level > 3)
		pthread_join(tid, NULL);
	return f.rc;
}

// The condition changed between spawn and join.
int changed_condition_bad(struct config *config, const char *text)
{
	struct flush f = { stderr, text, 0 };
	bool async = config->async;
	pthread_t tid;

	if (async)
		if (pthread_create(&tid, NULL, flush_run, &f) != 0) //~ ERROR E0373
			return -1;
	if (config->verbose)
		async = false;
	if (async)
		pthread_join(tid, NULL);
	return f.rc;
}

// `started` is set too late: the exit in between does not see it.
int flag_set_late_bad(const struct config *config, const char *text)
{
	struct flush f = { stderr, text, 0 };
	pthread_t tid;
	bool started = false;
	int ret = -1;

	if (pthread_create(&tid, NULL, flush_run, &f) != 0) //~ ERROR E0373
		goto out;
	if (config->level > 9)
		goto out;
	started = true;
	ret = 0;
out:
	if (started)
		pthread_join(tid, NULL);
	return ret;
}

// Spawned above level 3, joined above level 4.
int other_bound_bad(int level)
{
	struct flush f = { stderr, "level\n", 0 };
	pthread_t tid;

	if (level > 3)
		if (pthread_create(&tid, NULL, flush_run, &f) != 0) //~ ERROR E0373
			return -1;
	if (level > 4)
		pthread_join(tid, NULL);
	return f.rc;
}

#ifdef RUN
#include "../include/run.h"
static struct config run_config = { .async = true, .verbose = true, .level = 10 };
RUN_MAIN(RUN_BAD(changed_condition_bad(&run_config, "text\n")) RUN_BAD(flag_set_late_bad(&run_config, "text\n"))
		RUN_BAD(other_bound_bad(4)) RUN_OK(same_condition_ok(&run_config, "text\n"))
		RUN_OK(started_flag_ok(&run_config, "text\n")) RUN_OK(two_conditions_ok(5, false))
		RUN_OK(two_conditions_ok(5, true)) RUN_OK(other_bound_bad(5)))
#endif
