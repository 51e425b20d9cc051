// SPDX-License-Identifier: MIT
// Item 5: a lock that only an unknown function can tell may be the thread's; once it is released, it is none.
#include <pthread.h>
#include <stddef.h>

struct queue {
	int length;
};

// The lock of a queue lies where nobody looks: both sides ask for it.
pthread_mutex_t *lock_of(const struct queue *queue);

static void *watch_by_its_lock(void *arg)
{
	struct queue *queue = arg;
	int length;

	pthread_mutex_lock(lock_of(queue));
	length = queue->length;
	pthread_mutex_unlock(lock_of(queue));
	return length ? arg : NULL;
}

int asked_for_lock_ok(void)
{
	struct queue queue = {.length = 1};
	pthread_t thread;

	if (pthread_create(&thread, NULL, watch_by_its_lock, &queue) != 0)
		return 1;
	pthread_mutex_lock(lock_of(&queue));
	queue.length = 2;
	pthread_mutex_unlock(lock_of(&queue));
	pthread_join(thread, NULL);
	return 0;
}

int asked_for_lock_too_late_bad(void)
{
	struct queue queue = {.length = 1};
	pthread_t thread;

	if (pthread_create(&thread, NULL, watch_by_its_lock, &queue) != 0)
		return 1;
	pthread_mutex_lock(lock_of(&queue));
	pthread_mutex_unlock(lock_of(&queue));
	queue.length = 2; //~ ERROR E0506
	pthread_join(thread, NULL);
	return 0;
}
