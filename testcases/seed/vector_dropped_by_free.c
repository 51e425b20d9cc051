// "We may drop v": the vector is on the heap, and main frees it before the join. The frame is all right, so this is no
// E0373; it is E0505, a free of what is still lent, and belongs to the rules that come next. Expect silence today.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

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
	struct vector *v = malloc(sizeof *v);
	pthread_t handle;

	if (!v)
		return 1;
	*v = (struct vector){ 3, { 1, 2, 3 } };
	if (pthread_create(&handle, NULL, print_vector, v) != 0) {
		free(v);
		return 1;
	}
	free(v); //~ ERROR E0505
	pthread_join(handle, NULL);
	return 0;
}
