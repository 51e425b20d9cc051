// One outcome that stands for many ways: what each of them asks stays, a comparison of two values too.
#include <pthread.h>

struct pool {
	int closed, broken, shared, paused, forked;
	int *first, *last;
	pthread_t thread;
};

void stop(struct pool *pool)
{
	if (pool->closed)
		return;
	if (pool->first == pool->last)
		return;
	if (pool->broken)
		return;
	if (pool->shared)
		return;
	if (pool->paused)
		return;
	if (pool->forked)
		return;
	if (pool->first[1] == pool->last[1])
		return;
	pthread_join(pool->thread, NULL);
}

// Takes more memory to solve than the function above, and takes it after that.
int stop_all(struct pool *pools, int n)
{
	int stopped = 0;

	for (int i = 0; i < n; i++) {
		if (pools[i].first == pools[n - i - 1].last)
			stopped++;
		else if (pools[i].paused == pools[n - i - 1].forked)
			stopped--;
		if (pools[i].first != pools[i].last && pools[i].shared < n)
			stop(&pools[i]);
		if (pools[i].last == pools[0].first && pools[0].broken > i)
			stop(&pools[n - i - 1]);
		pools[i].closed = pools[i].broken ? pools[i].shared : pools[i].forked;
	}
	return stopped;
}
