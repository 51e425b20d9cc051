// SPDX-License-Identifier: MIT
// An array for a plain function, which takes anything else.
// refused: array|own__address
#include <own/own.h>

static void work(void *i) { ++*(int *)i; }

int start(own_thread **thread)
{
	int array[4] = {0};
#ifdef WRONG
	return own_spawn(thread, work, array, NULL);
#else
	return own_spawn(thread, work, array[0], NULL);
#endif
}
