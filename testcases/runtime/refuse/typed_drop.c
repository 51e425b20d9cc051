// SPDX-License-Identifier: MIT
// A destructor whose parameter is no void pointer.
// refused: _Generic|invalid conversion|no known conversion|no matching function|cannot initialize|incompatible
#include <own/own.h>

struct job {
	int number;
};

void end_job(struct job *j) { j->number = 0; }

OWN_TASK(work, struct job, j) { j->number++; }
OWN_DROP(job_end, struct job, j) { end_job(j); }

int start(own_thread **thread)
{
	struct job job = {1};
#ifdef WRONG
	return own_spawn(thread, work, job, end_job) + own_spawn(thread, work, job, job_end);
#else
	return own_spawn(thread, work, job, job_end);
#endif
}
