// SPDX-License-Identifier: MIT
// check: what the solver found, in the words of a good compiler. A new check is a row
// in checks.def, the place in flow/ that finds it, and its tests.
#ifndef OUTLIVE_CHECK_H
#define OUTLIVE_CHECK_H

#include "diag/diag.h"
#include "flow/flow.h"

// The level that the user wants for a code: -A, -W, -D.
typedef enum LintLevel { LINT_DEFAULT, LINT_ALLOW, LINT_WARN, LINT_DENY } LintLevel;

typedef struct CheckOptions {
	// Level of `code` by the command line; `warnings` stands for all warnings. NULL: defaults.
	LintLevel (*level)(const void *context, const char *code);
	const void *context;
} CheckOptions;

typedef struct Check {
	const char *code, *title;
} Check;

const Check *check_find(const char *code); // NULL when there is none

// Turns flow->findings into diagnostics, appended to `diags`. Strings belong to `arena`.
void check_run(Arena *arena, const Flow *flow, const CheckOptions *options, Diags *diags);

#endif
