// A statement expression is a scope with a value.
int get(int *);
#define MAX(a, b) ({ int a_ = (a), b_ = (b); a_ > b_ ? a_ : b_; })

int evaluate(int n, int m)
{
	int best = MAX(n, m);
	int *p = ({ int inner = n; &inner; });
	({ int x = m; get(&x); });
	if (({ int y = n; if (get(&y)) goto out; y; }) > 3)
		return best;
	while (n && ({ int z = n--; get(&z); }))
		best += MAX(MAX(n, 1), *p);
out:
	return best;
}
