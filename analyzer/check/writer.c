// SPDX-License-Identifier: MIT
// What the diagnostics of several checks have in common: the borrowed object, the way on
// which the thread still runs, the thread's use of what it was lent.
#include "check/writer.h"

#include <ctype.h>

#define SHOWN_STEPS 4 // conditions on the way; the last ones tell most
#define SOURCE_LIMIT (64u << 20)

const char *writer_text(const Writer *w, StrId id) { return strs_text(&w->flow->program->ir->strs, id); }

// What OWN_TASK makes of a task is called by the task's name.
const char *writer_name(const Writer *w, StrId fn)
{
	static const char *const made[] = {"own__run_", "own__body_", "own__drop_"};
	const char *name = program_label(w->flow->program, fn);
	for (size_t i = 0; i < ARRAY_LEN(made); i++)
		if (strncmp(name, made[i], strlen(made[i])) == 0)
			return name + strlen(made[i]);
	return name;
}

const char *writer_runner(const Writer *w) { return w->f->registered ? "callback" : "thread"; }

const char *writer_start(const Writer *w)
{
	return w->f->registered ? "the callback that is registered here" : "the thread that starts here";
}

// ---- the source ------------------------------------------------------------------------------

static const char *line_start(const char *text, uint32_t line)
{
	while (text && --line) {
		text = strchr(text, '\n');
		text = text ? text + 1 : NULL;
	}
	return text;
}

static const char *source_line(const Writer *w, Span span)
{
	size_t len;
	const char *text =
		io_read_source(w->arena, files_path(&w->flow->program->ir->files, span.file), SOURCE_LIMIT, &len);
	return text ? line_start(text, span.line) : NULL;
}

const char *writer_source(const Writer *w, Span span)
{
	const char *line = span_known(span) && span.end_line == span.line && span.col ? source_line(w, span) : NULL;
	size_t width = line ? strcspn(line, "\n") : 0;
	if (!line || span.col - 1 > width || span.end_col - 1 > width || span.end_col < span.col)
		return NULL;
	return arena_strndup(w->arena, line + span.col - 1, span.end_col - span.col);
}

// Whether the span is a whole statement: what is tested then is hidden in a macro.
static bool is_statement(const Writer *w, Span span)
{
	Span before = {.file = span.file, .line = span.line, .col = 1, .end_line = span.line, .end_col = span.col};
	Span after = {.file = span.file,
	              .line = span.end_line,
	              .col = span.end_col,
	              .end_line = span.end_line,
	              .end_col = span.end_col + 1};
	const char *left = writer_source(w, before), *right = writer_source(w, after);
	return left && right && *right == ';' && !left[strspn(left, " \t")];
}

const Instr *writer_call(const Writer *w, StrId fn, Span span, uint32_t n)
{
	const Fn *caller = fn.i ? program_fn(w->flow->program, fn) : NULL;
	for (uint32_t i = 0; caller && i < caller->instrs.n; i++) {
		const Instr *in = &caller->instrs.v[i];
		if (in->op == OP_CALL && in->a.kind == OPERAND_FN && span_compare(in->span, span) == 0 &&
		    in->span.end_line == span.end_line && in->span.end_col == span.end_col && !n--)
			return in;
	}
	return NULL;
}

bool writer_calls(const Writer *w, StrId fn, Span span, const char *name)
{
	const Instr *call;
	for (uint32_t n = 0; (call = writer_call(w, fn, span, n)); n++)
		if (strcmp(program_label(w->flow->program, call->a.str), name) == 0)
			return true;
	return false;
}

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

static const char *label_of(const Writer *w, const Finding *f)
{
	const char *label = writer_text(w, f->label);
	if (*label && f->var_kind != VAR_ALLOCA && f->var_kind != VAR_LITERAL)
		return strchr(label, ' ') ? label : arena_printf(w->arena, "`%s`", label);
	return f->var_kind == VAR_ALLOCA ? "memory of `alloca`" : "the compound literal";
}

const char *writer_label(const Writer *w) { return label_of(w, w->f); }

// What of the object is lent: the field whose address the call gives.
static const char *lent_of(const Writer *w, const Finding *f)
{
	const char *label = writer_text(w, f->label), *given = f->given && *f->given == '&' ? f->given + 1 : "";
	bool field =
		*label && strncmp(given, label, strlen(label)) == 0 && given[strlen(label)] == '.' && !strchr(given, '[');
	return field && f->given_in.i == f->fn.i ? arena_printf(w->arena, "`%s`", given) : label_of(w, f);
}

const char *writer_labels(const Writer *w)
{
	Buf text = {.arena = w->arena};
	for (uint32_t i = 0; i < w->group.n; i++) {
		buf_puts(&text, !i ? "" : i + 1 < w->group.n ? ", " : " and ");
		buf_puts(&text, lent_of(w, w->group.v[i]));
	}
	return text.text ? text.text : "";
}

void writer_add_declaration(Writer *w)
{
	const Finding *f = w->f;
	if (f->var_kind == VAR_ALLOCA || f->var_kind == VAR_LITERAL)
		diag_label(w->arena, w->diag, f->decl, "%s, which lives no longer than %s", writer_label(w),
		           f->var_kind == VAR_LITERAL ? "its block" : arena_printf(w->arena, "`%s`", writer_name(w, f->fn)));
	else if (f->var_flags & VAR_TLS)
		diag_label(w->arena, w->diag, f->decl, "%s is thread-local: it ends with the thread that runs `%s`",
		           writer_label(w), writer_name(w, f->fn));
	else if (f->var_kind == VAR_GLOBAL)
		diag_label(w->arena, w->diag, f->decl, "%s is declared here", writer_label(w));
	else
		diag_label(w->arena, w->diag, f->decl, "%s is %s `%s`", writer_label(w), owned_as(f), writer_name(w, f->fn));
}

// ---- the way to the end -----------------------------------------------------------------------

// What the wait on the way means for the thread: it is what a reader takes for the proof.
static const char *wait_text(const Writer *w)
{
	const Finding *f = w->f;
	if (*f->code != 'E')
		return NULL; // a lint is about the thread's end alone
	if (f->signal)
		return "waits here for the signal";
	switch (f->assumes) {
	case ASSUME_WAKEUP: return "this wait may end without the signal";
	case ASSUME_INTERRUPT: return "this wait may be interrupted";
	case ASSUME_FLAG:
	case ASSUME_ANSWER: return NULL;
	case ASSUME_NOTHING: break;
	}
	if (!f->signals || f->maybe_joined)
		return NULL;
	return f->many ? "this wait is not for all of the threads"
	               : arena_printf(w->arena, "waits here, but not for what `%s` signals", writer_name(w, f->entry));
}

static const char *step_text(const Writer *w, const Step *step)
{
	bool hidden = step->kind != STEP_WAIT && step->kind != STEP_SPARED && is_statement(w, step->span);
	switch (step->kind) {
	case STEP_TRUE: return hidden ? "by a test inside this macro, ..." : "if this is true, ...";
	case STEP_FALSE: return hidden ? "by a test inside this macro, ..." : "if this is false, ...";
	case STEP_CASE: return hidden ? "to one of its labels, ..." : "through this switch, ...";
	case STEP_WAIT: return wait_text(w);
	case STEP_SPARED: return step->text;
	case STEP_SPAWN: break;
	}
	return NULL;
}

static bool covers(Span outer, Span inner)
{
	return outer.file.i == inner.file.i && span_compare(outer, inner) <= 0 &&
	       (outer.end_line > inner.end_line || (outer.end_line == inner.end_line && outer.end_col >= inner.end_col));
}

Span writer_end(const Writer *w)
{
	Span end = w->f->end, word = end;
	word.end_line = end.line;
	word.end_col = end.col + (uint32_t)strlen("return");
	const char *text = covers(end, w->f->spawn) ? writer_source(w, word) : NULL;
	return text && strcmp(text, "return") == 0 ? word : end;
}

// The last time round a loop counts; the question whether the thread was started says nothing.
static bool is_shown(const Writer *w, uint32_t index)
{
	const Finding *f = w->f;
	const Step *step = &f->steps.v[index];
	bool call = step->kind == STEP_WAIT || step->kind == STEP_SPARED;
	if (step->kind == STEP_SPARED && span_compare(step->span, f->end) == 0)
		return false; // what is done there says it all
	if (!step_text(w, step) || (!call && (covers(step->span, f->spawn) || covers(step->span, f->end))))
		return false;
	for (uint32_t i = index + 1; i < f->steps.n; i++)
		if (span_compare(f->steps.v[i].span, step->span) == 0 ||
		    (f->steps.v[i].kind == STEP_WAIT && step->kind == STEP_WAIT))
			return false;
	return true;
}

void writer_add_steps(Writer *w)
{
	const Finding *f = w->f;
	uint32_t shown = 0, first = f->steps.n;
	while (first && shown < SHOWN_STEPS)
		shown += is_shown(w, --first);
	for (uint32_t i = first; i < f->steps.n; i++)
		if (is_shown(w, i))
			diag_label(w->arena, w->diag, f->steps.v[i].span, "%s", step_text(w, &f->steps.v[i]));
}

// ---- calls below the ones that are shown -------------------------------------------------------

// A call that one macro makes together with the function in which it stands.
static bool is_made_by_macro(const Writer *w, const Trace *trace)
{
	const Fn *fn = program_fn(w->flow->program, trace->fn);
	return fn && span_compare(fn->span, trace->span) == 0;
}

static void add_calls(Writer *w, DiagSub *sub, const Trace *trace)
{
	for (; trace; trace = trace->caller)
		if (!is_made_by_macro(w, trace))
			diag_sub_label(w->arena, sub, trace->span, false, "called here, in `%s`", writer_name(w, trace->fn));
}

void writer_add_inner_spawn(Writer *w)
{
	const Trace *inner = w->f->inside;
	if (!inner)
		return;
	bool registered = w->f->registered;
	DiagSub *sub =
		diag_sub(w->arena, w->diag, DIAG_NOTE, "%s in `%s`",
	             registered ? "the callback is registered" : "the thread is started", writer_name(w, inner->fn));
	diag_sub_label(w->arena, sub, inner->span, true, registered ? "registers it" : "starts the thread");
	add_calls(w, sub, inner->caller);
}

void writer_add_inner_end(Writer *w, const char *done)
{
	const Trace *inner = w->f->below;
	if (!inner)
		return;
	DiagSub *sub = diag_sub(w->arena, w->diag, DIAG_NOTE, "it is %s in `%s`", done, writer_name(w, inner->fn));
	diag_sub_label(w->arena, sub, inner->span, true, "%s here", done);
	add_calls(w, sub, inner->caller);
}

// ---- how the thread uses it ----------------------------------------------------------------------

static bool orders_threads(const Summary *model)
{
	uint32_t kinds =
		EFFECT_BIT(EFFECT_LOCK) | EFFECT_BIT(EFFECT_UNLOCK) | EFFECT_BIT(EFFECT_SIGNAL) | EFFECT_BIT(EFFECT_WAIT);
	return summary_effect(model, kinds) != NULL;
}

bool writer_is_ordering(const Writer *w)
{
	const Finding *f = w->f;
	const Instr *call = f->touch ? writer_call(w, f->touch->fn, f->touch->span, 0) : NULL;
	return call && orders_threads(sums_find(w->flow->program->sums, call->a.str));
}

// A lock or a semaphore is not read: it is used.
static const char *verb_of(const Writer *w)
{
	switch (w->f->touch_kind) {
	case TOUCH_READ: return writer_is_ordering(w) ? "uses" : "reads";
	case TOUCH_WRITE: return "writes";
	case TOUCH_FREE: return "frees";
	case TOUCH_SIGNAL: return "signals";
	case TOUCH_LOCK: return "locks";
	}
	return "uses";
}

// `job->number` or `*p`, and nothing that is computed or called.
static bool is_access(const char *text)
{
	bool named = false;
	for (const char *at = text; *at; at++) {
		bool word = isalnum((unsigned char)*at) || *at == '_';
		if (!word && !strchr("*.[]", *at) && strncmp(at, "->", 2) != 0 && (*at != '>' || at == text || at[-1] != '-'))
			return false;
		named |= word;
	}
	return named;
}

// Whether the text names the place of `path`: both end with the same field, or the text
// follows a pointer too.
static bool is_same_place(const char *text, const char *path)
{
	size_t end = strlen(path), from = end;
	while (from && (isalnum((unsigned char)path[from - 1]) || path[from - 1] == '_'))
		from--;
	if (from == end || !from || *path == '*' || !strchr(".>", path[from - 1]))
		return text[strcspn(text, "*[>")] != 0;
	size_t len = strlen(text), field = end - from;
	return len > field && strcmp(text + len - field, path + from) == 0 && strchr(".>", text[len - field - 1]);
}

// The place as the line that is shown spells it, else in the terms of the thread's function.
static const char *touched(const Writer *w)
{
	const Finding *f = w->f;
	const char *text = writer_source(w, f->touch->span), *path = writer_text(w, f->touch_path);
	size_t left = text ? strcspn(text, f->touch_kind == TOUCH_WRITE ? "=" : "") : 0;
	while (left &&
	       (strchr(" \t+", text[left - 1]) || (f->touch_kind == TOUCH_WRITE && strchr("-*/%&|^<>", text[left - 1]))))
		left--; // `n += 1`, `n++`
	if (text && left < strlen(text))
		text = arena_strndup(w->arena, text, left);
	if (text && (strncmp(text, "++", 2) == 0 || strncmp(text, "--", 2) == 0))
		text += 2;
	if (text && is_access(text) && is_same_place(text, path))
		return text;
	size_t len = strlen(path);
	bool whole = len > 3 && strcmp(path + len - 3, "[0]") == 0 && writer_call(w, f->touch->fn, f->touch->span, 0);
	return whole ? arena_strndup(w->arena, path, len - 3) : path;
}

void writer_add_use(Writer *w)
{
	const Finding *f = w->f;
	const char *entry = writer_name(w, f->entry);
	if (f->touch_assumed && !f->touch) {
		diag_sub(w->arena, w->diag, DIAG_NOTE,
		         "`%s` is not among the units analysed; it is taken to use what it is given", entry);
		return;
	}
	if (!f->touch)
		return;
	entry = writer_name(w, f->touch_fn);
	DiagSub *sub = diag_sub(w->arena, w->diag, DIAG_NOTE, "%s `%s` %s %s here%s",
	                        f->registered ? "the callback" : "the thread's function", *entry ? entry : "(unknown)",
	                        f->touch_assumed ? "passes on" : verb_of(w), lent_of(w, f),
	                        f->signal ? ", after the signal that is waited for" : "");
	if (*touched(w) && !f->touch_assumed)
		diag_sub_label(w->arena, sub, f->touch->span, true, "%s `%s`", verb_of(w), touched(w));
	else
		diag_sub_label(w->arena, sub, f->touch->span, true, "%s",
		               f->touch_assumed ? "this function is not known; it is taken to read what it gets" : "");
	add_calls(w, sub, f->touch->caller);
	if (f->signal)
		diag_sub_label(w->arena, sub, f->signal->span, false, "signals here");
}

static const char *assumption_text(Assumption assumption)
{
	switch (assumption) {
	case ASSUME_WAKEUP:
		return "a condition may wake for nothing: "
		       "without a flag that is tested again, its wait does not prove that the thread has signalled";
	case ASSUME_INTERRUPT:
		return "a signal handler may interrupt the wait before the thread has signalled, and its result is not tested";
	case ASSUME_FLAG:
		return "the flag that is tested is neither atomic nor set and tested under one lock: "
		       "it does not prove what the thread has done";
	case ASSUME_ANSWER:
		return "the thread reads and writes descriptors: "
		       "where it serves the file system that a call on the way asks, the call waits for its answer";
	case ASSUME_NOTHING: break;
	}
	return NULL;
}

void writer_add_doubt(Writer *w)
{
	if (w->f->assumes != ASSUME_NOTHING)
		diag_sub(w->arena, w->diag, DIAG_NOTE, "%s", assumption_text(w->f->assumes));
	const Contradiction *answers = &w->f->answers;
	if (answers->fn.i) {
		DiagSub *sub =
			diag_sub(w->arena, w->diag, DIAG_NOTE, "it is so only where `%s` says one thing and then the other",
		             writer_name(w, answers->fn));
		diag_sub_label(w->arena, sub, answers->first, false, "asked here");
		diag_sub_label(w->arena, sub, answers->second, true, "and here again");
	}
	if (w->f->maybe_joined)
		diag_sub(w->arena, w->diag, DIAG_NOTE,
		         "a function that is not among the units analysed got the thread's handle and may have joined it");
	if (w->f->callback.i)
		diag_sub(w->arena, w->diag, DIAG_NOTE,
		         "`%s` waits for the thread, and may be called before that "
		         "by a function that is not among the units analysed, or through a pointer",
		         writer_name(w, w->f->callback));
	if (w->f->detached)
		diag_sub(w->arena, w->diag, DIAG_NOTE, "the thread is detached: nothing can join it any more");
}
