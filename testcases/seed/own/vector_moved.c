// flags: -I../../../runtime/include
// order: any
// The seed's answer, `move`, for a vector on the heap: it is not copied but changes hands. Main's pointer to it is NULL
// from then on, so that what Rust forbids, `drop(v)` after the move, does nothing here.
#include <stdio.h>
#include <stdlib.h>

#include <own/own.h>

struct vector {
	size_t length;
	int items[3];
};

OWN_TASK(print_vector, struct vector, v)
{
	flockfile(stdout); // main prints at the same time: no line into the midst of this one
	printf("Here's a vector: [");
	for (size_t i = 0; i < v->length; i++)
		printf(i ? ", %d" : "%d", v->items[i]);
	printf("]\n");
	funlockfile(stdout);
}

int main(void)
{
	struct vector *v = malloc(sizeof *v);
	own_thread *handle;

	if (!v)
		return 1;
	*v = (struct vector){ 3, { 1, 2, 3 } };
	if (own_spawn_move(&handle, print_vector, &v, free) != 0) {
		free(v); // no thread: it is still ours
		return 1;
	}
	printf("main has %s\n", v ? "a pointer to it" : "nothing");
	return own_join(&handle);
}
