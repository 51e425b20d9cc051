// When storage ends: what cleanup attributes see and do, on every way out.
void show(long);

static long depth;
static void leave(long *p) { show(*p); depth--; }
static void leave_pair(long (*p)[2]) { show((*p)[0] * 10 + (*p)[1]); }
static void leave_pointer(long **p) { show(**p); }
#define AUTO __attribute__((cleanup(leave)))

static long ways(long n)
{
	AUTO long outer = 1;
	depth++;
	for (long i = 0; i < 4; i++) {
		AUTO long a = 10 + i;
		depth++;
		if (n == 1 && i == 1)
			continue;
		if (n == 2 && i == 2)
			break;
		if (n == 3 && i == 1)
			return a + depth * 100;
		if (n == 4)
			goto out;
		AUTO long b = 20 + i;
		depth++;
		if (n == 5 && i == 1)
			return b++;
		switch (n + i) {
		case 6: {
			AUTO long c = 30;
			depth++;
			break;
		}
		case 8: {
			AUTO long c = 40;
			depth++;
			goto again;
		}
		default: show(50);
		}
		a = 15;
		if (0)
again:		show(-i);
	}
	show(1000 + depth);
out:
	show(2000 + depth);
	return depth;
}

static long order(void)
{
	AUTO long first = 1;
	AUTO long second = first + 1;
	long plain = 3;
	AUTO long third = plain;
	long pair[2] __attribute__((cleanup(leave_pair))) = {4, 5};
	long *p __attribute__((cleanup(leave_pointer))) = &second;
	depth += 3;
	second = 7;
	return first + second + third;
}

// The value is read before what it is made of ends.
static long returned(long n)
{
	AUTO long x = n;
	depth++;
	if (n > 3)
		return x;
	return ({
		AUTO long y = x + 1;
		depth++;
		y;
	}) + x;
}

static long block_values(long n)
{
	long total = 0;
	total += ({ AUTO long t = n; depth++; total = 100; t * 2; });
	while (({ AUTO long t = n--; depth++; t > 0; }))
		total++;
	for (long i = ({ AUTO long t = 5; depth++; t; }); i < 7; i++)
		show(i);
	if (({ AUTO long t = 60; depth++; if (n) goto out; t; }))
		total++;
out:
	return total;
}

static void recursive(long n)
{
	AUTO long here = n;
	depth++;
	if (n > 0)
		recursive(n - 1);
	here += 100;
}

static void nothing(long n)
{
	AUTO long x = n;
	depth++;
	if (n)
		return;
	show(depth);
}

static long parameters(long n, long *p)
{
	*p = n;
	n = 8;
	return *p + n;
}

int main(void)
{
	for (long n = 0; n < 9; n++) {
		show(ways(n));
		depth = 0;
	}
	show(order());
	show(returned(2));
	show(returned(5));
	show(block_values(3));
	recursive(3);
	nothing(0);
	nothing(1);
	long x;
	show(parameters(3, &x) + x);
	return 0;
}
