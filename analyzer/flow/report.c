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

// The signal that was waited for, and that leads to the use all the same.
static void signal_find(const Ctx *ctx, const ThreadState *thread, const Loan *late, Finding *finding)
{
	for (uint32_t i = 0; i < thread->loans.n && !finding->signal; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		if (loan->kind == TOUCH_SIGNAL && (thread->waited & late->after) >> loan->number & 1)
			finding->signal = loan->touch->trace;
	}
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
		.handle = spawned->handle, .detached = thread->detached, .many = thread->many,
		.maybe_joined = thread->status == THREAD_MAYBE && thread->assumes == ASSUME_NOTHING, .assumes = thread->assumes,
	};
	if (loan->obj.i < ctx->fn->vars.n && obj_at(ctx, loan->obj)->kind == OBJ_VAR)
		f.lent = lent_at(ctx, (VarId){loan->obj.i}, call->span);
	signal_find(ctx, thread, loan, &f);
	steps_collect(ctx, s, thread->thread, &f);
	return f;
}

// Keeps one finding for each spawn, object and rule: the surest, then the shortest way.
static void finding_add(Ctx *ctx, Finding finding, uint32_t site, ObjId obj)
{
	Flow *flow = ctx->flow;
	if (ctx->quiet)
		return;
	uint64_t key = hash_mix(hash_mix((uint64_t)ctx->fn_index << 32 | site, obj.i), (uint64_t)finding.code[2] << 16 | (uint64_t)finding.code[3] << 8 | (uint64_t)finding.code[4]);
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
const Loan *loan_on(const Ctx *ctx, const ThreadState *thread, ObjId obj)
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
	if (!loan || thread->status == THREAD_UNDECIDED || !segment_runs(ctx, s, thread))
		return;
	Finding f = finding_make(ctx, s, thread, loan, var);
	f.code = exit == EXIT_RETURN ? "E0373" : "E0597";
	f.end = end;
	f.exit = exit;
	f.thread_exit = leave == LEAVE_THREAD;
	f.jump = leave == LEAVE_JUMP;
	f.strict = leave == LEAVE_STRICT;
	finding_add(ctx, f, spawned_of(ctx, thread->thread)->site, obj);
}

// ---- other events ------------------------------------------------------------------------------------

// `*arg0` as the function spells it: the parameter has a name.
static const char *ap_text(const Ctx *ctx, Ap ap)
{
	Buf text = {.arena = ctx->program->arena}, named = {.arena = ctx->program->arena};
	char arg[24];
	sum_print_ap(&text, ctx->ir, ap);
	snprintf(arg, sizeof arg, "arg%u", ap.n);
	const char *at = ap.root == AP_ARG && text.text ? strstr(text.text, arg) : NULL;
	if (!at || ap.n >= ctx->fn->nparams)
		return text.text ? text.text : "";
	buf_put(&named, text.text, (size_t)(at - text.text));
	buf_puts(&named, strs_text(&ctx->ir->strs, ctx->fn->vars.v[ap.n].label));
	buf_puts(&named, at + strlen(arg));
	return named.text;
}

// Where a pointer to the block lies that the function can name: `job`, `fp->mt`.
static const char *pointer_text(Ctx *ctx, const State *s, ObjId obj, Span *decl)
{
	const char *found = NULL;
	for (uint32_t i = 0; i < s->cells.n; i++) {
		const Cell *cell = &s->cells.v[i];
		const Val *v = val_at(ctx, cell->val);
		Ap ap;
		if (v->n != 1 || v->refs[0].obj.i != obj.i || v->refs[0].path.i)
			continue;
		if (cell->obj.i < ctx->fn->vars.n && ctx->fn->vars.v[cell->obj.i].kind != VAR_TEMP) {
			*decl = ctx->fn->vars.v[cell->obj.i].span;
			return place_text(ctx, &ctx->fn->vars.v[cell->obj.i], cell->path);
		}
		if (!found && obj_ap(ctx, cell->obj, cell->path, &ap))
			found = ap_text(ctx, ap);
	}
	return found;
}

// What is borrowed, as a variable that messages can name.
static Var object_var(Ctx *ctx, const State *s, ObjId obj)
{
	const Obj *o = obj_at(ctx, obj);
	Var var = {.kind = VAR_LOCAL};
	Ap ap;
	if (o->kind == OBJ_VAR || (o->kind == OBJ_GLOBAL && obj.i < ctx->fn->vars.n))
		return ctx->fn->vars.v[o->kind == OBJ_VAR ? o->a : obj.i];
	const char *text = pointer_text(ctx, s, obj, &var.span);
	if (text)
		text = arena_printf(ctx->program->arena, "*%s", text);
	else if (obj_ap(ctx, obj, (PathId){0}, &ap))
		text = ap_text(ctx, (Ap){ap.root, ap.n, ap.name, ap.path});
	if (o->kind == OBJ_HEAP)
		var.span = ctx->fn->instrs.v[o->a].span;
	var.label = strs_intern_z(&((Ir *)(uintptr_t)ctx->ir)->strs, text ? text : "the block");
	return var;
}

// `*job` and a path below it: `job->next`.
static const char *object_place(const Ctx *ctx, const Var *var, PathId path)
{
	const char *label = strs_text(&ctx->ir->strs, var->label);
	const char *text = place_text(ctx, var, path);
	const char *rest = text + strlen(label);
	if (*label != '*' || *rest != '.')
		return text;
	return arena_printf(ctx->program->arena, "%s->%s", label + 1, rest + 1);
}

static bool object_is_variable(const Ctx *ctx, ObjId obj)
{
	return obj_at(ctx, obj)->kind == OBJ_VAR || obj_at(ctx, obj)->kind == OBJ_GLOBAL;
}

// The spawner frees, destroys or assigns what the thread borrows.
void report_event(Ctx *ctx, State *s, const ThreadState *thread, const Loan *loan, const char *code, Span span, Ref place)
{
	Var var = object_var(ctx, s, place.obj);
	if (!segment_runs(ctx, s, thread))
		return;
	Finding f = finding_make(ctx, s, thread, loan, &var);
	f.code = code;
	f.end = span;
	f.exit = EXIT_BLOCK;
	f.use = strcmp(code, "E0505") == 0 && !place.path.i && !object_is_variable(ctx, place.obj) ? TOUCH_FREE : TOUCH_WRITE;
	f.heap = !object_is_variable(ctx, place.obj);
	f.place = object_place(ctx, &var, path_elem(ctx->paths, place.path)->depth ? place.path : loan->path);
	finding_add(ctx, f, spawned_of(ctx, thread->thread)->site, place.obj);
}

void report_moved(Ctx *ctx, State *s, const Moved *moved, Span span, TouchKind kind)
{
	ThreadState thread = {.thread = moved->thread};
	Loan loan = {.obj = moved->obj, .kind = TOUCH_FREE, .touch = moved->touch, .thread = moved->thread};
	Var var = object_var(ctx, s, moved->obj);
	Finding f = finding_make(ctx, s, &thread, &loan, &var);
	f.code = "E0382";
	f.end = span;
	f.use = kind;
	f.heap = true;
	f.place = strs_text(&ctx->ir->strs, var.label);
	finding_add(ctx, f, spawned_of(ctx, moved->thread)->site, moved->obj);
}

// Nobody can join the thread any more, or `main` does not wait for it.
void report_lost(Ctx *ctx, State *s, ThreadState *thread, const char *code, Span span)
{
	static const Touch nothing = {.kind = TOUCH_READ};
	Loan loan = {.touch = &nothing, .thread = thread->thread, .obj = {UINT32_MAX}};
	Var var = {.kind = VAR_LOCAL};
	if (!segment_runs(ctx, s, thread))
		return;
	Finding f = finding_make(ctx, s, thread, &loan, &var);
	f.code = code;
	f.confidence = CONFIDENCE_WARNING;
	f.end = span;
	finding_add(ctx, f, spawned_of(ctx, thread->thread)->site, (ObjId){UINT32_MAX});
}
