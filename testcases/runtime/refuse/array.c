// SPDX-License-Identifier: MIT
// An array, of which C would take the address only.
// refused: array|own__address|payload.*task
#include <own/own.h>

OWN_TASK(work, int, i) { ++*i; }

int start(own_thread **thread)
{
	int array[4] = {0};
#ifdef WRONG
	return own_spawn(thread, work, array, NULL);
#else
	return own_spawn(thread, work, array[0], NULL);
#endif
}
