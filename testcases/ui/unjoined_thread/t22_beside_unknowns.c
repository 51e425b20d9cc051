// SPDX-License-Identifier: MIT
// T22: an element that a function from elsewhere may have filled holds the handle all the same.
#include <pthread.h>

struct team {
	pthread_t thread[8];
	int n;
};

static void *work(void *arg)
{
	return arg;
}

int wanted(int i);
void adopt(pthread_t *thread);

int some_are_adopted_ok(struct team *team, int n)
{
	for (int i = 0; i < n; i++) {
		if (!wanted(i))
			adopt(&team->thread[i]);
		else if (pthread_create(&team->thread[i], NULL, work, NULL) != 0)
			return 1;
	}
	team->n = n;
	return 0;
}

int kept_nowhere_bad(struct team *team, int n)
{
	for (int i = 0; i < n; i++) {
		pthread_t thread;
		if (!wanted(i))
			adopt(&team->thread[i]);
		else if (pthread_create(&thread, NULL, work, NULL) != 0) //~ WARNING unjoined_thread
			return 1;
	}
	team->n = n;
	return 0;
}
