// An object of many optional parts is freed, and with it a queue that joins its threads, unless they were stopped before:
// what it writes where the queue's memory ended is of the ways on which that has ended.
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <assert.h>
#define LOCK(l) if (pthread_mutex_lock(l) != 0) { assert(0); return 0; }
#define UNLOCK(l) if (pthread_mutex_unlock(l) != 0) { assert(0); return 0; }
#define WAIT(c, l) if (pthread_cond_wait(c, l) != 0) { assert(0); return 0; }

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t some;
	pthread_t *threads;
	int count, jobs;
	bool stop;
};

struct cfg {
	char *a, *b, *c, *d, *f, *g, *h, *k;
	int n, threads;
};

struct encoder {
	struct cfg cfg;
	struct queue *queue;
};

void work(void);
int more(void);

static void *worker(void *arg)
{
	struct queue *q = arg;
	LOCK(&q->lock);
	for (;;) {
		while (!q->stop && q->jobs == 0) {
			WAIT(&q->some, &q->lock);
		}
		if (q->stop)
			break;
		q->jobs--;
		UNLOCK(&q->lock);
		work();
		LOCK(&q->lock);
		int n = more();
		for (int i = 0; i < n - 1; i++)
			pthread_cond_signal(&q->some);
	}
	UNLOCK(&q->lock);
	return NULL;
}

static int queue_stop(struct queue *q)
{
	LOCK(&q->lock);
	if (q->stop) {
		UNLOCK(&q->lock);
		return 1;
	}
	q->stop = true;
	pthread_cond_broadcast(&q->some);
	pthread_mutex_unlock(&q->lock);
	for (int i = 0; i < q->count; i++)
		if (pthread_join(q->threads[i], NULL) != 0)
			return 0;
	return 1;
}

void queue_free(struct queue *q)
{
	if (!q)
		return;
	queue_stop(q);
	free(q->threads);
	q->count = 0;
	pthread_mutex_destroy(&q->lock);
	pthread_cond_destroy(&q->some);
	free(q);
}

struct queue *queue_new(int count)
{
	struct queue *q = malloc(sizeof *q);
	if (!q)
		return NULL;
	q->threads = malloc(sizeof(pthread_t) * (size_t)count);
	if (!q->threads)
		goto failed;
	q->count = 0;
	q->stop = false;
	pthread_mutex_init(&q->lock, NULL);
	pthread_cond_init(&q->some, NULL);
	pthread_mutex_lock(&q->lock);
	for (int i = 0; i < count; i++) {
		if (pthread_create(&q->threads[i], NULL, worker, q) != 0)
			goto failed;
		q->count++;
	}
	pthread_mutex_unlock(&q->lock);
	return q;
failed:
	queue_free(q);
	return NULL;
}

void encoder_free(struct encoder *e)
{
	if (!e)
		return;
	if (e->cfg.a) {
		free(e->cfg.a);
		e->cfg.a = NULL;
	}
	if (e->cfg.b) {
		free(e->cfg.b);
		e->cfg.b = NULL;
	}
	if (e->cfg.c) {
		free(e->cfg.c);
		e->cfg.c = NULL;
	}
	if (e->cfg.d) {
		free(e->cfg.d);
		e->cfg.d = NULL;
	}
	if (e->cfg.f) {
		free(e->cfg.f);
		e->cfg.f = NULL;
	}
	if (e->cfg.g) {
		free(e->cfg.g);
		e->cfg.g = NULL;
	}
	if (e->cfg.h) {
		free(e->cfg.h);
		e->cfg.h = NULL;
	}
	if (e->cfg.k) {
		free(e->cfg.k);
		e->cfg.k = NULL;
	}
	queue_free(e->queue);
	e->queue = NULL;
	for (int i = 0; i < e->cfg.n; i++)
		more();
	free(e);
}

struct encoder *encoder_new_ok(const struct cfg *cfg)
{
	struct encoder *e = calloc(1, sizeof *e);
	if (!e)
		return NULL;
	memcpy(&e->cfg, cfg, sizeof e->cfg);
	e->queue = queue_new(e->cfg.threads);
	if (!e->queue)
		goto failed;
	if (cfg->a)
		goto failed;
	return e;
failed:
	encoder_free(e);
	return NULL;
}

// More ends here than there is room for.
static void encoder_end(struct encoder *e)
{
	if (!e)
		return;
	free(e->cfg.a);
	free(e->cfg.b);
	free(e->cfg.c);
	free(e->cfg.d);
	free(e->cfg.f);
	free(e->cfg.g);
	free(e->cfg.h);
	free(e->cfg.k);
	queue_free(e->queue);
	for (int i = 0; i < e->cfg.n; i++)
		more();
	free(e);
}

struct encoder *encoder_made_ok(const struct cfg *cfg)
{
	struct encoder *e = calloc(1, sizeof *e);

	if (!e)
		return NULL;
	memcpy(&e->cfg, cfg, sizeof e->cfg);
	e->queue = queue_new(e->cfg.threads);
	if (!e->queue)
		goto failed;
	if (cfg->a)
		goto failed;
	return e;
failed:
	encoder_end(e);
	return NULL;
}

// It joins nobody.
void queue_drop(struct queue *q)
{
	free(q->threads);
	pthread_mutex_destroy(&q->lock);
	pthread_cond_destroy(&q->some);
	free(q);
}

void queue_dropped_bad(void)
{
	struct queue *q = queue_new(2);

	if (q && q->count)
		queue_drop(q); //~ ERROR E0505
}
