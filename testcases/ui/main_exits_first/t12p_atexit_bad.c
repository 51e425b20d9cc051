// SPDX-License-Identifier: MIT
// T12': what main registers with atexit only says goodbye.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_t thread;

static void *work(void *arg)
{
	return arg;
}

static void say(void)
{
	puts("bye");
}

int main(void)
{
	if (pthread_create(&thread, NULL, work, NULL) != 0) //~ WARNING main_exits_first
		return 1;
	atexit(say);
	return 0;
}
