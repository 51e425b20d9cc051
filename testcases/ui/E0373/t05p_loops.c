// T5': a create in the loop fails, and exactly those that run are joined.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_WORKERS 32

struct worker {
	pthread_t tid;
	int index, started;
	long done;
};

static void *worker_main(void *arg)
{
	struct worker *w = arg;

	w->done += w->index;
	return NULL;
}

// Count-down in the loop's own error path.
int join_back_ok(int n)
{
	struct worker workers[MAX_WORKERS];
	int i;

	for (i = 0; i < n; i++) {
		workers[i].index = i;
		if (pthread_create(&workers[i].tid, NULL, worker_main, &workers[i])) {
			while (--i >= 0)
				pthread_join(workers[i].tid, NULL);
			return -1;
		}
	}
	while (n-- > 0)
		pthread_join(workers[n].tid, NULL);
	return 0;
}

// The bound is lowered, and the way out is common.
int lower_bound_ok(int n)
{
	struct worker workers[MAX_WORKERS];
	int i, ret = 0;

	for (i = 0; i < n; i++) {
		workers[i].index = i;
		ret = pthread_create(&workers[i].tid, NULL, worker_main, &workers[i]);
		if (ret) {
			n = i;
			goto out;
		}
	}
	puts("all run");
out:
	for (i = 0; i < n; i++)
		pthread_join(workers[i].tid, NULL);
	return ret;
}

// A counter of those that run.
int counter_ok(int n)
{
	struct worker workers[MAX_WORKERS];
	int created = 0, ret = -1;

	memset(workers, 0, sizeof(workers));
	while (created < n) {
		workers[created].index = created;
		if (pthread_create(&workers[created].tid, NULL, worker_main, &workers[created]) != 0)
			goto out;
		created++;
	}
	ret = 0;
out:
	for (int i = 0; i < created; i++)
		pthread_join(workers[i].tid, NULL);
	return ret;
}

// The counter stands beside the loop's variable.
int counter_beside_ok(int n)
{
	struct worker workers[MAX_WORKERS];
	pthread_t *tids = calloc((size_t)n, sizeof(*tids));
	int created = 0;

	if (!tids)
		return -1;
	for (int i = 0; i < n; i++) {
		struct worker *w = &workers[i];

		w->index = i;
		if (pthread_create(&tids[created], NULL, worker_main, w) != 0) {
			fprintf(stderr, "worker %d does not start\n", i);
			continue;
		}
		created++;
	}
	for (int i = 0; i < created; i++)
		pthread_join(tids[i], NULL);
	free(tids);
	return created;
}

struct crew {
	struct worker workers[MAX_WORKERS];
	int created;
};

// The counter is a field.
int counter_field_ok(int n)
{
	struct crew crew = { .created = 0 };

	for (int i = 0; i < n; i++) {
		crew.workers[i].index = i;
		if (pthread_create(&crew.workers[i].tid, NULL, worker_main, &crew.workers[i]))
			break;
		crew.created++;
	}
	for (int i = 0; i < crew.created; i++)
		pthread_join(crew.workers[i].tid, NULL);
	return crew.created == n ? 0 : -1;
}

// Each element says whether it runs.
int flags_ok(int n)
{
	struct worker workers[MAX_WORKERS];

	memset(workers, 0, sizeof(workers));
	for (int i = 0; i < n; i++) {
		workers[i].index = i;
		if (pthread_create(&workers[i].tid, NULL, worker_main, &workers[i]) == 0)
			workers[i].started = 1;
	}
	for (int i = 0; i < n; i++) {
		if (!workers[i].started)
			continue;
		pthread_join(workers[i].tid, NULL);
	}
	return 0;
}

// The results are kept and asked later.
int results_ok(void)
{
	struct worker workers[MAX_WORKERS] = { 0 };
	int ret[MAX_WORKERS];

	for (int i = 0; i < MAX_WORKERS; i++) {
		ret[i] = pthread_create(&workers[i].tid, NULL, worker_main, &workers[i]);
		if (ret[i])
			fprintf(stderr, "worker %d: %s\n", i, strerror(ret[i]));
	}
	for (int i = 0; i < MAX_WORKERS; i++)
		if (ret[i] == 0)
			pthread_join(workers[i].tid, NULL);
	return 0;
}

// The array was preset; the element that was just written decides.
int result_of_this_one_ok(int n)
{
	struct worker workers[MAX_WORKERS] = { 0 };
	int ret[MAX_WORKERS], i;

	for (i = 0; i < MAX_WORKERS; i++)
		ret[i] = -1;
	for (i = 0; i < n; i++) {
		ret[i] = pthread_create(&workers[i].tid, NULL, worker_main, &workers[i]);
		if (ret[i]) {
			while (--i >= 0)
				pthread_join(workers[i].tid, NULL);
			return -1;
		}
	}
	for (i = 0; i < n; i++)
		pthread_join(workers[i].tid, NULL);
	return 0;
}

// Less than asked for is enough.
int fewer_ok(int n)
{
	struct worker workers[MAX_WORKERS];
	int i, k;

	for (i = 0; i < n; i++) {
		workers[i].index = i;
		if (pthread_create(&workers[i].tid, NULL, worker_main, &workers[i]))
			break;
	}
	if (i < n)
		fprintf(stderr, "only %d of %d workers\n", i, n);
	for (k = 0; k < i; k++)
		pthread_join(workers[k].tid, NULL);
	return i;
}

// Joining in the loop's error path begins at 0, too.
int join_up_ok(int n)
{
	struct worker workers[MAX_WORKERS];
	int ret = 0;

	for (int i = 0; i < n; i++) {
		workers[i].index = i;
		ret = pthread_create(&workers[i].tid, NULL, worker_main, &workers[i]);
		if (ret != 0) {
			for (int k = 0; k < i; k++)
				pthread_join(workers[k].tid, NULL);
			return ret;
		}
	}
	for (int i = 0; i < n; i++)
		pthread_join(workers[i].tid, NULL);
	return 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_OK(join_back_ok(3)) RUN_OK(lower_bound_ok(3)) RUN_OK(counter_ok(3)) RUN_OK(counter_beside_ok(3))
		RUN_OK(counter_field_ok(3)) RUN_OK(flags_ok(3)) RUN_OK(results_ok()) RUN_OK(result_of_this_one_ok(3))
		RUN_OK(fewer_ok(3)) RUN_OK(join_up_ok(3)))
#endif
