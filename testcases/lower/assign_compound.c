// Compound assignments and increments read the old value first.
struct counter { int n; int *at; };

int count(struct counter *c, int x)
{
	struct counter local = {0, &x};
	x += 3;
	x = local.n++ + --x;
	c->n -= x;
	*c->at++ = x++;
	local.at += 2;
	local.at--;
	return c->n++;
}
