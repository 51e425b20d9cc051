// T2', item 5: a lock that its holder gives up only to wait, on some ways, is held all the same; so is that of
// whatever object the thread has come to. The shape of gthreadpool.c in GLib.
#include <pthread.h>
#include <stdlib.h>

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int length;
};

struct pool {
	struct queue *queue;
	int threads, most, running;
	void (*work)(int task, void *data);
	void *data;
};

struct pool *next_pool(void);

static int queue_pop(struct queue *queue, int wait)
{
	while (wait && queue->length == 0)
		pthread_cond_wait(&queue->changed, &queue->lock);
	return queue->length > 0 ? queue->length-- : 0;
}

static void queue_lock(struct queue *queue) { pthread_mutex_lock(&queue->lock); }

static void queue_unlock(struct queue *queue) { pthread_mutex_unlock(&queue->lock); }

static int task_wait(struct pool *pool)
{
	if (!pool->running || pool->threads > pool->most)
		return 0;
	return queue_pop(pool->queue, pool->running > 1);
}

static void *pool_run(void *arg)
{
	struct pool *pool = arg;

	queue_lock(pool->queue);
	for (;;) {
		int task = task_wait(pool);

		if (task) {
			queue_unlock(pool->queue);
			pool->work(task, pool->data);
			queue_lock(pool->queue);
			continue;
		}
		pool->threads--;
		queue_unlock(pool->queue);
		pool = next_pool();
		if (!pool)
			return NULL;
		queue_lock(pool->queue);
	}
}

static int start_locked(struct pool *pool)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, pool_run, pool) != 0)
		return -1;
	pool->threads++;
	return pthread_detach(tid);
}

int start_ok(struct pool *pool)
{
	queue_lock(pool->queue);

	int rc = start_locked(pool);

	queue_unlock(pool->queue);
	return rc;
}

static void *pool_run_unlocked(void *arg)
{
	struct pool *pool = arg;
	int task = task_wait(pool);

	if (task)
		pool->work(task, pool->data);
	return NULL;
}

int start_bad(struct pool *pool)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, pool_run_unlocked, pool) != 0)
		return -1;
	pool->threads++; //~ ERROR E0506
	return pthread_detach(tid);
}

static int depth;

// As many locks as somebody says: whether there is one is not known here.
static int add(int *value, int most)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	int more;

	for (int i = 0; i < depth; i++)
		pthread_mutex_lock(&lock);
	more = *value != most;
	if (more)
		++*value;
	for (int i = 0; i < depth; i++)
		pthread_mutex_unlock(&lock);
	return more;
}

static void *add_all(void *value)
{
	while (add(value, 1000))
		;
	return NULL;
}

int add_ok(void)
{
	int x = 0;
	pthread_t tid;

	if (pthread_create(&tid, NULL, add_all, &x) != 0)
		return -1;
	add_all(&x);
	pthread_join(tid, NULL);
	return x;
}

// Read once more without the lock, where the object is about to go.
static void *pool_end(void *arg)
{
	struct pool *pool = arg;
	int last;

	queue_lock(pool->queue);
	last = --pool->threads == 0;
	queue_unlock(pool->queue);
	if (last && pool->threads == 0)
		pool->work(0, pool->data);
	return NULL;
}

int read_again_ok(struct pool *pool)
{
	pthread_t tid;

	queue_lock(pool->queue);
	if (pthread_create(&tid, NULL, pool_end, pool) == 0) {
		pool->threads++;
		pthread_detach(tid);
	}
	queue_unlock(pool->queue);
	return 0;
}

// The pool starts its threads itself, and so does its user's push; the lock lies in a block of the pool's own.
static struct pool *pool_new(int threads)
{
	struct pool *pool = calloc(1, sizeof *pool);

	if (!pool || !(pool->queue = calloc(1, sizeof *pool->queue)))
		abort();
	pthread_mutex_init(&pool->queue->lock, NULL);
	pthread_cond_init(&pool->queue->changed, NULL);
	for (int i = 0; i < threads; i++)
		start_ok(pool);
	return pool;
}

int pushes_ok(int threads)
{
	struct pool *pool = pool_new(threads);

	return start_ok(pool);
}
