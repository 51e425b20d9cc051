// SPDX-License-Identifier: MIT
// bug: a broken assumption of ours in, an aborted process out. The message names
// what was under analysis, so that a report can be made without a debugger.
#include "base/base.h"

#include <stdlib.h>

static _Thread_local const char *context;

void bug_context(const char *what) { context = what; }

void bug_at(const char *file, int line, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fflush(stdout);
	fprintf(stderr, "outlive: bug at %s:%d: ", file, line);
	vfprintf(stderr, format, args);
	if (context)
		fprintf(stderr, " (while analysing %s)", context);
	fputc('\n', stderr);
	va_end(args);
	abort();
}
