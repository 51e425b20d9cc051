// SPDX-License-Identifier: MIT
// scope: where storage begins and ends, and the three verbs of control flow: make
// a block, place it, jump. In: the tree of Drops that the statements grow. Out: the
// function's blocks, with DEAD on every edge out of a scope and LIVE on every edge
// into one. Jumps whose target is not known yet are patched in builder_finish.
#include "front/lower.h"

// Each jump ends the storage that it leaves by itself, so that each names its own way out.
// A function with more such ends than this would have the square of its size in them.
enum { MOST_OWN_ENDS = 10000 };

void builder_init(Lower *l, Builder *b, Fn *fn, Arena *arena)
{
	*b = (Builder){
		.fn = fn, .arena = arena, .at = {ID_NONE}, .anchor = {.block = {ID_NONE}}, .shared_return = {ID_NONE}};
	Builder *saved = l->b;
	l->b = b;
	block_place(l, block_new(l));
	l->b = saved;
}

// ---- blocks -----------------------------------------------------------------------

BlockId block_new(Lower *l)
{
	VEC_PUSH(l->b->arena, &l->b->blocks, (BlockDraft){0});
	return (BlockId){l->b->blocks.n - 1};
}

void block_place(Lower *l, BlockId block)
{
	Builder *b = l->b;
	if (b->at.i != ID_NONE)
		block_jump(l, block);
	VEC_PUSH(b->arena, &b->order, block.i);
	b->at = block;
}

// The block that instructions go to. After a jump that is a new one, which nothing
// reaches unless a label is put into it; builder_finish drops it then.
static BlockId block_at(Lower *l)
{
	if (l->b->at.i == ID_NONE)
		block_place(l, block_new(l));
	return l->b->at;
}

static Term block_term(const Builder *b, uint32_t id)
{
	BlockDraft block = b->blocks.v[id];
	if (block.goes_on)
		return (Term){.kind = TERM_GOTO, .then = {block.term}};
	return block.term ? b->terms.v[block.term - 1] : (Term){.kind = TERM_NONE};
}

void block_set_term(Lower *l, BlockId block, Term term)
{
	BlockDraft *draft = &l->b->blocks.v[block.i];
	draft->goes_on = term.kind == TERM_GOTO;
	if (!draft->goes_on)
		VEC_PUSH(l->b->arena, &l->b->terms, term);
	draft->term = draft->goes_on ? term.then.i : l->b->terms.n;
}

void block_end(Lower *l, Term term)
{
	block_set_term(l, block_at(l), term);
	BlockDraft *blocks = l->b->blocks.v;
	if (term.kind == TERM_GOTO || term.kind == TERM_IF)
		blocks[term.then.i].targeted = true;
	if (term.kind == TERM_IF)
		blocks[term.other.i].targeted = true;
	l->b->at = (BlockId){ID_NONE};
}

void block_jump(Lower *l, BlockId to)
{
	if (l->b->at.i != ID_NONE)
		block_end(l, (Term){.kind = TERM_GOTO, .then = to});
}

static bool calc_holds(CalcOp cmp, int64_t a, int64_t b)
{
	if (calc_is_unsigned(cmp) && (a < 0) != (b < 0)) // the one with the top bit set is greater
		return calc_holds(calc_signed(cmp), b, a);
	cmp = calc_signed(cmp);
	return cmp == CALC_EQ   ? a == b
	       : cmp == CALC_NE ? a != b
	       : cmp == CALC_LT ? a < b
	       : cmp == CALC_LE ? a <= b
	       : cmp == CALC_GT ? a > b
	                        : a >= b;
}

void block_branch(Lower *l, CalcOp cmp, Operand x, Operand y, BlockId then, BlockId other, CXCursor expr)
{
	block_at(l);
	if (x.kind == OPERAND_INT && y.kind == OPERAND_INT) {
		block_jump(l, calc_holds(cmp, x.num, y.num) ? then : other);
		return;
	}
	Span span = text_span(l, expr);
	block_end(l, (Term){.kind = TERM_IF, .cmp = cmp, .a = x, .b = y, .then = then, .other = other, .span = span});
}

static enum CXChildVisitResult visit_for_label(CXCursor child, CXCursor parent, CXClientData found)
{
	(void)parent;
	bool is_label =
		child.kind == CXCursor_LabelStmt || child.kind == CXCursor_CaseStmt || child.kind == CXCursor_DefaultStmt;
	*(bool *)found = is_label;
	return is_label ? CXChildVisit_Break : CXChildVisit_Recurse;
}

bool block_is_dead(Lower *l, BlockId block, CXCursor code)
{
	if (l->b->at.i != ID_NONE || l->b->blocks.v[block.i].targeted)
		return false;
	bool found = false;
	if (visit_for_label(code, code, &found) == CXChildVisit_Recurse)
		clang_visitChildren(code, visit_for_label, &found);
	return !found;
}

// ---- instructions -----------------------------------------------------------------

static Instr instr_new(Opcode op, Place dst, Operand a, Span span)
{
	return (Instr){.op = op, .dst = dst, .a = a, .b = operand_none(), .span = span};
}

// Puts `instr` behind the instruction `after` of the block, or first when that is 0.
static InstrDraft *instr_insert(Builder *b, BlockId id, uint32_t after, Instr instr)
{
	VEC_PUSH(b->arena, &b->instrs, (InstrDraft){.instr = instr});
	InstrDraft *draft = &b->instrs.v[b->instrs.n - 1];
	BlockDraft *block = &b->blocks.v[id.i];
	uint32_t *link = after ? &b->instrs.v[after - 1].next : &block->first;
	draft->next = *link;
	*link = b->instrs.n;
	if (block->last == after)
		block->last = b->instrs.n;
	return draft;
}

Instr *emit(Lower *l, Opcode op, Place dst, Operand a, Span span)
{
	BlockId at = block_at(l);
	return &instr_insert(l->b, at, l->b->blocks.v[at.i].last, instr_new(op, dst, a, span))->instr;
}

void emit_args(Lower *l, Instr *instr, const Operand *args, uint32_t nargs)
{
	instr->args = l->b->operands.n;
	instr->nargs = nargs;
	for (uint32_t i = 0; i < nargs; i++)
		VEC_PUSH(l->b->arena, &l->b->operands, args[i]);
}

VarId temp_new(Lower *l)
{
	char name[16];
	int len = snprintf(name, sizeof name, "%%%u", ++l->b->ntemps);
	Var var = {.kind = VAR_TEMP, .name = strs_intern(&l->ir->strs, name, (size_t)len)};
	VEC_PUSH(l->b->arena, &l->b->fn->vars, var);
	return (VarId){l->b->fn->vars.n - 1};
}

Operand emit_temp(Lower *l, Opcode op, Place want, Operand a, Span span)
{
	Place dst = place_none(want) ? place_var(temp_new(l)) : want;
	emit(l, op, dst, a, span);
	return operand_place(dst);
}

Operand emit_load(Lower *l, Place place, Access access, Place want, Span span)
{
	Place dst = place_none(want) ? place_var(temp_new(l)) : want;
	emit(l, place.deref ? OP_LOAD : OP_COPY, dst, operand_place(place), span)->access = (uint8_t)access;
	return operand_place(dst);
}

static bool same_place(Operand value, Place place)
{
	return value.kind == OPERAND_PLACE && value.place.var.i == place.var.i && value.place.deref == place.deref &&
	       value.place.path.i == place.path.i;
}

void emit_store(Lower *l, Place dst, Operand value, Access access, Span span)
{
	if (value.kind == OPERAND_NONE)
		value = operand_unknown();
	if (!same_place(value, dst))
		emit(l, dst.deref ? OP_STORE : OP_COPY, dst, value, span)->access = (uint8_t)access;
}

// ---- storage ----------------------------------------------------------------------

static const Drop *drop_push(Lower *l, VarId var, StrId cleanup)
{
	Drop *drop = ARENA_NEW(l->b->arena, Drop);
	const Drop *parent = l->b->live;
	*drop = (Drop){.parent = parent, .var = var, .cleanup = cleanup, .depth = parent ? parent->depth + 1 : 1};
	return l->b->live = drop;
}

static void live_at_anchor(Lower *l, VarId var, Span span)
{
	Anchor *anchor = &l->b->anchor;
	instr_insert(l->b, anchor->block, anchor->after, instr_new(OP_LIVE, place_var(var), operand_none(), span));
	anchor->after = l->b->instrs.n;
}

// What ends a variable where its thread ends.
static Operand unwound_by(const Lower *l, StrId cleanup)
{
	return cleanup.i && l->unwinds ? operand_str(OPERAND_FN, cleanup) : operand_none();
}

void scope_declare(Lower *l, VarId var, StrId cleanup, Span span)
{
	VarKind kind = l->b->fn->vars.v[var.i].kind;
	if (kind == VAR_LITERAL && l->b->anchor.block.i != ID_NONE)
		live_at_anchor(l, var, span);
	else if (kind != VAR_PARAM)
		emit(l, OP_LIVE, place_var(var), unwound_by(l, cleanup), span);
	drop_push(l, var, cleanup);
}

// The end of one storage: its cleanup function first, then DEAD.
static void drop_emit(Lower *l, const Drop *drop, ExitKind kind, Span exit)
{
	if (drop->cleanup.i) {
		Operand address = emit_temp(l, OP_ADDR, PLACE_NONE, operand_place(place_var(drop->var)), exit);
		Instr *call = emit(l, OP_CALL, PLACE_NONE, operand_str(OPERAND_FN, drop->cleanup), exit);
		emit_args(l, call, &address, 1);
	}
	emit(l, OP_DEAD, place_var(drop->var), operand_none(), exit)->sub = (uint8_t)kind;
}

static void drops_leave(Lower *l, const Drop *from, const Drop *to, ExitKind kind, Span exit)
{
	for (; from != to; from = from->parent)
		drop_emit(l, from, kind, exit);
}

void scope_leave(Lower *l, const Drop *to, ExitKind kind, Span exit) { drops_leave(l, l->b->live, to, kind, exit); }

static uint32_t drop_depth(const Drop *drop) { return drop ? drop->depth : 0; }

// Ways out with the same end share what they have in common: each Drop has a block that ends
// it, which goes on to that of its parent. All of them are told at the exit that came first.
static void leave_shared(Lower *l, const Drop *from, const Drop *to, BlockId target, ExitKind kind, Span exit)
{
	Builder *b = l->b;
	for (; from != to; from = from->parent) {
		uint64_t key = hash_mix((uintptr_t)from, (uint64_t)target.i << 3 | kind);
		uint32_t known = map_get(&b->exits, key);
		if (known != MAP_NONE) {
			block_jump(l, (BlockId){known});
			return;
		}
		BlockId block = block_new(l);
		map_put(b->arena, &b->exits, key, block.i);
		block_place(l, block);
		drop_emit(l, from, kind, exit);
	}
	block_jump(l, target);
}

// Ends what is live at `from` and not at `to`, and goes to `target`.
static void leave(Lower *l, const Drop *from, const Drop *to, BlockId target, ExitKind kind, Span exit)
{
	l->b->nleft += drop_depth(from) - drop_depth(to);
	if (l->b->nleft > MOST_OWN_ENDS) {
		leave_shared(l, from, to, target, kind, exit);
	} else {
		drops_leave(l, from, to, kind, exit);
		block_jump(l, target);
	}
}

void scope_jump(Lower *l, const Drop *to, BlockId target, ExitKind kind, Span exit)
{
	leave(l, l->b->live, to, target, kind, exit);
}

// The block that returns what was put into `result`, at the function's closing brace. The
// block here stays open.
static void open_shared_return(Lower *l)
{
	Builder *b = l->b;
	BlockId saved = b->at;
	bool is_void = clang_getCanonicalType(clang_getCursorResultType(b->cursor)).kind == CXType_Void;
	b->result = temp_new(l);
	b->shared_return = block_new(l);
	b->at = (BlockId){ID_NONE};
	block_place(l, b->shared_return);
	Operand value = is_void ? operand_none() : operand_place(place_var(b->result));
	block_end(l, (Term){.kind = TERM_RET, .a = value, .span = text_last(l, b->cursor)});
	b->at = saved;
}

// Puts `value` where the shared return finds it.
static void put_result(Lower *l, Operand value, Span exit)
{
	if (l->b->shared_return.i == ID_NONE)
		open_shared_return(l);
	emit(l, OP_COPY, place_var(l->b->result), value.kind == OPERAND_NONE ? operand_unknown() : value, exit);
}

void scope_return(Lower *l, Operand value, Span exit)
{
	Builder *b = l->b;
	uint32_t n = drop_depth(b->live);
	if (b->nleft + n <= MOST_OWN_ENDS) {
		b->nleft += n;
		drops_leave(l, b->live, NULL, EXIT_RETURN, exit);
		block_end(l, (Term){.kind = TERM_RET, .a = value, .span = exit});
		return;
	}
	put_result(l, value, exit);
	leave_shared(l, b->live, NULL, b->shared_return, EXIT_RETURN, text_last(l, b->cursor));
}

void scope_end(Lower *l, const Drop *to, ExitKind kind, CXCursor stmt)
{
	if (l->b->at.i != ID_NONE && l->b->live != to) // most scopes have no storage, and positions are dear
		scope_leave(l, to, kind, text_last(l, stmt));
	l->b->live = to;
}

// The innermost storage that is live at both points.
static const Drop *drops_common(const Drop *a, const Drop *b)
{
	while (a != b) {
		if (drop_depth(a) >= drop_depth(b))
			a = a->parent;
		else
			b = b->parent;
	}
	return a;
}

// LIVE for what is live at `to` but not at `from`, outermost first.
static void drops_enter(Lower *l, const Drop *from, const Drop *to, Span span)
{
	uint32_t n = drop_depth(to) - drop_depth(from);
	const Drop **path = ARENA_ARRAY(l->b->arena, const Drop *, n + 1);
	for (uint32_t i = n; i > 0; to = to->parent)
		path[--i] = to;
	for (uint32_t i = 0; i < n; i++)
		emit(l, OP_LIVE, place_var(path[i]->var), unwound_by(l, path[i]->cleanup), span);
}

// Ends the block here with a jump from the storage `from` into the storage `to`.
static void jump_between(Lower *l, const Drop *from, BlockId target, const Drop *to, Span span)
{
	const Drop *common = drops_common(from, to);
	if (common == to) {
		leave(l, from, to, target, EXIT_GOTO, span);
		return;
	}
	drops_leave(l, from, common, EXIT_GOTO, span);
	drops_enter(l, common, to, span);
	block_jump(l, target);
}

BlockId scope_edge(Lower *l, const Drop *from, BlockId target, const Drop *to, Span span)
{
	if (from == to)
		return target;
	BlockId saved = l->b->at, edge = block_new(l);
	l->b->at = (BlockId){ID_NONE};
	block_place(l, edge);
	jump_between(l, from, target, to, span);
	l->b->at = saved;
	return edge;
}

Anchor anchor_open(Lower *l)
{
	Anchor saved = l->b->anchor;
	if (saved.block.i == ID_NONE) {
		BlockId at = block_at(l);
		l->b->anchor = (Anchor){at, l->b->blocks.v[at.i].last};
	}
	return saved;
}

Anchor anchor_reset(Lower *l)
{
	Anchor saved = l->b->anchor;
	l->b->anchor.block = (BlockId){ID_NONE};
	return saved;
}

// ---- the end of a function: patch the gotos, lay the blocks out -----------------------

static const Point *find_label(const Builder *b, uint64_t key)
{
	uint32_t index = map_get(&b->label_index, key);
	return index == MAP_NONE ? NULL : &b->labels.v[index];
}

static void patch_gotos(Lower *l)
{
	Builder *b = l->b;
	for (uint32_t i = 0; i < b->gotos.n; i++) {
		const Point *from = &b->gotos.v[i], *label = find_label(b, from->label);
		b->at = from->block;
		if (label)
			jump_between(l, from->live, label->block, label->live, from->span);
		else // clang has said that there is no such label
			block_end(l, (Term){.kind = TERM_UNREACHABLE});
	}
}

static uint32_t label_number(Lower *l, uint64_t label)
{
	Builder *b = l->b;
	uint32_t known = map_get(&b->label_numbers, label);
	if (known != MAP_NONE)
		return known;
	VEC_PUSH(b->arena, &b->address_taken, label);
	map_put(b->arena, &b->label_numbers, label, b->address_taken.n);
	return b->address_taken.n;
}

// Tables of static storage belong to no function: their labels are not told apart.
Operand scope_label_address(Lower *l, CXCursor expr)
{
	if (l->b->fn->flags & FN_INIT)
		return operand_unknown();
	return operand_int(label_number(l, stmt_key(clang_getCursorReferenced(cursor_only_kid(expr)))));
}

// The labels whose address is a value, in the initialisers of static locals too.
static enum CXChildVisitResult visit_label(CXCursor child, CXCursor parent, CXClientData data)
{
	Lower *l = data;
	if (child.kind == CXCursor_LabelRef && parent.kind == CXCursor_AddrLabelExpr)
		label_number(l, stmt_key(clang_getCursorReferenced(child)));
	return CXChildVisit_Recurse;
}

static void collect_labels(Lower *l)
{
	Builder *b = l->b;
	clang_visitChildren(b->cursor, visit_label, l);
	for (uint32_t i = 0; b->any_label && i < b->labels.n; i++)
		label_number(l, b->labels.v[i].label);
}

// The storage that is left to on the way from `from` to each of the labels. Where that is
// not the same for all of them it is `from` itself, and each edge leaves on its own.
static const Drop *labels_common(const Builder *b, const Drop *from)
{
	const Drop *common = from, *last = NULL;
	for (uint32_t i = 0, n = 0; i < b->address_taken.n; i++) {
		const Point *label = find_label(b, b->address_taken.v[i]);
		if (!label || (n > 0 && label->live == last))
			continue;
		last = label->live;
		const Drop *next = drops_common(from, last);
		if (n++ > 0 && next != common)
			return from;
		common = next;
	}
	return common;
}

// A block that goes from the storage `live` to each label whose address is taken.
static BlockId dispatch_computed(Lower *l, const Drop *live, Span span)
{
	Builder *b = l->b;
	BlockId dispatch = block_new(l), nowhere = block_new(l);
	VEC(Case) cases = {0};
	b->at = (BlockId){ID_NONE};
	block_place(l, dispatch);
	for (uint32_t i = 0; i < b->address_taken.n; i++) {
		const Point *label = find_label(b, b->address_taken.v[i]);
		if (label)
			VEC_PUSH(b->arena, &cases, ((Case){i + 1, i + 1, scope_edge(l, live, label->block, label->live, span)}));
	}
	Term term = {.kind = TERM_SWITCH, .a = operand_place(place_var(b->jump)), .other = nowhere, .span = span};
	term.cases = b->cases.n;
	term.ncases = cases.n;
	for (uint32_t i = 0; i < cases.n; i++)
		VEC_PUSH(b->arena, &b->cases, cases.v[i]);
	block_set_term(l, dispatch, term);
	b->at = (BlockId){ID_NONE};
	block_place(l, nowhere);
	block_end(l, (Term){.kind = TERM_UNREACHABLE});
	return dispatch;
}

// `goto *p` may go to each label whose address is taken anywhere in the function. Gotos
// that leave to the same storage share the edges, whose number is else a square.
static void patch_computed(Lower *l)
{
	Builder *b = l->b;
	Map dispatches = {0};
	if (b->computed.n)
		collect_labels(l);
	for (uint32_t i = 0; i < b->computed.n; i++) {
		Point from = b->computed.v[i];
		const Drop *common = labels_common(b, from.live);
		uint32_t known = map_get(&dispatches, (uintptr_t)common);
		if (known == MAP_NONE)
			map_put(b->arena, &dispatches, (uintptr_t)common, known = dispatch_computed(l, common, from.span).i);
		b->at = from.block;
		leave(l, from.live, common, (BlockId){known}, EXIT_GOTO, from.span);
	}
}

static void end_allocas(Lower *l, Span exit)
{
	for (uint32_t k = l->b->allocas.n; k-- > 0;)
		emit(l, OP_DEAD, place_var(l->b->allocas.v[k]), operand_none(), exit)->sub = EXIT_RETURN;
}

// What alloca makes lives until the function returns: one object a call site.
static void patch_allocas(Lower *l)
{
	Builder *b = l->b;
	uint32_t nblocks = b->allocas.n ? b->blocks.n : 0;
	for (uint32_t i = 0, nends = 0; i < nblocks; i++) {
		Term term = block_term(b, i);
		if (term.kind != TERM_RET || i == b->shared_return.i)
			continue;
		b->at = (BlockId){i};
		nends += b->allocas.n;
		if (nends <= MOST_OWN_ENDS) {
			end_allocas(l, term.span);
		} else {
			put_result(l, term.a, term.span);
			block_jump(l, b->shared_return);
		}
	}
	if (b->allocas.n && b->shared_return.i != ID_NONE) {
		b->at = b->shared_return;
		end_allocas(l, block_term(b, b->shared_return.i).span);
	}
	b->anchor = (Anchor){.block = {0}};
	for (uint32_t k = 0; k < b->allocas.n; k++)
		live_at_anchor(l, b->allocas.v[k], b->fn->vars.v[b->allocas.v[k].i].span);
}

static bool only_jumps(const Builder *b, uint32_t id)
{
	const BlockDraft *block = &b->blocks.v[id];
	return !block->first && block->goes_on && block->term != id;
}

// Blocks that only jump are jumped over, and lead to the end of their chain from then on. One of
// a circle, an empty loop, jumps to itself.
static BlockId forward(Builder *b, BlockId from)
{
	uint32_t end = from.i, steps = 0;
	for (; steps < b->blocks.n && only_jumps(b, end); steps++)
		end = b->blocks.v[end].term;
	if (steps == b->blocks.n)
		b->blocks.v[end].term = end;
	for (uint32_t id = from.i, next; id != end; id = next) {
		next = b->blocks.v[id].term;
		b->blocks.v[id].term = end;
	}
	return (BlockId){end};
}

static void forward_all(Builder *b)
{
	for (uint32_t i = 0; i < b->blocks.n; i++) {
		BlockDraft *block = &b->blocks.v[i];
		if (block->goes_on)
			block->term = forward(b, (BlockId){block->term}).i;
	}
	for (uint32_t i = 0; i < b->terms.n; i++) {
		Term *term = &b->terms.v[i];
		if (term->kind == TERM_IF)
			term->then = forward(b, term->then);
		if (term->kind == TERM_IF || term->kind == TERM_SWITCH)
			term->other = forward(b, term->other);
		if (term->kind == TERM_IF && term->then.i == term->other.i)
			*term = (Term){.kind = TERM_GOTO, .then = term->then};
	}
	for (uint32_t i = 0; i < b->cases.n; i++)
		b->cases.v[i].block = forward(b, b->cases.v[i].block);
}

typedef struct Layout {
	Builder *b;
	uint32_t *preds;  // edges into each block that is reached
	uint32_t *number; // in the function, + 1; 0: absorbed or not reached
	U32Vec work;
} Layout;

static void reach(Layout *layout, BlockId id)
{
	if (layout->preds[id.i]++ == 0)
		VEC_PUSH(layout->b->arena, &layout->work, id.i);
}

static void reach_all(Layout *layout)
{
	Builder *b = layout->b;
	reach(layout, (BlockId){0});
	while (layout->work.n) {
		Term term = block_term(b, layout->work.v[--layout->work.n]);
		if (term.kind == TERM_GOTO || term.kind == TERM_IF)
			reach(layout, term.then);
		if (term.kind == TERM_IF || term.kind == TERM_SWITCH)
			reach(layout, term.other);
		for (uint32_t i = 0; term.kind == TERM_SWITCH && i < term.ncases; i++)
			reach(layout, b->cases.v[term.cases + i].block);
	}
}

// The block that follows without another way to it, so that both become one.
static uint32_t absorbed(const Layout *layout, uint32_t id)
{
	Term term = block_term(layout->b, id);
	bool alone = term.kind == TERM_GOTO && term.then.i != id && term.then.i && layout->preds[term.then.i] == 1;
	return alone ? term.then.i : ID_NONE;
}

static void number_blocks(Layout *layout)
{
	Builder *b = layout->b;
	bool *inner = ARENA_ARRAY(b->arena, bool, b->blocks.n);
	for (uint32_t i = 0; i < b->blocks.n; i++)
		if (layout->preds[i] && absorbed(layout, i) != ID_NONE)
			inner[absorbed(layout, i)] = true;
	uint32_t n = 0;
	for (uint32_t i = 0; i < b->order.n; i++) {
		uint32_t id = b->order.v[i];
		if (layout->preds[id] && !inner[id] && !layout->number[id])
			layout->number[id] = ++n;
	}
}

static void copy_instrs(Builder *b, uint32_t block)
{
	Fn *fn = b->fn;
	for (uint32_t i = b->blocks.v[block].first; i; i = b->instrs.v[i - 1].next) {
		Instr instr = b->instrs.v[i - 1].instr;
		uint32_t first = instr.args;
		instr.args = instr.nargs ? fn->operands.n : 0;
		for (uint32_t k = 0; k < instr.nargs; k++)
			VEC_PUSH(b->arena, &fn->operands, b->operands.v[first + k]);
		VEC_PUSH(b->arena, &fn->instrs, instr);
	}
}

static Term copy_term(const Layout *layout, Term term)
{
	const Builder *b = layout->b;
	Fn *fn = b->fn;
	if (term.kind == TERM_NONE)
		bug("a block has no end");
	if (term.kind == TERM_GOTO || term.kind == TERM_IF)
		term.then.i = layout->number[term.then.i] - 1;
	if (term.kind == TERM_IF || term.kind == TERM_SWITCH)
		term.other.i = layout->number[term.other.i] - 1;
	if (term.kind != TERM_SWITCH)
		return term;
	uint32_t first = fn->cases.n;
	for (uint32_t i = 0; i < term.ncases; i++) {
		Case c = b->cases.v[term.cases + i];
		c.block.i = layout->number[c.block.i] - 1;
		VEC_PUSH(b->arena, &fn->cases, c);
	}
	term.cases = first;
	return term;
}

static void copy_blocks(const Layout *layout)
{
	Builder *b = layout->b;
	b->fn->instrs.v = ARENA_ARRAY(b->arena, Instr, b->instrs.n); // at most so many, without growing
	b->fn->instrs.cap = b->instrs.n;
	for (uint32_t i = 0; i < b->order.n; i++) {
		uint32_t id = b->order.v[i];
		if (!layout->number[id] || layout->number[id] != b->fn->blocks.n + 1)
			continue;
		Block block = {.first = b->fn->instrs.n};
		copy_instrs(b, id);
		for (uint32_t next; (next = absorbed(layout, id)) != ID_NONE; id = next)
			copy_instrs(b, next);
		block.n = b->fn->instrs.n - block.first;
		block.term = copy_term(layout, block_term(b, id));
		VEC_PUSH(b->arena, &b->fn->blocks, block);
	}
}

static void *keep(Lower *l, const void *items, size_t size)
{
	return size ? memcpy(arena_alloc(l->ir->arena, size), items, size) : NULL;
}

// The function grew among the drafts; the unit's memory takes just what it has become.
#define KEEP(l, vec) ((vec)->v = keep((l), (vec)->v, (vec)->n * sizeof *(vec)->v), (vec)->cap = (vec)->n)

static void keep_fn(Lower *l, Fn *fn)
{
	KEEP(l, &fn->vars);
	KEEP(l, &fn->blocks);
	KEEP(l, &fn->instrs);
	KEEP(l, &fn->operands);
	KEEP(l, &fn->cases);
}

void builder_finish(Lower *l)
{
	Builder *b = l->b;
	patch_gotos(l);
	patch_computed(l);
	patch_allocas(l);
	forward_all(b);
	Layout layout = {.b = b};
	layout.preds = ARENA_ARRAY(b->arena, uint32_t, b->blocks.n);
	layout.number = ARENA_ARRAY(b->arena, uint32_t, b->blocks.n);
	reach_all(&layout);
	number_blocks(&layout);
	copy_blocks(&layout);
	keep_fn(l, b->fn);
}
