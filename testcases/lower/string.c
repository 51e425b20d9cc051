// String literals are addresses; arrays are initialised from them.
int puts(const char *);

int text(void)
{
	const char *s = "tab\t quote\" back\\ byte\x01 " "joined";
	char a[] = "array", b[3] = "no0";
	unsigned short wide[] = u"wide";
	puts("direct");
	puts(&"address"[2]);
	puts("sum" + 1);
	puts(__func__);
	return s[0] + a[1] + b[2] + "index"[3] + *"deref" + wide[0];
}
