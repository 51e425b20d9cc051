// ?:, the form without a middle, comma, and logic as values.
int next(int);
void left(void), right(void);

int choose(int a, int b, int *p)
{
	int x = a ? b : next(b);
	int y = next(a) ?: 7;
	int z = a && (b || !p);
	x = (next(1), next(2), x);
	a > b ? left() : right();
	p = a ? &x : b ? &y : 0;
	return *p + (a > b) + !z + (a == 1 ? 2 : 3);
}

struct name { const char *first, *last; };

const char *called(struct name *n, const char *other)
{
	const char *found = n->first ?: n->last;
	found = (char *)found ?: other;
	return *found ? found : (other ?: "nobody");
}
