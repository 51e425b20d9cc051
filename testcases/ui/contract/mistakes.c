// Mistakes in annotations are said at the function, once; its words then count for nothing.
// status: 0
#define OWN(word) __attribute__((annotate("own::" #word)))

OWN(spwan) int unknown_word(void (*run)(void *) OWN(entry), void *data OWN(payload));
OWN(spawn) int no_entry(void *data OWN(payload));
OWN(join) void wrong_place(void *self OWN(detach));

static void add(void *arg) { ++*(int *)arg; }

int used(void)
{
	int x = 0;
	wrong_place(&x);
	return unknown_word(add, &x) + no_entry(&x);
}
