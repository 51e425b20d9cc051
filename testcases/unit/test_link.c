// SPDX-License-Identifier: MIT
// test_link: which variables are live at the start of a block, by hand and against a search
// over all ways through random functions.
#include "link/link.h"
#include "test.h"

enum { FUNCTIONS = 300, BLOCKS = 7, VARS = 4 };

static const Fn *parse(Arena *arena, Ir *ir, const Buf *text)
{
	TextError error = {0};
	ir_init(ir, arena);
	if (ir_parse(ir, text->text, text->len, &error))
		return ir->fns.v[ir->fns.n - 1];
	fprintf(stderr, "%u:%u: %s\n%s", error.line, error.col, error.message, text->text);
	test_failures++;
	return NULL;
}

// The names of what is live at the start of each block, one block a line.
static const char *live_text(Arena *arena, const char *mir)
{
	Ir ir;
	Buf text = {.arena = arena}, out = {.arena = arena};
	buf_puts(&text, mir);
	const Fn *fn = parse(arena, &ir, &text);
	if (!fn)
		return "";
	Liveness live = liveness_of(fn, &ir.paths, NULL, arena);
	for (uint32_t b = 0; b < fn->blocks.n; b++) {
		for (uint32_t v = 0; v < fn->vars.n; v++)
			if (live_at(&live, b, v))
				buf_printf(&out, "%s ", strs_text(&ir.strs, fn->vars.v[v].name));
		buf_putc(&out, '\n');
	}
	return out.text;
}

static void by_hand(Arena *arena)
{
	// n is read in the loop, i before it is written there, last only behind it
	CHECK_TEXT(live_text(arena, "unit \"a.c\"\n"
	                            "fn @f(n \"int\") {\n"
	                            "  var i local \"int\"\n"
	                            "  var last local \"int\"\n"
	                            "b0:\n  LIVE i\n  LIVE last\n  i = COPY 0\n  last = COPY 0\n  GOTO b1\n"
	                            "b1:\n  IF lt i n b2 b3\n"
	                            "b2:\n  last = COPY i\n  %1 = CALC add i 1\n  i = COPY %1\n  GOTO b1\n"
	                            "b3:\n  %2 = CALL @g(last)\n  GOTO b4\n"
	                            "b4:\n  DEAD last return\n  DEAD i return\n  DEAD n return\n  RET\n}\n"),
	           "n \nn i last \nn i \nlast \n\n");
	// an address, a record and an array are never followed; an index and a pointer are read
	CHECK_TEXT(
		live_text(
			arena,
			"unit \"a.c\"\n"
			"fn @f(p pointer \"int *\") {\n"
			"  var a local array \"int[4]\"\n"
			"  var i local \"int\"\n"
			"  var seen local \"int\"\n"
			"b0:\n  LIVE a\n  LIVE i\n  LIVE seen\n  i = COPY 2\n  %1 = ADDR &seen\n  %2 = CALL @g(%1)\n  GOTO b1\n"
			"b1:\n  a[i] = COPY 1\n  *p = STORE 3\n  GOTO b2\n"
			"b2:\n  DEAD seen return\n  DEAD i return\n  DEAD a return\n  DEAD p return\n  RET\n}\n"),
		"p a seen \np a i seen \na seen \n");
	// nobody asks for the counter, nor for what is made of it: it is read for itself alone
	CHECK_TEXT(live_text(arena, "unit \"a.c\"\n"
	                            "fn @f(n \"int\") {\n"
	                            "  var i local \"int\"\n"
	                            "  var twice local \"int\"\n"
	                            "b0:\n  LIVE i\n  LIVE twice\n  i = COPY 0\n  twice = COPY 0\n  GOTO b1\n"
	                            "b1:\n  IF eq n 0 b3 b2\n"
	                            "b2:\n  i = CALC add i 1\n  twice = CALC add i i\n  n = CALC sub n 1\n  GOTO b1\n"
	                            "b3:\n  DEAD twice return\n  DEAD i return\n  DEAD n return\n  RET\n}\n"),
	           "n \nn \nn \n\n");
}

static uint32_t pick(uint64_t *seed, uint32_t n)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33) % n;
}

static void random_fn(Buf *out, uint64_t *seed)
{
	buf_puts(out, "unit \"a.c\"\nfn @f(v0 \"int\", v1 \"int\", v2 \"int\", v3 \"int\") {\n");
	for (uint32_t b = 0; b < BLOCKS; b++) {
		buf_printf(out, "b%u:\n", b);
		for (uint32_t n = pick(seed, 3); n > 0; n--)
			buf_printf(out, "  v%u = COPY v%u\n", pick(seed, VARS), pick(seed, VARS));
		if (b + 1 == BLOCKS || pick(seed, 5) == 0)
			buf_puts(out, "  RET\n");
		else
			buf_printf(out, "  IF eq v%u 0 b%u b%u\n", pick(seed, VARS), pick(seed, BLOCKS), pick(seed, BLOCKS));
	}
	buf_puts(out, "}\n");
}

// Whether a condition asks for the variable, or for one that it is copied to.
static bool is_asked(const Fn *fn, uint32_t var, uint32_t *visited)
{
	bool asked = false;
	if (*visited >> var & 1)
		return false;
	*visited |= 1u << var;
	for (uint32_t b = 0; b < fn->blocks.n; b++) {
		const Block *block = &fn->blocks.v[b];
		asked |= block->term.kind == TERM_IF && block->term.a.place.var.i == var;
		for (uint32_t i = block->first; i < block->first + block->n && !asked; i++)
			if (fn->instrs.v[i].a.place.var.i == var)
				asked = is_asked(fn, fn->instrs.v[i].dst.var.i, visited);
	}
	return asked;
}

// Whether some way from the block reads the variable, for something that is asked for, before it writes it.
static bool is_read(const Fn *fn, uint32_t block, uint32_t var, uint32_t *visited)
{
	const Block *b = &fn->blocks.v[block];
	if (*visited >> block & 1)
		return false;
	*visited |= 1u << block;
	for (uint32_t i = b->first; i < b->first + b->n; i++) {
		uint32_t to = fn->instrs.v[i].dst.var.i, seen = 0;
		if (fn->instrs.v[i].a.place.var.i == var && is_asked(fn, to, &seen))
			return true;
		if (to == var)
			return false;
	}
	if (b->term.kind != TERM_IF)
		return false;
	return b->term.a.place.var.i == var || is_read(fn, b->term.then.i, var, visited) ||
	       is_read(fn, b->term.other.i, var, visited);
}

static void at_random(Arena *arena)
{
	uint64_t seed = 1;
	uint32_t live_places = 0, dead_places = 0;
	for (uint32_t f = 0; f < FUNCTIONS; f++) {
		Ir ir;
		Buf text = {.arena = arena};
		random_fn(&text, &seed);
		const Fn *fn = parse(arena, &ir, &text);
		if (!fn)
			return;
		Liveness live = liveness_of(fn, &ir.paths, NULL, arena);
		for (uint32_t b = 0; b < fn->blocks.n; b++)
			for (uint32_t v = 0; v < VARS; v++) {
				uint32_t visited = 0;
				bool read = is_read(fn, b, v, &visited);
				CHECK(live_at(&live, b, v) == read);
				live_places += read;
				dead_places += !read;
			}
	}
	CHECK(live_places > FUNCTIONS && dead_places > FUNCTIONS);
}

int main(void)
{
	Arena arena = {0};
	by_hand(&arena);
	at_random(&arena);
	arena_free(&arena);
	return TEST_RESULT;
}
