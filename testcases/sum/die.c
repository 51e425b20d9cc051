// Functions that do not return, and nobody says so but their bodies.
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void die(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	exit(1);
}

void die_if(int error)
{
	if (error)
		die("error %d\n", error);
}

// Only 0 comes back.
int check(int error)
{
	if (error == 0)
		return 0;
	fprintf(stderr, "%d\n", error);
	abort();
}

void *need(void *p)
{
	if (!p)
		die("out of memory\n");
	return p;
}

void spin(void)
{
	for (;;)
		;
}

void end_thread(int *result) { pthread_exit(result); }

static void *run(void *arg) { return (void *)(long)*(int *)arg; }

void start(pthread_t *t, int *n) { die_if(pthread_create(t, NULL, run, n)); }
