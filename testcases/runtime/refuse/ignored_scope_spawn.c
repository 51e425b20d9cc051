// SPDX-License-Identifier: MIT
// The result of own_scope_spawn is ignored.
// refused: unused.result|warn_unused_result|nodiscard
#include <own/own.h>

OWN_TASK(work, int, i) { ++*i; }

int start(void)
{
	int number = 1, failed = 0;
	OWN_SCOPE(scope) {
#ifdef WRONG
		own_scope_spawn(&scope, work, &number);
#else
		failed = own_scope_spawn(&scope, work, &number);
#endif
	}
	return failed + number;
}
