// SPDX-License-Identifier: MIT
// Loops that join: which threads one of their joins ends, and on which ways out it does not.
#include "domain/domain.h"

static uint32_t block_of(const Ctx *ctx, uint32_t site)
{
	uint32_t b = 0;
	while (site < ctx->fn->blocks.v[b].first || site >= ctx->fn->blocks.v[b].first + ctx->fn->blocks.v[b].n)
		b++;
	return b;
}

bool loop_has(const Ctx *ctx, const Loop *loop, uint32_t site)
{
	return bitset_has(&loop->body, block_of(ctx, site));
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

Loop *loop_around(Ctx *ctx, uint32_t site) { return innermost_loop(ctx, block_of(ctx, site)); }

// Adds the blocks of the loop to which `block` leads, but for those in `seen`.
static bool follow_block(Ctx *ctx, const Loop *loop, BitSet *seen, U32Vec *work, uint32_t block)
{
	bool around = false;
	for (uint32_t i = 0, to; (to = fn_successor(ctx->fn, block, i)) != ID_NONE; i++) {
		around |= to == loop->head;
		if (!bitset_has(&loop->body, to) || bitset_has(seen, to))
			continue;
		bitset_add(seen, to);
		VEC_PUSH(ctx->arena, work, to);
	}
	return around;
}

// Whether some way around the loop passes none of its calls that end threads.
static bool loop_skips(Ctx *ctx, const Loop *loop)
{
	U32Vec work = {0};
	BitSet seen = bitset_new(ctx->arena, ctx->fn->blocks.n);
	for (uint32_t i = 0; i < loop->calls.n; i++)
		bitset_add(&seen, block_of(ctx, loop->calls.v[i]));
	if (bitset_has(&seen, loop->head))
		return false;
	VEC_PUSH(ctx->arena, &work, loop->head);
	while (work.n)
		if (follow_block(ctx, loop, &seen, &work, work.v[--work.n]))
			return true;
	return false;
}

static bool block_ends(const Ctx *ctx, uint32_t block)
{
	for (uint32_t i = 0; i < ctx->loops.n; i++)
		for (uint32_t k = 0; k < ctx->loops.v[i].calls.n; k++)
			if (block_of(ctx, ctx->loops.v[i].calls.v[k]) == block)
				return true;
	return false;
}

// Whether a thread may have been ended this time round before the block's end.
static bool ends_before(Ctx *ctx, const Loop *loop, uint32_t block)
{
	U32Vec work = {0};
	BitSet seen = bitset_new(ctx->arena, ctx->fn->blocks.n);
	bitset_add(&seen, loop->head);
	for (uint32_t b = 0; b < ctx->fn->blocks.n; b++)
		if (bitset_has(&loop->body, b) && block_ends(ctx, b)) {
			bitset_add(&seen, b);
			VEC_PUSH(ctx->arena, &work, b);
		}
	while (work.n) {
		uint32_t at = work.v[--work.n];
		if (at == block)
			return true;
		follow_block(ctx, loop, &seen, &work, at);
	}
	return false;
}

bool loop_passes_by(Ctx *ctx, const Loop *loop, uint32_t from, uint32_t block)
{
	U32Vec work = {0};
	BitSet seen = bitset_new(ctx->arena, ctx->fn->blocks.n);
	if (!loop->around || ends_before(ctx, loop, from))
		return false;
	bitset_add(&seen, loop->head);
	bitset_add(&seen, block);
	if (block != loop->head && bitset_has(&loop->body, block))
		VEC_PUSH(ctx->arena, &work, block);
	while (work.n) {
		uint32_t at = work.v[--work.n];
		if (block_ends(ctx, at))
			return false;
		follow_block(ctx, loop, &seen, &work, at);
	}
	return true;
}

// A parameter that nobody has written: a test of it comes out the same each time.
static bool is_settled(const Ctx *ctx, const Obj *o)
{
	return obj_at(ctx, (ObjId){o->a})->kind == OBJ_VAR && !path_has_index(ctx, (PathId){o->b});
}

// What a function without a body says that is asked about nothing.
static bool is_answer(const Ctx *ctx, const Obj *o)
{
	const Obj *home = obj_at(ctx, (ObjId){o->a});
	const Instr *call = home->kind == OBJ_HOME && !o->b && !home->guess ? &ctx->fn->instrs.v[home->a] : NULL;
	return call && call->op == OP_CALL && call_asks_nothing(ctx, call) && !program_fn(ctx->program, call->a.str);
}

static bool says_no_element(Ctx *ctx, const State *s, Operand operand)
{
	if (operand.kind == OPERAND_INT)
		return true;
	const Val *v = operand.kind == OPERAND_PLACE ? val_at(ctx, operand_val(ctx, s, operand)) : NULL;
	const Obj *o = v && v->n == 1 && !v->weak && !v->unknown && range_empty(v->num) ? obj_at(ctx, v->refs[0].obj) : NULL;
	return o && o->kind == OBJ_SYM && (is_settled(ctx, o) || is_answer(ctx, o));
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

bool loop_waits_behind(Ctx *ctx, const Loop *loop, uint32_t site)
{
	U32Vec work = {0};
	BitSet seen = bitset_new(ctx->arena, ctx->fn->blocks.n);
	for (uint32_t i = 0; i < loop->waits_in.n; i++)
		bitset_add(&seen, loop->waits_in.v[i]);
	uint32_t start = block_of(ctx, site);
	if (!bitset_has(&seen, start))
		VEC_PUSH(ctx->arena, &work, start);
	while (work.n)
		if (follow_block(ctx, loop, &seen, &work, work.v[--work.n]))
			return false;
	return loop->waits_in.n > 0;
}

// Whether the block lies on every way round that comes to a join: what its test says may hold
// for each element.
static bool is_asked_each_turn(Ctx *ctx, const Loop *loop, uint32_t block)
{
	U32Vec work = {0};
	BitSet seen = bitset_new(ctx->arena, ctx->fn->blocks.n);
	bitset_add(&seen, block);
	if (block != loop->head)
		VEC_PUSH(ctx->arena, &work, loop->head);
	while (work.n) {
		uint32_t at = work.v[--work.n];
		if (block_ends(ctx, at))
			return false;
		follow_block(ctx, loop, &seen, &work, at);
	}
	return true;
}

void joins_pass_by(Ctx *ctx, State *s, uint32_t from, uint32_t to)
{
	for (uint32_t i = 0; i < ctx->loops.n; i++) {
		const Loop *loop = &ctx->loops.v[i];
		if (!loop->some.n || !bitset_has(&loop->body, from) || !loop_passes_by(ctx, loop, from, to) || !is_asked_each_turn(ctx, loop, from))
			continue;
		Contradiction differ;
		for (uint32_t k = 0; k < s->threads.n; k++)
			if (loop_joins_some(loop, s->threads.v[k].thread) && !s->threads.v[k].some_ended &&
			    !answers_differ(ctx, s, s->threads.v[k].thread, &differ))
				s->threads.v[k].passed_by = loop->head + 1;
	}
}

static void find_joins(Ctx *ctx, const ThreadCalls *calls)
{
	for (uint32_t i = 0; i < calls->n; i++) {
		uint32_t block = block_of(ctx, calls->v[i].site);
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
