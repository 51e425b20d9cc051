// A function in the old style.
// flags: -Wno-deprecated-non-prototype
int old(a, b)
	int a;
	char *b;
{
	return a + *b;
}

int caller() { return old(1, "x"); }
