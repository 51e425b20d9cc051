// Real shape: the handle is a field of the very struct that is lent (one in ten).
#include <threads.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct session {
	int fd;
	struct {
		thrd_t thread;
		int started;
	} rx;
	unsigned long received;
};

static int session_rx(void *arg)
{
	struct session *s = arg;

	thrd_sleep(&(struct timespec){ .tv_nsec = 20 * 1000 * 1000 }, NULL);
	s->received += (unsigned long)s->fd;
	return 0;
}

unsigned long session_ok(int fd)
{
	struct session s = { .fd = fd };

	if (thrd_create(&s.rx.thread, session_rx, &s) != thrd_success)
		return 0;
	thrd_join(s.rx.thread, NULL);
	return s.received;
}

static int session_open(struct session *s, int fd)
{
	memset(s, 0, sizeof *s);
	s->fd = fd;
	if (thrd_create(&s->rx.thread, session_rx, s) != thrd_success)
		return -1;
	s->rx.started = 1;
	return 0;
}

static void session_close(struct session *s)
{
	if (s->rx.started)
		thrd_join(s->rx.thread, NULL);
	s->rx.started = 0;
	close(s->fd);
}

unsigned long open_close_ok(int fd)
{
	struct session s;

	if (session_open(&s, fd) < 0) {
		fprintf(stderr, "no session\n");
		return 0;
	}
	session_close(&s);
	return s.received;
}

unsigned long open_fail_close_ok(int fd)
{
	struct session s;

	if (session_open(&s, fd) < 0)
		goto out;
	if (fd < 3)
		goto out;
	printf("session on %d\n", fd);
out:
	session_close(&s);
	return s.received;
}

// The other session is closed.
unsigned long other_closed_bad(int fd)
{
	struct session a = { .fd = -1 }, b;

	if (session_open(&b, fd) < 0) //~ ERROR E0373
		return 0;
	session_close(&a);
	return b.received;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(other_closed_bad(77)) RUN_OK(session_ok(77)) RUN_OK(open_close_ok(77)) RUN_OK(open_fail_close_ok(77)))
#endif
