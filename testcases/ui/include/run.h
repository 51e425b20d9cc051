// Makes a case runnable: with -DRUN the file has a main that runs each listed call in a process of its own.
// A bad call must die of the sanitizer's report (exit status 66), an ok call must end quietly. What a bad call does
// wrong depends on who comes first: on a slow machine it is tried again.
#ifndef RUN_H
#define RUN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define RUN_STATUS_REPORTED 66
#define RUN_ATTEMPTS 10

static int run_failures;

// The parent starts no thread, so forking is safe; true in the child.
static int run_fork(const char *wanted, const char *kind, const char *call, int expected)
{
	int status = 0, attempts = expected == RUN_STATUS_REPORTED ? RUN_ATTEMPTS : 1;
	pid_t child;

	if (strcmp(wanted, kind) != 0)
		return 0;
	fflush(NULL);
	do {
		child = fork();
		if (child == 0)
			return 1;
		if (child < 0 || waitpid(child, &status, 0) != child) {
			perror("fork");
			exit(2);
		}
	} while (--attempts > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != expected) {
		fprintf(stderr, "FAIL %s %s: wait status %#x, expected exit %d\n", kind, call, (unsigned)status, expected);
		run_failures++;
	}
	return 0;
}

// Threads that outlive the call get the time to touch what they borrowed; a report ends the wait of a bad call.
static void run_linger(int expected)
{
	usleep(expected == RUN_STATUS_REPORTED ? 5 * 1000 * 1000 : 150 * 1000);
	_exit(0);
}

#define RUN_CALL(kind, call, expected)                                  \
	if (run_fork(argc > 1 ? argv[1] : "ok", kind, #call, expected)) { \
		(void)(call);                                           \
		run_linger(expected);                                   \
	}
#define RUN_BAD(call) RUN_CALL("bad", call, RUN_STATUS_REPORTED)
#define RUN_OK(call) RUN_CALL("ok", call, 0)
#define RUN_MAIN(calls)                   \
	int main(int argc, char **argv)   \
	{                                 \
		calls return run_failures != 0; \
	}

#endif
