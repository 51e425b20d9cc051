#ifndef LATCH_H
#define LATCH_H

#include <pthread.h>

// Opens once, for ever.
struct latch {
	pthread_mutex_t lock;
	pthread_cond_t opened;
	int open;
};

#define LATCH_INITIALIZER { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0 }

void latch_open(struct latch *latch);
void latch_wait(struct latch *latch);

// 0 when it was open before the milliseconds were over.
int latch_wait_for(struct latch *latch, long milliseconds);

#endif
