// SPDX-License-Identifier: MIT
// In: a CALL on one state. Out: one state for each way in which the callee may end.
// The callee is its summary and nothing else; one that has none is unknown.c's.
#include "flow/flow.h"

#define MAX_DEPTH 4        // calls of function values inside summaries
#define ROUNDS_EXACT 3     // over a cycle of functions, before numbers widen
#define CYCLE_OBJECTS 1    // new objects of a call within a cycle that are told apart from all others
#define MAX_SPLIT 4        // ways in which a called function value may end

// ---- access paths of a summary, seen from the caller ---------------------------------------

// Where the walk along an access path stands: a value, or the places that hold it.
typedef struct Cursor {
	Places places;
	ValId val;
	bool is_place;
	bool vague;     // indices may grow with each round over a cycle of functions
	PathId segment; // fields and indices since the last dereference, not yet added
} Cursor;

static void cursor_settle(Ctx *ctx, const State *s, Cursor *c)
{
	if (!c->segment.i)
		return;
	PathId segment = path_eval(ctx, s, c->segment);
	for (uint32_t i = 0; i < c->places.n; i++) {
		PathId path = path_add(ctx, c->places.v[i], segment);
		c->places.v[i].path = c->vague && path_has_index(ctx, segment) ? path_any(ctx, path) : path;
	}
	c->segment = (PathId){0};
}

static ValId cursor_value(Ctx *ctx, const State *s, Cursor *c)
{
	if (!c->is_place)
		return c->val;
	cursor_settle(ctx, s, c);
	return places_read(ctx, s, &c->places);
}

// Whether each of the blocks of one call in which the pointer may lie holds it, if any.
static bool is_only(const Ctx *ctx, const Cursor *c, const Val *pointer)
{
	Ref from = c->places.v[0];
	bool blocks = c->is_place && c->places.n == 1 && !c->places.unknown && (!c->places.weak || c->places.only) &&
	              obj_at(ctx, from.obj)->kind == OBJ_HEAP && !path_has_index(ctx, from.path);
	bool null = range_empty(pointer->num) || (pointer->num.lo == 0 && pointer->num.hi == 0);
	return blocks && pointer->n == 1 && !pointer->unknown && null;
}

static void cursor_deref(Ctx *ctx, const State *s, Cursor *c)
{
	bool nowhere = c->is_place && !c->places.n && !c->places.unknown; // it was behind a number too
	Val pointer = *val_at(ctx, cursor_value(ctx, s, c));
	c->is_place = true;
	if (nowhere)
		return;
	bool number = !range_empty(pointer.num), only = is_only(ctx, c, &pointer);
	c->places = (Places){
		.n = pointer.n, .weak = pointer.weak, .unknown = pointer.unknown || (!pointer.n && !number), .only = only};
	memcpy(c->places.v, pointer.refs, sizeof *pointer.refs * pointer.n);
}

// Numbers that grow with each round over a cycle of functions come to an end.
static bool call_grows(const CallFrame *frame) { return call_is_cyclic(frame) && frame->callee->rounds > ROUNDS_EXACT; }
static Range range_of(const CallFrame *frame, Range r)
{
	return call_grows(frame) && r.lo < r.hi ? range_widen((Range){0}, r) : r;
}

// The n-th object that the callee makes. In a cycle, where each round would add its own, the
// last name stands for all others.
static ObjId fresh_object(Ctx *ctx, const CallFrame *frame, uint32_t n)
{
	bool others = call_is_cyclic(frame) && n >= CYCLE_OBJECTS;
	ObjId obj = obj_get(ctx, OBJ_HEAP, frame->site, others ? CYCLE_OBJECTS : n, 0);
	ctx->objs.v[obj.i].many |= others;
	return obj;
}

static Cursor cursor_at_root(Ctx *ctx, const CallFrame *frame, Ap ap)
{
	Cursor c = {.val = val_unknown(ctx), .vague = call_grows(frame)};
	switch (ap.root) {
	case AP_ARG:
		if (ap.n < frame->nargs) {
			c.val = frame->args[ap.n];
			c.is_place = frame->arg_places && frame->arg_places[ap.n].n > 0;
			if (c.is_place)
				c.places = frame->arg_places[ap.n];
		}
		break;
	case AP_RET: c.val = frame->ret; break;
	case AP_GLOBAL:
		c.is_place = true;
		c.places = (Places){.n = 1, .v = {{obj_global(ctx, ap.name), {0}}}};
		break;
	case AP_FRESH:
		if (frame->in_thread)
			break;
		c.is_place = true;
		c.places = (Places){.n = 1, .v = {{fresh_object(ctx, frame, ap.n), {0}}}};
		break;
	case AP_RESULT:
		if (ap.n < ARRAY_LEN(frame->results) && frame->results[ap.n].i)
			c.val = frame->results[ap.n];
		break;
	case AP_LITERAL:
		c.is_place = true;
		c.places = (Places){.n = 1, .v = {{obj_get(ctx, OBJ_LITERAL, 0, 0, 0), {0}}}};
		break;
	}
	return c;
}

static void cursor_walk(Ctx *ctx, const State *s, Cursor *c, PathId path)
{
	const Elem e = *path_elem(ctx->paths, path);
	if (!path.i)
		return;
	cursor_walk(ctx, s, c, e.parent);
	if (e.kind == ELEM_DEREF) {
		cursor_deref(ctx, s, c);
		return;
	}
	if (!c->is_place) { // a field of a value that is not stored anywhere
		*c = (Cursor){.val = val_unknown(ctx)};
		return;
	}
	c->segment = path_push_elem(ctx, c->segment, &e);
}

static Cursor cursor_at(Ctx *ctx, const State *s, const CallFrame *frame, Ap ap)
{
	Cursor c = cursor_at_root(ctx, frame, ap);
	cursor_walk(ctx, s, &c, ap.path);
	if (c.is_place)
		cursor_settle(ctx, s, &c);
	return c;
}

// The caller's places that `ap` names; none when it is a bare argument or unknown.
Places ap_places(Ctx *ctx, const State *s, const CallFrame *frame, Ap ap)
{
	Cursor c = cursor_at(ctx, s, frame, ap);
	return c.is_place && (ap.path.i || ap.root != AP_ARG) ? c.places : (Places){0};
}

static ValId ref_eval(Ctx *ctx, const State *s, const CallFrame *frame, const SumRef *ref)
{
	if (ref->kind == REF_FN)
		return val_ref(ctx, obj_get(ctx, OBJ_FN, ref->fn.i, 0, 0), (PathId){0});
	Cursor c = cursor_at(ctx, s, frame, ref->ap);
	if (ref->kind == REF_VALUE)
		return val_plus(ctx, s, cursor_value(ctx, s, &c), ref->plus);
	ValId out = {0};
	for (uint32_t i = 0; c.is_place && i < c.places.n; i++)
		out = val_join(ctx, out, val_ref(ctx, c.places.v[i].obj, c.places.v[i].path), WIDEN_NONE);
	return out.i ? out : val_unknown(ctx);
}

ValId sumval_eval(Ctx *ctx, const State *s, const CallFrame *frame, const SumVal *value)
{
	Val num = {.num = range_of(frame, value->num), .unknown = value->unknown};
	ValId out = val_intern(ctx, &num);
	if (range_empty(value->num) && !value->unknown)
		out = (ValId){0};
	for (uint32_t i = 0; i < value->refs.n; i++)
		out = val_join(ctx, out, ref_eval(ctx, s, frame, &value->refs.v[i]), WIDEN_NONE);
	return out;
}

// ---- effects -------------------------------------------------------------------------------------

// A new symbol for what call `site` produces as its `ordinal`-th unknown.
ValId fresh_value(Ctx *ctx, State *s, uint32_t site, uint32_t ordinal)
{
	ObjId home = obj_get(ctx, OBJ_HOME, site, ordinal, 0);
	home_renew(ctx, s, home);
	return val_ref(ctx, obj_sym(ctx, home, (PathId){0}), (PathId){0});
}

Span call_span(const Ctx *ctx, const CallFrame *frame) { return ctx->fn->instrs.v[frame->site].span; }

static void store_effect(Ctx *ctx, State *s, const CallFrame *frame, const Effect *effect, uint32_t ordinal)
{
	ctx->writing = handle_at(ctx, s, frame->site, effect->place);
	Places to = ap_places(ctx, s, frame, effect->place);
	const SumVal *value = &effect->value;
	const Ap *source = sumval_source(value);
	bool whole = source && !value->refs.v[0].plus && !value->unknown && range_empty(value->num);
	Cursor from = whole ? cursor_at(ctx, s, frame, *source) : (Cursor){0};
	to.weak |= effect->weak;
	storage_written(ctx, s, &to, call_span(ctx, frame), written_below(s, frame, effect->place));
	if (from.is_place && from.places.n == 1) { // a record is stored with its fields
		places_copy(ctx, s, &to, &from.places);
		return;
	}
	ValId val = sumval_eval(ctx, s, frame, value);
	bool number = range_is_open(value->num) && !value->unknown;
	if ((value->unknown || number) && !value->refs.n)
		val = fresh_value(ctx, s, frame->site, ordinal);
	for (uint32_t i = 0; !number && i < to.n; i++)
		if (parts_informative(ctx, s, to.v[i])) // which of them it wrote is not told
			val_doubt(ctx, val, DOUBT_CALL);
	if (number && !value->refs.n)
		assume_range(ctx, s, val, value->num);
	places_write(ctx, s, &to, val);
}

static void copy_effect(Ctx *ctx, State *s, const CallFrame *frame, const Effect *effect)
{
	ctx->writing = handle_at(ctx, s, frame->site, effect->place);
	if (!effect->value.refs.n)
		return;
	Places to = ap_places(ctx, s, frame, effect->place);
	Places from = ap_places(ctx, s, frame, effect->value.refs.v[0].ap);
	storage_written(ctx, s, &to, call_span(ctx, frame), written_below(s, frame, effect->place));
	if (from.n == 1)
		places_copy(ctx, s, &to, &from);
	else
		places_write(ctx, s, &to, val_unknown(ctx));
}

static void write_effect(Ctx *ctx, State *s, const CallFrame *frame, const Effect *effect, uint32_t ordinal)
{
	Places to = ap_places(ctx, s, frame, effect->place);
	ctx->writing = handle_at(ctx, s, frame->site, effect->place);
	storage_written(ctx, s, &to, call_span(ctx, frame), written_below(s, frame, effect->place));
	for (uint32_t i = 0; i < to.n; i++) {
		bool folded = !frame->callee->is_model; // it may have left the handles there alone
		if (folded)
			handles_hide(ctx, s, to.v[i], true);
		ObjId home = cell_havoc(ctx, s, to.v[i].obj, to.v[i].path, frame->site, ordinal + i);
		ctx->objs.v[home.i].folded = folded;
	}
}

// A function value that the callee calls: applied like a call of our own.
static void call_effect(Ctx *ctx, const Effect *effect, const CallFrame *frame, State *s, States *out)
{
	ValId args[8];
	uint32_t n = effect->args.n < ARRAY_LEN(args) ? effect->args.n : (uint32_t)ARRAY_LEN(args);
	for (uint32_t i = 0; i < n; i++)
		args[i] = sumval_eval(ctx, s, frame, &effect->args.v[i]);
	CallFrame inner = {.args = args, .nargs = n, .site = frame->site};
	call_value(ctx, sumval_eval(ctx, s, frame, &effect->value), &inner, s, out);
}

// That a body holds a lock is said of all its ways, that it releases one of some.
static void lock_effect(Ctx *ctx, State *s, const CallFrame *frame, const Effect *effect,
                        void (*change)(Ctx *ctx, State *s, const Places *lock))
{
	Cursor lock = cursor_at(ctx, s, frame, effect->place);
	if (!lock.is_place)
		lock.places = (Places){.unknown = true};
	if (effect->kind == EFFECT_LOCK || frame->callee->is_model)
		s->stuck |= !assume_object(ctx, s, &lock.places);
	change(ctx, s, &lock.places);
}

static void wait_effect(Ctx *ctx, State *s, const CallFrame *frame, const Effect *effect)
{
	Places places = ap_places(ctx, s, frame, effect->place);
	if (s->threads.n) {
		dump_fact(ctx, frame->site, "WAIT");
		step_add(ctx, s, STEP_WAIT, call_span(ctx, frame));
	}
	wait_apply(ctx, s, &places, effect->wait, effect->again);
}

static void free_effect(Ctx *ctx, State *s, const CallFrame *frame, const Effect *effect)
{
	const Ap *source = sumval_source(&effect->value);
	if (effect->weak)
		return;
	ValId freed = sumval_eval(ctx, s, frame, &effect->value);
	if (s->threads.n && !effect->counted && source) {
		HandleAt at = value_at(ctx, s, frame->site, *source);
		element_freed(ctx, s, freed, &at, call_span(ctx, frame));
	}
	storage_freed(ctx, s, freed, effect->counted, call_span(ctx, frame));
}

static void destroy_effect(Ctx *ctx, State *s, const CallFrame *frame, const Effect *effect, uint32_t ordinal)
{
	Places places = ap_places(ctx, s, frame, effect->place);
	if (!effect->weak)
		storage_destroyed(ctx, s, &places, effect->counted, call_span(ctx, frame));
	for (uint32_t i = 0; i < places.n; i++)
		cell_havoc(ctx, s, places.v[i].obj, places.v[i].path, frame->site, ordinal + i);
}

// Of an array the elements outside of which none is joined, if that is known.
static Elements elements_ended(Ctx *ctx, State *s, const CallFrame *frame, const Effect *effect, Ap ap)
{
	if (!path_inexact(ctx, ap.path))
		return elements_at(ctx, s, frame->site, ap);
	return element_is_first(ctx, s, frame->site, ap) ? effect->elements : (Elements){0};
}

static void end_effect(Ctx *ctx, State *s, const CallFrame *frame, const Effect *effect)
{
	const Ap *source = sumval_source(&effect->value);
	HandleAt at = source ? handle_at(ctx, s, frame->site, *source) : (HandleAt){.site = frame->site};
	if (source && effect->kind == EFFECT_END)
		at.elements = elements_ended(ctx, s, frame, effect, *source);
	ValId handle = sumval_eval(ctx, s, frame, &effect->value);
	if (source && effect->kind == EFFECT_END)
		node_joined(ctx, s, frame, handle, *source);
	thread_end(ctx, s, handle, effect->kind, &at);
}

// Whoever finds what is kept may join the threads whose handles it leads to.
static void escape_effect(Ctx *ctx, State *s, const CallFrame *frame, const Effect *effect)
{
	if (s->threads.n)
		unknown_joins(ctx, s, sumval_eval(ctx, s, frame, &effect->value), false);
}

static void effect_apply(Ctx *ctx, CallFrame *frame, const Effect *effect, uint32_t ordinal, State *s)
{
	bool tells = !ctx->quiet && (s->threads.n || s->moved.n);
	ctx->below = tells ? effect_trace(ctx, frame->callee, effect) : NULL;
	switch (effect->kind) {
	case EFFECT_SPAWN: thread_issue(ctx, s, frame, effect->spawn, ordinal); break;
	case EFFECT_END:
	case EFFECT_MAYEND:
	case EFFECT_DETACH:
		end_effect(ctx, s, frame, effect);
		break;
	case EFFECT_STORE: store_effect(ctx, s, frame, effect, 16 * ordinal + 1); break;
	case EFFECT_COPY: copy_effect(ctx, s, frame, effect); break;
	case EFFECT_WRITE: write_effect(ctx, s, frame, effect, 16 * ordinal + 1); break;
	case EFFECT_WAIT: wait_effect(ctx, s, frame, effect); break;
	case EFFECT_LOCK: lock_effect(ctx, s, frame, effect, lock_take); break;
	case EFFECT_UNLOCK: lock_effect(ctx, s, frame, effect, lock_release); break;
	case EFFECT_FREE: free_effect(ctx, s, frame, effect); break;
	case EFFECT_DESTROY: destroy_effect(ctx, s, frame, effect, 16 * ordinal + 1); break;
	case EFFECT_ATEXIT: threads_join_at_exit(ctx, sumval_eval(ctx, s, frame, &effect->value)); break;
	case EFFECT_ESCAPE: escape_effect(ctx, s, frame, effect); break;
	case EFFECT_READ:
	case EFFECT_SIGNAL: // uses of memory are in Summary.touches
	case EFFECT_CALL: break;
	}
	ctx->below = NULL;
}

// ---- outcomes ---------------------------------------------------------------------------------------

// The callee comes back only when its guards hold: it waits for that. Or they say why it does
// not join, as it does elsewhere.
static Look outcome_look(const CallFrame *frame, const Outcome *outcome)
{
	if (frame->one_way || outcome_effect(outcome, EFFECT_BIT(EFFECT_WAIT)))
		return LOOK_WAIT;
	bool joins = outcome_effect(outcome, EFFECT_BIT(EFFECT_END)),
		 others = summary_effect(frame->callee, EFFECT_BIT(EFFECT_END));
	return others && !joins ? LOOK_JOIN : LOOK_CHANCE;
}

// It speaks of what the callee's own calls returned.
static bool guard_is_late(const Guard *guard)
{
	bool than = guard->than && guard->than->kind != REF_FN && guard->than->ap.root == AP_RESULT;
	return guard->ap.root == AP_RESULT || than;
}

static bool guard_may_hold(Ctx *ctx, const State *s, const CallFrame *frame, const Guard *guard)
{
	if (guard_is_late(guard))
		return true;
	Cursor c = cursor_at(ctx, s, frame, guard->ap);
	ValId val = cursor_value(ctx, s, &c);
	if (!guard->than)
		return val_may_be(ctx, s, val, guard->range);
	CalcOp op = guard->range.has_ne ? CALC_NE : CALC_EQ;
	return val_may_be(ctx, s, calc(ctx, s, op, val, ref_eval(ctx, s, frame, guard->than)), (Range){.lo = 1, .hi = 1});
}

// Whether the call may end in one of the ways that the outcome stands for.
static bool some_way_holds(Ctx *ctx, const State *s, const CallFrame *frame, const Outcome *outcome)
{
	bool some = outcome->ways.n == 0;
	for (uint32_t i = 0; i < outcome->ways.n && !some; i++) {
		const Guards *way = &outcome->ways.v[i];
		some = true;
		for (uint32_t k = 0; k < way->n && some; k++)
			some = guard_may_hold(ctx, s, frame, &way->v[k]);
	}
	return some;
}

// Guards on what holds before the call; with `results`, on what its own calls returned.
// `unsure`: what is tested was lost on the way, so the outcome may be impossible.
static bool guards_hold(Ctx *ctx, State *s, const CallFrame *frame, const Outcome *outcome, bool results, bool *unsure)
{
	for (uint32_t i = 0; i < outcome->guards.n; i++) {
		const Guard *guard = &outcome->guards.v[i];
		if (guard->ap.root == AP_RET || guard_is_late(guard) != results)
			continue;
		Cursor c = cursor_at(ctx, s, frame, guard->ap);
		ValId val = cursor_value(ctx, s, &c);
		if (guard->than) {
			CalcOp op = guard->range.has_ne ? CALC_NE : CALC_EQ;
			if (!assume_vals(ctx, s, op, val, ref_eval(ctx, s, frame, guard->than)))
				return false;
			continue;
		}
		*unsure |= guard->ap.path.i && val_at(ctx, val)->unknown;
		Range before = val_range(ctx, s, val);
		if (!assume_range(ctx, s, val, guard->range))
			return false;
		bool second =
			guard->range.has_ne && before.has_ne && before.ne != guard->range.ne; // a range leaves one number out
		if (second && !assume_vals(ctx, s, CALC_NE, val, val_num(ctx, guard->range.ne)))
			return false;
		if (val_doubted(ctx, val) == DOUBT_CALL && !range_equal(range_meet(before, guard->range), before))
			threads_undecided(s); // as by a test here
		flag_in_range(ctx, s, val, &c.places, guard->range, outcome_look(frame, outcome));
	}
	return results || some_way_holds(ctx, s, frame, outcome);
}

static Range ret_range(const Outcome *outcome)
{
	Range range = RANGE_ALL;
	for (uint32_t i = 0; i < outcome->guards.n; i++)
		if (outcome->guards.v[i].ap.root == AP_RET && !outcome->guards.v[i].ap.path.i)
			range = range_meet(range, outcome->guards.v[i].range);
	return range;
}

// The returned value: what the outcome says, or a new unknown that obeys its guards.
static bool ret_eval(Ctx *ctx, State *s, CallFrame *frame, const Outcome *outcome)
{
	Range range = range_of(frame, ret_range(outcome));
	ValId val = {0};
	if (outcome->ret.refs.n || (!outcome->ret.unknown && !range_empty(outcome->ret.num)))
		val = sumval_eval(ctx, s, frame, &outcome->ret);
	else if (range.lo == range.hi)
		val = val_num(ctx, range.lo);
	else
		val = fresh_value(ctx, s, frame->site, 0);
	if (frame->callee && frame->callee->opaque)
		val_doubt(ctx, val, DOUBT_OPAQUE);
	frame->ret = val;
	return assume_range(ctx, s, val, range);
}

// The fields of a returned record go where the record goes.
static void ret_fields(Ctx *ctx, State *s, const CallFrame *frame, const Outcome *outcome, const Places *to)
{
	for (uint32_t i = 0; i < outcome->effects.n; i++) {
		const Effect *effect = &outcome->effects.v[i];
		if (effect->kind != EFFECT_STORE || effect->place.root != AP_RET)
			continue;
		Places field = *to;
		for (uint32_t k = 0; k < field.n; k++)
			field.v[k].path = path_join(ctx->paths, field.v[k].path, effect->place.path);
		places_write(ctx, s, &field, sumval_eval(ctx, s, frame, &effect->value));
	}
	for (uint32_t i = 0; i < outcome->effects.n; i++)
		if (outcome->effects.v[i].kind == EFFECT_SPAWN)
			thread_return(ctx, s, frame, outcome->effects.v[i].spawn, i, to);
}

// Whether a longjmp may come back into the function.
static bool sets_jump(const Fn *fn, const Program *program)
{
	for (uint32_t i = 0; i < fn->instrs.n; i++) {
		const Instr *in = &fn->instrs.v[i];
		const Fn *callee = in->op == OP_CALL && in->a.kind == OPERAND_FN ? program_decl(program, in->a.str) : NULL;
		if (callee && callee->flags & FN_RETURNS_TWICE)
			return true;
	}
	return false;
}

void call_finish(Ctx *ctx, const Outcome *outcome, CallFrame *frame, State *s, States *out)
{
	const Instr *call = &ctx->fn->instrs.v[frame->site];
	if (outcome->kind != OUTCOME_RETURN) {
		if (outcome->kind == OUTCOME_EXIT_THREAD) {
			thread_exit(ctx, frame->site, s);
			return;
		}
		if (outcome->kind == OUTCOME_LONGJMP && !sets_jump(ctx->fn, ctx->program))
			storage_leave_all(ctx, s, call->span, LEAVE_JUMP);
		Exit leave = {.kind = outcome->kind, .ret = val_unknown(ctx), .from = PLACE_NONE};
		VEC_PUSH(ctx->arena, &ctx->exits, s);
		VEC_PUSH(ctx->arena, &ctx->exit_info, leave);
		return;
	}
	s->result = frame->ret.i ? frame->ret : val_unknown(ctx);
	if (ctx->depth == 1 && !place_none(call->dst)) {
		Places to = place_eval(ctx, s, call->dst);
		ctx->writing = handle_at_place(ctx, s, frame->site, call->dst);
		storage_written(ctx, s, &to, call->span, WRITE_PLAIN);
		places_write(ctx, s, &to, s->result);
		segments_store(ctx, s, call->dst, s->result);
		shadow_add(ctx, s, call->dst, s->result);
		ret_fields(ctx, s, frame, outcome, &to);
	}
	VEC_PUSH(ctx->arena, out, s);
}

static bool names_result(const Effect *effect)
{
	for (uint32_t i = 0; i < effect->value.refs.n; i++)
		if (effect->value.refs.v[i].kind != REF_FN && effect->value.refs.v[i].ap.root == AP_RESULT)
			return true;
	return effect->place.root == AP_RESULT;
}

// How many effects come before the function values that the callee calls: handles are named
// as they lay before the call, and those functions may change all that leads to them.
static uint32_t effects_early(const Outcome *outcome)
{
	uint32_t n = outcome->effects.n;
	while (n && outcome->effects.v[n - 1].kind != EFFECT_END && outcome->effects.v[n - 1].kind != EFFECT_MAYEND)
		n--;
	return n;
}

static void effects_apply(Ctx *ctx, const Outcome *outcome, CallFrame *frame, State *s, bool early)
{
	uint32_t split = effects_early(outcome);
	for (uint32_t i = 0; i < (early ? split : outcome->effects.n); i++) {
		const Effect *effect = &outcome->effects.v[i];
		bool returned = effect->kind == EFFECT_STORE && effect->place.root == AP_RET;
		if (!returned && early == (i < split && !names_result(effect)))
			effect_apply(ctx, frame, effect, i, s);
	}
}

static void outcome_finish(Ctx *ctx, const Outcome *outcome, CallFrame *frame, State *s, States *out)
{
	if (!guards_hold(ctx, s, frame, outcome, true, &frame->unsure) || !ret_eval(ctx, s, frame, outcome))
		return;
	effects_apply(ctx, outcome, frame, s, false);
	if (s->stuck)
		return;
	call_finish(ctx, outcome, frame, s, out);
}

// States after a call that differ in nothing that the rest of the outcome asks for become one.
static void merge_called(Ctx *ctx, States *next, bool results_too)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < next->n; i++) {
		State *s = next->v[i];
		uint32_t k = 0;
		while (k < kept &&
		       !((results_too || next->v[k]->result.i == s->result.i) && state_same_property(ctx, next->v[k], s)))
			k++;
		if (k == kept) {
			next->v[kept++] = s;
			continue;
		}
		ValId result = val_join(ctx, next->v[k]->result, s->result, WIDEN_NONE);
		state_join(ctx, next->v[k], s, WIDEN_NONE);
		next->v[k]->result = result;
	}
	next->n = kept;
}

// Runs the calls of function values from effect `from` on, each of which may split
// the state, then the rest of the outcome.
static void outcome_calls(Ctx *ctx, const Outcome *outcome, uint32_t from, uint32_t ncalls, const CallFrame *base,
                          State *s, States *out)
{
	CallFrame frame = *base;
	while (from < outcome->effects.n && outcome->effects.v[from].kind != EFFECT_CALL)
		from++;
	if (from == outcome->effects.n || ncalls == ARRAY_LEN(frame.results)) {
		outcome_finish(ctx, outcome, &frame, s, out);
		return;
	}
	States next = {0};
	call_effect(ctx, &outcome->effects.v[from], base, s, &next);
	merge_called(ctx, &next, false);
	if (next.n > MAX_SPLIT)
		merge_called(ctx, &next, true);
	for (uint32_t k = 0; k < next.n && k < MAX_SPLIT; k++) {
		frame.results[ncalls] = next.v[k]->result;
		outcome_calls(ctx, outcome, from + 1, ncalls + 1, &frame, next.v[k], out);
	}
}

static void outcome_apply(Ctx *ctx, const Outcome *outcome, const CallFrame *base, State *s, States *out)
{
	CallFrame frame = *base;
	if (!guards_hold(ctx, s, base, outcome, false, &frame.unsure))
		return;
	effects_apply(ctx, outcome, &frame, s, true);
	outcome_calls(ctx, outcome, 0, 0, &frame, s, out);
}

// A callee that joins a thread which we cannot name on one of its ways may have joined
// any whose handle lies where we do not look; the tests that choose the way are on
// memory of that kind too.
static void doubt_unnamed_joins(Ctx *ctx, State *s, const CallFrame *frame, const Summary *summary)
{
	for (uint32_t i = 0; s->threads.n && summary->outcomes.n > 1 && i < summary->outcomes.n; i++)
		for (uint32_t k = 0; k < summary->outcomes.v[i].effects.n; k++) {
			const Effect *end = &summary->outcomes.v[i].effects.v[k];
			if (end->kind == EFFECT_END || end->kind == EFFECT_MAYEND)
				threads_doubt(ctx, s, sumval_eval(ctx, s, frame, &end->value));
		}
}

// A function that nobody has seen, and that the callee calls with what leads to a handle.
static void doubt_unseen_joins(Ctx *ctx, State *s, const CallFrame *frame, const Summary *summary)
{
	for (uint32_t i = 0; s->threads.n && i < summary->touches.n; i++) {
		const Touch *touch = &summary->touches.v[i];
		const Elem *last = path_elem(ctx->paths, touch->place.path);
		SumRef given = {.kind = REF_ADDR, .ap = touch->place};
		if (touch->place.path.i && last->kind == ELEM_DEREF)
			given =
				(SumRef){.kind = REF_VALUE, .ap = {touch->place.root, touch->place.n, touch->place.name, last->parent}};
		if (touch->assumed)
			unknown_joins(ctx, s, ref_eval(ctx, s, frame, &given), touch->wakes);
	}
}

static bool outcome_waits_for(const Outcome *outcome, Ap place)
{
	for (uint32_t i = 0; i < outcome->effects.n; i++)
		if (outcome->effects.v[i].kind == EFFECT_WAIT && ap_equal(outcome->effects.v[i].place, place))
			return true;
	return false;
}

// A callee that waits as often as it is told: whether often enough for many threads is not
// known in any of its outcomes; in one where it does not wait, there may be none to wait for.
static void doubt_counted_waits(Ctx *ctx, State *s, const CallFrame *frame, const Summary *summary,
                                const Outcome *chosen)
{
	for (uint32_t i = 0; s->threads.n && i < summary->outcomes.n; i++)
		for (uint32_t k = 0; k < summary->outcomes.v[i].effects.n; k++) {
			const Effect *wait = &summary->outcomes.v[i].effects.v[k];
			if (wait->kind != EFFECT_WAIT || !wait->again || wait->wait > WAIT_ALL)
				continue;
			Places places = ap_places(ctx, s, frame, wait->place);
			wait_doubt(ctx, s, &places, !outcome_waits_for(chosen, wait->place));
		}
}

// `p = realloc(p, n)` in a loop: the block that ends and the one that is made have one
// name here, so the end comes first. What one of several objects holds may be another's.
static void free_before_fresh(Ctx *ctx, State *s, const CallFrame *frame, const Summary *summary, ObjId heap)
{
	for (uint32_t i = 0; s->threads.n && i < summary->outcomes.n; i++)
		for (uint32_t k = 0; k < summary->outcomes.v[i].effects.n; k++) {
			const Effect *e = &summary->outcomes.v[i].effects.v[k];
			if (e->kind != EFFECT_FREE || e->weak)
				continue;
			ValId freed = sumval_eval(ctx, s, frame, &e->value);
			Val v = *val_at(ctx, freed);
			for (uint32_t r = 0; r < v.n; r++)
				if (v.refs[r].obj.i == heap.i && !v.weak)
					storage_freed(ctx, s, val_ref(ctx, heap, (PathId){0}), false, call_span(ctx, frame));
		}
}

// In a loop, a create whose result is not looked at is meant to succeed. That it fails is
// the way with fewer threads on it, and only hides which elements of an array hold one.
static bool outcome_disregarded(const Ctx *ctx, const CallFrame *frame, const Summary *summary, const Outcome *outcome)
{
	bool idle = true;
	for (uint32_t i = 0; i < outcome->guards.n; i++)
		idle &= outcome->guards.v[i].ap.root == AP_RET;
	for (uint32_t i = 0; i < outcome->effects.n; i++)
		idle &= outcome->effects.v[i].kind == EFFECT_READ;
	return idle && ctx->has_segments && ctx->depth == 1 && summary_spawn(summary) &&
	       place_none(ctx->fn->instrs.v[frame->site].dst) && outcome->kind == OUTCOME_RETURN && outcome->guards.n;
}

static void summary_apply(Ctx *ctx, const Summary *summary, const CallFrame *base, State *s, States *out)
{
	CallFrame of_callee = *base, *frame = &of_callee;
	frame->callee = summary;
	touches_apply(ctx, s, frame, summary);
	if (summary->waits_unnamed)
		wait_unnamed(ctx, s);
	if (summary->asks)
		wait_answer(ctx, s);
	if (summary->waits) // how often a body waits is not known
		s->gates = gates_add(s->gates, summary->is_model ? 1 : MANY_GATES);
	doubt_unnamed_joins(ctx, s, frame, summary);
	doubt_unseen_joins(ctx, s, frame, summary);
	uint32_t nfresh = summary->rounds && summary->nfresh > CYCLE_OBJECTS ? CYCLE_OBJECTS + 1 : summary->nfresh;
	for (uint32_t i = 0; i < nfresh; i++) {
		ObjId heap = fresh_object(ctx, frame, i);
		free_before_fresh(ctx, s, frame, summary, heap);
		if (summary->rounds || obj_is_named(ctx, s, heap))
			ctx->objs.v[heap.i].many = true;
		else
			obj_forget(ctx, s, heap);
		storage_fresh(ctx, s, heap);
	}
	CallFrame way = *frame;
	way.one_way = summary->outcomes.n == 1;
	uint32_t first = out->n;
	U32Vec held = threads_held(ctx, s, summary);
	for (uint32_t i = 0; i < summary->outcomes.n; i++) {
		if (outcome_disregarded(ctx, frame, summary, &summary->outcomes.v[i]))
			continue;
		State *copy = i + 1 < summary->outcomes.n ? state_copy(ctx, s) : s;
		doubt_counted_waits(ctx, copy, frame, summary, &summary->outcomes.v[i]);
		spared_note(ctx, copy, frame, &summary->outcomes.v[i]);
		outcome_apply(ctx, &summary->outcomes.v[i], &way, copy, out);
	}
	for (uint32_t i = 0; i < held.n; i++)
		thread_hide(out, first, (ObjId){held.v[i]});
}

// ---- the call -------------------------------------------------------------------------------------------

void call_named(Ctx *ctx, StrId name, const CallFrame *frame, State *s, States *out)
{
	const Summary *summary = flow_summary(ctx->flow, name);
	lose_variadic(ctx, s, frame, name);
	ctx->depth++;
	if (summary && ctx->depth <= MAX_DEPTH)
		summary_apply(ctx, summary, frame, s, out);
	else
		call_unknown(ctx, frame, program_decl(ctx->program, name), false, s, out);
	ctx->depth--;
}
