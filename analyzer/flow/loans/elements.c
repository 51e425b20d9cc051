// SPDX-License-Identifier: MIT
// In: a free or an assignment of an element of an array, of which each was given to a thread of its own, on one
// state. Out: E0505, E0382 or E0506 where the thread of that very element plainly runs (arrays/segments.c).
#include "flow/loans/loans.h"

// Nothing that the thread tells has been waited for.
static bool runs_untold(const ThreadState *thread)
{
	return !thread->nwaits && !thread->waited && thread->status == THREAD_RUNNING;
}

// Of many threads each was given its own: the one of the element still runs, and uses the block.
static const Loan *loan_of_element(Ctx *ctx, State *s, const ThreadState *thread, ValId val, const HandleAt *at)
{
	PathId inside;
	if (!runs_untold(thread) || !segment_gave(ctx, s, thread, at, false, &inside))
		return NULL;
	PathId block = path_push_deref(ctx, (PathId){0});
	block = inside.i ? path_push_deref(ctx, path_join(ctx->paths, block, inside)) : block;
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		const Ap *used = touch_used(loan->touch);
		if (loan->kind & TOUCH_BORROWS && used->root == AP_ARG && !loan->touch->assumed &&
		    path_has_prefix(ctx->paths, used->path, block) && val_holds_thread(ctx, val, loan->obj) &&
		    !is_shared_by(ctx, thread, loan->obj))
			return loan;
	}
	return NULL;
}

void element_freed(Ctx *ctx, State *s, ValId val, const HandleAt *at, Span span)
{
	for (uint32_t i = 0; i < s->threads.n; i++) {
		if (element_moved(ctx, s, &s->threads.v[i], val, at, span))
			continue;
		const Loan *loan = loan_of_element(ctx, s, &s->threads.v[i], val, at);
		if (loan)
			report_event(ctx, s, &s->threads.v[i], loan, "E0505", span, (Ref){loan->obj, {0}});
	}
}

// What of the element at which the assignment writes the thread of that element uses.
static const Loan *loan_in_element(Ctx *ctx, State *s, const ThreadState *thread)
{
	const HandleAt *at = &ctx->writing;
	PathId inside;
	if (!thread->many || !runs_untold(thread) || !thread->segment.given.address ||
	    !segment_gave(ctx, s, thread, at, false, &inside))
		return NULL;
	PathId pointed = path_push_deref(ctx, (PathId){0});
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		const Ap *used = touch_used(loan->touch);
		bool uses = loan->kind & (TOUCH_READ | TOUCH_WRITE) && !loan->touch->assumed && !loan->touch->part;
		if (uses && loan->obj.i == at->array.i && used->root == AP_ARG &&
		    path_has_prefix(ctx->paths, used->path, pointed) &&
		    write_hits(ctx, inside, path_suffix(ctx, used->path, 1)))
			return loan;
	}
	return NULL;
}

void element_written(Ctx *ctx, State *s, Ref place, Span span, WriteOrder order)
{
	for (uint32_t i = 0; is_single(ctx, ctx->writing.array) && i < s->threads.n; i++) {
		const Loan *loan = loan_in_element(ctx, s, &s->threads.v[i]);
		if (loan && !is_shared_by(ctx, &s->threads.v[i], loan->obj) &&
		    !is_ordered(ctx, s, &s->threads.v[i], loan, order))
			report_event(ctx, s, &s->threads.v[i], loan, "E0506", span, place);
	}
}
