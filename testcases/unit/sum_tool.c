// SPDX-License-Identifier: MIT
// sum_tool FILE.sum: reads summaries and prints them back, so that a second run
// over the output changes nothing; or prints the error and exits with 1.
#include "sum/sum.h"

int main(int argc, char **argv)
{
	Arena arena = {0};
	Ir ir;
	Sums sums;
	if (argc != 2) {
		fprintf(stderr, "usage: %s FILE.sum\n", argv[0]);
		return 2;
	}
	ir_init(&ir, &arena);
	sums_init(&sums, &ir);
	bool good = sums_add_file(&sums, argv[1], stderr);
	Buf out = {.arena = &arena};
	for (uint32_t i = 0; good && i < sums.all.n; i++)
		sum_print(&out, &ir, sums.all.v[i]);
	if (out.len)
		fwrite(out.text, 1, out.len, stdout);
	arena_free(&arena);
	return good ? 0 : 1;
}
