// SPDX-License-Identifier: MIT
// Threads whose handle is lost. Then, of all findings: those in which a callback that nobody sees run may have joined
// the thread, or waited for it, and those of what a library runs, of which nothing can be said.
#include "flow/flow.h"

// ---- lost handles --------------------------------------------------------------------------------------

static bool is_lent(const Ctx *ctx, const State *s, ObjId obj)
{
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (loan_on(ctx, &s->threads.v[i], obj))
			return true;
	return false;
}

// Whether the call puts the thread's handle into a variable of the function.
static bool handle_is_local(const Ctx *ctx, ObjId thread)
{
	const Spawned *spawned = spawned_of(ctx, thread);
	bool told = spawned->effect->handles.n == 1;
	Place place = told ? place_given(ctx, spawned->site, spawned->effect->handles.v[0]) : PLACE_NONE;
	return !place_none(place) && !place.deref && ctx->fn->vars.v[place.var.i].kind == VAR_LOCAL;
}

// Whether a callee that has started a thread made the block for that alone, which does not look into it: where the
// handle of `thread` lies in a variable here, what the block holds is a copy.
static bool is_given_away(const Ctx *ctx, const State *s, ObjId block, ObjId thread)
{
	const Obj *o = obj_at(ctx, block);
	bool spawns = false;
	for (uint32_t i = 0; o->kind == OBJ_HEAP && i < ctx->spawned.n; i++)
		spawns |= ctx->spawned.v[i].site == o->a;
	return spawns && handle_is_local(ctx, thread) && !cells_hold(ctx, s, block) && !is_lent(ctx, s, block) &&
	       !summary_effect(flow_callee(ctx->flow, &ctx->fn->instrs.v[o->a]), EFFECT_BIT(EFFECT_ESCAPE));
}

// Whether somebody else can still join the thread when the function returns.
static bool held_outside(const Ctx *ctx, const State *s, const Exit *leave, ObjId thread)
{
	if (val_holds_thread(ctx, leave->ret, thread))
		return true;
	for (uint32_t i = 0; i < s->cells.n; i++) {
		const Cell *cell = &s->cells.v[i];
		bool local = obj_at(ctx, cell->obj)->kind == OBJ_VAR;
		bool returned = local && !place_none(leave->from) && leave->from.var.i == cell->obj.i;
		if ((!local || returned) && val_holds_thread(ctx, cell->val, thread) &&
		    !is_given_away(ctx, s, cell->obj, thread))
			return true;
	}
	return false;
}

void threads_join_at_exit(Ctx *ctx, ValId fn)
{
	const Val *v = val_at(ctx, fn);
	for (uint32_t i = 0; i < v->n; i++) {
		const Obj *o = obj_at(ctx, v->refs[i].obj);
		const Summary *summary = o->kind == OBJ_FN ? flow_summary(ctx->flow, (StrId){o->a}) : NULL;
		ctx->flow->exit_joins |= summary_effect(summary, EFFECT_BIT(EFFECT_END) | EFFECT_BIT(EFFECT_MAYEND)) != NULL;
	}
}

// On a way that only a NULL argument takes: whether no caller passes one.
static bool nobody_comes_here(Ctx *ctx, const State *s)
{
	for (uint32_t i = 0; i < ctx->fn->nparams; i++) {
		Range argument = val_range(ctx, s, val_ref(ctx, obj_sym(ctx, (ObjId){i}, (PathId){0}), (PathId){0}));
		if (ctx->fn->vars.v[i].flags & VAR_POINTER && argument.lo == 0 && argument.hi == 0 &&
		    !program_passes_null(ctx->program, ctx->fn_index, i))
			return true;
	}
	return false;
}

// Whether the thread locks or signals what the loan is on, or what may be the part of it that is meant.
static bool is_told_by(const Ctx *ctx, const ThreadState *thread, const Loan *loan)
{
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *other = &ctx->loans.v[thread->loans.v[i].i];
		if (!(other->kind & (TOUCH_SIGNAL | TOUCH_LOCK)) || other->obj.i != loan->obj.i)
			continue;
		bool part = (loan->touch->part || loan->weak) && path_has_prefix(ctx->paths, other->path, loan->path);
		if (part || other->path.i == loan->path.i)
			return true;
	}
	return false;
}

// A signal of it was waited for, after which it does no more than tell others.
static bool is_through(const Ctx *ctx, const ThreadState *thread)
{
	bool through = thread->spent || thread->waited;
	for (uint32_t i = 0; i < thread->loans.n && through && !thread->spent; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		through = !(loan->kind & TOUCH_BORROWS) || (loan->kind == TOUCH_READ && is_told_by(ctx, thread, loan));
	}
	return through;
}

// The library sees to its end.
static bool is_librarys(const Ctx *ctx, const ThreadState *thread)
{
	return thread->later || spawned_of(ctx, thread->thread)->effect->pooled;
}

// Whether a thread that is *maybe* plainly is not joined on some way. Which way is not known where so many states
// became one; but where nothing joins it on any way, none is that does.
static bool runs_on(const Ctx *ctx, const ThreadState *thread, bool is_main)
{
	bool lost = thread->lost || (thread->blurred && !obj_at(ctx, thread->thread)->let_go);
	bool waited = !is_main && thread->assumes != ASSUME_NOTHING; // no wait is a join
	return thread->status == THREAD_MAYBE && (waited || (lost && (is_main || !thread->detached)));
}

// At a return: a thread that nobody can join any more, or one that `main` cuts off.
void threads_check_lost(Ctx *ctx, State *s, const Exit *leave, Span span)
{
	bool is_main = strcmp(program_label(ctx->program, ctx->fn->name), "main") == 0;
	for (uint32_t i = 0; i < s->threads.n; i++) {
		ThreadState *thread = &s->threads.v[i];
		if (thread->status != THREAD_RUNNING && !runs_on(ctx, thread, is_main))
			continue;
		if (is_main && is_librarys(ctx, thread))
			continue;
		if (is_main &&
		    (is_through(ctx, thread) || ctx->flow->exit_joins)) // it was waited for, in its own way, or will be
			continue;
		if (is_main)
			report_lost(ctx, s, thread, "main_exits_first", span);
		else if (thread->joinable && !thread->detached && !held_outside(ctx, s, leave, thread->thread) &&
		         !nobody_comes_here(ctx, s))
			report_lost(ctx, s, thread, "unjoined_thread", span);
	}
}

// ---- callbacks -----------------------------------------------------------------------------------------

// How a callback may name the place: a global's, or through the pointer that it is given.
static Ap place_outside(Ctx *ctx, Ref place)
{
	Ap ap = {.root = AP_ARG,
	         .path = path_join(ctx->paths, path_push_deref(ctx, (PathId){0}), path_any(ctx, place.path))};
	if (obj_at(ctx, place.obj)->kind == OBJ_VAR || obj_at(ctx, place.obj)->kind == OBJ_HEAP ||
	    !obj_ap(ctx, place.obj, place.path, &ap))
		return ap;
	ap.path = path_any(ctx, ap.path);
	return ap;
}

static bool is_global_cell(const Ctx *ctx, const Cell *cell)
{
	const Obj *o = obj_at(ctx, cell->obj);
	return o->kind == OBJ_GLOBAL || (o->kind == OBJ_VAR && ctx->fn->vars.v[o->a].kind == VAR_GLOBAL);
}

// A heap block that a global points to is named through that.
static Ap place_in_heap(Ctx *ctx, const State *s, Ref place)
{
	for (uint32_t i = 0; obj_at(ctx, place.obj)->kind == OBJ_HEAP && i < s->cells.n; i++) {
		const Cell *cell = &s->cells.v[i];
		Ap ap;
		if (is_global_cell(ctx, cell) && val_holds_thread(ctx, cell->val, place.obj) &&
		    obj_ap(ctx, cell->obj, cell->path, &ap)) {
			ap.path = path_any(ctx, path_join(ctx->paths, path_push_deref(ctx, ap.path), place.path));
			return ap;
		}
	}
	return place_outside(ctx, place);
}

bool handle_place(Ctx *ctx, const State *s, ObjId thread, Ap *place)
{
	for (uint32_t i = 0; i < s->cells.n; i++) {
		const Cell *cell = &s->cells.v[i];
		bool temporary = obj_at(ctx, cell->obj)->kind == OBJ_VAR && ctx->fn->vars.v[cell->obj.i].kind == VAR_TEMP;
		if (temporary || !val_holds_thread(ctx, cell->val, thread))
			continue;
		*place = place_in_heap(ctx, s, (Ref){cell->obj, cell->path});
		return true;
	}
	return false;
}

// A function that may be called while another one goes on.
typedef struct Callback {
	const Summary *summary;
	bool given; // ... which hands it out: it may be called with what that one has
} Callback;

// Two places that two functions name alike: a global, or the same way from what each is given.
static bool named_alike(const Callback *callback, Ap a, Ap b)
{
	if (a.root != b.root || a.path.i != b.path.i)
		return false;
	return a.root == AP_GLOBAL ? a.name.i == b.name.i : a.root == AP_ARG && a.path.i != 0 && callback->given;
}

// It waits, or comes back only when something is so.
static bool may_wait(const Summary *callback)
{
	return callback->waits || (callback->outcomes.n == 1 && callback->outcomes.v[0].guards.n > 0);
}

static bool waits_for(const Callback *by, const Summary *entry)
{
	const Summary *callback = by->summary;
	for (uint32_t t = 0; may_wait(callback) && entry && t < entry->touches.n; t++) {
		const Touch *touch = &entry->touches.v[t];
		for (uint32_t i = 0; touch->kind == TOUCH_SIGNAL && i < callback->outcomes.n; i++) {
			const Outcome *outcome = &callback->outcomes.v[i];
			for (uint32_t k = 0; k < outcome->guards.n; k++)
				if (named_alike(by, outcome->guards.v[k].ap, touch->place))
					return true;
			for (uint32_t k = 0; k < outcome->effects.n; k++)
				if (outcome->effects.v[k].kind == EFFECT_WAIT &&
				    named_alike(by, outcome->effects.v[k].place, touch->place))
					return true;
		}
	}
	return false;
}

static bool joins_held(const Callback *by, const Finding *f)
{
	const Summary *callback = by->summary;
	for (uint32_t i = 0; f->is_held && i < callback->outcomes.n; i++)
		for (uint32_t k = 0; k < callback->outcomes.v[i].effects.n; k++) {
			const Effect *end = &callback->outcomes.v[i].effects.v[k];
			for (uint32_t r = 0; (end->kind == EFFECT_END || end->kind == EFFECT_MAYEND) && r < end->value.refs.n; r++)
				if (end->value.refs.v[r].kind == REF_VALUE && named_alike(by, end->value.refs.v[r].ap, f->held))
					return true;
		}
	return false;
}

// The functions that may be called through pointers and wait for threads. What runs in threads
// itself makes nobody else wait.
static U32Vec callbacks_find(const Flow *flow, Arena *arena)
{
	U32Vec found = {0};
	BitSet values = program_values(flow->program, arena);
	for (uint32_t i = 0; i < flow->program->ir->fns.n; i++) {
		StrId name = flow->program->ir->fns.v[i]->name;
		const Summary *summary = bitset_has(&values, i) ? flow_summary(flow, name) : NULL;
		bool ends = summary_effect(summary, EFFECT_BIT(EFFECT_END) | EFFECT_BIT(EFFECT_MAYEND)) != NULL;
		if (summary && (may_wait(summary) || ends) && map_get(&flow->entries, name.i) == MAP_NONE)
			VEC_PUSH(arena, &found, i);
	}
	return found;
}

// An error is only what no event that is not seen here could have prevented; a lint not
// even that.
static bool callback_doubts(const Flow *flow, Arena *arena, const Finding *f, const Callback *callback)
{
	if (strcmp(f->code, "main_exits_first") == 0)
		return joins_held(callback, f);
	if (f->confidence != CONFIDENCE_ERROR || f->strict || strcmp(f->code, "E0382") == 0)
		return false;
	const Summary *entry = f->entry.i ? flow_summary(flow, f->entry) : NULL;
	return (joins_held(callback, f) || waits_for(callback, entry)) &&
	       program_calls_unseen(flow->program, arena, map_get(&flow->program->fn_by_name, f->fn.i), f->spawn, f->end);
}

static void callback_find(Flow *flow, Arena *arena, const U32Vec *callbacks, Finding *f)
{
	uint32_t fn = map_get(&flow->program->fn_by_name, f->fn.i);
	for (uint32_t i = 0; i < callbacks->n && !f->callback.i; i++) {
		StrId name = flow->program->ir->fns.v[callbacks->v[i]]->name;
		Callback callback = {flow_summary(flow, name), program_names(flow->program, fn, name, 1)};
		if (callback_doubts(flow, arena, f, &callback))
			f->callback = name;
	}
}

// Whether the function calls that one by name there.
static bool calls_directly(const Flow *flow, StrId caller, Span span, StrId callee)
{
	const Fn *fn = program_fn(flow->program, caller);
	for (uint32_t i = 0; fn && i < fn->instrs.n; i++) {
		const Instr *in = &fn->instrs.v[i];
		if (in->op == OP_CALL && in->a.kind == OPERAND_FN && in->a.str.i == callee.i &&
		    span_compare(in->span, span) == 0)
			return true;
	}
	return false;
}

// Whether the way down to where it is registered leads over function values: who is called there, and
// with what, may be another one.
static bool leads_over_values(const Flow *flow, const Finding *f)
{
	const Trace *last = f->inside;
	for (const Trace *t = f->inside; t; t = t->caller) {
		if (t != last && !calls_directly(flow, t->fn, t->span, last->fn))
			return true;
		last = t;
	}
	return last && !calls_directly(flow, f->fn, f->spawn, last->fn);
}

// What a library runs is known where it is registered, or nothing is said. Where nothing here has a
// handle of it, whatever is not seen, or waits, may be its end; and no loop comes after `main`.
static bool library_doubts(const Flow *flow, Arena *arena, const Finding *f)
{
	if (!f->registered)
		return false;
	uint32_t fn = map_get(&flow->program->fn_by_name, f->fn.i);
	bool over = f->later && strcmp(program_label(flow->program, f->fn), "main") == 0;
	return !f->entry.i || leads_over_values(flow, f) || over ||
	       (f->unheld && program_waits_between(flow->program, arena, fn, f->spawn, f->end));
}

void callbacks_doubt(Flow *flow)
{
	Arena scratch = {0};
	uint32_t kept = 0;
	U32Vec callbacks = flow->findings.n ? callbacks_find(flow, &scratch) : (U32Vec){0};
	for (uint32_t i = 0; i < flow->findings.n; i++) {
		Finding *f = &flow->findings.v[i];
		if (library_doubts(flow, &scratch, f))
			continue;
		callback_find(flow, &scratch, &callbacks, f);
		if (f->callback.i)
			f->confidence = CONFIDENCE_WARNING;
		if (*f->code == 'E' || !f->callback.i)
			flow->findings.v[kept++] = *f;
	}
	flow->findings.n = kept;
	arena_free(&scratch);
}
