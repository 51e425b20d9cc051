// Calls in a row that may have waited: which of them did tells no ways apart in a large function; a join does.
#include <pthread.h>
#include <stdatomic.h>

struct gate {
	atomic_int arrived;
};

struct pool {
	struct gate first, second, third;
	int seen[16];
	pthread_t thread;
};

static void await(struct gate *gate, int n)
{
	while (gate->arrived < n)
		;
}

#define SEE(pool, i) if ((pool)->seen[i] < (pool)->seen[(i) + 1]) (pool)->seen[(i) + 2]++
#define SEE_FOUR(pool, i) SEE(pool, i); SEE(pool, (i) + 1); SEE(pool, (i) + 2); SEE(pool, (i) + 3)

void stop(struct pool *pool, const int *wanted)
{
	if (wanted[0])
		await(&pool->first, wanted[0]);
	if (wanted[1])
		await(&pool->second, wanted[1]);
	if (wanted[2])
		await(&pool->third, wanted[2]);
	SEE_FOUR(pool, 0);
	SEE_FOUR(pool, 4);
	SEE_FOUR(pool, 8);
	SEE_FOUR(pool, 10);
	SEE_FOUR(pool, 1);
	if (wanted[3])
		pthread_join(pool->thread, NULL);
}
