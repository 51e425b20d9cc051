// A computed goto may go to every label whose address is taken.
int interpret(const unsigned char *code)
{
	static void *const table[] = {&&add, &&stop};
	int n = 0;
	goto *table[*code];
add: {
	int step = *++code;
	n += step;
	goto *table[*code];
}
stop:
	return n;
}

// Gotos that leave the same storage behind share their edges.
int shared(const unsigned char *code)
{
	static void *const table[] = {&&add, &&sub, &&stop};
	int n = 0;
	goto *table[*code];
add: {
	int up = *++code;
	n += up;
	goto *table[*code];
}
sub: {
	int down = *++code;
	n -= down;
	goto *table[*code];
}
stop:
	return n;
}

// Storage that some labels lie in, and others do not, ends on the edges to the others alone.
int inside(int n)
{
	void *where = n ? &&again : &&out;
	{
		int kept = n;
	again:
		if (kept++ < 10)
			goto *where;
	}
out:
	return n;
}
