// SPDX-License-Identifier: MIT
// A constant that is lent to a task which may write to it.
// refused: payload.*task
#include <own/own.h>

OWN_TASK(write_it, int, i) { ++*i; }

int start(void)
{
	int variable = 1;
	const int constant = 1;
	OWN_SCOPE(scope) {
#ifdef WRONG
		if (own_scope_spawn(&scope, write_it, &constant) != 0)
			return -1;
#else
		if (own_scope_spawn(&scope, write_it, &variable) != 0)
			return -1;
#endif
	}
	return variable + constant;
}
