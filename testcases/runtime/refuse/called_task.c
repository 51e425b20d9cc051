// SPDX-License-Identifier: MIT
// A task is no function to be called with its payload.
// refused: own__typed|incompatible|convert|conversion
#include <own/own.h>

OWN_TASK(work, int, i) { ++*i; }

int start(own_thread **thread)
{
	int number = 1;
#ifdef WRONG
	work(&number);
#endif
	return own_spawn(thread, work, number, NULL);
}
