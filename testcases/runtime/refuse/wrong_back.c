// SPDX-License-Identifier: MIT
// A pointer to the payload where the payload itself is meant.
// refused: payload.*task
#include <own/own.h>

OWN_TASK(work, int, i) { ++*i; }

int start(own_thread **thread)
{
	int number = 1;
#ifdef WRONG
	return own_spawn_back(thread, work, &number);
#else
	return own_spawn_back(thread, work, number);
#endif
}
