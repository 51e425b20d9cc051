// SPDX-License-Identifier: MIT
// test_sum: print and parse as inverses; what the short forms stand for; a message
// for each mistake; annotations; the built-in models; damaged and hostile text.
#include "sum/models.h"
#include "sum/sum.h"

#include "test.h"

#include <stdlib.h>

typedef struct World {
	Arena arena;
	Ir ir;
	Sums sums;
	TextError error;
} World;

static void world_init(World *w)
{
	memset(w, 0, sizeof *w);
	ir_init(&w->ir, &w->arena);
	sums_init(&w->sums, &w->ir);
}

static const char *print_all(World *w)
{
	Buf out = {.arena = &w->arena};
	buf_puts(&out, "");
	for (uint32_t i = 0; i < w->sums.all.n; i++)
		sum_print(&out, &w->ir, w->sums.all.v[i]);
	return out.text;
}

static bool parse(World *w, const char *text) { return sums_parse(&w->sums, text, strlen(text), &w->error); }

// The text is read to what prints as `want`, and that is read to itself.
static void check_prints(const char *text, const char *want)
{
	World w, again;
	world_init(&w);
	world_init(&again);
	if (!parse(&w, text))
		CHECK_TEXT(w.error.message, "");
	const char *printed = print_all(&w);
	CHECK_TEXT(printed, want);
	CHECK(parse(&again, printed));
	CHECK_TEXT(print_all(&again), printed);
	arena_free(&w.arena);
	arena_free(&again.arena);
}

// ---- the canonical form ------------------------------------------------------------------------------

static const char sample[] =
	"fn start_worker\n"
	"  case ret==0\n"
	"    store arg0->tid <- ?\n"
	"    store weak @table[3].fn <- @@worker | @@\"odd name\"\n"
	"    copy weak fresh1 <- *arg0\n"
	"    spawn entry=@@worker payload=&fresh0 | arg1 handle=arg0->tid handle=ret name=worker\n"
	"      lends read arg1->count\n"
	"      lends read+write assumed after_signal (*arg1)[*]\n"
	"      frees free *arg1\n"
	"    spawn entry=arg2 payload=0 detached handle_lost maybe_ended undecided\n"
	"    end thread=arg0\n"
	"    detach thread=*arg0\n"
	"    mayend thread=(*arg0)[*]\n"
	"    free arg1 | &@g\n"
	"    escape arg3.p\n"
	"    read *arg0\n"
	"    write arg0->a[2].b\n"
	"    wait @sem\n"
	"    signal *arg4\n"
	"    call arg3(arg0, &(*arg0)[*], 1..9 | ?)\n"
	"    call @@f()\n"
	"    spawn entry=result1->f payload=&result0 payload=0 | arg1 payload=?\n"
	"    ret <- 0\n"
	"  case ret==1..9 and arg0!=0 and arg1->flag>=1 and arg2<=-4\n"
	"    ret <- 1..9!3 | &literal | @g | **arg0 | (**arg0->q)[-1] | ?\n"
	"  case ret==none\n"
	"    way arg0!=0 and arg1->flag==0\n"
	"    way arg0==0\n"
	"    ret <- none\n"
	"  case ret==.. and ret==-9223372036854775808 and ret==..!9223372036854775807 and *ret!=5\n"
	"    ret <- ..\n"
	"    exit_thread\n"
	"  case always\n"
	"    ret <- !0\n"
	"    longjmp\n"
	"  touch read arg1->count\n"
	"  touch write+free assumed after_signal **(*arg1)[-3]\n"
	"  incomplete \"budget: states\"\n"
	"fn \"src/a.c:foo\"\n"
	"  signals\n"
	"  waits\n"
	"  incomplete\n"
	"fn stop\n"
	"  noreturn\n"
	"  touch read *arg0\n";

// `..!max` is canonical only as `..max-1`, which prints as a comparison.
static void test_canonical(void)
{
	Arena arena = {0};
	char *want = arena_strndup(&arena, sample, sizeof sample - 1);
	char *at = strstr(want, "ret==..!9223372036854775807");
	memcpy(at, "ret<=9223372036854775806   ", strlen("ret<=9223372036854775806   "));
	memmove(at + 24, at + 27, strlen(at + 27) + 1);
	check_prints(sample, want);
	arena_free(&arena);
}

static const struct {
	const char *text, *want;
} short_forms[] = {
	{"", ""},
	{"# nothing\n\n \t\r\n", ""},
	{"fn f", "fn f\n"},
	{"fn f g\nread *arg0", "fn f\n  read *arg0\nfn g\n  read *arg0\n"},
	{"fn f # why\n  read *arg0, *arg1 # how\n", "fn f\n  read *arg0\n  read *arg1\n"},
	{"fn f\n  spawn entry=arg0 \\\n payload=arg1", "fn f\n  spawn entry=arg0 payload=arg1\n"},
	{"fn f\n  noreturn when arg0!=0\n", "fn f\n  case arg0==0\n"},
	{"fn f\n  noreturn when arg0==0\n  exit_thread\n", "fn f\n  case arg0!=0\n    exit_thread\n"},
	{"fn f\n  end thread=arg0 when ret==0\n  read *arg1\n  ret <- 3 when ret!=0\n",
     "fn f\n  case ret==0\n    end thread=arg0\n    read *arg1\n  case ret!=0\n    read *arg1\n    ret <- 3\n"},
	{"fn f\n  free arg0 when ret<0\n  free arg1 when ret>=0\n",
     "fn f\n  case ret<=-1\n    free arg0\n  case ret>=0\n    free arg1\n"},
	{"fn f\n  free arg0 when ret>-1\n", "fn f\n  case ret>=0\n    free arg0\n  case ret<=-1\n"},
	{"fn f\n  case ret<-1 and arg0 <- 2\n", "fn f\n  case ret<=-2 and arg0<=-3\n"},
	{"fn f\n  case ret==5..5 and ret==0..4!0 and ret==0..4!4 and ret==7!7 and ret==1..3!9 and ret==0x10\n",
     "fn f\n  case ret==5 and ret==1..4 and ret==0..3 and ret==none and ret==1..3 and ret==16\n"},
	{"fn f\n  case ret == 1\n noreturn\n case ret==2", "fn f\n  case ret==2\n"},
	{"fn f\n  free arg0 when arg0->t != @@self\n",
     "fn f\n  case arg0->t!=@@self\n    free arg0\n  case arg0->t==@@self\n"},
	{"fn f\n  case *arg0 == (*arg1) - 1 and arg2 != &@g\n", "fn f\n  case *arg0==*arg1 - 1 and arg2!=&@g\n"},
	{"fn f\n  ret <- none | 3\n", "fn f\n  ret <- 3\n"},
	{"fn f\n  ret <- arg0 | 0 | ?\n", "fn f\n  ret <- 0 | arg0 | ?\n"},
	{"fn f\n  ret <- (*arg0).f | ((arg0->f)) | *(*arg0) | *arg0.f | @\"g\".\"h\"\n",
     "fn f\n  ret <- arg0->f | arg0->f | **arg0 | *arg0.f | @g.h\n"},
	{"fn f\n  touch read *arg0\n  read *arg0\n  touch free *arg1\n  free arg1\n  wait *arg2\n  waits\n",
     "fn f\n  read *arg0\n  free arg1\n  wait *arg2\n  waits\n"},
	{"fn f\n  wait all *arg0, *arg1\n  wait again @s\n  wait wakeup again *arg2\n",
     "fn f\n  wait all *arg0\n  wait *arg1\n  wait again @s\n  wait wakeup again *arg2\n"},
	{"fn f\n  signal *arg0\n  lock *arg1\n  unlock *arg1\n  touch write locked after_signal=0 *arg2\n",
     "fn f\n  signal *arg0\n  lock *arg1\n  unlock *arg1\n"
     "  touch write locked after_signal=0 *arg2\n  touch signal *arg0\n"},
	{"fn f\n  touch write *arg0 behind arg0->a == 0 and arg0->b!=2\n",
	 "fn f\n  touch write *arg0 behind arg0->a==0 and arg0->b!=2\n"},
	{"fn f\n  touch signal locked value = -2 gated *arg0\n", "fn f\n  touch signal locked value=-2 gated *arg0\n"},
	{"fn f\n  call after_signal=1+3 arg0(arg1)\n  spawn entry=?  payload=0 maybe_ended assumes=flag signals\n",
     "fn f\n  call after_signal=1+3 arg0(arg1)\n  spawn entry=? payload=0 maybe_ended assumes=flag signals\n"},
	{"fn f\n  noreturn\n  read *arg0\n  signal *arg1\n",
     "fn f\n  noreturn\n  touch read *arg0\n  touch signal *arg1\n  touch read *arg1\n"},
	{"fn \"a\\x41\\\"\"\n", "fn \"aA\\\"\"\n"},
};

static void test_short_forms(void)
{
	for (size_t i = 0; i < ARRAY_LEN(short_forms); i++)
		check_prints(short_forms[i].text, short_forms[i].want);
}

// ---- what is read ----------------------------------------------------------------------------------------

static const Summary *find(World *w, const char *name) { return sums_find(&w->sums, strs_find(&w->ir.strs, name)); }

static bool has_touch(World *w, const Summary *sum, const char *place, TouchKind kind)
{
	for (uint32_t i = 0; i < sum->touches.n; i++) {
		Buf out = {.arena = &w->arena};
		sum_print_ap(&out, &w->ir, sum->touches.v[i].place);
		if (strcmp(out.text, place) == 0 && sum->touches.v[i].kind == kind)
			return true;
	}
	return false;
}

static void test_summary_read(void)
{
	World w;
	world_init(&w);
	CHECK(parse(&w, "fn f\n  copy *arg0 <- *arg1\n  free arg2\n  end thread=*arg3\n  store fresh2.a <- arg4\n"
	                "  spawn entry=arg5 payload=0 handle=*arg6\n  signal @s\n  write arg7\n  ret <- arg8->x\n"));
	const Summary *f = find(&w, "f");
	CHECK(f && f->is_model && f->nfresh == 3 && f->outcomes.n == 1 && !f->signals && !f->waits && !f->incomplete);
	CHECK(f->touches.n == 8 && has_touch(&w, f, "@s", TOUCH_SIGNAL));
	CHECK(has_touch(&w, f, "*arg0", TOUCH_WRITE) && has_touch(&w, f, "*arg1", TOUCH_READ));
	CHECK(has_touch(&w, f, "*arg2", TOUCH_FREE) && has_touch(&w, f, "*arg3", TOUCH_READ));
	CHECK(has_touch(&w, f, "*arg6", TOUCH_WRITE) && has_touch(&w, f, "@s", TOUCH_READ));
	CHECK(has_touch(&w, f, "arg8->x", TOUCH_READ));
	const Effect *copy = &f->outcomes.v[0].effects.v[0];
	CHECK(copy->kind == EFFECT_COPY && copy->value.refs.n == 1 && copy->value.refs.v[0].kind == REF_VALUE);
	CHECK(f->outcomes.v[0].effects.v[4].spawn->handles.n == 1);
	CHECK(parse(&w, "fn f\n  noreturn\n"));
	CHECK(find(&w, "f") != f && find(&w, "f")->outcomes.n == 0 && w.sums.all.n == 1);
	CHECK(!find(&w, "nobody"));
	arena_free(&w.arena);
}

// ---- mistakes --------------------------------------------------------------------------------------------

static const struct {
	const char *text;
	uint32_t line, col;
	const char *message;
} mistakes[] = {
	{"spawn", 1, 1, "expected 'fn' and the name of a function, found 'spawn'"},
	{"fn", 1, 3, "expected the name of a function, found the end of the text"},
	{"fn\n", 1, 3, "expected the name of a function, found the end of the line"},
	{"fn f, g", 1, 5, "expected the name of a function, found ','"},
	{"fn f\n  spwan entry=arg0", 2, 3, "unknown word 'spwan'; did you mean 'spawn'?"},
	{"fn f\n  reed *arg0", 2, 3, "unknown word 'reed'; did you mean 'read'?"},
	{"fn f\n  zzz\n", 2, 3, "unknown word 'zzz'; expected one of spawn, end, detach, mayend, store, copy, free, "},
	{"fn f\n  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n", 2, 3,
     "unknown word 'xxxxxxxxxxxxxxxxxxxxxxxx...'; "},
	{"fn f\n  *arg0", 2, 3, "expected a word that begins a line, found '*'"},
	{"fn f\n  read \x01", 2, 8, "expected a place (arg0, *arg0, ret, fresh0, result0, literal, @name), found '\\x01'"},
	{"fn f\n  read \xc3\xa9", 2, 8, "found '\\xc3'"},
	{"fn f\n  read arg", 2, 8, "expected a place"},
	{"fn f\n  read arg256", 2, 8, "expected a place"},
	{"fn f\n  read arg01", 2, 8, "expected a place"},
	{"fn f\n  read fresh1x", 2, 8, "expected a place"},
	{"fn f\n  read @@g", 2, 8, "a function is a value and no place; an object is @name"},
	{"fn f\n  read @3", 2, 9, "expected the name of an object, found '3'"},
	{"fn f\n  read arg0.", 2, 13, "expected a field, found the end of the text"},
	{"fn f\n  read arg0[", 2, 13, "expected a number, found the end of the text"},
	{"fn f\n  read arg0[1", 2, 14, "expected ']', found the end of the text"},
	{"fn f\n  read (arg0", 2, 13, "expected ')', found the end of the text"},
	{"fn f\n  read *arg0 *arg1", 2, 14, "expected the end of the line, found '*'"},
	{"fn f\n  read @\"\"", 2, 9, "a name is not empty and holds no zero byte"},
	{"fn f\n  read @\"a\\x00\"", 2, 9, "a name is not empty and holds no zero byte"},
	{"fn f\n  read @\"a\\q\"", 2, 9, "an escape in the quoted name is none of"},
	{"fn f\n  read @\"a", 2, 9, "expected the name of an object, found '\"'"},
	{"fn f\n  ret 3", 2, 7, "expected '<-', found '3'"},
	{"fn f\n  ret <- 3 | 4", 2, 14, "a value holds one range of numbers; write lo..hi"},
	{"fn f\n  ret <- 4..3", 2, 10, "the range ends before it begins"},
	{"fn f\n  ret <- 9223372036854775808", 2, 10, "a number has at most 64 bits and a sign"},
	{"fn f\n  ret <- -9223372036854775809", 2, 10, "a number has at most 64 bits and a sign"},
	{"fn f\n  ret <- 99999999999999999999999999", 2, 10, "a number has at most 64 bits and a sign"},
	{"fn f\n  ret <- 3x", 2, 10, "found '3x'"},
	{"fn f\n  ret <- !", 2, 11, "expected a number, found the end of the text"},
	{"fn f\n  ret <- 1 |", 2, 13, "expected a place"},
	{"fn f\n  ret <- @@", 2, 12, "expected the name of a function"},
	{"fn f\n  ret <- 1\n  ret <- 2", 3, 3, "a second 'ret' for the same outcome"},
	{"fn f\n  case ret==0\n    ret <- 1\n    ret <- 2", 4, 5, "a second 'ret' for the same outcome"},
	{"fn f\n  case", 2, 7, "expected a place"},
	{"fn f\n  case ret", 2, 11, "expected a comparison (== != < <= > >=), found the end of the text"},
	{"fn f\n  case ret=0", 2, 11, "expected a comparison"},
	{"fn f\n  case ret==arg0", 2, 13, "what is returned is said by 'ret <-'"},
	{"fn f\n  case arg0==,", 2, 14, "expected a number or a range, found ','"},
	{"fn f\n  case arg0==fresh", 2, 14, "expected a place"},
	{"fn f\n  case arg0!=@@", 2, 16, "expected the name of a function"},
	{"fn f\n  read *arg0 when arg0==arg1\n  read *arg1 when arg0==arg2", 3, 14, "each 'when' of a function"},
	{"fn f\n  case ret<arg0", 2, 12, "expected a number, found 'arg0'"},
	{"fn f\n  case ret<-9223372036854775808", 2, 13, "a number has at most 64 bits and a sign"},
	{"fn f\n  case ret< -9223372036854775808", 2, 11, "no number is that small"},
	{"fn f\n  case ret>9223372036854775807", 2, 11, "no number is that large"},
	{"fn f\n  case ret<--1", 2, 13, "expected a number, found '-'"},
	{"fn f\n  case always and ret==0", 2, 15, "expected the end of the line, found 'and'"},
	{"fn f\n  read *arg0\n  case ret==0", 3, 3, "no lines with effects before the first one"},
	{"fn f\n  way ret==0", 2, 3, "a 'way' stands behind its 'case', before what happens in it"},
	{"fn f\n  case ret==0\n  read *arg0\n  way arg0==0", 4, 3, "a 'way' stands behind its 'case'"},
	{"fn f\n  case ret==0\n  way always", 3, 7, "found 'always'"},
	{"fn f\n  case ret==0\n  read *arg0 when ret==0", 3, 14, "'when' and 'case' exclude each other in one function"},
	{"fn f\n  noreturn when ret==0 and arg0==0", 2, 24, "'when' takes one comparison"},
	{"fn f\n  noreturn when ret==1..3", 2, 12, "the opposite of this condition is no range; use 'case'"},
	{"fn f\n  noreturn when ret==..", 2, 12, "the opposite of this condition is no range; use 'case'"},
	{"fn f\n  free arg0 when ret==0\n  free arg1 when ret==1", 3, 13, "the same condition or its opposite; use 'case'"},
	{"fn f\n  free arg0 when ret==0\n  free arg1 when arg2==0", 3, 13, "the same condition or its opposite"},
	{"fn f\n  spawn entry=arg0", 2, 9, "a spawn needs entry= and payload="},
	{"fn f\n  spawn entry arg0", 2, 15, "expected '=', found 'arg0'"},
	{"fn f\n  spawn entry=arg0 paylod=arg1", 2, 20, "expected entry=, payload=, handle=, elements=, name=, detached, "},
	{"fn f\n  spawn entry=arg0 payload=0 handle=0", 2, 37, "expected a place"},
	{"fn f\n  end arg0", 2, 7, "expected 'thread', found 'arg0'"},
	{"fn f\n  store arg0 arg1", 2, 14, "expected '<-', found 'arg1'"},
	{"fn f\n  copy *arg0 <- 3", 2, 17, "expected a place"},
	{"fn f\n  call arg0", 2, 12, "expected '(', found the end of the text"},
	{"fn f\n  call arg0(1 2)", 2, 15, "expected ')', found '2'"},
	{"fn f\n  lends read *arg0", 2, 3, "'lends' belongs under a 'spawn' line"},
	{"fn f\n  spawn entry=arg0 payload=0\n  read *arg0\n  frees free *arg0", 4, 3,
     "'frees' belongs under a 'spawn' line"},
	{"fn f\n  touch *arg0", 2, 9, "expected read, write, free, signal or lock, found '*'"},
	{"fn f\n  touch read after_signal=16 *arg0", 2, 27, "expected the number of a signal, from 0 to 15, found '16'"},
	{"fn f\n  spawn entry=arg0 payload=0 assumes=luck", 2, 38,
     "expected wakeup, interrupted, flag or answer, found 'luck'"},
	{"fn f\n  touch read+ *arg0", 2, 15, "expected read, write, free, signal or lock, found '*'"},
	{"fn f\n  incomplete 3", 2, 14, "expected the reason, found '3'"},
	{"fn f g\nfn h\nfn g", 3, 4, "'g' is described a second time; the first is on line 1"},
	{"fn f f", 1, 6, "'f' is described a second time; the first is on line 1"},
	{"fn f\n  read arg0.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a\n", 2, 44, "a path has at most 16 steps"},
	{"fn f\n  read ****************************************arg0", 2, 41, "the path is nested too deeply"},
	{"fn f\n  read ((((((((((((((((((((((((((((((((((((((((arg0", 2, 41, "the path is nested too deeply"},
	{"fn f\n  read \\\n *arg0 x", 3, 8, "expected the end of the line, found 'x'"},
};

static void test_mistakes(void)
{
	for (size_t i = 0; i < ARRAY_LEN(mistakes); i++) {
		World w;
		world_init(&w);
		bool ok = parse(&w, mistakes[i].text);
		bool as_wanted = !ok && w.error.line == mistakes[i].line && w.error.col == mistakes[i].col &&
		                 strstr(w.error.message, mistakes[i].message);
		CHECK(as_wanted);
		if (!as_wanted)
			fprintf(stderr, "  %s\n  %u:%u: %s\n", mistakes[i].text, w.error.line, w.error.col, w.error.message);
		arena_free(&w.arena);
	}
}

static void test_kept_before_mistake(void)
{
	World w;
	world_init(&w);
	CHECK(!parse(&w, "fn good\n  read *arg0\nfn bad\n  read\n"));
	CHECK(find(&w, "good") && !find(&w, "bad"));
	arena_free(&w.arena);
}

// ---- annotations -----------------------------------------------------------------------------------------

static const struct {
	const char *decl, *want;
} annotated[] = {
	{"decl @start(out, entry, data) -> \"int\" annot \"fn own::spawn\" annot \"arg0 own::handle\" "
     "annot \"arg1 own::entry\" annot \"arg2 own::payload\"\n",
     "fn start\n  case ret==0\n    spawn entry=arg1 payload=arg2 handle=*arg0\n  case ret!=0\n"},
	{"decl @start(entry, data) -> \"struct t *\" annot \"fn own::spawn\" annot \"fn own::handle\" "
     "annot \"arg0 own::entry\" annot \"arg1 own::borrows\"\n",
     "fn start\n  case ret!=0\n    spawn entry=arg0 payload=arg1 handle=ret\n  case ret==0\n"},
	{"decl @start(entry) -> \"void\" annot \"fn own::spawn\" annot \"arg0 own::entry\"\n",
     "fn start\n  spawn entry=arg0 payload=0\n"},
	{"decl @start(entry) -> \"bool\" annot \"fn own::spawn\" annot \"arg0 own::entry\"\n",
     "fn start\n  case ret!=0\n    spawn entry=arg0 payload=0\n  case ret==0\n"},
	{"decl @start(entry) -> \"int\" annot \"fn own::spawn\" annot \"fn own::when ret>0\" annot \"arg0 own::entry\"\n",
     "fn start\n  case ret>=1\n    spawn entry=arg0 payload=0\n  case ret<=0\n"},
	{"decl @copy(out, entry, data) -> \"int\" annot \"fn own::spawn\" annot \"arg0 own::handle\" "
     "annot \"arg1 own::entry\" annot \"arg2 own::copied\"\n",
     "fn copy\n  case ret==0\n    copy fresh0 <- *arg2\n    spawn entry=arg1 payload=&fresh0 handle=*arg0\n"
     "  case ret!=0\n"},
	{"decl @move(entry, data) -> \"int\" annot \"fn own::spawn\" annot \"arg0 own::entry\" annot \"arg1 own::moved\" "
     "annot \"arg1 own::consumes\"\n",
     "fn move\n  case ret==0\n    spawn entry=arg0 payload=*arg1\n      frees free **arg1\n    store *arg1 <- 0\n"
     "  case ret!=0\n"},
	{"decl @move(entry, data, more) -> \"void\" annot \"fn own::spawn\" annot \"arg0 own::entry\" "
     "annot \"arg1 own::moved\" annot \"arg2 own::borrows\"\n",
     "fn move\n  spawn entry=arg0 payload=arg1\n    lends read *arg2\n    frees free *arg1\n"},
	{"decl @scoped(scope, entry, data) -> \"int\" annot \"fn own::scoped_spawn\" annot \"arg0 own::scope\" "
     "annot \"arg1 own::entry\" annot \"arg2 own::borrows\"\n",
     "fn scoped\n  case ret==0\n    spawn entry=arg1 payload=arg2 handle=(*arg0)[*] scoped\n  case ret!=0\n"},
	{"decl @end(scope) annot \"fn own::join\" annot \"arg0 own::scope\"\n", "fn end\n  end thread=(*arg0)[*]\n"},
	{"decl @join(handle) annot \"fn own::join\" annot \"arg0 own::handle\"\n", "fn join\n  end thread=arg0\n"},
	{"decl @join(handle) annot \"fn own::join\" annot \"arg0 own::handle_at\"\n", "fn join\n  end thread=*arg0\n"},
	{"decl @join(handle) annot \"fn own::join\" annot \"arg0 own::handle\" annot \"arg0 own::consumes\"\n",
     "fn join\n  end thread=*arg0\n  store *arg0 <- 0\n"},
	{"decl @try(handle) -> \"int\" annot \"fn own::join\" annot \"fn own::when ret==0\" annot \"arg0 own::consumes\"\n",
     "fn try\n  case ret==0\n    end thread=*arg0\n    store *arg0 <- 0\n  case ret!=0\n"},
	{"decl @let(handle) annot \"fn own::detach\" annot \"arg0 own::consumes\"\n",
     "fn let\n  detach thread=*arg0\n  store *arg0 <- 0\n"},
	{"decl @many(a, b, c, d, e, f, g) annot \"arg0 own::frees\" annot \"arg1 own::keeps\" annot \"arg2 own::reads\" "
     "annot \"arg3 own::writes\" annot \"arg4 own::waits\" annot \"arg5 own::signals\" annot \"arg6 own::calls\" "
     "annot \"ret own::fresh\"\n",
     "fn many\n  free arg0\n  escape arg1\n  read *arg2\n  write *arg3\n  wait *arg4\n  signal *arg5\n  call arg6()\n"
     "  ret <- 0 | &fresh0\n"},
	{"decl @fail(code) annot \"fn own::exits_thread\"\n", "fn fail\n  exit_thread\n"},
	{"decl @die() annot \"fn own::noreturn\"\n", "fn die\n  noreturn\n"},
	{"decl @raw(a) annot \"fn own::model read arg0->x\" annot \"fn own::model ret <- arg0\"\n",
     "fn raw\n  read arg0->x\n  ret <- arg0\n"},
	{"decl @twice(a) annot \"arg0 own::reads\"\nunit \"b.c\"\ndecl @twice(a) annot \"arg0 own::reads\"\n",
     "fn twice\n  read *arg0\n"},
	{"decl @other(a) annot \"arg0 gsl::owner\" annot \"plain\"\n", ""},
};

// The IR holds a file's position for its functions; the declarations here have none.
static void add_annotations(World *w, const char *decl, SumNotes *notes)
{
	Buf text = {.arena = &w->arena};
	buf_printf(&text, "unit \"a.c\"\n%s", decl);
	bool ok = ir_parse(&w->ir, text.text, text.len, &w->error);
	CHECK(ok);
	if (!ok)
		fprintf(stderr, "%s%u:%u: %s\n", decl, w->error.line, w->error.col, w->error.message);
	sums_add_annotations(&w->sums, &w->ir, notes);
}

static void test_annotated(void)
{
	for (size_t i = 0; i < ARRAY_LEN(annotated); i++) {
		World w;
		SumNotes notes = {0};
		world_init(&w);
		add_annotations(&w, annotated[i].decl, &notes);
		CHECK_TEXT(notes.n ? notes.v[0].message : "", "");
		CHECK_TEXT(print_all(&w), annotated[i].want);
		arena_free(&w.arena);
	}
}

static const struct {
	const char *decl, *message;
} misannotated[] = {
	{"decl @f() annot \"fn own::spwan\"\n", "unknown word 'spwan'; did you mean 'spawn'?"},
	{"decl @f() annot \"fn own::\"\n", "expected a word of the contract after own::"},
	{"decl @f() annot \"fn own::\\\"x\"\n", "expected a word of the contract after own::, found '\"'"},
	{"decl @f() annot \"fn own::spawn\"\n", "own::spawn needs own::entry on a parameter"},
	{"decl @f(a, b) annot \"fn own::spawn\" annot \"arg0 own::entry\" annot \"arg1 own::entry\"\n",
     "own::spawn takes own::entry on one parameter only"},
	{"decl @f(a, b) annot \"fn own::spawn\" annot \"arg0 own::entry\" annot \"arg1 own::payload\" annot \"arg1 "
     "own::moved\"\n",
     "own::spawn takes own::payload on one parameter only"},
	{"decl @f(a) annot \"fn own::scoped_spawn\" annot \"arg0 own::entry\"\n", "needs own::scope on a parameter"},
	{"decl @f(a) annot \"fn own::spawn\" annot \"fn own::join\" annot \"arg0 own::entry\"\n", "exclude each other"},
	{"decl @f(a) annot \"fn own::join\"\n", "own::join needs own::handle, own::handle_at, own::consumes or own::scope"},
	{"decl @f(a) annot \"fn own::detach\"\n", "own::detach needs own::handle"},
	{"decl @f(a) annot \"arg0 own::entry\"\n", "need own::spawn on the function"},
	{"decl @f(a) annot \"arg0 own::join\"\n", "own::join belongs on the function"},
	{"decl @f(a) annot \"ret own::entry\"\n", "own::entry belongs on a parameter"},
	{"decl @f(a) annot \"arg0 own::fresh\"\n", "own::fresh belongs on the function"},
	{"decl @f(a) annot \"arg1 own::frees\"\n", "own::frees is on parameter 2 of 1"},
	{"decl @f(a) annot \"arg64 own::frees\"\n", "parameters take words"},
	{"decl @f(a) annot \"argx own::frees\"\n", "parameters take words"},
	{"decl @f(a) annot \"var own::frees\"\n", "parameters take words"},
	{"decl @f(a) annot \"fn own::when\"\n", "own::when needs text behind it"},
	{"decl @f(a) annot \"arg0 own::frees it\"\n", "own::frees takes no text behind it"},
	{"decl @f(a) annot \"fn own::model a\\nb\"\n", "own::model takes one line of text"},
	{"decl @f(a) annot \"fn own::model fn g\"\n", "without 'fn'"},
	{"decl @f(a) annot \"fn own::model reed *arg0\"\n",
     "own::when, own::model or own::detached: unknown word 'reed'; did you mean 'read'?"},
	{"decl @f(a) annot \"fn own::spawn\" annot \"fn own::when x\" annot \"arg0 own::entry\"\n",
     "own::when, own::model or own::detached: "},
};

static void test_misannotated(void)
{
	for (size_t i = 0; i < ARRAY_LEN(misannotated); i++) {
		World w;
		SumNotes notes = {0};
		world_init(&w);
		add_annotations(&w, misannotated[i].decl, &notes);
		bool as_wanted = notes.n == 1 && strstr(notes.v[0].message, misannotated[i].message) && w.sums.all.n == 0;
		CHECK(as_wanted);
		if (!as_wanted)
			fprintf(stderr, "  %s  %s\n", misannotated[i].decl, notes.n ? notes.v[0].message : "no note");
		sums_add_annotations(&w.sums, &w.ir, NULL);
		arena_free(&w.arena);
	}
}

static void test_model_wins(void)
{
	World w;
	world_init(&w);
	CHECK(parse(&w, "fn f\n  write *arg0\n"));
	add_annotations(&w, "decl @f(a) annot \"arg0 own::reads\"\n", NULL);
	CHECK_TEXT(print_all(&w), "fn f\n  write *arg0\n");
	arena_free(&w.arena);
}

// ---- the built-in models and files ---------------------------------------------------------------------

static void test_builtin(void)
{
	World all;
	world_init(&all);
	CHECK(nbuiltin_models >= 7);
	for (size_t i = 0; i < nbuiltin_models; i++) {
		World w, again;
		world_init(&w);
		world_init(&again);
		bool ok = parse(&w, builtin_models[i].text);
		CHECK(ok);
		if (!ok)
			fprintf(stderr, "  %s.sum:%u:%u: %s\n", builtin_models[i].name, w.error.line, w.error.col, w.error.message);
		CHECK(parse(&again, print_all(&w)));
		CHECK_TEXT(print_all(&again), print_all(&w));
		for (uint32_t k = 0; k < w.sums.all.n; k++) { // no function is in two files
			const char *name = strs_text(&w.ir.strs, w.sums.all.v[k]->name);
			CHECK(!find(&all, name));
		}
		CHECK(parse(&all, builtin_models[i].text));
		arena_free(&w.arena);
		arena_free(&again.arena);
	}
	arena_free(&all.arena);
}

static void test_builtin_content(void)
{
	World w;
	world_init(&w);
	sums_add_builtin(&w.sums);
	const Summary *create = find(&w, "pthread_create"), *join = find(&w, "pthread_join"), *quit = find(&w, "exit");
	CHECK(create && create->outcomes.n == 2 && create->outcomes.v[0].effects.v[0].kind == EFFECT_SPAWN);
	CHECK(join && join->outcomes.n == 1 && join->outcomes.v[0].effects.v[0].kind == EFFECT_END);
	CHECK(quit && quit->outcomes.n == 0);
	CHECK(find(&w, "thrd_create") && find(&w, "g_thread_new") && find(&w, "uv_thread_create"));
	CHECK(find(&w, "SDL_CreateThread") && find(&w, "SDL_CreateThreadRuntime"));
	arena_free(&w.arena);
}

static void check_file(const char *path, const char *text, const char *want)
{
	char printed[1000] = "";
	World w;
	world_init(&w);
	FILE *file = text ? fopen(path, "wb") : NULL;
	if (file) {
		fputs(text, file);
		fclose(file);
	}
	FILE *err = tmpfile();
	CHECK(err && sums_add_file(&w.sums, path, err) == (*want == '\0'));
	if (err) {
		rewind(err);
		printed[fread(printed, 1, sizeof printed - 1, err)] = '\0';
		fclose(err);
	}
	CHECK_TEXT(printed, want);
	if (text)
		remove(path);
	arena_free(&w.arena);
}

static void test_files(void)
{
	check_file("test_sum_good.tmp", "fn f\n", "");
	check_file("test_sum_bad.tmp", "fn f\n\tread\n",
	           "test_sum_bad.tmp:2:6: error: expected a place (arg0, *arg0, ret, fresh0, result0, literal, @name), "
	           "found the end of the line\n");
	check_file("test_sum\n\x1b.tmp", "x",
	           "test_sum\\x0a\\x1b.tmp:1:1: error: "
	           "expected 'fn' and the name of a function, found 'x'\n");
	check_file("no/such/file", NULL, "no/such/file: error: cannot read the models: No such file or directory\n");
	check_file("/", NULL, "/: error: cannot read the models: Is a directory\n");
}

// ---- damaged and hostile text ------------------------------------------------------------------------------

// Whatever is read prints to what reads and prints the same. The copy has no byte
// behind it, so that the sanitizer sees a read past the end.
static void parse_damaged(const char *text, size_t len)
{
	World w, again;
	char *copy = malloc(len ? len : 1);
	CHECK(copy != NULL);
	if (!copy)
		return;
	memcpy(copy, text, len);
	world_init(&w);
	world_init(&again);
	if (sums_parse(&w.sums, copy, len, &w.error)) {
		const char *printed = print_all(&w);
		CHECK(parse(&again, printed));
		CHECK_TEXT(print_all(&again), printed);
	} else {
		CHECK(w.error.line > 0 && w.error.col > 0 && w.error.message[0]);
	}
	free(copy);
	arena_free(&w.arena);
	arena_free(&again.arena);
}

static void test_damaged(void)
{
	static const char odd[] = "\0\n \"#\\*&()[].,|?!=<>@+-09azZ\x80\xff";
	char text[sizeof sample];
	for (size_t len = 0; len < sizeof sample; len++)
		parse_damaged(sample, len);
	for (size_t at = 0; at + 1 < sizeof sample; at++) {
		memcpy(text, sample, sizeof sample);
		text[at] = odd[at % (sizeof odd - 1)];
		parse_damaged(text, sizeof sample - 1);
		memmove(text + at, text + at + 1, sizeof sample - at - 1);
		parse_damaged(text, sizeof sample - 2);
	}
}

static void repeat(Buf *out, const char *text, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		buf_puts(out, text);
}

static void test_large(void)
{
	static const char *const bodies[] = {"*", "(",  "arg0.", "&",    "|",  "0 | ", "!",
	                                     "-", "..", "\"",    "\\\n", "@@", "[*]"};
	Arena arena = {0};
	for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
		Buf text = {.arena = &arena};
		buf_puts(&text, "fn f\n  ret <- ");
		repeat(&text, bodies[i], 100000);
		parse_damaged(text.text, text.len);
	}
	Buf text = {.arena = &arena};
	buf_puts(&text, "fn f");
	for (unsigned i = 0; i < 20000; i++)
		buf_printf(&text, " f%u", i);
	repeat(&text, "\n  read *arg0, *arg1, *arg2 when ret==0\n  touch write *arg3", 20000);
	World w;
	world_init(&w);
	CHECK(parse(&w, text.text));
	CHECK(w.sums.all.n == 20001 && w.sums.all.v[0]->touches.n == 4 &&
	      w.sums.all.v[0]->outcomes.v[0].effects.n == 60000);
	arena_free(&w.arena);
	arena_free(&arena);
}

int main(void)
{
	test_canonical();
	test_short_forms();
	test_summary_read();
	test_mistakes();
	test_kept_before_mistake();
	test_annotated();
	test_misannotated();
	test_model_wins();
	test_builtin();
	test_builtin_content();
	test_files();
	test_damaged();
	test_large();
	return TEST_RESULT;
}
