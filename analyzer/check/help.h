// SPDX-License-Identifier: MIT
// The help below a finding, a part of check.
#ifndef OUTLIVE_CHECK_HELP_H
#define OUTLIVE_CHECK_HELP_H

#include "diag/diag.h"
#include "flow/flow.h"

// Adds what to do: the join that is missing, where the thread's handle is at hand, and
// what to pass to own's spawn instead. `label` names the borrowed object, quoted.
void help_add(Arena *arena, const Flow *flow, const Finding *finding, Diag *diag, const char *label);

#endif
