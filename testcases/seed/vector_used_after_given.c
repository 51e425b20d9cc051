// Given and used all the same: the entry frees the vector, and main reads it after the spawn. Rust: E0382. The rule for
// moved values comes later. Expect silence today.
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

static void *print_own_vector(void *arg)
{
	print_vector(arg);
	free(arg);
	return NULL;
}

int main(void)
{
	struct vector *v = malloc(sizeof *v);
	pthread_t handle;

	if (!v)
		return 1;
	*v = (struct vector){ 3, { 1, 2, 3 } };
	if (pthread_create(&handle, NULL, print_own_vector, v) != 0) {
		free(v);
		return 1;
	}
	printf("first item: %d\n", v->items[0]); //~ ERROR E0382
	pthread_join(handle, NULL);
	return 0;
}
