// Every form of loop, with each part missing, left and continued from everywhere.
void show(long);

static long count;
static long next(void) { return ++count; }
static long below(long n) { return next() < n; }

static void for_parts(void)
{
	for (;;)
		if (next() > 3)
			break;
	show(count);
	for (; below(8);)
		show(count);
	for (;; show(next()))
		if (next() > 12)
			break;
	for (count = 0; below(3);)
		show(count);
	for (count = 5;; show(next()))
		if (count > 7)
			break;
	for (; below(12); show(next()))
		;
	for (long i = 0; i < 3; i++)
		show(i);
	for (long i = 0, j = 5; i < j; i++, j--)
		show(i * 10 + j);
	for (long i = 0, *p = &i; *p < 2; ++*p)
		show(*p);
}

static void leave(long n)
{
	for (long i = 0; i < n; i++) {
		long twice = i * 2;
		if (i == 1)
			continue;
		for (long k = 0;; k++) {
			long sum = twice + k;
			if (sum % 3 == 0)
				continue;
			if (k > 4)
				break;
			show(sum);
			if (sum == 13)
				goto out;
		}
		long tail = i;
		show(100 + tail);
	}
	show(-1);
out:
	show(-2);
}

static void do_while(long n)
{
	do
		show(n);
	while (--n > 0);
	do {
		long x = n++;
		if (x == 2)
			continue;
		if (x == 4)
			break;
		show(x);
	} while (n < 9);
	do {
		show(n);
		if (n)
			break;
	} while (0);
}

static long while_value(long n)
{
	while (n > 0 && n != 5) {
		if (n == 7)
			return n;
		n--;
	}
	while (n++ < 3)
		;
	while (1) {
		if (n-- < -2)
			return n;
	}
}

static void nested_literals(void)
{
	for (long *p = &(long){0}; *p < 3; ++*p)
		for (long *q = (long[]){*p, 7}; q[0] < 3; q[0]++)
			show(*p * 10 + *q + q[1]);
	long *kept = 0;
	for (long i = 0; i < 3; i++) {
		long *now = &(long){i};
		if (kept == now)
			show(*now);
		show(*now);
	}
}

int main(void)
{
	for_parts();
	leave(2);
	leave(9);
	do_while(3);
	do_while(-4);
	show(while_value(9));
	show(while_value(4));
	nested_literals();
	return 0;
}
