// SPDX-License-Identifier: MIT
// A task for another payload than the one that was prepared.
// refused: payload.*task
#include <own/own.h>

OWN_TASK(work, int, i) { ++*i; }
OWN_TASK(other, long, l) { ++*l; }

int start(own_thread **thread)
{
	int *payload = own_prepare(int);
	int failed = own_spawn(thread, other, 1L, NULL);
#ifdef WRONG
	failed += own_start(thread, other, &payload, NULL);
#else
	failed += own_start(thread, work, &payload, NULL);
#endif
	return failed;
}

int use(own_thread **thread) { return own_spawn(thread, work, 1, NULL); }
