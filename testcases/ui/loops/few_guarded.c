// SPDX-License-Identifier: MIT
// So few threads that each is followed by itself: the guard of a join decides whether its element has
// one. What a guarded loop passes over may have none.
#include <pthread.h>
#include <stdlib.h>

void use(int value);

struct box {
	int n;
	pthread_t thread;
	int started;
};

static void *reads(void *arg)
{
	struct box *box = arg;
	use(box->n);
	return NULL;
}

int two_ok(void)
{
	struct box boxes[2] = {{0}};
	int i;
	for (i = 0; i < 2; i++)
		if (pthread_create(&boxes[i].thread, NULL, reads, &boxes[i]) == 0)
			boxes[i].started = 1;
	for (i = 0; i < 2; i++)
		if (boxes[i].started)
			pthread_join(boxes[i].thread, NULL);
	return 0;
}

int two_on_the_heap_ok(void)
{
	struct box *boxes = calloc(2, sizeof *boxes);
	int i;
	if (!boxes)
		return 1;
	for (i = 0; i < 2; i++)
		if (pthread_create(&boxes[i].thread, NULL, reads, &boxes[i]) == 0)
			boxes[i].started = 1;
	for (i = 0; i < 2; i++)
		if (boxes[i].started)
			pthread_join(boxes[i].thread, NULL);
	free(boxes);
	return 0;
}

int two_not_guarded_bad(void)
{
	struct box boxes[2] = {{0}};
	int i;
	for (i = 0; i < 2; i++)
		if (pthread_create(&boxes[i].thread, NULL, reads, &boxes[i]) != 0) //~ ERROR E0373
			exit(1);
	for (i = 1; i < 2; i++)
		pthread_join(boxes[i].thread, NULL);
	return 0;
}
