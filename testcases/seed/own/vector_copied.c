// flags: -I../../../runtime/include
// The seed's answer, `move`, on own: the thread gets the vector by value and owns its copy. The function that had it
// returns at once, and it matters no more who ends first.
#include <stdio.h>

#include <own/own.h>

struct vector {
	size_t length;
	int items[3];
};

OWN_TASK(print_vector, struct vector, v)
{
	printf("Here's a vector: [");
	for (size_t i = 0; i < v->length; i++)
		printf(i ? ", %d" : "%d", v->items[i]);
	printf("]\n");
}

static int start(own_thread **handle)
{
	struct vector v = { 3, { 1, 2, 3 } };

	return own_spawn(handle, print_vector, v, NULL); // `v` ends here; the thread has its own
}

int main(void)
{
	own_thread *handle;

	if (start(&handle) != 0)
		return 1;
	return own_join(&handle);
}
