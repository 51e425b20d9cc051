// The operands of sizeof, _Alignof and typeof are not evaluated.
int f(void);

unsigned long sizes(int *p, int n)
{
	int x = 1, vla[n];
	typeof(f()) y = 2;
	unsigned long s = sizeof(x++) + sizeof *p + sizeof(int[4]) + _Alignof(long) + sizeof f();
	return s + sizeof(vla) + (unsigned long)y;
}
