// Variable arguments.
#include <stdarg.h>

int sum(int n, ...)
{
	va_list list, copy;
	int total = 0;
	va_start(list, n);
	va_copy(copy, list);
	while (n-- > 0)
		total += va_arg(list, int);
	char *s = va_arg(copy, char *);
	va_end(copy);
	va_end(list);
	return total + *s;
}
