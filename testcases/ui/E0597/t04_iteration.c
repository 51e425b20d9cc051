// T4 by iteration: an object declared in the loop body dies each time round, and the join loop comes after the loop.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <threads.h>
#include <unistd.h>

#define NPARTS 4

struct part {
	int index;
	unsigned long checksum;
};

static void *part_check(void *arg)
{
	struct part *part = arg;

	usleep(20 * 1000);
	for (int i = 0; i < 100; i++)
		part->checksum += (unsigned long)part->index;
	return NULL;
}

// The classic: `part` is one object an iteration, not one a thread.
void body_object_bad(void)
{
	pthread_t tid[NPARTS];

	for (int i = 0; i < NPARTS; i++) {
		struct part part = { .index = i };

		pthread_create(&tid[i], NULL, part_check, &part); //~ ERROR E0597
	}
	for (int i = 0; i < NPARTS; i++)
		pthread_join(tid[i], NULL);
}

// An accept loop with the client's descriptor in the body, served by a detached thread.
static void *serve_client(void *arg)
{
	int fd = *(int *)arg;

	close(fd);
	return NULL;
}

void accept_loop_bad(int listener)
{
	for (;;) {
		int client = accept(listener, NULL, NULL);
		pthread_t tid;

		if (client < 0)
			continue;
		if (pthread_create(&tid, NULL, serve_client, &client) != 0) { //~ ERROR E0597
			close(client);
			continue;
		}
		pthread_detach(tid);
	}
}

// `do ... while`: the condition is evaluated when the body's objects are gone already.
static int part_check_c11(void *arg)
{
	part_check(arg);
	return 0;
}

bool retry_bad(int tries)
{
	thrd_t thr;
	bool started;

	do {
		struct part part = { .index = tries };

		started = thrd_create(&thr, part_check_c11, &part) == thrd_success; //~ ERROR E0597
	} while (!started && --tries > 0);
	thrd_sleep(&(struct timespec){ .tv_nsec = 40 * 1000 * 1000 }, NULL);
	if (started)
		thrd_join(thr, NULL);
	return started;
}

void body_array_ok(void)
{
	pthread_t tid[NPARTS];
	struct part part[NPARTS];

	for (int i = 0; i < NPARTS; i++) {
		part[i] = (struct part){ .index = i };
		pthread_create(&tid[i], NULL, part_check, &part[i]);
	}
	for (int i = 0; i < NPARTS; i++)
		pthread_join(tid[i], NULL);
}

// Joined in its own iteration.
unsigned long one_after_the_other_ok(void)
{
	unsigned long sum = 0;

	for (int i = 0; i < NPARTS; i++) {
		struct part part = { .index = i };
		pthread_t tid;

		if (pthread_create(&tid, NULL, part_check, &part) != 0)
			continue;
		pthread_join(tid, NULL);
		sum += part.checksum;
	}
	return sum;
}

bool retry_ok(int tries)
{
	bool started;

	do {
		struct part part = { .index = tries };
		thrd_t thr;

		started = thrd_create(&thr, part_check_c11, &part) == thrd_success;
		if (started)
			thrd_join(thr, NULL);
	} while (!started && --tries > 0);
	return started;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD((body_object_bad(), 0)) RUN_BAD(retry_bad(1)) RUN_OK((body_array_ok(), 0))
		RUN_OK(one_after_the_other_ok()) RUN_OK(retry_ok(3)))
#endif
