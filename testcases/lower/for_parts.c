// Every form of for; the parts that are missing are told apart.
int c(void), s(void);
#define EVER ;;
#define UNTIL(x) for (; x;)

void forms(int n)
{
	for (;;)
		if (c())
			break;
	for (; c();)
		s();
	for (;; s())
		if (c())
			break;
	for (n = 1; c();)
		;
	for (n = 2;; s())
		if (c())
			break;
	for (; c(); s())
		;
	for (int i = 0; c(); i++)
		;
	for (int i = 0; c();)
		i++;
	for (EVER) {
		UNTIL(n < 3)
			n++;
		if (c())
			break;
	}
	for (int i = 0, j = n; i < j; i++, j--)
		n += i;
}
