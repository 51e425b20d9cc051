// Real shape: the joins' results are gathered, `ret |= join()`. A join that reports failure still counts as ended.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct shard {
	const char *dir;
	unsigned long files;
};

static void *shard_scan(void *arg)
{
	struct shard *shard = arg;

	usleep(20 * 1000);
	shard->files += strlen(shard->dir);
	return NULL;
}

int gathered_ok(const char *dir)
{
	struct shard left = { dir, 0 }, right = { dir, 0 };
	pthread_t l, r;
	int ret;

	if (pthread_create(&l, NULL, shard_scan, &left))
		return -1;
	ret = pthread_create(&r, NULL, shard_scan, &right);
	if (!ret)
		ret |= pthread_join(r, NULL);
	ret |= pthread_join(l, NULL);
	return ret;
}

int summed_ok(const char *dir)
{
	struct shard shards[3] = { { dir, 0 }, { dir, 0 }, { dir, 0 } };
	pthread_t tids[3];
	int failed = 0;

	for (int i = 0; i < 3; i++)
		if (pthread_create(&tids[i], NULL, shard_scan, &shards[i]) != 0)
			abort();
	for (int i = 0; i < 3; i++)
		failed += pthread_join(tids[i], NULL) != 0;
	return -failed;
}

// `||` is not `|=`: when the first says "failed", the second join is never called.
int short_circuit_bad(const char *dir)
{
	static struct shard left;
	struct shard right = { dir, 0 };
	pthread_t l, r;

	left.dir = dir;
	if (pthread_create(&l, NULL, shard_scan, &left))
		abort();
	if (pthread_create(&r, NULL, shard_scan, &right)) //~ ERROR E0373
		abort();
	if (pthread_join(l, NULL) != 0 || pthread_join(r, NULL) != 0)
		return -1;
	return 0;
}
