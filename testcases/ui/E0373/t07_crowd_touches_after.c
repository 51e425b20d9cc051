// SPDX-License-Identifier: MIT
// Several threads signal one place. How many signals the waits have seen is not always decided here;
// what a thread touches after its signal it borrows in any case.
#include <pthread.h>
#include <semaphore.h>

struct desk {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	sem_t done;
	int ready, n;
};

void use(int value);

static void desk_signal(struct desk *desk)
{
	pthread_mutex_lock(&desk->lock);
	desk->ready++;
	pthread_cond_signal(&desk->changed);
	pthread_mutex_unlock(&desk->lock);
}

static void *touches_before(void *arg)
{
	struct desk *desk = arg;
	use(desk->n);
	desk_signal(desk);
	return NULL;
}

static void *touches_after(void *arg)
{
	struct desk *desk = arg;
	desk_signal(desk);
	use(desk->n);
	return NULL;
}

static void desk_wait(struct desk *desk, int n)
{
	pthread_mutex_lock(&desk->lock);
	while (desk->ready < n)
		pthread_cond_wait(&desk->changed, &desk->lock);
	pthread_mutex_unlock(&desk->lock);
}

static void desk_wait_both(struct desk *desk)
{
	pthread_mutex_lock(&desk->lock);
	while (desk->ready < 2)
		pthread_cond_wait(&desk->changed, &desk->lock);
	pthread_mutex_unlock(&desk->lock);
}

int both_before_ok(void)
{
	struct desk desk = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
	pthread_t a, b;
	pthread_create(&a, NULL, touches_before, &desk);
	pthread_create(&b, NULL, touches_before, &desk);
	pthread_detach(a);
	pthread_detach(b);
	desk_wait(&desk, 2);
	return desk.n;
}

int both_after_bad(void)
{
	struct desk desk = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
	pthread_t a, b;
	pthread_create(&a, NULL, touches_after, &desk); //~ ERROR E0373
	pthread_create(&b, NULL, touches_after, &desk); //~ ERROR E0373
	pthread_detach(a);
	pthread_detach(b);
	desk_wait_both(&desk);
	return desk.n;
}

static void *posts_last(void *arg)
{
	struct desk *desk = arg;
	use(desk->n);
	sem_post(&desk->done);
	return NULL;
}

static void *posts_first(void *arg)
{
	struct desk *desk = arg;
	sem_post(&desk->done);
	use(desk->n);
	return NULL;
}

static void waits(sem_t *sem)
{
	while (sem_wait(sem) != 0)
		;
}

int posted_last_ok(int rounds)
{
	struct desk desk = {0};
	for (int i = 0; i < rounds; i++) {
		pthread_t a, b;
		sem_init(&desk.done, 0, 0);
		pthread_create(&a, NULL, posts_last, &desk);
		pthread_create(&b, NULL, posts_last, &desk);
		pthread_detach(a);
		pthread_detach(b);
		waits(&desk.done);
		waits(&desk.done);
	}
	return desk.n;
}

int posted_first_bad(int rounds)
{
	struct desk desk = {0};
	for (int i = 0; i < rounds; i++) {
		pthread_t a, b;
		sem_init(&desk.done, 0, 0);
		pthread_create(&a, NULL, posts_first, &desk); //~ ERROR E0373
		pthread_create(&b, NULL, posts_first, &desk); //~ ERROR E0373
		pthread_detach(a);
		pthread_detach(b);
		waits(&desk.done);
		waits(&desk.done);
	}
	return desk.n;
}
