// SPDX-License-Identifier: MIT
// The result of own_start is ignored.
// refused: unused.result|warn_unused_result|nodiscard
#include <own/own.h>

OWN_TASK(work, int, i) { ++*i; }

int start(own_thread **thread)
{
	int *payload = NULL, failed = own_spawn(thread, work, 1, NULL);
	(void)payload;
#ifdef WRONG
	own_start(thread, work, &payload, NULL);
#else
	failed += own_start(thread, work, &payload, NULL);
#endif
	return failed;
}
