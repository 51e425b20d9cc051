// SPDX-License-Identifier: MIT
// What a scope lends is of another type than the task's.
// refused: payload.*task
#include <own/own.h>

OWN_TASK(work, int, i) { ++*i; }

int start(void)
{
	int right = 1;
	char wrong = 1;
	OWN_SCOPE(scope) {
#ifdef WRONG
		if (own_scope_spawn(&scope, work, &wrong) != 0)
			return -1;
#else
		if (own_scope_spawn(&scope, work, &right) != 0)
			return -1;
#endif
	}
	return right + wrong;
}
