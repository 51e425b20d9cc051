// T21: longjmp leaves the function between spawn and join; what the thread borrows is gone with the frame.
#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../include/fake_glib.h"

static jmp_buf failed;

struct parse {
	const char *text;
	int words;
};

static void *parse_run(void *arg)
{
	struct parse *parse = arg;

	usleep(20 * 1000);
	parse->words += parse->text[0] != 0;
	return NULL;
}

static void throw_error(const char *what)
{
	fprintf(stderr, "%s\n", what);
	longjmp(failed, 1);
}

int jumps_bad(const char *text)
{
	struct parse parse = { text, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, parse_run, &parse) != 0) //~ ERROR E0373
		return -1;
	if (strlen(text) > 100)
		longjmp(failed, 1);
	pthread_join(tid, NULL);
	return parse.words;
}

// The jump is in a function that is called.
int throws_bad(const char *text)
{
	struct parse parse = { text, 0 };
	GThread *thread = g_thread_new("parse", parse_run, &parse); //~ ERROR E0373

	if (!*text)
		throw_error("empty text");
	g_thread_join(thread);
	return parse.words;
}

int joined_before_jump_ok(const char *text)
{
	struct parse parse = { text, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, parse_run, &parse) != 0)
		throw_error("no thread");
	pthread_join(tid, NULL);
	if (!parse.words)
		longjmp(failed, 1);
	return parse.words;
}

int glib_ok(const char *text)
{
	struct parse parse = { text, 0 };
	GThread *thread;

	if (!*text)
		throw_error("empty text");
	thread = g_thread_new("parse", parse_run, &parse);
	g_thread_join(thread);
	return parse.words;
}

// A cleanup attribute joins on every way out of the block.
static void join_cleanup(GThread **thread)
{
	if (*thread)
		g_thread_join(*thread);
}

int cleanup_ok(const char *text)
{
	struct parse parse = { text, 0 };
	__attribute__((cleanup(join_cleanup))) GThread *thread = g_thread_new("parse", parse_run, &parse);

	if (!*text)
		return -1;
	return parse.words;
}

// Over a longjmp it does not run.
int cleanup_jumped_over_bad(const char *text)
{
	struct parse parse = { text, 0 };
	__attribute__((cleanup(join_cleanup))) GThread *thread =
			g_thread_new("parse", parse_run, &parse); //~ ERROR E0373

	if (!*text)
		longjmp(failed, 1);
	return parse.words;
}

// Not run: what lies where the frame was is not looked at by AddressSanitizer after a longjmp.
