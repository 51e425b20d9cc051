// Constants above INT64_MAX divide, shift and compare as what they are (6.2.5p9).
#define MAX 18446744073709551615UL

int half(unsigned long n)
{
	unsigned long least = MAX < MAX / 2 ? MAX : MAX / 2;
	int narrow = (unsigned char)300 / 3;
	long negative = -7 / 2 + (-7 >> 1) + -7 % 2;
	return n > MAX >> 1 || least > MAX % 10 || n > MAX || narrow > negative;
}
