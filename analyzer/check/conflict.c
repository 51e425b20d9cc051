// SPDX-License-Identifier: MIT
// In: a Finding of E0505, E0506 or E0382: the spawner frees, assigns or uses what the
// thread borrows or owns. Out: a Diag at that place, which shows where the thread got it.
#include "check/writer.h"

static const char *place_of(const Writer *w) { return arena_printf(w->arena, "`%s`", w->f->place ? w->f->place : "?"); }

static void add_origin(Writer *w)
{
	const Finding *f = w->f;
	if (!span_known(f->decl) || span_compare(f->decl, f->spawn) == 0)
		return;
	if (f->heap)
		diag_label(w->arena, w->diag, f->decl, "%s comes from here", writer_label(w));
	else
		writer_add_declaration(w);
}

static void add_rest(Writer *w)
{
	add_origin(w);
	writer_add_steps(w);
	writer_add_inner_spawn(w);
	writer_add_use(w);
	writer_add_doubt(w);
}

static const char *give_away(const Writer *w)
{
	const char *entry = writer_name(w, w->f->entry);
	const char *label = writer_text(w, w->f->label);
	return arena_printf(w->arena, "own_spawn_move(&handle, %s, &%s, free)", *entry ? entry : "task",
	                    *label == '*' ? label + 1 : "block");
}

void write_freed(Writer *w, DiagLevel level, Diags *diags)
{
	const Finding *f = w->f;
	const char *place = f->heap ? writer_label(w) : place_of(w);
	bool freed = f->use == TOUCH_FREE;
	w->diag = diag_new(w->arena, diags, level, f->code, f->end,
	                   arena_printf(w->arena, "%s here, while the thread may still use it", freed ? "freed" : "destroyed"),
	                   "%s is %s while a thread borrows it", place, freed ? "freed" : "destroyed");
	diag_label(w->arena, w->diag, f->spawn, "the thread that borrows %s starts here", writer_label(w));
	add_rest(w);
	if (f->handle && !f->many)
		diag_sub(w->arena, w->diag, DIAG_HELP, "join the thread (`%s`) before this line", f->handle);
	else
		diag_sub(w->arena, w->diag, DIAG_HELP, "join the thread before this line");
	if (f->heap)
		diag_sub(w->arena, w->diag, DIAG_HELP, "or let the thread own it, and free it: `%s`", give_away(w));
}

void write_assigned(Writer *w, DiagLevel level, Diags *diags)
{
	const Finding *f = w->f;
	const char *place = place_of(w);
	const char *label = writer_text(w, f->label);
	w->diag = diag_new(w->arena, diags, level, f->code, f->end,
	                   arena_printf(w->arena, "%s is assigned here, while the thread may read it", place),
	                   "cannot assign to %s because a thread borrows it", place);
	diag_label(w->arena, w->diag, f->spawn, "%s is borrowed by the thread that starts here", writer_label(w));
	add_rest(w);
	if (f->heap || f->var_flags & VAR_ARRAY)
		diag_sub(w->arena, w->diag, DIAG_HELP, "give each thread an object of its own, join the thread before this line, or guard both sides by one lock");
	else
		diag_sub(w->arena, w->diag, DIAG_HELP, "give each thread a copy that it owns: `own_spawn(&handle, %s, %s, NULL)`; or, where the thread must see the change, guard both sides by one lock",
		         *writer_name(w, f->entry) ? writer_name(w, f->entry) : "task", *label ? label : "payload");
}

void write_moved(Writer *w, DiagLevel level, Diags *diags)
{
	const Finding *f = w->f;
	const char *label = writer_label(w);
	bool again = f->use == TOUCH_FREE;
	w->diag = diag_new(w->arena, diags, level, f->code, f->end,
	                   again ? "freed here a second time" : f->use == TOUCH_WRITE ? "assigned here after the move" : "used here after the move",
	                   again ? "%s is freed twice: it was moved into a thread, which frees it" : "use of %s after it was moved into a thread",
	                   label);
	diag_label(w->arena, w->diag, f->spawn, "%s is moved here into the thread, which owns and frees it", label);
	add_rest(w);
	if (again)
		diag_sub(w->arena, w->diag, DIAG_HELP, "leave the `free` to the thread; only where it could not be started is it still yours");
	else
		diag_sub(w->arena, w->diag, DIAG_HELP, "take what you need out of it before the thread starts, or let the thread hand it back: `own_spawn_back`");
}

void write_lost(Writer *w, DiagLevel level, Diags *diags)
{
	const Finding *f = w->f;
	w->diag = diag_new(w->arena, diags, level, f->code, f->spawn, "nobody can join the thread that starts here",
	                   "the handle of a joinable thread is lost: the thread is neither joined nor detached");
	writer_add_steps(w);
	if (f->handle)
		diag_label(w->arena, w->diag, f->end, "its handle `%s` ends here, when `%s` returns", f->handle, writer_name(w, f->fn));
	else
		diag_label(w->arena, w->diag, f->end, "`%s` returns here, and nothing holds the handle", writer_name(w, f->fn));
	writer_add_inner_spawn(w);
	diag_sub(w->arena, w->diag, DIAG_NOTE, "a thread that has ended keeps its stack until it is joined or detached");
	diag_sub(w->arena, w->diag, DIAG_HELP, "join it, detach it, or let `OWN_AUTO` join it at the end of the block");
}

void write_cut_off(Writer *w, DiagLevel level, Diags *diags)
{
	const Finding *f = w->f;
	w->diag = diag_new(w->arena, diags, level, f->code, f->spawn, "the thread that starts here may still run then",
	                   "`main` returns while a thread that it started may still run, which cuts the thread off");
	writer_add_steps(w);
	diag_label(w->arena, w->diag, f->end, "`main` returns here, and the process ends with all its threads");
	writer_add_inner_spawn(w);
	writer_add_doubt(w);
	diag_sub(w->arena, w->diag, DIAG_HELP, "join the thread before `main` returns; where it may be cut off, say so with `exit`");
}
