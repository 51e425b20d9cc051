// do-while: the body is a scope, the condition comes after it.
int more(int *);

void repeat(int n)
{
	do {
		int x = n;
		more(&x);
	} while (more(&n));
	do
		n--;
	while (0);
	do {
		if (more(&(int){n}))
			continue;
		return;
	} while (more((int[]){1, 2}));
}
