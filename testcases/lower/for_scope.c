// The variable of for lives for the whole statement, the body's for one iteration.
int step(int *, int *);

int loop(int n)
{
	for (int i = 0; i < n; i++) {
		int x = i;
		if (step(&i, &x))
			continue;
		if (x == 7)
			break;
		if (x == 8)
			return x;
	}
	return n;
}
