#include "parallel_for.h"

#include <pthread.h>
#include <stdlib.h>

#define PARALLEL_MAX 8

struct parallel_item {
	pthread_t tid;
	parallel_body body;
	int index, step, end;
	void *data;
};

static void *parallel_main(void *arg)
{
	const struct parallel_item *item = arg;

	for (int i = item->index; i < item->end; i += item->step)
		item->body(i, item->data);
	return NULL;
}

static void *parallel_main_owned(void *arg)
{
	parallel_main(arg);
	free(arg);
	return NULL;
}

void parallel_for(int n, parallel_body body, void *data)
{
	struct parallel_item items[PARALLEL_MAX];
	int started;

	for (started = 0; started < PARALLEL_MAX && started < n; started++) {
		items[started] = (struct parallel_item){
			.body = body, .index = started, .step = PARALLEL_MAX, .end = n, .data = data
		};
		if (pthread_create(&items[started].tid, NULL, parallel_main, &items[started]) != 0)
			abort();
	}
	while (started-- > 0)
		pthread_join(items[started].tid, NULL);
}

int parallel_kick(int index, parallel_body body, void *data)
{
	struct parallel_item *item = malloc(sizeof *item);
	pthread_t tid;

	if (!item)
		return -1;
	*item = (struct parallel_item){ .body = body, .index = index, .step = 1, .end = index + 1, .data = data };
	if (pthread_create(&tid, NULL, parallel_main_owned, item) != 0) {
		free(item);
		return -1;
	}
	return pthread_detach(tid);
}
