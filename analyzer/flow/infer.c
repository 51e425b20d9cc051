// SPDX-License-Identifier: MIT
// In: a solved function's exits. Out: its Summary, and over the whole program the
// order of solving: groups of the call graph, callees first, cycles to a fixpoint.
#include "flow/flow.h"

#define MAX_STORES 64
#define FAR_STORES 8         // of a function far from thread events
#define MAX_OBJECT_STORES 12 // fields of one object that are told apart
#define NEAR_MATTERS 2 // callers above a thread event: given up there, findings may be missing
#define MAX_ROUNDS 12 // solves of one of several functions that call each other,
#define FAR_ROUNDS 2  // of one that is far from thread events

// ---- values and places for the outside -----------------------------------------------------------

typedef struct Export {
	Ctx *ctx;
	Arena *arena;
	VEC(ObjId) fresh; // heap objects that the caller gets to see, in order
} Export;

static uint32_t fresh_number(Export *x, ObjId heap)
{
	for (uint32_t i = 0; i < x->fresh.n; i++)
		if (x->fresh.v[i].i == heap.i)
			return i;
	VEC_PUSH(x->arena, &x->fresh, heap);
	return x->fresh.n - 1;
}

// A symbol plus or minus a number; false: the value is none.
static bool export_sum(Export *x, const Obj *o, SumRef *out)
{
	const Ctx *ctx = x->ctx;
	int64_t plus = 0;
	while (o->kind == OBJ_EXPR && (o->a == CALC_ADD || o->a == CALC_SUB)) {
		const Val *v = val_at(ctx, (ValId){o->b}), *by = val_at(ctx, (ValId){o->c});
		if (by->n || by->unknown || by->num.lo != by->num.hi || v->n != 1 || v->unknown || v->refs[0].path.i ||
		    !range_empty(v->num))
			return false;
		if (by->num.lo > INT16_MAX || by->num.lo < INT16_MIN)
			return false;
		plus += o->a == CALC_ADD ? by->num.lo : -by->num.lo;
		o = obj_at(ctx, v->refs[0].obj);
	}
	*out = (SumRef){.kind = REF_VALUE, .plus = (int32_t)plus};
	return o->kind == OBJ_SYM && obj_ap(x->ctx, (ObjId){o->a}, (PathId){o->b}, &out->ap);
}

static bool export_ref(Export *x, Ref ref, SumRef *out)
{
	Ctx *ctx = x->ctx;
	Obj o = *obj_at(ctx, ref.obj);
	*out = (SumRef){.kind = REF_ADDR};
	if (o.kind == OBJ_FN) {
		*out = (SumRef){.kind = REF_FN, .fn = {o.a}};
		return true;
	}
	if (o.kind == OBJ_HEAP) {
		out->ap = (Ap){.root = AP_FRESH, .n = fresh_number(x, ref.obj), .path = ref.path};
		return true;
	}
	if ((o.kind == OBJ_SYM || o.kind == OBJ_EXPR) && !ref.path.i)
		return export_sum(x, &o, out);
	return o.kind != OBJ_VAR && obj_ap(ctx, ref.obj, ref.path, &out->ap);
}

static bool export_val(Export *x, ValId val, SumVal *out)
{
	Val v = *val_at(x->ctx, val);
	*out = (SumVal){.num = v.num, .unknown = v.unknown};
	for (uint32_t i = 0; i < v.n; i++) {
		SumRef ref;
		if (export_ref(x, v.refs[i], &ref))
			VEC_PUSH(x->arena, &out->refs, ref);
		else
			out->unknown = true;
	}
	return !out->unknown;
}

bool val_export(Ctx *ctx, ValId val, SumVal *out)
{
	Export x = {.ctx = ctx, .arena = ctx->program->arena};
	return export_val(&x, val, out);
}

static bool export_place(Export *x, ObjId obj, PathId path, Ap *ap)
{
	ObjKind kind = obj_at(x->ctx, obj)->kind;
	if (kind == OBJ_HEAP) {
		for (uint32_t i = 0; i < x->fresh.n; i++)
			if (x->fresh.v[i].i == obj.i) {
				*ap = (Ap){.root = AP_FRESH, .n = i, .path = path};
				return true;
			}
		return false;
	}
	return kind != OBJ_VAR && kind != OBJ_LITERAL && obj_ap(x->ctx, obj, path, ap);
}

// ---- effects of one exit ---------------------------------------------------------------------------

static const ThreadState *thread_in(const Ctx *ctx, const State *s, ValId val)
{
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (val_holds_thread(ctx, val, s->threads.v[i].thread))
			return &s->threads.v[i];
	return NULL;
}

static bool is_initial(const Ctx *ctx, const Cell *cell)
{
	const Val *v = val_at(ctx, cell->val);
	if (v->n != 1 || v->refs[0].path.i || v->unknown || !range_empty(v->num))
		return false;
	const Obj *o = obj_at(ctx, v->refs[0].obj);
	return o->kind == OBJ_SYM && o->a == cell->obj.i && o->b == cell->path.i;
}

static bool is_guess(const Ctx *ctx, ValId val)
{
	const Val *v = val_at(ctx, val);
	const Obj *o = v->n == 1 ? obj_at(ctx, v->refs[0].obj) : NULL;
	return o && o->kind == OBJ_SYM && obj_at(ctx, o->root)->guess;
}

// Whether what was written there is not told apart.
static bool is_folded(const Ctx *ctx, const Cell *cell)
{
	const Val *v = val_at(ctx, cell->val);
	const Obj *o = v->n == 1 && !v->unknown && !v->refs[0].path.i ? obj_at(ctx, v->refs[0].obj) : NULL;
	return o && o->kind == OBJ_SYM && o->depth == 0 && !o->b && obj_at(ctx, o->root)->folded;
}

// Whether the object has ended on some of the ways that are one here: what was written there may be of those alone.
static bool may_have_ended(const State *s, ObjId obj)
{
	for (uint32_t i = 0; i < s->freed.n; i++)
		if (!s->freed.v[i].must && s->freed.v[i].place.obj.i == obj.i)
			return true;
	return false;
}

static void export_cell(Export *x, const State *s, const Cell *cell, Outcome *outcome)
{
	Effect store = {.kind = EFFECT_STORE};
	Range old;
	if (!x->ctx->near && outcome->effects.n >= FAR_STORES)
		return;
	const Obj *o = obj_at(x->ctx, cell->obj);
	if (o->kind == OBJ_SYM && o->depth > (obj_at(x->ctx, o->root)->kind == OBJ_VAR ? 1 : 0))
		return; // deeper than callers look
	if (is_initial(x->ctx, cell) || thread_in(x->ctx, s, cell->val) ||
	    !export_place(x, cell->obj, cell->path, &store.place))
		return;
	if (!export_val(x, cell->val, &store.value))
		store.value = val_number_known(x->ctx, s, cell->val);
	if (o->opaque || is_folded(x->ctx, cell))
		store.kind = EFFECT_WRITE;
	store.weak = val_at(x->ctx, cell->val)->weak || path_inexact(x->ctx, cell->path) || is_guess(x->ctx, cell->val) ||
	             may_have_ended(s, cell->obj) || (s->freed_more && store.value.unknown);
	if (flag_before(x->ctx, s, cell, &old)) { // the thread that writes it starts behind the stores
		store.value = (SumVal){.num = old};
		store.weak = false;
	}
	if (outcome->effects.n >= 4 * MAX_STORES) {
		x->ctx->gave_up = "stores";
		return;
	}
	VEC_PUSH(x->arena, &outcome->effects, store);
}

static uint32_t cells_of(const State *s, uint32_t first)
{
	uint32_t n = 1;
	while (first + n < s->cells.n && s->cells.v[first + n].obj.i == s->cells.v[first].obj.i)
		n++;
	return n;
}

// An object with many written fields is written as a whole; only handles are told apart.
static bool export_whole(Export *x, const State *s, const Cell *cells, uint32_t n, uint32_t room, Outcome *outcome)
{
	Effect write = {.kind = EFFECT_WRITE};
	ObjKind kind = obj_at(x->ctx, cells->obj)->kind;
	uint32_t written = 0;
	for (uint32_t i = 0; i < n; i++)
		written += !is_initial(x->ctx, &cells[i]) && !thread_in(x->ctx, s, cells[i].val);
	if ((kind != OBJ_GLOBAL && kind != OBJ_SYM && kind != OBJ_HEAP) || written <= room ||
	    !export_place(x, cells->obj, (PathId){0}, &write.place))
		return false;
	VEC_PUSH(x->arena, &outcome->effects, write);
	return true;
}

// A new object; as a whole where it has more fields than there is room left for.
static void export_fresh(Export *x, const State *s, ObjId heap, Outcome *outcome)
{
	uint32_t first = 0, room = outcome->effects.n < 2 * MAX_STORES ? 2 * MAX_STORES - outcome->effects.n : 0;
	while (first < s->cells.n && s->cells.v[first].obj.i != heap.i)
		first++;
	uint32_t n = first < s->cells.n ? cells_of(s, first) : 0;
	if (n > room && export_whole(x, s, &s->cells.v[first], n, room, outcome))
		return;
	for (uint32_t i = first; i < first + n; i++)
		export_cell(x, s, &s->cells.v[i], outcome);
}

// Memory that is reached only through fresh objects is exported with them: again
// and again until no new object turns up.
static void export_stores(Export *x, const State *s, Outcome *outcome)
{
	uint32_t seen = 0;
	for (uint32_t i = 0, n; i < s->cells.n; i += n) {
		n = cells_of(s, i);
		uint32_t room = outcome->effects.n < MAX_STORES ? MAX_OBJECT_STORES : 0;
		if (obj_at(x->ctx, s->cells.v[i].obj)->kind == OBJ_HEAP ||
		    (n > room && export_whole(x, s, &s->cells.v[i], n, room, outcome)))
			continue;
		for (uint32_t k = i; k < i + n; k++)
			export_cell(x, s, &s->cells.v[k], outcome);
	}
	for (; seen < x->fresh.n; seen++)
		export_fresh(x, s, x->fresh.v[seen], outcome);
}

static const Trace *export_trace(Export *x, const Trace *inner, Span span)
{
	Trace *t = ARENA_NEW(x->arena, Trace);
	*t = inner ? *inner : (Trace){.span = span, .fn = x->ctx->fn->name};
	if (inner)
		t->caller = export_trace(x, inner->caller, span);
	return t;
}

// A signal that may come again, and was waited for once: how often is not known outside.
static bool signal_is_used_up(const ThreadState *thread, const Loan *loan)
{
	return (thread->waited & loan->after) >> loan->number & 1;
}

// What the thread has found before.
static const Guards *export_asked(Export *x, const Loan *loan)
{
	Guards *behind = ARENA_NEW(x->arena, Guards);
	for (uint32_t i = 0; i < loan->nasked; i++) {
		Guard guard = {.range = loan->asked[i].range};
		if (export_place(x, loan->asked[i].place.obj, loan->asked[i].place.path, &guard.ap))
			VEC_PUSH(x->arena, behind, guard);
	}
	return behind->n ? behind : NULL;
}

static bool export_lend(Export *x, const ThreadState *thread, const Loan *loan, Touch *touch)
{
	*touch = *loan->touch;
	if (loan->kind == TOUCH_SIGNAL && signal_is_used_up(thread, loan))
		return false;
	if (!touch->used) {
		Ap *used = ARENA_NEW(x->arena, Ap);
		*used = touch->place;
		touch->used = used;
	}
	touch->behind = loan->nasked ? export_asked(x, loan) : NULL;
	return export_place(x, loan->obj, loan->path, &touch->place);
}

// What the thread borrows; its signals get numbers in the order in which they are told.
static void export_lends(Export *x, const ThreadState *thread, SpawnEffect *spawn)
{
	uint16_t numbers[MAX_SIGNALS] = {0};
	uint32_t n = 0;
	Touch touch;
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &x->ctx->loans.v[thread->loans.v[i].i];
		if (loan->kind == TOUCH_SIGNAL && export_lend(x, thread, loan, &touch) && n < MAX_SIGNALS)
			numbers[loan->number] |= (uint16_t)(1u << n++);
		spawn->signals |= loan->kind == TOUCH_SIGNAL && signal_is_used_up(thread, loan);
	}
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &x->ctx->loans.v[thread->loans.v[i].i];
		bool named = export_lend(x, thread, loan, &touch);
		spawn->locks |= !named && loan->kind == TOUCH_LOCK;
		spawn->signals |= !named && loan->wakes && obj_at(x->ctx, loan->obj)->kind != OBJ_VAR;
		if (!named)
			continue;
		touch.part |= loan->weak;
		touch.wakes |= loan->wakes;
		touch.gates = loan->gates;
		touch.after = 0;
		for (uint32_t k = 0; k < MAX_SIGNALS; k++)
			touch.after |= loan->after >> k & 1 ? numbers[k] : 0;
		VEC_PUSH(x->arena, &spawn->lends, touch);
	}
}

static void export_handles(Export *x, const State *s, const ThreadState *thread, const Exit *leave, SpawnEffect *spawn)
{
	Ap ap = {.root = AP_RET};
	if (val_holds_thread(x->ctx, leave->ret, thread->thread))
		VEC_PUSH(x->arena, &spawn->handles, ap);
	for (uint32_t i = 0; !place_none(leave->from) && i < s->cells.n; i++)
		if (s->cells.v[i].obj.i == leave->from.var.i && s->cells.v[i].path.i &&
		    val_holds_thread(x->ctx, s->cells.v[i].val, thread->thread)) {
			ap.path = s->cells.v[i].path; // in a returned record
			VEC_PUSH(x->arena, &spawn->handles, ap);
		}
	for (uint32_t i = 0; i < s->cells.n; i++)
		if (val_holds_thread(x->ctx, s->cells.v[i].val, thread->thread) &&
		    export_place(x, s->cells.v[i].obj, s->cells.v[i].path, &ap))
			VEC_PUSH(x->arena, &spawn->handles, ap);
}

// Whether the handle lies in memory that outlives the function, though callers may have no name for it.
static bool is_kept(const Ctx *ctx, const State *s, const ThreadState *thread)
{
	bool kept = thread->hidden;
	for (uint32_t i = 0; i < s->cells.n && !kept; i++) {
		const Cell *cell = &s->cells.v[i];
		kept = obj_at(ctx, cell->obj)->kind != OBJ_VAR && val_holds_thread(ctx, cell->val, thread->thread);
	}
	return kept;
}

static void export_deferred(Export *x, const ThreadState *thread, SpawnEffect *spawn)
{
	export_val(x, thread->entry, &spawn->entry);
	export_val(x, thread->payload[0], &spawn->payload);
	for (uint32_t i = 1; i < ENTRY_ARGS && thread->payload[i].i; i++) {
		SumVal more;
		export_val(x, thread->payload[i], &more);
		VEC_PUSH(x->arena, &spawn->more, more);
	}
}

static void export_moves(Export *x, const State *s, const ThreadState *thread, SpawnEffect *spawn)
{
	for (uint32_t i = 0; i < s->moved.n; i++) {
		Touch touch = *s->moved.v[i].touch;
		if (s->moved.v[i].thread.i == thread->thread.i && !s->moved.v[i].after_join && !s->moved.v[i].sometimes &&
		    export_place(x, s->moved.v[i].obj, (PathId){0}, &touch.place))
			VEC_PUSH(x->arena, &spawn->frees, touch);
	}
}

// What ended of the callers' memory; before their threads do, or after.
static void export_freed(Export *x, const State *s, bool early, Outcome *outcome)
{
	for (uint32_t i = 0; i < s->freed.n; i++) {
		const Freed *freed = &s->freed.v[i];
		Effect effect = {
			.kind = freed->kind, .weak = !freed->must, .counted = freed->counted, .value = {.num = RANGE_EMPTY}};
		bool named = freed->kind == EFFECT_FREE
		                 ? export_val(x, val_ref(x->ctx, freed->place.obj, (PathId){0}), &effect.value)
		                 : obj_ap(x->ctx, freed->place.obj, freed->place.path, &effect.place);
		if (named && freed->early == early)
			VEC_PUSH(x->arena, &outcome->effects, effect);
	}
}

static void export_thread(Export *x, const State *s, const ThreadState *thread, const Exit *leave, Outcome *outcome)
{
	const Spawned *spawned = spawned_of(x->ctx, thread->thread);
	SpawnEffect *spawn = ARENA_NEW(x->arena, SpawnEffect);
	spawn->entry = spawn->payload = (SumVal){.num = RANGE_EMPTY};
	spawn->entry_name = spawned->entry;
	spawn->given = payload_text(x->ctx, spawned, &spawn->given_in);
	spawn->detached = thread->detached;
	spawn->has_detached_if = thread->detached_if.i && !thread->detached;
	if (spawn->has_detached_if)
		export_val(x, thread->detached_if, &spawn->detached_if);
	spawn->scoped = spawned->effect->scoped;
	spawn->pooled = spawned->effect->pooled;
	spawn->later = spawned->effect->later;
	spawn->maybe_ended = thread->status == THREAD_MAYBE;
	spawn->assumes = thread->assumes;
	spawn->undecided = thread->status == THREAD_UNDECIDED;
	spawn->locks = thread->vague_lock;
	if (thread->deferred)
		export_deferred(x, thread, spawn);
	export_lends(x, thread, spawn);
	export_handles(x, s, thread, leave, spawn);
	spawn->handle_lost =
		!spawn->handles.n && !spawn->detached && !spawn->pooled && !spawn->later && !is_kept(x->ctx, s, thread);
	bool several = spawn->handles.n > 1 || (spawn->handles.n == 1 && path_inexact(x->ctx, spawn->handles.v[0].path));
	for (uint32_t i = 0; i < spawn->handles.n; i++) {
		Ap a = spawn->handles.v[0], b = spawn->handles.v[i];
		a.path = path_any(x->ctx, a.path);
		b.path = path_any(x->ctx, b.path);
		several &= ap_equal(a, b);
	}
	if (several)
		spawn->elements = thread->elements;
	export_moves(x, s, thread, spawn);
	spawn->trace = export_trace(x, spawned->effect->trace, x->ctx->fn->instrs.v[spawned->site].span);
	Effect effect = {.kind = EFFECT_SPAWN, .spawn = spawn};
	VEC_PUSH(x->arena, &outcome->effects, effect);
}

static void export_ret(Export *x, const State *s, const Exit *leave, Outcome *outcome)
{
	Guard guard = {.ap = {.root = AP_RET}, .range = RANGE_ALL};
	outcome->ret = (SumVal){.num = RANGE_EMPTY};
	if (leave->ret.i && !thread_in(x->ctx, s, leave->ret))
		export_val(x, leave->ret, &outcome->ret);
	if (leave->ret.i)
		guard.range = val_range(x->ctx, s, leave->ret);
	if (guard.range.lo != INT64_MIN || guard.range.hi != INT64_MAX || guard.range.has_ne)
		VEC_PUSH(x->arena, &outcome->guards, guard);
}

static void export_ret_fields(Export *x, const State *s, const Exit *leave, Outcome *outcome)
{
	if (place_none(leave->from))
		return;
	for (uint32_t i = 0; i < s->cells.n; i++) {
		const Cell *cell = &s->cells.v[i];
		Effect store = {.kind = EFFECT_STORE, .place = {.root = AP_RET, .path = cell->path}};
		if (cell->obj.i != leave->from.var.i || !cell->path.i || leave->from.path.i || thread_in(x->ctx, s, cell->val))
			continue;
		export_val(x, cell->val, &store.value);
		VEC_PUSH(x->arena, &outcome->effects, store);
	}
}

static void export_wait(Export *x, const Outer *wait, Outcome *outcome)
{
	Effect effect = {.kind = EFFECT_WAIT, .wait = wait->wait, .again = wait->again, .value = {.num = RANGE_EMPTY}};
	Ref place = val_at(x->ctx, wait->handle)->refs[0];
	if (export_place(x, place.obj, place.path, &effect.place))
		VEC_PUSH(x->arena, &outcome->effects, effect);
}

static void export_lock(Export *x, EffectKind kind, Ref lock, Outcome *outcome)
{
	Effect effect = {.kind = kind, .value = {.num = RANGE_EMPTY}};
	if (export_place(x, lock.obj, lock.path, &effect.place))
		VEC_PUSH(x->arena, &outcome->effects, effect);
}

static void export_locks(Export *x, const State *s, Outcome *outcome)
{
	for (uint32_t i = 0; i < s->locks.nreleased; i++)
		export_lock(x, EFFECT_UNLOCK, s->locks.released[i], outcome);
	for (uint32_t i = 0; i < s->locks.nheld; i++)
		export_lock(x, EFFECT_LOCK, s->locks.held[i].lock, outcome);
}

static Outcome export_exit(Export *x, const State *s, const Exit *leave)
{
	Outcome outcome = {.kind = leave->kind};
	for (uint32_t i = 0; i < x->ctx->calls.n; i++)
		VEC_PUSH(x->arena, &outcome.effects, x->ctx->calls.v[i]);
	export_freed(x, s, true, &outcome);
	for (uint32_t i = 0; i < s->outer.n; i++) {
		if (s->outer.v[i].kind == EFFECT_WAIT) {
			export_wait(x, &s->outer.v[i], &outcome);
			continue;
		}
		Effect end = {.kind = s->outer.v[i].kind, .elements = s->outer.v[i].elements};
		export_val(x, s->outer.v[i].handle, &end.value);
		VEC_PUSH(x->arena, &outcome.effects, end);
	}
	export_locks(x, s, &outcome);
	export_freed(x, s, false, &outcome);
	outcome.guards = state_guards(x->ctx, s, x->arena);
	outcome.ways = exit_ways(leave, &outcome.guards, x->arena);
	export_ret(x, s, leave, &outcome);
	export_ret_fields(x, s, leave, &outcome);
	Outcome numbering = {0}; // a dry run gives fresh objects their numbers, for handles in them
	if (s->threads.n)
		export_stores(x, s, &numbering);
	Outcome threads = {0}; // what they are given must be stored before they start
	for (uint32_t i = 0; i < s->threads.n; i++)
		export_thread(x, s, &s->threads.v[i], leave, &threads);
	export_stores(x, s, &outcome);
	for (uint32_t i = 0; i < threads.effects.n; i++)
		VEC_PUSH(x->arena, &outcome.effects, threads.effects.v[i]);
	return outcome;
}

// ---- the summary -----------------------------------------------------------------------------------------

// Part of the function was not looked at: it may also return with anything.
static void add_anything(Ctx *ctx, Summary *summary)
{
	Outcome outcome = {.kind = OUTCOME_RETURN, .ret = {.num = RANGE_EMPTY, .unknown = true}};
	for (uint32_t i = 0; i < ctx->fn->nparams; i++) {
		Effect write = {.kind = EFFECT_WRITE, .place = {.root = AP_ARG, .n = i}};
		write.place.path = path_push_deref(ctx, (PathId){0});
		if (ctx->fn->vars.v[i].flags & VAR_POINTER && !(i < 32 && ctx->fn->const_params >> i & 1))
			VEC_PUSH(ctx->program->arena, &outcome.effects, write);
	}
	VEC_PUSH(ctx->program->arena, &summary->outcomes, outcome);
}

// Whether the block is known through the returned value alone.
static bool only_returned(const Ctx *ctx, const State *s, ValId ret, ObjId block)
{
	for (uint32_t i = 0; i < s->cells.n; i++) {
		const Cell *cell = &s->cells.v[i];
		bool own = cell->val.i == ret.i || val_holds_thread(ctx, ret, cell->obj);
		if (!own && val_holds_thread(ctx, cell->val, block))
			return false;
	}
	return obj_at(ctx, block)->kind == OBJ_HEAP && !obj_at(ctx, block)->many;
}

// An allocator that gets its blocks from one of several calls returns one new block.
static void unify_returned(Ctx *ctx, State *s, Exit *leave)
{
	Val v = *val_at(ctx, leave->ret);
	uint32_t first = 0;
	while (first < v.n && !only_returned(ctx, s, leave->ret, v.refs[first].obj))
		first++;
	for (uint32_t i = first + 1; i < v.n && !s->threads.n; i++)
		if (v.refs[i].path.i == v.refs[first].path.i && only_returned(ctx, s, leave->ret, v.refs[i].obj))
			leave->ret = obj_unify(ctx, s, v.refs[first].obj, v.refs[i].obj, leave->ret);
}

// An element of the block itself, with nothing inside it.
static bool is_plain_element(const Ctx *ctx, PathId path)
{
	const Elem *e = path_elem(ctx->paths, path);
	return path.i && !e->parent.i && (e->kind == ELEM_ANY || e->kind == ELEM_VAR);
}

// An allocator that aligns a block, or keeps a word of its own before what it hands out: to
// the caller the block begins where the returned pointer points.
static void align_returned(Ctx *ctx, const State *s, Exit *leave)
{
	Val v = *val_at(ctx, leave->ret);
	if (v.n != 1 || !is_plain_element(ctx, v.refs[0].path) || !only_returned(ctx, s, leave->ret, v.refs[0].obj))
		return;
	for (uint32_t i = 0; i < s->cells.n; i++)
		if (s->cells.v[i].obj.i == v.refs[0].obj.i && !is_plain_element(ctx, s->cells.v[i].path))
			return;
	v.refs[0].path = (PathId){0};
	leave->ret = val_intern(ctx, &v);
}

static Summary *infer_summary(Ctx *ctx)
{
	Arena *arena = ctx->program->arena;
	Summary *summary = ARENA_NEW(arena, Summary);
	summary->name = ctx->fn->name;
	exits_merge(ctx, summary);
	if (ctx->exits.n > MAX_OUTCOMES) {
		ctx->gave_up = "outcomes";
		ctx->exits.n = MAX_OUTCOMES;
	}
	for (uint32_t i = 0; i < ctx->exits.n; i++) {
		Export x = {.ctx = ctx, .arena = arena};
		unify_returned(ctx, ctx->exits.v[i], &ctx->exit_info.v[i]);
		align_returned(ctx, ctx->exits.v[i], &ctx->exit_info.v[i]);
		Outcome outcome = export_exit(&x, ctx->exits.v[i], &ctx->exit_info.v[i]);
		VEC_PUSH(arena, &summary->outcomes, outcome);
		summary->nfresh = x.fresh.n > summary->nfresh ? x.fresh.n : summary->nfresh;
	}
	if (ctx->gave_up)
		add_anything(ctx, summary);
	for (uint32_t i = 0; i < ctx->signalled.n; i++) // first, so that their order is their number
		VEC_PUSH(arena, &summary->touches, ctx->signalled.v[i].touch);
	for (uint32_t i = 0; i < ctx->touches.n; i++)
		VEC_PUSH(arena, &summary->touches, ctx->touches.v[i]);
	summary->signals = ctx->signals;
	summary->waits = ctx->waits;
	summary->waits_unnamed = ctx->waits_unnamed;
	summary->asks = ctx->asks;
	summary->opaque = ctx->opaque;
	summary->incomplete = ctx->gave_up != NULL;
	if (ctx->gave_up)
		summary->why = strs_intern_z(&ctx->program->ir->strs, ctx->gave_up);
	return summary;
}

void flow_print_summaries(Buf *out, const Flow *flow)
{
	for (uint32_t i = 0; i < flow->program->ir->fns.n; i++)
		if (flow->inferred[i])
			sum_print(out, flow->program->ir, flow->inferred[i]);
}

// ---- the program ------------------------------------------------------------------------------------------------

static void give_up(Flow *flow, uint32_t fn_index, const char *budget)
{
	Program *p = flow->program;
	uint8_t near = p->near[fn_index];
	GaveUp gave_up = {p->ir->fns.v[fn_index]->name, budget, near && near <= NEAR_MATTERS};
	uint32_t known = flow->stats.gave_up.n; // a cycle is solved more than once
	flow->stats.given_up++;
	while (known && flow->stats.gave_up.v[known - 1].fn.i != gave_up.fn.i)
		known--;
	if (!known)
		VEC_PUSH(p->arena, &flow->stats.gave_up, gave_up);
}

static Summary *solve_one(Flow *flow, uint32_t fn_index, Arena *scratch)
{
	Program *p = flow->program;
	Ctx ctx = {.flow = flow, .program = p, .ir = p->ir, .paths = &p->ir->paths, .fn = p->ir->fns.v[fn_index],
	           .fn_index = fn_index, .arena = scratch, .near = p->near[fn_index] != 0,
	           .in_thread = p->in_thread[fn_index] || p->near[fn_index]};
	bug_context(strs_text(&p->ir->strs, ctx.fn->name));
	memory_init(&ctx);
	(flow->options.solve ? flow->options.solve : solve_fn)(&ctx);
	Summary *summary = infer_summary(&ctx);
	dump_loans(&ctx);
	if (ctx.gave_up)
		give_up(flow, fn_index, ctx.gave_up);
	arena_reset(scratch);
	bug_context(NULL);
	return summary;
}

// Solves one of a group of functions that call each other; true when that was new.
static bool solve_member(Flow *flow, uint32_t fn, Arena *scratch, Arena *texts)
{
	Summary *known = flow->inferred[fn];
	const U32Vec *callers = &flow->program->callers[fn];
	if (!flow->stale[fn] || known->rounds == (flow->program->near[fn] ? MAX_ROUNDS : FAR_ROUNDS))
		return false;
	flow->stale[fn] = false;
	Summary *next = solve_one(flow, fn, scratch);
	bool changed = strcmp(sum_text(flow->program->ir, known, texts), sum_text(flow->program->ir, next, texts)) != 0;
	arena_reset(texts);
	next->rounds = (uint8_t)(known->rounds + 1);
	flow->inferred[fn] = next;
	for (uint32_t i = 0; changed && i < callers->n; i++)
		flow->stale[callers->v[i]] = true;
	return changed;
}

// Far from threads the first rounds are good enough; elsewhere what is not stable is given up.
static void finish_member(Flow *flow, uint32_t fn)
{
	Summary *summary = flow->inferred[fn];
	summary->rounds = 0;
	if (!flow->stale[fn] || !flow->program->near[fn] || summary->incomplete)
		return;
	summary->incomplete = true;
	summary->why = strs_intern_z(&flow->program->ir->strs, "rounds");
	give_up(flow, fn, "rounds");
}

static void solve_cycle(Flow *flow, const Scc *scc, Arena *scratch, Arena *texts)
{
	const uint32_t *fns = &flow->program->order.v[scc->first];
	for (uint32_t i = 0; i < scc->n; i++) {
		flow->inferred[fns[i]] = ARENA_NEW(flow->program->arena, Summary);
		flow->inferred[fns[i]]->name = flow->program->ir->fns.v[fns[i]]->name;
		flow->stale[fns[i]] = true;
	}
	for (bool changed = true; changed;) {
		changed = false;
		for (uint32_t i = 0; i < scc->n; i++)
			changed |= solve_member(flow, fns[i], scratch, texts);
	}
	for (uint32_t i = 0; i < scc->n; i++)
		finish_member(flow, fns[i]);
}

void flow_solve(Flow *flow, Program *program, FlowOptions options)
{
	*flow = (Flow){.program = program, .options = options};
	flow->inferred = ARENA_ARRAY(program->arena, Summary *, program->ir->fns.n + 1);
	flow->stale = ARENA_ARRAY(program->arena, bool, program->ir->fns.n + 1);
	flow->values = program_values(program, program->arena);
	Arena scratch = {0}, texts = {0};
	for (uint32_t i = 0; i < program->sccs.n; i++) {
		const Scc *scc = &program->sccs.v[i];
		flow->stats.fns += scc->n;
		if (scc->cyclic)
			solve_cycle(flow, scc, &scratch, &texts);
		else
			flow->inferred[program->order.v[scc->first]] = solve_one(flow, program->order.v[scc->first], &scratch);
	}
	callbacks_doubt(flow);
	findings_drop_told(flow);
	arena_free(&scratch);
	arena_free(&texts);
}
