// SPDX-License-Identifier: MIT
// The first program with fibers, without any feature macro.
#include <own/green.h>

OWN_TASK(twice, int, i) { *i *= 2; }

int main(void)
{
	own_green *green = NULL;
	own_fiber *fiber = NULL;
	int result = 0;
	if (own_green_begin(&green, NULL) != 0)
		return 1;
	if (own_green_spawn_back(green, &fiber, twice, 21) != 0 || own_green_join_back(&fiber, &result) != 0)
		return 1;
	return own_green_end(&green) == 0 && result == 42 ? 0 : 1;
}
