// SPDX-License-Identifier: MIT
// In: a finding. Out: the help below it. An edit is shown only where it compiles: the
// join goes before the statement that ends the storage, in a block of its own where
// that statement may be the whole body of an `if`.
#include "check/writer.h"

#define SOURCE_LIMIT (64u << 20)

static const char *join_format(const Flow *flow, const Finding *f)
{
	static const struct { const char *spawn, *format; } joins[] = {
#define JOIN(spawn, statement) {spawn, statement},
#include "check/joins.def"
	};
	for (size_t i = 0; i < ARRAY_LEN(joins); i++)
		if (strcmp(strs_text(&flow->program->ir->strs, f->callee), joins[i].spawn) == 0)
			return joins[i].format;
	return NULL;
}

static const char *join_statement(Arena *arena, const char *format, const char *handle)
{
	const char *at = strstr(format, "%s");
	return arena_printf(arena, "%.*s%s%s", (int)(at - format), format, handle, at + 2);
}

static const char *line_start(const char *text, uint32_t line)
{
	while (text && --line) {
		text = strchr(text, '\n');
		text = text ? text + 1 : NULL;
	}
	return text;
}

static bool is_blank(const char *from, const char *to)
{
	while (from < to && (*from == ' ' || *from == '\t'))
		from++;
	return from == to;
}

// The text of a one-line statement with its semicolon, and the span that it covers.
static const char *statement_at(Arena *arena, const Flow *flow, Span *span)
{
	size_t len;
	const char *path = files_path(&flow->program->ir->files, span->file);
	const char *text = io_read_file(arena, path, SOURCE_LIMIT, &len);
	const char *line = text ? line_start(text, span->line) : NULL;
	if (!line || span->end_line != span->line || !span->col)
		return NULL;
	size_t width = strcspn(line, "\n");
	if (span->col - 1 > width || span->end_col - 1 > width || span->end_col < span->col)
		return NULL;
	const char *from = line + span->col - 1, *end = line + span->end_col - 1;
	if (end[-1] != ';' && *end == ';') {
		end++;
		span->end_col++;
	}
	bool alone = is_blank(line, from) && is_blank(end, line + width);
	return alone && end[-1] == ';' ? arena_strndup(arena, from, (size_t)(end - from)) : NULL;
}

// A join before the storage ends, as a replacement of the statement that ends it.
static bool add_join(Arena *arena, const Flow *flow, const Finding *f, Diag *diag, const char *label)
{
	const char *format = join_format(flow, f);
	if (!format || !f->handle || f->detached || f->thread_exit || f->strict || f->many || strpbrk(f->handle, "*?"))
		return false;
	Span at = f->end;
	const char *statement = statement_at(arena, flow, &at);
	const char *join = join_statement(arena, format, f->handle);
	if (!statement || strpbrk(statement, "{}")) {
		diag_sub(arena, diag, DIAG_HELP, "join the thread before %s ends: `%s`", label, join);
		return true;
	}
	DiagSub *sub = diag_sub(arena, diag, DIAG_HELP, "join the thread before %s ends", label);
	sub->applicability = APPLY_MAYBE;
	diag_sub_edit(arena, sub, at, arena_printf(arena, "{ %s %s }", join, statement));
	return true;
}

static const char *payload_of(const Flow *flow, const Finding *f)
{
	const char *label = strs_text(&flow->program->ir->strs, f->label);
	return *label && !(f->var_flags & VAR_ARRAY) ? label : "payload";
}

// Whether the thread reaches the object through a pointer in its payload.
static bool is_indirect(const Flow *flow, const Finding *f)
{
	const char *path = strs_text(&flow->program->ir->strs, f->touch_path);
	const char *arrow = strstr(path, "->");
	return (arrow && (strstr(arrow + 2, "->") || *path == '*')) || strncmp(path, "**", 2) == 0;
}

void help_add(Arena *arena, const Flow *flow, const Finding *f, Diag *diag, const char *label)
{
	const char *entry = program_label(flow->program, f->entry);
	bool joined = add_join(arena, flow, f, diag, label);
	if (is_indirect(flow, f))
		diag_sub(arena, diag, DIAG_HELP, "%sput %s into memory that the thread owns as well, with its payload in one heap block that `own_spawn_move` takes",
		         joined ? "or " : "", label);
	else if (f->var_flags & VAR_ARRAY || f->var_kind == VAR_ALLOCA || f->var_kind == VAR_LITERAL)
		diag_sub(arena, diag, DIAG_HELP, "%sgive the thread memory that it owns: put it into a heap block and pass that with `own_spawn_move`",
		         joined ? "or " : "");
	else
		diag_sub(arena, diag, DIAG_HELP, "%sgive the thread a copy that it owns: `own_spawn(&handle, %s, %s, NULL)`", joined ? "or " : "",
		         *entry ? entry : "task", payload_of(flow, f));
}
