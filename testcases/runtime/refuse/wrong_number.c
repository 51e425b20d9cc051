// SPDX-License-Identifier: MIT
// A number that would be converted without a word.
// refused: payload.*task
#include <own/own.h>

OWN_TASK(work, long, l) { ++*l; }

int start(own_thread **thread)
{
#ifdef WRONG
	return own_spawn(thread, work, 1.5, NULL);
#else
	return own_spawn(thread, work, 1L, NULL);
#endif
}
