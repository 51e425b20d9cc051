// A goto back over a declaration ends its storage; one within its scope does not.
int again(int *);

int retry(int n)
{
start:;
	int x = n;
	if (again(&x))
		goto start;
middle:
	x++;
	if (again(&x))
		goto middle;
	return x;
}
