// SPDX-License-Identifier: MIT
// A value of another type than the task's.
// refused: payload.*task
#include <own/own.h>

struct job {
	int number;
};
struct other {
	int number;
};

OWN_TASK(work, struct job, j) { j->number++; }

int start(own_thread **thread)
{
	struct job right = {1};
	struct other wrong = {1};
#ifdef WRONG
	return own_spawn(thread, work, wrong, NULL);
#else
	return own_spawn(thread, work, right, NULL) + wrong.number;
#endif
}
