// SPDX-License-Identifier: MIT
// Loans: issued at a spawn on what the entry touches, ended with the thread, checked
// when storage ends. The thread is the loan's lifetime; that is the whole idea.
#include "flow/flow.h"

#define MAX_LOANS 48       // of one thread; further ones fold to the whole object
#define MAX_ENTRY_DEPTH 3  // function values that an entry calls with its payload

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

// Of two uses of one place a known one tells more; the place is under a lock when both are.
static void touch_merge(Ctx *ctx, Touch *known, Touch touch, Span span)
{
	touch.locked &= known->locked;
	if (known->assumed && !touch.assumed) {
		touch.trace = trace_extend(ctx, touch.trace, span, 0);
		*known = touch;
	}
	known->locked = touch.locked;
}

void touch_add(Ctx *ctx, ObjId obj, PathId path, Touch touch, Span span)
{
	if (!ctx->collect || !touch_counts(ctx, obj, touch.kind) || !obj_ap(ctx, obj, path, &touch.place))
		return;
	if (ctx->touches.n >= 64)
		obj_ap(ctx, obj, path = (PathId){0}, &touch.place);
	uint64_t key = hash_mix((uint64_t)obj.i << 32 | path.i, touch.kind);
	uint32_t known = map_get(&ctx->touch_map, key);
	if (known != MAP_NONE) {
		touch_merge(ctx, &ctx->touches.v[known], touch, span);
		return;
	}
	touch.trace = trace_extend(ctx, touch.trace, span, 0);
	map_put(ctx->arena, &ctx->touch_map, key, ctx->touches.n);
	VEC_PUSH(ctx->program->arena, &ctx->touches, touch);
}

// ---- issue -----------------------------------------------------------------------------------------

// Loans are made on storage that ends by itself: of this frame, of callers' frames,
// of this thread. Heap blocks and globals end, if at all, by other events.
static bool loan_counts(const Ctx *ctx, ObjId obj, TouchKind kind)
{
	const Obj *o = obj_at(ctx, obj);
	if (!(kind & TOUCH_BORROWS)) // who signals or locks what, wherever it lies
		return o->kind == OBJ_VAR || o->kind == OBJ_GLOBAL || o->kind == OBJ_HEAP || o->kind == OBJ_SYM;
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
	if (!(loan.kind & TOUCH_BORROWS))
		return (LoanId){at};
	ctx->flow->stats.loans++;
	if (obj_at(ctx, loan.obj)->kind == OBJ_VAR)
		ctx->flow->stats.stack_loans++;
	return (LoanId){at};
}

static void loan_add(Ctx *ctx, ThreadState *thread, Loan loan)
{
	if (!loan_counts(ctx, loan.obj, loan.kind))
		return;
	if (thread->loans.n >= MAX_LOANS && loan.kind & TOUCH_BORROWS)
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

void places_lend(Ctx *ctx, ThreadState *thread, const Places *places, const Touch *touch)
{
	for (uint32_t i = 0; i < places->n; i++) {
		Loan loan = {.obj = places->v[i].obj, .path = places->v[i].path, .kind = touch->kind, .touch = touch,
		             .thread = thread->thread, .weak = places->weak};
		loan_add(ctx, thread, loan);
		if (touch->kind & TOUCH_WRITE && !touch->assumed)
			VEC_PUSH(ctx->arena, &ctx->written, places->v[i]);
	}
}

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
	*touch = (Touch){.place = {.root = AP_ARG, .path = path_push_deref(ctx, (PathId){0})}, .kind = TOUCH_READ, .assumed = true};
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

void entry_lend(Ctx *ctx, const State *s, ThreadState *thread, ValId entry, const CallFrame *frame, uint32_t depth)
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

// ---- the end of storage ---------------------------------------------------------------------

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
