// SPDX-License-Identifier: MIT
// A function whose parameter is no void pointer, and which nothing may call as if it were.
// refused: own__typed|own__type
#include <own/own.h>

struct job {
	int number;
};

void work(struct job *j) { j->number++; }

OWN_TASK(work_task, struct job, j) { work(j); }

int start(own_thread **thread)
{
	struct job job = {1};
#ifdef WRONG
	return own_spawn(thread, work, job, NULL) + own_spawn(thread, work_task, job, NULL);
#else
	return own_spawn(thread, work_task, job, NULL);
#endif
}
