// SPDX-License-Identifier: MIT
// A scope in a program that is not unwound.
// wrong: -fno-exceptions
// warned: compile with -fexceptions
#include <own/own.h>

OWN_TASK(work, int, i) { ++*i; }

int scope(void)
{
	int number = 1;
	OWN_SCOPE(scope) {
		if (own_scope_spawn(&scope, work, &number) != 0)
			return -1;
	}
	return number;
}
