// SPDX-License-Identifier: MIT
// flow_tool [--naive] [--facts] [--sum] FILE.mir: solves IR without clang and prints one line
// `LINE: error|warning CODE variable` for each finding, in order of line.
#include "flow/flow.h"
#include "naive/naive.h"

#include <errno.h>
#include <stdlib.h>

// The primary position, as check/ has it: the spawn, or what the spawner does with what it lent.
static uint32_t line_of(const Finding *f)
{
	bool event = strcmp(f->code, "E0505") == 0 || strcmp(f->code, "E0506") == 0 || strcmp(f->code, "E0382") == 0;
	return event ? f->end.line : f->spawn.line;
}

static int by_line(const void *a, const void *b)
{
	const Finding *x = a, *y = b;
	return span_compare(x->spawn, y->spawn);
}

static void print_findings(const Flow *flow)
{
	const Ir *ir = flow->program->ir;
	if (flow->findings.n)
		qsort(flow->findings.v, flow->findings.n, sizeof *flow->findings.v, by_line);
	for (uint32_t i = 0; i < flow->findings.n; i++) {
		const Finding *f = &flow->findings.v[i];
		const char *label = strs_text(&ir->strs, f->label);
		printf("%u: %s %s %s\n", line_of(f), f->confidence == CONFIDENCE_ERROR ? "error" : "warning", f->code,
		       *label ? label : "-");
	}
}

int main(int argc, char **argv)
{
	Arena arena = {0};
	Ir ir;
	Sums sums;
	Flow flow;
	TextError error;
	Buf dump = {.arena = &arena};
	FlowOptions options = FLOW_OPTIONS_DEFAULT;
	options.dump = &dump;
	bool summaries = false;
	for (; argc > 2; argc--, argv++) {
		options.solve = strcmp(argv[1], "--naive") == 0 ? naive_fn : options.solve;
		options.dump_facts |= strcmp(argv[1], "--facts") == 0;
		summaries |= strcmp(argv[1], "--sum") == 0;
	}
	size_t len = 0;
	char *text = argc == 2 ? io_read_file(&arena, argv[1], 512u << 20, &len) : NULL;
	if (!text) {
		fprintf(stderr, "flow_tool: cannot read %s: %s\n", argc == 2 ? argv[1] : "(no file)", strerror(errno));
		return 2;
	}
	ir_init(&ir, &arena);
	sums_init(&sums, &ir);
	sums_add_builtin(&sums);
	if (!ir_parse(&ir, text, len, &error)) {
		fprintf(stderr, "%s:%u:%u: error: %s\n", argv[1], error.line, error.col, error.message);
		return 2;
	}
	Program program = link_program(&arena, &ir, &sums);
	flow_solve(&flow, &program, options);
	if (summaries)
		flow_print_summaries(&dump, &flow);
	if (dump.len)
		fputs(dump.text, stdout);
	print_findings(&flow);
	arena_free(&arena);
	return 0;
}
