// Real shape: the spawner never returns: a server loop, a loop that is left by exit() only, a call that execs or dies.
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct state {
	int sockets[4];
	volatile long requests;
};

static void *statistics(void *arg)
{
	struct state *state = arg;

	for (;;) {
		sleep(5);
		fprintf(stderr, "%ld requests\n", state->requests);
	}
	return NULL;
}

void serve_ok(int socket)
{
	struct state state = { .sockets = { socket } };
	pthread_t tid;

	if (pthread_create(&tid, NULL, statistics, &state) != 0)
		abort();
	for (;;) {
		struct pollfd fd = { .fd = state.sockets[0], .events = POLLIN };

		if (poll(&fd, 1, -1) > 0)
			state.requests++;
	}
}

int serve_until_error_ok(int socket)
{
	struct state state = { .sockets = { socket } };
	pthread_t tid;

	if (pthread_create(&tid, NULL, statistics, &state) != 0)
		return -1;
	while (1) {
		struct pollfd fd = { .fd = state.sockets[0], .events = POLLIN };

		switch (poll(&fd, 1, -1)) {
		case -1:
			perror("poll");
			exit(1);
		case 0:
			continue;
		default:
			break;
		}
		state.requests++;
	}
}

static void run_command(char **argv)
{
	execvp(argv[0], argv);
	perror(argv[0]);
	_exit(127);
}

int exec_ok(char **argv)
{
	struct state state = { .requests = 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, statistics, &state))
		return -1;
	run_command(argv);
	return 0;
}

// poll fails, and this loop is left by break.
int serve_until_error_bad(int socket)
{
	struct state state = { .sockets = { socket } };
	pthread_t tid;

	if (pthread_create(&tid, NULL, statistics, &state) != 0) //~ ERROR E0373
		return -1;
	while (1) {
		struct pollfd fd = { .fd = state.sockets[0], .events = POLLIN };

		if (poll(&fd, 1, -1) < 0) {
			perror("poll");
			break;
		}
		state.requests++;
	}
	return -1;
}
