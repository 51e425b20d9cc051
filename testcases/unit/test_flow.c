// SPDX-License-Identifier: MIT
// test_flow: random functions in IR, decided by the solver and by the naive solver,
// must get the same findings. Spawns, joins, detaches, branches on flags and on
// results, loops, inner blocks and early returns are nested at random; the seed of a
// disagreement is printed with the function, to be kept under testcases/flow/.
#include "flow/flow.h"
#include "naive/naive.h"
#include "test.h"

#include <stdlib.h>

enum { THREADS = 2, FLAGS = 3, PROGRAMS = 1500, MAX_SCOPES = 8 };

typedef struct Gen {
	Buf text;
	uint64_t seed;
	uint32_t blocks, line, temps, locals;
	const char *ends;               // the DEAD lines of what lives in the whole function
	const char *scopes[MAX_SCOPES]; // the variable that each open block declares
	uint32_t nscopes;
	uint32_t budget;                // statements that may still be made
	bool closed;                    // the current block has its terminator
} Gen;

static uint32_t pick(Gen *g, uint32_t n)
{
	g->seed = g->seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(g->seed >> 33) % n;
}

#define LINE(g, ...)                          \
	do {                                      \
		buf_printf(&(g)->text, __VA_ARGS__);  \
		buf_putc(&(g)->text, '\n');           \
	} while (0)

static uint32_t new_block(Gen *g) { return ++g->blocks; }

static void place_block(Gen *g, uint32_t block)
{
	if (!g->closed)
		LINE(g, "  GOTO l%u", block);
	LINE(g, "l%u:", block);
	g->closed = false;
}

static void gen_return(Gen *g)
{
	for (uint32_t i = g->nscopes; i-- > 0;)
		LINE(g, "  DEAD %s return", g->scopes[i]);
	LINE(g, "%s\n  RET 0", g->ends);
	g->closed = true;
}

// Some variable that is alive here: the frame's, or one of an open block.
static const char *lent(Gen *g) { return g->nscopes && pick(g, 2) ? g->scopes[pick(g, g->nscopes)] : "x"; }

static void gen_spawn(Gen *g)
{
	uint32_t handle = g->temps++, payload = g->temps++, result = g->temps++, t = pick(g, THREADS);
	uint32_t failed = new_block(g), started = new_block(g), line = ++g->line;
	LINE(g, "  %%%u = ADDR &t%u\n  %%%u = ADDR &%s", handle, t, payload, lent(g));
	LINE(g, "  %%%u = CALL @pthread_create(%%%u, 0, @worker, %%%u) @%u:1-9", result, handle, payload, line);
	if (pick(g, 3) == 0)
		return; // unchecked
	LINE(g, "  IF ne %%%u 0 l%u l%u @%u:1-9", result, failed, started, line);
	g->closed = true;
	place_block(g, failed);
	if (pick(g, 2))
		gen_return(g);
	else if (pick(g, 2))
		LINE(g, "  f%u = COPY %u", pick(g, FLAGS), pick(g, 2));
	place_block(g, started);
	if (pick(g, 2))
		LINE(g, "  f%u = COPY 1", pick(g, FLAGS));
}

static void gen_body(Gen *g, uint32_t depth);

static void gen_if(Gen *g, uint32_t depth)
{
	uint32_t yes = new_block(g), no = new_block(g), done = new_block(g);
	LINE(g, "  IF ne f%u 0 l%u l%u @%u:1-3", pick(g, FLAGS), yes, no, ++g->line);
	g->closed = true;
	place_block(g, yes);
	gen_body(g, depth + 1);
	if (!g->closed)
		LINE(g, "  GOTO l%u", done);
	g->closed = true;
	place_block(g, no);
	if (pick(g, 2))
		gen_body(g, depth + 1);
	place_block(g, done);
}

static void gen_loop(Gen *g, uint32_t depth)
{
	uint32_t head = new_block(g), body = new_block(g), done = new_block(g);
	place_block(g, head);
	LINE(g, "  %%%u = CALL @more()", g->temps);
	LINE(g, "  IF ne %%%u 0 l%u l%u @%u:1-3", g->temps++, body, done, ++g->line);
	g->closed = true;
	place_block(g, body);
	gen_body(g, depth + 1);
	if (!g->closed)
		LINE(g, "  GOTO l%u", head);
	g->closed = true;
	place_block(g, done);
}

static void gen_scope(Gen *g, uint32_t depth)
{
	char *name = arena_printf(g->text.arena, "y%u", depth * 100 + g->nscopes);
	if (g->nscopes == MAX_SCOPES || g->locals >> g->nscopes & 1)
		return; // one variable for each depth of nesting, declared in the head
	name = arena_printf(g->text.arena, "y%u", g->nscopes);
	LINE(g, "  LIVE %s", name);
	g->scopes[g->nscopes++] = name;
	gen_body(g, depth + 1);
	g->nscopes--;
	if (!g->closed)
		LINE(g, "  DEAD %s block @%u:1-2", name, ++g->line);
}

static void gen_statement(Gen *g, uint32_t depth)
{
	switch (pick(g, depth < 4 ? 10 : 6)) {
	case 0:
	case 1: gen_spawn(g); break;
	case 2:
	case 3: LINE(g, "  CALL @pthread_join(t%u, 0) @%u:1-5", pick(g, THREADS), ++g->line); break;
	case 4: LINE(g, "  f%u = COPY %u", pick(g, FLAGS), pick(g, 2)); break;
	case 5:
		if (pick(g, 3) == 0)
			LINE(g, "  CALL @pthread_detach(t%u) @%u:1-5", pick(g, THREADS), ++g->line);
		break;
	case 6: gen_if(g, depth); break;
	case 7: gen_loop(g, depth); break;
	case 8: gen_scope(g, depth); break;
	case 9:
		if (pick(g, 3) == 0)
			gen_return(g);
		break;
	}
}

static void gen_body(Gen *g, uint32_t depth)
{
	for (uint32_t n = 1 + pick(g, 3); n && g->budget && !g->closed; n--) {
		g->budget--;
		gen_statement(g, depth);
	}
}

static void gen_program(Gen *g)
{
	LINE(g, "unit \"random.c\"\ndecl @pthread_create/4\ndecl @pthread_join/2\ndecl @pthread_detach/1\ndecl @more/0");
	LINE(g, "fn @worker(arg pointer) -> \"void *\" {\nstart:\n  %%0 = LOAD (*arg).n\n  DEAD arg return\n  RET 0\n}");
	LINE(g, "fn @f(f0, f1, f2) -> \"int\" {\n  var x local\n  var t0 local\n  var t1 local");
	for (uint32_t i = 0; i < MAX_SCOPES; i++)
		LINE(g, "  var y%u local", i);
	LINE(g, "start:\n  LIVE x\n  LIVE t0\n  LIVE t1");
	g->ends =
		"  DEAD t0 return\n  DEAD t1 return\n  DEAD x return\n  DEAD f0 return\n  DEAD f1 return\n  DEAD f2 return";
	while (g->budget && !g->closed)
		gen_body(g, 0);
	if (!g->closed)
		gen_return(g);
	LINE(g, "}");
}

// ---- loops over an array of handles ----------------------------------------------------------------

// `i < BOUND`: a number, or a parameter, or one less than it (put into a temporary).
static const char *gen_bound(Gen *g)
{
	uint32_t temp = g->temps;
	switch (pick(g, 6)) {
	case 0:
	case 1: return arena_printf(g->text.arena, "%u", 1 + pick(g, 3));
	case 2: return "m";
	case 3: LINE(g, "  %%%u = CALC sub n 1", g->temps++); return arena_printf(g->text.arena, "%%%u", temp);
	case 4: return "made";
	default: return "n";
	}
}

// for (i = FIRST; i < BOUND; i++) create(&t[i]), with a way out when it fails.
static void gen_create_loop(Gen *g)
{
	uint32_t head = new_block(g), body = new_block(g), failed = new_block(g), next = new_block(g), done = new_block(g);
	uint32_t handle = g->temps++, payload = g->temps++, result = g->temps++, line = ++g->line;
	const char *bound = pick(g, 2) ? "n" : arena_printf(g->text.arena, "%u", 1 + pick(g, 3));
	const char *at = pick(g, 4) ? "i" : "made";
	LINE(g, "  made = COPY 0\n  i = COPY %u", pick(g, 4) == 0);
	place_block(g, head);
	LINE(g, "  IF lt i %s l%u l%u @%u:1-3", bound, body, done, ++g->line);
	g->closed = true;
	place_block(g, body);
	LINE(g, "  %%%u = ADDR &t[%s]\n  %%%u = ADDR &x", handle, at, payload);
	LINE(g, "  %%%u = CALL @pthread_create(%%%u, 0, @worker, %%%u) @%u:1-9", result, handle, payload, line);
	LINE(g, "  IF ne %%%u 0 l%u l%u @%u:1-9", result, failed, next, line);
	g->closed = true;
	place_block(g, failed);
	if (pick(g, 2))
		LINE(g, "  UNREACHABLE");
	else if (pick(g, 3))
		LINE(g, "  GOTO l%u", done);
	else
		gen_return(g);
	g->closed = true;
	place_block(g, next);
	LINE(g, "  made = CALC add made 1\n  i = CALC add i 1\n  GOTO l%u", head);
	g->closed = true;
	place_block(g, done);
	if (pick(g, 4) == 0)
		LINE(g, "  n = COPY i");
}

// for (i = FIRST; i < BOUND; i += STEP) join(t[i]), sometimes with a way past the join or out.
static void gen_join_up(Gen *g)
{
	uint32_t head = new_block(g), body = new_block(g), join = new_block(g), next = new_block(g), done = new_block(g);
	LINE(g, "  i = COPY %u", pick(g, 4) == 0);
	place_block(g, head);
	const char *bound = gen_bound(g);
	uint32_t step = pick(g, 6) ? 1 : 2;
	LINE(g, "  IF %s i %s l%u l%u @%u:1-3", step == 1 && pick(g, 5) == 0 ? "ne" : "lt", bound, body, done, ++g->line);
	g->closed = true;
	place_block(g, body);
	uint32_t answer = g->temps++, past = pick(g, 4) == 0;
	if (past) {
		LINE(g, "  %%%u = CALL @more()\n  IF ne %%%u 0 l%u l%u @%u:1-3", answer, answer, join, pick(g, 2) ? next : done,
		     ++g->line);
		g->closed = true;
	}
	place_block(g, join);
	uint32_t result = g->temps++;
	LINE(g, "  %%%u = CALL @pthread_join(t[i], 0) @%u:1-5", result, ++g->line);
	if (pick(g, 5) == 0) {
		LINE(g, "  IF ne %%%u 0 l%u l%u @%u:1-3", result, done, next, ++g->line);
		g->closed = true;
	}
	place_block(g, next);
	LINE(g, "  i = CALC add i %u\n  GOTO l%u", step, head);
	g->closed = true;
	place_block(g, done);
}

// while (i-- > FIRST) join(t[i])
static void gen_join_down(Gen *g)
{
	uint32_t head = new_block(g), body = new_block(g), done = new_block(g);
	if (pick(g, 2))
		LINE(g, "  i = COPY %s", gen_bound(g));
	place_block(g, head);
	LINE(g, "  IF gt i %u l%u l%u @%u:1-3", pick(g, 4) == 0, body, done, ++g->line);
	g->closed = true;
	place_block(g, body);
	LINE(g, "  i = CALC sub i 1\n  CALL @pthread_join(t[i], 0) @%u:1-5\n  GOTO l%u", ++g->line, head);
	g->closed = true;
	place_block(g, done);
}

static void gen_array_program(Gen *g)
{
	LINE(g, "unit \"random.c\"\ndecl @pthread_create/4\ndecl @pthread_join/2\ndecl @more/0");
	LINE(g, "fn @worker(arg pointer) -> \"void *\" {\nstart:\n  %%0 = LOAD (*arg).n\n  DEAD arg return\n  RET 0\n}");
	LINE(g, "fn @f(n, m) -> \"int\" {\n  var x local\n  var t local array\n  var i local\n  var made local");
	LINE(g, "start:\n  LIVE x\n  LIVE t\n  LIVE i\n  LIVE made");
	g->ends = "  DEAD made return\n  DEAD i return\n  DEAD t return\n  DEAD x return\n  DEAD m return\n  DEAD n return";
	gen_create_loop(g);
	for (uint32_t joins = pick(g, 3); joins-- > 0 && !g->closed;) {
		if (pick(g, 4) == 0)
			LINE(g, "  CALL @pthread_join(t[%u], 0) @%u:1-5", pick(g, 3), ++g->line);
		else if (pick(g, 3) == 0)
			gen_join_down(g);
		else
			gen_join_up(g);
	}
	if (!g->closed)
		gen_return(g);
	LINE(g, "}");
}

// The findings of one run, sorted: "line code variable confidence".
static const char *decide(Arena *arena, const Buf *text, bool naive, bool *gave_up)
{
	Ir ir;
	Sums sums;
	Flow flow;
	TextError error = {0};
	FlowOptions options = FLOW_OPTIONS_DEFAULT;
	options.solve = naive ? naive_fn : NULL;
	ir_init(&ir, arena);
	sums_init(&sums, &ir);
	sums_add_builtin(&sums);
	if (!ir_parse(&ir, text->text, text->len, &error))
		return arena_printf(arena, "%u:%u: %s\n%s", error.line, error.col, error.message, text->text);
	for (uint32_t i = 0; i < ir.fns.n; i++) {
		const char *fault = ir.fns.v[i]->blocks.n ? ir_verify(&ir, ir.fns.v[i], arena) : NULL;
		if (fault)
			return arena_printf(arena, "verify: %s\n%s", fault, text->text);
	}
	Program program = link_program(arena, &ir, &sums);
	flow_solve(&flow, &program, options);
	*gave_up = flow.stats.given_up > 0;
	Buf out = {.arena = arena};
	for (uint32_t line = 0; line < 200; line++)
		for (uint32_t i = 0; i < flow.findings.n; i++) {
			const Finding *f = &flow.findings.v[i];
			if (f->spawn.line == line)
				buf_printf(&out, "%u %s %s %d\n", line, f->code, strs_text(&ir.strs, f->label), f->confidence);
		}
	buf_putc(&out, '\n');
	return out.text;
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *sorted(Arena *arena, const char *text)
{
	VEC(char *) lines = {0};
	char *copy = arena_strndup(arena, text, strlen(text));
	for (char *line = strtok(copy, "\n"); line; line = strtok(NULL, "\n"))
		VEC_PUSH(arena, &lines, line);
	if (lines.n)
		qsort(lines.v, lines.n, sizeof *lines.v, compare_lines);
	Buf out = {.arena = arena};
	for (uint32_t i = 0; i < lines.n; i++)
		buf_printf(&out, "%s\n", lines.v[i]);
	return out.text ? out.text : "";
}

// Prints the program of one seed and both verdicts.
static void show(const Gen *g, uint64_t seed, const char *fast, const char *slow)
{
	fprintf(stderr, "seed %llu: the solvers disagree\n%s--- solver\n%s--- naive\n%s", (unsigned long long)seed,
	        g->text.text, fast, slow);
}

// Whether every line of `some` is one of `all`, both sorted.
static bool is_part(const char *some, const char *all)
{
	for (size_t len; *some; some += len) {
		len = strcspn(some, "\n") + 1;
		while (*all && strncmp(some, all, len) != 0)
			all += strcspn(all, "\n") + 1;
		if (!*all)
			return false;
	}
	return true;
}

typedef struct Tally { uint32_t compared, findings, disagreements, missed; } Tally;

// One program by both solvers. Of arrays the fast one may say less, never more.
static void compare(Arena *arena, uint64_t seed, bool arrays, Tally *tally)
{
	Gen g = {.text = {.arena = arena}, .seed = seed * 7919, .budget = 9};
	bool fast_gave_up = false, slow_gave_up = false;
	if (arrays)
		gen_array_program(&g);
	else
		gen_program(&g);
	const char *fast = sorted(arena, decide(arena, &g.text, false, &fast_gave_up));
	const char *slow = sorted(arena, decide(arena, &g.text, true, &slow_gave_up));
	if (fast_gave_up || slow_gave_up)
		return;
	tally->compared++;
	tally->findings += *fast != '\0';
	tally->missed += arrays && strcmp(fast, slow) != 0;
	if ((arrays ? !is_part(fast, slow) : strcmp(fast, slow) != 0) && ++tally->disagreements <= 2)
		show(&g, seed, fast, slow);
}

// `test_flow SEED [arrays]` compares one program.
int main(int argc, char **argv)
{
	uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1, last = argc > 1 ? first : PROGRAMS;
	Arena arena = {0};
	for (int arrays = argc > 2; arrays <= (argc != 2); arrays++) {
		Tally tally = {0};
		for (uint64_t seed = first; seed <= last; seed++) {
			compare(&arena, seed, arrays != 0, &tally);
			arena_reset(&arena);
		}
		CHECK(tally.disagreements == 0);
		if (argc == 1) { // the comparison must have had something to compare
			CHECK(tally.compared > PROGRAMS * 8 / 10);
			CHECK(tally.findings > PROGRAMS / 10);
			CHECK(tally.missed < PROGRAMS / 4);
		}
		printf("%s: %u programs compared, %u with findings, %u disagreements, %u not decided\n",
		       arrays ? "arrays" : "handles", tally.compared, tally.findings, tally.disagreements, tally.missed);
	}
	arena_free(&arena);
	return TEST_RESULT;
}
