// SPDX-License-Identifier: MIT
// In: one instruction, one state. Out: the states after it. What a callee does is in call.c.
#include "flow/flow.h"

#define MAX_ARGS 32
#define MAX_TARGETS 4  // functions that a called value may be
#define MAX_LED 64     // places on the ways from a value to a handle that it leads to

// ---- callees -----------------------------------------------------------------------------------

static bool changes_threads(const Summary *summary)
{
	return summary_effect(summary, EFFECT_BIT(EFFECT_SPAWN) | EFFECT_BIT(EFFECT_END) | EFFECT_BIT(EFFECT_DETACH)) !=
	       NULL;
}

// A body is the truth, except where a model says more than a body can.
const Summary *flow_summary(const Flow *flow, StrId name)
{
	const Summary *model = sums_find(flow->program->sums, name);
	uint32_t fn = map_get(&flow->program->fn_by_name, name.i);
	if (fn == MAP_NONE || (model && (model->wins || changes_threads(model))))
		return model;
	return flow->inferred[fn];
}

const Summary *flow_callee(const Flow *flow, const Instr *instr)
{
	bool named = instr->op == OP_CALL && instr->a.kind == OPERAND_FN;
	return named ? flow_summary(flow, instr->a.str) : NULL;
}

// Whether it does to us what it does whatever number it is given; so does a function of which
// nothing is known.
static bool is_mute(const Summary *callee)
{
	uint32_t uses = EFFECT_BIT(EFFECT_SPAWN) | EFFECT_BIT(EFFECT_END) | EFFECT_BIT(EFFECT_DETACH) |
	                EFFECT_BIT(EFFECT_MAYEND) | EFFECT_BIT(EFFECT_STORE) | EFFECT_BIT(EFFECT_COPY) |
	                EFFECT_BIT(EFFECT_ATEXIT) | EFFECT_BIT(EFFECT_CALL);
	bool one_way = !callee || !callee->outcomes.n || (callee->outcomes.n == 1 && !callee->outcomes.v[0].guards.n);
	return one_way && !summary_effect(callee, uses);
}

BitSet calls_mute(const Ctx *ctx)
{
	BitSet mute = bitset_new(ctx->arena, ctx->fn->instrs.n);
	for (uint32_t i = 0; i < ctx->fn->instrs.n; i++)
		if (ctx->fn->instrs.v[i].op == OP_CALL && is_mute(flow_callee(ctx->flow, &ctx->fn->instrs.v[i])))
			bitset_add(&mute, i);
	return mute;
}

// ---- handles -----------------------------------------------------------------------------------

// Places from which a value may come, the nearest first.
typedef struct Led {
	Ref at[MAX_LED];
	uint32_t n;
} Led;

static void led_add(const Ctx *ctx, Led *led, ValId val)
{
	const Val *v = val_at(ctx, val);
	for (uint32_t i = 0; i < v->n; i++) {
		uint32_t known = 0;
		while (known < led->n && ref_compare(led->at[known], v->refs[i]) != 0)
			known++;
		if (known == led->n && known < MAX_LED)
			led->at[led->n++] = v->refs[i];
	}
}

bool leads_to_thread(const Ctx *ctx, const State *s, ValId val, ObjId thread)
{
	Led led = {.n = 0};
	if (val_holds_thread(ctx, val, thread))
		return true;
	if (cells_hold(ctx, s, thread))
		led_add(ctx, &led, val);
	for (uint32_t i = 0; i < led.n; i++)
		for (uint32_t c = cell_find(s, led.at[i].obj, (PathId){0});
		     c < s->cells.n && s->cells.v[c].obj.i == led.at[i].obj.i; c++) {
			if (!path_overlaps(ctx, s->cells.v[c].path, led.at[i].path))
				continue;
			if (val_holds_thread(ctx, s->cells.v[c].val, thread))
				return true;
			led_add(ctx, &led, s->cells.v[c].val);
		}
	return false;
}

static bool leads_to_any(const Ctx *ctx, const State *s, ValId val)
{
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (leads_to_thread(ctx, s, val, s->threads.v[i].thread))
			return true;
	return false;
}

// What has a cleanup attribute is ended by it, the newest first; here what holds a handle.
static States unwind(Ctx *ctx, uint32_t site, State *s)
{
	States now = {0};
	VEC_PUSH(ctx->arena, &now, s);
	for (uint32_t i = ctx->fn->instrs.n; i-- > 0;) {
		const Instr *in = &ctx->fn->instrs.v[i];
		if (in->op != OP_LIVE || in->a.kind != OPERAND_FN)
			continue;
		ValId arg = val_ref(ctx, (ObjId){in->dst.var.i}, (PathId){0});
		CallFrame frame = {.args = &arg, .nargs = 1, .site = site};
		States next = {0};
		for (uint32_t k = 0; k < now.n; k++) {
			if (leads_to_any(ctx, now.v[k], arg))
				call_named(ctx, in->a.str, &frame, now.v[k], &next);
			else
				VEC_PUSH(ctx->arena, &next, now.v[k]);
		}
		now = next;
	}
	return now;
}

void thread_exit(Ctx *ctx, uint32_t site, State *s)
{
	States ways = unwind(ctx, site, s);
	for (uint32_t i = 0; i < ways.n; i++) {
		Exit leave = {.kind = OUTCOME_EXIT_THREAD, .ret = val_unknown(ctx), .from = PLACE_NONE};
		storage_leave_all(ctx, ways.v[i], ctx->fn->instrs.v[site].span, LEAVE_THREAD);
		VEC_PUSH(ctx->arena, &ctx->exits, ways.v[i]);
		VEC_PUSH(ctx->arena, &ctx->exit_info, leave);
	}
}

// The conversion letter for the n-th argument after the format; 0 when there is none.
static char conversion(const char *format, uint32_t n)
{
	for (; *format; format++) {
		if (*format != '%')
			continue;
		format++;
		size_t flags = strspn(format, "0123456789.+-# 'hlLqjzt");
		if (memchr(format, '*', flags + 1))
			return 's'; // widths are arguments too: not counted here
		format += flags;
		if (!*format)
			break;
		if (*format != '%' && n-- == 0)
			return *format;
	}
	return 0;
}

// printf("%p", arg) uses the pointer as a number: a literal format says so.
bool printed_as_number(const Ctx *ctx, const CallFrame *frame, Ap place)
{
	const Instr *call = &ctx->fn->instrs.v[frame->site];
	if (ctx->depth != 1 || place.root != AP_ARG || call->a.kind != OPERAND_FN)
		return false;
	if (!strstr(strs_text(&ctx->ir->strs, call->a.str), "printf"))
		return false;
	for (uint32_t i = 0; i < place.n && i < call->nargs; i++) {
		Operand format = ctx->fn->operands.v[call->args + i];
		if (format.kind != OPERAND_STRING)
			continue;
		char letter = conversion(strs_text(&ctx->ir->strs, format.str), place.n - i - 1);
		return letter != 0 && letter != 's' && letter != 'n' && letter != 'S';
	}
	return false;
}

// ---- instructions -----------------------------------------------------------------------------------

static void touch_places(Ctx *ctx, const State *s, const Places *places, TouchKind kind, const Instr *in)
{
	Touch touch = touch_here(ctx, s, kind);
	touch.atomic = in->access != ACCESS_PLAIN;
	for (uint32_t i = 0; i < places->n; i++)
		touch_add(ctx, places->v[i].obj, places->v[i].path, touch, in->span);
}

static void written(Ctx *ctx, State *s, const Places *to, const Instr *in)
{
	storage_written(ctx, s, to, in->span, in->access == ACCESS_PLAIN ? WRITE_PLAIN : WRITE_ATOMIC);
}

static bool is_scalar_variable(const Ctx *ctx, Place place)
{
	return place_is_variable(place) && !(ctx->fn->vars.v[place.var.i].flags & (VAR_RECORD | VAR_ARRAY));
}

// A store that others may see as a flag: at once, or when the lock is released.
static void signal_store(Ctx *ctx, const Instr *in, State *s, const Places *to, ValId val)
{
	bool pending = in->access == ACCESS_PLAIN;
	if (!ctx->in_thread || (pending && !s->locks.nheld))
		return;
	Touch how = touch_here(ctx, s, TOUCH_SIGNAL);
	const Val *v = val_at(ctx, val);
	how.locked = pending;
	how.valued = val.i && !v->n && !v->unknown && v->num.lo == v->num.hi;
	how.value = how.valued ? v->num.lo : 0;
	signal_places(ctx, s, to, pending, how, in->span);
}

static bool writes_field(const Ctx *ctx, const Instr *in, const Elem *field)
{
	if (in->op != OP_CALL)
		return in->access != ACCESS_PLAIN && !place_none(in->dst) &&
		       path_elem(ctx->paths, in->dst.path)->field.i == field->field.i;
	const Summary *callee = flow_callee(ctx->flow, in);
	bool writes = false;
	for (uint32_t i = 0; callee && i < callee->outcomes.n && !writes; i++)
		for (uint32_t k = 0; k < callee->outcomes.v[i].effects.n && !writes; k++) {
			const Effect *effect = &callee->outcomes.v[i].effects.v[k];
			writes =
				effect->kind == EFFECT_STORE && path_elem(ctx->paths, effect->place.path)->field.i == field->field.i;
		}
	return writes;
}

static bool loop_writes(const Ctx *ctx, const Loop *loop, Place place)
{
	bool writes = false;
	for (uint32_t b = 0; b < ctx->fn->blocks.n && !writes; b++)
		for (uint32_t i = 0; bitset_has(&loop->body, b) && i < ctx->fn->blocks.v[b].n && !writes; i++)
			writes = writes_field(ctx, &ctx->fn->instrs.v[ctx->fn->blocks.v[b].first + i],
			                      path_elem(ctx->paths, place.path));
	return writes;
}

// Whether a loop ends by what it reads here from a place that is there for others to write: that
// the loop leaves it alone, and what was last put there does not end it, is why it waits.
static bool is_polled(Ctx *ctx, const State *s, const Instr *in, const Places *from)
{
	const Term *term = &ctx->fn->blocks.v[ctx->block].term;
	if (in->access == ACCESS_PLAIN || term->kind != TERM_IF || from->n != 1 ||
	    obj_at(ctx, from->v[0].obj)->kind == OBJ_VAR)
		return false;
	const Val *v = val_at(ctx, cell_read(ctx, s, from->v[0].obj, from->v[0].path));
	bool tested = term->a.kind == OPERAND_PLACE && term->a.place.var.i == in->dst.var.i && !in->dst.deref;
	for (uint32_t i = 0; tested && !v->n && !v->unknown && v->num.lo == v->num.hi && i < ctx->loops.n; i++) {
		const Loop *loop = &ctx->loops.v[i];
		bool ends = bitset_has(&loop->body, term->then.i) != bitset_has(&loop->body, term->other.i);
		if (bitset_has(&loop->body, ctx->block) && ends && !loop_writes(ctx, loop, in->a.place))
			return true;
	}
	return false;
}

// Some other thread's write ends the loop: what it finds then is not known, nor whose it was.
static void poll_apply(Ctx *ctx, const Instr *in, State *s, const Places *to, const Places *from)
{
	ValId val = fresh_value(ctx, s, (uint32_t)(in - ctx->fn->instrs.v), 0);
	val_doubt(ctx, val, DOUBT_OPAQUE);
	places_write(ctx, s, to, val);
	wait_apply(ctx, s, from, WAIT_MAYBE, false);
}

static void copy_apply(Ctx *ctx, const Instr *in, State *s)
{
	Places to = place_eval(ctx, s, in->dst);
	ValId val = ctx->has_segments || in->a.kind != OPERAND_PLACE ? operand_val(ctx, s, in->a) : (ValId){0};
	if (in->a.kind == OPERAND_PLACE) {
		Places from = place_eval(ctx, s, in->a.place);
		if (in->op == OP_LOAD || in->a.place.deref) {
			touch_places(ctx, s, &from, TOUCH_READ, in);
			if (in->access != ACCESS_PLAIN)
				ask_mark(ctx, s, &from);
			storage_used(ctx, s, &from, in->span, TOUCH_READ);
		}
		if (in->dst.deref || obj_at(ctx, to.v[0].obj)->kind == OBJ_GLOBAL)
			touch_places(ctx, s, &to, TOUCH_WRITE, in);
		written(ctx, s, &to, in);
		signal_store(ctx, in, s, &to, val);
		if (is_polled(ctx, s, in, &from))
			poll_apply(ctx, in, s, &to, &from);
		else if (is_scalar_variable(ctx, in->dst) && shadow_find(s, in->a.place))
			places_write(ctx, s, &to, val);
		else
			places_copy(ctx, s, &to, &from);
		shadow_add(ctx, s, in->dst, val);
		assume_followed(ctx, s, in->a.place);
		assume_followed(ctx, s, in->dst);
		return;
	}
	if (in->dst.deref || (to.n && obj_at(ctx, to.v[0].obj)->kind == OBJ_GLOBAL))
		touch_places(ctx, s, &to, TOUCH_WRITE, in);
	written(ctx, s, &to, in);
	signal_store(ctx, in, s, &to, val);
	places_write(ctx, s, &to, val);
	shadow_add(ctx, s, in->dst, val);
	assume_followed(ctx, s, in->dst);
}

static void addr_apply(Ctx *ctx, const Instr *in, State *s)
{
	Places of = place_eval(ctx, s, in->a.place), to = place_eval(ctx, s, in->dst);
	ValId val = {0};
	for (uint32_t i = 0; i < of.n; i++) // join sorts the references
		val = val_join(ctx, val, val_ref(ctx, of.v[i].obj, of.v[i].path), WIDEN_NONE);
	if (of.unknown || !of.n)
		val = val_join(ctx, val, val_unknown(ctx), WIDEN_NONE);
	if (of.weak) {
		Val weak = *val_at(ctx, val);
		weak.weak = true;
		val = val_intern(ctx, &weak);
	}
	written(ctx, s, &to, in);
	places_write(ctx, s, &to, val);
}

static void havoc_apply(Ctx *ctx, const Instr *in, uint32_t index, State *s)
{
	uint32_t ordinal = 1;
	ctx->opaque = true;
	for (uint32_t i = 0; i < in->nargs; i++) {
		Operand operand = ctx->fn->operands.v[in->args + i];
		if (operand.kind != OPERAND_PLACE)
			continue;
		Places places = place_eval(ctx, s, operand.place);
		touch_places(ctx, s, &places, TOUCH_WRITE, &(Instr){.access = ACCESS_ATOMIC, .span = in->span});
		ctx->signals |= operand.place.deref || ctx->fn->vars.v[operand.place.var.i].kind == VAR_GLOBAL;
		for (uint32_t k = 0; k < places.n; k++)
			cell_havoc(ctx, s, places.v[k].obj, places.v[k].path, index, ordinal++);
	}
	if (!place_none(in->dst)) {
		Places to = place_eval(ctx, s, in->dst);
		places_write(ctx, s, &to, val_unknown(ctx));
	}
	threads_undecided(s);
}

// Whether the pointer can only be null. What follows it is never reached.
static bool is_null(Ctx *ctx, const State *s, Place place)
{
	const Val *v = place.deref ? val_at(ctx, cell_read(ctx, s, (ObjId){place.var.i}, (PathId){0})) : NULL;
	return v && !v->n && !v->unknown && !v->weak && v->num.lo == 0 && v->num.hi == 0;
}

static bool follows_null(Ctx *ctx, const State *s, const Instr *in)
{
	bool accesses = in->op == OP_COPY || in->op == OP_LOAD || in->op == OP_STORE || in->op == OP_CALC;
	return accesses && (is_null(ctx, s, in->dst) || (in->a.kind == OPERAND_PLACE && is_null(ctx, s, in->a.place)));
}

// ---- calls ------------------------------------------------------------------------------------------

// A function that only our caller knows: the summary says that it is called.
static bool defer_call(Ctx *ctx, const State *s, ValId fn, const CallFrame *frame)
{
	Effect call = {.kind = EFFECT_CALL, .after = s->signalled, .gates = s->gates};
	if (ctx->calls.n >= 8 || !val_export(ctx, fn, &call.value))
		return false;
	for (uint32_t i = 0; i < frame->nargs; i++) {
		SumVal arg;
		val_export(ctx, frame->args[i], &arg);
		VEC_PUSH(ctx->program->arena, &call.args, arg);
	}
	Trace *trace = ARENA_NEW(ctx->program->arena, Trace);
	*trace = (Trace){.span = ctx->fn->instrs.v[frame->site].span, .fn = ctx->fn->name};
	call.trace = trace;
	for (uint32_t i = 0; i < ctx->calls.n; i++)
		if (span_compare(ctx->calls.v[i].trace->span, trace->span) == 0) {
			ctx->calls.v[i].after |= s->signalled;
			ctx->calls.v[i].gates = gates_least(ctx->calls.v[i].gates, s->gates);
			return true;
		}
	VEC_PUSH(ctx->program->arena, &ctx->calls, call);
	VEC_PUSH(ctx->arena, &ctx->call_sites, frame->site);
	return true;
}

// Whether the value is what our caller passed: only then can it know the function.
static bool val_from_args(const Ctx *ctx, const Val *v)
{
	const Obj *o = v->n == 1 ? obj_at(ctx, v->refs[0].obj) : NULL;
	return o && o->kind == OBJ_SYM && obj_at(ctx, o->root)->kind == OBJ_VAR;
}

void call_value(Ctx *ctx, ValId fn, const CallFrame *frame, State *s, States *out)
{
	Val v = *val_at(ctx, fn);
	StrId targets[MAX_TARGETS];
	uint32_t n = 0;
	bool other = v.unknown;
	for (uint32_t i = 0; i < v.n; i++) {
		const Obj *o = obj_at(ctx, v.refs[i].obj);
		if (o->kind == OBJ_FN && n < MAX_TARGETS)
			targets[n++] = (StrId){o->a};
		else
			other = true;
	}
	bool deferred = other && !n && val_from_args(ctx, &v) && defer_call(ctx, s, fn, frame);
	if (!n) {
		ctx->depth++;
		call_unknown(ctx, frame, NULL, deferred, s, out);
		ctx->depth--;
	}
	for (uint32_t i = 0; i < n; i++)
		call_named(ctx, targets[i], frame, i + 1 < n ? state_copy(ctx, s) : s, out);
}

static void call_apply(Ctx *ctx, uint32_t site, State *s, States *out)
{
	const Instr *in = &ctx->fn->instrs.v[site];
	ValId args[MAX_ARGS];
	Places places[MAX_ARGS];
	uint32_t n = in->nargs < MAX_ARGS ? in->nargs : MAX_ARGS;
	for (uint32_t i = 0; i < n; i++) {
		Operand operand = ctx->fn->operands.v[in->args + i];
		args[i] = operand_val(ctx, s, operand);
		places[i] = operand.kind == OPERAND_PLACE ? place_eval(ctx, s, operand.place) : (Places){0};
	}
	CallFrame frame = {.args = args, .arg_places = places, .nargs = n, .site = site};
	if (in->a.kind == OPERAND_FN)
		call_named(ctx, in->a.str, &frame, s, out);
	else
		call_value(ctx, operand_val(ctx, s, in->a), &frame, s, out);
}

void dump_fact(Ctx *ctx, uint32_t site, const char *format, ...)
{
	if (!ctx->flow->options.dump_facts)
		return;
	va_list args;
	va_start(args, format);
	char *text = arena_vprintf(ctx->arena, format, args);
	va_end(args);
	Span span = site < ctx->fn->instrs.n ? ctx->fn->instrs.v[site].span : (Span){0};
	buf_printf(ctx->flow->options.dump, "%s:%u: %s\n", strs_text(&ctx->ir->strs, ctx->fn->name), span.line, text);
}

// A block of which it is not known whether there is one, and that is given to others too: where
// there is none, none of the copies is one, whichever of them is tested. NULL when that is not so.
static State *state_without_block(Ctx *ctx, State *s, const Instr *in)
{
	if (!ctx->near || in->op != OP_STORE || !in->dst.deref || in->a.kind != OPERAND_PLACE)
		return NULL;
	ValId val = operand_val(ctx, s, in->a);
	const Val *v = val_at(ctx, val);
	const Obj *o = v->n == 1 && !v->unknown && !v->weak && !range_empty(v->num) ? obj_at(ctx, v->refs[0].obj) : NULL;
	if (!o || o->kind != OBJ_HEAP || o->many || v->num.lo != 0 || v->num.hi != 0)
		return NULL;
	Operand zero = {.kind = OPERAND_INT};
	State *without = state_copy(ctx, s);
	assume(ctx, without, CALC_EQ, in->a, zero, true);
	if (val_at(ctx, operand_val(ctx, without, in->a))->n) { // some element's: that it is none is not kept
		state_drop(ctx, without);
		return NULL;
	}
	assume(ctx, s, CALC_NE, in->a, zero, true);
	return without;
}

// ---- an instruction -----------------------------------------------------------------------------------

// The instruction's effect on `s`; the resulting states are pushed to `out`.
void instr_apply(Ctx *ctx, uint32_t index, State *s, States *out)
{
	const Instr *in = &ctx->fn->instrs.v[index];
	if (follows_null(ctx, s, in))
		return;
	State *without = state_without_block(ctx, s, in);
	if (without)
		instr_apply(ctx, index, without, out);
	indices_before(ctx, s, in);
	bool element = ctx->has_segments && s->threads.n && !place_none(in->dst) && !place_is_variable(in->dst);
	ctx->writing = element ? handle_at_place(ctx, s, index, in->dst) : (HandleAt){0};
	switch (in->op) {
	case OP_LIVE: obj_forget(ctx, s, (ObjId){in->dst.var.i}); break;
	case OP_DEAD: storage_dead(ctx, s, in); break;
	case OP_COPY:
	case OP_LOAD:
	case OP_STORE: copy_apply(ctx, in, s); break;
	case OP_ADDR: addr_apply(ctx, in, s); break;
	case OP_CALC: {
		ValId a = operand_val(ctx, s, in->a), b = operand_val(ctx, s, in->b);
		Places to = place_eval(ctx, s, in->dst);
		if (in->dst.deref)
			touch_places(ctx, s, &to, TOUCH_WRITE, in);
		written(ctx, s, &to, in);
		ValId val = calc(ctx, s, (CalcOp)in->sub, a, b);
		places_write(ctx, s, &to, val);
		shadow_add(ctx, s, in->dst, val);
		break;
	}
	case OP_CALL: call_apply(ctx, index, s, out); return;
	case OP_HAVOC: havoc_apply(ctx, in, index, s); break;
	}
	indices_after(ctx, s, in);
	VEC_PUSH(ctx->arena, out, s);
}
