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
