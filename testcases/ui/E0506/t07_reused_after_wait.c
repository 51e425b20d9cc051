// T7, T2': one struct for all threads, written anew after each has said that it took its copy.
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../include/fake_sdl.h"

struct order {
	pthread_mutex_t lock;
	pthread_cond_t cond;
	bool taken;
	int number;
	SDL_sem *sem;
};

static int served[16];

static void *takes(void *arg)
{
	struct order *order = arg;
	int number;

	pthread_mutex_lock(&order->lock);
	number = order->number;
	order->taken = true;
	pthread_cond_signal(&order->cond);
	pthread_mutex_unlock(&order->lock);
	usleep(10 * 1000);
	served[number]++;
	return NULL;
}

// Says so before it has.
static void *takes_late(void *arg)
{
	struct order *order = arg;

	pthread_mutex_lock(&order->lock);
	order->taken = true;
	pthread_cond_signal(&order->cond);
	pthread_mutex_unlock(&order->lock);
	usleep(10 * 1000);
	served[order->number]++;
	return NULL;
}

static int takes_sdl(void *data)
{
	struct order *order = data;
	int number = order->number;

	SDL_SemPost(order->sem);
	return number;
}

static void order_wait(struct order *order)
{
	pthread_mutex_lock(&order->lock);
	while (!order->taken)
		pthread_cond_wait(&order->cond, &order->lock);
	order->taken = false;
	pthread_mutex_unlock(&order->lock);
}

void waited_ok(void)
{
	struct order order = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, 0, NULL };
	pthread_t tid[4];

	for (int i = 0; i < 4; i++) {
		order.number = i;
		if (pthread_create(&tid[i], NULL, takes, &order) != 0)
			abort();
		order_wait(&order);
	}
	for (int i = 0; i < 4; i++)
		pthread_join(tid[i], NULL);
}

void late_bad(void)
{
	struct order order = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, 0, NULL };
	pthread_t tid[4];

	for (int i = 0; i < 4; i++) {
		order.number = i; //~ ERROR E0506
		if (pthread_create(&tid[i], NULL, takes_late, &order) != 0)
			abort();
		order_wait(&order);
	}
	for (int i = 0; i < 4; i++)
		pthread_join(tid[i], NULL);
}

// Waits for one of the two that were started.
void one_of_two_bad(void)
{
	struct order order = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, 0, NULL };
	pthread_t first, second;

	order.number = 1;
	if (pthread_create(&first, NULL, takes, &order) != 0)
		abort();
	order.number = 2; //~ ERROR E0506
	if (pthread_create(&second, NULL, takes, &order) != 0)
		abort();
	order_wait(&order);
	pthread_join(first, NULL);
	pthread_join(second, NULL);
}

int sdl_ok(SDL_sem *sem)
{
	struct order order = { .sem = sem };
	SDL_Thread *threads[3];

	for (int i = 0; i < 3; i++) {
		order.number = i;
		threads[i] = SDL_CreateThread(takes_sdl, "order", &order);
		if (!threads[i])
			exit(1);
		while (SDL_SemWait(sem) != 0)
			SDL_Delay(1);
	}
	for (int i = 0; i < 3; i++)
		SDL_WaitThread(threads[i], NULL);
	return 0;
}

int sdl_bad(SDL_sem *sem)
{
	struct order order = { .sem = sem };
	SDL_Thread *threads[3];

	for (int i = 0; i < 3; i++) {
		order.number = i; //~ ERROR E0506
		threads[i] = SDL_CreateThread(takes_sdl, "order", &order);
		if (!threads[i])
			exit(1);
		SDL_SemWaitTimeout(sem, 5);
	}
	for (int i = 0; i < 3; i++)
		SDL_WaitThread(threads[i], NULL);
	return 0;
}
// Not run: SDL is not there when the suite runs.
