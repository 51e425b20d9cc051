// flags: -I../../../runtime/include
// `drop(v)` while the thread has it: after the move main's own pointer is NULL, but a second one to the same vector is
// not. Rust: E0382, use of a moved value.
#include <stdio.h>
#include <stdlib.h>

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

int main(void)
{
	struct vector *v = malloc(sizeof *v), *same = v;
	own_thread *handle;

	if (!v)
		return 1;
	*v = (struct vector){ 3, { 1, 2, 3 } };
	if (own_spawn_move(&handle, print_vector, &v, free) != 0) {
		free(v);
		return 1;
	}
	free(same); //~ ERROR E0382
	return own_join(&handle);
}
