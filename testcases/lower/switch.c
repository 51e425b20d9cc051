// switch: fall-through, default in the middle, ranges, nested labels, a scope with declarations.
int f(int);

int pick(int n)
{
	int r = 0;
	switch (n) {
		int late;
	case 1:
	case 2:
		r = 2;
	case 3: {
		int x = f(3);
		if (x)
			break;
		r = x;
		break;
	}
	default:
		late = 4;
		r = late;
		break;
	case 10 ... 19:
		return 10;
	case 'a':
		for (;;) {
			if (f(r))
				break;
			switch (r) {
			case 1: continue;
			}
			r++;
		}
	}
	switch (f(n))
	case 7: r = 7;
	switch (2) {
	case 1: return 1;
	case 2: r = 2;
	}
	return r;
}
