// Ways to end a program, without attributes.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"

static int exit_code = 3;

static void leave(void)
{
	fflush(NULL);
	exit(exit_code);
}

void fail(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	leave();
}

void fail_errno(int error, const char *what)
{
	fail("%s: %s\n", what, strerror(error));
}

void complain(const char *what)
{
	fprintf(stderr, "%s\n", what);
}

void check(int error, const char *what)
{
	if (error == 0)
		return;
	fail_errno(error, what);
}

void require(int ok, const char *what)
{
	if (!ok)
		fail("not so: %s\n", what);
}

void *need(void *memory)
{
	if (memory == NULL)
		fail("out of memory\n");
	return memory;
}

void report(int status, const char *what)
{
	complain(what);
	if (status)
		exit(status);
}
