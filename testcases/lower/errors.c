// A source with errors is lowered as far as clang recovered.
int known(int);

int broken(int x)
{
	int y = undeclared + known(x);
	struct missing m;
	y = x +;
	if (x)
		return known(missing_too);
	return y;
}

int fine(int x) { return known(x); }
