// SPDX-License-Identifier: MIT
// verify: a function in, NULL or the first fault out. First its parts (ids, what an
// opcode takes), then storage and temporaries by a forward walk over the blocks. The
// walk looks at WINDOW variables at a time, so its memory grows with the blocks only.
#include "ir/text.h"

enum { WINDOW_WORDS = 8, WINDOW = WINDOW_WORDS * 64 };

typedef struct Verifier {
	const Ir *ir;
	const Fn *fn;
	Arena *scratch;
	const char *fault; // the first one; NULL while all is well
	uint32_t block;    // where we are, ID_NONE outside the blocks
	uint32_t instr;    // index in the block; its `n` is the terminator
} Verifier;

// ---- messages ------------------------------------------------------------------

static void put_where(Verifier *v, Buf *out)
{
	if (v->block == ID_NONE)
		return;
	const Block *block = &v->fn->blocks.v[v->block];
	buf_printf(out, "b%u, ", v->block);
	Opcode op = v->instr < block->n ? v->fn->instrs.v[block->first + v->instr].op : OP_HAVOC;
	if (v->instr < block->n) // the opcode itself may be what is wrong
		buf_printf(out, "instruction %u (%s): ", v->instr, (unsigned)op <= OP_HAVOC ? ir_op_words[op] : "unknown");
	else
		buf_printf(out, "%s: ", block->term.kind == TERM_NONE ? "end" : ir_term_words[block->term.kind]);
}

PRINTF_LIKE(2, 3)
static bool fail(Verifier *v, const char *format, ...)
{
	if (v->fault)
		return false;
	Buf out = {.arena = v->scratch};
	va_list args;
	va_start(args, format);
	put_where(v, &out);
	buf_puts(&out, arena_vprintf(v->scratch, format, args));
	va_end(args);
	v->fault = out.text;
	return false;
}

static bool fail_var(Verifier *v, uint32_t var, const char *what)
{
	Buf name = {.arena = v->scratch};
	ir_print_place(&name, v->ir, v->fn, (Place){.var = {var}});
	return fail(v, "%s %s", name.text, what);
}

// ---- ids -------------------------------------------------------------------------

static bool check_str(Verifier *v, StrId str)
{
	return str.i < v->ir->strs.text.n || fail(v, "string %u does not exist", str.i);
}

static bool check_path(Verifier *v, PathId path)
{
	if (path.i >= v->ir->paths.elem.n)
		return fail(v, "path %u does not exist", path.i);
	for (; path.i; path = path_elem(&v->ir->paths, path)->parent) {
		const Elem *elem = path_elem(&v->ir->paths, path);
		if (elem->kind == ELEM_DEREF)
			return fail(v, "the path follows a pointer");
		if (elem->kind == ELEM_VAR && (elem->index < 0 || elem->index >= v->fn->vars.n))
			return fail(v, "index variable %lld is not declared", (long long)elem->index);
	}
	return true;
}

static bool check_place(Verifier *v, Place place)
{
	if (place.var.i >= v->fn->vars.n)
		return fail(v, "variable %u is not declared", place.var.i);
	return check_path(v, place.path);
}

static bool check_operand(Verifier *v, Operand operand)
{
	switch (operand.kind) {
	case OPERAND_NONE:
	case OPERAND_INT:
	case OPERAND_UNKNOWN: return true;
	case OPERAND_PLACE: return check_place(v, operand.place);
	case OPERAND_STRING:
	case OPERAND_FN: return check_str(v, operand.str);
	}
	return fail(v, "operand of kind %u", operand.kind);
}

// A value: there, and not read through a pointer, for which there is LOAD.
static bool check_value(Verifier *v, Operand operand)
{
	if (operand.kind == OPERAND_NONE)
		return fail(v, "an operand is missing");
	if (operand.kind == OPERAND_PLACE && operand.place.deref)
		return fail(v, "reads through a pointer, which is LOAD's part");
	return check_operand(v, operand);
}

static bool check_args(Verifier *v, const Instr *instr)
{
	if (instr->args > v->fn->operands.n || instr->nargs > v->fn->operands.n - instr->args)
		return fail(v, "operands %u..%u do not exist", instr->args, instr->args + instr->nargs);
	for (uint32_t i = 0; i < instr->nargs; i++) {
		Operand operand = v->fn->operands.v[instr->args + i];
		if (!(instr->op == OP_HAVOC ? check_operand(v, operand) : check_value(v, operand)))
			return false;
	}
	return true;
}

// ---- instructions ------------------------------------------------------------------

static bool check_storage(Verifier *v, const Instr *instr)
{
	if (place_none(instr->dst) || !check_place(v, instr->dst) || instr->dst.deref || instr->dst.path.i)
		return fail(v, "takes a whole variable");
	VarKind kind = v->fn->vars.v[instr->dst.var.i].kind;
	if (kind == VAR_TEMP || kind == VAR_GLOBAL)
		return fail_var(v, instr->dst.var.i, "has no storage in the function");
	if (instr->a.kind != OPERAND_NONE && (instr->op != OP_LIVE || instr->a.kind != OPERAND_FN))
		return fail(v, "takes no value but the function that ends it");
	return instr->op != OP_DEAD || instr->sub <= EXIT_RETURN || fail(v, "exit kind %u", instr->sub);
}

static bool check_result(Verifier *v, const Instr *instr, bool through_pointer)
{
	if (place_none(instr->dst))
		return fail(v, "has no place for its result");
	if (instr->dst.deref != through_pointer)
		return fail(v, through_pointer ? "does not write through a pointer"
		                               : "writes through a pointer, which is STORE's part");
	return check_place(v, instr->dst);
}

static bool check_address(Verifier *v, Operand a)
{
	if (a.kind != OPERAND_PLACE || !check_place(v, a.place))
		return fail(v, "takes the address of what is no place");
	if (!a.place.deref && v->fn->vars.v[a.place.var.i].kind == VAR_TEMP)
		return fail_var(v, a.place.var.i, "is a temporary, it has no address");
	return true;
}

static bool check_optional_result(Verifier *v, const Instr *instr)
{
	if (place_none(instr->dst))
		return true;
	return instr->op == OP_HAVOC ? check_place(v, instr->dst) : check_result(v, instr, false);
}

static bool check_access(Verifier *v, const Instr *instr)
{
	bool may = instr->op == OP_COPY || instr->op == OP_LOAD || instr->op == OP_STORE;
	if (instr->access > (may ? ACCESS_VOLATILE : ACCESS_PLAIN))
		return fail(v, "access %u", instr->access);
	return true;
}

static bool check_instr(Verifier *v, const Instr *instr)
{
	if (!check_access(v, instr))
		return false;
	switch (instr->op) {
	case OP_LIVE:
	case OP_DEAD: return check_storage(v, instr);
	case OP_COPY: return check_result(v, instr, false) && check_value(v, instr->a);
	case OP_ADDR: return check_result(v, instr, false) && check_address(v, instr->a);
	case OP_LOAD:
		if (instr->a.kind != OPERAND_PLACE || !instr->a.place.deref)
			return fail(v, "does not read through a pointer");
		return check_result(v, instr, false) && check_operand(v, instr->a);
	case OP_STORE: return check_result(v, instr, true) && check_value(v, instr->a);
	case OP_CALC:
		if (instr->sub > CALC_SHR)
			return fail(v, "operator %u", instr->sub);
		return check_result(v, instr, false) && check_value(v, instr->a) && check_value(v, instr->b);
	case OP_CALL: return check_optional_result(v, instr) && check_value(v, instr->a) && check_args(v, instr);
	case OP_HAVOC: return check_optional_result(v, instr) && check_str(v, instr->why) && check_args(v, instr);
	}
	return fail(v, "opcode %u", instr->op);
}

// ---- terminators and blocks -----------------------------------------------------------

static bool check_edge(Verifier *v, BlockId block)
{
	return block.i < v->fn->blocks.n || fail(v, "block b%u does not exist", block.i);
}

static bool check_switch(Verifier *v, const Term *term)
{
	if (term->cases > v->fn->cases.n || term->ncases > v->fn->cases.n - term->cases)
		return fail(v, "cases %u..%u do not exist", term->cases, term->cases + term->ncases);
	for (uint32_t i = 0; i < term->ncases; i++) {
		const Case *c = &v->fn->cases.v[term->cases + i];
		if (c->lo > c->hi)
			return fail(v, "case range %lld..%lld is empty", (long long)c->lo, (long long)c->hi);
		if (!check_edge(v, c->block))
			return false;
	}
	return check_value(v, term->a) && check_edge(v, term->other);
}

static bool check_term(Verifier *v, const Term *term)
{
	switch (term->kind) {
	case TERM_NONE: return fail(v, "the block has no terminator");
	case TERM_GOTO: return check_edge(v, term->then);
	case TERM_IF:
		if (!calc_compares(term->cmp))
			return fail(v, "`%s` is no comparison", term->cmp <= CALC_SHR ? ir_calc_words[term->cmp] : "?");
		return check_value(v, term->a) && check_value(v, term->b) && check_edge(v, term->then) &&
		       check_edge(v, term->other);
	case TERM_SWITCH: return check_switch(v, term);
	case TERM_RET: return term->a.kind == OPERAND_NONE || check_value(v, term->a);
	case TERM_UNREACHABLE: return true;
	}
	return fail(v, "terminator %u", term->kind);
}

static bool check_block(Verifier *v, const Block *block)
{
	if (block->first > v->fn->instrs.n || block->n > v->fn->instrs.n - block->first) {
		v->block = ID_NONE;
		return fail(v, "a block has instructions %u..%u, which do not exist", block->first, block->first + block->n);
	}
	for (v->instr = 0; v->instr < block->n; v->instr++)
		if (!check_instr(v, &v->fn->instrs.v[block->first + v->instr]))
			return false;
	return check_term(v, &block->term);
}

// ---- variables ----------------------------------------------------------------------------

// Parameters come first, and no two names are the same in the text form.
static bool check_vars(Verifier *v)
{
	Map seen = {0};
	if (v->fn->blocks.n && v->fn->nparams > v->fn->vars.n)
		return fail(v, "%u parameters, but %u variables", v->fn->nparams, v->fn->vars.n);
	for (uint32_t i = 0; i < v->fn->vars.n; i++) {
		const Var *var = &v->fn->vars.v[i];
		if (var->kind > VAR_GLOBAL || !check_str(v, var->name) || !check_str(v, var->label) || !check_str(v, var->type))
			return fail(v, "variable %u is of kind %u", i, var->kind);
		if ((var->kind == VAR_PARAM) != (i < v->fn->nparams))
			return fail_var(v, i, i < v->fn->nparams ? "is no parameter" : "is a parameter behind the last one");
		uint64_t kind = var->kind == VAR_GLOBAL || var->kind == VAR_TEMP ? var->kind : VAR_LOCAL;
		if (map_get(&seen, kind << 32 | var->name.i) != MAP_NONE)
			return fail_var(v, i, "is the name of two variables");
		map_put(v->scratch, &seen, kind << 32 | var->name.i, i);
	}
	return true;
}

// ---- storage: what lives, block by block -----------------------------------------------------

// One bit a variable of the window. A block is entered with one state only: what is
// live must be the same along every edge, except for alloca, which may never have run.
typedef struct State {
	uint64_t live[WINDOW_WORDS];  // variables: live; alloca: may be live; temporaries: surely written
	uint64_t ended[WINDOW_WORDS]; // alloca: its storage may have ended
	bool reached;
} State;

typedef struct Flow {
	Verifier *v;
	uint32_t base;                // the window is [base, base + WINDOW)
	uint64_t exact[WINDOW_WORDS]; // parameters, locals, literals
	uint64_t alloca[WINDOW_WORDS];
	State *entry; // for each block
	State now;
	uint32_t *todo; // blocks to visit, first come first served: as many as there are, in a ring
	uint32_t first, ntodo;
	BitSet queued;
} Flow;

static bool in_window(const Flow *f, uint32_t var) { return var >= f->base && var - f->base < WINDOW; }

static bool has_bit(const uint64_t *words, uint32_t bit) { return words[bit / 64] >> (bit % 64) & 1; }

static void set_bit(uint64_t *words, uint32_t bit, bool value)
{
	uint64_t mask = UINT64_C(1) << (bit % 64);
	words[bit / 64] = value ? words[bit / 64] | mask : words[bit / 64] & ~mask;
}

static bool use_var(Flow *f, uint32_t var)
{
	if (!in_window(f, var) || f->v->fn->vars.v[var].kind == VAR_GLOBAL || has_bit(f->now.live, var - f->base))
		return true;
	if (f->v->fn->vars.v[var].kind == VAR_TEMP)
		return fail_var(f->v, var, "is used before it is written, on some path");
	return fail_var(f->v, var, "is used while it is not live");
}

static bool use_indices(Flow *f, PathId path)
{
	for (; path.i; path = path_elem(&f->v->ir->paths, path)->parent) {
		const Elem *elem = path_elem(&f->v->ir->paths, path);
		if (elem->kind == ELEM_VAR && !use_var(f, (uint32_t)elem->index))
			return false;
	}
	return true;
}

static bool use_operand(Flow *f, Operand operand)
{
	if (operand.kind != OPERAND_PLACE)
		return true;
	return use_var(f, operand.place.var.i) && use_indices(f, operand.place.path);
}

// A write makes a temporary; everything else must be live to be written.
static bool write_place(Flow *f, Place dst)
{
	if (place_none(dst))
		return true;
	if (dst.deref || f->v->fn->vars.v[dst.var.i].kind != VAR_TEMP)
		return use_var(f, dst.var.i) && use_indices(f, dst.path);
	if (in_window(f, dst.var.i))
		set_bit(f->now.live, dst.var.i - f->base, true);
	return use_indices(f, dst.path);
}

static bool begin_storage(Flow *f, uint32_t var)
{
	if (!in_window(f, var))
		return true;
	uint32_t bit = var - f->base;
	if (has_bit(f->exact, bit) && has_bit(f->now.live, bit))
		return fail_var(f->v, var, "is live already");
	set_bit(f->now.live, bit, true);
	set_bit(f->now.ended, bit, false);
	return true;
}

static bool end_storage(Flow *f, uint32_t var)
{
	if (!in_window(f, var))
		return true;
	uint32_t bit = var - f->base;
	if (has_bit(f->exact, bit) && !has_bit(f->now.live, bit))
		return fail_var(f->v, var, "is not live: it ended before, or never began");
	if (has_bit(f->alloca, bit) && has_bit(f->now.ended, bit))
		return fail_var(f->v, var, "ends twice on some path");
	set_bit(f->now.live, bit, false);
	set_bit(f->now.ended, bit, has_bit(f->alloca, bit));
	return true;
}

static bool flow_instr(Flow *f, const Instr *instr)
{
	if (instr->op == OP_LIVE)
		return begin_storage(f, instr->dst.var.i);
	if (instr->op == OP_DEAD)
		return end_storage(f, instr->dst.var.i);
	if (!use_operand(f, instr->a) || !use_operand(f, instr->b))
		return false;
	// What a HAVOC lists is written, not read; it may be a temporary's first value.
	for (uint32_t i = 0; i < instr->nargs; i++) {
		Operand operand = f->v->fn->operands.v[instr->args + i];
		bool written = instr->op == OP_HAVOC && operand.kind == OPERAND_PLACE;
		if (!(written ? write_place(f, operand.place) : use_operand(f, operand)))
			return false;
	}
	return write_place(f, instr->dst);
}

static uint32_t first_bit(const uint64_t *words)
{
	uint32_t bit = 0;
	while (bit < WINDOW && !has_bit(words, bit))
		bit++;
	return bit;
}

static bool flow_ret(Flow *f)
{
	uint64_t left[WINDOW_WORDS];
	for (uint32_t w = 0; w < WINDOW_WORDS; w++)
		left[w] = f->now.live[w] & (f->exact[w] | f->alloca[w]);
	uint32_t bit = first_bit(left);
	return bit == WINDOW || fail_var(f->v, f->base + bit, "is still live");
}

// ---- joins -------------------------------------------------------------------------------------

static bool join_differs(Flow *f, uint32_t block, const State *into)
{
	uint64_t differs[WINDOW_WORDS];
	for (uint32_t w = 0; w < WINDOW_WORDS; w++)
		differs[w] = (into->live[w] ^ f->now.live[w]) & f->exact[w];
	uint32_t bit = first_bit(differs);
	if (bit == WINDOW)
		return false;
	const char *states = has_bit(into->live, bit) ? "dead here, live" : "live here, dead";
	fail_var(f->v, f->base + bit, arena_printf(f->v->scratch, "is %s on another way into b%u", states, block));
	return true;
}

static void enqueue(Flow *f, uint32_t block)
{
	if (bitset_has(&f->queued, block))
		return;
	bitset_add(&f->queued, block);
	f->todo[(f->first + f->ntodo++) % f->v->fn->blocks.n] = block;
}

static uint32_t dequeue(Flow *f)
{
	uint32_t block = f->todo[f->first];
	f->first = (f->first + 1) % f->v->fn->blocks.n;
	f->ntodo--;
	bitset_remove(&f->queued, block);
	return block;
}

// Brings the state to the entry of `block`; the block is visited again when that changes it.
static bool flow_edge(Flow *f, BlockId to)
{
	State *into = &f->entry[to.i];
	bool changed = !into->reached;
	if (!into->reached) {
		*into = f->now;
		into->reached = true;
	} else if (join_differs(f, to.i, into)) {
		return false;
	}
	for (uint32_t w = 0; w < WINDOW_WORDS; w++) {
		uint64_t both = into->live[w] & f->now.live[w], any = into->live[w] | f->now.live[w];
		uint64_t live = (both & ~f->alloca[w]) | (any & f->alloca[w]);
		uint64_t ended = into->ended[w] | f->now.ended[w];
		changed |= live != into->live[w] || ended != into->ended[w];
		into->live[w] = live;
		into->ended[w] = ended;
	}
	if (changed)
		enqueue(f, to.i);
	return true;
}

static bool flow_cases(Flow *f, const Term *term)
{
	for (uint32_t i = 0; i < term->ncases; i++)
		if (!flow_edge(f, f->v->fn->cases.v[term->cases + i].block))
			return false;
	return flow_edge(f, term->other);
}

static bool flow_term(Flow *f, const Term *term)
{
	switch (term->kind) {
	case TERM_NONE:
	case TERM_UNREACHABLE: return true;
	case TERM_GOTO: return flow_edge(f, term->then);
	case TERM_IF:
		return use_operand(f, term->a) && use_operand(f, term->b) && flow_edge(f, term->then) &&
		       flow_edge(f, term->other);
	case TERM_SWITCH: return use_operand(f, term->a) && flow_cases(f, term);
	case TERM_RET: return use_operand(f, term->a) && flow_ret(f);
	}
	return true;
}

static bool flow_block(Flow *f, uint32_t index)
{
	Verifier *v = f->v;
	const Block *block = &v->fn->blocks.v[index];
	f->now = f->entry[index];
	v->block = index;
	for (v->instr = 0; v->instr < block->n; v->instr++)
		if (!flow_instr(f, &v->fn->instrs.v[block->first + v->instr]))
			return false;
	return flow_term(f, &block->term);
}

// ---- the walk --------------------------------------------------------------------------------------

static void enter_window(Flow *f, uint32_t base)
{
	const Fn *fn = f->v->fn;
	f->base = base;
	memset(f->exact, 0, sizeof f->exact);
	memset(f->alloca, 0, sizeof f->alloca);
	memset(f->entry, 0, sizeof *f->entry * fn->blocks.n);
	for (uint32_t i = base; i < fn->vars.n && i - base < WINDOW; i++) {
		VarKind kind = fn->vars.v[i].kind;
		set_bit(f->exact, i - base, kind == VAR_PARAM || kind == VAR_LOCAL || kind == VAR_LITERAL);
		set_bit(f->alloca, i - base, kind == VAR_ALLOCA);
		set_bit(f->entry[0].live, i - base, kind == VAR_PARAM);
	}
	f->entry[0].reached = true;
	enqueue(f, 0);
}

static bool check_storage_flow(Verifier *v)
{
	const Fn *fn = v->fn;
	Flow f = {.v = v, .entry = ARENA_ARRAY(v->scratch, State, fn->blocks.n)};
	f.queued = bitset_new(v->scratch, fn->blocks.n);
	f.todo = ARENA_ARRAY(v->scratch, uint32_t, fn->blocks.n);
	for (uint32_t base = 0; base < fn->vars.n; base += WINDOW) {
		enter_window(&f, base);
		while (f.ntodo)
			if (!flow_block(&f, dequeue(&f)))
				return false;
	}
	return true;
}

const char *ir_verify(const Ir *ir, const Fn *fn, Arena *scratch)
{
	Verifier v = {.ir = ir, .fn = fn, .scratch = scratch, .block = ID_NONE};
	if (!check_vars(&v))
		return v.fault;
	for (v.block = 0; v.block < fn->blocks.n; v.block++)
		if (!check_block(&v, &fn->blocks.v[v.block]))
			return v.fault;
	v.block = ID_NONE;
	if (fn->blocks.n)
		check_storage_flow(&v);
	return v.fault;
}
