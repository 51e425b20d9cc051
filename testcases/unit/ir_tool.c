// SPDX-License-Identifier: MIT
// ir_tool: a text of the IR in, a verdict out. For the runners:
//   ir_tool roundtrip FILE   parse, print, parse, print: both prints are equal
//   ir_tool print FILE       the canonical form
//   ir_tool verify FILE      every function is sound
// Exit status: 0 yes, 1 no, 2 the file cannot be read or is no IR.
#include "ir/ir.h"

#include <errno.h>
#include <stdlib.h>

static const size_t LARGEST = (size_t)1 << 30;

static void parse_or_exit(Ir *ir, const char *name, const char *text, size_t len)
{
	TextError error;
	if (ir_parse(ir, text, len, &error))
		return;
	fprintf(stderr, "%s:%u:%u: error: %s\n", name, error.line, error.col, error.message);
	exit(2);
}

static Buf print_all(Arena *arena, const Ir *ir)
{
	Buf out = {.arena = arena};
	buf_puts(&out, "");
	for (uint32_t i = 0; i < ir->units.n; i++)
		ir_print_unit(&out, ir, i);
	return out;
}

static int roundtrip(Arena *arena, const Ir *ir)
{
	Buf first = print_all(arena, ir);
	Ir again;
	ir_init(&again, arena);
	parse_or_exit(&again, "first print", first.text, first.len);
	Buf second = print_all(arena, &again);
	if (first.len == second.len && memcmp(first.text, second.text, first.len) == 0)
		return 0;
	fprintf(stderr, "the prints differ; first:\n%ssecond:\n%s", first.text, second.text);
	return 1;
}

static int verify(Arena *arena, const Ir *ir)
{
	int bad = 0;
	for (uint32_t i = 0; i < ir->fns.n; i++) {
		const Fn *fn = ir->fns.v[i];
		const char *message = ir_verify(ir, fn, arena);
		if (message)
			printf("%s: %s\n", strs_text(&ir->strs, fn->name), message);
		bad |= message != NULL;
	}
	return bad;
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: ir_tool roundtrip|print|verify FILE\n");
		return 2;
	}
	Arena arena = {0};
	size_t len;
	char *text = io_read_file(&arena, argv[2], LARGEST, &len);
	if (!text) {
		fprintf(stderr, "%s: %s\n", argv[2], strerror(errno));
		return 2;
	}
	Ir ir;
	ir_init(&ir, &arena);
	parse_or_exit(&ir, argv[2], text, len);
	int status = 2;
	if (strcmp(argv[1], "roundtrip") == 0)
		status = roundtrip(&arena, &ir);
	else if (strcmp(argv[1], "verify") == 0)
		status = verify(&arena, &ir);
	else if (strcmp(argv[1], "print") == 0)
		status = fputs(print_all(&arena, &ir).text, stdout) == EOF;
	arena_free(&arena);
	return status;
}
