// Casts keep the value; to bool and out of range they change it.
#include <stdbool.h>
#include <stdint.h>

int cast(void *p, double d, long n)
{
	bool flag = n, known = 2;
	uintptr_t bits = (uintptr_t)p;
	char *back = (char *)bits;
	unsigned char low = (unsigned char)300;
	unsigned minus = -1;
	int rounded = (int)d;
	float real = n;
	(void)back;
	*(int *)p = (int)n;
	bool null = !p, both = p && (bool)n;
	return flag + known + low + (int)minus + rounded + (int)real + null + both;
}
