// SPDX-License-Identifier: MIT
// In: the solver's findings and the levels that the user wants. Out: diagnostics; what each
// code says is in the file that its row of checks.def names.
#include "check/writer.h"

#include <stdlib.h>

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

// Whether one thread borrows both, and both end together: that is one mistake.
static bool end_together(const Finding *a, const Finding *b)
{
	return *a->code == 'E' && a->exit == b->exit && a->strict == b->strict && a->thread_exit == b->thread_exit &&
	       a->jump == b->jump && a->confidence == b->confidence && strcmp(a->code, b->code) == 0 && !a->use &&
	       !b->use && a->fn.i == b->fn.i && span_compare(a->spawn, b->spawn) == 0 && span_compare(a->end, b->end) == 0;
}

static int order_by_declaration(const void *a, const void *b)
{
	return span_compare((*(const Finding *const *)a)->decl, (*(const Finding *const *)b)->decl);
}

static void write_group(Arena *arena, const Flow *flow, uint32_t first, bool *written, DiagLevel level, Diags *diags)
{
	const Findings *all = &flow->findings;
	Writer writer = {.arena = arena, .flow = flow, .f = &all->v[first]};
	VEC_PUSH(arena, &writer.group, writer.f);
	for (uint32_t i = first + 1; i < all->n && all->v[i].fn.i == writer.f->fn.i; i++)
		if (end_together(writer.f, &all->v[i])) {
			VEC_PUSH(arena, &writer.group, &all->v[i]);
			written[i] = true;
		}
	if (writer.group.n > 1)
		qsort(writer.group.v, writer.group.n, sizeof *writer.group.v, order_by_declaration);
	write_with(writer.f->code)(&writer, level, diags);
}

void check_run(Arena *arena, const Flow *flow, const CheckOptions *options, Diags *diags)
{
	bool *written = ARENA_ARRAY(arena, bool, flow->findings.n + 1);
	for (uint32_t i = 0; i < flow->findings.n; i++) {
		DiagLevel level;
		if (!written[i] && level_of(options, &flow->findings.v[i], &level))
			write_group(arena, flow, i, written, level, diags);
	}
}

const Check *check_find(const char *code)
{
	for (size_t i = 0; i < ARRAY_LEN(checks); i++)
		if (strcmp(checks[i].check.code, code) == 0)
			return &checks[i].check;
	return NULL;
}
