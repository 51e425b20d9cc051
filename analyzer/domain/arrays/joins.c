// SPDX-License-Identifier: MIT
// Loops that join: which threads one of their joins ends, and on which ways out it does not.
#include "domain/domain.h"

bool loop_has(const Ctx *ctx, const Loop *loop, uint32_t site)
{
	return bitset_has(&loop->body, fn_block_of(ctx->fn, site));
}

uint16_t loop_bit(const Ctx *ctx, const Loop *loop)
{
	uint32_t number = (uint32_t)(loop - ctx->loops.v);
	return (uint16_t)(number < 16 ? 1u << number : 0);
}

bool loops_write(const Ctx *ctx, uint32_t block, uint32_t var)
{
	for (uint32_t i = 0; i < ctx->fn->instrs.n; i++) {
		const Instr *in = &ctx->fn->instrs.v[i];
		if (place_none(in->dst) || in->dst.var.i != var || in->dst.deref)
			continue;
		for (uint32_t l = 0; l < ctx->loops.n; l++)
			if (bitset_has(&ctx->loops.v[l].body, block) && loop_has(ctx, &ctx->loops.v[l], i))
				return true;
	}
	return false;
}

bool loop_counts_by(const Loop *loop, Ref var)
{
	uint32_t i = 0;
	while (i < loop->counters.n && ref_compare(loop->counters.v[i], var) != 0)
		i++;
	return i < loop->counters.n;
}

static uint32_t body_size(const Loop *loop)
{
	uint32_t n = 0;
	for (uint32_t b = 0; b < loop->body.nbits; b++)
		n += bitset_has(&loop->body, b);
	return n;
}

static Loop *innermost_loop(Ctx *ctx, uint32_t block)
{
	Loop *best = NULL;
	for (uint32_t i = 0; i < ctx->loops.n; i++)
		if (bitset_has(&ctx->loops.v[i].body, block) && (!best || body_size(&ctx->loops.v[i]) < body_size(best)))
			best = &ctx->loops.v[i];
	return best;
}

Loop *loop_around(Ctx *ctx, uint32_t site) { return innermost_loop(ctx, fn_block_of(ctx->fn, site)); }

// The blocks that one turn of the loop comes to from those given; not the walls, nor what is behind them.
static BitSet turn_from(Ctx *ctx, const Loop *loop, BitSet from, const BitSet *walls)
{
	BitSet closed = bitset_new(ctx->arena, ctx->fn->blocks.n);
	for (uint32_t b = 0; b < ctx->fn->blocks.n; b++)
		if (!bitset_has(&loop->body, b) || bitset_has(walls, b) || (b == loop->head && !bitset_has(&from, b)))
			bitset_add(&closed, b);
	fn_follow(ctx->arena, ctx->fn, &from, &closed);
	for (uint32_t b = 0; b < ctx->fn->blocks.n; b++)
		if (bitset_has(&closed, b))
			bitset_remove(&from, b);
	return from;
}

static BitSet one_block(Ctx *ctx, uint32_t block)
{
	BitSet set = bitset_new(ctx->arena, ctx->fn->blocks.n);
	bitset_add(&set, block);
	return set;
}

static bool comes_round(const Ctx *ctx, const Loop *loop, const BitSet *blocks)
{
	for (uint32_t b = 0; b < ctx->fn->blocks.n; b++)
		for (uint32_t i = 0, to; bitset_has(blocks, b) && (to = fn_successor(ctx->fn, b, i)) != ID_NONE; i++)
			if (to == loop->head)
				return true;
	return false;
}

// The blocks whose calls end threads, of the loops in which they stand.
static BitSet ending_blocks(Ctx *ctx)
{
	BitSet ends = bitset_new(ctx->arena, ctx->fn->blocks.n);
	for (uint32_t i = 0; i < ctx->loops.n; i++)
		for (uint32_t k = 0; k < ctx->loops.v[i].calls.n; k++)
			bitset_add(&ends, fn_block_of(ctx->fn, ctx->loops.v[i].calls.v[k]));
	return ends;
}

static bool any_in_both(const Ctx *ctx, const BitSet *a, const BitSet *b)
{
	for (uint32_t i = 0; i < ctx->fn->blocks.n; i++)
		if (bitset_has(a, i) && bitset_has(b, i))
			return true;
	return false;
}

// Whether some way around the loop passes none of its calls that end threads.
static bool loop_skips(Ctx *ctx, const Loop *loop)
{
	BitSet calls = bitset_new(ctx->arena, ctx->fn->blocks.n);
	for (uint32_t i = 0; i < loop->calls.n; i++)
		bitset_add(&calls, fn_block_of(ctx->fn, loop->calls.v[i]));
	BitSet passed = turn_from(ctx, loop, one_block(ctx, loop->head), &calls);
	return comes_round(ctx, loop, &passed);
}

// Whether a thread may have been ended this time round before the block's end.
static bool ends_before(Ctx *ctx, const Loop *loop, uint32_t block)
{
	BitSet none = bitset_new(ctx->arena, ctx->fn->blocks.n);
	BitSet behind = turn_from(ctx, loop, ending_blocks(ctx), &none);
	return bitset_has(&behind, block);
}

// Whether no way from `from` on to `block` and to the next time round, or out, ends a thread, as
// others do; nor did one before in the same turn.
static bool loop_passes_by(Ctx *ctx, const Loop *loop, uint32_t from, uint32_t block)
{
	if (!loop->around || ends_before(ctx, loop, from))
		return false;
	if (block == loop->head)
		return true;
	BitSet none = bitset_new(ctx->arena, ctx->fn->blocks.n), ends = ending_blocks(ctx);
	BitSet behind = turn_from(ctx, loop, one_block(ctx, block), &none);
	return !any_in_both(ctx, &behind, &ends);
}

// A parameter that nobody has written: a test of it comes out the same each time.
static bool is_settled(const Ctx *ctx, const Obj *o)
{
	return obj_at(ctx, (ObjId){o->a})->kind == OBJ_VAR && !path_has_index(ctx, (PathId){o->b});
}

// What a function without a body says that is asked about nothing.
static bool is_answer(const Ctx *ctx, ObjId sym)
{
	const Instr *call = sym_call(ctx, sym);
	return call && call_asks_nothing(ctx, call) && !program_fn(ctx->program, call->a.str);
}

static bool says_no_element(Ctx *ctx, const State *s, Operand operand)
{
	if (operand.kind == OPERAND_INT)
		return true;
	const Val *v = operand.kind == OPERAND_PLACE ? val_at(ctx, operand_val(ctx, s, operand)) : NULL;
	bool one = v && v->n == 1 && !v->weak && !v->unknown && range_empty(v->num);
	const Obj *o = one ? obj_at(ctx, v->refs[0].obj) : NULL;
	return o && o->kind == OBJ_SYM && (is_settled(ctx, o) || is_answer(ctx, v->refs[0].obj));
}

bool tests_new_memory(Ctx *ctx, const State *s, const Term *term)
{
	const Val *v = term->a.kind == OPERAND_PLACE ? val_at(ctx, operand_val(ctx, s, term->a)) : NULL;
	const Obj *o = v && v->n == 1 && !v->unknown ? obj_at(ctx, v->refs[0].obj) : NULL;
	return o && o->kind == OBJ_HEAP && fn_block_of(ctx->fn, o->a) == ctx->block && term->b.kind == OPERAND_INT;
}

bool loop_is_straight(const Ctx *ctx, const State *s, const Loop *loop)
{
	return (s->straight & loop_bit(ctx, loop)) && !loop->waits_unnamed;
}

bool joins_asked(Ctx *ctx, const State *s, uint32_t block)
{
	const Term *term = &ctx->fn->blocks.v[block].term;
	bool counts = operand_chooses(ctx, term->a) || operand_chooses(ctx, term->b);
	bool alone = term->kind == TERM_SWITCH || says_no_element(ctx, s, term->b);
	return s->threads.n && !counts && alone && says_no_element(ctx, s, term->a);
}

bool loop_joins_some(const Loop *loop, ObjId thread)
{
	for (uint32_t i = 0; i < loop->some.n; i++)
		if (loop->some.v[i].i == thread.i)
			return true;
	return false;
}

// Whether a handle that has no name here may be the thread's. Nobody joins one that is detached, nor one whose
// handle lies in plain local variables alone.
bool handle_is_elsewhere(const Ctx *ctx, const State *s, const ThreadState *thread)
{
	bool held = false, detached = thread->detached && (!thread->many || thread->older_detached);
	for (uint32_t i = 0; i < s->cells.n && !detached; i++) {
		if (!val_holds_thread(ctx, s->cells.v[i].val, thread->thread))
			continue;
		held = true;
		if (obj_at(ctx, s->cells.v[i].obj)->kind != OBJ_VAR)
			return true;
	}
	return !held && !detached;
}

bool loop_waits_behind(Ctx *ctx, const Loop *loop, uint32_t site)
{
	BitSet waits = bitset_new(ctx->arena, ctx->fn->blocks.n);
	for (uint32_t i = 0; i < loop->waits_in.n; i++)
		bitset_add(&waits, loop->waits_in.v[i]);
	BitSet behind = turn_from(ctx, loop, one_block(ctx, fn_block_of(ctx->fn, site)), &waits);
	return loop->waits_in.n && !comes_round(ctx, loop, &behind);
}

// Whether the block lies on every way round that comes to a join: what its test says may hold
// for each element.
static bool is_asked_each_turn(Ctx *ctx, const Loop *loop, uint32_t block)
{
	BitSet asked = one_block(ctx, block), ends = ending_blocks(ctx);
	BitSet before = turn_from(ctx, loop, one_block(ctx, loop->head), &asked);
	return !any_in_both(ctx, &before, &ends);
}

// Whether nothing that is asked can know of the thread's handle: it lies in memory of this function, or nowhere.
static bool handle_is_ours(const Ctx *ctx, const State *s, const ThreadState *thread)
{
	bool ours = thread->status == THREAD_RUNNING;
	for (uint32_t i = 0; ours && i < s->cells.n; i++) {
		const Obj *o = obj_at(ctx, s->cells.v[i].obj);
		if (val_holds_thread(ctx, s->cells.v[i].val, thread->thread))
			ours = o->kind == OBJ_HEAP || (o->kind == OBJ_VAR && ctx->fn->vars.v[o->a].kind != VAR_GLOBAL);
	}
	return ours;
}

static bool may_join(const Ctx *ctx, const State *s, const Loop *loop, const ThreadState *thread)
{
	if (loop_joins_some(loop, thread->thread))
		return true;
	return loop->ends_any && handle_is_elsewhere(ctx, s, thread) && handle_is_ours(ctx, s, thread);
}

void joins_pass_by(Ctx *ctx, State *s, uint32_t from, uint32_t to)
{
	for (uint32_t i = 0; i < ctx->loops.n; i++) {
		const Loop *loop = &ctx->loops.v[i];
		if ((!loop->some.n && !loop->ends_any) || !bitset_has(&loop->body, from) ||
		    !loop_passes_by(ctx, loop, from, to) || !is_asked_each_turn(ctx, loop, from))
			continue;
		Contradiction differ;
		for (uint32_t k = 0; k < s->threads.n; k++)
			if (may_join(ctx, s, loop, &s->threads.v[k]) && !s->threads.v[k].some_ended &&
			    !answers_differ(ctx, s, s->threads.v[k].thread, &differ))
				s->threads.v[k].passed_by = loop->head + 1;
	}
}

static void find_joins(Ctx *ctx, const ThreadCalls *calls)
{
	for (uint32_t i = 0; i < calls->n; i++) {
		uint32_t block = fn_block_of(ctx->fn, calls->v[i].site);
		Loop *loop = calls->v[i].ends ? innermost_loop(ctx, block) : NULL;
		if (!loop)
			continue;
		VEC_PUSH(ctx->arena, &loop->calls, calls->v[i].site);
		for (uint32_t l = 0; l < ctx->loops.n; l++)
			ctx->loops.v[l].around |= bitset_has(&ctx->loops.v[l].body, block);
	}
	for (uint32_t i = 0; i < ctx->loops.n; i++)
		ctx->loops.v[i].skips = ctx->loops.v[i].calls.n && loop_skips(ctx, &ctx->loops.v[i]);
}

static void seed_place(Ctx *ctx, Operand operand)
{
	if (operand.kind != OPERAND_PLACE)
		return;
	bitset_add(&ctx->indices, operand.place.var.i);
	for (PathId path = operand.place.path; path.i; path = path_elem(ctx->paths, path)->parent)
		if (path_elem(ctx->paths, path)->kind == ELEM_VAR)
			bitset_add(&ctx->indices, (uint32_t)path_elem(ctx->paths, path)->index);
}

// A number that a thread gets in place of a pointer chooses no element.
static bool is_plain_number(const Ctx *ctx, Operand operand)
{
	return operand_is_variable(operand) &&
	       !(ctx->fn->vars.v[operand.place.var.i].flags & (VAR_POINTER | VAR_ARRAY | VAR_RECORD)) &&
	       ctx->fn->vars.v[operand.place.var.i].kind != VAR_TEMP;
}

// The function starts threads in loops: which variables matter, and which loops join.
void segments_prepare(Ctx *ctx, const ThreadCalls *calls)
{
	ctx->indices = bitset_new(ctx->arena, ctx->fn->vars.n + 1);
	ctx->has_segments = true;
	for (uint32_t i = 0; i < calls->n; i++) {
		const Instr *in = &ctx->fn->instrs.v[calls->v[i].site];
		if (calls->v[i].returns && !place_none(in->dst))
			seed_place(ctx, (Operand){.kind = OPERAND_PLACE, .place = in->dst});
		for (uint32_t k = 0; k < in->nargs; k++)
			if (k != calls->v[i].payload || !is_plain_number(ctx, ctx->fn->operands.v[in->args + k]))
				seed_place(ctx, ctx->fn->operands.v[in->args + k]);
	}
	indices_find(ctx);
	for (uint32_t i = 0; i < calls->n; i++) {
		ctx->nends += calls->v[i].ends;
		if (calls->v[i].joins)
			VEC_PUSH(ctx->arena, &ctx->join_calls, calls->v[i].site);
	}
	find_joins(ctx, calls);
}
