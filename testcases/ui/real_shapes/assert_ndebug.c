// The same shape with assertions compiled out: what stood inside assert() is not there, the join neither.
// flags: -DNDEBUG
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fixture {
	int fd;
	int received;
};

static void *receive(void *arg)
{
	struct fixture *f = arg;
	char byte;

	usleep(20 * 1000);
	f->received += read(f->fd, &byte, 1) == 1;
	return NULL;
}

int join_in_assert_bad(int fd)
{
	struct fixture f = { fd, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, receive, &f) != 0) //~ ERROR E0373
		return -1;
	assert(pthread_join(tid, NULL) == 0);
	return f.received;
}

int join_outside_ok(int fd)
{
	struct fixture f = { fd, 0 };
	pthread_t tid;
	int rc;

	if (pthread_create(&tid, NULL, receive, &f) != 0)
		return -1;
	rc = pthread_join(tid, NULL);
	assert(rc == 0);
	(void)rc;
	return f.received;
}
