// Real shape: errors abort through macros whose bodies hold abort() or exit().
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHECK(call)                                                                      \
	do {                                                                             \
		int check_rc_ = (call);                                                  \
		if (check_rc_ != 0) {                                                    \
			fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #call,    \
					strerror(check_rc_));                            \
			abort();                                                         \
		}                                                                        \
	} while (0)

#define DIE_IF(condition, ...) ((condition) ? (fprintf(stderr, __VA_ARGS__), exit(EXIT_FAILURE)) : (void)0)

#define WARN_IF(condition, ...) ((condition) ? (void)fprintf(stderr, __VA_ARGS__) : (void)0)

struct counter {
	int start;
	long sum;
};

static void *count(void *arg)
{
	struct counter *c = arg;

	usleep(20 * 1000);
	for (int i = c->start; i < 100; i++)
		c->sum += i;
	return NULL;
}

long checked_ok(void)
{
	struct counter c = { 1, 0 };
	pthread_t tid;

	CHECK(pthread_create(&tid, NULL, count, &c));
	CHECK(c.start < 0);
	CHECK(pthread_join(tid, NULL));
	return c.sum;
}

long die_if_ok(int limit)
{
	struct counter c = { 2, 0 };
	pthread_t tid;

	DIE_IF(pthread_create(&tid, NULL, count, &c) != 0, "create\n");
	DIE_IF(limit < 0, "negative limit %d\n", limit);
	DIE_IF(pthread_join(tid, NULL) != 0, "join\n");
	return c.sum;
}

long create_dies_ok(int limit)
{
	struct counter c = { 3, 0 };
	pthread_t tid;

	if ((errno = pthread_create(&tid, NULL, count, &c)) != 0) {
		perror("pthread_create");
		exit(EXIT_FAILURE);
	}
	WARN_IF(limit < 0, "negative limit %d\n", limit);
	pthread_join(tid, NULL);
	return c.sum;
}

// The warning comes back, and here the path goes on to a return.
long warned_bad(int limit)
{
	struct counter c = { 4, 0 };
	pthread_t tid;

	CHECK(pthread_create(&tid, NULL, count, &c)); //~ ERROR E0373
	WARN_IF(limit < 0, "negative limit %d\n", limit);
	if (limit < 0)
		return -1;
	CHECK(pthread_join(tid, NULL));
	return c.sum;
}
