// SPDX-License-Identifier: MIT
// The move of an object of another type than the task's.
// refused: payload.*task
#include <own/own.h>
#include <stdlib.h>

OWN_TASK(work, int, i) { ++*i; }

int start(own_thread **thread, int *right, long *wrong)
{
#ifdef WRONG
	(void)right;
	return own_spawn_move(thread, work, &wrong, free);
#else
	(void)wrong;
	return own_spawn_move(thread, work, &right, free);
#endif
}
