// SPDX-License-Identifier: MIT
// That a post lets a thread in is not followed: a write behind it is taken for one before it. And who meets us at a barrier
// may have waited for another thread before; that it cannot know the other is not seen. The generator of
// programs lets both go unsaid (generate/truth/lend.c).
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

struct desk {
	pthread_barrier_t gate;
	sem_t done;
	int n;
};

void use(int value);

static void *posts(void *arg)
{
	struct desk *desk = arg;
	use(desk->n);
	sem_post(&desk->done);
	return NULL;
}

static void *meets(void *arg)
{
	struct desk *desk = arg;
	use(desk->n);
	pthread_barrier_wait(&desk->gate);
	return NULL;
}

int FN_another_meets_bad(void)
{
	struct desk mine = {0}, other = {0};
	pthread_t a, b;
	sem_init(&mine.done, 0, 0);
	pthread_create(&a, NULL, posts, &mine); //~ GAP E0373: which threads know each other
	pthread_detach(a);
	pthread_barrier_init(&other.gate, NULL, 2);
	if (pthread_create(&b, NULL, meets, &other) != 0)
		exit(1);
	pthread_detach(b);
	pthread_barrier_wait(&other.gate);
	return mine.n;
}

static void *is_let_in(void *arg)
{
	struct desk *desk = arg;
	while (sem_wait(&desk->done) != 0)
		;
	use(desk->n);
	return NULL;
}

int written_before_ok(void)
{
	struct desk desk = {0};
	pthread_t a;
	sem_init(&desk.done, 0, 0);
	if (pthread_create(&a, NULL, is_let_in, &desk) != 0)
		return 1;
	desk.n = 1;
	sem_post(&desk.done);
	pthread_join(a, NULL);
	return 0;
}

int FN_written_behind_bad(void)
{
	struct desk desk = {0};
	pthread_t a;
	sem_init(&desk.done, 0, 0);
	if (pthread_create(&a, NULL, is_let_in, &desk) != 0)
		return 1;
	sem_post(&desk.done);
	desk.n = 1; //~ GAP E0506: a gate that a post has opened
	pthread_join(a, NULL);
	return 0;
}
