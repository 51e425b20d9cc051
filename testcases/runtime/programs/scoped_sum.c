// SPDX-License-Identifier: MIT
// flags: -I../../../runtime/include
// A parallel sum that borrows: the threads read the array where it lies, in the frame of the function that sums, and
// write into that frame. Nothing is copied or allocated, and none outlives the scope.
#include <stdio.h>

#include <own/own.h>

enum { ITEMS = 1000, PARTS = 8 };

struct part {
	const double *items;
	size_t length;
	double sum;
};

OWN_TASK(part_sum, struct part, part)
{
	for (size_t i = 0; i < part->length; i++)
		part->sum += part->items[i];
}

// The sum of items[0..length-1], or less than 0 when a thread cannot be had.
static double parallel_sum(const double *items, size_t length)
{
	struct part parts[PARTS];
	double sum = 0;

	OWN_SCOPE (scope) {
		for (size_t i = 0; i < PARTS; i++) {
			size_t begin = length * i / PARTS, end = length * (i + 1) / PARTS;
			parts[i] = (struct part){ items + begin, end - begin, 0 };
			if (own_scope_spawn(&scope, part_sum, &parts[i]) != 0)
				return -1; // joins those that run
		}
	}
	for (size_t i = 0; i < PARTS; i++)
		sum += parts[i].sum;
	return sum;
}

int main(void)
{
	double items[ITEMS];

	for (int i = 0; i < ITEMS; i++)
		items[i] = i + 1;
	printf("1 + 2 + ... + %d = %.0f\n", ITEMS, parallel_sum(items, ITEMS));
	return 0;
}
