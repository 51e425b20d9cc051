// SPDX-License-Identifier: MIT
// Each thread says in its element that it has nothing to do, and is given more work there: the one whose flag says so
// has done what it was given, which is not known of an element by its number.
#include <pthread.h>
#include <stdlib.h>

struct job {
	int *list;
	unsigned remaining;
	int working, ready;
	pthread_mutex_t mutex;
	pthread_cond_t cond;
	pthread_t thread;
};

static pthread_mutex_t progress = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t progress_cond = PTHREAD_COND_INITIALIZER;

static void use(int *list, unsigned *n)
{
	list[--*n]++;
}

static void *work(void *arg)
{
	struct job *me = arg;
	pthread_mutex_lock(&progress);
	while (me->remaining) {
		pthread_mutex_unlock(&progress);
		use(me->list, &me->remaining);
		pthread_mutex_lock(&progress);
		me->working = 0;
		pthread_cond_signal(&progress_cond);
		pthread_mutex_unlock(&progress);
		pthread_mutex_lock(&me->mutex);
		while (!me->ready)
			pthread_cond_wait(&me->cond, &me->mutex);
		me->ready = 0;
		pthread_mutex_unlock(&me->mutex);
		pthread_mutex_lock(&progress);
	}
	pthread_mutex_unlock(&progress);
	return NULL;
}

static struct job *start_all(int *list, unsigned n)
{
	struct job *p = calloc(2, sizeof *p);
	if (!p)
		abort();
	for (int i = 0; i < 2; i++) {
		p[i].list = list + i;
		p[i].remaining = n / 2;
		p[i].working = 1;
	}
	return p;
}

static void tell(struct job *target)
{
	pthread_mutex_lock(&target->mutex);
	target->ready = 1;
	pthread_cond_signal(&target->cond);
	pthread_mutex_unlock(&target->mutex);
}

void shared_ok(int *list, unsigned n)
{
	struct job *p = start_all(list, n);
	unsigned active = 0;
	for (int i = 0; i < 2; i++) {
		if (!p[i].remaining)
			continue;
		pthread_mutex_init(&p[i].mutex, NULL);
		pthread_cond_init(&p[i].cond, NULL);
		if (pthread_create(&p[i].thread, NULL, work, &p[i]) != 0)
			abort();
		active++;
	}
	while (active) {
		struct job *target = NULL;
		pthread_mutex_lock(&progress);
		for (;;) {
			for (int i = 0; !target && i < 2; i++)
				if (!p[i].working)
					target = &p[i];
			if (target)
				break;
			pthread_cond_wait(&progress_cond, &progress);
		}
		target->list = list;
		target->remaining = 0;
		target->working = 1;
		pthread_mutex_unlock(&progress);
		tell(target);
		pthread_join(target->thread, NULL);
		active--;
	}
	free(p);
}

// It is given more whatever its flag says.
void unasked_bad(int *list, unsigned n)
{
	struct job *p = start_all(list, n);
	pthread_mutex_init(&p[1].mutex, NULL);
	pthread_cond_init(&p[1].cond, NULL);
	if (pthread_create(&p[1].thread, NULL, work, &p[1]) != 0)
		abort();
	p[1].list = list; //~ ERROR E0506
	tell(&p[1]);
	pthread_join(p[1].thread, NULL);
	free(p);
}

static unsigned nothing(void) { return 0; }

// The elements are asked one by one, by their numbers.
void FP_asked_by_number_ok(int *list, unsigned n)
{
	struct job *p = start_all(list, n);
	unsigned active = 0;
	for (int i = 0; i < 2; i++) {
		if (!p[i].remaining)
			continue;
		pthread_mutex_init(&p[i].mutex, NULL);
		pthread_cond_init(&p[i].cond, NULL);
		if (pthread_create(&p[i].thread, NULL, work, &p[i]) != 0)
			abort();
		active++;
	}
	while (active) {
		struct job *target = NULL;
		pthread_mutex_lock(&progress);
		for (;;) {
			if (!p[0].working)
				target = &p[0];
			else if (!p[1].working)
				target = &p[1];
			if (target)
				break;
			pthread_cond_wait(&progress_cond, &progress);
		}
		target->list = list; //~ ERROR E0506
		//~^ GAP E0506: false, that an element's own flag was asked
		target->remaining = nothing(); //~ ERROR E0506
		//~^ GAP E0506: false, that an element's own flag was asked
		target->working = 1;
		pthread_mutex_unlock(&progress);
		tell(target);
		pthread_join(target->thread, NULL);
		active--;
	}
	free(p);
}
