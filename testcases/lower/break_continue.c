// break and continue end what lives inside the loop.
int step(int *);

void loop(int n)
{
	while (n > 0) {
		int a = n;
		if (step(&a))
			continue;
		{
			int b = a;
			if (step(&b))
				break;
		}
		n--;
	}
	do {
		int c = n;
		if (step(&c) == 3)
			continue;
		if (step(&c) == 4)
			break;
	} while (step(&n));
}
