// "We may drop v": here the function that owns it returns before anybody joins. The handle goes out to the caller, who
// joins in good faith, too late.
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

static pthread_t print_in_background(void)
{
	struct vector v = { 3, { 1, 2, 3 } };
	pthread_t handle;

	if (pthread_create(&handle, NULL, print_vector, &v) != 0) //~ ERROR E0373
		abort();
	return handle;
}

int main(void)
{
	pthread_t handle = print_in_background();

	pthread_join(handle, NULL);
	return 0;
}
