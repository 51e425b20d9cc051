// Functions of headers are lowered when they are reached, and only then.
#include "inline_header.h"

int main_code(int x) { return reached(x) + table_of_header[1](x); }

void cleaned(void)
{
	AUTO int held = 1;
}
