// A latch: one side waits until the other has opened it.
#include <time.h>

#include "latch.h"

void latch_open(struct latch *latch)
{
	pthread_mutex_lock(&latch->lock);
	latch->open = 1;
	pthread_cond_broadcast(&latch->opened);
	pthread_mutex_unlock(&latch->lock);
}

void latch_wait(struct latch *latch)
{
	pthread_mutex_lock(&latch->lock);
	while (!latch->open)
		pthread_cond_wait(&latch->opened, &latch->lock);
	pthread_mutex_unlock(&latch->lock);
}

int latch_wait_for(struct latch *latch, long milliseconds)
{
	struct timespec end;
	int rc = 0;

	clock_gettime(CLOCK_REALTIME, &end);
	end.tv_sec += milliseconds / 1000;
	end.tv_nsec += milliseconds % 1000 * 1000000;
	if (end.tv_nsec >= 1000000000) {
		end.tv_nsec -= 1000000000;
		end.tv_sec++;
	}
	pthread_mutex_lock(&latch->lock);
	while (!latch->open && rc == 0)
		rc = pthread_cond_timedwait(&latch->opened, &latch->lock, &end);
	rc = latch->open ? 0 : -1;
	pthread_mutex_unlock(&latch->lock);
	return rc;
}
