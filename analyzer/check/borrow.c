// SPDX-License-Identifier: MIT
// In: a Finding of E0373 or E0597. Out: a Diag that shows the spawn, the loan, the
// thread's use of it, and the way on which the storage ends first.
#include "check/writer.h"

static const char *while_it_may_run(const Writer *w)
{
	return w->f->registered ? ", while the callback may still be called" : ", while the thread may still run";
}

static const char *end_how(const Writer *w)
{
	const Finding *f = w->f;
	if (f->thread_exit)
		return arena_printf(w->arena, " with the thread that owns %s, while the new one may still run",
		                    w->group.n == 1 ? "it" : "them");
	if (f->jump)
		return arena_printf(w->arena, ", when the jump leaves `%s`%s", writer_name(w, f->fn), while_it_may_run(w));
	switch (f->exit) {
	case EXIT_BLOCK: return arena_printf(w->arena, ", with its block%s", while_it_may_run(w));
	case EXIT_BREAK: return arena_printf(w->arena, ", at the `break`%s", while_it_may_run(w));
	case EXIT_CONTINUE:
		return arena_printf(w->arena, ", with %s%s", f->scope ? "its block" : "this iteration", while_it_may_run(w));
	case EXIT_GOTO: return arena_printf(w->arena, ", at the `goto`%s", while_it_may_run(w));
	case EXIT_RETURN: break;
	}
	return arena_printf(w->arena, ", when `%s` returns%s", writer_name(w, f->fn), while_it_may_run(w));
}

// Every object of the group in turn.
static void add_each(Writer *w, void (*add)(Writer *w))
{
	const Finding *first = w->f;
	for (uint32_t i = 0; i < w->group.n; i++) {
		w->f = w->group.v[i];
		add(w);
	}
	w->f = first;
}

static void add_loan(Writer *w)
{
	const Finding *f = w->f;
	writer_add_declaration(w);
	if (span_known(f->lent) && span_compare(f->lent, f->decl) != 0)
		diag_label(w->arena, w->diag, f->lent, "%s is borrowed here", writer_label(w));
}

void write_borrow(Writer *w, DiagLevel level, Diags *diags)
{
	const Finding *f = w->f;
	const char *labels = writer_labels(w);
	bool one = w->group.n == 1;
	if (strcmp(f->code, "E0597") == 0)
		w->diag = diag_new(w->arena, diags, level, f->code, f->spawn,
		                   arena_printf(w->arena, "%s may outlive %s", writer_start(w), one ? "it" : "them"),
		                   "%s %s not live long enough: a %s that borrows %s may outlive %s block", labels,
		                   one ? "does" : "do", writer_runner(w), one ? "it" : "them", one ? "its" : "their");
	else
		w->diag = diag_new(
			w->arena, diags, level, f->code, f->spawn,
			arena_printf(w->arena, "%s may outlive %s", writer_start(w), labels),
			"%s may outlive the current function, but it borrows %s, which %s owned by the current function",
			writer_runner(w), labels, one ? "is" : "are");
	add_each(w, add_loan);
	if (!f->strict) {
		writer_add_steps(w);
		diag_label(w->arena, w->diag, writer_end(w), "%s %s here%s", labels, one ? "ends" : "end", end_how(w));
	}
	writer_add_inner_spawn(w);
	add_each(w, writer_add_use);
	writer_add_doubt(w);
	if (f->strict)
		diag_sub(w->arena, w->diag, DIAG_NOTE,
		         "by --strict only a scope may lend stack data to a thread, joined or not");
	help_outlive(w);
}
