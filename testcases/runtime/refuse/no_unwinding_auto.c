// SPDX-License-Identifier: MIT
// A handle that joins itself in a program that is not unwound.
// wrong: -fno-exceptions
// warned: compile with -fexceptions
#include <own/own.h>

OWN_TASK(work, int, i) { ++*i; }

int automatic(void)
{
	OWN_AUTO thread = NULL;
	return own_spawn(&thread, work, 1, NULL);
}
