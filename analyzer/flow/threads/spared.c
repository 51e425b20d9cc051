// SPDX-License-Identifier: MIT
// In: a call on a state, and the way on which it comes back. Out: a step that says so where the
// callee joins a thread on another way, and the words for it: `stop` joins only where `c->n` is not 0.
#include "flow/flow.h"

static bool joins(const Outcome *outcome)
{
	return outcome_effect(outcome, EFFECT_BIT(EFFECT_END)) != NULL;
}

static bool joins_thread(Ctx *ctx, const State *s, const CallFrame *frame, const Outcome *outcome, ObjId thread)
{
	for (uint32_t i = 0; i < outcome->effects.n; i++)
		if (outcome->effects.v[i].kind == EFFECT_END &&
		    val_holds_thread(ctx, sumval_eval(ctx, s, frame, &outcome->effects.v[i].value), thread))
			return true;
	return false;
}

void spared_note(Ctx *ctx, State *s, const CallFrame *frame, const Outcome *taken)
{
	const Summary *callee = frame->callee;
	if (callee->is_model || callee->outcomes.n < 2 || ctx->depth != 1 || joins(taken))
		return;
	for (uint32_t i = 0; i < callee->outcomes.n; i++)
		for (uint32_t k = 0; joins(&callee->outcomes.v[i]) && k < s->threads.n; k++) {
			ObjId thread = s->threads.v[k].thread;
			if (!joins_thread(ctx, s, frame, &callee->outcomes.v[i], thread))
				continue;
			Step *step = step_add(ctx, s, STEP_SPARED, ctx->fn->instrs.v[frame->site].span);
			if (!step)
				return;
			step->thread = thread;
			step->callee = callee;
			step->taken = taken;
		}
}

// ---- the words ---------------------------------------------------------------------------------

// The only way on which it joins; NULL where there are several.
static const Outcome *joining_way(const Summary *callee)
{
	const Outcome *found = NULL;
	for (uint32_t i = 0; i < callee->outcomes.n; i++) {
		if (!joins(&callee->outcomes.v[i]))
			continue;
		if (found || callee->outcomes.v[i].ways.n)
			return NULL;
		found = &callee->outcomes.v[i];
	}
	return found;
}

// What holds where it joins, and does not where it has come back.
static const Guard *deciding_guard(const Outcome *joining, const Outcome *taken)
{
	for (uint32_t i = 0; i < joining->guards.n; i++)
		for (uint32_t k = 0; k < taken->guards.n; k++) {
			const Guard *a = &joining->guards.v[i], *b = &taken->guards.v[k];
			if (!a->than && !b->than && ap_equal(a->ap, b->ap) && range_empty(range_meet(a->range, b->range)))
				return a;
		}
	return NULL;
}

static const char *range_text(const Ctx *ctx, Range range)
{
	Arena *arena = ctx->program->arena;
	bool low = range.lo != INT64_MIN, high = range.hi != INT64_MAX;
	if (range.lo == range.hi)
		return arena_printf(arena, "is %lld", (long long)range.lo);
	if (low || high)
		return arena_printf(arena, "is at %s %lld", low ? "least" : "most", (long long)(low ? range.lo : range.hi));
	return range.has_ne ? arena_printf(arena, "is not %lld", (long long)range.ne) : NULL;
}

const char *spared_text(const Ctx *ctx, const Step *step)
{
	const Fn *fn = program_fn(ctx->program, step->callee->name);
	const Outcome *joining = joining_way(step->callee);
	const Guard *guard = fn && joining ? deciding_guard(joining, step->taken) : NULL;
	bool result = guard && guard->ap.root == AP_RET;
	bool named = guard && (guard->ap.root == AP_ARG || guard->ap.root == AP_GLOBAL || (result && !guard->ap.path.i));
	const char *range = named ? range_text(ctx, guard->range) : NULL;
	const char *name = program_label(ctx->program, step->callee->name);
	if (!range)
		return arena_printf(ctx->program->arena, "`%s` may come back without joining the thread", name);
	return arena_printf(ctx->program->arena, "`%s` joins the thread only where %s %s", name,
	                    result ? "its result" : arena_printf(ctx->program->arena, "`%s`", ap_text(ctx, fn, guard->ap)),
	                    range);
}
