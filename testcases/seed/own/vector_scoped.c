// flags: -I../../../runtime/include
// The seed's second program, lent: what Rust takes only in thread::scope. The thread borrows `v` itself; the scope joins
// it on every way out of its block, and `v` is there for longer than that.
#include <stdio.h>

#include <own/own.h>

struct vector {
	size_t length;
	int items[3];
};

OWN_TASK(print_vector, const struct vector, v)
{
	printf("Here's a vector: [");
	for (size_t i = 0; i < v->length; i++)
		printf(i ? ", %d" : "%d", v->items[i]);
	printf("]\n");
}

int main(void)
{
	struct vector v = { 3, { 1, 2, 3 } };

	OWN_SCOPE (scope) {
		if (own_scope_spawn(&scope, print_vector, &v) != 0)
			return 1;
	}
	v.items[0] = 4; // nobody borrows it any more
	printf("and then it begins with %d\n", v.items[0]);
	return 0;
}
