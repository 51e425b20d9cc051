// SPDX-License-Identifier: MIT
// In: the entry of a thread that starts, and what it is given. Out: what is lent to it, and what moves into it:
// what it frees, on every way out or where a test says so, is its own, and is used no more by who gave it.
#include "flow/loans/loans.h"

#define MAX_MOVED 8       // objects at a time
#define MAX_ENTRY_DEPTH 3 // function values that an entry calls with its payload

const Ap *freed_pointer(const Effect *effect)
{
	return effect->kind == EFFECT_FREE && !effect->weak ? sumval_source(&effect->value) : NULL;
}

static bool frees_place(const Outcome *outcome, Ap place)
{
	for (uint32_t i = 0; i < outcome->effects.n; i++) {
		const Ap *freed = freed_pointer(&outcome->effects.v[i]);
		if (freed && ap_equal(*freed, place))
			return true;
	}
	return false;
}

// Whether the entry frees what the pointer at `place` points to, however it ends.
static bool always_frees(const Summary *summary, Ap place)
{
	for (uint32_t i = 0; i < summary->outcomes.n; i++)
		if (!frees_place(&summary->outcomes.v[i], place))
			return false;
	return summary->outcomes.n > 0;
}

// The touch that tells where the entry frees it.
static const Touch *freeing_touch(Ctx *ctx, const Summary *summary, Ap place)
{
	place.path = path_push_deref(ctx, place.path);
	for (uint32_t i = 0; i < summary->touches.n; i++)
		if (summary->touches.v[i].kind == TOUCH_FREE && ap_equal(summary->touches.v[i].place, place))
			return &summary->touches.v[i];
	return NULL;
}

// One object, of which there is one: it can be said to be freed or moved.
bool val_object(const Ctx *ctx, ValId val, ObjId *obj)
{
	const Val *v = val_at(ctx, val);
	if (v->n != 1 || v->unknown || v->weak)
		return false;
	*obj = v->refs[0].obj;
	const Obj *o = obj_at(ctx, *obj);
	return !o->many && (o->kind == OBJ_HEAP || (o->kind == OBJ_SYM && obj_at(ctx, o->root)->kind == OBJ_VAR));
}

const Moved *moved_find(const State *s, ObjId obj)
{
	for (uint32_t i = 0; i < s->moved.n; i++)
		if (s->moved.v[i].obj.i == obj.i)
			return &s->moved.v[i];
	return NULL;
}

bool may_be_freed(const Ctx *ctx, const State *s, const Moved *moved)
{
	return !moved->sometimes || !range_empty(range_meet(val_range(ctx, s, moved->tested), moved->range));
}

// What is given away a second time is a use of what is not one's own any more.
void moved_add(Ctx *ctx, State *s, Moved moved, Span span)
{
	const Moved *before = moved_find(s, moved.obj);
	moved.issue = ctx->issues;
	if (before && before->issue != ctx->issues && may_be_freed(ctx, s, before))
		report_moved(ctx, s, before, span, TOUCH_READ);
	if (before || s->moved.n >= MAX_MOVED)
		return;
	uint32_t at = 0;
	while (at < s->moved.n && s->moved.v[at].obj.i < moved.obj.i)
		at++;
	VEC_INSERT(ctx->arena, &s->moved, at, moved);
}

bool element_moved(Ctx *ctx, State *s, const ThreadState *thread, ValId val, const HandleAt *at, Span span)
{
	const Spawned *spawned = spawned_of(ctx, thread->thread);
	const Summary *entry = spawned->entry.i ? flow_summary(ctx->flow, spawned->entry) : NULL;
	Ap payload = {.root = AP_ARG};
	PathId inside = {0};
	bool given = entry && !entry->incomplete && always_frees(entry, payload) &&
	             segment_gave(ctx, s, thread, at, true, &inside);
	const Touch *touch = given && !entry->waits && !inside.i ? freeing_touch(ctx, entry, payload) : NULL;
	for (uint32_t i = 0; touch && i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		const Ap *used = touch_used(loan->touch);
		if (loan->kind != TOUCH_FREE || !ap_equal(*used, touch->place) || !val_holds_thread(ctx, val, loan->obj))
			continue;
		Moved moved = {.obj = loan->obj, .thread = thread->thread, .touch = touch};
		report_moved(ctx, s, &moved, span, TOUCH_FREE);
		return true;
	}
	return false;
}

// Whether the entry leaves the place alone but for plain reads: what it reads there is what
// it was given.
static bool only_reads(const Summary *summary, Ap place)
{
	for (uint32_t i = 0; i < summary->touches.n; i++) {
		const Touch *touch = &summary->touches.v[i];
		bool reads = touch->kind == TOUCH_READ && !touch->locked && !touch->atomic;
		if (!reads && touch->kind != TOUCH_FREE && ap_equal(touch->place, place))
			return false;
	}
	return place.root == AP_ARG;
}

static const Guard *guard_on(const Outcome *outcome, Ap place)
{
	for (uint32_t i = 0; i < outcome->guards.n; i++)
		if (ap_equal(outcome->guards.v[i].ap, place))
			return &outcome->guards.v[i];
	return NULL;
}

// What lies at `by` in the outcomes that free what `place` points to, and in no other.
static Range range_of_frees(const Summary *summary, Ap place, Ap by)
{
	Range frees = RANGE_EMPTY;
	for (int other = 0; other < 2; other++)
		for (uint32_t i = 0; i < summary->outcomes.n; i++) {
			const Guard *guard = guard_on(&summary->outcomes.v[i], by);
			bool here = frees_place(&summary->outcomes.v[i], place);
			if (!guard || (other && !here && !range_empty(range_meet(frees, guard->range))))
				return RANGE_EMPTY;
			frees = !other && here ? range_join(frees, guard->range) : frees;
		}
	return frees;
}

// Frees on some ways out: where one test of what the entry was given tells which.
static bool frees_sometimes(Ctx *ctx, State *s, const CallFrame *frame, const Summary *summary, Ap place, Moved *moved)
{
	const Outcome *first = &summary->outcomes.v[0];
	moved->sometimes = true;
	for (uint32_t i = 0; i < first->guards.n; i++) {
		SumRef by = {.kind = REF_VALUE, .ap = first->guards.v[i].ap};
		moved->range = only_reads(summary, by.ap) ? range_of_frees(summary, place, by.ap) : RANGE_EMPTY;
		if (range_empty(moved->range))
			continue;
		SumVal value = {.num = RANGE_EMPTY, .refs = {.v = &by, .n = 1}};
		moved->tested = sumval_eval(ctx, s, frame, &value);
		return true;
	}
	return false;
}

static void entry_moves(Ctx *ctx, State *s, ThreadState *thread, const Summary *summary, const CallFrame *frame)
{
	for (uint32_t o = 0; o < summary->outcomes.n; o++)
		for (uint32_t i = 0; i < summary->outcomes.v[o].effects.n; i++) {
			const Effect *e = &summary->outcomes.v[o].effects.v[i];
			const Ap *place = freed_pointer(e);
			const Touch *touch = place ? freeing_touch(ctx, summary, *place) : NULL;
			Moved moved = {.thread = thread->thread, .touch = touch, .after_join = summary->waits};
			if (touch &&
			    (always_frees(summary, *place) ||
			     (!e->counted && frees_sometimes(ctx, s, frame, summary, *place, &moved))) &&
			    val_object(ctx, sumval_eval(ctx, s, frame, &e->value), &moved.obj))
				moved_add(ctx, s, moved, ctx->fn->instrs.v[frame->site].span);
		}
}

static bool detaches_itself(const Summary *summary)
{
	for (uint32_t i = 0; i < summary->outcomes.n; i++)
		for (uint32_t k = 0; k < summary->outcomes.v[i].effects.n; k++) {
			const Effect *e = &summary->outcomes.v[i].effects.v[k];
			if (e->kind == EFFECT_DETACH && e->value.refs.n && e->value.refs.v[0].kind == REF_FN)
				return true;
		}
	return false;
}

static const Touch *assumed_touch(Ctx *ctx)
{
	Touch *touch = ARENA_NEW(ctx->program->arena, Touch);
	*touch = (Touch){
		.place = {.root = AP_ARG, .path = path_push_deref(ctx, (PathId){0})}, .kind = TOUCH_READ, .assumed = true};
	return touch;
}

static void known_entry_lend(Ctx *ctx, State *s, ThreadState *thread, StrId name, const CallFrame *frame,
                             Before before)
{
	const Summary *summary = flow_summary(ctx->flow, name);
	map_put(ctx->program->arena, &ctx->flow->entries, name.i, 1);
	if (!summary) {
		thread->signals = thread->waits = true;
		touches_lend(ctx, s, thread, frame, assumed_touch(ctx), 1, before);
		return;
	}
	thread->signals |= summary->signals;
	thread->waits |= summary->waits;
	if (!thread->later) // its giver comes first: it may still use it
		entry_moves(ctx, s, thread, summary, frame);
	thread->joinable &= !detaches_itself(summary);
	touches_lend(ctx, s, thread, frame, summary->touches.v, summary->touches.n, before);
	entry_calls(ctx, s, thread, frame, summary, before);
}

void entry_lend(Ctx *ctx, State *s, ThreadState *thread, ValId entry, const CallFrame *frame, Before before)
{
	Val v = *val_at(ctx, entry);
	bool unknown = v.unknown || before.depth > MAX_ENTRY_DEPTH;
	if (before.depth > MAX_ENTRY_DEPTH)
		v.n = 0;
	for (uint32_t i = 0; i < v.n; i++) {
		Obj o = *obj_at(ctx, v.refs[i].obj);
		Ap ap;
		if (o.kind == OBJ_FN)
			known_entry_lend(ctx, s, thread, (StrId){o.a}, frame, before);
		else if (o.kind == OBJ_SYM && !v.refs[i].path.i && obj_ap(ctx, v.refs[i].obj, (PathId){0}, &ap)) {
			thread->deferred = thread->signals = thread->waits = true;
			thread->entry = thread->many ? val_join(ctx, thread->entry, entry, WIDEN_NONE) : entry;
			for (uint32_t a = 0; a < frame->nargs && a < ENTRY_ARGS; a++)
				thread->payload[a] =
					thread->many ? val_join(ctx, thread->payload[a], frame->args[a], WIDEN_NONE) : frame->args[a];
		} else {
			unknown = true;
		}
	}
	thread->signals |= unknown;
	thread->waits |= unknown;
}
