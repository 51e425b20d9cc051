// Inline assembly writes its outputs and may do anything.
int flip(int x, int *p)
{
	int out;
	__asm__ volatile("mov %1, %0" : "=r"(out) : "r"(x) : "memory");
	__asm__("incl %0" : "+m"(*p));
	__asm__ volatile("" ::: "memory");
	return out;
}
