// The seed's second program without the join: main returns, `v` ends, and the thread may not even have begun.
#include <pthread.h>
#include <stdio.h>

struct vector {
	size_t length;
	int items[3];
};

static void *print_vector(void *arg)
{
	const struct vector *v = arg;

	printf("Here's a vector: [");
	for (size_t i = 0; i < v->length; i++)
		printf(i ? ", %d" : "%d", v->items[i]);
	printf("]\n");
	return NULL;
}

int main(void)
{
	struct vector v = { 3, { 1, 2, 3 } };
	pthread_t handle;

	if (pthread_create(&handle, NULL, print_vector, &v) != 0) //~ ERROR E0373
		return 1;
	return 0;
}
