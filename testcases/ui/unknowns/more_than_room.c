// More joins in one callee, more locks held at once and more tests on one way than a small table has
// room for: none of them may get lost.
#include <pthread.h>
#include <stddef.h>

#define EACH(DO) DO(a) DO(b) DO(c) DO(d) DO(e) DO(f) DO(g) DO(h) DO(i) DO(j) DO(k) DO(l) DO(m) DO(n) DO(o) DO(p) DO(q)
#define FIELD(name) pthread_t name;
#define JOIN(name) pthread_join(all->name, NULL);
#define START(name) \
	if (pthread_create(&all.name, NULL, show, &number)) \
		__builtin_trap();

struct all {
	EACH(FIELD)
	pthread_t last;
};

static void *show(void *arg)
{
	return (void *)(size_t) * (int *)arg;
}

static void stop(struct all *all)
{
	EACH(JOIN)
	pthread_join(all->last, NULL);
}

static void stop_but_last(struct all *all)
{
	EACH(JOIN)
}

int all_joined_ok(void)
{
	struct all all;
	int number = 0;
	EACH(START)
	START(last)
	stop(&all);
	return number;
}

int last_joined_ok(void)
{
	struct all all;
	int number = 0;
	EACH(START)
	stop_but_last(&all);
	return number;
}

int last_runs_bad(void)
{
	struct all all;
	int number = 0;
	EACH(START)
	if (pthread_create(&all.last, NULL, show, &number)) //~ ERROR E0373
		__builtin_trap();
	stop_but_last(&all);
	return number;
}

struct guarded {
	pthread_mutex_t a, b, c, d, e, f;
	long total;
};

static void *sum(void *arg)
{
	struct guarded *shared = arg;
	pthread_mutex_lock(&shared->f);
	shared->total++;
	pthread_mutex_unlock(&shared->f);
	return NULL;
}

long sixth_lock_ok(struct guarded *shared)
{
	pthread_t thread;
	struct guarded own = *shared;
	if (pthread_create(&thread, NULL, sum, &own))
		return -1;
	pthread_mutex_lock(&own.a);
	pthread_mutex_lock(&own.b);
	pthread_mutex_lock(&own.c);
	pthread_mutex_lock(&own.d);
	pthread_mutex_lock(&own.e);
	pthread_mutex_lock(&own.f);
	own.total = 0;
	pthread_mutex_unlock(&own.f);
	pthread_mutex_unlock(&own.e);
	pthread_mutex_unlock(&own.d);
	pthread_mutex_unlock(&own.c);
	pthread_mutex_unlock(&own.b);
	pthread_mutex_unlock(&own.a);
	pthread_join(thread, NULL);
	return own.total;
}

long after_the_locks_bad(struct guarded *shared)
{
	pthread_t thread;
	struct guarded own = *shared;
	if (pthread_create(&thread, NULL, sum, &own))
		return -1;
	pthread_mutex_lock(&own.a);
	pthread_mutex_lock(&own.b);
	pthread_mutex_unlock(&own.b);
	pthread_mutex_unlock(&own.a);
	own.total = 0; //~ ERROR E0506
	pthread_join(thread, NULL);
	return own.total;
}

#define TEN(DO, d) DO(d##0) DO(d##1) DO(d##2) DO(d##3) DO(d##4) DO(d##5) DO(d##6) DO(d##7) DO(d##8) DO(d##9)
#define HUNDRED(DO) \
	TEN(DO, _0) TEN(DO, _1) TEN(DO, _2) TEN(DO, _3) TEN(DO, _4) TEN(DO, _5) TEN(DO, _6) TEN(DO, _7) TEN(DO, _8) TEN(DO, _9)
#define OPTION(name) int option##name;
#define REFUSE(name) \
	if (options->option##name) \
		return -1;

struct options {
	HUNDRED(OPTION)
	int background;
};

int hundred_tests_ok(const struct options *options)
{
	pthread_t thread = 0;
	int number = 0;
	HUNDRED(REFUSE)
	if (options->background && pthread_create(&thread, NULL, show, &number))
		return -1;
	if (options->background)
		pthread_join(thread, NULL);
	return number;
}

int hundred_tests_bad(const struct options *options)
{
	pthread_t thread = 0;
	int number = 0;
	HUNDRED(REFUSE)
	if (options->background && pthread_create(&thread, NULL, show, &number)) //~ ERROR E0373
		return -1;
	if (!options->background)
		pthread_join(thread, NULL);
	return number;
}
