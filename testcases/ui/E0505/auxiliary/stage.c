// A stage: who owns its script, who waits for its thread.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stage.h"

struct stage *stage_new(const char *script)
{
	struct stage *stage = calloc(1, sizeof *stage);

	if (!stage || !(stage->script = strdup(script)))
		abort();
	pthread_mutex_init(&stage->lock, NULL);
	return stage;
}

static void *perform(void *arg)
{
	struct stage *stage = arg;

	usleep(100 * 1000);
	pthread_mutex_lock(&stage->lock);
	for (const char *p = stage->script; *p; p++)
		stage->lines += *p == '\n';
	pthread_mutex_unlock(&stage->lock);
	return NULL;
}

int stage_open(struct stage *stage)
{
	return pthread_create(&stage->tid, NULL, perform, stage);
}

void stage_wait(struct stage *stage)
{
	pthread_join(stage->tid, NULL);
}

void stage_free(struct stage *stage)
{
	pthread_mutex_destroy(&stage->lock);
	free(stage->script);
	free(stage);
}

void stage_close(struct stage *stage)
{
	stage_wait(stage);
	stage_free(stage);
}

char *stage_swap_script(struct stage *stage, char *script)
{
	char *old = stage->script;

	stage->script = script;
	return old;
}
