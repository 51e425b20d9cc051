// SPDX-License-Identifier: MIT
// In: a Finding of E0373 or E0597. Out: a Diag that shows the spawn, the loan, the
// thread's use of it, and the way on which the storage ends first.
#include "check/writer.h"

static const char *end_how(const Writer *w)
{
	const Finding *f = w->f;
	if (f->thread_exit)
		return arena_printf(w->arena, " with the thread that owns %s, while the new one may still run",
		                    w->group.n == 1 ? "it" : "them");
	if (f->jump)
		return arena_printf(w->arena, ", when the jump leaves `%s`, while the thread may still run",
		                    writer_name(w, f->fn));
	switch (f->exit) {
	case EXIT_BLOCK: return ", with its block, while the thread may still run";
	case EXIT_BREAK: return ", at the `break`, while the thread may still run";
	case EXIT_CONTINUE:
		return f->scope ? ", with its block, while the thread may still run"
		                : ", with this iteration, while the thread may still run";
	case EXIT_GOTO: return ", at the `goto`, while the thread may still run";
	case EXIT_RETURN: break;
	}
	return arena_printf(w->arena, ", when `%s` returns, while the thread may still run", writer_name(w, f->fn));
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
		                   arena_printf(w->arena, "the thread that starts here may outlive %s", one ? "it" : "them"),
		                   "%s %s not live long enough: a thread that borrows %s may outlive %s block", labels,
		                   one ? "does" : "do", one ? "it" : "them", one ? "its" : "their");
	else
		w->diag = diag_new(
			w->arena, diags, level, f->code, f->spawn,
			arena_printf(w->arena, "the thread that starts here may outlive %s", labels),
			"thread may outlive the current function, but it borrows %s, which %s owned by the current function",
			labels, one ? "is" : "are");
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
