// Code that nothing reaches is dropped, unless it has a label.
int f(int);

int dead(int n)
{
	return n;
	f(1);
	{
		int x = 2;
		f(x);
	live:
		f(x);
	}
	return 3;
}

int kept(int n)
{
	if (n)
		goto in;
	return 1;
	while (f(2)) {
		int x = 3;
	in:
		f(x);
	}
	return 4;
}

void forever(void)
{
	int x = 1;
	while (1)
		f(x);
}
