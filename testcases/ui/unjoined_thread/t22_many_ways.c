// SPDX-License-Identifier: MIT
// T22: so many ways that threads which borrow nothing here are told apart no more; whose handles are lost
// before is known all the same.
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct job {
	pthread_t tid;
	bool started;
};

static void *works(void *arg)
{
	return arg;
}

void earlier_lost_bad(bool first, int n)
{
	struct job jobs[3] = {{0}};
	if (first) {
		pthread_t tids[3];
		for (int i = 0; i < 3; i++)
			pthread_create(&tids[i], NULL, works, NULL); //~ WARNING unjoined_thread
	}
	for (int i = 0; i < n; i++)
		if (pthread_create(&jobs[i].tid, NULL, works, NULL) == 0) //~ WARNING unjoined_thread
			jobs[i].started = true;
}

void earlier_joined_ok(bool first, int n)
{
	struct job jobs[3] = {{0}};
	if (first) {
		pthread_t tids[3];
		for (int i = 0; i < 3; i++)
			if (pthread_create(&tids[i], NULL, works, NULL) != 0)
				abort();
		for (int i = 0; i < 3; i++)
			pthread_join(tids[i], NULL);
	}
	for (int i = 0; i < n; i++)
		if (pthread_create(&jobs[i].tid, NULL, works, NULL) == 0)
			jobs[i].started = true;
	for (int i = 0; i < n; i++)
		if (jobs[i].started)
			pthread_join(jobs[i].tid, NULL);
}
