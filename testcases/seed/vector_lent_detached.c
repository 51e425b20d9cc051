// Lent to a detached thread: nobody can wait for it any more, so nobody may lend it a local. That main goes on for a
// while changes nothing; it leaves in the end.
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

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
	pthread_detach(handle);
	sleep(1);
	return 0;
}
