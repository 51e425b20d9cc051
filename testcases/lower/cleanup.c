// A cleanup attribute runs before its variable ends, on every exit.
#define AUTO __attribute__((cleanup(close_int)))
static void close_int(int *p) { *p = -1; }
static inline void close_other(int *p) { *p = -2; }

int use(int n)
{
	AUTO int a = n;
	for (int i = 0; i < n; i++) {
		int b __attribute__((__cleanup__(close_other))) = i;
		if (b == 3)
			break;
		if (b == 4)
			return b;
		if (b == 5)
			goto out;
	}
out:
	return a;
}
