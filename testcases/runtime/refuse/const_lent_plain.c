// SPDX-License-Identifier: MIT
// A constant that is lent to a plain function, which may write to it.
// refused: const|own__payload_lent_to_task
#include <own/own.h>

static void write_it(void *i) { ++*(int *)i; }

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
