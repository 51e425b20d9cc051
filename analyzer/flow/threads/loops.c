// SPDX-License-Identifier: MIT
// In: a way round a loop or out of it, or over a test. Out: what is still known of the threads that run: one that the
// loop may have joined is undecided, unless its segment says that it stays.
#include "flow/flow.h"

// A test of a value that something unseen may have changed decides nothing; one that ends a
// loop and nobody knows what it asks may be a wait.
void threads_doubt_test(const Ctx *ctx, State *s, uint8_t doubt, bool leaves)
{
	for (uint32_t k = 0; doubt == DOUBT_OPAQUE && leaves && k < s->threads.n; k++)
		if (thread_may_wake(ctx, &s->threads.v[k]))
			thread_demote(&s->threads.v[k], THREAD_UNDECIDED);
	if (doubt == DOUBT_CALL)
		threads_undecided(s);
}

static bool may_be_joined(const Ctx *ctx, const State *s, const Loop *loop, const ThreadState *thread, uint32_t from)
{
	if (loop_joins_some(loop, thread->thread))
		return true;
	return (loop->ends_any && handle_is_elsewhere(ctx, s, thread)) ||
	       (loop->waits_unnamed && thread_may_wake(ctx, thread) && from == loop->head);
}

// Into the next turn of a loop that joins, or over a test of what one of many objects holds: what is
// known of the newest thread is known no more.
static void threads_age(State *s)
{
	for (uint32_t k = 0; k < s->threads.n; k++)
		s->threads.v[k].fresh = false;
}

void threads_age_by_loop(const Ctx *ctx, State *s, uint32_t from, uint32_t to)
{
	for (uint32_t i = 0; i < ctx->loops.n; i++)
		if (ctx->loops.v[i].ends && ctx->loops.v[i].head == to && bitset_has(&ctx->loops.v[i].body, from))
			threads_age(s);
}

void threads_age_by_test(Ctx *ctx, State *s, Operand operand)
{
	if (s->threads.n && operand.kind == OPERAND_PLACE && val_at(ctx, operand_val(ctx, s, operand))->weak)
		threads_age(s);
}

static bool leaves_segment(Ctx *ctx, State *s, State *before, const ThreadState *thread, const Loop *loop,
                           const Term *term)
{
	if (thread->passed_by == loop->head + 1 && !thread->some_ended)
		return true;
	if (thread->status == THREAD_RUNNING && !thread->some_ended && loop_is_straight(ctx, s, loop))
		return true;
	if (thread->fresh && loop_has(ctx, loop, obj_at(ctx, thread->thread)->a))
		return true;
	return thread->segment.known && segment_stays(ctx, s, before, thread, loop, term);
}

// Leaving a loop that may have joined, over the terminator of `from`. Where no segment
// tells how many threads it joined, that is not decided.
void threads_leave_loops(Ctx *ctx, State *s, State *before, uint32_t from, uint32_t to)
{
	const Term *term = &ctx->fn->blocks.v[from].term;
	for (uint32_t i = 0; i < ctx->loops.n; i++) {
		const Loop *loop = &ctx->loops.v[i];
		if (!bitset_has(&loop->body, from) || bitset_has(&loop->body, to))
			continue;
		if (loop->waits)
			wait_leave_loop(ctx, s, loop, from == loop->head);
		for (uint32_t k = 0; loop->ends && k < s->threads.n; k++) {
			if (may_be_joined(ctx, s, loop, &s->threads.v[k], from) &&
			    !leaves_segment(ctx, s, before, &s->threads.v[k], loop, term))
				thread_demote(&s->threads.v[k], THREAD_UNDECIDED);
			if (s->threads.v[k].passed_by == loop->head + 1)
				s->threads.v[k].passed_by = 0;
		}
	}
}
