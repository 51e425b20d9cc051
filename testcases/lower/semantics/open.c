// What the IR leaves open: of the ways it may go, one is that of the compiled program.
// unknown: 6
void show(long);

// Computed gotos go to any label whose address is taken, and storage ends on the way.
static long threaded(const char *code)
{
	static const void *const table[] = {&&push, &&twice, &&done};
	long value = 0, step = 0;
	for (;;) {
		long local = step;
		show(local);
		goto *table[step == 0 ? 0 : step < 3 ? 1 : 2];
	push:
		value += 3 + local;
		step++;
		continue;
	}
	{
		long fresh;
	twice:
		fresh = value * 2;
		value = fresh;
		show(value);
		step++;
		goto *table[step < 3 ? 1 : 2];
	}
done:
	show(100);
	return value + 0 * (code == 0);
}

static long assembly(long n)
{
	long x = n;
	__asm__ volatile("" ::: "memory");
	__asm__("" : "+r"(x));
	return x > 3 ? x : -x;
}

static long jumping(long n)
{
	__asm__ goto("" : : "r"(n) : : other);
	return 1;
other:
	return 2;
}

static double half(double x) { return x / 2; }

static long floating(double x)
{
	if (half(x) > 1.5)
		return 10;
	for (float f = 0; f < 2; f++)
		show(5);
	return (long)x;
}

static long through_number(long *p)
{
	unsigned long n = (unsigned long)p | 0;
	return *(long *)n;
}

static long sum(long n, ...)
{
	__builtin_va_list list;
	long total = 0;
	__builtin_va_start(list, n);
	for (long i = 0; i < n; i++)
		total += __builtin_va_arg(list, long);
	__builtin_va_end(list);
	return total;
}

int main(void)
{
	show(threaded("x"));
	show(assembly(7));
	show(assembly(2));
	show(jumping(4));
	show(floating(1.0));
	show(floating(8.0));
	show(through_number(&(long){6}));
	show(sum(2, 3L, 4L));
	show("abc"[1]);
	show(0);
	return 0;
}
