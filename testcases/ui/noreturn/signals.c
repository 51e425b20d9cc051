// SPDX-License-Identifier: MIT
// T12: a signal that ends the process ends the path, or runs a handler that ends it; one that does not comes back.
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static void *work(void *arg)
{
	for (int *n = arg; *n; sleep(1))
		;
	return NULL;
}

int raised_ok(void)
{
	pthread_t thread;
	int n = 1;

	if (pthread_create(&thread, NULL, work, &n) != 0)
		return 1;
	raise(SIGTERM);
	return 0; // never reached
}

int crashed_ok(void)
{
	pthread_t thread;
	int n = 1;

	if (pthread_create(&thread, NULL, work, &n) != 0)
		return 1;
	pthread_kill(thread, SIGABRT);
	return 0;
}

int ignored_bad(void)
{
	pthread_t thread;
	int n = 1;

	signal(SIGCHLD, SIG_IGN);
	if (pthread_create(&thread, NULL, work, &n) != 0) //~ ERROR E0373
		return 1;
	raise(SIGCHLD);
	return 0;
}

int tested_bad(void)
{
	pthread_t thread;
	int n = 1;

	if (pthread_create(&thread, NULL, work, &n) != 0) //~ ERROR E0373
		return 1;
	raise(0);
	return 0;
}

int woken_bad(void)
{
	pthread_t thread;
	int n = 1;

	if (pthread_create(&thread, NULL, work, &n) != 0) //~ ERROR E0373
		return 1;
	pthread_kill(thread, SIGUSR1);
	return 0;
}
