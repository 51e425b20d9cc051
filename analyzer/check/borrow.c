// SPDX-License-Identifier: MIT
// In: a Finding of E0373 or E0597. Out: a Diag that shows the spawn, the loan, the
// thread's use of it, and the way on which the storage ends first.
#include "check/writer.h"

static const char *end_text(const Writer *w)
{
	const Finding *f = w->f;
	if (f->thread_exit)
		return arena_printf(w->arena, "%s ends here with the thread that owns it, while the new one may still run", writer_label(w));
	if (f->jump)
		return arena_printf(w->arena, "%s ends here, when the jump leaves `%s`, while the thread may still run", writer_label(w),
		                    writer_name(w, f->fn));
	switch (f->exit) {
	case EXIT_BLOCK: return arena_printf(w->arena, "%s ends here, with its block, while the thread may still run", writer_label(w));
	case EXIT_BREAK: return arena_printf(w->arena, "%s ends here, at the `break`, while the thread may still run", writer_label(w));
	case EXIT_CONTINUE:
		return arena_printf(w->arena, "%s ends here, with this iteration, while the thread may still run", writer_label(w));
	case EXIT_GOTO: return arena_printf(w->arena, "%s ends here, at the `goto`, while the thread may still run", writer_label(w));
	case EXIT_RETURN: break;
	}
	return arena_printf(w->arena, "%s ends here, when `%s` returns, while the thread may still run", writer_label(w),
	                    writer_name(w, f->fn));
}

void write_borrow(Writer *w, DiagLevel level, Diags *diags)
{
	const Finding *f = w->f;
	const char *label = writer_label(w);
	if (strcmp(f->code, "E0597") == 0)
		w->diag = diag_new(w->arena, diags, level, f->code, f->spawn, "the thread that starts here may outlive it",
		                   "%s does not live long enough: a thread that borrows it may outlive its block", label);
	else
		w->diag = diag_new(w->arena, diags, level, f->code, f->spawn,
		                   arena_printf(w->arena, "the thread that starts here may outlive %s", label),
		                   "thread may outlive the current function, but it borrows %s, which is owned by the current function",
		                   label);
	writer_add_declaration(w);
	if (span_known(f->lent) && span_compare(f->lent, f->decl) != 0)
		diag_label(w->arena, w->diag, f->lent, "%s is borrowed here", label);
	if (!f->strict) {
		writer_add_steps(w);
		diag_label(w->arena, w->diag, f->end, "%s", end_text(w));
	}
	writer_add_inner_spawn(w);
	writer_add_use(w);
	writer_add_doubt(w);
	if (f->strict)
		diag_sub(w->arena, w->diag, DIAG_NOTE, "by --strict only a scope may lend stack data to a thread, joined or not");
	help_add(w->arena, w->flow, f, w->diag, label);
}
