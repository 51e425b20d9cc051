// _Generic is its chosen branch.
int of_int(int), of_long(long), of_pointer(const void *);
#define OF(x) _Generic((x), int: of_int, long: of_long, default: of_pointer)(x)

int pick(int i, long l, char *p)
{
	int *q = _Generic(i, int: &i, default: 0);
	int size = _Generic(l, int: 4, long: 8);
	return OF(i) + OF(l) + OF(p) + *q + size;
}
