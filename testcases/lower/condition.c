// Conditions branch: && and || without values, ! swapped, constants folded.
int test(int);

int decide(int a, int b, const char *s)
{
	if (a && b || !test(a))
		return 1;
	if (!(a || b && test(b)))
		return 2;
	if (s && *s)
		return 3;
	if ((a = test(b)) < 0)
		return 4;
	if (0)
		return 5;
	if (1)
		b = 6;
	else
		return 7;
	if (a & 4)
		return 8;
	if (!!(a == b))
		return 9;
	if (a ? b : test(1))
		return 10;
	return b;
}
