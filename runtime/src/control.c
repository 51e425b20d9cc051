// SPDX-License-Identifier: MIT
// control: what threads ask of each other while they run, and what they ask of the system:
// stop, park, sleep, yield, and how many of them can run at once.
#include "own_internal.h"

#include <sched.h>

// ---- Stop and park --------------------------------------------------------------------------

void own_request_stop(own_thread *thread)
{
	if (thread)
		state_tell(&thread->state, STATE_STOP);
}

bool own_stop_requested(void)
{
	return own__self && word_get(&own__self->state) & STATE_STOP;
}

void own_park(void)
{
	if (own__self)
		state_park(&own__self->state);
}

void own_unpark(own_thread *thread)
{
	if (thread)
		state_tell(&thread->state, STATE_TOKEN);
}

// ---- Time -----------------------------------------------------------------------------------

void own_yield(void)
{
	sched_yield();
}

enum { SECOND = 1000000000 }; // in nanoseconds

// The deadline that lies `duration` ahead; one that no time_t can hold is the last there is.
static struct timespec deadline_after(const struct timespec *duration)
{
	struct timespec now, deadline;
	clock_gettime(CLOCK_MONOTONIC, &now);
	long nanoseconds = now.tv_nsec + duration->tv_nsec;
	deadline.tv_nsec = nanoseconds % SECOND;
	if (__builtin_add_overflow(now.tv_sec + nanoseconds / SECOND, duration->tv_sec, &deadline.tv_sec))
		deadline = (struct timespec){.tv_sec = INT32_MAX};
	return deadline;
}

int own_sleep(const struct timespec *duration)
{
	if (!duration || duration->tv_sec < 0 || duration->tv_nsec < 0 || duration->tv_nsec >= SECOND)
		return EINVAL;
	struct timespec deadline = deadline_after(duration);
	if (own__self)
		return state_sleep(&own__self->state, &deadline) ? EINTR : 0;
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, NULL) == EINTR)
		continue;
	return 0;
}
