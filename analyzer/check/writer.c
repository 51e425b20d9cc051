// SPDX-License-Identifier: MIT
// What the diagnostics of several checks have in common: the borrowed object, the way on
// which the thread still runs, the thread's use of what it was lent.
#include "check/writer.h"

#define SHOWN_STEPS 4 // conditions on the way; the last ones tell most

const char *writer_text(const Writer *w, StrId id) { return strs_text(&w->flow->program->ir->strs, id); }
const char *writer_name(const Writer *w, StrId fn) { return program_label(w->flow->program, fn); }

// ---- what is borrowed ------------------------------------------------------------------------

static const char *owned_as(const Finding *f)
{
	if (f->var_flags & VAR_TLS)
		return "thread-local";
	switch (f->var_kind) {
	case VAR_PARAM: return "a parameter of";
	case VAR_LITERAL:
	case VAR_ALLOCA:
	case VAR_LOCAL:
	case VAR_TEMP:
	case VAR_GLOBAL: break;
	}
	return f->var_flags & VAR_VLA ? "a variable-length array of" : "a local variable of";
}

const char *writer_label(const Writer *w)
{
	const char *label = writer_text(w, w->f->label);
	if (*label && w->f->var_kind != VAR_ALLOCA && w->f->var_kind != VAR_LITERAL)
		return arena_printf(w->arena, "`%s`", label);
	return w->f->var_kind == VAR_ALLOCA ? "memory of `alloca`" : "the compound literal";
}

void writer_add_declaration(Writer *w)
{
	const Finding *f = w->f;
	if (f->var_kind == VAR_ALLOCA || f->var_kind == VAR_LITERAL)
		diag_label(w->arena, w->diag, f->decl, "%s, which lives no longer than %s", writer_label(w),
		           f->var_kind == VAR_LITERAL ? "its block" : arena_printf(w->arena, "`%s`", writer_name(w, f->fn)));
	else if (f->var_flags & VAR_TLS)
		diag_label(w->arena, w->diag, f->decl, "%s is thread-local: it ends with the thread that runs `%s`", writer_label(w),
		           writer_name(w, f->fn));
	else if (f->var_kind == VAR_GLOBAL)
		diag_label(w->arena, w->diag, f->decl, "%s is declared here", writer_label(w));
	else
		diag_label(w->arena, w->diag, f->decl, "%s is %s `%s`", writer_label(w), owned_as(f), writer_name(w, f->fn));
}

// ---- the way to the end -----------------------------------------------------------------------

static const char *step_text(StepKind kind)
{
	switch (kind) {
	case STEP_TRUE: return "if this is true, ...";
	case STEP_FALSE: return "if this is false, ...";
	case STEP_CASE: return "through this switch, ...";
	case STEP_SPAWN: break;
	}
	return "";
}

static bool shown_before(const Finding *f, uint32_t index)
{
	for (uint32_t i = index + 1; i < f->steps.n; i++)
		if (span_compare(f->steps.v[i].span, f->steps.v[index].span) == 0)
			return true; // the last time round the loop counts
	return false;
}

void writer_add_steps(Writer *w)
{
	const Finding *f = w->f;
	uint32_t first = f->steps.n > SHOWN_STEPS ? f->steps.n - SHOWN_STEPS : 0;
	for (uint32_t i = first; i < f->steps.n; i++)
		if (!shown_before(f, i))
			diag_label(w->arena, w->diag, f->steps.v[i].span, "%s", step_text(f->steps.v[i].kind));
}

// ---- how the thread uses it ----------------------------------------------------------------------

static const char *verb_of(TouchKind kind)
{
	switch (kind) {
	case TOUCH_READ: return "reads";
	case TOUCH_WRITE: return "writes";
	case TOUCH_FREE: return "frees";
	case TOUCH_SIGNAL: return "signals";
	case TOUCH_LOCK: return "locks";
	}
	return "uses";
}

static void add_calls(Writer *w, DiagSub *sub, const Trace *trace)
{
	for (; trace; trace = trace->caller)
		diag_sub_label(w->arena, sub, trace->span, false, "called here, in `%s`", writer_name(w, trace->fn));
}

void writer_add_use(Writer *w)
{
	const Finding *f = w->f;
	const char *entry = writer_name(w, f->entry);
	if (f->touch_assumed && !f->touch) {
		diag_sub(w->arena, w->diag, DIAG_NOTE, "`%s` is not among the units analysed; it is taken to use what it is given", entry);
		return;
	}
	if (!f->touch)
		return;
	const char *path = writer_text(w, f->touch_path);
	entry = writer_name(w, f->touch_fn);
	DiagSub *sub = diag_sub(w->arena, w->diag, DIAG_NOTE, "the thread's function `%s` %s %s here%s", *entry ? entry : "(unknown)",
	                        f->touch_assumed ? "passes on" : verb_of(f->touch_kind), writer_label(w),
	                        f->signal ? ", after the signal that is waited for" : "");
	if (*path && !f->touch_assumed)
		diag_sub_label(w->arena, sub, f->touch->span, true, "%s `%s`", verb_of(f->touch_kind), path);
	else
		diag_sub_label(w->arena, sub, f->touch->span, true, "%s", f->touch_assumed ? "this function is not known; it is taken to read what it gets" : "");
	add_calls(w, sub, f->touch->caller);
	if (f->signal)
		diag_sub_label(w->arena, sub, f->signal->span, false, "signals here");
}

void writer_add_inner_spawn(Writer *w)
{
	const Trace *inner = w->f->inside;
	if (!inner)
		return;
	DiagSub *sub = diag_sub(w->arena, w->diag, DIAG_NOTE, "the thread is started in `%s`", writer_name(w, inner->fn));
	diag_sub_label(w->arena, sub, inner->span, true, "starts the thread");
	add_calls(w, sub, inner->caller);
}

static const char *assumption_text(Assumption assumption)
{
	switch (assumption) {
	case ASSUME_WAKEUP:
		return "a condition may wake for nothing: without a flag that is tested again, its wait does not prove that the thread "
		       "has signalled";
	case ASSUME_INTERRUPT:
		return "a signal handler may interrupt the wait before the thread has signalled, and its result is not tested";
	case ASSUME_FLAG:
		return "the flag that is tested is neither atomic nor set and tested under one lock: it does not prove what the thread "
		       "has done";
	case ASSUME_NOTHING: break;
	}
	return NULL;
}

void writer_add_doubt(Writer *w)
{
	if (w->f->assumes != ASSUME_NOTHING)
		diag_sub(w->arena, w->diag, DIAG_NOTE, "%s", assumption_text(w->f->assumes));
	if (w->f->maybe_joined)
		diag_sub(w->arena, w->diag, DIAG_NOTE,
		         "a function that is not among the units analysed got the thread's handle and may have joined it");
	if (w->f->detached)
		diag_sub(w->arena, w->diag, DIAG_NOTE, "the thread is detached: nothing can wait for it any more");
}
