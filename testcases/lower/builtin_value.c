// Builtins that only compute are no calls: nothing that they could do to a thread stays open.
// The checked arithmetic stores its result; whether it overflowed is not known.
int use(unsigned x);

int bits(unsigned x, unsigned long y, double d)
{
	use(__builtin_bswap32(x) + (unsigned)__builtin_ctz(use(x)));
	__builtin_ia32_pause();
	return __builtin_popcountl(y) + __builtin_isnan(d) + (__builtin_huge_val() > d);
}

int sums(int a, int b, long *far, int list[2])
{
	int near;
	if (__builtin_add_overflow(a, b, &near))
		return -1;
	if (__builtin_usubl_overflow(9, 2, (unsigned long *)far) || __builtin_mul_overflow(near, 2, &list[1]))
		return -2;
	return near;
}

// These do more than compute.
void stops(int n)
{
	void *frame = __builtin_frame_address(0);
	int known = __builtin_cpu_supports("sse4.2");
	if (n > known && frame)
		__builtin_trap();
	__builtin_abort();
}
