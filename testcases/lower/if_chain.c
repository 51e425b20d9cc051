// else-if chains; dangling else; empty branches.
int f(int);

int chain(int n)
{
	if (n == 1)
		n = f(1);
	else if (n == 2)
		return 2;
	else if (n == 3) {
		int x = f(3);
		n = x;
	} else
		n = 4;
	if (n)
		if (n > 5)
			n = 5;
		else
			n = 6;
	if (f(n))
		;
	else
		n = 7;
	return n;
}
