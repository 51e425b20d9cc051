// SPDX-License-Identifier: MIT
// parse: text in, units and functions of the IR out (docs/ir.md). One pass; a
// function is built in scratch vectors and joins the program when it is complete,
// so a text that breaks off leaves no half of one.
#include "ir/text.h"

enum { MOST_PARAMS = 1000 };

// ---- declarations of variables ----------------------------------------------------------------

// The label is the name, without the `~2` that tells a shadowing variable apart.
static StrId default_label(Parser *p, const Var *var)
{
	const char *name = ir_parser_text(p, var->name);
	return var->kind == VAR_TEMP ? (StrId){0} : strs_intern(&p->ir->strs, name, strcspn(name, "~"));
}

// Flags, type, `as "label"` and position, in any order; stops before anything else.
static bool parse_var_facts(Parser *p, Var *var)
{
	var->label = default_label(p, var);
	for (;;) {
		Word word;
		if (scan_peek(&p->s) == '"') {
			if (!scan_string(&p->s, &var->type))
				return false;
		} else if (ir_parse_at_span(p)) {
			if (!ir_parse_span(p, &var->span))
				return false;
		} else if (!scan_word(&p->s, &word)) {
			return true;
		} else if (word_is(word, "as")) {
			if (!scan_string(&p->s, &var->label))
				return false;
		} else {
			uint32_t flag = ir_word_find(ir_var_flag_words, word.text, word.len);
			if (flag == ID_NONE)
				return ir_parse_fail_word(p, word, "says nothing of a variable");
			var->flags |= UINT32_C(1) << flag;
		}
	}
}

static bool declare_var(Parser *p, const char *at, NameSpace space, Var var)
{
	if (ir_parser_find_var(p, space, var.name).i != ID_NONE)
		return scan_fail_at(&p->s, at, "`%s` is declared twice", ir_parser_text(p, var.name));
	if (!parse_var_facts(p, &var))
		return false;
	ir_parser_add_var(p, space, var);
	return true;
}

static bool parse_var_kind(Parser *p, NameSpace space, VarKind *kind)
{
	Word word;
	if (!scan_word(&p->s, &word))
		return scan_fail(&p->s, "expected local, literal, alloca, temp or global");
	uint32_t found = ir_word_find(ir_kind_words, word.text, word.len);
	if (found == ID_NONE || found == VAR_PARAM)
		return ir_parse_fail_word(p, word, "is not one of local, literal, alloca, temp and global");
	*kind = (VarKind)found;
	if ((space == NAME_GLOBAL) != (found == VAR_GLOBAL) || (space == NAME_TEMP) != (found == VAR_TEMP))
		return ir_parse_fail_word(p, word, "does not fit: globals are named `@x`, temporaries `%3`");
	return true;
}

static bool parse_var_line(Parser *p)
{
	NameSpace space;
	Var var = {0};
	scan_blanks(&p->s);
	const char *at = p->s.at;
	if (!ir_parse_var_name(p, &space, &var.name) || !parse_var_kind(p, space, &var.kind))
		return false;
	return declare_var(p, at, space, var) && scan_end_line(&p->s);
}

static bool parse_param(Parser *p)
{
	NameSpace space;
	Var var = {.kind = VAR_PARAM};
	scan_blanks(&p->s);
	const char *at = p->s.at;
	if (!ir_parse_var_name(p, &space, &var.name))
		return false;
	if (space != NAME_LOCAL)
		return scan_fail_at(&p->s, at, "expected the name of a parameter");
	p->fn.nparams++;
	return declare_var(p, at, space, var);
}

// ---- functions -----------------------------------------------------------------------------------

// Only the number is known: the parameters get names of ours, so that they are there like any others.
static bool parse_param_count(Parser *p)
{
	const char *at = p->s.at;
	if (!scan_u32(&p->s, &p->fn.nparams))
		return false;
	if (p->fn.nparams > MOST_PARAMS)
		return scan_fail_at(&p->s, at, "more than %d parameters", MOST_PARAMS);
	for (uint32_t i = 0; i < p->fn.nparams; i++) {
		StrId name = strs_intern_z(&p->ir->strs, arena_printf(&p->scratch, "arg%u", i));
		ir_parser_add_var(p, NAME_LOCAL, (Var){.kind = VAR_PARAM, .name = name});
	}
	return true;
}

// (name facts, ...), or /number where no more is known.
static bool parse_params(Parser *p)
{
	if (scan_take(&p->s, '/'))
		return parse_param_count(p);
	if (!scan_want(&p->s, '('))
		return false;
	for (scan_lines(&p->s); !scan_take(&p->s, ')'); scan_lines(&p->s)) {
		if (p->fn.nparams) {
			if (!scan_want(&p->s, ','))
				return false;
			scan_lines(&p->s);
		}
		if (!parse_param(p))
			return false;
	}
	return true;
}

static bool parse_fn_word(Parser *p, Word word)
{
	if (word_is(word, "const"))
		return scan_want(&p->s, '=') && scan_u32(&p->s, &p->fn.const_params);
	if (word_is(word, "annot")) {
		StrId text;
		if (!scan_string(&p->s, &text))
			return false;
		VEC_PUSH(&p->scratch, &p->fn.annotations, text);
		return true;
	}
	uint32_t flag = ir_word_find(ir_fn_flag_words, word.text, word.len);
	if (flag == ID_NONE)
		return ir_parse_fail_word(p, word, "says nothing of a function");
	p->fn.flags |= UINT32_C(1) << flag;
	return true;
}

static bool parse_fn_facts(Parser *p)
{
	for (;;) {
		Word word;
		if (ir_parse_at_span(p)) {
			if (!ir_parse_span(p, &p->fn.span))
				return false;
		} else if (scan_take(&p->s, '-')) {
			if (!scan_want(&p->s, '>') || !scan_string(&p->s, &p->fn.ret_type))
				return false;
		} else if (!scan_word(&p->s, &word)) {
			return true;
		} else if (!parse_fn_word(p, word)) {
			return false;
		}
	}
}

static bool parse_var_lines(Parser *p)
{
	for (;;) {
		Word word;
		const char *start = p->s.at;
		if (!scan_word(&p->s, &word) || !word_is(word, "var") || scan_peek(&p->s) == ':') {
			p->s.at = start;
			return true;
		}
		if (!parse_var_line(p))
			return false;
	}
}

static bool parse_body(Parser *p)
{
	if (!scan_want(&p->s, '{') || !scan_end_line(&p->s) || !parse_var_lines(p))
		return false;
	while (!scan_take(&p->s, '}')) {
		if (p->s.at == p->s.end)
			return scan_fail(&p->s, "expected `}`");
		if (!ir_parse_body_line(p))
			return false;
	}
	if (p->fn.blocks.n == 0)
		return scan_fail_at(&p->s, p->s.at - 1, "a function without blocks is written `decl`");
	return ir_parse_check_refs(p);
}

#define KEEP_VEC(arena, to, from)                                                       \
	do {                                                                                \
		(to)->n = (to)->cap = (from)->n;                                                \
		(to)->v = (from)->n ? arena_alloc((arena), (from)->n * sizeof *(to)->v) : NULL; \
		if ((from)->n)                                                                  \
			memcpy((to)->v, (from)->v, (from)->n * sizeof *(to)->v);                    \
	} while (0)

// Copies the function out of the scratch memory into the program.
static void keep_fn(Parser *p)
{
	Arena *arena = p->ir->arena;
	Fn *fn = ARENA_NEW(arena, Fn);
	*fn = p->fn;
	KEEP_VEC(arena, &fn->vars, &p->fn.vars);
	KEEP_VEC(arena, &fn->blocks, &p->fn.blocks);
	KEEP_VEC(arena, &fn->instrs, &p->fn.instrs);
	KEEP_VEC(arena, &fn->operands, &p->fn.operands);
	KEEP_VEC(arena, &fn->cases, &p->fn.cases);
	KEEP_VEC(arena, &fn->annotations, &p->fn.annotations);
	VEC_PUSH(arena, &p->ir->fns, fn);
}

static void forget_fn(Parser *p)
{
	arena_reset(&p->scratch);
	p->s.buf = (Buf){.arena = &p->scratch};
	p->fn = (Fn){.unit = p->unit};
	p->vars = p->blocks = (Map){0};
	memset(&p->refs, 0, sizeof p->refs);
	p->file = 1;
}

static bool parse_fn(Parser *p, bool has_body)
{
	forget_fn(p);
	if (p->unit == ID_NONE)
		return scan_fail_at(&p->s, p->s.line_start, "expected a `unit` line before the first function");
	if (!scan_want(&p->s, '@') || !ir_parse_name(p, &p->fn.name) || !parse_params(p) || !parse_fn_facts(p))
		return false;
	if (has_body && !parse_body(p))
		return false;
	if (!scan_end_line(&p->s))
		return false;
	ir_parse_resolve_refs(p);
	keep_fn(p);
	return true;
}

// ---- units ------------------------------------------------------------------------------------------

static bool parse_unit(Parser *p)
{
	Unit unit = {0};
	Word word;
	if (!scan_string(&p->s, &unit.path))
		return false;
	while (scan_word(&p->s, &word)) {
		if (word_is(word, "errors"))
			unit.had_errors = true;
		else if (!word_is(word, "havoc"))
			return ir_parse_fail_word(p, word, "says nothing of a unit");
		else if (!scan_want(&p->s, '=') || !scan_u32(&p->s, &unit.nhavoc))
			return false;
	}
	p->unit = p->ir->units.n;
	p->files.n = 0;
	VEC_PUSH(p->ir->arena, &p->files, 0);
	VEC_PUSH(p->ir->arena, &p->files, files_add(&p->ir->files, ir_parser_text(p, unit.path)).i);
	VEC_PUSH(p->ir->arena, &p->ir->units, unit);
	return scan_end_line(&p->s);
}

static bool parse_file(Parser *p)
{
	uint32_t number;
	StrId path;
	scan_blanks(&p->s);
	const char *at = p->s.at;
	if (!scan_u32(&p->s, &number))
		return false;
	if (p->unit == ID_NONE || number != p->files.n)
		return scan_fail_at(&p->s, at, "files are numbered 2, 3, ... in each unit; file 1 is the unit itself");
	if (!scan_string(&p->s, &path))
		return false;
	VEC_PUSH(p->ir->arena, &p->files, files_add(&p->ir->files, ir_parser_text(p, path)).i);
	return scan_end_line(&p->s);
}

static bool parse_top(Parser *p)
{
	Word word;
	scan_word(&p->s, &word);
	if (word_is(word, "unit"))
		return parse_unit(p);
	if (word_is(word, "file"))
		return parse_file(p);
	if (word_is(word, "fn") || word_is(word, "decl"))
		return parse_fn(p, word_is(word, "fn"));
	p->s.at = word.text;
	return scan_fail(&p->s, "expected unit, file, fn or decl");
}

bool ir_parse(Ir *ir, const char *text, size_t len, TextError *error)
{
	Parser p = {.ir = ir, .unit = ID_NONE};
	p.s = (Scan){.at = text, .end = text + len, .line_start = text, .line = 1, .error = error, .strs = &ir->strs};
	p.s.buf.arena = &p.scratch;
	bool ok = true;
	for (scan_lines(&p.s); ok && p.s.at != p.s.end; scan_lines(&p.s))
		ok = parse_top(&p);
	arena_free(&p.scratch);
	return ok;
}
