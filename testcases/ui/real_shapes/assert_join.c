// Real shape: tests join inside assert(). This file is compiled with assertions on; assert_ndebug.c without.
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fixture {
	int fds[2];
	int received;
};

static void *receive(void *arg)
{
	struct fixture *f = arg;
	char byte;

	while (read(f->fds[0], &byte, 1) == 1)
		f->received++;
	return NULL;
}

void test_pipe_ok(void)
{
	struct fixture f = { .received = 0 };
	pthread_t tid;

	assert(pipe(f.fds) == 0);
	assert(pthread_create(&tid, NULL, receive, &f) == 0);
	assert(write(f.fds[1], "abc", 3) == 3);
	assert(close(f.fds[1]) == 0);
	assert(pthread_join(tid, NULL) == 0);
	assert(f.received == 3);
}

void test_pipe_checked_ok(void)
{
	struct fixture f = { .received = 0 };
	pthread_t tid;
	void *result = &f;

	assert(pipe(f.fds) == 0);
	close(f.fds[1]);
	assert(!pthread_create(&tid, NULL, receive, &f) && "cannot start the receiver");
	assert(!pthread_join(tid, &result) && result == NULL);
}

// An expectation that fails here returns instead of aborting.
#define EXPECT(condition)                                                  \
	do {                                                               \
		if (!(condition)) {                                        \
			fprintf(stderr, "failed: %s\n", #condition);       \
			return;                                            \
		}                                                          \
	} while (0)

void test_expect_bad(void)
{
	struct fixture f = { .received = 0 };
	pthread_t tid;

	EXPECT(pipe(f.fds) == 0);
	EXPECT(pthread_create(&tid, NULL, receive, &f) == 0); //~ ERROR E0373
	EXPECT(write(f.fds[1], "abc", 3) == 3);
	close(f.fds[1]);
	EXPECT(pthread_join(tid, NULL) == 0);
	EXPECT(f.received == 3);
}
