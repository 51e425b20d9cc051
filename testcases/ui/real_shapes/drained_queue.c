// Threads whose handles are put into a queue, and joined until that is empty: the first time round it is not, whatever
// is known of its nodes.
#include <pthread.h>
#include <stdlib.h>

struct node {
	void *data;
	struct node *next;
};

struct queue {
	struct node *first, *last;
};

struct job {
	pthread_t thread;
	pthread_mutex_t *lock;
	int *count;
};

static void *count_up(void *arg)
{
	struct job *job = arg;

	pthread_mutex_lock(job->lock);
	++*job->count;
	pthread_mutex_unlock(job->lock);
	return NULL;
}

static void queue_push(struct queue *queue, void *data)
{
	struct node *node = calloc(1, sizeof *node);

	if (!node)
		abort();
	node->data = data;
	if (queue->last)
		queue->last->next = node;
	else
		queue->first = node;
	queue->last = node;
}

static void *queue_pop(struct queue *queue)
{
	struct node *node = queue->first;
	void *data;

	if (!node)
		return NULL;
	data = node->data;
	queue->first = node->next;
	if (!queue->first)
		queue->last = NULL;
	free(node);
	return data;
}

static void start(struct queue *queue, pthread_mutex_t *lock, int *count)
{
	struct job *job = calloc(1, sizeof *job);

	if (!job)
		abort();
	job->lock = lock;
	job->count = count;
	if (pthread_create(&job->thread, NULL, count_up, job) != 0)
		abort();
	queue_push(queue, job);
}

int drained_ok(void)
{
	struct queue queue = {0};
	pthread_mutex_t lock;
	int count = 0;
	struct job *job;

	pthread_mutex_init(&lock, NULL);
	for (int i = 0; i < 10; i++) {
		job = calloc(1, sizeof *job);
		if (!job)
			abort();
		job->lock = &lock;
		job->count = &count;
		if (pthread_create(&job->thread, NULL, count_up, job) != 0)
			abort();
		queue_push(&queue, job);
	}
	while ((job = queue_pop(&queue))) {
		pthread_join(job->thread, NULL);
		free(job);
	}
	pthread_mutex_destroy(&lock);
	return count;
}

int drained_by_helpers_ok(void)
{
	struct queue queue = {0};
	pthread_mutex_t lock;
	int count = 0;
	struct job *job;

	pthread_mutex_init(&lock, NULL);
	for (int i = 0; i < 10; i++)
		start(&queue, &lock, &count);
	while ((job = queue_pop(&queue))) {
		pthread_join(job->thread, NULL);
		free(job);
	}
	pthread_mutex_destroy(&lock);
	return count;
}

int never_drained_bad(void)
{
	struct queue queue = {0};
	pthread_mutex_t lock;
	int count = 0;

	pthread_mutex_init(&lock, NULL);
	for (int i = 0; i < 10; i++)
		start(&queue, &lock, &count); //~ ERROR E0373
	pthread_mutex_destroy(&lock); //~ ERROR E0505
	return count;
}
