// Real shape: who starts a thread notes in its record whether it is to be joined, and a helper joins by that. Options
// that nobody gave have many ways of their own, which must not hide that without them every thread is joined.
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

enum state { NOT_CREATED = 1, JOINABLE, JOINED, MANAGED };
struct thread { pthread_t id; enum state state; };
struct options { int managed; size_t stack; int cpu; };

void trace(const char *what, struct thread *t);

static int set_up(pthread_attr_t *attr, const struct options *o)
{
	if (pthread_attr_init(attr))
		return 1;
	return o->stack ? pthread_attr_setstacksize(attr, o->stack) : 0;
}

static int launch(struct thread *t, void *(*fn)(void *), void *arg, const struct options *o)
{
	pthread_attr_t attr, *use = NULL;
	int managed = o && o->managed;
	if (managed)
		t->state = MANAGED;
	if (o) {
		if (set_up(&attr, o))
			return -1;
		use = &attr;
		if (o->cpu >= 0)
			trace("cpu", t);
	}
	int err = pthread_create(&t->id, use, fn, arg);
	if (err) {
		trace("failed", t);
		if (err == 22)
			return -2;
		if (err == 11)
			return -3;
		return -4;
	}
	if (o && o->cpu >= 0)
		trace("started", t);
	if (managed)
		pthread_detach(t->id);
	else
		t->state = JOINABLE;
	return 0;
}

static int join(struct thread *t)
{
	if (t->state == JOINABLE) {
		int err = pthread_join(t->id, NULL);
		if (err == 22)
			return -1;
		t->state = JOINED;
	}
	return 0;
}

static void *reader(void *arg)
{
	pthread_rwlock_rdlock(arg);
	pthread_rwlock_unlock(arg);
	return NULL;
}

int single_ok(void)
{
	pthread_rwlock_t lock;
	struct thread thread = {.state = NOT_CREATED};
	pthread_rwlock_init(&lock, NULL);
	if (launch(&thread, reader, &lock, NULL))
		return 1;
	join(&thread);
	pthread_rwlock_destroy(&lock);
	return 0;
}

int many_ok(void)
{
	pthread_rwlock_t lock;
	struct thread threads[2];
	pthread_rwlock_init(&lock, NULL);
	for (size_t i = 0; i < 2; i++) {
		threads[i].state = NOT_CREATED;
		if (launch(&threads[i], reader, &lock, NULL))
			abort();
	}
	for (size_t i = 0; i < 2; i++)
		join(&threads[i]);
	pthread_rwlock_destroy(&lock);
	return 0;
}

int managed_bad(void)
{
	pthread_rwlock_t lock;
	struct thread thread = {.state = NOT_CREATED};
	struct options o = {.managed = 1, .cpu = -1};
	pthread_rwlock_init(&lock, NULL);
	if (launch(&thread, reader, &lock, &o)) //~ ERROR E0373
		return 1;
	join(&thread);
	pthread_rwlock_destroy(&lock); //~ ERROR E0505
	return 0;
}
