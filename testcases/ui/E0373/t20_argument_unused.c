// T20: the entry ignores its argument, compares it, or uses it as a number: nothing is borrowed.
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct context {
	int verbose;
	long jobs;
};

static volatile bool shutting_down;
static void *main_context;
static unsigned long hash_total;

static void *ignores(void *arg)
{
	(void)arg;
	usleep(20 * 1000);
	while (!shutting_down)
		usleep(1000);
	return NULL;
}

static void *unnamed_use(__attribute__((unused)) void *arg)
{
	usleep(20 * 1000);
	return NULL;
}

static void *compares(void *arg)
{
	usleep(20 * 1000);
	if (arg == NULL)
		return NULL;
	return arg == main_context ? &main_context : NULL;
}

static void *hashes(void *arg)
{
	uintptr_t key = (uintptr_t)arg;

	usleep(20 * 1000);
	hash_total += (key >> 4) * 2654435761u;
	return NULL;
}

static void *reads(void *arg)
{
	struct context *context = arg;

	usleep(20 * 1000);
	return context->verbose ? &main_context : NULL;
}

// Reads only if told so by a global; it may.
static void *reads_sometimes(void *arg)
{
	struct context *context = arg;

	usleep(20 * 1000);
	if (!shutting_down)
		context->jobs++;
	return NULL;
}

// Looks unused, but is passed on.
static long jobs_of(const struct context *context)
{
	return context->jobs;
}

static void *passes_on(void *arg)
{
	usleep(20 * 1000);
	hash_total += (unsigned long)jobs_of(arg);
	return NULL;
}

static int start(void *(*fn)(void *), struct context *context)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, fn, context) != 0)
		return -1;
	return pthread_detach(tid);
}

int ignored_ok(void)
{
	struct context context = { 1, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, ignores, &context) != 0)
		return -1;
	return pthread_detach(tid);
}

int unnamed_ok(void)
{
	struct context context = { 1, 0 };

	return start(unnamed_use, &context);
}

int compared_ok(void)
{
	struct context context = { 1, 0 };

	return start(compares, &context);
}

int hashed_ok(void)
{
	struct context context = { 1, 0 };

	return start(hashes, &context);
}

int read_bad(void)
{
	struct context context = { 1, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, reads, &context) != 0) //~ ERROR E0373
		return -1;
	return pthread_detach(tid);
}

int read_sometimes_bad(void)
{
	struct context context = { 1, 0 };

	return start(reads_sometimes, &context); //~ ERROR E0373
}

int passed_on_bad(void)
{
	struct context context = { 1, 0 };

	return start(passes_on, &context); //~ ERROR E0373
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(read_bad()) RUN_BAD(read_sometimes_bad()) RUN_BAD(passed_on_bad()) RUN_OK(ignored_ok())
		RUN_OK(unnamed_ok()) RUN_OK(compared_ok()) RUN_OK(hashed_ok()))
#endif
