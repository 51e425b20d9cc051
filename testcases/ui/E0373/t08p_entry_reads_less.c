// T8': what the entry's own code does decides: a field passed on and used in a callee counts, one only tested does not.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct logger {
	FILE *out;
	char prefix[16];
};

struct upload {
	const char *path;
	struct logger *log;
	int *cancelled;
	int tries;
};

// Tests the pointers, follows none.
static void *upload_plain(void *arg)
{
	struct upload *up = arg;

	usleep(20 * 1000);
	if (up->log)
		up->tries++;
	if (up->path == NULL || up->cancelled == NULL)
		up->tries = 0;
	return NULL;
}

static void log_line(struct logger *log, const char *text)
{
	fprintf(log->out, "%s: %s\n", log->prefix, text);
}

// Hands the logger to a callee that uses it.
static void *upload_logging(void *arg)
{
	struct upload *up = arg;

	usleep(20 * 1000);
	log_line(up->log, up->path);
	return NULL;
}

// Follows `cancelled` only if there is a logger; that is still following it.
static void *upload_watching(void *arg)
{
	struct upload *up = arg;

	usleep(20 * 1000);
	while (up->log && up->tries > 0)
		if (*up->cancelled)
			break;
		else
			up->tries--;
	return NULL;
}

static struct logger file_log = { .prefix = "upload" };
static struct upload uploads[8];
static int never;

bool tested_only_ok(const char *path)
{
	struct logger log = { stderr, "local" };
	int cancelled = 0;
	pthread_t tid;

	uploads[0] = (struct upload){ path, &log, &cancelled, 1 };
	if (pthread_create(&tid, NULL, upload_plain, &uploads[0]))
		return false;
	return pthread_detach(tid) == 0;
}

bool logger_only_ok(const char *path)
{
	int cancelled = 0;
	pthread_t tid;

	file_log.out = stderr;
	uploads[1] = (struct upload){ path, &file_log, &cancelled, 1 };
	if (pthread_create(&tid, NULL, upload_logging, &uploads[1]))
		return false;
	return pthread_detach(tid) == 0;
}

bool static_flag_ok(const char *path)
{
	struct logger log = { stderr, "local" };
	pthread_t tid;

	uploads[2] = (struct upload){ path, &log, &never, 3 };
	if (pthread_create(&tid, NULL, upload_watching, &uploads[2]))
		return false;
	return pthread_detach(tid) == 0;
}

bool callee_uses_logger_bad(const char *path)
{
	struct logger log = { stderr, "local" };
	pthread_t tid;

	uploads[3] = (struct upload){ path, &log, &never, 1 };
	if (pthread_create(&tid, NULL, upload_logging, &uploads[3])) //~ ERROR E0373
		return false;
	return pthread_detach(tid) == 0;
}

bool flag_watched_bad(const char *path)
{
	int cancelled = 0;
	pthread_t tid;

	uploads[4] = (struct upload){ path, &file_log, &cancelled, 3 };
	if (pthread_create(&tid, NULL, upload_watching, &uploads[4])) //~ ERROR E0373
		return false;
	return pthread_detach(tid) == 0;
}

// The entry is chosen at run time; one of the two follows the logger.
bool either_entry_bad(const char *path, bool verbose)
{
	struct logger log = { stderr, "local" };
	pthread_t tid;

	uploads[5] = (struct upload){ path, &log, &never, 1 };
	if (pthread_create(&tid, NULL, verbose ? upload_logging : upload_plain, &uploads[5])) //~ ERROR E0373
		return false;
	return pthread_detach(tid) == 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(callee_uses_logger_bad("p")) RUN_BAD(flag_watched_bad("p")) RUN_BAD(either_entry_bad("p", true))
		RUN_OK(tested_only_ok("p")) RUN_OK(logger_only_ok("p")) RUN_OK(static_flag_ok("p"))
		RUN_OK(either_entry_bad("p", false)))
#endif
