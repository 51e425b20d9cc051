// flags: -fexceptions
// With exceptions a cleanup attribute also runs where the thread ends: LIVE names the function.
static void close_int(int *p) { *p = -1; }

int use(int n)
{
	__attribute__((cleanup(close_int))) int a = n;
	int b = 2;
	return a + b;
}
