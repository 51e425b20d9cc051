// SPDX-License-Identifier: MIT
// In: a Finding of E0505, E0506, E0382 or of a lint: the spawner frees, assigns or uses what
// the thread borrows or owns, or lets go of the thread. Out: a Diag at that place.
#include "check/writer.h"

// ---- frees and assignments ----------------------------------------------------------------------

typedef struct Deed {
	const char *function, *verb, *done;
} Deed;

// What the innermost call at the finding's end does with the object.
static Deed deed_of(const Writer *w)
{
	static const Deed deeds[] = {
#define DEED(function, verb, done) {function, verb, done},
#include "check/deeds.def"
	};
	const Finding *f = w->f;
	for (size_t i = 0; i < ARRAY_LEN(deeds); i++)
		if (writer_calls(w, f->below ? f->below->fn : f->fn, f->below ? f->below->span : f->end, deeds[i].function))
			return deeds[i];
	return f->use == TOUCH_FREE ? (Deed){"", "free", "freed"} : (Deed){"", "destroy", "destroyed"};
}

// An array is written by a call, not its first element.
static const char *quoted(const Writer *w, const char *place)
{
	size_t len = strlen(place);
	if (strchr(place, ' '))
		return place;
	if (len > 3 && strcmp(place + len - 3, "[0]") == 0 && writer_call(w, w->f->fn, w->f->end, 0))
		return arena_printf(w->arena, "`%.*s`", (int)(len - 3), place);
	return arena_printf(w->arena, "`%s`", place);
}

static const char *place_of(const Writer *w) { return quoted(w, w->f->place ? w->f->place : "?"); }

// Whether a block of memory is made at the span, and by no function of the program's.
static bool is_allocated_at(const Writer *w, Span span)
{
	const Instr *call = writer_call(w, w->f->fn, span, 0);
	const Summary *callee = call ? flow_summary(w->flow, call->a.str) : NULL;
	const char *verb = deed_of(w).verb;
	return callee && callee->is_model &&
	       (w->f->use != TOUCH_FREE || strcmp(verb, "free") == 0 || strcmp(verb, "reallocate") == 0);
}

static void add_origin(Writer *w)
{
	const Finding *f = w->f;
	if (!span_known(f->decl) || span_compare(f->decl, f->spawn) == 0 || (f->heap && span_compare(f->decl, f->end) == 0))
		return;
	if (!f->heap)
		writer_add_declaration(w);
	else if (is_allocated_at(w, f->decl))
		diag_label(w->arena, w->diag, f->decl, "%s is allocated here", writer_label(w));
	else
		diag_label(w->arena, w->diag, f->decl, "%s comes from here", writer_label(w));
}

// `threads[i].tid = start(&threads[i])`: the assignment begins before the call, and comes after it.
static bool ends_within(Span inner, Span outer)
{
	return inner.end_line < outer.end_line || (inner.end_line == outer.end_line && inner.end_col <= outer.end_col);
}

static void add_borrow(Writer *w)
{
	const Finding *f = w->f;
	bool before =
		f->end.file.i == f->spawn.file.i && span_compare(f->end, f->spawn) < 0 && !ends_within(f->spawn, f->end);
	diag_label(w->arena, w->diag, f->spawn, "%s is borrowed by %s%s", writer_label(w), writer_start(w),
	           before ? ", in the previous iteration of the loop" : "");
}

static void add_rest(Writer *w)
{
	add_origin(w);
	writer_add_steps(w);
	Span join = help_late_join(w);
	if (span_known(join) && strcmp(w->f->code, "E0382") != 0)
		diag_label(w->arena, w->diag, join, "the thread is joined only here, too late");
	writer_add_inner_spawn(w);
}

void write_freed(Writer *w, DiagLevel level, Diags *diags)
{
	const Finding *f = w->f;
	const char *place = f->heap ? writer_label(w) : place_of(w);
	Deed deed = deed_of(w);
	w->diag = diag_new(w->arena, diags, level, f->code, f->end,
	                   arena_printf(w->arena, "%s is %s here, while the %s may still use it", place, deed.done,
	                                writer_runner(w)),
	                   "cannot %s %s because a %s borrows it", deed.verb, place, writer_runner(w));
	add_borrow(w);
	add_rest(w);
	writer_add_inner_end(w, deed.done);
	writer_add_use(w);
	writer_add_doubt(w);
	help_before_line(w);
	help_give_away(w);
}

// Whether the call writes the place through a pointer, and not by its result.
static bool is_written_by_call(const Writer *w)
{
	const Instr *call = w->f->below ? NULL : writer_call(w, w->f->fn, w->f->end, 0);
	if (!call || place_none(call->dst))
		return call != NULL;
	const char *to = writer_text(w, program_fn(w->flow->program, w->f->fn)->vars.v[call->dst.var.i].label);
	return !*to || strncmp(w->f->place, to, strlen(to)) != 0;
}

void write_assigned(Writer *w, DiagLevel level, Diags *diags)
{
	const Finding *f = w->f;
	const char *place = place_of(w), *part = f->part ? quoted(w, f->part) : place;
	const char *with = strcmp(part, place) == 0 ? "" : arena_printf(w->arena, ", and %s with it", part);
	const char *uses = f->touch_kind == TOUCH_WRITE ? "write" : "read";
	bool by_call = is_written_by_call(w);
	w->diag = diag_new(w->arena, diags, level, f->code, f->end,
	                   arena_printf(w->arena, "%s is %s%s, while the %s may %s it", place,
	                                by_call ? "written by this call" : "assigned here", with, writer_runner(w), uses),
	                   "cannot assign to %s because a %s borrows %s", place, writer_runner(w), *with ? part : "it");
	add_borrow(w);
	add_rest(w);
	writer_add_inner_end(w, "assigned");
	writer_add_use(w);
	writer_add_doubt(w);
	help_copy(w);
}

// ---- moves ----------------------------------------------------------------------------------------

void write_moved(Writer *w, DiagLevel level, Diags *diags)
{
	const Finding *f = w->f;
	const char *label = writer_label(w);
	bool again = f->use == TOUCH_FREE, frees = f->touch != NULL;
	w->diag = diag_new(w->arena, diags, level, f->code, f->end,
	                   again                   ? "freed here a second time"
	                   : f->use == TOUCH_WRITE ? "assigned here after the move"
	                                           : "used here after the move",
	                   again ? "%s %s freed twice: it was moved into a %s, which frees it%s"
	                         : "use of %s after it %s moved into a %s%s",
	                   label,
	                   f->sometimes ? again ? "may be" : "may have been"
	                   : again      ? "is"
	                                : "was",
	                   writer_runner(w), f->sometimes && again ? " on some of its ways" : "");
	diag_label(w->arena, w->diag, f->spawn, "%s is moved here into the %s, which %s", label, writer_runner(w),
	           f->sometimes ? "frees it on some of its ways" : frees ? "owns and frees it" : "owns it from then on");
	add_rest(w);
	if (again)
		writer_add_inner_end(w, "freed");
	writer_add_use(w);
	writer_add_doubt(w);
	if (again)
		diag_sub(w->arena, w->diag, DIAG_HELP,
		         "leave the `free` to the %s; only where it could not be %s is it still yours", writer_runner(w),
		         f->registered ? "registered" : "started");
	else if (f->registered)
		diag_sub(
			w->arena, w->diag, DIAG_HELP,
			"take what you need out of it before the callback is registered, or free it when that is done, not in it");
	else
		diag_sub(
			w->arena, w->diag, DIAG_HELP,
			"take what you need out of it before the thread starts, or let the thread hand it back: `own_spawn_back`");
}

// ---- lints ------------------------------------------------------------------------------------------

static void add_loss(Writer *w)
{
	const Finding *f = w->f;
	const Instr *call = writer_call(w, f->fn, f->spawn, 0);
	if (span_known(f->overwritten))
		diag_label(w->arena, w->diag, f->overwritten, "its handle `%s` is overwritten here", f->handle);
	else if (f->handle && f->many && !strpbrk(f->handle, "[*>")) // what a pointer leads to may be the next element
		diag_label(w->arena, w->diag, f->spawn, "its handle `%s` is overwritten here in the next iteration", f->handle);
	else if (f->handle)
		diag_label(w->arena, w->diag, writer_end(w), "its handle `%s` ends here, when `%s` returns", f->handle,
		           writer_name(w, f->fn));
	else if (!f->returned || !call || !place_none(call->dst))
		diag_label(w->arena, w->diag, writer_end(w), "`%s` returns here, and nothing holds the handle",
		           writer_name(w, f->fn));
}

static bool is_dropped(const Writer *w)
{
	const Instr *call = writer_call(w, w->f->fn, w->f->spawn, 0);
	return w->f->returned && !w->f->handle && call && place_none(call->dst);
}

void write_lost(Writer *w, DiagLevel level, Diags *diags)
{
	const Finding *f = w->f;
	bool dropped = is_dropped(w);
	w->diag = diag_new(w->arena, diags, level, f->code, f->spawn,
	                   dropped ? "the handle is the result of this call, which is not used"
	                           : "nobody can join the thread that starts here",
	                   "the handle of a joinable thread is lost: the thread is neither joined nor detached");
	if (!span_known(f->overwritten) && !dropped)
		writer_add_steps(w);
	add_loss(w);
	writer_add_inner_spawn(w);
	diag_sub(w->arena, w->diag, DIAG_NOTE, "a thread that has ended keeps its stack until it is joined or detached");
	help_lost(w);
}

void write_cut_off(Writer *w, DiagLevel level, Diags *diags)
{
	const Finding *f = w->f;
	w->diag = diag_new(w->arena, diags, level, f->code, f->spawn, "the thread that starts here may still run then",
	                   "`main` returns while a thread that it started may still run, which cuts the thread off");
	writer_add_steps(w);
	diag_label(w->arena, w->diag, writer_end(w), "`main` returns here, and the process ends with all its threads");
	writer_add_inner_spawn(w);
	writer_add_doubt(w);
	help_cut_off(w);
}
