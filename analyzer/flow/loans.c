// SPDX-License-Identifier: MIT
// Loans: issued at a spawn on what the entry touches, ended with the thread, checked
// when storage ends. The thread is the loan's lifetime; that is the whole idea.
#include "flow/flow.h"

#define MAX_LOANS 48       // of one thread; further ones fold to the whole object
#define MAX_ENTRY_DEPTH 3  // function values that an entry calls with its payload

// How storage ends, beyond the edges of ExitKind.
typedef enum Leave { LEAVE_EDGE, LEAVE_THREAD, LEAVE_STRICT } Leave;

static void report_end(Ctx *ctx, State *s, ThreadState *thread, ObjId obj, const Var *var, Span end, ExitKind exit, Leave leave);

// ---- which memory the outside can name ------------------------------------------------------

static PathId push_deref(Ctx *ctx, PathId path)
{
	return path_push(ctx->paths, path, ELEM_DEREF, (StrId){0}, 0);
}

// The access path of place (obj, path) for our callers; false when they have none.
bool obj_ap(Ctx *ctx, ObjId obj, PathId path, Ap *ap)
{
	Obj o = *obj_at(ctx, obj);
	switch (o.kind) {
	case OBJ_VAR:
		*ap = (Ap){.root = AP_ARG, .n = o.a, .path = path};
		return ctx->fn->vars.v[o.a].kind == VAR_PARAM;
	case OBJ_GLOBAL: *ap = (Ap){.root = AP_GLOBAL, .name = {o.a}, .path = path}; return true;
	case OBJ_LITERAL: *ap = (Ap){.root = AP_LITERAL}; return true;
	case OBJ_SYM:
		if (!obj_ap(ctx, (ObjId){o.a}, (PathId){o.b}, ap))
			return false;
		ap->path = path_join(ctx->paths, push_deref(ctx, ap->path), path);
		return true;
	case OBJ_HOME: // the result of a function that only our caller knows
		for (uint32_t i = 0; o.b == 0 && i < ctx->calls.n; i++)
			if (ctx->call_sites.v[i] == o.a) {
				*ap = (Ap){.root = AP_RESULT, .n = i, .path = path};
				return true;
			}
		return false;
	case OBJ_HEAP:
	case OBJ_FN:
	case OBJ_THREAD:
	case OBJ_EXPR: break;
	}
	return false;
}

// ---- touches: what this function uses of its callers' memory -----------------------------------

// A copy of `inner` with `outer` as the call that leads there.
static const Trace *trace_extend(Ctx *ctx, const Trace *inner, Span span, uint32_t depth)
{
	Trace *t = ARENA_NEW(ctx->program->arena, Trace);
	if (!inner || depth > 8) {
		*t = (Trace){.span = span, .fn = ctx->fn->name};
		return t;
	}
	*t = *inner;
	t->caller = trace_extend(ctx, inner->caller, span, depth + 1);
	return t;
}

static bool touch_counts(const Ctx *ctx, ObjId obj, TouchKind kind)
{
	const Obj *o = obj_at(ctx, obj);
	if (o->kind == OBJ_GLOBAL)
		return kind != TOUCH_READ;
	return o->kind == OBJ_SYM && (o->depth == 0 || obj_at(ctx, o->root)->kind == OBJ_VAR);
}

void touch_add(Ctx *ctx, ObjId obj, PathId path, TouchKind kind, Span span, const Touch *below)
{
	Touch touch = {.kind = kind};
	if (!ctx->collect || !touch_counts(ctx, obj, kind) || !obj_ap(ctx, obj, path, &touch.place))
		return;
	if (ctx->touches.n >= 64)
		obj_ap(ctx, obj, path = (PathId){0}, &touch.place);
	uint64_t key = hash_mix((uint64_t)obj.i << 32 | path.i, kind);
	uint32_t known = map_get(&ctx->touch_map, key);
	bool assumed = below && below->assumed;
	if (known != MAP_NONE && !(ctx->touches.v[known].assumed && !assumed))
		return;
	touch.assumed = assumed;
	touch.trace = trace_extend(ctx, below ? below->trace : NULL, span, 0);
	if (known != MAP_NONE) {
		ctx->touches.v[known] = touch;
		return;
	}
	map_put(ctx->arena, &ctx->touch_map, key, ctx->touches.n);
	VEC_PUSH(ctx->program->arena, &ctx->touches, touch);
}

// ---- issue -----------------------------------------------------------------------------------------

// Loans are made on storage that ends by itself: of this frame, of callers' frames,
// of this thread. Heap blocks and globals end, if at all, by other events.
static bool loan_counts(const Ctx *ctx, ObjId obj)
{
	const Obj *o = obj_at(ctx, obj);
	if (o->kind == OBJ_SYM) // what globals point to is no caller's that we would see
		return obj_at(ctx, o->root)->kind == OBJ_VAR;
	const Global *g = o->kind == OBJ_GLOBAL ? program_global(ctx->program, (StrId){o->a}) : NULL;
	return o->kind == OBJ_VAR || (g && g->flags & VAR_TLS);
}

static LoanId loan_intern(Ctx *ctx, Loan loan)
{
	uint64_t key = hash_mix((uint64_t)loan.obj.i << 32 | loan.path.i, (uint64_t)loan.thread.i << 8 | loan.kind);
	uint32_t at = map_get(&ctx->loan_map, key);
	if (at != MAP_NONE) {
		if (ctx->loans.v[at].touch->assumed && !loan.touch->assumed)
			ctx->loans.v[at].touch = loan.touch;
		return (LoanId){at};
	}
	at = ctx->loans.n;
	map_put(ctx->arena, &ctx->loan_map, key, at);
	VEC_PUSH(ctx->arena, &ctx->loans, loan);
	ctx->flow->stats.loans++;
	if (obj_at(ctx, loan.obj)->kind == OBJ_VAR)
		ctx->flow->stats.stack_loans++;
	return (LoanId){at};
}

static void loan_add(Ctx *ctx, ThreadState *thread, Loan loan)
{
	if (!loan_counts(ctx, loan.obj))
		return;
	if (thread->loans.n >= MAX_LOANS)
		loan.path = (PathId){0};
	LoanId id = loan_intern(ctx, loan);
	uint32_t at = 0;
	while (at < thread->loans.n && thread->loans.v[at].i < id.i)
		at++;
	if (at < thread->loans.n && thread->loans.v[at].i == id.i)
		return;
	VEC_PUSH(ctx->arena, &thread->loans, id);
	memmove(&thread->loans.v[at + 1], &thread->loans.v[at], sizeof id * (thread->loans.n - 1 - at));
	thread->loans.v[at] = id;
}

static void places_lend(Ctx *ctx, ThreadState *thread, const Places *places, const Touch *touch)
{
	for (uint32_t i = 0; i < places->n; i++) {
		Loan loan = {.obj = places->v[i].obj, .path = places->v[i].path, .kind = touch->kind, .touch = touch,
		             .thread = thread->thread, .weak = places->weak};
		loan_add(ctx, thread, loan);
		if (touch->kind & TOUCH_WRITE && !touch->assumed)
			VEC_PUSH(ctx->arena, &ctx->written, places->v[i]);
	}
}

static void entry_lend(Ctx *ctx, const State *s, ThreadState *thread, ValId entry, const CallFrame *frame, uint32_t depth);

// What an entry does through a function value of its payload: pack->fn(pack->arg).
static void entry_calls(Ctx *ctx, const State *s, ThreadState *thread, const CallFrame *frame, const Summary *summary,
                        uint32_t depth)
{
	for (uint32_t i = 0; i < summary->outcomes.n; i++)
		for (uint32_t k = 0; k < summary->outcomes.v[i].effects.n; k++) {
			const Effect *call = &summary->outcomes.v[i].effects.v[k];
			ValId args[ENTRY_ARGS] = {{0}};
			if (call->kind != EFFECT_CALL)
				continue;
			uint32_t n = call->args.n < ARRAY_LEN(args) ? call->args.n : (uint32_t)ARRAY_LEN(args);
			for (uint32_t a = 0; a < n; a++)
				args[a] = sumval_eval(ctx, s, frame, &call->args.v[a]);
			CallFrame inner = {.args = args, .nargs = n, .site = frame->site};
			entry_lend(ctx, s, thread, sumval_eval(ctx, s, frame, &call->value), &inner, depth + 1);
		}
}

static const Touch *assumed_touch(Ctx *ctx)
{
	Touch *touch = ARENA_NEW(ctx->program->arena, Touch);
	*touch = (Touch){.place = {.root = AP_ARG, .path = push_deref(ctx, (PathId){0})}, .kind = TOUCH_READ, .assumed = true};
	return touch;
}

static void known_entry_lend(Ctx *ctx, const State *s, ThreadState *thread, StrId name, const CallFrame *frame,
                             uint32_t depth)
{
	const Summary *summary = flow_summary(ctx->flow, name);
	if (!summary) {
		const Touch *touch = assumed_touch(ctx);
		Places places = ap_places(ctx, s, frame, touch->place);
		thread->signals = true;
		places_lend(ctx, thread, &places, touch);
		return;
	}
	thread->signals |= summary->signals;
	for (uint32_t i = 0; i < summary->touches.n; i++) {
		Places places = ap_places(ctx, s, frame, summary->touches.v[i].place);
		places_lend(ctx, thread, &places, &summary->touches.v[i]);
	}
	entry_calls(ctx, s, thread, frame, summary, depth);
}

static void entry_lend(Ctx *ctx, const State *s, ThreadState *thread, ValId entry, const CallFrame *frame, uint32_t depth)
{
	Val v = *val_at(ctx, entry);
	if (depth > MAX_ENTRY_DEPTH)
		return;
	for (uint32_t i = 0; i < v.n; i++) {
		Obj o = *obj_at(ctx, v.refs[i].obj);
		Ap ap;
		if (o.kind == OBJ_FN)
			known_entry_lend(ctx, s, thread, (StrId){o.a}, frame, depth);
		else if (o.kind == OBJ_SYM && !v.refs[i].path.i && obj_ap(ctx, v.refs[i].obj, (PathId){0}, &ap)) {
			thread->deferred = thread->signals = true;
			thread->entry = entry;
			for (uint32_t a = 0; a < frame->nargs && a < ENTRY_ARGS; a++)
				thread->payload[a] = frame->args[a];
		}
	}
}

static StrId entry_name(const Ctx *ctx, ValId entry)
{
	const Val *v = val_at(ctx, entry);
	return v->n == 1 && obj_at(ctx, v->refs[0].obj)->kind == OBJ_FN ? (StrId){obj_at(ctx, v->refs[0].obj)->a} : (StrId){0};
}

static ThreadState *thread_find(State *s, ObjId thread)
{
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (s->threads.v[i].thread.i == thread.i)
			return &s->threads.v[i];
	return NULL;
}

static ThreadState *thread_start(Ctx *ctx, State *s, ObjId id)
{
	ThreadState *running = thread_find(s, id);
	if (running) {
		running->many = true;
		return running;
	}
	ThreadState fresh = {.thread = id};
	uint32_t at = 0;
	while (at < s->threads.n && s->threads.v[at].thread.i < id.i)
		at++;
	VEC_PUSH(ctx->arena, &s->threads, fresh);
	memmove(&s->threads.v[at + 1], &s->threads.v[at], sizeof fresh * (s->threads.n - 1 - at));
	s->threads.v[at] = fresh;
	return &s->threads.v[at];
}

static void thread_remove(State *s, uint32_t index)
{
	memmove(&s->threads.v[index], &s->threads.v[index + 1], sizeof *s->threads.v * (s->threads.n - 1 - index));
	s->threads.n--;
}

static void thread_describe(Ctx *ctx, ObjId id, const SpawnEffect *spawn, StrId entry, const CallFrame *frame)
{
	for (uint32_t i = 0; i < ctx->spawned.n; i++)
		if (ctx->spawned.v[i].thread.i == id.i) {
			if (entry.i)
				ctx->spawned.v[i].entry = entry;
			return;
		}
	Spawned info = {.thread = id, .effect = spawn, .entry = entry, .site = frame->site};
	VEC_PUSH(ctx->arena, &ctx->spawned, info);
	ctx->flow->stats.spawns += spawn->trace == NULL;
}

// The thread writes here at any time: what the spawner knew of it is gone.
static void forget_written(Ctx *ctx, State *s, uint32_t site, uint32_t ordinal)
{
	for (uint32_t i = 0; i < ctx->written.n; i++) {
		ObjId home = cell_havoc(ctx, s, ctx->written.v[i].obj, ctx->written.v[i].path, site, 1000 * (ordinal + 1) + i);
		ctx->objs.v[home.i].doubt = DOUBT_THREAD;
	}
	ctx->written.n = 0;
}

static const char *place_text(const Ctx *ctx, const Var *var, PathId path)
{
	Buf text = {.arena = ctx->program->arena};
	buf_puts(&text, strs_text(&ctx->ir->strs, var->label));
	ir_print_path(&text, ctx->ir, ctx->fn, path);
	return text.text ? text.text : "";
}

// A local variable gets the handle: messages can name it.
static void name_handle(Ctx *ctx, ObjId thread, Ref place)
{
	const Obj *o = obj_at(ctx, place.obj);
	if (o->kind != OBJ_VAR || ctx->fn->vars.v[o->a].kind == VAR_TEMP || path_has_index(ctx, place.path))
		return;
	for (uint32_t i = 0; i < ctx->spawned.n; i++)
		if (ctx->spawned.v[i].thread.i == thread.i)
			ctx->spawned.v[i].handle = place_text(ctx, &ctx->fn->vars.v[o->a], place.path);
}

// A create that succeeded wrote the handle: the pointer to its place is not null, nor
// is the one behind it (`&c->tid`).
static void handle_exists(Ctx *ctx, State *s, const CallFrame *frame, Ap ap)
{
	const Instr *call = &ctx->fn->instrs.v[frame->site];
	if (ctx->depth != 1 || ap.root != AP_ARG || ap.n >= call->nargs)
		return;
	Operand arg = ctx->fn->operands.v[call->args + ap.n];
	if (arg.kind != OPERAND_PLACE || !ap.path.i)
		return;
	arg.place.deref = true;
	assume_followed(ctx, s, arg.place);
	for (uint32_t i = 0; i < frame->site; i++) {
		const Instr *in = &ctx->fn->instrs.v[i];
		if (in->op == OP_ADDR && in->dst.var.i == arg.place.var.i && !in->dst.deref)
			assume_followed(ctx, s, in->a.place);
	}
}

static void hold_handle(Ctx *ctx, State *s, CallFrame *frame, const SpawnEffect *spawn, ObjId id)
{
	ValId handle = val_ref(ctx, id, (PathId){0});
	for (uint32_t i = 0; i < spawn->handles.n; i++) {
		Ap ap = spawn->handles.v[i];
		if (ap.root == AP_RET && !ap.path.i) {
			frame->ret = handle;
			continue;
		}
		handle_exists(ctx, s, frame, ap);
		Places places = ap_places(ctx, s, frame, ap);
		places_write(ctx, s, &places, handle);
		if (places.n == 1)
			name_handle(ctx, id, places.v[0]);
	}
}

// Handles that lie in a returned record, which is now at `to`.
void thread_return(Ctx *ctx, State *s, const CallFrame *frame, const SpawnEffect *spawn, uint32_t ordinal, const Places *to)
{
	ObjId id = obj_get(ctx, OBJ_THREAD, frame->site, ordinal + 64 * ctx->depth, 0);
	for (uint32_t i = 0; i < spawn->handles.n; i++) {
		Places field = *to;
		if (spawn->handles.v[i].root != AP_RET || !spawn->handles.v[i].path.i)
			continue;
		for (uint32_t k = 0; k < field.n; k++)
			field.v[k].path = path_join(ctx->paths, field.v[k].path, spawn->handles.v[i].path);
		places_write(ctx, s, &field, val_ref(ctx, id, (PathId){0}));
	}
}

// --strict: a borrow of this frame is wrong as soon as it is issued.
static void issue_strict(Ctx *ctx, State *s, ObjId id, Span span)
{
	for (uint32_t v = 0; ctx->flow->options.strict && v < ctx->fn->vars.n; v++)
		if (ctx->fn->vars.v[v].kind != VAR_GLOBAL)
			report_end(ctx, s, thread_find(s, id), (ObjId){v}, &ctx->fn->vars.v[v], span, EXIT_RETURN, LEAVE_STRICT);
}

// A call leaves a thread behind: loans on all that its entry touches.
void thread_issue(Ctx *ctx, State *s, CallFrame *frame, const SpawnEffect *spawn, uint32_t ordinal)
{
	ObjId id = obj_get(ctx, OBJ_THREAD, frame->site, ordinal + 64 * ctx->depth, 0);
	ThreadState *thread = thread_start(ctx, s, id);
	thread->detached |= spawn->detached;
	for (uint32_t i = 0; i < spawn->lends.n; i++) {
		Places places = ap_places(ctx, s, frame, spawn->lends.v[i].place);
		places_lend(ctx, thread, &places, &spawn->lends.v[i]);
	}
	ValId entry = sumval_eval(ctx, s, frame, &spawn->entry);
	ValId payload[ENTRY_ARGS] = {sumval_eval(ctx, s, frame, &spawn->payload)};
	uint32_t n = 1;
	for (uint32_t i = 0; i < spawn->more.n && n < ENTRY_ARGS; i++)
		payload[n++] = sumval_eval(ctx, s, frame, &spawn->more.v[i]);
	CallFrame inner = {.args = payload, .nargs = n, .site = frame->site};
	if (entry.i)
		entry_lend(ctx, s, thread, entry, &inner, 0);
	const Summary *known = spawn->entry_name.i ? flow_summary(ctx->flow, spawn->entry_name) : NULL;
	thread->signals |= known && known->signals;
	if (spawn->maybe_ended)
		thread_demote(thread, THREAD_MAYBE);
	if (spawn->undecided)
		thread_demote(thread, THREAD_UNDECIDED);
	thread_describe(ctx, id, spawn, entry.i && entry_name(ctx, entry).i ? entry_name(ctx, entry) : spawn->entry_name, frame);
	forget_written(ctx, s, frame->site, ordinal);
	hold_handle(ctx, s, frame, spawn, id);
	dump_fact(ctx, frame->site, "ISSUE thread%u loans=%u", id.i, thread->loans.n);
	Step *step = ARENA_NEW(ctx->arena, Step);
	*step = (Step){.kind = STEP_SPAWN, .span = ctx->fn->instrs.v[frame->site].span, .thread = id,
	               .length = s->steps ? s->steps->length + 1 : 1, .before = s->steps};
	s->steps = step;
	issue_strict(ctx, s, id, step->span);
	if ((!thread->loans.n && !thread->deferred) || thread->status == THREAD_UNDECIDED) // it borrows nothing: no need to follow it
		thread_remove(s, (uint32_t)(thread - s->threads.v));
}

// ---- end ------------------------------------------------------------------------------------------------

bool val_holds_thread(const Ctx *ctx, ValId val, ObjId thread)
{
	const Val *v = val_at(ctx, val);
	for (uint32_t i = 0; i < v->n; i++)
		if (v->refs[i].obj.i == thread.i)
			return true;
	return false;
}

void thread_demote(ThreadState *thread, ThreadStatus status)
{
	if (thread->status < status)
		thread->status = status;
}

// Whether the only places that hold the handle are plain local variables: then a join
// of something else cannot be a join of this thread.
bool thread_held_locally(const Ctx *ctx, const State *s, ObjId thread)
{
	bool held = false;
	for (uint32_t i = 0; i < s->cells.n; i++) {
		if (!val_holds_thread(ctx, s->cells.v[i].val, thread))
			continue;
		held = true;
		if (obj_at(ctx, s->cells.v[i].obj)->kind != OBJ_VAR || s->cells.v[i].path.i)
			return false;
	}
	return held;
}

void outer_add(Ctx *ctx, State *s, EffectKind kind, ValId handle)
{
	Outer item = {kind, handle};
	uint32_t at = 0;
	while (at < s->outer.n && (s->outer.v[at].kind < kind || (s->outer.v[at].kind == kind && s->outer.v[at].handle.i < handle.i)))
		at++;
	if (at < s->outer.n && s->outer.v[at].kind == kind && s->outer.v[at].handle.i == handle.i)
		return;
	if (s->outer.n >= 16)
		return;
	VEC_PUSH(ctx->arena, &s->outer, item);
	memmove(&s->outer.v[at + 1], &s->outer.v[at], sizeof item * (s->outer.n - 1 - at));
	s->outer.v[at] = item;
}

// In this version a join of one element of an array counts for the array.
static PathId any_element(Ctx *ctx, PathId path)
{
	Elem e = *path_elem(ctx->paths, path);
	if (!path.i)
		return path;
	PathId front = any_element(ctx, e.parent);
	return e.kind == ELEM_INDEX ? path_push(ctx->paths, front, ELEM_ANY, (StrId){0}, 0)
	                            : path_push(ctx->paths, front, e.kind, e.field, e.index);
}

// A handle that is no thread of this function: a caller's, or one we lost sight of.
static bool handle_is_foreign(Ctx *ctx, State *s, EffectKind kind, ValId handle)
{
	Val v = *val_at(ctx, handle);
	bool foreign = v.unknown;
	for (uint32_t i = 0; i < v.n; i++) {
		Obj o = *obj_at(ctx, v.refs[i].obj);
		Ap ap;
		if (o.kind == OBJ_THREAD || sym_is_uninitialised(ctx, v.refs[i].obj))
			continue;
		foreign = true;
		PathId path = any_element(ctx, (PathId){o.b});
		if (o.kind == OBJ_SYM && !v.refs[i].path.i && obj_ap(ctx, (ObjId){o.a}, path, &ap))
			outer_add(ctx, s, kind, val_ref(ctx, obj_sym(ctx, (ObjId){o.a}, path), (PathId){0}));
	}
	return foreign;
}

static uint32_t count_threads(const Ctx *ctx, const Val *v)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < v->n; i++)
		n += obj_at(ctx, v->refs[i].obj)->kind == OBJ_THREAD;
	return n;
}

// END, DETACH or MAYEND of whatever `handle` may hold. In this version a join of
// some element of an array of handles counts for all of them.
void thread_end(Ctx *ctx, State *s, ValId handle, EffectKind kind)
{
	Val v = *val_at(ctx, handle);
	uint32_t n = count_threads(ctx, &v);
	bool foreign = handle_is_foreign(ctx, s, kind, handle);
	for (uint32_t i = 0; i < s->threads.n; i++) {
		ThreadState *thread = &s->threads.v[i];
		bool held = val_holds_thread(ctx, handle, thread->thread);
		if (!held) {
			if (foreign && kind != EFFECT_DETACH && !thread_held_locally(ctx, s, thread->thread))
				thread_demote(thread, THREAD_UNDECIDED);
			continue;
		}
		if (kind == EFFECT_DETACH)
			thread->detached |= n == 1;
		else if (kind == EFFECT_MAYEND || (n > 1 && !v.weak))
			thread_demote(thread, THREAD_UNDECIDED);
		else if (v.weak || !thread->many)
			thread_remove(s, i--);
	}
	dump_fact(ctx, UINT32_MAX, "%s threads=%u foreign=%d", kind == EFFECT_END ? "END" : kind == EFFECT_DETACH ? "DETACH" : "MAYEND",
	          n, foreign);
}

void threads_doubt(Ctx *ctx, State *s, ValId handle)
{
	Val v = *val_at(ctx, handle);
	bool foreign = v.unknown;
	for (uint32_t i = 0; i < v.n; i++)
		foreign |= obj_at(ctx, v.refs[i].obj)->kind != OBJ_THREAD && !sym_is_uninitialised(ctx, v.refs[i].obj);
	for (uint32_t i = 0; foreign && i < s->threads.n; i++)
		if (!val_holds_thread(ctx, handle, s->threads.v[i].thread) &&
		    !thread_held_locally(ctx, s, s->threads.v[i].thread))
			thread_demote(&s->threads.v[i], THREAD_UNDECIDED);
}

void threads_drop_undecided(State *s)
{
	for (uint32_t i = s->threads.n; i-- > 0;)
		if (s->threads.v[i].status == THREAD_UNDECIDED)
			thread_remove(s, i);
}

// A wait for another thread: whoever may signal may be done with what it borrowed.
void threads_wait(Ctx *ctx, State *s)
{
	ctx->waits = true;
	if (s->threads.n)
		dump_fact(ctx, UINT32_MAX, "WAIT");
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (s->threads.v[i].signals)
			thread_demote(&s->threads.v[i], THREAD_UNDECIDED);
}

// ---- findings ----------------------------------------------------------------------------------------------

const Spawned *spawned_of(const Ctx *ctx, ObjId thread)
{
	for (uint32_t i = 0; i < ctx->spawned.n; i++)
		if (ctx->spawned.v[i].thread.i == thread.i)
			return &ctx->spawned.v[i];
	bug("thread %u was never spawned", thread.i);
}

static bool span_inside(Span inner, Span outer)
{
	return inner.file.i == outer.file.i && span_compare(inner, outer) >= 0 &&
	       (inner.line < outer.end_line || (inner.line == outer.end_line && inner.col < outer.end_col));
}

// The last place before the spawn where the variable's address is taken.
static Span lent_at(const Ctx *ctx, VarId var, Span spawn)
{
	Span found = {0};
	for (uint32_t i = 0; i < ctx->fn->instrs.n; i++) {
		const Instr *in = &ctx->fn->instrs.v[i];
		if (in->op != OP_ADDR || in->a.place.deref || in->a.place.var.i != var.i || in->span.file.i != spawn.file.i)
			continue;
		if (span_inside(in->span, spawn))
			return (Span){0};
		if (span_compare(in->span, spawn) < 0 && (!span_known(found) || span_compare(found, in->span) < 0))
			found = in->span;
	}
	return found;
}

// The function in whose terms the touch's place is given: the outermost of its calls.
static StrId touch_function(const Touch *touch, StrId entry)
{
	const Trace *trace = touch->trace;
	while (trace && trace->caller)
		trace = trace->caller;
	return trace ? trace->fn : entry;
}

// The touch's place as the entry spells it: arg0 becomes its parameter's name.
static StrId touch_text(const Ctx *ctx, const Touch *touch, StrId entry)
{
	const Fn *fn = entry.i ? program_fn(ctx->program, entry) : NULL;
	Buf text = {.arena = ctx->program->arena}, named = {.arena = ctx->program->arena};
	sum_print_ap(&text, ctx->ir, touch->place);
	const char *arg = text.text ? strstr(text.text, "arg0") : NULL;
	if (!fn || !fn->nparams || !arg || touch->place.root != AP_ARG || touch->place.n != 0)
		return (StrId){0};
	buf_put(&named, text.text, (size_t)(arg - text.text));
	buf_puts(&named, strs_text(&ctx->ir->strs, fn->vars.v[0].label));
	buf_puts(&named, arg + 4);
	return strs_intern_z(&((Ir *)(uintptr_t)ctx->ir)->strs, named.text);
}

static void steps_collect(Ctx *ctx, const State *s, ObjId thread, Finding *finding)
{
	const Step *way[64];
	uint32_t n = 0;
	for (const Step *step = s->steps; step && n < ARRAY_LEN(way); step = step->before) {
		if (step->kind == STEP_SPAWN && step->thread.i == thread.i)
			break;
		if (step->kind != STEP_SPAWN)
			way[n++] = step;
	}
	while (n)
		VEC_PUSH(ctx->program->arena, &finding->steps, *way[--n]);
}

static Finding finding_make(Ctx *ctx, const State *s, const ThreadState *thread, const Loan *loan, const Var *var)
{
	const Spawned *spawned = spawned_of(ctx, thread->thread);
	const Instr *call = &ctx->fn->instrs.v[spawned->site];
	Finding f = {
		.confidence = thread->status == THREAD_RUNNING && !loan->touch->assumed ? CONFIDENCE_ERROR : CONFIDENCE_WARNING,
		.fn = ctx->fn->name,
		.spawn = call->span,
		.callee = call->a.kind == OPERAND_FN ? call->a.str : (StrId){0},
		.inside = spawned->effect->trace,
		.entry = spawned->entry,
		.label = var->label, .type = var->type, .var_kind = var->kind, .var_flags = var->flags, .decl = var->span,
		.place = place_text(ctx, var, loan->path),
		.touch_kind = loan->touch->kind, .touch_assumed = loan->touch->assumed, .touch = loan->touch->trace,
		.touch_fn = touch_function(loan->touch, spawned->entry),
		.touch_path = touch_text(ctx, loan->touch, touch_function(loan->touch, spawned->entry)),
		.handle = spawned->handle, .detached = thread->detached, .many = thread->many, .maybe_joined = thread->status == THREAD_MAYBE,
	};
	if (obj_at(ctx, loan->obj)->kind == OBJ_VAR)
		f.lent = lent_at(ctx, (VarId){loan->obj.i}, call->span);
	steps_collect(ctx, s, thread->thread, &f);
	return f;
}

// Keeps one finding for each spawn, object and rule: the surest, then the shortest way.
static void finding_add(Ctx *ctx, Finding finding, uint32_t site, ObjId obj)
{
	Flow *flow = ctx->flow;
	uint64_t key = hash_mix(hash_mix((uint64_t)ctx->fn_index << 32 | site, obj.i), (uint64_t)finding.code[2] << 8 | (uint64_t)finding.code[3]);
	uint32_t at = map_get(&flow->reported, key);
	if (at == MAP_NONE) {
		map_put(ctx->program->arena, &flow->reported, key, flow->findings.n);
		VEC_PUSH(ctx->program->arena, &flow->findings, finding);
		return;
	}
	Finding *old = &flow->findings.v[at];
	bool surer = finding.confidence < old->confidence || (old->strict && !finding.strict);
	if (surer || (finding.confidence == old->confidence && finding.steps.n < old->steps.n))
		*old = finding;
}

// How much a use tells: a known one more than an assumed one, a read or write more than
// a free, which is often on another path.
static int telling(const Loan *loan) { return loan->touch->assumed ? 0 : loan->kind == TOUCH_FREE ? 1 : 2; }

// The most telling loan of the thread on the object.
static const Loan *loan_on(const Ctx *ctx, const ThreadState *thread, ObjId obj)
{
	const Loan *best = NULL;
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		if (loan->obj.i == obj.i && (!best || telling(loan) > telling(best)))
			best = loan;
	}
	return best;
}

static void loans_drop(Ctx *ctx, ThreadState *thread, ObjId obj)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < thread->loans.n; i++)
		if (ctx->loans.v[thread->loans.v[i].i].obj.i != obj.i)
			thread->loans.v[kept++] = thread->loans.v[i];
	thread->loans.n = kept;
}

static void report_end(Ctx *ctx, State *s, ThreadState *thread, ObjId obj, const Var *var, Span end, ExitKind exit,
                       Leave leave)
{
	const Loan *loan = loan_on(ctx, thread, obj);
	if (!loan || thread->status == THREAD_UNDECIDED)
		return;
	Finding f = finding_make(ctx, s, thread, loan, var);
	f.code = exit == EXIT_RETURN ? "E0373" : "E0597";
	f.end = end;
	f.exit = exit;
	f.thread_exit = leave == LEAVE_THREAD;
	f.strict = leave == LEAVE_STRICT;
	finding_add(ctx, f, spawned_of(ctx, thread->thread)->site, obj);
}

void storage_dead(Ctx *ctx, State *s, const Instr *dead)
{
	ObjId obj = {dead->dst.var.i};
	if (s->threads.n)
		dump_fact(ctx, (uint32_t)(dead - ctx->fn->instrs.v), "DEAD %s", strs_text(&ctx->ir->strs, ctx->fn->vars.v[obj.i].name));
	for (uint32_t i = 0; i < s->threads.n; i++) {
		report_end(ctx, s, &s->threads.v[i], obj, &ctx->fn->vars.v[obj.i], dead->span, (ExitKind)dead->sub, LEAVE_EDGE);
		loans_drop(ctx, &s->threads.v[i], obj);
	}
	obj_forget(ctx, s, obj);
}

// The owner of the frame ends its thread: every local of the function ends.
void storage_leave_all(Ctx *ctx, State *s, Span span)
{
	for (uint32_t v = 0; v < ctx->fn->vars.n; v++) {
		const Var *var = &ctx->fn->vars.v[v];
		if (var->kind == VAR_TEMP || var->kind == VAR_GLOBAL)
			continue;
		for (uint32_t i = 0; i < s->threads.n; i++)
			report_end(ctx, s, &s->threads.v[i], (ObjId){v}, var, span, EXIT_RETURN, LEAVE_THREAD);
	}
}

static bool handle_is_held(const Ctx *ctx, const State *s, ValId ret, ObjId thread)
{
	if (val_holds_thread(ctx, ret, thread))
		return true;
	for (uint32_t i = 0; i < s->cells.n; i++)
		if (val_holds_thread(ctx, s->cells.v[i].val, thread))
			return true;
	return false;
}

// A thread-local object ends with this thread, which a thread that nobody can join
// any more may outlive.
void tls_check(Ctx *ctx, State *s, ValId ret, Span span)
{
	bool is_main = strcmp(program_label(ctx->program, ctx->fn->name), "main") == 0;
	for (uint32_t v = 0; v < ctx->fn->vars.n; v++) {
		const Var *var = &ctx->fn->vars.v[v];
		if (var->kind != VAR_GLOBAL || !(var->flags & VAR_TLS))
			continue;
		for (uint32_t i = 0; i < s->threads.n; i++) {
			ThreadState *thread = &s->threads.v[i];
			if (is_main || thread->detached || !handle_is_held(ctx, s, ret, thread->thread))
				report_end(ctx, s, thread, (ObjId){v}, var, span, EXIT_RETURN, LEAVE_EDGE);
		}
	}
}
