// SPDX-License-Identifier: MIT
// In: a program with its call graph. Out: which functions are near enough to thread
// events that their globals matter. Only those are worth following exactly; all
// others are solved for what callers need of them. And what may be called that nobody sees called.
#include "link/order.h"

#define NEAR 5 // callers above a function that spawns, joins or detaches
#define NEAR_WRITES 2 // callers above one, and callees below those, whose writes are looked at

static bool is_thread_event(const Program *p, StrId name)
{
	uint32_t kinds =
		EFFECT_BIT(EFFECT_SPAWN) | EFFECT_BIT(EFFECT_END) | EFFECT_BIT(EFFECT_DETACH) | EFFECT_BIT(EFFECT_MAYEND);
	return summary_effect(sums_find(p->sums, name), kinds) != NULL;
}

// Whether the test says so of some function that `fn` names.
static bool names_any(const Fn *fn, bool (*test)(const void *context, StrId name), const void *context)
{
	for (uint32_t i = 0; i < fn->instrs.n; i++)
		if (fn->instrs.v[i].a.kind == OPERAND_FN && test(context, fn->instrs.v[i].a.str))
			return true;
	for (uint32_t i = 0; i < fn->operands.n; i++)
		if (fn->operands.v[i].kind == OPERAND_FN && test(context, fn->operands.v[i].str))
			return true;
	return false;
}

static bool names_event(const void *context, StrId name) { return is_thread_event(context, name); }

static bool names_near(const void *context, StrId name)
{
	const Program *p = context;
	uint32_t fn = map_get(&p->fn_by_name, name.i);
	return fn != MAP_NONE && p->near[fn] && p->near[fn] < p->round + 1;
}

static bool table_names(const Program *p, const Fn *fn, bool (*test)(const void *context, StrId name))
{
	for (uint32_t i = 0; i < fn->vars.n; i++) {
		const Global *g = fn->vars.v[i].kind == VAR_GLOBAL ? program_global(p, fn->vars.v[i].name) : NULL;
		for (uint32_t k = 0; g && g->constant && k < g->inits.n; k++)
			if (g->inits.v[k].value.kind == OPERAND_FN && test(p, g->inits.v[k].value.str))
				return true;
	}
	return false;
}

static void mark_round(Program *p)
{
	for (uint32_t i = 0; i < p->order.n; i++) {
		uint32_t fn = p->order.v[i];
		const Fn *f = p->ir->fns.v[fn];
		if (!p->near[fn] && (p->round == 0 ? names_any(f, names_event, p) || table_names(p, f, names_event)
		                                   : names_any(f, names_near, p) || table_names(p, f, names_near)))
			p->near[fn] = (uint8_t)(p->round + 1);
	}
}

// ---- what may run in a thread -------------------------------------------------------------

static void add_thread_fn(Program *p, U32Vec *work, StrId name)
{
	uint32_t fn = map_get(&p->fn_by_name, name.i);
	if (fn == MAP_NONE || p->in_thread[fn])
		return;
	p->in_thread[fn] = true;
	VEC_PUSH(p->arena, work, fn);
}

// Function values that a function handles: those that it names without calling them,
// and those in constant tables that it reads.
static void add_values(Program *p, U32Vec *work, const Fn *fn)
{
	for (uint32_t i = 0; i < fn->instrs.n; i++)
		if (fn->instrs.v[i].a.kind == OPERAND_FN && fn->instrs.v[i].op != OP_CALL)
			add_thread_fn(p, work, fn->instrs.v[i].a.str);
	for (uint32_t i = 0; i < fn->operands.n; i++)
		if (fn->operands.v[i].kind == OPERAND_FN)
			add_thread_fn(p, work, fn->operands.v[i].str);
	for (uint32_t i = 0; i < fn->vars.n; i++) {
		const Global *g = fn->vars.v[i].kind == VAR_GLOBAL ? program_global(p, fn->vars.v[i].name) : NULL;
		for (uint32_t k = 0; g && g->constant && k < g->inits.n; k++)
			if (g->inits.v[k].value.kind == OPERAND_FN)
				add_thread_fn(p, work, g->inits.v[k].value.str);
	}
}

// What a function that spawns, or its caller, calls: how that writes to shared memory matters.
static void add_callees(Program *p, uint32_t fn, uint32_t depth)
{
	const Fn *f = p->ir->fns.v[fn];
	for (uint32_t i = 0; i < f->instrs.n; i++) {
		if (f->instrs.v[i].op != OP_CALL || f->instrs.v[i].a.kind != OPERAND_FN)
			continue;
		uint32_t callee = map_get(&p->fn_by_name, f->instrs.v[i].a.str.i);
		if (callee == MAP_NONE || p->in_thread[callee])
			continue;
		p->in_thread[callee] = true;
		if (depth)
			add_callees(p, callee, depth - 1);
	}
}

// Any function value near to thread events may become an entry; all that an entry
// names may run in its thread.
static void find_thread_code(Program *p)
{
	U32Vec work = {0};
	p->in_thread = ARENA_ARRAY(p->arena, bool, p->ir->fns.n + 1);
	for (uint32_t i = 0; i < p->order.n; i++)
		if (p->near[p->order.v[i]])
			add_values(p, &work, p->ir->fns.v[p->order.v[i]]);
	while (work.n) {
		const Fn *fn = p->ir->fns.v[work.v[--work.n]];
		add_values(p, &work, fn);
		for (uint32_t i = 0; i < fn->instrs.n; i++)
			if (fn->instrs.v[i].op == OP_CALL && fn->instrs.v[i].a.kind == OPERAND_FN)
				add_thread_fn(p, &work, fn->instrs.v[i].a.str);
	}
	for (uint32_t i = 0; i < p->order.n; i++)
		if (p->near[p->order.v[i]] && p->near[p->order.v[i]] <= NEAR_WRITES)
			add_callees(p, p->order.v[i], NEAR_WRITES);
}

void find_relevance(Program *p)
{
	p->near = ARENA_ARRAY(p->arena, uint8_t, p->ir->fns.n + 1);
	for (p->round = 0; p->round <= NEAR; p->round++)
		mark_round(p);
	find_thread_code(p);
	for (uint32_t i = 0; i < p->order.n; i++) {
		const Fn *fn = p->ir->fns.v[p->order.v[i]];
		for (uint32_t k = 0; p->near[p->order.v[i]] && k < fn->vars.n; k++)
			if (fn->vars.v[k].kind == VAR_GLOBAL)
				p->globals.v[map_get(&p->global_by_name, fn->vars.v[k].name.i)].followed = true;
	}
}

// ---- what may be called back ----------------------------------------------------------------

static void value_add(const Program *p, BitSet *values, Operand operand)
{
	uint32_t fn = operand.kind == OPERAND_FN ? map_get(&p->fn_by_name, operand.str.i) : MAP_NONE;
	if (fn != MAP_NONE)
		bitset_add(values, fn);
}

BitSet program_values(const Program *p, Arena *arena)
{
	BitSet values = bitset_new(arena, p->ir->fns.n + 1);
	for (uint32_t i = 0; i < p->ir->fns.n; i++) {
		const Fn *fn = p->ir->fns.v[i];
		for (uint32_t k = 0; k < fn->instrs.n; k++)
			if (fn->instrs.v[k].op != OP_CALL)
				value_add(p, &values, fn->instrs.v[k].a);
		for (uint32_t k = 0; k < fn->operands.n; k++)
			value_add(p, &values, fn->operands.v[k]);
	}
	for (uint32_t i = 0; i < p->globals.n; i++)
		for (uint32_t k = 0; k < p->globals.v[i].inits.n; k++)
			value_add(p, &values, p->globals.v[i].inits.v[k].value);
	return values;
}

static bool names_value(const Fn *fn, StrId value)
{
	for (uint32_t i = 0; i < fn->instrs.n; i++)
		if (fn->instrs.v[i].op != OP_CALL && fn->instrs.v[i].a.kind == OPERAND_FN && fn->instrs.v[i].a.str.i == value.i)
			return true;
	for (uint32_t i = 0; i < fn->operands.n; i++)
		if (fn->operands.v[i].kind == OPERAND_FN && fn->operands.v[i].str.i == value.i)
			return true;
	return false;
}

bool program_names(const Program *p, uint32_t index, StrId value, uint32_t depth)
{
	const Fn *fn = p->ir->fns.v[index];
	bool named = names_value(fn, value);
	for (uint32_t i = 0; depth && !named && i < fn->instrs.n; i++) {
		const Instr *in = &fn->instrs.v[i];
		uint32_t callee =
			in->op == OP_CALL && in->a.kind == OPERAND_FN ? map_get(&p->fn_by_name, in->a.str.i) : MAP_NONE;
		named = callee != MAP_NONE && program_names(p, callee, value, depth - 1);
	}
	return named;
}

bool program_passes_null(const Program *p, uint32_t index, uint32_t argument)
{
	StrId name = p->ir->fns.v[index]->name;
	bool called = false;
	for (uint32_t i = 0; i < p->ir->fns.n; i++) {
		const Fn *fn = p->ir->fns.v[i];
		for (uint32_t k = 0; k < fn->instrs.n; k++) {
			const Instr *in = &fn->instrs.v[k];
			if (in->op != OP_CALL || in->a.kind != OPERAND_FN || in->a.str.i != name.i)
				continue;
			called = true;
			if (argument >= in->nargs || fn->operands.v[in->args + argument].kind == OPERAND_INT)
				return true;
		}
		if (names_value(fn, name))
			return true;
	}
	return !called;
}

typedef struct Below {
	const Program *p;
	Arena *arena;
	BitSet seen;
	U32Vec fns;  // to be looked at
	bool waits;  // a call that waits counts as well
	Span before; // what comes from here on does not matter,
	BitSet ways; // nor a block that does not lead there
} Below;

// Whether the call is of something unknown; a body that it has is looked at later.
static bool call_unseen(Below *below, const Instr *in)
{
	if (in->op != OP_CALL)
		return false;
	if (in->a.kind != OPERAND_FN)
		return true;
	uint32_t fn = map_get(&below->p->fn_by_name, in->a.str.i);
	const Summary *model = sums_find(below->p->sums, in->a.str);
	if (below->waits && model && model->waits)
		return true;
	if (fn == MAP_NONE || !below->p->ir->fns.v[fn]->blocks.n)
		return !model;
	if (!bitset_has(&below->seen, fn)) {
		bitset_add(&below->seen, fn);
		VEC_PUSH(below->arena, &below->fns, fn);
	}
	return false;
}

// Goes through the instructions of the block; `ended`: one of them is what nothing matters behind.
static bool block_unseen(Below *below, const Fn *fn, uint32_t block, uint32_t from, bool *ended)
{
	const Block *b = &fn->blocks.v[block];
	bool unseen = false;
	*ended = false;
	for (uint32_t i = from; i < b->first + b->n && !unseen && !*ended; i++) {
		*ended = span_compare(fn->instrs.v[i].span, below->before) == 0;
		unseen = !*ended && call_unseen(below, &fn->instrs.v[i]);
	}
	return unseen;
}

static void reach(Arena *arena, BitSet *seen, U32Vec *work, uint32_t block)
{
	if (bitset_has(seen, block))
		return;
	bitset_add(seen, block);
	VEC_PUSH(arena, work, block);
}

// Whether something unknown is called from the instruction `from` of `block` on.
static bool after_unseen(Below *below, const Fn *fn, uint32_t block, uint32_t from)
{
	BitSet seen = bitset_new(below->arena, fn->blocks.n);
	U32Vec work = {0};
	VEC_PUSH(below->arena, &work, block);
	for (bool first = true; work.n; first = false) {
		uint32_t at = work.v[--work.n];
		bool ended;
		if (block_unseen(below, fn, at, first ? from : fn->blocks.v[at].first, &ended))
			return true;
		for (uint32_t i = 0, to; !ended && (to = fn_successor(fn, at, i)) != ID_NONE; i++)
			if (bitset_has(&below->ways, to))
				reach(below->arena, &seen, &work, to);
	}
	return false;
}

// The blocks that lead to an instruction at `before`.
static BitSet ways_to(Arena *arena, const Fn *fn, Span before)
{
	BitSet ways = bitset_new(arena, fn->blocks.n);
	bool grown = false;
	for (uint32_t b = 0; b < fn->blocks.n; b++)
		for (uint32_t i = fn->blocks.v[b].first; i < fn->blocks.v[b].first + fn->blocks.v[b].n; i++)
			if (span_compare(fn->instrs.v[i].span, before) == 0) {
				bitset_add(&ways, b);
				grown = true;
			}
	while (grown) {
		grown = false;
		for (uint32_t b = fn->blocks.n; b-- > 0;)
			for (uint32_t i = 0, to; !bitset_has(&ways, b) && (to = fn_successor(fn, b, i)) != ID_NONE; i++)
				if (bitset_has(&ways, to)) {
					bitset_add(&ways, b);
					grown = true;
				}
	}
	return ways;
}

// The same from the calls at `from` on, and in all that is called there.
static bool calls_below(Below *below, uint32_t index, Span from)
{
	const Program *p = below->p;
	const Fn *fn = p->ir->fns.v[index];
	bool unseen = false, ended;
	below->seen = bitset_new(below->arena, p->ir->fns.n + 1);
	below->ways = ways_to(below->arena, fn, below->before);
	for (uint32_t b = 0; b < fn->blocks.n && !unseen; b++)
		for (uint32_t i = fn->blocks.v[b].first; i < fn->blocks.v[b].first + fn->blocks.v[b].n && !unseen; i++)
			unseen = fn->instrs.v[i].op == OP_CALL && span_compare(fn->instrs.v[i].span, from) == 0 &&
			         after_unseen(below, fn, b, i + 1);
	while (!unseen && below->fns.n) {
		const Fn *callee = p->ir->fns.v[below->fns.v[--below->fns.n]];
		for (uint32_t b = 0; b < callee->blocks.n && !unseen; b++)
			unseen = block_unseen(below, callee, b, callee->blocks.v[b].first, &ended);
	}
	return unseen;
}

bool program_calls_unseen(const Program *p, Arena *arena, uint32_t index, Span from, Span to)
{
	return calls_below(&(Below){.p = p, .arena = arena, .before = to}, index, from);
}

bool program_waits_between(const Program *p, Arena *arena, uint32_t index, Span from, Span to)
{
	return calls_below(&(Below){.p = p, .arena = arena, .waits = true, .before = to}, index, from);
}
