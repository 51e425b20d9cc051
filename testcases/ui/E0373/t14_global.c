// T14: what is lent goes through a global: the thread is given nothing, or something else, and reads it there.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>
#include <unistd.h>

#include "../include/fake_glib.h"

struct config {
	int level;
	const char *path;
};

static struct config *current;
static struct {
	struct config *config;
	int count;
} server;
static const char *message;
static int last;

static void *reads_global(void *arg)
{
	(void)arg;
	usleep(20 * 1000);
	last = current->level;
	return NULL;
}

static void *reads_field(void *arg)
{
	(void)arg;
	usleep(20 * 1000);
	last = server.config->level;
	return NULL;
}

static int reads_global_c11(void *arg)
{
	return reads_global(arg) != NULL;
}

static void *reads_string(void *arg)
{
	(void)arg;
	usleep(20 * 1000);
	last = message[0];
	return NULL;
}

// Reads no global.
static void *reads_nothing(void *arg)
{
	(void)arg;
	usleep(20 * 1000);
	return NULL;
}

int unwaited_bad(int level)
{
	struct config config = { level, "/etc" };
	pthread_t tid;

	current = &config;
	if (pthread_create(&tid, NULL, reads_global, NULL) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	return 0;
}

int field_bad(int level)
{
	struct config config = { level, "/etc" };
	pthread_t tid;

	server.config = &config;
	server.count++;
	if (pthread_create(&tid, NULL, reads_field, NULL) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	return 0;
}

int c11_bad(int level)
{
	struct config config = { level, "/etc" };
	thrd_t thr;

	current = &config;
	if (thrd_create(&thr, reads_global_c11, NULL) != thrd_success) //~ ERROR E0373
		return -1;
	thrd_detach(thr);
	return 0;
}

void glib_bad(int n)
{
	char text[16];

	snprintf(text, sizeof text, "%d", n);
	message = text;
	g_thread_unref(g_thread_new("text", reads_string, NULL)); //~ ERROR E0373
}

// The global is set by a function.
static void use_config(struct config *config)
{
	current = config;
}

int setter_bad(int level)
{
	struct config config = { level, "/etc" };
	pthread_t tid;

	use_config(&config);
	if (pthread_create(&tid, NULL, reads_global, NULL) != 0) //~ ERROR E0373
		return -1;
	pthread_detach(tid);
	return 0;
}

int joined_ok(int level)
{
	struct config config = { level, "/etc" };
	pthread_t tid;

	current = &config;
	if (pthread_create(&tid, NULL, reads_global, NULL) != 0)
		return -1;
	pthread_join(tid, NULL);
	current = NULL;
	return 0;
}

int joined_c11_ok(int level)
{
	struct config config = { level, "/etc" };
	thrd_t thr;

	use_config(&config);
	if (thrd_create(&thr, reads_global_c11, NULL) != thrd_success)
		return -1;
	thrd_join(thr, NULL);
	return 0;
}

int static_ok(int level)
{
	static struct config config = { 1, "/etc" };
	pthread_t tid;

	config.level = level;
	current = &config;
	if (pthread_create(&tid, NULL, reads_global, NULL) != 0)
		return -1;
	pthread_detach(tid);
	return 0;
}

// The thread does not look there.
int not_read_ok(int level)
{
	struct config config = { level, "/etc" };
	pthread_t tid;

	current = &config;
	if (pthread_create(&tid, NULL, reads_nothing, NULL) != 0)
		return -1;
	pthread_detach(tid);
	return config.level;
}

void glib_ok(int n)
{
	char text[16];
	GThread *thread;

	snprintf(text, sizeof text, "%d", n);
	message = text;
	thread = g_thread_new("text", reads_string, NULL);
	g_thread_join(thread);
	message = NULL;
}
// Not run: GLib is not there when the suite runs.
