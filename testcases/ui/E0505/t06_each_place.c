// T6: a ring that is taken down before the second thread is joined: each of its parts that is destroyed is told, and each
// field that is assigned, but once for each.
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

#define SIZE 16

struct ring {
	int data[SIZE];
	unsigned in, out;
	int mode;
	sem_t full, empty;
	pthread_mutex_t lock;
};

static void *produce(void *arg)
{
	struct ring *ring = arg;

	for (int i = 0; i < 100; i++) {
		while (sem_wait(&ring->empty) != 0)
			;
		pthread_mutex_lock(&ring->lock);
		ring->data[ring->in++ % SIZE] = i;
		pthread_mutex_unlock(&ring->lock);
		sem_post(&ring->full);
	}
	return NULL;
}

static void *consume(void *arg)
{
	struct ring *ring = arg;

	for (int i = 0; i < 100; i++) {
		while (sem_wait(&ring->full) != 0)
			;
		pthread_mutex_lock(&ring->lock);
		printf("%d\n", ring->data[ring->out++ % SIZE]);
		pthread_mutex_unlock(&ring->lock);
		sem_post(&ring->empty);
	}
	return NULL;
}

static void *show(void *arg)
{
	struct ring *ring = arg;

	printf("%u to %u, %d\n", ring->in, ring->out, ring->mode);
	return NULL;
}

static void init(struct ring *ring)
{
	pthread_mutex_init(&ring->lock, NULL);
	sem_init(&ring->full, 0, 0);
	sem_init(&ring->empty, 0, SIZE);
}

int destroyed_bad(void)
{
	struct ring ring = {.in = 0};
	pthread_t producer, consumer;

	init(&ring);
	if (pthread_create(&producer, NULL, produce, &ring) != 0)
		return -1;
	pthread_create(&consumer, NULL, consume, &ring);
	pthread_join(producer, NULL);
	sem_destroy(&ring.empty); //~ ERROR E0505
	pthread_mutex_destroy(&ring.lock); //~ ERROR E0505
	pthread_join(consumer, NULL);
	sem_destroy(&ring.full);
	return 0;
}

int written_bad(int n)
{
	struct ring ring = {.in = 0};
	pthread_t thread;

	if (pthread_create(&thread, NULL, show, &ring) != 0)
		return -1;
	ring.in = ring.out = 1; //~ ERROR E0506
	ring.mode = 1; //~ ERROR E0506
	for (int i = 0; i < n; i++)
		ring.mode = i;
	ring.data[0] = 1;
	pthread_join(thread, NULL);
	return 0;
}

int joined_ok(int n)
{
	struct ring ring = {.in = 0};
	pthread_t producer, consumer;

	init(&ring);
	if (pthread_create(&producer, NULL, produce, &ring) != 0)
		return -1;
	if (pthread_create(&consumer, NULL, consume, &ring) == 0)
		pthread_join(consumer, NULL);
	pthread_join(producer, NULL);
	sem_destroy(&ring.empty);
	pthread_mutex_destroy(&ring.lock);
	sem_destroy(&ring.full);
	ring.in = ring.out = 1;
	ring.mode = n;
	return 0;
}
