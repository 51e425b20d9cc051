// The seed's second program, lent and joined. Rust refuses it (E0373): its closure borrows `v`, and the type of
// thread::spawn does not say that the join comes before `v` ends. In C the join is in plain sight: `v` is there for as
// long as the thread runs, and outlive is silent. (`outlive check --strict` takes Rust's view.)
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

	if (pthread_create(&handle, NULL, print_vector, &v) != 0)
		return 1;
	pthread_join(handle, NULL);
	return 0;
}
