// Real shape: who starts a thread notes in its record whether it is to be joined; where an option is too much for the
// system, the launcher calls itself without it. What it notes is known all the same, with all the ways of its options.
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

enum state { NOT_CREATED = 1, JOINABLE, JOINED, MANAGED };
struct thread { pthread_t id; enum state state; };
struct options { int managed; size_t stack; int cpu; size_t length; };
struct logger { int (*level)(struct logger *logger); int (*log)(struct logger *logger, const char *what, void *id); };
struct wrapper { struct thread copy; void *(*fn)(void *); void *arg; int bound; char *name; };

extern struct logger *logger;
static int unjoined;

#define TRACE(what, t) \
	do { \
		if (logger && logger->level(logger) > 3) \
			logger->log(logger, what, (void *)(t)); \
	} while (0)

static void *run(void *arg)
{
	struct wrapper *wrapper = arg;
	void *result = wrapper->fn(wrapper->arg);

	free(wrapper->name);
	free(wrapper);
	return result;
}

static void clean_up(struct thread *t)
{
	if (t->state == JOINABLE)
		pthread_detach(t->id);
}

static int launch(struct thread *t, void *(*fn)(void *), void *arg, const struct options *o)
{
	pthread_attr_t attr, *use = NULL;
	struct wrapper *wrapper = NULL;
	int managed = o != NULL && o->managed == 1, err = 0;

	if (managed)
		t->state = MANAGED;
	if (o) {
		if ((err = pthread_attr_init(&attr)) != 0)
			goto out;
		use = &attr;
		if (o->stack > 16384) {
			if ((err = pthread_attr_setstacksize(use, o->stack)) != 0)
				goto out;
		} else if (!o->stack) {
			size_t now;
			if ((err = pthread_attr_getstacksize(use, &now)) != 0)
				goto out;
			if (now < 1 << 20 && (err = pthread_attr_setstacksize(use, 1 << 20)) != 0)
				goto out;
		}
		if (o->cpu >= 0)
			TRACE("cpu", t);
	}
	wrapper = calloc(1, sizeof *wrapper);
	if (!wrapper)
		abort();
	if (o) {
		if (o->cpu >= 0)
			wrapper->bound = 1;
		if (o->length > 0)
			wrapper->name = malloc(o->length);
	}
	wrapper->copy = *t;
	wrapper->fn = fn;
	wrapper->arg = arg;
	if (managed)
		unjoined++;
	err = pthread_create(&t->id, use, run, wrapper);
	if (err) {
		TRACE("failed", t);
		if (managed)
			unjoined--;
		goto out;
	}
	if (managed)
		clean_up(t);
	else
		t->state = JOINABLE;
out:
	if (use)
		pthread_attr_destroy(use);
	if (err) {
		if (wrapper)
			free(wrapper->name);
		free(wrapper);
		if (o && o->cpu >= 0) {
			TRACE("again", t);
			struct options less = *o;
			less.cpu = -1;
			return launch(t, fn, arg, &less);
		}
		switch (err) {
		case 22: return -2;
		case 11: return -3;
		case 1: return -4;
		default: return -5;
		}
	}
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

int plain_ok(void)
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

int with_options_ok(void)
{
	pthread_rwlock_t lock;
	struct thread thread = {.state = NOT_CREATED};
	struct options o = {.stack = 1 << 20, .cpu = 1};

	pthread_rwlock_init(&lock, NULL);
	if (launch(&thread, reader, &lock, &o))
		return 1;
	join(&thread);
	pthread_rwlock_destroy(&lock);
	return 0;
}

int one_not_joined_bad(void)
{
	pthread_rwlock_t lock;
	struct thread first = {.state = NOT_CREATED}, second = {.state = NOT_CREATED};

	pthread_rwlock_init(&lock, NULL);
	if (launch(&first, reader, &lock, NULL)) //~ ERROR E0373
		return 1;
	if (launch(&second, reader, &lock, NULL) == 0)
		join(&second);
	pthread_rwlock_destroy(&lock); //~ ERROR E0505
	return 0;
}
