// SPDX-License-Identifier: MIT
// In: a loan that lives when its storage ends. Out: a Finding with all that a message
// needs; of findings that say the same, the surest and shortest stays.
#include "flow/flow.h"

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
		if (loan->kind & TOUCH_BORROWS && loan->obj.i == obj.i && (!best || telling(loan) > telling(best)))
			best = loan;
	}
	return best;
}

void loans_drop(Ctx *ctx, ThreadState *thread, ObjId obj)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < thread->loans.n; i++)
		if (ctx->loans.v[thread->loans.v[i].i].obj.i != obj.i)
			thread->loans.v[kept++] = thread->loans.v[i];
	thread->loans.n = kept;
}

void report_end(Ctx *ctx, State *s, ThreadState *thread, ObjId obj, const Var *var, Span end, ExitKind exit, Leave leave)
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
