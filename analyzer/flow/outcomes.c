// SPDX-License-Identifier: MIT
// In: the states in which a function is left. Out: so few of them that a summary can have an
// outcome for each; what they did to threads is told apart longest.
#include "flow/flow.h"

// ---- exits that agree ----------------------------------------------------------------------------------

typedef enum RetClass { RET_OTHER, RET_ZERO, RET_NONZERO } RetClass;

static RetClass ret_class(const Ctx *ctx, const State *s, const Exit *leave)
{
	Range range = leave->ret.i ? val_range(ctx, s, leave->ret) : RANGE_ALL;
	if (range.lo == 0 && range.hi == 0)
		return RET_ZERO;
	return range_has(range, 0) ? RET_OTHER : RET_NONZERO;
}

typedef enum MergeBy {
	MERGE_WAYS,    // the same threads, the same class of result and the same frees
	MERGE_IDLE,    // the same class of result, where nothing is done to threads
	MERGE_NUMBERS, // the same threads, class of result and numbers left in callers' memory
	MERGE_CYCLE,   // the same threads and class of result, where a call within the cycle has started one
	MERGE_CLASS,   // the same threads and the same class of result
	MERGE_THREADS, // the same threads
	MERGE_KIND,    // the same kind; threads must have been blurred
} MergeBy;

// Where threads start or end, each way out keeps its own conditions.
static bool touches_threads(const Ctx *ctx)
{
	for (uint32_t i = 0; i < ctx->exits.n; i++)
		if (ctx->exits.v[i]->outer.n || ctx->exits.v[i]->threads.n)
			return true;
	return false;
}

static bool is_number_of_caller(const Ctx *ctx, const Cell *cell)
{
	const Val *v = val_at(ctx, cell->val);
	return obj_at(ctx, cell->obj)->kind == OBJ_SYM && v->n == 0 && !v->unknown && v->num.lo == v->num.hi;
}

// Whether what one state says of a number in callers' memory the other says too.
static bool same_numbers(const Ctx *ctx, const State *a, const State *b)
{
	for (CellWalk walk = {.a = a, .b = b}; cells_next(&walk);)
		if ((walk.x && is_number_of_caller(ctx, walk.x)) || (walk.y && is_number_of_caller(ctx, walk.y)))
			return false;
	return true;
}

static bool is_idle(const State *s) { return !s->threads.n && !s->outer.n; }

// Whether some thread was started by a call of a function of the cycle that is being solved.
static bool is_of_cycle(const Ctx *ctx, const State *s)
{
	bool any = false;
	for (uint32_t i = 0; i < s->threads.n && !any; i++) {
		uint32_t site = spawned_of(ctx, s->threads.v[i].thread)->site;
		const Summary *callee = flow_callee(ctx->flow, &ctx->fn->instrs.v[site]);
		any = callee && callee->rounds;
	}
	return any;
}

static bool exits_agree(Ctx *ctx, uint32_t i, uint32_t k, MergeBy by)
{
	const State *a = ctx->exits.v[i], *b = ctx->exits.v[k];
	const Exit *x = &ctx->exit_info.v[i], *y = &ctx->exit_info.v[k];
	if (x->kind != y->kind || (by != MERGE_KIND && !state_same_property(ctx, a, b)))
		return false;
	if ((by == MERGE_WAYS && !state_same_frees(a, b)) || (by == MERGE_IDLE && !is_idle(a)) ||
	    (by == MERGE_NUMBERS && !same_numbers(ctx, a, b)) || (by == MERGE_CYCLE && !is_of_cycle(ctx, a)))
		return false;
	return by > MERGE_CLASS || ret_class(ctx, a, x) == ret_class(ctx, b, y);
}

// Exits that agree become one outcome.
static void merge_exits(Ctx *ctx, MergeBy by)
{
	uint32_t kept = 0;
	bool conditions = touches_threads(ctx);
	for (uint32_t i = 0; i < ctx->exits.n; i++) {
		uint32_t k = 0;
		while (k < kept && !exits_agree(ctx, k, i, by))
			k++;
		if (k < kept) {
			if (conditions)
				exits_join_ways(ctx, k, i);
			ctx->exit_info.v[k].ret = val_join(ctx, ctx->exit_info.v[k].ret, ctx->exit_info.v[i].ret, WIDEN_NONE);
			state_join(ctx, ctx->exits.v[k], ctx->exits.v[i], WIDEN_NONE);
			continue;
		}
		ctx->exits.v[kept] = ctx->exits.v[i];
		ctx->exit_info.v[kept++] = ctx->exit_info.v[i];
	}
	ctx->exits.n = ctx->exit_info.n = kept;
}

// What our callers cannot name: loans on this frame, which is gone, and how its threads
// came about. States that differ in nothing else are one way out.
static void exit_forget(Ctx *ctx, State *s, const Exit *leave)
{
	uint32_t cells = 0;
	for (uint32_t i = 0; i < s->threads.n; i++) {
		ThreadState *thread = &s->threads.v[i];
		uint32_t kept = 0;
		for (uint32_t k = 0; k < thread->loans.n; k++)
			if (obj_at(ctx, ctx->loans.v[thread->loans.v[k].i].obj)->kind != OBJ_VAR)
				thread->loans.v[kept++] = thread->loans.v[k];
		thread->loans.n = kept;
		thread->elements = segment_elements(ctx, s, thread);
		thread->some_ended = thread->expired = false;
		thread->segment = (Segment){0};
		thread->many = true; // loans of merged states add up
	}
	for (uint32_t i = 0; i < s->cells.n; i++) {
		ObjId obj = s->cells.v[i].obj;
		bool returned = !place_none(leave->from) && leave->from.var.i == obj.i;
		if (obj_at(ctx, obj)->kind != OBJ_VAR || returned)
			s->cells.v[cells++] = s->cells.v[i];
	}
	s->cells.n = cells;
	s->shadows.n = 0;
	s->zone = NULL;
}

static void join_payload(Ctx *ctx, ThreadState *into, const ThreadState *from)
{
	if (!into->deferred || !from->deferred || into->thread.i != from->thread.i)
		return;
	into->entry = val_join(ctx, into->entry, from->entry, WIDEN_NONE);
	for (uint32_t a = 0; a < ENTRY_ARGS; a++)
		into->payload[a] = val_join(ctx, into->payload[a], from->payload[a], WIDEN_NONE);
}

// Too many combinations of what a thread gets: each may get what any gets.
static void blur_payloads(Ctx *ctx)
{
	for (uint32_t i = 0; i < ctx->exits.n * ctx->exits.n; i++) {
		State *into = ctx->exits.v[i % ctx->exits.n];
		const State *from = ctx->exits.v[i / ctx->exits.n];
		for (uint32_t t = 0; t < from->threads.n && t < into->threads.n; t++)
			join_payload(ctx, &into->threads.v[t], &from->threads.v[t]);
	}
}

// Too many combinations of joins of callers' threads: each may or may not have happened.
static void blur_joins(Ctx *ctx)
{
	State *all = ARENA_NEW(ctx->arena, State);
	for (uint32_t i = 0; i < ctx->exits.n; i++)
		outers_blur(ctx, all, ctx->exits.v[i]);
	for (uint32_t i = 0; i < ctx->exits.n; i++)
		memcpy(&ctx->exits.v[i]->outer, &all->outer, sizeof all->outer);
}

// Too many combinations of threads: on every way out each of them may run.
static void blur_threads(Ctx *ctx)
{
	State *all = ARENA_NEW(ctx->arena, State);
	for (uint32_t i = 0; i < ctx->exits.n; i++)
		for (uint32_t k = 0; k < ctx->exits.v[i]->threads.n; k++)
			thread_blur(ctx, all, &ctx->exits.v[i]->threads.v[k]);
	for (uint32_t i = 0; i < ctx->exits.n; i++) {
		memcpy(&ctx->exits.v[i]->threads, &state_copy(ctx, all)->threads, sizeof all->threads);
		ctx->exits.v[i]->moved.n = 0;
	}
}

// Whether this stage of merging is needed; in a cycle also where it was in an earlier round,
// or the outcomes would come and go.
static bool merge_needed(const Ctx *ctx, Summary *summary, uint8_t stage)
{
	if (ctx->exits.n > MAX_OUTCOMES && summary->merged < stage)
		summary->merged = stage;
	return summary->merged >= stage;
}

void exits_merge(Ctx *ctx, Summary *summary)
{
	const Summary *before = ctx->flow->inferred[ctx->fn_index];
	uint8_t stage = 1;
	for (uint32_t i = 0; i < ctx->exits.n; i++)
		exit_forget(ctx, ctx->exits.v[i], &ctx->exit_info.v[i]);
	summary->merged = before ? before->merged : 0;
	if (!touches_threads(ctx)) // what a thread frees of what it was given may depend on that
		merge_exits(ctx, bitset_has(&ctx->flow->values, ctx->fn_index) ? MERGE_WAYS : MERGE_CLASS);
	if (merge_needed(ctx, summary, stage++))
		merge_exits(ctx, MERGE_IDLE);
	if (merge_needed(ctx, summary, stage++))
		merge_exits(ctx, MERGE_NUMBERS);
	if (merge_needed(ctx, summary, stage++))
		merge_exits(ctx, MERGE_CYCLE);
	if (merge_needed(ctx, summary, stage++))
		merge_exits(ctx, MERGE_CLASS);
	if (merge_needed(ctx, summary, stage++)) {
		for (uint32_t i = 0; i < ctx->exits.n; i++)
			ctx->exits.v[i]->bypassed = 0;
		merge_exits(ctx, MERGE_CLASS);
	}
	if (merge_needed(ctx, summary, stage++)) {
		blur_payloads(ctx);
		merge_exits(ctx, MERGE_CLASS);
	}
	if (merge_needed(ctx, summary, stage++))
		merge_exits(ctx, MERGE_THREADS);
	if (merge_needed(ctx, summary, stage++)) {
		blur_joins(ctx);
		merge_exits(ctx, MERGE_THREADS);
	}
	if (merge_needed(ctx, summary, stage++)) {
		blur_threads(ctx);
		merge_exits(ctx, MERGE_KIND);
	}
}
