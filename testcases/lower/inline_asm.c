// Inline assembly writes its outputs and may do anything; without instructions it is nothing.
#define barrier() __asm__ __volatile__("" ::: "memory")
#define relax() \
	__asm__ __volatile__ \
	("pause" ::: "memory")
#define hide(x) \
	__asm__ \
	( "" : "+r"(x))

int flip(int x, int *p)
{
	int out;
	__asm__ volatile("mov %1, %0" : "=r"(out) : "r"(x) : "memory");
	__asm__("incl %0" : "+m"(*p));
	__asm__ volatile("" ::: "memory");
	__asm__("");
	barrier();
	relax();
	hide(out);
	return out;
}

int jumps(int x)
{
	{
		int inner = x;
		__asm__ goto("testl %0, %0; jz %l1; js %l2" : : "r"(inner) : "cc" : zero, negative);
	}
	return 1;
zero:
	return 0;
negative:
	return -1;
}
