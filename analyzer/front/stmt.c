// SPDX-License-Identifier: MIT
// stmt: statements (C17 6.8), and the expressions that branch. In: cursors; out:
// blocks. Each scope is opened by remembering what is live and closed by leaving
// to it, with the kind and position of the exit on every DEAD.
#include "front/lower.h"

#include <ctype.h>

static bool is_block(CXCursor stmt) { return stmt.kind == CXCursor_CompoundStmt; }

static void lower_list(Lower *l, CXCursor block)
{
	Kids kids = cursor_kids(l, block);
	if (l->b->broken)
		errors_lower_list(l, block, kids);
	for (uint32_t i = 0; i < kids.n && !l->b->broken; i++)
		stmt_lower(l, kids.v[i]);
}

// A statement that is a scope of its own: blocks, and the parts of if and loops.
static void lower_scope(Lower *l, CXCursor stmt, ExitKind kind)
{
	const Drop *before = l->b->live;
	if (is_block(stmt))
		lower_list(l, stmt);
	else
		stmt_lower(l, stmt);
	scope_end(l, before, kind, stmt);
}

// ---- selection ----------------------------------------------------------------------

// if (6.8.4.1). A chain of `else if` is a loop here; what its conditions create
// lives until the whole statement ends.
static void lower_if(Lower *l, CXCursor stmt)
{
	const Drop *before = l->b->live;
	BlockId end = block_new(l);
	for (;;) {
		Kids kids = cursor_kids(l, stmt);
		if (kids.n < 2)
			break;
		BlockId then = block_new(l), other = block_new(l);
		Anchor saved = anchor_open(l);
		stmt_condition(l, kids.v[0], then, other);
		anchor_close(l, saved);
		const Drop *inside = l->b->live;
		if (!block_is_dead(l, then, kids.v[1])) {
			block_place(l, then);
			lower_scope(l, kids.v[1], EXIT_BLOCK);
			scope_end(l, before, EXIT_BLOCK, kids.v[1]);
			block_jump(l, end);
			l->b->live = inside;
		}
		if (kids.n > 2 && block_is_dead(l, other, kids.v[2]))
			break;
		block_place(l, other);
		if (kids.n < 3)
			break;
		stmt = kids.v[2];
		if (stmt.kind != CXCursor_IfStmt) {
			lower_scope(l, stmt, EXIT_BLOCK);
			break;
		}
	}
	scope_end(l, before, EXIT_BLOCK, stmt);
	block_place(l, end);
}

// The dispatch to the cases, in the block that computed the value.
static void dispatch(Lower *l, BlockId from, const Drop *live, const Switch *sw, Operand value, BlockId end, Span span)
{
	Builder *b = l->b;
	BlockId other = sw->fallback.i == ID_NONE ? end : scope_edge(l, live, sw->fallback, sw->fallback_live, span);
	VEC(Case) cases = {0};
	for (uint32_t i = 0; i < sw->cases.n; i++) {
		const Point *point = &sw->cases.v[i];
		BlockId to = scope_edge(l, live, point->block, point->live, span);
		VEC_PUSH(b->arena, &cases, ((Case){point->lo, point->hi, to}));
	}
	Term term = {.kind = TERM_SWITCH, .a = value, .other = other, .span = span};
	term.cases = b->cases.n;
	term.ncases = cases.n;
	for (uint32_t i = 0; i < cases.n; i++) {
		VEC_PUSH(b->arena, &b->cases, cases.v[i]);
		if (value.kind == OPERAND_INT && value.num >= cases.v[i].lo && value.num <= cases.v[i].hi)
			other = cases.v[i].block;
	}
	if (value.kind == OPERAND_INT)
		term = (Term){.kind = TERM_GOTO, .then = other};
	block_set_term(l, from, term);
}

// switch (6.8.4.2). The body is lowered as it stands, with a block for each case
// label wherever it is found; the dispatch follows when they are all known.
static void lower_switch(Lower *l, CXCursor stmt)
{
	Builder *b = l->b;
	Kids kids = cursor_kids(l, stmt);
	if (kids.n < 2)
		return;
	const Drop *before = b->live;
	Operand value = expr_value(l, kids.v[kids.n - 2], PLACE_NONE);
	Span span = text_span(l, kids.v[kids.n - 2]);
	if (b->at.i == ID_NONE)
		block_place(l, block_new(l));
	BlockId from = b->at, end = block_new(l);
	const Drop *live = b->live;
	b->at = (BlockId){ID_NONE};
	Switch sw = {.outer = b->inside, .fallback = {ID_NONE}};
	const Target *outer = b->target;
	Target target = {.outer = outer, .on_break = end, .on_continue = {ID_NONE}, .break_live = live};
	if (outer) {
		target.on_continue = outer->on_continue;
		target.continue_live = outer->continue_live;
	}
	b->inside = &sw;
	b->target = &target;
	lower_scope(l, kids.v[kids.n - 1], EXIT_BLOCK);
	b->inside = sw.outer;
	b->target = outer;
	block_jump(l, end);
	dispatch(l, from, live, &sw, value, end, span);
	block_place(l, end);
	scope_end(l, before, EXIT_BLOCK, stmt);
}

static void add_case(Lower *l, CXCursor stmt, Kids kids, BlockId block)
{
	Switch *sw = l->b->inside;
	if (!sw)
		return;
	if (stmt.kind == CXCursor_DefaultStmt) {
		sw->fallback = block;
		sw->fallback_live = l->b->live;
		return;
	}
	Operand lo = expr_value(l, kids.v[0], PLACE_NONE);
	Operand hi = kids.n > 2 ? expr_value(l, kids.v[1], PLACE_NONE) : lo;
	if (lo.kind == OPERAND_INT && hi.kind == OPERAND_INT && lo.num <= hi.num)
		VEC_PUSH(l->b->arena, &sw->cases, ((Point){.block = block, .live = l->b->live, .lo = lo.num, .hi = hi.num}));
}

static void add_label(Lower *l, CXCursor stmt, BlockId block)
{
	map_put(l->b->arena, &l->b->label_index, stmt_key(stmt), l->b->labels.n);
	VEC_PUSH(l->b->arena, &l->b->labels, ((Point){.block = block, .live = l->b->live, .label = stmt_key(stmt)}));
}

// Labels of all kinds (6.8.1); `case 1: case 2: s` nests, so this is a loop.
static CXCursor lower_labels(Lower *l, CXCursor stmt)
{
	for (;;) {
		bool is_case = stmt.kind == CXCursor_CaseStmt || stmt.kind == CXCursor_DefaultStmt;
		if (!is_case && stmt.kind != CXCursor_LabelStmt)
			return stmt;
		Kids kids = cursor_kids(l, stmt);
		if (is_case && kids.n < (stmt.kind == CXCursor_CaseStmt ? 2u : 1u))
			return clang_getNullCursor();
		BlockId block = block_new(l);
		block_place(l, block);
		if (is_case)
			add_case(l, stmt, kids, block);
		else
			add_label(l, stmt, block);
		if (!kids.n)
			return clang_getNullCursor();
		stmt = kids.v[kids.n - 1];
	}
}

// ---- the parts of `for` ---------------------------------------------------------------------

enum { FOR_INIT = 1, FOR_CONDITION = 2, FOR_INCREMENT = 4 };

typedef struct Loops {
	Lower *l;
	VEC(uint64_t) keys;
} Loops;

static enum CXChildVisitResult visit_loop(CXCursor child, CXCursor parent, CXClientData data)
{
	(void)parent;
	Loops *loops = data;
	if (child.kind == CXCursor_ForStmt)
		VEC_PUSH(&loops->l->scratch, &loops->keys, stmt_key(child));
	return CXChildVisit_Recurse;
}

// Past a string or character constant that begins at `at`.
static const char *skip_quoted(const char *at)
{
	char quote = *at++;
	for (; *at && *at != quote; at++)
		at += *at == '\\' && at[1];
	return *at ? at + 1 : at;
}

// The end of the part of a for header that begins at `at`: its `;` or `)`.
static const char *part_end(const char *at, bool *empty)
{
	*empty = true;
	for (int depth = 0; *at;) {
		if (depth == 0 && (*at == ';' || *at == ')'))
			return at;
		*empty &= isspace((unsigned char)*at) != 0;
		depth += *at == '(' || *at == '{' || *at == '[';
		depth -= *at == ')' || *at == '}' || *at == ']';
		at = *at == '"' || *at == '\'' ? skip_quoted(at) : at + 1;
	}
	return at;
}

static uint32_t parts_of(const char *at)
{
	uint32_t parts = 0;
	for (uint32_t part = FOR_INIT; part <= FOR_INCREMENT; part <<= 1) {
		bool empty;
		at = part_end(at, &empty);
		parts |= empty ? 0 : part;
		at += *at == ';';
	}
	return parts;
}

// libclang leaves out the parts that are not there, so `for (;c();)` and
// `for (;;c())` look alike. Clang's print of the function has the loops in the
// cursors' order with macros expanded; its n-th `for (` is the n-th ForStmt.
static void find_for_parts(Lower *l)
{
	Builder *b = l->b;
	Loops loops = {.l = l};
	clang_visitChildren(b->cursor, visit_loop, &loops);
	U32Vec parts = {0};
	const char *text = text_pretty(l, b->cursor, false);
	for (const char *at = text; *at;) {
		bool word = at > text && (isalnum((unsigned char)at[-1]) || at[-1] == '_');
		if (!word && strncmp(at, "for (", 5) == 0)
			VEC_PUSH(&l->scratch, &parts, parts_of(at + 5));
		at = *at == '"' || *at == '\'' ? skip_quoted(at) : at + 1;
	}
	for (uint32_t i = 0; parts.n == loops.keys.n && i < parts.n; i++)
		map_put(b->arena, &b->for_parts, loops.keys.v[i], parts.v[i]);
	b->for_parts_known = true;
}

static bool looks_like_increment(CXCursor expr)
{
	CXCursor peeled = expr_peel(expr);
	if (peeled.kind == CXCursor_CompoundAssignOperator)
		return true;
	if (peeled.kind == CXCursor_UnaryOperator)
		return clang_getCursorUnaryOperatorKind(peeled) <= CXUnaryOperator_PreDec;
	enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(peeled);
	return peeled.kind == CXCursor_BinaryOperator && (op == CXBinaryOperator_Assign || op == CXBinaryOperator_Comma);
}

static uint32_t for_parts(Lower *l, CXCursor loop, Kids kids)
{
	if (kids.n <= 1)
		return 0;
	if (kids.n >= 4)
		return FOR_INIT | FOR_CONDITION | FOR_INCREMENT;
	if (kids.v[0].kind == CXCursor_DeclStmt && kids.n == 2)
		return FOR_INIT;
	if (!l->b->for_parts_known)
		find_for_parts(l);
	uint32_t parts = map_get(&l->b->for_parts, stmt_key(loop));
	uint32_t count = (parts & 1) + (parts >> 1 & 1) + (parts >> 2 & 1);
	if (parts != MAP_NONE && count == kids.n - 1)
		return parts;
	// The print disagrees with the cursors: judge by the shape of the last part.
	uint32_t last = looks_like_increment(kids.v[kids.n - 2]) ? FOR_INCREMENT : FOR_CONDITION;
	if (kids.n == 2)
		return last;
	bool declares = kids.v[0].kind == CXCursor_DeclStmt || looks_like_increment(kids.v[0]);
	return last == FOR_CONDITION || declares ? FOR_INIT | last : FOR_CONDITION | last;
}

// ---- loops ----------------------------------------------------------------------------

// The body, as a scope that ends each iteration.
static void lower_body(Lower *l, CXCursor body, BlockId on_break, const Drop *break_live, BlockId on_continue)
{
	Target target = {.outer = l->b->target,
	                 .on_break = on_break,
	                 .break_live = break_live,
	                 .on_continue = on_continue,
	                 .continue_live = l->b->live};
	l->b->target = &target;
	lower_scope(l, body, EXIT_CONTINUE);
	l->b->target = target.outer;
	block_jump(l, on_continue);
}

static void lower_while(Lower *l, CXCursor stmt)
{
	Kids kids = cursor_kids(l, stmt);
	if (kids.n < 2)
		return;
	const Drop *before = l->b->live;
	BlockId head = block_new(l), body = block_new(l), end = block_new(l);
	Anchor saved = anchor_open(l);
	block_place(l, head);
	stmt_condition(l, kids.v[0], body, end);
	anchor_close(l, saved);
	if (!block_is_dead(l, body, kids.v[kids.n - 1])) {
		block_place(l, body);
		lower_body(l, kids.v[kids.n - 1], end, l->b->live, head);
	}
	block_place(l, end);
	scope_end(l, before, EXIT_BLOCK, stmt);
}

// A condition after the body is a scope of its own: its objects end on both ways out.
static void lower_do(Lower *l, CXCursor stmt)
{
	Kids kids = cursor_kids(l, stmt);
	if (kids.n < 2)
		return;
	const Drop *before = l->b->live;
	BlockId head = block_new(l), condition = block_new(l), end = block_new(l);
	block_place(l, head);
	lower_body(l, kids.v[0], end, before, condition);
	block_place(l, condition);
	BlockId again = block_new(l), done = block_new(l);
	Anchor saved = anchor_open(l);
	stmt_condition(l, kids.v[1], again, done);
	anchor_close(l, saved);
	const Drop *inside = l->b->live;
	block_place(l, again);
	scope_end(l, before, EXIT_CONTINUE, stmt);
	block_jump(l, head);
	l->b->live = inside;
	block_place(l, done);
	scope_end(l, before, EXIT_BLOCK, stmt);
	block_place(l, end);
}

// for (6.8.5.3): a variable declared in its first part lives for the whole statement.
static void lower_for(Lower *l, CXCursor stmt)
{
	Kids kids = cursor_kids(l, stmt);
	if (!kids.n)
		return;
	uint32_t parts = for_parts(l, stmt, kids), next = 0;
	const Drop *before = l->b->live;
	if (parts & FOR_INIT)
		stmt_lower(l, kids.v[next++]);
	BlockId head = block_new(l), body = block_new(l), step = block_new(l), end = block_new(l);
	Anchor saved = anchor_open(l);
	block_place(l, head);
	if (parts & FOR_CONDITION)
		stmt_condition(l, kids.v[next++], body, end);
	anchor_close(l, saved);
	if (!block_is_dead(l, body, kids.v[kids.n - 1])) {
		block_place(l, body);
		lower_body(l, kids.v[kids.n - 1], end, l->b->live, step);
		block_place(l, step);
		const Drop *inside = l->b->live;
		if (parts & FOR_INCREMENT)
			expr_discard(l, kids.v[next]);
		scope_end(l, inside, EXIT_CONTINUE, stmt);
		block_jump(l, head);
	}
	block_place(l, end);
	scope_end(l, before, EXIT_BLOCK, stmt);
}

// ---- jumps (6.8.6) ----------------------------------------------------------------------

static void lower_break(Lower *l, CXCursor stmt)
{
	const Target *target = l->b->target;
	bool again = stmt.kind == CXCursor_ContinueStmt;
	BlockId to = !target ? (BlockId){ID_NONE} : again ? target->on_continue : target->on_break;
	if (to.i == ID_NONE)
		return;
	const Drop *live = again ? target->continue_live : target->break_live;
	if (l->b->at.i == ID_NONE)
		return;
	if (l->b->live == live)
		block_jump(l, to);
	else
		scope_jump(l, live, to, again ? EXIT_CONTINUE : EXIT_BREAK, text_span(l, stmt));
}

static void lower_goto(Lower *l, CXCursor stmt)
{
	Builder *b = l->b;
	Kids kids = cursor_kids(l, stmt);
	if (b->at.i == ID_NONE)
		return;
	uint64_t label = kids.n ? stmt_key(clang_getCursorReferenced(kids.v[0])) : 0;
	VEC_PUSH(b->arena, &b->gotos,
	         ((Point){.block = b->at, .live = b->live, .label = label, .span = text_span(l, stmt)}));
	b->at = (BlockId){ID_NONE};
}

static Instr *emit_havoc(Lower *l, Place dst, const char *why, Span span)
{
	Instr *instr = emit(l, OP_HAVOC, dst, operand_none(), span);
	instr->why = strs_intern_z(&l->ir->strs, why);
	return instr;
}

// To the label that `jump` says; the edges are added when all labels are known.
static void goto_computed(Lower *l, Span span)
{
	Builder *b = l->b;
	VEC_PUSH(b->arena, &b->computed, ((Point){.block = b->at, .live = b->live, .span = span}));
	b->at = (BlockId){ID_NONE};
}

static Place jump_place(Lower *l)
{
	if (!l->b->computed.n)
		l->b->jump = temp_new(l);
	return place_var(l->b->jump);
}

// A variable holds the label that was put there; one from a table may be any.
static void lower_computed_goto(Lower *l, CXCursor stmt)
{
	Span span = text_span(l, stmt);
	Operand label = expr_value(l, cursor_only_kid(stmt), PLACE_NONE);
	if (label.kind == OPERAND_PLACE && (label.place.path.i || l->b->fn->vars.v[label.place.var.i].kind == VAR_TEMP))
		label = operand_unknown();
	emit(l, OP_COPY, jump_place(l), label, span);
	goto_computed(l, span);
}

// return (6.8.6.4): the value is read before the storage of its parts ends.
static void lower_return(Lower *l, CXCursor stmt)
{
	Kids kids = cursor_kids(l, stmt);
	Span span = text_span(l, stmt);
	Operand value = operand_none();
	if (kids.n)
		value = expr_value(l, kids.v[0], PLACE_NONE);
	bool named =
		value.kind == OPERAND_PLACE && (value.place.path.i || l->b->fn->vars.v[value.place.var.i].kind != VAR_TEMP);
	if (named)
		value = emit_temp(l, OP_COPY, PLACE_NONE, value, text_span(l, kids.v[0]));
	scope_return(l, value, span);
}

// ---- other statements -----------------------------------------------------------------------

// What assembly may write through one operand: the place that it names, or the
// object whose address it gets. Plain values are only read.
static Place asm_place(Lower *l, CXCursor operand)
{
	CXCursor inner = expr_peel(operand);
	bool address =
		inner.kind == CXCursor_UnaryOperator && clang_getCursorUnaryOperatorKind(inner) == CXUnaryOperator_AddrOf;
	bool pointer = clang_getCanonicalType(clang_getCursorType(operand)).kind == CXType_Pointer;
	bool value = operand.kind == CXCursor_UnexposedExpr || address;
	if (value && pointer)
		return expr_pointee(l, inner);
	bool names = inner.kind == CXCursor_DeclRefExpr || inner.kind == CXCursor_MemberRefExpr ||
	             inner.kind == CXCursor_ArraySubscriptExpr || inner.kind == CXCursor_UnaryOperator;
	if (!value && names)
		return expr_place(l, inner);
	expr_discard(l, operand);
	return PLACE_NONE;
}

// asm goto, whose labels libclang does not show: it falls through, or goes to any label.
static void asm_branch(Lower *l, CXCursor stmt, Place where)
{
	BlockId jump = block_new(l), next = block_new(l);
	block_branch(l, CALC_NE, operand_place(where), operand_int(0), jump, next, stmt);
	block_place(l, jump);
	emit_havoc(l, jump_place(l), "asm goto", text_span(l, stmt));
	goto_computed(l, text_span(l, stmt));
	l->b->any_label = true;
	block_place(l, next);
}

static void lower_asm(Lower *l, CXCursor stmt)
{
	Kids kids = cursor_kids(l, stmt);
	VEC(Operand) places = {0};
	if (!kids.n && text_is_empty_asm(l, stmt))
		return;
	for (uint32_t i = 0; i < kids.n; i++) {
		if (!clang_isExpression(kids.v[i].kind))
			continue;
		Place place = asm_place(l, kids.v[i]);
		if (!place_none(place))
			VEC_PUSH(l->b->arena, &places, operand_place(place));
	}
	bool jumps = text_is_asm_goto(l, stmt);
	Place where = jumps ? place_var(temp_new(l)) : PLACE_NONE;
	emit_args(l, emit_havoc(l, where, "inline asm", text_span(l, stmt)), places.v, places.n);
	l->ir->units.v[l->unit_index].nhavoc++;
	if (jumps)
		asm_branch(l, stmt, where);
}

static void lower_declarations(Lower *l, CXCursor stmt)
{
	Kids kids = cursor_kids(l, stmt);
	for (uint32_t i = 0; i < kids.n; i++)
		if (kids.v[i].kind == CXCursor_VarDecl)
			decl_lower(l, kids.v[i]);
}

// Statements with attributes are transparent; directives that change what happens are not.
static void lower_unexposed(Lower *l, CXCursor stmt)
{
	Kids kids = cursor_kids(l, stmt);
	bool transparent = stmt.kind == CXCursor_UnexposedStmt;
	if (!transparent) {
		emit(l, OP_HAVOC, PLACE_NONE, operand_none(), text_span(l, stmt))->why =
			strs_intern_z(&l->ir->strs, "statement");
		l->ir->units.v[l->unit_index].nhavoc++;
	}
	for (uint32_t i = 0; i < kids.n; i++)
		if (clang_isStatement(kids.v[i].kind) || (transparent && clang_isExpression(kids.v[i].kind)))
			stmt_lower(l, kids.v[i]);
}

static void lower_stmt(Lower *l, CXCursor stmt)
{
	stmt = lower_labels(l, stmt);
	if (clang_isExpression(stmt.kind)) {
		expr_discard(l, stmt);
		return;
	}
	switch ((int)stmt.kind) {
	case CXCursor_InvalidFile: // a label with nothing behind it
	case CXCursor_NullStmt: return;
	case CXCursor_CompoundStmt: lower_scope(l, stmt, EXIT_BLOCK); return;
	case CXCursor_DeclStmt: lower_declarations(l, stmt); return;
	case CXCursor_IfStmt: lower_if(l, stmt); return;
	case CXCursor_SwitchStmt: lower_switch(l, stmt); return;
	case CXCursor_WhileStmt: lower_while(l, stmt); return;
	case CXCursor_DoStmt: lower_do(l, stmt); return;
	case CXCursor_ForStmt: lower_for(l, stmt); return;
	case CXCursor_GotoStmt: lower_goto(l, stmt); return;
	case CXCursor_IndirectGotoStmt: lower_computed_goto(l, stmt); return;
	case CXCursor_ContinueStmt:
	case CXCursor_BreakStmt: lower_break(l, stmt); return;
	case CXCursor_ReturnStmt: lower_return(l, stmt); return;
	case CXCursor_GCCAsmStmt:
	case CXCursor_MSAsmStmt: lower_asm(l, stmt); return;
	default: lower_unexposed(l, stmt); return;
	}
}

void stmt_lower(Lower *l, CXCursor stmt)
{
	KidMark mark = kids_mark(l);
	lower_stmt(l, stmt);
	kids_release(l, mark);
}

void stmt_body(Lower *l, CXCursor body)
{
	lower_list(l, body);
	if (l->b->at.i == ID_NONE)
		return;
	scope_return(l, operand_none(), text_last(l, body));
}

// ({ ... }): the value of the last expression, kept in a temporary when its scope ends.
Operand stmt_expr(Lower *l, CXCursor expr)
{
	Kids outer = cursor_kids(l, expr);
	if (!outer.n)
		return operand_none();
	Kids kids = cursor_kids(l, outer.v[0]);
	const Drop *before = l->b->live;
	Anchor saved = anchor_reset(l);
	Operand value = operand_none();
	bool is_void = clang_getCanonicalType(clang_getCursorType(expr)).kind == CXType_Void;
	for (uint32_t i = 0; i < kids.n; i++) {
		CXCursor stmt = i + 1 < kids.n || is_void ? kids.v[i] : lower_labels(l, kids.v[i]);
		if (i + 1 < kids.n || is_void || !clang_isExpression(stmt.kind))
			stmt_lower(l, stmt);
		else
			value = expr_value(l, stmt, PLACE_NONE);
	}
	if (value.kind == OPERAND_PLACE && l->b->fn->vars.v[value.place.var.i].kind != VAR_TEMP)
		value = emit_temp(l, OP_COPY, PLACE_NONE, value, text_span(l, expr));
	scope_end(l, before, EXIT_BLOCK, outer.v[0]);
	anchor_close(l, saved);
	return value.kind == OPERAND_NONE && !is_void ? operand_unknown() : value;
}

// ---- control flow in expressions -----------------------------------------------------------

static void branch_value(Lower *l, BlockId block, CXCursor expr, Place dst, bool is_void, BlockId end)
{
	if (block_is_dead(l, block, expr))
		return;
	block_place(l, block);
	if (is_void)
		expr_discard(l, expr);
	else
		expr_init(l, dst, expr);
	block_jump(l, end);
}

// a ? b : c (6.5.15)
Operand stmt_conditional(Lower *l, CXCursor expr, Place want)
{
	Kids kids = cursor_kids(l, expr);
	if (kids.n != 3)
		return expr_havoc(l, expr, "conditional", want);
	bool is_void = clang_getCanonicalType(clang_getCursorType(expr)).kind == CXType_Void;
	Place dst = is_void || !place_none(want) ? want : place_var(temp_new(l));
	BlockId then = block_new(l), other = block_new(l), end = block_new(l);
	Anchor saved = anchor_open(l);
	stmt_condition(l, kids.v[0], then, other);
	branch_value(l, then, kids.v[1], dst, is_void, end);
	branch_value(l, other, kids.v[2], dst, is_void, end);
	block_place(l, end);
	anchor_close(l, saved);
	return is_void ? operand_none() : operand_place(dst);
}

// a ?: c; libclang shows a, twice more a, and c.
Operand stmt_elvis(Lower *l, Kids kids, Place want)
{
	Place dst = place_none(want) ? place_var(temp_new(l)) : want;
	BlockId other = block_new(l), end = block_new(l);
	Operand value = expr_value(l, kids.v[0], dst);
	expr_store(l, dst, value, text_span(l, kids.v[0]));
	if (value.kind == OPERAND_FN || value.kind == OPERAND_STRING)
		value = operand_int(1);
	Anchor saved = anchor_open(l);
	block_branch(l, CALC_NE, value, operand_int(0), end, other, kids.v[0]);
	branch_value(l, other, kids.v[3], dst, false, end);
	block_place(l, end);
	anchor_close(l, saved);
	return operand_place(dst);
}

// &&, || as values: 1 or 0.
Operand stmt_logic(Lower *l, CXCursor expr, Place want)
{
	Place dst = place_none(want) ? place_var(temp_new(l)) : want;
	BlockId then = block_new(l), other = block_new(l), end = block_new(l);
	Span span = text_span(l, expr);
	stmt_condition(l, expr, then, other);
	block_place(l, then);
	emit(l, OP_COPY, dst, operand_int(1), span);
	block_jump(l, end);
	block_place(l, other);
	emit(l, OP_COPY, dst, operand_int(0), span);
	block_place(l, end);
	return operand_place(dst);
}

// The left operands of a chain of commas are evaluated for their effects.
CXCursor stmt_comma(Lower *l, CXCursor expr)
{
	VEC(CXCursor) rights = {0};
	CXCursor at = expr;
	while (at.kind == CXCursor_BinaryOperator && clang_getCursorBinaryOperatorKind(at) == CXBinaryOperator_Comma) {
		Kids kids = cursor_kids(l, at);
		if (kids.n != 2)
			break;
		VEC_PUSH(&l->scratch, &rights, kids.v[1]);
		at = kids.v[0];
	}
	for (uint32_t i = rights.n; i-- > 0; at = rights.v[i])
		expr_discard(l, at);
	return at;
}

// ---- conditions --------------------------------------------------------------------------------

static bool is_operator(CXCursor expr, enum CXBinaryOperatorKind kind)
{
	return expr.kind == CXCursor_BinaryOperator && clang_getCursorBinaryOperatorKind(expr) == kind;
}

static bool is_comparison(CXCursor expr)
{
	if (expr.kind != CXCursor_BinaryOperator)
		return false;
	enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(expr);
	return op >= CXBinaryOperator_LT && op <= CXBinaryOperator_NE;
}

// The `n` operands that are still to come: `0 && a && b`.
static bool chain_is_dead(Lower *l, BlockId block, const CXCursor *operands, uint32_t n)
{
	while (n > 0 && block_is_dead(l, block, operands[n - 1]))
		n--;
	return n == 0;
}

// && and || chains nest to the left: the operands in source order.
static void lower_chain(Lower *l, CXCursor expr, enum CXBinaryOperatorKind op, BlockId then, BlockId other)
{
	VEC(CXCursor) operands = {0};
	while (is_operator(expr, op)) {
		Kids kids = cursor_kids(l, expr);
		VEC_PUSH(&l->scratch, &operands, kids.v[kids.n - 1]);
		expr = expr_peel(kids.v[0]);
	}
	VEC_PUSH(&l->scratch, &operands, expr);
	Anchor saved = anchor_open(l);
	for (uint32_t i = operands.n; i-- > 0;) {
		BlockId next = i ? block_new(l) : op == CXBinaryOperator_LAnd ? then : other;
		if (op == CXBinaryOperator_LAnd)
			stmt_condition(l, operands.v[i], next, other);
		else
			stmt_condition(l, operands.v[i], then, next);
		if (i && chain_is_dead(l, next, operands.v, i))
			break;
		if (i)
			block_place(l, next);
	}
	anchor_close(l, saved);
}

static void lower_comparison(Lower *l, CXCursor expr, BlockId then, BlockId other)
{
	Kids kids = cursor_kids(l, expr);
	Operand a = expr_value(l, kids.v[0], PLACE_NONE);
	Operand b = expr_value(l, kids.v[1], PLACE_NONE);
	block_branch(l, expr_operator(expr, kids), a, b, then, other, expr);
}

static void branch_condition(Lower *l, BlockId block, CXCursor expr, BlockId then, BlockId other)
{
	if (block_is_dead(l, block, expr))
		return;
	block_place(l, block);
	stmt_condition(l, expr, then, other);
}

// a ? b : c as a condition
static void lower_choice(Lower *l, CXCursor expr, BlockId then, BlockId other)
{
	Kids kids = cursor_kids(l, expr);
	BlockId middle = block_new(l), last = block_new(l);
	Anchor saved = anchor_open(l);
	stmt_condition(l, kids.v[0], middle, last);
	branch_condition(l, middle, kids.v[1], then, other);
	branch_condition(l, last, kids.v[2], then, other);
	anchor_close(l, saved);
}

static void lower_truth(Lower *l, CXCursor expr, BlockId then, BlockId other)
{
	Operand value = expr_value(l, expr, PLACE_NONE);
	if (value.kind == OPERAND_FN || value.kind == OPERAND_STRING)
		value = operand_int(1);
	if (value.kind == OPERAND_NONE)
		value = operand_unknown();
	block_branch(l, CALC_NE, value, operand_int(0), then, other, expr);
}

// What is true exactly when `expr` is: parentheses, casts to wider types and to
// bool, __builtin_expect, and an even number of `!` are looked through.
static CXCursor truth_of(Lower *l, CXCursor expr, bool *negated)
{
	for (;;) {
		expr = expr_peel(expr);
		bool is_not =
			expr.kind == CXCursor_UnaryOperator && clang_getCursorUnaryOperatorKind(expr) == CXUnaryOperator_LNot;
		if (!is_not && expr.kind != CXCursor_CallExpr)
			return expr;
		Kids kids = cursor_kids(l, expr);
		if (!is_not && (kids.n < 3 || !call_is_expect(l, kids.v[0])))
			return expr;
		*negated ^= is_not;
		expr = kids.v[is_not ? 0 : 1];
	}
}

void stmt_condition(Lower *l, CXCursor expr, BlockId then, BlockId other)
{
	bool negated = false;
	expr = truth_of(l, expr, &negated);
	BlockId yes = negated ? other : then, no = negated ? then : other;
	if (is_operator(expr, CXBinaryOperator_LAnd) || is_operator(expr, CXBinaryOperator_LOr))
		lower_chain(l, expr, clang_getCursorBinaryOperatorKind(expr), yes, no);
	else if (is_operator(expr, CXBinaryOperator_Comma))
		stmt_condition(l, stmt_comma(l, expr), yes, no);
	else if (is_comparison(expr))
		lower_comparison(l, expr, yes, no);
	else if (expr.kind == CXCursor_ConditionalOperator)
		lower_choice(l, expr, yes, no);
	else
		lower_truth(l, expr, yes, no);
}
