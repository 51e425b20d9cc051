// A compound literal lives as long as its block, also when it is evaluated on some paths only.
struct point { int x, y; };
int use(struct point *), look(const int *);

int literal(int n)
{
	struct point *p = &(struct point){1, n};
	{
		int *list = (int[]){1, 2, n};
		look(list);
	}
	if (n && use(&(struct point){.y = 2}))
		return look((const int[2]){0});
	while (look((int[]){n}))
		n--;
	for (int i = 0; i < 2; i++)
		p = n ? &(struct point){i} : p;
	return use(p) + ((struct point){3, 4}).y;
}
