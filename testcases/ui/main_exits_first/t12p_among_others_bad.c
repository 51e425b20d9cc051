// T12': main joins many others, of which each may have been started or not; the one that is detached is cut off.
#include <pthread.h>
#include <stdlib.h>

int more(int n);

struct worker {
	pthread_t tid;
	int started;
};

struct pack {
	void *(*run)(void *);
	void *arg;
};

static void *save(void *arg)
{
	(void)arg;
	return NULL;
}

static void *count_up(void *arg)
{
	(*(int *)arg)++;
	return NULL;
}

static void *unpack(void *arg)
{
	struct pack pack = *(struct pack *)arg;
	free(arg);
	return pack.run(pack.arg);
}

static int start(pthread_t *tid, void *(*run)(void *), void *arg)
{
	struct pack *pack = malloc(sizeof *pack);
	int failed;

	if (!pack)
		return 1;
	pack->run = run;
	pack->arg = arg;
	failed = pthread_create(tid, NULL, unpack, pack);
	if (failed)
		free(pack);
	return failed;
}

int main(void)
{
	struct worker workers[3] = {{0}};
	int count = 0;

	if (more(0)) {
		pthread_t tid;
		if (pthread_create(&tid, NULL, save, NULL) != 0) //~ WARNING main_exits_first
			exit(1);
		pthread_detach(tid);
	}
	for (int i = 0; i < 3; i++)
		if (start(&workers[i].tid, count_up, &count) == 0)
			workers[i].started = 1;
	for (int i = 0; i < 3; i++)
		if (workers[i].started)
			pthread_join(workers[i].tid, NULL);
	return 0;
}
