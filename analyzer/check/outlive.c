// SPDX-License-Identifier: MIT
// In: the solver's findings and the levels that the user wants. Out: diagnostics; what each
// code says is in the file that its row of checks.def names.
#include "check/writer.h"

static bool level_of(const CheckOptions *options, const Finding *f, DiagLevel *level)
{
	*level = f->confidence == CONFIDENCE_ERROR ? DIAG_ERROR : DIAG_WARNING;
	LintLevel wanted = options->level ? options->level(options->context, f->code) : LINT_DEFAULT;
	if (wanted == LINT_WARN)
		*level = DIAG_WARNING;
	if (wanted == LINT_DENY)
		*level = DIAG_ERROR;
	LintLevel warnings = options->level && *level == DIAG_WARNING && wanted == LINT_DEFAULT
	                         ? options->level(options->context, "warnings") : LINT_DEFAULT;
	if (warnings == LINT_DENY)
		*level = DIAG_ERROR;
	return wanted != LINT_ALLOW && warnings != LINT_ALLOW;
}

static const struct { Check check; WriteFinding *write; } checks[] = {
#define CHECK(code, write, title) {{code, title}, write},
#include "check/checks.def"
};

static WriteFinding *write_with(const char *code)
{
	for (size_t i = 0; i < ARRAY_LEN(checks); i++)
		if (strcmp(checks[i].check.code, code) == 0)
			return checks[i].write;
	bug("a finding of %s, which is no row of checks.def", code);
}

void check_run(Arena *arena, const Flow *flow, const CheckOptions *options, Diags *diags)
{
	for (uint32_t i = 0; i < flow->findings.n; i++) {
		DiagLevel level;
		Writer writer = {.arena = arena, .flow = flow, .f = &flow->findings.v[i]};
		if (level_of(options, writer.f, &level))
			write_with(writer.f->code)(&writer, level, diags);
	}
}

const Check *check_find(const char *code)
{
	for (size_t i = 0; i < ARRAY_LEN(checks); i++)
		if (strcmp(checks[i].check.code, code) == 0)
			return &checks[i].check;
	return NULL;
}
