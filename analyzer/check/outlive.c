// SPDX-License-Identifier: MIT
// In: a Finding of E0373 or E0597. Out: a Diag that shows the spawn, the loan, the
// thread's use of it, and the way on which the storage ends first.
#include "check/check.h"
#include "check/help.h"

#define SHOWN_STEPS 4 // conditions on the way; the last ones tell most

typedef struct Writer {
	Arena *arena;
	const Flow *flow;
	const Finding *f;
	Diag *diag;
} Writer;

static const char *text_of(const Writer *w, StrId id) { return strs_text(&w->flow->program->ir->strs, id); }
static const char *name_of(const Writer *w, StrId fn) { return program_label(w->flow->program, fn); }

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

static const char *label_of(const Writer *w)
{
	const char *label = text_of(w, w->f->label);
	if (*label && w->f->var_kind != VAR_ALLOCA && w->f->var_kind != VAR_LITERAL)
		return arena_printf(w->arena, "`%s`", label);
	return w->f->var_kind == VAR_ALLOCA ? "memory of `alloca`" : "the compound literal";
}

static void add_declaration(Writer *w)
{
	const Finding *f = w->f;
	if (f->var_kind == VAR_ALLOCA || f->var_kind == VAR_LITERAL)
		diag_label(w->arena, w->diag, f->decl, "%s, which lives no longer than %s", label_of(w),
		           f->var_kind == VAR_LITERAL ? "its block" : arena_printf(w->arena, "`%s`", name_of(w, f->fn)));
	else if (f->var_flags & VAR_TLS)
		diag_label(w->arena, w->diag, f->decl, "%s is thread-local: it ends with the thread that runs `%s`", label_of(w),
		           name_of(w, f->fn));
	else
		diag_label(w->arena, w->diag, f->decl, "%s is %s `%s`", label_of(w), owned_as(f), name_of(w, f->fn));
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

static void add_steps(Writer *w)
{
	const Finding *f = w->f;
	uint32_t first = f->steps.n > SHOWN_STEPS ? f->steps.n - SHOWN_STEPS : 0;
	for (uint32_t i = first; i < f->steps.n; i++)
		if (!shown_before(f, i))
			diag_label(w->arena, w->diag, f->steps.v[i].span, "%s", step_text(f->steps.v[i].kind));
}

static const char *end_text(const Writer *w)
{
	const Finding *f = w->f;
	if (f->thread_exit)
		return arena_printf(w->arena, "%s ends here with the thread that owns it, while the new one may still run", label_of(w));
	switch (f->exit) {
	case EXIT_BLOCK: return arena_printf(w->arena, "%s ends here, with its block, while the thread may still run", label_of(w));
	case EXIT_BREAK: return arena_printf(w->arena, "%s ends here, at the `break`, while the thread may still run", label_of(w));
	case EXIT_CONTINUE:
		return arena_printf(w->arena, "%s ends here, with this iteration, while the thread may still run", label_of(w));
	case EXIT_GOTO: return arena_printf(w->arena, "%s ends here, at the `goto`, while the thread may still run", label_of(w));
	case EXIT_RETURN: break;
	}
	return arena_printf(w->arena, "%s ends here, when `%s` returns, while the thread may still run", label_of(w),
	                    name_of(w, f->fn));
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
		diag_sub_label(w->arena, sub, trace->span, false, "called here, in `%s`", name_of(w, trace->fn));
}

static void add_use(Writer *w)
{
	const Finding *f = w->f;
	const char *entry = name_of(w, f->entry);
	if (f->touch_assumed && !f->touch) {
		diag_sub(w->arena, w->diag, DIAG_NOTE, "`%s` is not among the units analysed; it is taken to use what it is given", entry);
		return;
	}
	if (!f->touch)
		return;
	const char *path = text_of(w, f->touch_path);
	entry = name_of(w, f->touch_fn);
	DiagSub *sub = diag_sub(w->arena, w->diag, DIAG_NOTE, "the thread's function `%s` %s %s here", *entry ? entry : "(unknown)",
	                        f->touch_assumed ? "passes on" : verb_of(f->touch_kind), label_of(w));
	if (*path && !f->touch_assumed)
		diag_sub_label(w->arena, sub, f->touch->span, true, "%s `%s`", verb_of(f->touch_kind), path);
	else
		diag_sub_label(w->arena, sub, f->touch->span, true, "%s", f->touch_assumed ? "this function is not known; it is taken to read what it gets" : "");
	add_calls(w, sub, f->touch->caller);
}

static void add_inner_spawn(Writer *w)
{
	const Trace *inner = w->f->inside;
	if (!inner)
		return;
	DiagSub *sub = diag_sub(w->arena, w->diag, DIAG_NOTE, "the thread is started in `%s`", name_of(w, inner->fn));
	diag_sub_label(w->arena, sub, inner->span, true, "starts the thread");
	add_calls(w, sub, inner->caller);
}

static void add_doubt(Writer *w)
{
	if (w->f->maybe_joined)
		diag_sub(w->arena, w->diag, DIAG_NOTE,
		         "a function that is not among the units analysed got the thread's handle and may have joined it");
	if (w->f->detached)
		diag_sub(w->arena, w->diag, DIAG_NOTE, "the thread is detached: nothing can wait for it any more");
}

// ---- the whole ---------------------------------------------------------------------------------------

static Diag *start_diag(Arena *arena, const Finding *f, DiagLevel level, Diags *diags, const char *label)
{
	if (strcmp(f->code, "E0597") == 0)
		return diag_new(arena, diags, level, f->code, f->spawn, "the thread that starts here may outlive it",
		                "%s does not live long enough: a thread that borrows it may outlive its block", label);
	return diag_new(arena, diags, level, f->code, f->spawn,
	                arena_printf(arena, "the thread that starts here may outlive %s", label),
	                "thread may outlive the current function, but it borrows %s, which is owned by the current function", label);
}

static void write_finding(Arena *arena, const Flow *flow, const Finding *f, DiagLevel level, Diags *diags)
{
	Writer w = {.arena = arena, .flow = flow, .f = f};
	w.diag = start_diag(arena, f, level, diags, label_of(&w));
	add_declaration(&w);
	if (span_known(f->lent) && span_compare(f->lent, f->decl) != 0)
		diag_label(arena, w.diag, f->lent, "%s is borrowed here", label_of(&w));
	if (!f->strict) {
		add_steps(&w);
		diag_label(arena, w.diag, f->end, "%s", end_text(&w));
	}
	add_inner_spawn(&w);
	add_use(&w);
	add_doubt(&w);
	if (f->strict)
		diag_sub(arena, w.diag, DIAG_NOTE, "by --strict only a scope may lend stack data to a thread, joined or not");
	help_add(arena, flow, f, w.diag, label_of(&w));
}

static bool level_of(const CheckOptions *options, const Finding *f, DiagLevel *level)
{
	*level = f->confidence == CONFIDENCE_ERROR ? DIAG_ERROR : DIAG_WARNING;
	LintLevel wanted = options->level ? options->level(options->context, f->code) : LINT_DEFAULT;
	if (wanted == LINT_WARN)
		*level = DIAG_WARNING;
	if (wanted == LINT_DENY)
		*level = DIAG_ERROR;
	LintLevel warnings = options->level && *level == DIAG_WARNING && wanted == LINT_DEFAULT
	                         ? options->level(options->context, "warnings") : LINT_DEFAULT;
	if (warnings == LINT_DENY)
		*level = DIAG_ERROR;
	return wanted != LINT_ALLOW && warnings != LINT_ALLOW;
}

void check_run(Arena *arena, const Flow *flow, const CheckOptions *options, Diags *diags)
{
	for (uint32_t i = 0; i < flow->findings.n; i++) {
		DiagLevel level;
		if (level_of(options, &flow->findings.v[i], &level))
			write_finding(arena, flow, &flow->findings.v[i], level, diags);
	}
}

static const Check checks[] = {
#define CHECK(code, title) {code, title},
#include "check/checks.def"
};

const Check *check_list(size_t *n)
{
	*n = ARRAY_LEN(checks);
	return checks;
}

const Check *check_find(const char *code)
{
	for (size_t i = 0; i < ARRAY_LEN(checks); i++)
		if (strcmp(checks[i].code, code) == 0)
			return &checks[i];
	return NULL;
}
