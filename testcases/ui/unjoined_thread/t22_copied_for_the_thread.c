// SPDX-License-Identifier: MIT
// A function copies what the thread gets into a block that nobody else has: a handle that lies in the copy, too, is of
// no use to anybody.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct job {
	pthread_t self;
	int number;
};

static void *idle(void *arg)
{
	return (void)arg, NULL;
}

static void *join_last(void *arg)
{
	struct job *own = arg;
	pthread_join(own->self, NULL);
	return NULL;
}

static int start(pthread_t *out, struct job *job, void *(*entry)(void *))
{
	struct job *own = malloc(sizeof *own);
	if (!own)
		abort();
	memcpy(own, job, sizeof *own);
	return pthread_create(out, NULL, entry, own);
}

void handle_in_the_copy_bad(void)
{
	struct job jobs[16] = {{0}};
	for (int i = 0; i < 16; i++)
		(void)start(&jobs[i].self, &jobs[i], idle); //~ WARNING unjoined_thread
}

static struct job *start_kept(void)
{
	struct job *own = calloc(1, sizeof *own);
	if (!own || pthread_create(&own->self, NULL, idle, own) != 0)
		abort();
	return own;
}

struct job *kept_by_the_caller_ok(void)
{
	return start_kept();
}

// Each thread joins the one before it, which it finds in its copy.
void joined_by_the_next_ok(void)
{
	struct job job = {0};
	if (start(&job.self, &job, idle) != 0)
		abort();
	struct job next = job;
	if (start(&next.self, &next, join_last) != 0)
		abort();
	pthread_detach(next.self);
}
