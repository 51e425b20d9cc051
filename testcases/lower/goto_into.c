// A goto into a scope makes live what is declared there.
int use(int *);

int into(int n)
{
	if (n)
		goto inside;
	{
		int x = 1;
		use(&x);
inside:
		use(&x);
		int y = 2;
		if (use(&y))
			goto after;
		x = y;
	}
after:
	return n;
}
