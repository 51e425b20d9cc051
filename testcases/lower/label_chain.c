// Labels on labels and cases, and labels at the end of a block.
int f(int);

int labels(int n)
{
	switch (n) {
	case 1: one: first:
	case 2:
		f(n);
		break;
	default:
		if (f(0))
			goto one;
		goto end;
	}
	if (n)
		goto first;
end:
	{
		if (f(3))
			goto inner;
		f(4);
	inner:;
	}
	return n;
}
