// Operators, and the order in which their operands and effects happen.
void show(long);

static long calls;
static long mark(long digit, long value)
{
	calls = calls * 10 + digit;
	return value;
}

static void logic(void)
{
	show(mark(1, 0) && mark(2, 1));
	show(mark(1, 1) && mark(2, 5));
	show(mark(1, 0) || mark(2, 0));
	show(mark(1, 3) || mark(2, 0));
	show((mark(1, 1) && mark(2, 0)) || (mark(3, 1) && !mark(4, 0)));
	show(!(mark(1, 1) && mark(2, 0) && mark(3, 1)) && mark(4, 2));
	show(calls);
	calls = 0;
	if ((mark(1, 1) || mark(2, 1)) && !(mark(3, 0) || mark(4, 0)))
		show(calls);
	while (mark(5, calls < 100000) && calls)
		;
	show(calls);
	calls = 0;
}

static void conditional(long n)
{
	show(n ? mark(1, 4) : mark(2, 5));
	show(n ?: mark(3, 6));
	show(mark(4, n) ?: mark(5, 7));
	show(n > 1 ? n > 2 ? 12 : 11 : n ? 10 : 9);
	show((n ? mark(1, 0) : mark(2, 1)) ? 20 : 21);
	show(((n ? 3 : n) ?: 8) + (n == 2 ?: 30));
	(void)(n ? mark(6, 0) : mark(7, 0));
	show(calls);
	calls = 0;
}

static void comma(long n)
{
	show((mark(1, n), mark(2, n + 1)));
	long x = (n++, n *= 2, n - 1);
	show(x);
	show((x++, x, (x += 3, x)));
	for (x = 0, n = 4; x++, n--;)
		;
	show(x * 100 + n);
	show(calls);
	calls = 0;
}

static void assignment(void)
{
	long a = 1, b = 2, c[3] = {4, 5, 6}, i = 0, *p = c;
	a = b = 7;
	show(a + b);
	a += b -= 3;
	show(a * 100 + b);
	a <<= 2, a >>= 1, a |= 1, a ^= 3, a &= 62, a %= 19, a *= 5, a /= 2;
	show(a);
	c[i++] += 10;
	c[i++] -= 10;
	show(c[0] * 10000 + c[1] * 100 + c[2]);
	*p++ = 1;
	*++p *= 2;
	(*p)--;
	show(c[0] * 10000 + c[1] * 100 + c[2] + (p - c) * 1000000);
	show(i++ + 10 * i);
	show(--i * 10 + i--);
	show(i);
	(i ? a : b) ? (void)(c[1] = 3) : (void)(c[2] = 3);
	show((c[1] = a > 3) + c[2]);
	a = (b = mark(1, 3)) + mark(2, 4);
	show(a * 10 + b);
	c[mark(3, 1)] = mark(4, 9);
	c[1] += mark(5, 1) ? 1 : 2;
	show(c[1]);
	calls = 0;
}

static void unary(long n)
{
	show(-n);
	show(~n);
	show(!n + !!n * 10);
	show(+n);
	show(- -n);
	show(!(n > 3));
	show(__extension__(n + 1));
	show(*&n);
	show((&n)[0]);
	show(0 [&n]);
}

static void numbers(void)
{
	show('a' + '\n' + '\0' + '\x41' + '\101');
	show(0x10 + 010 + 0b11);
	show(-7 / 2 * 100 + -7 % 3);
	show(1 << 10 | 1 << 3);
	show(sizeof(long) + sizeof(char[12]) + _Alignof(long) + sizeof mark(9, 0));
	show((3 > 2) + (3u > 2u) + (-1 < 0) + (-1L > 0ul) + (5 != 5));
	show((unsigned char)300);
	show((signed char)200);
	show((_Bool)42 + (_Bool)0);
	show((long)(short)70000);
	show((unsigned short)-1);
	show(1 ? 2 : 3);
	show(__CHAR_BIT__);
}

static void comparisons(long a, unsigned long b)
{
	show((a < 3) + (a <= 3) * 10 + (a > 3) * 100 + (a >= 3) * 1000 + (a == 3) * 10000 + (a != 3) * 100000);
	show((b < 3) + (b <= 3) * 10 + (b > 3) * 100 + (b >= 3) * 1000);
	show((b - 4 > b) + (a - 4 > a) * 10);
	if (b - 4 > 7)
		show(1);
	for (unsigned long n = 2; n + 1 > 0; n--)
		show((long)n);
	if (!(a > 3) == (a <= 3) && !!a == (a != 0))
		show(2);
	_Bool truth = a;
	truth = truth + 5;
	show(truth);
	truth = a == 3;
	show(truth);
	show((long)(_Bool)a);
}

int main(void)
{
	logic();
	for (long n = 0; n < 4; n++)
		conditional(n);
	comma(3);
	assignment();
	unary(0);
	unary(5);
	numbers();
	comparisons(3, 3);
	comparisons(-1, 2);
	return 0;
}
