// flags: -I../../../runtime/include
// The seed's second program, wrong on own as well: what is copied into the thread is a pointer, and the vector that it
// points to ends with the function. Give the thread the vector (vector_copied.c), or join it first (vector_scoped.c).
#include <stdio.h>

#include <own/own.h>

struct vector {
	size_t length;
	int items[3];
};

OWN_TASK(print_vector, const struct vector *, at)
{
	const struct vector *v = *at;

	printf("Here's a vector: [");
	for (size_t i = 0; i < v->length; i++)
		printf(i ? ", %d" : "%d", v->items[i]);
	printf("]\n");
}

static int start(own_thread **handle)
{
	struct vector v = { 3, { 1, 2, 3 } };
	const struct vector *lent = &v;

	return own_spawn(handle, print_vector, lent, NULL); //~ ERROR E0373
}

int main(void)
{
	own_thread *handle;

	if (start(&handle) != 0)
		return 1;
	return own_join(&handle);
}
