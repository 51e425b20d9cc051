// A function that names itself, and one used before it is defined.
static int even(unsigned n);

static int odd(unsigned n) { return n == 0 ? 0 : even(n - 1); }

static int even(unsigned n)
{
	if (n == 0)
		return 1;
	return odd(n - 1);
}

int (*chosen(int which))(unsigned) { return which ? even : &odd; }
