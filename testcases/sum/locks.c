// What is held when a function returns, and what a thread uses under a lock only.
#include <pthread.h>
#include <stddef.h>

struct shared {
	pthread_mutex_t lock;
	pthread_rwlock_t table;
	int count;
	int other;
	int *where;
};

void take(struct shared *s) { pthread_mutex_lock(&s->lock); }

void give(struct shared *s) { pthread_mutex_unlock(&s->lock); }

// Held where it says so.
int try(struct shared *s) { return pthread_mutex_trylock(&s->lock) == 0; }

void both(struct shared *s, int write)
{
	take(s);
	if (write)
		pthread_rwlock_wrlock(&s->table);
	else
		pthread_rwlock_rdlock(&s->table);
}

void one_way(struct shared *s, int quick)
{
	if (!quick)
		take(s);
}

void *counts(void *arg)
{
	struct shared *s = arg;

	take(s);
	s->count++;
	give(s);
	if (try(s)) {
		s->count--;
		s->other++;
		give(s);
	}
	s->other = 0;
	return s->where;
}

int start(struct shared *s, pthread_t *handle)
{
	return pthread_create(handle, NULL, counts, s);
}
