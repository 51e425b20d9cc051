// A VLA lives as long as its block, what alloca makes as long as the function.
#define alloca __builtin_alloca
void fill(char *, int);

int space(int n)
{
	for (int i = 0; i < n; i++) {
		char vla[i + 1][n];
		fill(vla[0], i);
		char *p = alloca(n);
		fill(p, n);
		if (vla[i][0])
			return 1;
	}
	char *q = n ? __builtin_alloca(n) : 0;
	fill(q, n);
	return 0;
}
