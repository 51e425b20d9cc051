// Initialiser lists: designators, braces left out, what is missing is zero.
struct inner { int a, b; };
struct outer { struct inner i[2]; int c; union { int u; float f; }; struct inner *p; };

int lists(int n, struct inner *in)
{
	struct outer zero = {0};
	struct outer full = {{{1, 2}, {3, 4}}, 5, {6}, in};
	struct outer flat = {1, 2, 3, 4, n, 6, in};
	struct outer some = {.c = n, .i[1].b = 2, 7, .u = 9};
	struct outer from = {.i = {*in, [1] = {.b = n}}, .p = &some.i[1]};
	int array[] = {1, [3] = n, 5}, range[8] = {[1 ... 3] = 1, [5] = 2};
	char word[] = "word", long_word[10] = {"long"}, letters[2] = {'a', 'b'};
	const char *names[] = {"x", "y"};
	struct inner copy = *in, again = copy;
	int scalar = {3};
	return scalar + again.a + full.c + flat.c + range[2] + array[0] + word[0] + long_word[0] + letters[0] + *names[0] +
		zero.c + from.c;
}
