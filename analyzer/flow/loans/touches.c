// SPDX-License-Identifier: MIT
// In: what a summary says that its function uses and signals. Out: the same of the caller, and what goes wrong
// by it here: a use in a callee is one of ours, by our numbers of signals and under our locks.
#include "flow/loans/loans.h"

// What atomic reads have found, as callers may name it; NULL: nothing, or nothing that has a name.
static const Guards *guards_of(Ctx *ctx, const Asked *asked, uint32_t n)
{
	Guards *guards = NULL;
	for (uint32_t i = 0; i < n; i++) {
		Guard guard = {.range = asked[i].range};
		if (!obj_ap(ctx, asked[i].place.obj, asked[i].place.path, &guard.ap))
			continue;
		if (!guards)
			guards = ARENA_NEW(ctx->program->arena, Guards);
		VEC_PUSH(ctx->program->arena, guards, guard);
	}
	return guards;
}

Touch touch_here(Ctx *ctx, const State *s, TouchKind kind)
{
	bool locked = s->locks.nheld > 0 || s->locks.vague || s->locks.maybe;
	Touch touch = {.kind = kind, .locked = locked, .gates = s->gates, .after = s->signalled};
	touch.behind = ctx->collect ? guards_of(ctx, s->asked, s->nasked) : NULL;
	return touch;
}

uint8_t asked_here(Ctx *ctx, const State *s, const CallFrame *frame, const Guards *behind, Asked out[MAX_ASKED])
{
	uint8_t n = 0;
	for (uint32_t i = 0; behind && i < behind->n && n < MAX_ASKED; i++) {
		Places at = ap_places(ctx, s, frame, behind->v[i].ap);
		if (at.n == 1 && !at.weak && !at.unknown)
			out[n++] = (Asked){.place = at.v[0], .range = behind->v[i].range};
	}
	return n;
}

static uint16_t after_here(uint16_t below, const uint16_t numbers[MAX_SIGNALS])
{
	uint16_t after = 0;
	for (uint32_t k = 0; k < MAX_SIGNALS; k++)
		if (below >> k & 1)
			after |= numbers[k];
	return after;
}

// A use in a callee, as it is from here.
static Touch touch_below(const Touch *here, const Touch *below, const uint16_t numbers[MAX_SIGNALS])
{
	Touch touch = *here;
	touch.kind = below->kind;
	touch.assumed = below->assumed;
	touch.locked = here->locked || below->locked;
	touch.gates = gates_add(here->gates, below->gates);
	touch.after |= after_here(below->after, numbers);
	touch.atomic = below->atomic;
	touch.part = below->part;
	touch.wakes = below->wakes;
	touch.trace = below->trace;
	return touch;
}

// The callee's signals, by our numbers, and its stores under a lock that is held here.
static void signals_apply(Ctx *ctx, State *s, const CallFrame *frame, const Summary *summary,
                          uint16_t numbers[MAX_SIGNALS])
{
	const Touch here = touch_here(ctx, s, TOUCH_SIGNAL);
	uint32_t k = 0;
	for (uint32_t i = 0; ctx->in_thread && i < summary->touches.n; i++) {
		const Touch *touch = &summary->touches.v[i];
		if (touch->kind == TOUCH_READ && touch->atomic && !touch->assumed) {
			Places read = ap_places(ctx, s, frame, touch->place);
			ask_mark(ctx, s, &read);
		}
		bool signals = touch->kind == TOUCH_SIGNAL,
			 stores = touch->kind & TOUCH_WRITE && !touch->assumed && s->locks.nheld;
		if (!signals && !stores)
			continue;
		Touch how = {.kind = TOUCH_SIGNAL,
		             .locked = !signals || touch->locked,
		             .after = here.after,
		             .trace = touch->trace,
		             .valued = touch->valued,
		             .value = touch->value};
		Places places = ap_places(ctx, s, frame, touch->place);
		uint16_t sent = signal_places(ctx, s, &places, stores, how, call_span(ctx, frame));
		if (signals && k < MAX_SIGNALS)
			numbers[k++] = sent;
	}
	for (uint32_t i = 0, n = 0; k && i < summary->touches.n; i++) {
		uint16_t sent = summary->touches.v[i].kind == TOUCH_SIGNAL && n < k ? numbers[n++] : 0;
		for (uint32_t bit = 0; bit < ctx->signalled.n; bit++)
			if (sent >> bit & 1)
				ctx->signalled.v[bit].touch.after |= after_here(summary->touches.v[i].after, numbers);
	}
}

void touches_apply(Ctx *ctx, State *s, const CallFrame *frame, const Summary *summary)
{
	uint16_t numbers[MAX_SIGNALS] = {0};
	const Touch here = touch_here(ctx, s, TOUCH_READ); // before the callee signals
	signals_apply(ctx, s, frame, summary, numbers);
	for (uint32_t i = 0; (ctx->collect || s->moved.n) && i < summary->touches.n; i++) {
		const Touch *touch = &summary->touches.v[i];
		if (touch->kind == TOUCH_SIGNAL || (summary->is_model && printed_as_number(ctx, frame, touch->place)))
			continue;
		Places places = ap_places(ctx, s, frame, touch->place);
		if (touch->kind & (TOUCH_READ | TOUCH_WRITE))
			storage_used(ctx, s, &places, call_span(ctx, frame), touch->kind);
		ctx->signals |= touch->wakes && places.unknown;
		Touch below = touch_below(&here, touch, numbers);
		Asked asked[MAX_ASKED];
		uint8_t nasked = ctx->collect ? asked_here(ctx, s, frame, touch->behind, asked) : 0;
		if (nasked)
			below.behind = guards_of(ctx, asked, nasked);
		for (uint32_t k = 0; k < places.n; k++)
			touch_add(ctx, places.v[k].obj, places.v[k].path, below, call_span(ctx, frame));
	}
	ctx->signals |= summary->signals;
	ctx->waits |= summary->waits;
	ctx->waits_unnamed |= summary->waits_unnamed;
	ctx->asks |= summary->asks;
	ctx->opaque |= summary->opaque;
}
