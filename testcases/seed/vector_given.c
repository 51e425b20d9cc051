// The seed's answer, `move`: the thread gets the vector for its own. In C that is a heap copy whose owner is the entry:
// it frees it, main does not touch it again, and it matters no more who ends first.
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

// Starts a thread that owns a copy of *v.
static int give_vector(pthread_t *handle, const struct vector *v)
{
	struct vector *own = malloc(sizeof *own);
	int rc;

	if (!own)
		return -1;
	*own = *v;
	rc = pthread_create(handle, NULL, print_own_vector, own);
	if (rc != 0)
		free(own); // no thread: it is still ours
	return rc;
}

static int start(pthread_t *handle)
{
	struct vector v = { 3, { 1, 2, 3 } };

	return give_vector(handle, &v); // `v` ends here; the thread has its own
}

int main(void)
{
	pthread_t handle;

	if (start(&handle) != 0)
		return 1;
	pthread_join(handle, NULL);
	return 0;
}
