// SPDX-License-Identifier: MIT
// test_ir: paths; print and parse as inverses, on text written by hand and on damaged
// text; and for each thing the verifier holds, a function that breaks it.
#include "ir/ir.h"

#include "test.h"

#include <stdlib.h>

// Canonical: the printer gives it back byte for byte.
static const char sample[] =
	"unit \"src/a.c\" havoc=2 errors\n"
	"file 2 \"inc/odd \\\"name\\\".h\"\n"
	"decl @pthread_create(t, attr) annot \"fn own::spawn\"\n"
	"decl @\".odd symbol\"(a const pointer \"const char *\", b) -> \"int\" noreturn variadic\n"
	"fn @start(ctx pointer \"struct ctx *\" @2/10:20-23, n \"int\") -> \"int\" static inline const=1 "
	"annot \"arg0 own::moved\" annot \"ret own::joined\" @1/10:5-10 {\n"
	"  var x local volatile \"int\" @11:6-7\n"
	"  var x~2 local array const \"int[3]\"\n"
	"  var $\"LIVE\" local atomic\n"
	"  var $\"we ird\" literal as \"(struct s){...}\"\n"
	"  var a alloca vla\n"
	"  var %9 temp pointer\n"
	"  var %\"\" temp record\n"
	"  var @g global static tls record \"struct ops\"\n"
	"b0:\n"
	"  LIVE x @11:5-12:10\n"
	"  %1 = ADDR &x\n"
	"  %2 = CALL @pthread_create(%1, 0, @worker, %3.a.\"b c\"[2][x][*][-4]) @2/1:1-9\n"
	"  (*ctx).f[1] = STORE \"te\\\"xt\\x01;\" atomic @3:1-2\n"
	"  x = LOAD (*%1) volatile\n"
	"  $\"LIVE\" = COPY ?\n"
	"  GOTO b2 @1/4:4\n"
	"b1:\n"
	"  x = CALC shr -9223372036854775808 9223372036854775807\n"
	"  CALL @g.spawn(@g, @@g, @h, -)\n"
	"  HAVOC \"asm\"\n"
	"  - = COPY 3\n"
	"  x[n] = HAVOC \"goto *\" (x, (*%3))\n"
	"  DEAD x return\n"
	"  DEAD x~2 continue\n"
	"  IF le %2 0 b2 b1 @12:4\n"
	"b2:\n"
	"  SWITCH x {1: b3, 3..5: b2, -3..-1: b1} b1\n"
	"b3:\n"
	"  RET %2 @3:1-2\n"
	"b4:\n"
	"  UNREACHABLE\n"
	"}\n"
	"fn @\".init\"() init {\n"
	"b0:\n"
	"  RET\n"
	"}\n";

typedef struct WrongText {
	const char *text, *message; // the message holds this
	uint32_t line, col;
} WrongText;

static char *print_all(Arena *arena, const Ir *ir)
{
	Buf out = {.arena = arena};
	buf_puts(&out, "");
	for (uint32_t i = 0; i < ir->units.n; i++)
		ir_print_unit(&out, ir, i);
	return out.text;
}

// Parses `text`, which must be IR, and prints it again.
static char *reprint(Arena *arena, const char *text)
{
	Ir ir;
	TextError error = {0};
	ir_init(&ir, arena);
	if (!ir_parse(&ir, text, strlen(text), &error)) {
		fprintf(stderr, "%u:%u: %s\n", error.line, error.col, error.message);
		CHECK(false);
	}
	return print_all(arena, &ir);
}

// ---- paths -------------------------------------------------------------------------

static void test_paths(void)
{
	Arena arena = {0};
	Ir ir;
	ir_init(&ir, &arena);
	Paths *paths = &ir.paths;
	StrId f = strs_intern_z(&ir.strs, "f"), g = strs_intern_z(&ir.strs, "g");
	PathId pf = path_field(paths, (PathId){0}, f), pf3 = path_index(paths, pf, 3);
	PathId back = path_field(paths, path_push(paths, (PathId){0}, ELEM_DEREF, f, 9), g);
	PathId joined = path_join(paths, pf3, back);
	CHECK(path_field(paths, (PathId){0}, f).i == pf.i && path_index(paths, pf, 3).i == pf3.i);
	CHECK(path_push(paths, pf, ELEM_VAR, (StrId){0}, 3).i != pf3.i);
	CHECK(path_elem(paths, joined)->depth == 4);
	CHECK(path_has_prefix(paths, joined, pf3) && path_has_prefix(paths, joined, pf));
	CHECK(path_has_prefix(paths, pf, (PathId){0}) && !path_has_prefix(paths, pf, pf3));
	CHECK(!path_has_prefix(paths, joined, back));
	CHECK(path_join(paths, (PathId){0}, back).i == back.i && path_join(paths, back, (PathId){0}).i == back.i);
	Buf out = {.arena = &arena};
	ir_print_path(&out, &ir, NULL, joined);
	CHECK_TEXT(out.text, ".f[3].*.g");
	for (int64_t i = 0; i < 5000; i++)
		CHECK(path_elem(paths, path_index(paths, pf, i))->index == i);
	arena_free(&arena);
}

// ---- round trip ------------------------------------------------------------------------

static void test_canonical(void)
{
	Arena arena = {0};
	CHECK_TEXT(reprint(&arena, sample), sample);
	arena_free(&arena);
}

// What a person may write, and how it is printed.
static void test_sugar(void)
{
	Arena arena = {0};
	CHECK_TEXT(reprint(&arena,
	                   "; a comment\r\n\nunit \"a.c\" ; another\n"
	                   "fn @f(p ; the pointer\n , q pointer\n) { ; body\n"
	                   "\tvar LIVER local\n"
	                   "in: p->f[1]=STORE q ; say\n q=LOAD *p @7:3\n q = ADDR q.g\n CALL @g(\n  1,\n  2)\n"
	                   "  DEAD p\n  SWITCH q {\n 1: in, ; first\n 2: LIVER\n} in\nLIVER:\n  LIVER = COPY 1\n  RET\n}"),
	           "unit \"a.c\"\nfn @f(p, q pointer) {\n  var LIVER local\n"
	           "b0:\n  (*p).f[1] = STORE q\n  q = LOAD (*p) @7:3\n  q = ADDR &q.g\n  CALL @g(1, 2)\n"
	           "  DEAD p block\n  SWITCH q {1: b0, 2: b1} b0\nb1:\n  LIVER = COPY 1\n  RET\n}\n");
	arena_free(&arena);
}

// Where only their number is known, parameters are there all the same.
static void test_param_count(void)
{
	Arena arena = {0};
	CHECK_TEXT(reprint(&arena, "unit \"a.c\"\ndecl @f/2\ndecl @g/0 -> \"int\"\n"),
	           "unit \"a.c\"\ndecl @f(arg0 as \"\", arg1 as \"\")\ndecl @g() -> \"int\"\n");
	arena_free(&arena);
}

// The example on the page that gives the grammar is right.
static void test_documented(void)
{
	const char *source = getenv("SOURCE");
	if (!source)
		return;
	Arena arena = {0};
	Ir ir;
	TextError error = {0};
	size_t len;
	ir_init(&ir, &arena);
	char *page = io_read_file(&arena, arena_printf(&arena, "%s/docs/ir.md", source), 1 << 20, &len);
	char *from = page ? strstr(page, "```\n") : NULL, *to = from ? strstr(from + 4, "```") : NULL;
	CHECK(to && ir_parse(&ir, from + 4, (size_t)(to - from) - 4, &error) && ir.fns.n == 2);
	for (uint32_t i = 0; i < ir.fns.n; i++)
		CHECK(!ir_verify(&ir, ir.fns.v[i], &arena));
	arena_free(&arena);
}

// Several texts join one program; file numbers are those of each unit.
static void test_units(void)
{
	Arena arena = {0};
	Ir ir;
	TextError error;
	ir_init(&ir, &arena);
	static const char a[] = "unit \"a.c\"\nfile 2 \"x.h\"\nfn @a() @2/1:1-2 {\nb0:\n  RET @2:1-2\n}\n";
	static const char b[] =
		"unit \"b.c\"\nfile 2 \"y.h\"\nfile 3 \"x.h\"\nfn @b() @3/1:1-2 {\nb0:\n  RET @2/2:1-2\n}\n";
	CHECK(ir_parse(&ir, a, strlen(a), &error) && ir_parse(&ir, b, strlen(b), &error));
	CHECK(ir.units.n == 2 && ir.fns.n == 2 && ir.fns.v[1]->unit == 1);
	CHECK(ir.fns.v[0]->span.file.i == ir.fns.v[1]->span.file.i);
	CHECK_TEXT(files_path(&ir.files, ir.fns.v[1]->blocks.v[0].term.span.file), "y.h");
	CHECK_TEXT(print_all(&arena, &ir),
	           "unit \"a.c\"\nfile 2 \"x.h\"\nfn @a() @2/1:1-2 {\nb0:\n  RET @2:1-2\n}\n"
	           "unit \"b.c\"\nfile 2 \"x.h\"\nfile 3 \"y.h\"\nfn @b() @2/1:1-2 {\nb0:\n  RET @3/2:1-2\n}\n");
	arena_free(&arena);
}

// ---- wrong text --------------------------------------------------------------------------

#define HEAD "unit \"a.c\"\nfn @f(p) {\n  var x local\n  var @g global\nb0:\n"

static const WrongText wrong[] = {
	{"unti \"a.c\"", "expected unit, file, fn or decl", 1, 1},
	{"unit a.c", "between double quotes", 1, 6},
	{"unit \"a.c", "does not end on its line", 1, 6},
	{"unit \"a.c\" havoc=x", "expected a number", 1, 18},
	{"unit \"a.c\" bad", "says nothing of a unit", 1, 12},
	{"fn @f() {", "before the first function", 1, 1},
	{"unit \"a.c\"\nfile 3 \"b.h\"", "numbered 2, 3", 2, 6},
	{"unit \"a.c\"\nfn f() {", "expected `@`", 2, 4},
	{"unit \"a.c\"\nfn @f(a, a) {", "`a` is declared twice", 2, 10},
	{"unit \"a.c\"\nfn @f(a b) {", "says nothing of a variable", 2, 9},
	{"unit \"a.c\"\nfn @f(a,) {", "expected a name", 2, 9},
	{"unit \"a.c\"\nfn @f(@a) {", "name of a parameter", 2, 7},
	{"unit \"a.c\"\nfn @f() odd {", "says nothing of a function", 2, 9},
	{"unit \"a.c\"\ndecl @f/1001", "more than 1000 parameters", 2, 9},
	{"unit \"a.c\"\nfn @f() {\n}", "is written `decl`", 3, 1},
	{"unit \"a.c\"\nfn @f() {\n  var x param\n", "is not one of local", 3, 9},
	{"unit \"a.c\"\nfn @f() {\n  var x global\n", "does not fit", 3, 9},
	{"unit \"a.c\"\nfn @f() {\n  RET\n}", "label of the first block", 3, 3},
	{"unit \"a.c\"\ndecl @f/4294967296", "too large", 2, 9},
	{HEAD "  RET", "expected `}`", 6, 6},
	{HEAD "b0:\n  RET\n}", "labels two blocks", 6, 1},
	{HEAD "  GOTO b1\n}", "no such block", 6, 8},
	{HEAD "  RET\n  RET\n}", "expected a label", 7, 3},
	{HEAD "  y = COPY 1\n", "`y` is not declared", 6, 3},
	{HEAD "  @h = COPY 1\n", "`h` is not declared", 6, 3},
	{HEAD "  x = FLY 1\n", "no opcode", 6, 7},
	{HEAD "  x = LIVE 1\n", "no opcode that has a result", 6, 7},
	{HEAD "  COPY 1\n", "needs a place", 6, 3},
	{HEAD "  x COPY 1\n", "expected `=`", 6, 5},
	{HEAD "  x = COPY 1 2\n", "expected the end of the line", 6, 14},
	{HEAD "  x = COPY 9223372036854775808\n", "too large", 6, 12},
	{HEAD "  x = COPY -9223372036854775809\n", "too large", 6, 13},
	{HEAD "  x = CALC pow 1 2\n", "no operator", 6, 12},
	{HEAD "  IF add 1 2 b0 b0\n", "no comparison", 6, 6},
	{HEAD "  x = COPY (p).f\n", "expected `*`", 6, 13},
	{HEAD "  x = COPY p[1\n", "expected `]`", 6, 15},
	{HEAD "  x = COPY p.\n", "expected a name", 6, 14},
	{HEAD "  x = COPY \"a\\q\"\n", "wrong escape", 6, 12},
	{HEAD "  CALL @f(1 2)\n", "expected `,`", 6, 13},
	{HEAD "  CALL @f(1,\n", "expected a name", 7, 1},
	{HEAD "  DEAD x soon\n", "expected block, break", 6, 10},
	{HEAD "  x = COPY 1 plain\n", "expected atomic or volatile", 6, 14},
	{HEAD "  x = CALC add x 1 atomic\n", "expected the end of the line", 6, 20},
	{HEAD "  SWITCH x {1 b0} b0\n", "expected `:`", 6, 15},
	{HEAD "  RET @2/1:1\n", "no file 2", 6, 7},
	{HEAD "  RET @1\n", "expected `:`", 6, 9},
	{HEAD "  NONE\n", "no terminator", 6, 7},
	{HEAD "  x = COPY %\x1b[31m\n", "expected the number", 6, 13},
};

static void test_wrong(void)
{
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		Arena arena = {0};
		Ir ir;
		TextError error = {0};
		ir_init(&ir, &arena);
		bool ok = ir_parse(&ir, wrong[i].text, strlen(wrong[i].text), &error);
		if (ok || error.line != wrong[i].line || error.col != wrong[i].col ||
		    !strstr(error.message, wrong[i].message)) {
			fprintf(stderr, "wanted %u:%u: %s, got %u:%u: %s for\n%s\n", wrong[i].line, wrong[i].col, wrong[i].message,
			        error.line, error.col, error.message, wrong[i].text);
			CHECK(false);
		}
		CHECK(ir.fns.n == 0 && !strchr(error.message, '\x1b'));
		arena_free(&arena);
	}
}

static void test_deep_path(void)
{
	Arena arena = {0};
	Ir ir;
	TextError error = {0};
	Buf text = {.arena = &arena};
	ir_init(&ir, &arena);
	buf_puts(&text, HEAD "  x = COPY x");
	for (int i = 0; i < 100000; i++)
		buf_puts(&text, ".f");
	CHECK(!ir_parse(&ir, text.text, text.len, &error) && strstr(error.message, "more than 1000 elements"));
	arena_free(&arena);
}

// Parses exactly `len` bytes in a block of that size, so that a sanitizer sees a read behind them. What parses must
// print and verify without harm.
static void parse_damaged(const char *text, size_t len)
{
	Arena arena = {0}, exact = {0};
	Ir ir;
	TextError error = {0};
	ir_init(&ir, &arena);
	char *copy = malloc(len ? len : 1);
	if (!copy)
		return;
	memcpy(copy, text, len);
	if (ir_parse(&ir, copy, len, &error))
		reprint(&arena, print_all(&arena, &ir));
	else
		CHECK(error.line > 0 && error.col > 0 && error.message[0]);
	for (uint32_t i = 0; i < ir.fns.n; i++)
		ir_verify(&ir, ir.fns.v[i], &exact);
	free(copy);
	arena_free(&exact);
	arena_free(&arena);
}

static void test_truncated(void)
{
	for (size_t len = 0; len < sizeof sample; len++)
		parse_damaged(sample, len);
}

// Every byte replaced by, and preceded by, each of the bytes that mean something.
static void test_mutated(void)
{
	static const char bytes[] = "\0\n ;\"\\-*(){}[].@%$~:,=?09axb\x80";
	char text[sizeof sample + 1];
	for (size_t i = 0; i < sizeof sample - 1; i++) {
		for (size_t b = 0; b < sizeof bytes - 1; b++) {
			memcpy(text, sample, sizeof sample);
			text[i] = bytes[b];
			parse_damaged(text, sizeof sample - 1);
			memmove(text + i + 1, sample + i, sizeof sample - i);
			parse_damaged(text, sizeof sample);
		}
	}
}

// ---- the verifier ----------------------------------------------------------------------------

typedef struct BodyCase {
	const char *body;  // of `fn @f(p)`, which has the variables of VARS
	const char *fault; // the message holds this; NULL: sound
} BodyCase;

#define VARS "  var x local\n  var y literal\n  var a alloca\n  var @g global\n"
#define END "  DEAD p return\n  RET\n"

static const BodyCase bodies[] = {
	{"b0:\n" END, NULL},
	{"b0:\n  LIVE x\n  x = COPY 1\n  %1 = ADDR &x\n  DEAD x return\n  (*%1) = STORE 2\n" END, NULL},
	{"b0:\n  LIVE x\n  IF ne p 0 b1 b2\nb1:\n  UNREACHABLE\nb2:\n  DEAD x\n" END, NULL},
	{"b0:\n  GOTO b1\nb1:\n  LIVE x\n  DEAD x continue\n  IF ne p 0 b1 b2\nb2:\n" END, NULL},
	{"b0:\n  IF ne p 0 b1 b2\nb1:\n  LIVE a\n  LIVE a\n  GOTO b2\nb2:\n  DEAD a return\n" END, NULL},
	{"b0:\n  HAVOC \"asm\" (%1, @g)\n  @g = COPY %1\n" END, NULL},
	{"b0:\n  %1.f = COPY 1\n  @g[%1] = COPY p\n" END, NULL},
	{"b0:\n  RET\n", "b0, RET: p is still live"},
	{"b0:\n  DEAD p\n  DEAD p\n  RET\n", "b0, instruction 1 (DEAD): p is not live"},
	{"b0:\n  LIVE x\n" END, "x is still live"},
	{"b0:\n  LIVE a\n" END, "a is still live"},
	{"b0:\n  LIVE a\n  DEAD a\n  DEAD a\n" END, "a ends twice"},
	{"b0:\n  LIVE x\n  LIVE x\n  DEAD x\n" END, "x is live already"},
	{"b0:\n  LIVE p\n" END, "p is live already"},
	{"b0:\n  DEAD x\n" END, "x is not live"},
	{"b0:\n  x = COPY 1\n" END, "x is used while it is not live"},
	{"b0:\n  LIVE y\n  DEAD y\n  %1 = ADDR &y.f\n" END, "y is used while it is not live"},
	{"b0:\n  LIVE y\n  DEAD y\n  (*y) = STORE 1\n" END, "y is used while it is not live"},
	{"b0:\n  @g[x] = COPY 1\n" END, "x is used while it is not live"},
	{"b0:\n  CALL @h(a)\n" END, "a is used while it is not live"},
	{"b0:\n  DEAD p\n  RET p\n", "p is used while it is not live"},
	{"b0:\n  LIVE x\n  IF ne p 0 b1 b2\nb1:\n  DEAD x\n  GOTO b2\nb2:\n  DEAD x\n" END, "x is "},
	{"b0:\n  GOTO b1\nb1:\n  LIVE x\n  IF ne p 0 b1 b2\nb2:\n  DEAD x\n" END,
     "x is live here, dead on another way into b1"},
	{"b0:\n  p = COPY %1\n" END, "%1 is used before it is written"},
	{"b0:\n  IF ne p 0 b1 b2\nb1:\n  %1 = COPY 1\n  GOTO b2\nb2:\n  p = COPY %1\n" END,
     "%1 is used before it is written"},
	{"b0:\n  p = COPY 1\n", "b0, end: the block has no terminator"},
	{"b0:\n  GOTO b1\nb1:\n  IF eq - 0 b0 b0\n", "an operand is missing"},
	{"b0:\n  LIVE %1\n" END, "has no storage"},
	{"b0:\n  DEAD @g\n" END, "has no storage"},
	{"b0:\n  LIVE x.f\n" END, "takes a whole variable"},
	{"b0:\n  LIVE -\n" END, "takes a whole variable"},
	{"b0:\n  - = COPY 1\n" END, "no place for its result"},
	{"b0:\n  (*p) = COPY 1\n" END, "STORE's part"},
	{"b0:\n  p = COPY (*p)\n" END, "LOAD's part"},
	{"b0:\n  CALL @h((*p))\n" END, "LOAD's part"},
	{"b0:\n  RET (*p)\n", "LOAD's part"},
	{"b0:\n  p = LOAD p\n" END, "does not read through a pointer"},
	{"b0:\n  p = STORE p\n" END, "does not write through a pointer"},
	{"b0:\n  p = ADDR 1\n" END, "what is no place"},
	{"b0:\n  %1 = COPY 1\n  p = ADDR &%1\n" END, "is a temporary"},
	{"b0:\n  p = CALC add p -\n" END, "an operand is missing"},
	{"b0:\n  SWITCH p {3..1: b0} b0\n", "is empty"},
};

static Fn *parse_body(Ir *ir, Arena *arena, const char *vars, const char *body)
{
	TextError error = {0};
	const char *text = arena_printf(arena, "unit \"a.c\"\nfn @f(p) {\n%s%s}\n", vars, body);
	ir_init(ir, arena);
	if (ir_parse(ir, text, strlen(text), &error))
		return ir->fns.v[0];
	fprintf(stderr, "%u:%u: %s in\n%s\n", error.line, error.col, error.message, text);
	test_failures++;
	return NULL;
}

static void check_body(const char *vars, BodyCase c)
{
	Arena arena = {0};
	Ir ir;
	Fn *fn = parse_body(&ir, &arena, vars, c.body);
	const char *fault = fn ? ir_verify(&ir, fn, &arena) : NULL;
	if (fn && (c.fault ? !fault || !strstr(fault, c.fault) : fault != NULL)) {
		fprintf(stderr, "wanted %s, got %s for\n%s\n", c.fault ? c.fault : "sound", fault ? fault : "sound", c.body);
		test_failures++;
	}
	arena_free(&arena);
}

static void test_bodies(void)
{
	for (size_t i = 0; i < ARRAY_LEN(bodies); i++)
		check_body(VARS, bodies[i]);
}

// Variables beyond the first window of the walk are held to the same rules.
static void test_many_vars(void)
{
	Arena arena = {0};
	Buf vars = {.arena = &arena};
	for (int i = 0; i < 2000; i++)
		buf_printf(&vars, "  var v%d local\n", i);
	check_body(vars.text, (BodyCase){"b0:\n  LIVE v1999\n  %1 = COPY 1\n  v1999 = COPY %1\n  DEAD v1999\n" END, NULL});
	check_body(vars.text, (BodyCase){"b0:\n  LIVE v1999\n" END, "v1999 is still live"});
	check_body(vars.text, (BodyCase){"b0:\n  p = COPY %1\n" END, "%1 is used before"});
	arena_free(&arena);
}

// Faults that the text form cannot express.
typedef void Damage(Fn *fn);
static void damage_edge(Fn *fn) { fn->blocks.v[0].term.then.i = 7; }
static void damage_instrs(Fn *fn) { fn->blocks.v[1].n = 1000; }
static void damage_place(Fn *fn) { fn->instrs.v[0].dst.var.i = 1000; }
static void damage_path(Fn *fn) { fn->instrs.v[0].dst.path.i = 1000; }
static void damage_args(Fn *fn) { fn->instrs.v[1].nargs = UINT32_MAX; }
static void damage_name(Fn *fn) { fn->vars.v[1].name = fn->vars.v[0].name; }
static void damage_params(Fn *fn) { fn->nparams = 0; }
static void damage_kind(Fn *fn) { fn->vars.v[1].kind = (VarKind)99; }
static void damage_op(Fn *fn) { fn->instrs.v[0].op = (Opcode)99; }
static void damage_operand(Fn *fn) { fn->instrs.v[0].a.kind = (OperandKind)99; }

static void test_damaged_fn(void)
{
	static const struct {
		Damage *damage;
		const char *fault;
	} cases[] = {
		{damage_edge, "b0, GOTO: block b7 does not exist"},
		{damage_instrs, "do not exist"},
		{damage_place, "variable 1000 is not declared"},
		{damage_path, "path 1000 does not exist"},
		{damage_args, "do not exist"},
		{damage_name, "is the name of two variables"},
		{damage_params, "is a parameter behind the last one"},
		{damage_kind, "variable 1 is of kind 99"},
		{damage_op, "opcode 99"},
		{damage_operand, "operand of kind 99"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		Arena arena = {0};
		Ir ir;
		Fn *fn = parse_body(&ir, &arena, VARS, "b0:\n  p = COPY 1\n  CALL @h(1)\n  GOTO b1\nb1:\n" END);
		CHECK(fn && !ir_verify(&ir, fn, &arena));
		if (!fn)
			return;
		cases[i].damage(fn);
		const char *fault = ir_verify(&ir, fn, &arena);
		if (!fault || !strstr(fault, cases[i].fault)) {
			fprintf(stderr, "wanted %s, got %s\n", cases[i].fault, fault ? fault : "sound");
			CHECK(false);
		}
		arena_free(&arena);
	}
}

int main(void)
{
	test_paths();
	test_canonical();
	test_sugar();
	test_param_count();
	test_documented();
	test_units();
	test_wrong();
	test_deep_path();
	test_truncated();
	test_mutated();
	test_bodies();
	test_many_vars();
	test_damaged_fn();
	return TEST_RESULT;
}
