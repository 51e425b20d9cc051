// SPDX-License-Identifier: MIT
// What clang says of a unit that it does not take whole: the argument that it refuses, and the
// errors. It leaves a statement that it does not understand out of its tree, without a trace,
// so such a place gets a HAVOC: whatever stands there may have ended every thread.
#include "front/lower.h"

#include <string.h>

// Does clang mean `arg` by what it puts between quotes: the argument, its beginning with or
// without the dash ('mtls-size='), or the machine's value behind its `=`?
static bool names_argument(const char *quoted, size_t len, const char *arg)
{
	size_t arg_len = strlen(arg);
	if (arg[0] != '-' || len < 1)
		return false;
	if (quoted[0] == '-')
		return len > 1 && strncmp(arg, quoted, len) == 0;
	if (quoted[len - 1] == '=')
		return strncmp(arg + 1, quoted, len) == 0;
	return arg[1] == 'm' && arg_len > len && arg[arg_len - len - 1] == '=' && strcmp(arg + arg_len - len, quoted) == 0;
}

// The refused argument out of clang's own words, of an error that stands nowhere in the
// source: "unknown argument: '-fx'"; NULL when it names none.
static const char *refused_argument(const Ir *ir, const FrontUnit *unit, const char *text)
{
	for (const char *at = strchr(text, '\''); at; at = strchr(at + 1, '\'')) {
		const char *end = strchr(++at, '\'');
		if (!end)
			break;
		const char *quoted = arena_strndup(ir->arena, at, (size_t)(end - at));
		for (int i = 0; i < unit->nargs; i++)
			if (names_argument(quoted, (size_t)(end - at), unit->args[i]))
				return arena_strndup(ir->arena, unit->args[i], strlen(unit->args[i]));
		at = end;
	}
	return NULL;
}

static Span error_span(Lower *l, CXDiagnostic diagnostic)
{
	CXSourceLocation at = clang_getDiagnosticLocation(diagnostic);
	return text_range(l, clang_getRange(at, at));
}

static const char *error_text(Lower *l, CXDiagnostic diagnostic, Span at)
{
	const char *text = text_copy(l->ir->arena, clang_getDiagnosticSpelling(diagnostic));
	if (!span_known(at))
		return text;
	return arena_printf(l->ir->arena, "%s:%u:%u: %s", files_path(&l->ir->files, at.file), at.line, at.col, text);
}

static enum CXChildVisitResult note_body(CXCursor child, CXCursor parent, CXClientData data)
{
	(void)parent;
	Lower *l = data;
	if (child.kind == CXCursor_FunctionDecl && clang_isCursorDefinition(child))
		VEC_PUSH(&l->arena, &l->bodies, text_span(l, child));
	return CXChildVisit_Continue;
}

void errors_read(Lower *l, FrontReport *report)
{
	unsigned n = clang_getNumDiagnostics(l->tu);
	for (unsigned i = 0; i < n; i++) {
		CXDiagnostic diagnostic = clang_getDiagnostic(l->tu, i);
		if (clang_getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error) {
			Span at = error_span(l, diagnostic);
			const char *text = error_text(l, diagnostic, at);
			const char *refused = span_known(at) ? NULL : refused_argument(l->ir, l->unit, text);
			if (refused && !report->unknown_arg) {
				report->status = FRONT_BAD_ARGS;
				report->unknown_arg = refused;
				report->message = text;
			}
			if (report->nerrors++ == 0)
				report->message = text;
			if (span_known(at))
				VEC_PUSH(&l->arena, &l->errors, at);
			if (span_known(at) && strstr(text, "extraneous closing brace"))
				VEC_PUSH(&l->arena, &l->strays, at);
		}
		clang_disposeDiagnostic(diagnostic);
	}
	if (l->strays.n)
		clang_visitChildren(clang_getTranslationUnitCursor(l->tu), note_body, l);
	if (report->nerrors && report->status == FRONT_OK)
		report->status = FRONT_ERRORS;
}

// ---- what is missing from a body -----------------------------------------------------------

static bool is_before(Span a, uint32_t line, uint32_t col) { return a.line < line || (a.line == line && a.col < col); }

// Is there one at or behind `from`, and before the end of `to`?
static bool is_between(const Lower *l, Span from, Span to)
{
	for (uint32_t i = 0; i < l->errors.n; i++) {
		Span at = l->errors.v[i];
		if (at.file.i == from.file.i && !is_before(at, from.line, from.col) && is_before(at, to.end_line, to.end_col))
			return true;
	}
	return false;
}

// Is there a brace too many behind the function and before the next? Then the function ends later than clang thinks.
static bool ends_later(const Lower *l, Span fn)
{
	bool later = false;
	for (uint32_t i = 0; i < l->strays.n && !later; i++) {
		Span at = l->strays.v[i];
		later = at.file.i == fn.file.i && !is_before(at, fn.end_line, fn.end_col);
		for (uint32_t k = 0; k < l->bodies.n && later; k++) {
			Span body = l->bodies.v[k];
			later = body.file.i != fn.file.i || is_before(body, fn.end_line, fn.end_col) ||
			        !is_before(body, at.line, at.col);
		}
	}
	return later;
}

// Is it a number that is no handle? Handles have names of their own for their types.
static bool counts(const Lower *l, const Var *var)
{
	static const char *const types[] = {"int", "_Bool", "bool", "unsigned int", "long", "unsigned long", "char"};
	const char *type = strs_text(&l->ir->strs, var->type);
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (strcmp(type, types[i]) == 0)
			return true;
	return strncmp(type, "enum ", 5) == 0;
}

// Something stands at `at` that clang has left out; nothing where nothing can come.
static void havoc_at(Lower *l, Span at)
{
	Builder *b = l->b;
	VEC(Operand) places = {0}, args = {0};
	if (b->at.i == ID_NONE)
		return;
	for (const Drop *drop = b->live; drop; drop = drop->parent)
		if (counts(l, &b->fn->vars.v[drop->var.i]))
			VEC_PUSH(b->arena, &places, operand_place(place_var(drop->var)));
	for (uint32_t i = 0; i < b->fn->nparams; i++)
		VEC_PUSH(b->arena, &args, operand_place(place_var((VarId){i})));
	Instr *instr = emit(l, OP_HAVOC, PLACE_NONE, operand_none(), at);
	instr->why = strs_intern_z(&l->ir->strs, "not C to clang");
	emit_args(l, instr, places.v, places.n);
	if (args.n)
		emit_args(l, emit(l, OP_CALL, PLACE_NONE, operand_unknown(), at), args.v, args.n);
	l->ir->units.v[l->unit_index].nhavoc++;
}

void errors_begin(Lower *l)
{
	CXCursor fn = l->b->cursor;
	Span span = text_span(l, fn);
	l->b->ends_later = ends_later(l, span);
	l->b->broken = l->b->ends_later || (l->errors.n && is_between(l, span, text_last(l, fn)));
}

void errors_lower_list(Lower *l, CXCursor block, Kids kids)
{
	Span from = text_span(l, block), end = text_last(l, block);
	for (uint32_t i = 0; i < kids.n; i++) {
		Span at = text_span(l, kids.v[i]);
		bool broken = is_between(l, from, at);
		if (broken)
			havoc_at(l, at);
		stmt_lower(l, kids.v[i]);
		if (broken)
			havoc_at(l, at);
		from = (Span){.file = at.file, .line = at.end_line, .col = at.end_col};
	}
	Span last = text_last(l, l->b->cursor);
	bool cut_short = l->b->ends_later && end.line == last.line && end.col == last.col;
	if (cut_short || is_between(l, from, end))
		havoc_at(l, end);
}
