// SPDX-License-Identifier: MIT
// The parts of check: a Writer turns one Finding into one Diag.
#ifndef OUTLIVE_CHECK_WRITER_H
#define OUTLIVE_CHECK_WRITER_H

#include "check/check.h"

typedef struct Writer {
	Arena *arena;
	const Flow *flow;
	const Finding *f;
	Diag *diag;
} Writer;

// One of these stands in each row of checks.def: starts w->diag at `level`, and fills it.
typedef void WriteFinding(Writer *w, DiagLevel level, Diags *diags);
WriteFinding write_borrow, write_freed, write_assigned, write_moved, write_lost, write_cut_off;

const char *writer_text(const Writer *w, StrId id);
const char *writer_name(const Writer *w, StrId fn); // of a function, as the source spells it
const char *writer_label(const Writer *w);          // of what is borrowed, quoted
void writer_add_declaration(Writer *w);             // where it is declared
void writer_add_steps(Writer *w);                   // the conditions on the way
void writer_add_inner_spawn(Writer *w);             // the call that spawns, below the finding's
void writer_add_use(Writer *w);                     // where the thread uses it
void writer_add_doubt(Writer *w);                   // what was assumed

// Adds what to do: the join that is missing, where the thread's handle is at hand, and
// what to pass to own's spawn instead. `label` names the borrowed object, quoted.
void help_add(Arena *arena, const Flow *flow, const Finding *finding, Diag *diag, const char *label);

#endif
