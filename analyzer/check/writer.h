// SPDX-License-Identifier: MIT
// The parts of check: a Writer turns one Finding into one Diag.
#ifndef OUTLIVE_CHECK_WRITER_H
#define OUTLIVE_CHECK_WRITER_H

#include "check/check.h"

typedef struct Writer {
	Arena *arena;
	const Flow *flow;
	const Finding *f;
	VEC(const Finding *) group; // `f`, and what else ends with it in the same way
	Diag *diag;
} Writer;

// One of these stands in each row of checks.def: starts w->diag at `level`, and fills it.
typedef void WriteFinding(Writer *w, DiagLevel level, Diags *diags);
WriteFinding write_borrow, write_freed, write_assigned, write_moved, write_lost, write_cut_off;

const char *writer_text(const Writer *w, StrId id);
const char *writer_name(const Writer *w, StrId fn); // of a function, as the source spells it
const char *writer_runner(const Writer *w);         // a thread, or a callback, in one word
const char *writer_start(const Writer *w);          // ... that the call starts: `the thread that starts here`
const char *writer_label(const Writer *w);          // of what is borrowed, quoted
const char *writer_labels(const Writer *w);         // of all that the group borrows
// The source text of a span on one line; NULL where it is not to be had.
const char *writer_source(const Writer *w, Span span);
// A call in `fn` at exactly `span`, from the `n`-th on; NULL when there is none.
const Instr *writer_call(const Writer *w, StrId fn, Span span, uint32_t n);
// Whether a call there runs a function of this name.
bool writer_calls(const Writer *w, StrId fn, Span span, const char *name);
// Where the finding ends; of a statement that starts the thread too, its `return`.
Span writer_end(const Writer *w);
void writer_add_declaration(Writer *w);             // where it is declared
void writer_add_steps(Writer *w);                   // the conditions on the way, and the waits
void writer_add_inner_spawn(Writer *w);             // the call that spawns, below the finding's
void writer_add_inner_end(Writer *w, const char *done); // what is done at its end, below the call that is shown
void writer_add_use(Writer *w);                     // where the thread uses it
bool writer_is_ordering(const Writer *w);           // as a lock, a semaphore or the like
void writer_add_doubt(Writer *w);                   // what was assumed

// Adds what to do about the end of what is borrowed: the join that is missing, where the
// thread's handle is at hand, and what to give to own's spawn instead.
void help_outlive(Writer *w);
// ... about an event on the line that is shown: a free, an assignment.
void help_before_line(Writer *w);
void help_give_away(Writer *w);
void help_copy(Writer *w);
void help_lost(Writer *w);
void help_cut_off(Writer *w);
// A later join of the same handle, the only one in the function.
Span help_late_join(const Writer *w);

#endif
