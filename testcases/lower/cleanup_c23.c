// A cleanup attribute in the syntax of C23.
// flags: -std=c2x
static void close_int(int *p) { *p = -1; }

int standard(int n)
{
	[[gnu::unused, gnu::__cleanup__(close_int)]] int a = n;
	[[gnu::cleanup(close_int)]] int b = a, c = b;
	return c;
}
