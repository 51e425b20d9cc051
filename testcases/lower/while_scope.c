// The body of a loop ends its storage every iteration.
int go(int *), also(void);

void loop(int n)
{
	while (go(&n)) {
		int x = n, *p = &x;
		go(p);
	}
	while (also())
		;
	for (;;) {
		int y;
		if (go(&y))
			return;
	}
}
