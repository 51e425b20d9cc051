// SPDX-License-Identifier: MIT
// flags: -I../../../runtime/include
// A detached logger: nobody joins it, so it owns a share of the log, and the log knows when everything is written. Main
// waits for that before it returns, for the end of main is the end of a detached thread.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

#include <own/own.h>

enum { LINES = 4 };

struct log {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	char lines[LINES][64];
	unsigned written, read; // lines so far
	bool closed, drained;
};

OWN_DROP(log_end, struct log, log)
{
	pthread_cond_destroy(&log->changed);
	pthread_mutex_destroy(&log->lock);
}

// The next line in `line`; false when there will be none.
static bool log_next(struct log *log, char line[64])
{
	pthread_mutex_lock(&log->lock);
	while (log->read == log->written && !log->closed)
		pthread_cond_wait(&log->changed, &log->lock);
	bool more = log->read != log->written;
	if (more)
		snprintf(line, 64, "%s", log->lines[log->read++ % LINES]);
	pthread_cond_broadcast(&log->changed);
	pthread_mutex_unlock(&log->lock);
	return more;
}

OWN_TASK(log_run, struct log, log)
{
	char line[64];

	while (log_next(log, line))
		printf("log: %s\n", line);
	fflush(stdout);
	pthread_mutex_lock(&log->lock);
	log->drained = true;
	pthread_cond_broadcast(&log->changed);
	pthread_mutex_unlock(&log->lock);
}

static void log_write(struct log *log, const char *what, int number)
{
	pthread_mutex_lock(&log->lock);
	while (log->written - log->read == LINES)
		pthread_cond_wait(&log->changed, &log->lock);
	snprintf(log->lines[log->written++ % LINES], 64, "%s %d", what, number);
	pthread_cond_broadcast(&log->changed);
	pthread_mutex_unlock(&log->lock);
}

// Waits until everything is written.
static void log_close(struct log *log)
{
	pthread_mutex_lock(&log->lock);
	log->closed = true;
	pthread_cond_broadcast(&log->changed);
	while (!log->drained)
		pthread_cond_wait(&log->changed, &log->lock);
	pthread_mutex_unlock(&log->lock);
}

static struct log *log_new(void)
{
	struct log empty = { .closed = false };
	struct log *log = own_share_new(empty, log_end);

	if (log) {
		pthread_mutex_init(&log->lock, NULL);
		pthread_cond_init(&log->changed, NULL);
	}
	return log;
}

int main(void)
{
	const own_options options = { .name = "logger", .detached = true };
	struct log *log = log_new(), *share = log ? own_share(log) : NULL;

	if (!log)
		return 1;
	if (own_spawn_move_opts(NULL, log_run, &share, own_share_drop, &options) != 0) {
		own_unshare(&share);
		own_unshare(&log);
		return 1;
	}
	for (int i = 1; i <= 10; i++)
		log_write(log, "request", i);
	log_close(log);
	own_unshare(&log);
	return 0;
}
