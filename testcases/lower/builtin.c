// Builtins of library functions are called by the library name; others are looked through.
typedef unsigned long size_t;

int copy(char *to, const char *from, size_t n, int flag)
{
	__builtin_memcpy(to, from, n);
	__builtin___memcpy_chk(to, from, n, __builtin_object_size(to, 0));
	__builtin___snprintf_chk(to, n, 0, n, "%d", flag);
	if (__builtin_expect(!!(flag), 0))
		return __builtin_choose_expr(sizeof(int) == 4, flag, 7);
	if (__builtin_types_compatible_p(int, long))
		return 1;
	if (__builtin_constant_p(flag))
		return 2;
	if (flag > 4)
		__builtin_trap();
	return __builtin_popcount((unsigned)flag) + (int)__builtin_offsetof(struct { int a, b; }, b);
}

int never(int x)
{
	if (x)
		return 1;
	__builtin_unreachable();
}
