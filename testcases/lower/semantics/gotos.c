// goto out of scopes, into them, backwards, across loops; labels of every place.
void show(long);

static long into(long n)
{
	long sum = 0;
	if (n & 1)
		goto inner;
	{
		long x = 1;
		sum += x;
	inner:
		x = 2;
		{
			long y = 5;
			sum += x * y;
			if (n & 2)
				goto deeper;
			y = 6;
			sum += y;
		}
		if (sum < 20) {
			long z;
	deeper:
			z = 7;
			sum += z * 100;
		}
	}
	return sum;
}

static long back(long n)
{
	long rounds = 0;
again:;
	long fresh = n;
	if (rounds++ < 3) {
		long deep = rounds;
		n += deep + fresh;
		goto again;
	}
	return n * 10 + rounds;
}

static long out(long n)
{
	for (long i = 0; i < 9; i++) {
		while (1) {
			long a[2] = {i, n};
			do {
				if (a[0] == a[1])
					goto found;
				if (a[0] > 5)
					goto missing;
			} while (0);
			goto next;
		}
	next:;
	}
missing:
	return -1;
found:
	return n;
}

static long chain(long n)
{
	goto c;
a: b:
	n = n * 2 + 1;
	goto d;
c:
	if (n > 3)
		goto a;
	n += 10;
	goto b;
d:
	return n;
}

// Between two scopes of one block: what both have stays, the rest ends and begins.
static long across(long n)
{
	long sum = n;
	{
		long shared = 3;
		{
			long left = shared;
			sum += left;
			if (n)
				goto right;
		}
		{
			long r = 1;
		right:
			r = 2;
			sum += r * shared;
		}
	}
	return sum;
}

static long at_end(long n)
{
	{
		if (n)
			goto end;
		n = 5;
	end:;
	}
	if (n == 5)
		goto out;
	n++;
out:
	return n;
}

static long in_expression(long n)
{
	long v = ({
		long t = n;
		if (t > 4)
			goto large;
		t + 1;
	});
	return v;
large:
	return -n;
}

int main(void)
{
	for (long n = 0; n < 4; n++)
		show(into(n));
	show(back(1));
	for (long n = 0; n < 9; n++)
		show(out(n));
	show(chain(1));
	show(chain(5));
	show(across(0));
	show(across(4));
	show(at_end(0));
	show(at_end(2));
	show(in_expression(3));
	show(in_expression(7));
	return 0;
}
