// SPDX-License-Identifier: MIT
// In: a project's IR as text, or nothing. Out: CPU time of link and flow over growing
// input: copies of the project, each with symbols of its own, and generated functions.
// Figures are growths within one run, so that a slow machine slows both sides.
#include "flow/flow.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { DOUBLINGS = 4, REPEATS = 3 };

static double cpu_seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// ---- copies of a project ------------------------------------------------------------------

typedef struct Rename {
	Ir *ir;
	Map names; // StrId of a symbol that the program defines -> StrId of this copy's
} Rename;

static void define(Rename *r, StrId name, unsigned copy)
{
	const char *text = arena_printf(r->ir->arena, "%s.copy%u", strs_text(&r->ir->strs, name), copy);
	if (map_get(&r->names, name.i) == MAP_NONE)
		map_put(r->ir->arena, &r->names, name.i, strs_intern_z(&r->ir->strs, text).i);
}

static void rename_symbol(const Rename *r, StrId *name)
{
	uint32_t other = map_get(&r->names, name->i);
	if (other != MAP_NONE)
		name->i = other;
}

static void rename_operand(const Rename *r, Operand *operand)
{
	if (operand->kind == OPERAND_FN)
		rename_symbol(r, &operand->str);
}

// Gives the functions and globals of functions [from, n) names of this copy's own.
static void rename_copy(Ir *ir, uint32_t from, unsigned copy)
{
	Rename r = {.ir = ir};
	for (uint32_t i = from; i < ir->fns.n; i++) {
		Fn *fn = ir->fns.v[i];
		if (fn->blocks.n && !(fn->flags & FN_INIT))
			define(&r, fn->name, copy);
		for (uint32_t v = 0; v < fn->vars.n; v++)
			if (fn->vars.v[v].kind == VAR_GLOBAL)
				define(&r, fn->vars.v[v].name, copy);
	}
	for (uint32_t i = from; i < ir->fns.n; i++) {
		Fn *fn = ir->fns.v[i];
		if (fn->blocks.n)
			rename_symbol(&r, &fn->name);
		for (uint32_t v = 0; v < fn->vars.n; v++)
			if (fn->vars.v[v].kind == VAR_GLOBAL)
				rename_symbol(&r, &fn->vars.v[v].name);
		for (uint32_t k = 0; k < fn->instrs.n; k++) {
			rename_operand(&r, &fn->instrs.v[k].a);
			rename_operand(&r, &fn->instrs.v[k].b);
		}
		for (uint32_t k = 0; k < fn->operands.n; k++)
			rename_operand(&r, &fn->operands.v[k]);
	}
}

typedef struct Cost { double link, flow; uint32_t fns, given_up; } Cost;

static Cost solve_copies(const char *text, size_t len, unsigned copies)
{
	Arena arena = {0};
	Ir ir;
	Sums sums;
	TextError error;
	Flow flow;
	ir_init(&ir, &arena);
	sums_init(&sums, &ir);
	sums_add_builtin(&sums);
	for (unsigned copy = 0; copy < copies; copy++) {
		uint32_t from = ir.fns.n;
		if (!ir_parse(&ir, text, len, &error)) {
			fprintf(stderr, "scale: %u:%u: %s\n", error.line, error.col, error.message);
			exit(2);
		}
		if (copies > 1)
			rename_copy(&ir, from, copy);
	}
	double start = cpu_seconds();
	Program program = link_program(&arena, &ir, &sums);
	double linked = cpu_seconds();
	flow_solve(&flow, &program, FLOW_OPTIONS_DEFAULT);
	Cost cost = {linked - start, cpu_seconds() - linked, flow.stats.fns, flow.stats.gave_up.n};
	arena_free(&arena);
	return cost;
}

// The cheapest of a few runs: what disturbs only adds.
static Cost cheapest(const char *text, size_t len, unsigned copies, int repeats)
{
	Cost best = solve_copies(text, len, copies);
	for (int i = 1; i < repeats; i++) {
		Cost again = solve_copies(text, len, copies);
		best.link = again.link < best.link ? again.link : best.link;
		best.flow = again.flow < best.flow ? again.flow : best.flow;
	}
	return best;
}

static void print_row(const char *what, unsigned size, Cost now, const Cost *before)
{
	double total = now.link + now.flow;
	printf("%-28s %6u %8u functions %9.3f s link %9.3f s flow", what, size, now.fns, now.link, now.flow);
	if (before)
		printf("   growth %.2f", total / (before->link + before->flow));
	printf("%s\n", now.given_up ? "   (some given up)" : "");
	fflush(stdout);
}

static void copies_of(const char *path)
{
	Arena arena = {0};
	size_t len;
	char *text = io_read_file(&arena, path, 512u << 20, &len);
	Cost before = {0};
	if (!text) {
		fprintf(stderr, "scale: %s: %s\n", path, strerror(errno));
		exit(2);
	}
	for (unsigned copies = 1; copies <= 8; copies *= 2) {
		Cost cost = cheapest(text, len, copies, 1);
		print_row("copies of the project", copies, cost, copies > 1 ? &before : NULL);
		before = cost;
	}
	arena_free(&arena);
}

// ---- generated functions --------------------------------------------------------------------

static const char entry[] = "unit \"scale.c\"\nfn @entry(arg pointer \"void *\") -> \"void *\" {\n"
	                        "b0:\n  %1 = LOAD (*arg)\n  DEAD arg return\n  RET 0\n}\n";

// One thread, then `n` tests of the parameter, then the join.
static void write_blocks(Buf *out, unsigned n)
{
	buf_puts(out, "fn @blocks(p \"int\", q \"int\") -> \"int\" {\n  var x local \"int\"\n  var t local \"pthread_t\"\n"
	              "b0:\n  LIVE x\n  LIVE t\n  %1 = ADDR &t\n  %2 = ADDR &x\n"
	              "  %3 = CALL @pthread_create(%1, 0, @entry, %2) @1:1-2\n  IF eq %3 0 a0 last\n");
	for (unsigned i = 0; i < n; i++)
		buf_printf(out, "a%u:\n  IF eq p %u c%u d%u\nc%u:\n  q = CALC add q %u\n  GOTO d%u\nd%u:\n  GOTO a%u\n", i, i,
		           i, i, i, i, i, i, i + 1);
	buf_printf(out, "a%u:\n  CALL @pthread_join(t, 0) @2:1-2\n  GOTO last\nlast:\n", n);
	buf_puts(out, "  DEAD t return\n  DEAD x return\n  DEAD q return\n  DEAD p return\n  RET 0\n}\n");
}

// `n` locals, each lent to a thread of its own, then joined in turn.
static void write_loans(Buf *out, unsigned n)
{
	buf_puts(out, "fn @loans() -> \"int\" {\n");
	for (unsigned i = 0; i < n; i++)
		buf_printf(out, "  var x%u local \"int\"\n  var t%u local \"pthread_t\"\n", i, i);
	buf_puts(out, "b0:\n");
	for (unsigned i = 0; i < n; i++)
		buf_printf(out, "  LIVE x%u\n  LIVE t%u\n", i, i);
	for (unsigned i = 0; i < n; i++)
		buf_printf(
			out,
			"  %%%u = ADDR &t%u\n  %%%u = ADDR &x%u\n  %%%u = CALL @pthread_create(%%%u, 0, @entry, %%%u) @%u:1-2\n"
			"  IF eq %%%u 0 s%u die\ns%u:\n",
			3 * i + 1, i, 3 * i + 2, i, 3 * i + 3, 3 * i + 1, 3 * i + 2, i + 1, 3 * i + 3, i, i);
	for (unsigned i = 0; i < n; i++)
		buf_printf(out, "  CALL @pthread_join(t%u, 0) @99:1-2\n", i);
	for (unsigned i = n; i-- > 0;)
		buf_printf(out, "  DEAD t%u return\n  DEAD x%u return\n", i, i);
	buf_puts(out, "  RET 0\ndie:\n  CALL @abort() @98:1-2\n  UNREACHABLE\n}\n");
}

// `n` loops in each other, and in the innermost a thread that is joined.
static void write_loops(Buf *out, unsigned n)
{
	buf_puts(out, "fn @loops(p \"int\") -> \"int\" {\n  var x local \"int\"\n  var t local \"pthread_t\"\n");
	for (unsigned i = 0; i < n; i++)
		buf_printf(out, "  var i%u local \"int\"\n", i);
	buf_puts(out, "b0:\n  LIVE x\n  LIVE t\n");
	for (unsigned i = 0; i < n; i++)
		buf_printf(out, "  LIVE i%u\n  i%u = COPY 0\n  GOTO h%u\nh%u:\n  IF lt i%u p b%u e%u\nb%u:\n", i, i, i, i, i,
		           i + 1, i, i + 1);
	buf_puts(out, "  %1 = ADDR &t\n  %2 = ADDR &x\n  %3 = CALL @pthread_create(%1, 0, @entry, %2) @1:1-2\n"
	              "  IF eq %3 0 join die\njoin:\n  CALL @pthread_join(t, 0) @2:1-2\n  GOTO next\nnext:\n");
	for (unsigned i = n; i-- > 0;)
		buf_printf(out, "  i%u = CALC add i%u 1\n  GOTO h%u\ne%u:\n  DEAD i%u block\n", i, i, i, i, i);
	buf_puts(out, "  DEAD t return\n  DEAD x return\n  DEAD p return\n  RET 0\n"
	              "die:\n  CALL @abort() @98:1-2\n  UNREACHABLE\n}\n");
}

static void grow(const char *what, void (*write)(Buf *out, unsigned n), unsigned first)
{
	Cost before = {0};
	for (unsigned i = 0, n = first; i < DOUBLINGS; i++, n *= 2) {
		Arena arena = {0};
		Buf text = {.arena = &arena};
		buf_puts(&text, entry);
		write(&text, n);
		Cost cost = cheapest(text.text, text.len, 1, REPEATS);
		print_row(what, n, cost, i ? &before : NULL);
		before = cost;
		arena_free(&arena);
	}
}

int main(int argc, char **argv)
{
	grow("tests after one spawn", write_blocks, 250);
	grow("threads, each with a loan", write_loans, 8);
	grow("loops in each other", write_loops, 2);
	if (argc > 1)
		copies_of(argv[1]);
	return 0;
}
