// Threads are closed through a table of function pointers, and what holds their handles lies behind
// four pointers, the first of which an unknown function may have replaced. The shape of x264.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct job {
	void *(*run)(void *);
	void *arg, *ret;
} job;

typedef struct pool {
	atomic_int stop;
	int n;
	pthread_t *tids;
	job *jobs[8];
	int njobs;
	pthread_mutex_t lock;
} pool;

static void *allocate(size_t size)
{
	return size > 4096 ? aligned_alloc(4096, size) : malloc(size);
}

static void *pool_run(void *arg)
{
	pool *p = arg;
	while (!p->stop) {
		job *j = NULL;
		pthread_mutex_lock(&p->lock);
		if (p->njobs)
			j = p->jobs[--p->njobs];
		pthread_mutex_unlock(&p->lock);
		if (j)
			j->ret = j->run(j->arg);
	}
	return NULL;
}

int pool_init(pool **out, int n)
{
	pool *p = allocate(sizeof *p);
	if (!p)
		return -1;
	memset(p, 0, sizeof *p);
	*out = p;
	p->n = n;
	p->tids = allocate((size_t)n * sizeof *p->tids);
	if (!p->tids)
		return -1;
	pthread_mutex_init(&p->lock, NULL);
	for (int i = 0; i < p->n; i++)
		if (pthread_create(p->tids + i, NULL, pool_run, p))
			return -1;
	return 0;
}

void pool_delete(pool *p)
{
	p->stop = 1;
	for (int i = 0; i < p->n; i++)
		pthread_join(p->tids[i], NULL);
	free(p->tids);
	free(p);
}

typedef struct source {
	pool *pool;
	FILE *file;
} source;

typedef struct input {
	int (*open)(const char *, source **);
	void (*close)(source *);
} input;

static int file_open(const char *name, source **s)
{
	*s = calloc(1, sizeof **s);
	if (!*s)
		return -1;
	(*s)->file = fopen(name, "r");
	return (*s)->file ? 0 : -1;
}

static void file_close(source *s)
{
	fclose(s->file);
	free(s);
}

static int threaded_open(const char *name, source **s)
{
	source *t = malloc(sizeof *t);
	(void)name;
	if (!t)
		return -1;
	t->file = (*s)->file;
	if (pool_init(&t->pool, 1))
		return -1;
	*s = t;
	return 0;
}

static void threaded_close(source *s)
{
	pool_delete(s->pool);
	free(s);
}

const input file_input = { file_open, file_close };
const input threaded_input = { threaded_open, threaded_close };
static input chosen;
static struct { void (*free)(source *); } filter;
int init_filters(source **s, const char *text);

static int parse(int argc, char **argv, source **s)
{
	chosen = file_input;
	if (chosen.open(argv[1], s))
		return -1;
	const input *threaded = argc > 2 ? &threaded_input : NULL;
	if (threaded) {
		if (threaded->open(argv[1], s))
			return -1;
		chosen = *threaded;
	}
	if (init_filters(s, argv[2]))
		return -1;
	return 0;
}

int main(int argc, char **argv)
{
	source *s = NULL;
	int ret = 0;
	if (parse(argc, argv, &s) < 0)
		ret = -1;
	if (filter.free)
		filter.free(s);
	else if (s)
		chosen.close(s);
	return ret;
}
