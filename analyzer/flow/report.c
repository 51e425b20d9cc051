// SPDX-License-Identifier: MIT
// In: a loan that lives when its storage ends. Out: a Finding with all that a message needs:
// what is lent and how C spells it, the turns of the way that make the end what it is; of
// findings that say the same, the surest and shortest stays.
#include "flow/flow.h"

#define MAX_JUDGED 600 // blocks of a function whose every turn is judged

// ---- findings ----------------------------------------------------------------------------------------------

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

// Whether one macro makes both the function of `trace` and the call in it that hands the
// function's first parameter on, as the first argument of the one that is called.
static bool is_made_by_macro(const Ctx *ctx, const Trace *trace)
{
	const Fn *fn = program_fn(ctx->program, trace->fn);
	for (uint32_t i = 0; fn && fn->nparams && span_compare(fn->span, trace->span) == 0 && i < fn->instrs.n; i++) {
		const Instr *in = &fn->instrs.v[i];
		const Operand *first = in->op == OP_CALL && in->nargs ? &fn->operands.v[in->args] : NULL;
		if (first && operand_is_variable(*first) && !first->place.var.i)
			return true;
	}
	return false;
}

// The function in whose terms the touch's place is given: the outermost of its calls
// that somebody wrote.
static StrId touch_function(const Ctx *ctx, const Touch *touch, StrId entry)
{
	const Trace *trace = touch->trace;
	while (trace && trace->caller && !is_made_by_macro(ctx, trace->caller))
		trace = trace->caller;
	return trace ? trace->fn : entry;
}

// A place of a summary as the function spells it: `arg0` has a name there.
const char *ap_text(const Ctx *ctx, const Fn *fn, Ap ap)
{
	Buf text = {.arena = ctx->program->arena}, root = text, named = text;
	sum_print_ap(&text, ctx->ir, ap);
	sum_print_ap(&root, ctx->ir, (Ap){ap.root, ap.n, ap.name, {0}});
	const char *at = text.text && root.text ? strstr(text.text, root.text) : NULL;
	if (!at || (ap.root == AP_ARG && ap.n >= fn->nparams) || (ap.root != AP_ARG && ap.root != AP_GLOBAL))
		return text.text ? text.text : "";
	buf_put(&named, text.text, (size_t)(at - text.text));
	buf_puts(&named, ap.root == AP_ARG ? strs_text(&ctx->ir->strs, fn->vars.v[ap.n].label)
	                                   : program_label(ctx->program, ap.name));
	buf_puts(&named, at + strlen(root.text));
	return named.text;
}

// The touch's place as the thread's function spells it.
static StrId touch_text(const Ctx *ctx, const Touch *touch, StrId entry)
{
	const Fn *fn = entry.i ? program_fn(ctx->program, entry) : NULL;
	Ap ap = *touch_used(touch);
	if (!fn || (ap.root != AP_GLOBAL && (ap.root != AP_ARG || ap.n || !fn->nparams)))
		return (StrId){0};
	return strs_intern_z(&((Ir *)(uintptr_t)ctx->ir)->strs, ap_text(ctx, fn, ap));
}

// ---- what threads do with it ------------------------------------------------------------------------

// What the thread does with the object that bears on what to do about it.
static void uses_collect(const Ctx *ctx, const ThreadState *thread, ObjId obj, Finding *finding)
{
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		finding->signals |= loan->kind == TOUCH_SIGNAL && !thread->waited;
		finding->writes |= loan->obj.i == obj.i && loan->kind == TOUCH_WRITE && !loan->touch->assumed;
		finding->tells |= loan->obj.i == obj.i && loan->kind & (TOUCH_SIGNAL | TOUCH_LOCK);
	}
}

bool lent_in_loop(const Ctx *ctx, uint32_t spawn, uint32_t made)
{
	uint32_t spawns = fn_block_of(ctx->fn, spawn), makes = fn_block_of(ctx->fn, made);
	for (uint32_t i = 0; i < ctx->loops.n; i++)
		if (bitset_has(&ctx->loops.v[i].body, spawns) && !bitset_has(&ctx->loops.v[i].body, makes))
			return true;
	return false;
}

static bool is_shared(const Ctx *ctx, const State *s, const ThreadState *thread, ObjId obj)
{
	const Obj *o = obj_at(ctx, obj);
	uint32_t borrowers = 0;
	for (uint32_t i = 0; i < s->threads.n; i++)
		borrowers += loan_on(ctx, &s->threads.v[i], obj) != NULL;
	return borrowers > 1 || (thread->many && o->kind != OBJ_HEAP) ||
	       (o->kind == OBJ_HEAP && lent_in_loop(ctx, spawned_of(ctx, thread->thread)->site, o->a));
}

// ---- the way to the end --------------------------------------------------------------------------

Step *step_add(Ctx *ctx, State *s, StepKind kind, Span span)
{
	if (kind != STEP_SPAWN && (!s->threads.n || !span_known(span)))
		return NULL;
	Step *step = ARENA_NEW(ctx->arena, Step);
	*step = (Step){.kind = kind,
	               .span = span,
	               .block = ctx->block,
	               .length = (s->steps ? s->steps->length : 0) + (kind != STEP_SPARED),
	               .before = s->steps};
	s->steps = step;
	return step;
}

// The blocks that `from` leads to, itself among them, on ways that do not pass `without`.
static BitSet blocks_after(Ctx *ctx, uint32_t from, uint32_t without)
{
	BitSet seen = bitset_new(ctx->arena, ctx->fn->blocks.n), closed = bitset_new(ctx->arena, ctx->fn->blocks.n);
	bitset_add(&seen, from);
	bitset_add(&closed, without);
	fn_follow(ctx->arena, ctx->fn, &seen, &closed);
	bitset_remove(&seen, without);
	return seen;
}

static bool leads_out(const Ctx *ctx, const BitSet *blocks)
{
	for (uint32_t b = 0; b < ctx->fn->blocks.n; b++)
		if (bitset_has(blocks, b) && ctx->fn->blocks.v[b].term.kind == TERM_RET)
			return true;
	return false;
}

// Whether it starts threads, or what ends or detaches them or waits for one.
static bool call_concerns_threads(const Ctx *ctx, const Instr *call, bool starts)
{
	uint32_t kinds =
		EFFECT_BIT(EFFECT_END) | EFFECT_BIT(EFFECT_MAYEND) | EFFECT_BIT(EFFECT_DETACH) | EFFECT_BIT(EFFECT_WAIT);
	kinds |= starts ? EFFECT_BIT(EFFECT_SPAWN) : 0;
	return summary_effect(flow_callee(ctx->flow, call), kinds);
}

// What is tested further on the way: where one of two ways writes it, they differ.
static void note_tested(const Ctx *ctx, uint32_t block, BitSet *tested)
{
	const Block *b = &ctx->fn->blocks.v[block];
	if (b->term.a.kind == OPERAND_PLACE)
		bitset_add(tested, b->term.a.place.var.i);
	if (b->term.kind == TERM_IF && b->term.b.kind == OPERAND_PLACE)
		bitset_add(tested, b->term.b.place.var.i);
	for (uint32_t i = b->first + b->n; i-- > b->first;) {
		const Instr *in = &ctx->fn->instrs.v[i];
		if (place_none(in->dst) || !bitset_has(tested, in->dst.var.i) ||
		    ctx->fn->vars.v[in->dst.var.i].kind != VAR_TEMP)
			continue;
		if (in->a.kind == OPERAND_PLACE)
			bitset_add(tested, in->a.place.var.i);
		if (in->b.kind == OPERAND_PLACE)
			bitset_add(tested, in->b.place.var.i);
	}
}

static bool block_matters(const Ctx *ctx, uint32_t block, const BitSet *tested)
{
	const Block *b = &ctx->fn->blocks.v[block];
	for (uint32_t i = b->first; i < b->first + b->n; i++) {
		const Instr *in = &ctx->fn->instrs.v[i];
		if (in->op == OP_CALL && call_concerns_threads(ctx, in, true))
			return true;
		if (!place_none(in->dst) && in->op != OP_LIVE && in->op != OP_DEAD && bitset_has(tested, in->dst.var.i) &&
		    ctx->fn->vars.v[in->dst.var.i].kind != VAR_TEMP)
			return true;
	}
	return false;
}

// Whether the other way round, from `turn`, might have ended elsewhere or otherwise.
static bool turn_matters(Ctx *ctx, uint32_t turn, uint32_t taken, uint32_t other, const BitSet *tested)
{
	BitSet there = blocks_after(ctx, other, turn), here = blocks_after(ctx, taken, turn);
	if (!leads_out(ctx, &there))
		return false; // it stops, or comes back to the same question
	if (!bitset_has(&there, ctx->block))
		return true;
	for (uint32_t b = 0; b < ctx->fn->blocks.n; b++)
		if (bitset_has(&there, b) != bitset_has(&here, b) && block_matters(ctx, b, tested))
			return true;
	return false;
}

static bool loop_ends_threads(const Ctx *ctx, const Loop *loop)
{
	for (uint32_t i = 0; i < ctx->fn->instrs.n; i++)
		if (ctx->fn->instrs.v[i].op == OP_CALL && call_concerns_threads(ctx, &ctx->fn->instrs.v[i], false) &&
		    bitset_has(&loop->body, fn_block_of(ctx->fn, i)))
			return true;
	return false;
}

// Whether the turn goes round a loop once more, or leaves one, as loops do, that ends no
// threads: that tells nothing.
static bool is_loops_own(const Ctx *ctx, uint32_t turn, uint32_t taken, uint32_t other)
{
	for (uint32_t i = 0; i < ctx->loops.n; i++) {
		const Loop *loop = &ctx->loops.v[i];
		bool stays = bitset_has(&loop->body, taken);
		if (!bitset_has(&loop->body, turn) || stays == bitset_has(&loop->body, other))
			continue;
		if (stays ? loop->head == turn || bitset_has(&loop->body, ctx->block)
		          : loop->head == turn && !loop_ends_threads(ctx, loop))
			return true;
	}
	return false;
}

// Whether what is asked here is asked again further on, where it matters.
static bool answers_later(Ctx *ctx, uint32_t turn, uint32_t taken, const BitSet *tested)
{
	BitSet asked = bitset_new(ctx->arena, ctx->fn->vars.n + 1), here = blocks_after(ctx, taken, turn);
	note_tested(ctx, turn, &asked);
	for (uint32_t b = 0; b < ctx->fn->blocks.n; b++) {
		const Term *term = &ctx->fn->blocks.v[b].term;
		if (term->kind == TERM_IF && bitset_has(&here, b) && term->a.kind == OPERAND_PLACE &&
		    bitset_has(&asked, term->a.place.var.i) && turn_matters(ctx, b, term->then.i, term->other.i, tested))
			return true;
	}
	return false;
}

static bool step_matters(Ctx *ctx, const Step *step, const BitSet *tested)
{
	const Term *term = &ctx->fn->blocks.v[step->block].term;
	uint32_t first = step->kind == STEP_CASE ? fn_successor(ctx->fn, step->block, 1) : ID_NONE;
	for (uint32_t i = 0, next; first != ID_NONE && (next = fn_successor(ctx->fn, step->block, i)) != ID_NONE; i++)
		if (i != 1 && (turn_matters(ctx, step->block, next, first, tested) ||
		               turn_matters(ctx, step->block, first, next, tested)))
			return true;
	if (step->kind == STEP_CASE || term->kind != TERM_IF)
		return false;
	uint32_t taken = step->kind == STEP_TRUE ? term->then.i : term->other.i;
	uint32_t other = step->kind == STEP_TRUE ? term->other.i : term->then.i;
	return !is_loops_own(ctx, step->block, taken, other) &&
	       (turn_matters(ctx, step->block, taken, other, tested) || answers_later(ctx, step->block, taken, tested));
}

// What any turn asks that matters in itself.
static BitSet asked_that_matters(Ctx *ctx)
{
	BitSet nothing = bitset_new(ctx->arena, ctx->fn->vars.n + 1), asked = bitset_new(ctx->arena, ctx->fn->vars.n + 1);
	for (uint32_t b = 0; ctx->fn->blocks.n <= MAX_JUDGED && b < ctx->fn->blocks.n; b++) {
		const Term *term = &ctx->fn->blocks.v[b].term;
		if (term->kind == TERM_IF && !is_loops_own(ctx, b, term->then.i, term->other.i) &&
		    turn_matters(ctx, b, term->then.i, term->other.i, &nothing))
			note_tested(ctx, b, &asked);
	}
	return asked;
}

// The turns since the thread's start that matter, and the waits.
static void steps_collect(Ctx *ctx, const State *s, ObjId thread, Finding *finding)
{
	const Step *way[64];
	uint32_t n = 0;
	BitSet tested = asked_that_matters(ctx);
	for (const Step *step = s->steps; step && n < ARRAY_LEN(way); step = step->before) {
		if (step->kind == STEP_SPAWN && step->thread.i == thread.i)
			break;
		bool test = step->kind == STEP_TRUE || step->kind == STEP_FALSE || step->kind == STEP_CASE;
		bool other = step->kind == STEP_SPAWN || (step->kind == STEP_SPARED && step->thread.i != thread.i);
		if (other || (test && !step_matters(ctx, step, &tested)))
			continue;
		if (test)
			note_tested(ctx, step->block, &tested);
		way[n++] = step;
	}
	while (n) {
		Step step = *way[--n];
		step.text = step.kind == STEP_SPARED ? spared_text(ctx, &step) : NULL;
		VEC_PUSH(ctx->program->arena, &finding->steps, step);
	}
}

// How long the way since the thread's start is, and where another start takes its handle's place.
static void way_measure(const Ctx *ctx, const State *s, ObjId thread, Finding *finding)
{
	for (const Step *step = s->steps; step && (step->kind != STEP_SPAWN || step->thread.i != thread.i);
	     step = step->before) {
		const char *next = step->kind == STEP_SPAWN ? handle_text(ctx, spawned_of(ctx, step->thread)) : NULL;
		finding->way += step->kind != STEP_WAIT && step->kind != STEP_SPARED;
		if (next && finding->handle && strcmp(next, finding->handle) == 0)
			finding->overwritten = step->span;
	}
}

const Trace *effect_trace(const Ctx *ctx, const Summary *callee, const Effect *effect)
{
	const Ap *freed = effect->kind == EFFECT_FREE ? sumval_source(&effect->value) : NULL;
	for (uint32_t i = 0; callee && i < callee->touches.n; i++) {
		const Touch *touch = &callee->touches.v[i];
		if (freed && touch->kind == TOUCH_FREE && touch->place.path.i) {
			Ap ap = touch->place;
			ap.path = path_elem(ctx->paths, ap.path)->parent;
			if (ap_equal(ap, *freed))
				return touch->trace;
		}
		if (effect->kind != EFFECT_FREE && touch->kind == TOUCH_WRITE && !touch->assumed &&
		    ap_equal(touch->place, effect->place))
			return touch->trace;
	}
	return NULL;
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

static void how_lent(const Ctx *ctx, const Spawned *spawned, const Loan *loan, Finding *finding)
{
	const SpawnEffect *spawn = spawned->effect;
	finding->given = payload_text(ctx, spawned, &finding->given_in);
	finding->scope = spawn->scoped ? spelled_argument(ctx, spawned->site, 0) : NULL;
	const Ap *used = touch_used(loan->touch);
	finding->global = used->root == AP_GLOBAL ? used->name : (StrId){0};
	finding->returned = spawn->handles.n && spawn->handles.v[0].root == AP_RET;
	finding->handle = handle_text(ctx, spawned);
	finding->handle_given = finding->handle ? NULL : given_handle(ctx, spawned);
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
		.touch_fn = touch_function(ctx, loan->touch, spawned->entry),
		.touch_path = touch_text(ctx, loan->touch, touch_function(ctx, loan->touch, spawned->entry)),
		.detached = thread->detached, .many = thread->many,
		.maybe_joined = thread->status == THREAD_MAYBE && thread->assumes == ASSUME_NOTHING, .assumes = thread->assumes,
	};
	f.is_held = handle_place(ctx, s, thread->thread, &f.held);
	f.later = spawned->effect->later;
	f.registered = f.later || spawned->effect->pooled;
	f.unheld = f.later || (spawned->effect->pooled && !f.is_held);
	if (loan->obj.i < ctx->fn->vars.n && obj_at(ctx, loan->obj)->kind == OBJ_VAR)
		f.lent = lent_at(ctx, (VarId){loan->obj.i}, call->span);
	signal_find(ctx, thread, loan, &f);
	uses_collect(ctx, thread, loan->obj, &f);
	how_lent(ctx, spawned, loan, &f);
	way_measure(ctx, s, thread->thread, &f);
	return f;
}

// The shorter way tells the same with less; of equal ones the one that comes first.
static bool is_nearer(const Finding *a, const Finding *b)
{
	if (a->way != b->way)
		return a->way < b->way;
	return span_compare(a->spawn, a->end) < 0 && span_compare(b->spawn, b->end) < 0 && span_compare(a->end, b->end) < 0;
}

// Keeps one finding for each spawn, object and rule: the surest, then the shortest way; and one for each
// other place of the object that is destroyed or assigned in the same block.
static void finding_add(Ctx *ctx, const State *s, ObjId thread, Finding finding, Ref place)
{
	Flow *flow = ctx->flow;
	if (ctx->quiet)
		return;
	if (answers_differ(ctx, s, thread, &finding.answers)) {
		if (finding.code[0] != 'E')
			return;
		finding.confidence = CONFIDENCE_WARNING;
	}
	uint64_t site = (uint64_t)ctx->fn_index << 32 | spawned_of(ctx, thread)->site;
	uint64_t rule =
		(uint64_t)finding.code[2] << 16 | (uint64_t)finding.code[3] << 8 | (uint64_t)finding.code[4];
	uint64_t whole = hash_mix(hash_mix(site, place.obj.i), rule), part = hash_mix(whole, path_any(ctx, place.path).i);
	uint32_t first = map_get(&flow->reported, whole), at = map_get(&flow->reported, part);
	finding.block = ctx->block;
	if (at == MAP_NONE && first != MAP_NONE && flow->findings.v[first].block != ctx->block)
		at = first;
	map_put(ctx->program->arena, &flow->reported, part, at == MAP_NONE ? flow->findings.n : at);
	if (at == MAP_NONE) {
		steps_collect(ctx, s, thread, &finding);
		if (first == MAP_NONE)
			map_put(ctx->program->arena, &flow->reported, whole, flow->findings.n);
		VEC_PUSH(ctx->program->arena, &flow->findings, finding);
		return;
	}
	Finding *old = &flow->findings.v[at];
	bool surer = finding.confidence < old->confidence || (old->strict && !finding.strict);
	bool many = old->many || finding.many, shared = old->shared || finding.shared; // on some way
	if (surer || (finding.confidence == old->confidence && is_nearer(&finding, old))) {
		steps_collect(ctx, s, thread, &finding);
		*old = finding;
	}
	old->many = many;
	old->shared = shared;
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
		bool lends = loan->kind & TOUCH_BORROWS && (!loan->torn || ctx->flow->options.strict);
		if (lends && loan->obj.i == obj.i && (!best || telling(loan) > telling(best)))
			best = loan;
	}
	return best;
}

void report_end(Ctx *ctx, State *s, ThreadState *thread, ObjId obj, const Var *var, Span end, ExitKind exit,
                Leave leave)
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
	finding_add(ctx, s, thread->thread, f, (Ref){obj, {0}});
}

// ---- other events ------------------------------------------------------------------------------------

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
		if (cell->obj.i < ctx->fn->vars.n && !var_is_hidden(ctx, (VarId){cell->obj.i})) {
			*decl = ctx->fn->vars.v[cell->obj.i].span;
			return place_text(ctx, &ctx->fn->vars.v[cell->obj.i], cell->path);
		}
		if (!found && obj_ap(ctx, cell->obj, cell->path, &ap))
			found = ap_text(ctx, ctx->fn, ap);
	}
	return found;
}

// How the call at `span` spells the pointer to the block that it is given.
static const char *argument_text(Ctx *ctx, const State *s, ObjId obj, Span span)
{
	for (uint32_t i = 0; i < ctx->fn->instrs.n; i++) {
		const Instr *in = &ctx->fn->instrs.v[i];
		if (in->op != OP_CALL || span_compare(in->span, span) != 0)
			continue;
		for (uint32_t a = 0; a < in->nargs; a++) {
			const Val *v = val_at(ctx, operand_val(ctx, s, ctx->fn->operands.v[in->args + a]));
			if (v->n == 1 && v->refs[0].obj.i == obj.i && !v->refs[0].path.i)
				return spelled_argument(ctx, i, a);
		}
	}
	return NULL;
}

// What is borrowed, as a variable that messages can name.
static Var object_var(Ctx *ctx, const State *s, ObjId obj, Span span)
{
	const Obj *o = obj_at(ctx, obj);
	Var var = {.kind = VAR_LOCAL};
	Ap ap;
	if (o->kind == OBJ_VAR || (o->kind == OBJ_GLOBAL && obj.i < ctx->fn->vars.n))
		return ctx->fn->vars.v[o->kind == OBJ_VAR ? o->a : obj.i];
	const char *pointer = pointer_text(ctx, s, obj, &var.span), *text = argument_text(ctx, s, obj, span);
	if (!text || *text == '&')
		text = pointer;
	if (!pointer || strcmp(text, pointer) != 0)
		var.span = (Span){0}; // where another pointer to it is declared
	if (text)
		text = arena_printf(ctx->program->arena, "*%s", text);
	else if (obj_ap(ctx, obj, (PathId){0}, &ap))
		text = ap_text(ctx, ctx->fn, ap);
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
void report_event(Ctx *ctx, State *s, const ThreadState *thread, const Loan *loan, const char *code, Span span,
                  Ref place)
{
	Var var = object_var(ctx, s, place.obj, span);
	if (!segment_runs(ctx, s, thread))
		return;
	Finding f = finding_make(ctx, s, thread, loan, &var);
	f.code = code;
	f.end = span;
	f.exit = EXIT_BLOCK;
	f.use =
		strcmp(code, "E0505") == 0 && !place.path.i && !object_is_variable(ctx, place.obj) ? TOUCH_FREE : TOUCH_WRITE;
	f.below = ctx->below;
	f.heap = !object_is_variable(ctx, place.obj);
	f.shared = is_shared(ctx, s, thread, place.obj);
	f.place = object_place(ctx, &var, place.path);
	if (path_elem(ctx->paths, place.path)->depth < path_elem(ctx->paths, loan->path)->depth)
		f.part = object_place(ctx, &var, loan->path);
	finding_add(ctx, s, thread->thread, f, place);
}

void report_moved(Ctx *ctx, State *s, const Moved *moved, Span span, TouchKind kind)
{
	ThreadState thread = {.thread = moved->thread};
	Loan loan = {.obj = moved->obj, .kind = TOUCH_FREE, .touch = moved->touch, .thread = moved->thread};
	Var var = object_var(ctx, s, moved->obj, span);
	Finding f = finding_make(ctx, s, &thread, &loan, &var);
	Range tested = moved->sometimes ? val_range(ctx, s, moved->tested) : RANGE_ALL;
	f.code = "E0382";
	f.sometimes = moved->sometimes && !range_equal(range_meet(tested, moved->range), tested);
	f.confidence = f.sometimes ? CONFIDENCE_WARNING : f.confidence;
	f.below = ctx->below;
	f.end = span;
	f.use = kind;
	f.heap = true;
	f.place = strs_text(&ctx->ir->strs, var.label);
	finding_add(ctx, s, moved->thread, f, (Ref){moved->obj, {0}});
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
	finding_add(ctx, s, thread->thread, f, (Ref){{UINT32_MAX}, {0}});
}

// ---- what one finding says for others ----------------------------------------------------------

static uint64_t place_key(Span span, StrId fn)
{
	return hash_mix(hash_mix((uint64_t)span.file.i << 32 | span.line, span.col), fn.i);
}

// The call that starts the thread, however many callers lead to it.
static uint64_t start_key(const Finding *f) { return place_key(f->inside ? f->inside->span : f->spawn, (StrId){0}); }

// One statement, whatever it frees or assigns.
static uint64_t event_key(const Finding *f)
{
	return place_key((Span){.file = f->end.file, .line = f->end.line}, f->fn);
}

static bool is_code(const Finding *f, const char *code) { return strcmp(f->code, code) == 0; }

typedef struct Told {
	Map errors; // by the finding's own call: what is wrong there
	Map starts; // by the call that starts the thread
	Map events; // by statement
	Map ends;   // of variables
} Told;

// What ends is told; a cleanup attribute writes or destroys it there, too.
static uint64_t end_key(const Finding *f)
{
	return hash_mix(place_key(f->end, f->fn), hash_mix(place_key(f->spawn, f->fn), f->label.i));
}

static bool ends_there(const Flow *flow, const Told *told, const Finding *f)
{
	uint32_t end = f->heap ? MAP_NONE : map_get(&told->ends, end_key(f));
	return end != MAP_NONE &&
	       (flow->findings.v[end].confidence == CONFIDENCE_ERROR || f->confidence != CONFIDENCE_ERROR);
}

// A lost handle is no news where the thread is reported for what it uses, nor a thread that
// `main` cuts off where it starts; one statement that frees a block with all in it, or
// frees it and clears the pointer, is told once. So is what a cleanup attribute does where its variable ends.
static bool told_before(const Flow *flow, const Told *told, uint32_t index)
{
	const Finding *f = &flow->findings.v[index];
	if (is_code(f, "main_exits_first"))
		return map_get(&told->starts, start_key(f)) != index;
	if (is_code(f, "unjoined_thread"))
		return map_get(&told->errors, place_key(f->spawn, f->fn)) != MAP_NONE;
	bool event = !is_code(f, "E0373") && !is_code(f, "E0597");
	return event && (map_get(&told->events, event_key(f)) != index || ends_there(flow, told, f));
}

// The finding that stands for others: an error before a lint, then the first.
static void told_add(const Flow *flow, Told *told, uint32_t index)
{
	const Finding *f = &flow->findings.v[index];
	Arena *arena = flow->program->arena;
	uint32_t start = map_get(&told->starts, start_key(f)), event = map_get(&told->events, event_key(f));
	if (start == MAP_NONE || !is_code(f, "main_exits_first") || is_code(&flow->findings.v[start], "main_exits_first"))
		map_put(arena, &told->starts, start_key(f), index);
	if (*f->code != 'E')
		return;
	map_put(arena, &told->errors, place_key(f->spawn, f->fn), index);
	if (!f->heap && (is_code(f, "E0373") || is_code(f, "E0597")))
		map_put(arena, &told->ends, end_key(f), index);
	if (!is_code(f, "E0373") && !is_code(f, "E0597") &&
	    !(is_code(f, "E0506") && event != MAP_NONE && is_code(&flow->findings.v[event], "E0505")))
		map_put(arena, &told->events, event_key(f), index);
}

void findings_drop_told(Flow *flow)
{
	uint32_t kept = 0;
	Told told = {0};
	bool *drop = ARENA_ARRAY(flow->program->arena, bool, flow->findings.n + 1);
	for (uint32_t i = flow->findings.n; i-- > 0;)
		told_add(flow, &told, i);
	for (uint32_t i = 0; i < flow->findings.n; i++)
		drop[i] = told_before(flow, &told, i);
	for (uint32_t i = 0; i < flow->findings.n; i++)
		if (!drop[i])
			flow->findings.v[kept++] = flow->findings.v[i];
	flow->findings.n = kept;
}
