// Declarations that are no code.
_Static_assert(sizeof(int) >= 2, "int");

int nothing(void)
{
	_Static_assert(1, "always");
	;
	__attribute__((unused)) int x;
	__extension__ int y = 2;
	switch (y) {
	case 1:
		x = 1;
		__attribute__((fallthrough));
	default:;
	}
	return y;
}
