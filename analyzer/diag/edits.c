// SPDX-License-Identifier: MIT
// edits: replacements in, rows of the grid out: the lines of a help as they are after
// its edits, in one of rustc's forms. Text that only comes in between is shown in its
// line with `+++` below it; what takes text away is shown before and after, as a diff
// shows it; what touches several lines has `+` or `~` where the bar would be.
#include "diag/render.h"

typedef enum Form {
	FORM_INSERT, // one line, with `+++` below what is new
	FORM_ADD,    // one new line, with `+`
	FORM_DIFF,   // the old lines with `-`, the new one with `+`
	FORM_LINES,  // all lines of the result, `~` at those that changed
} Form;

// An edit, cut down to what really changes.
typedef struct Part {
	Span span;
	const char *text;
	size_t at, len;   // of the replacement, in the text after all edits
	bool replaces;    // takes away more than white space
	bool destructive; // and puts something else in its place
} Part;

// Columns of a line, or bytes of it while the line is not known yet.
typedef struct Range {
	uint32_t start, end;
} Range;

typedef struct NewLine {
	Line line;
	VEC(Range) added; // an empty range where something was only taken away
} NewLine;

// The edits of one file.
typedef struct Patch {
	Layout *layout;
	FileId file;
	VEC(Part) parts;
	VEC(NewLine) lines; // from the first edited line on, after the edits
	Form form;
} Patch;

static Line old_line(const Patch *patch, uint32_t number)
{
	return source_line(patch->layout->sources, patch->file, number);
}

// Appends the source from one place to another, with `\n` between lines.
static void put_source(Buf *out, const Patch *patch, uint32_t line, uint32_t col, uint32_t end_line, uint32_t end_col)
{
	for (; line <= end_line; line++, col = 1) {
		Line text = old_line(patch, line);
		size_t from = line_byte(text, col), to = line < end_line ? text.len : line_byte(text, end_col);
		if (from < to)
			buf_put(out, text.text + from, to - from);
		if (line < end_line)
			buf_putc(out, '\n');
	}
}

static const char *old_text(const Patch *patch, Span span)
{
	Buf out = {.arena = patch->layout->arena};
	buf_put(&out, "", 0);
	put_source(&out, patch, span.line, span.col, span.end_line, span.end_col);
	return out.text;
}

static bool is_space(char c) { return c && strchr(" \t\n\v\f\r", c); }

// The text without white space at its ends.
static Line trimmed(const char *text, size_t len)
{
	while (len && is_space(*text))
		text++, len--;
	while (len && is_space(text[len - 1]))
		len--;
	return (Line){.text = text, .len = (uint32_t)len};
}

static bool is_blank(const char *text, size_t len) { return trimmed(text, len).len == 0; }

// The bytes that both begin with, up to a character's edge.
static size_t common_start(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t same = 0;
	while (same < a_len && same < b_len && a[same] == b[same])
		same++;
	while (same && same < a_len && ((unsigned char)a[same] & 0xc0) == 0x80)
		same--;
	return same;
}

// When the new text is the old one with something put into it, finds what stays at
// the start and at the end.
static bool find_insertion(const char *old, size_t old_len, const char *new, size_t new_len, size_t *head, size_t *tail)
{
	if (new_len < old_len)
		return false;
	*head = common_start(old, old_len, new, new_len);
	if (*head < old_len && memcmp(new + new_len - old_len, old, old_len) == 0)
		*head = 0;
	*tail = old_len - *head;
	return memcmp(new + new_len - *tail, old + *head, *tail) == 0;
}

// Leaves out of an edit what it does not change; that must be on one line to have columns.
static void trim_part(const Patch *patch, Part *part)
{
	const char *old = old_text(patch, part->span);
	size_t old_len = strlen(old), len = strlen(part->text), head, tail;
	Line bare = trimmed(part->text, len), bare_old = trimmed(old, old_len);
	part->replaces = !is_blank(old, old_len);
	part->destructive = part->replaces && !is_blank(part->text, len) &&
	                    !find_insertion(bare_old.text, bare_old.len, bare.text, bare.len, &head, &tail);
	if (part->span.line != part->span.end_line || !find_insertion(old, old_len, part->text, len, &head, &tail))
		return;
	part->text = arena_strndup(patch->layout->arena, part->text + head, len - head - tail);
	part->span.col += (uint32_t)head;
	part->span.end_col = part->span.col;
	part->replaces = false;
}

static void add_part(Patch *patch, const DiagEdit *edit)
{
	Part part = {.span = edit->span, .text = edit->text ? edit->text : ""};
	if (part.span.end_line < part.span.line) {
		part.span.end_line = part.span.line;
		part.span.end_col = part.span.col;
	}
	trim_part(patch, &part);
	VEC_PUSH(patch->layout->arena, &patch->parts, part);
	for (uint32_t i = patch->parts.n - 1; i > 0; i--) {
		if (span_compare(patch->parts.v[i - 1].span, part.span) <= 0)
			break;
		patch->parts.v[i] = patch->parts.v[i - 1];
		patch->parts.v[i - 1] = part;
	}
}

// ---- the text after the edits -------------------------------------------------------------

// Splices the replacements into the lines that they touch, from the start of the first
// line to the end of the last; a replacement that ends its line ends the text.
static void splice(Patch *patch, Buf *out)
{
	uint32_t line = patch->parts.v[0].span.line, col = 1;
	buf_put(out, "", 0);
	for (uint32_t i = 0; i < patch->parts.n; i++) {
		Part *part = &patch->parts.v[i];
		put_source(out, patch, line, col, part->span.line, part->span.col);
		part->at = out->len;
		part->len = strlen(part->text);
		buf_put(out, part->text, part->len);
		line = part->span.end_line;
		col = part->span.end_col;
	}
	if (!out->len || out->text[out->len - 1] != '\n')
		put_source(out, patch, line, col, line, UINT32_MAX);
	while (out->len && out->text[out->len - 1] == '\n')
		out->text[--out->len] = '\0';
}

static void mark_line(Patch *patch, NewLine *line, size_t start)
{
	for (uint32_t i = 0; i < patch->parts.n; i++) {
		const Part *part = &patch->parts.v[i];
		size_t end = start + line->line.len, to = part->at + part->len;
		if (part->at > end || to < start)
			continue;
		if (part->len && to == start && part->text[part->len - 1] != '\n')
			continue;
		Range range = {(uint32_t)(part->at > start ? part->at - start : 0), (uint32_t)((to < end ? to : end) - start)};
		VEC_PUSH(patch->layout->arena, &line->added, range);
	}
}

static void split_lines(Patch *patch, const Buf *text)
{
	for (size_t at = 0; at < text->len;) {
		const char *newline = memchr(text->text + at, '\n', text->len - at);
		size_t end = newline ? (size_t)(newline - text->text) : text->len;
		NewLine line = {.line = {text->text + at, (uint32_t)(end - at)}};
		mark_line(patch, &line, at);
		VEC_PUSH(patch->layout->arena, &patch->lines, line);
		at = end + 1;
	}
}

static Form choose_form(const Patch *patch, const Buf *text)
{
	bool takes = false;
	for (uint32_t i = 0; i < patch->parts.n; i++) {
		const Part *part = &patch->parts.v[i];
		takes = takes || part->destructive || (part->replaces && is_blank(part->text, part->len));
	}
	if (patch->lines.n > 1)
		return FORM_LINES;
	if (takes)
		return FORM_DIFF;
	const Part *part = &patch->parts.v[0];
	Line bare = trimmed(part->text, part->len), all = trimmed(text->text, text->len);
	bool whole = patch->parts.n == 1 && bare.len == all.len && memcmp(bare.text, all.text, all.len) == 0;
	if (!whole)
		return FORM_INSERT;
	return part->len && part->text[part->len - 1] == '\n' ? FORM_ADD : FORM_LINES;
}

// ---- drawing ---------------------------------------------------------------------------------

// A row `12 + code`; returns it.
static uint32_t draw_signed(Layout *layout, uint32_t number, const char *sign, Style style, Line line)
{
	uint32_t row = layout_row(layout);
	layout_line_number(layout, row, number);
	grid_puts(&layout->grid, row, layout->gutter + 1, sign, style);
	const char *code = text_shown(layout->arena, line.text, line.len, true);
	grid_puts(&layout->grid, row, layout->gutter + 3, code, STYLE_PLAIN);
	return row;
}

static void color_range(Layout *layout, uint32_t row, Line line, size_t from, size_t to, Style style)
{
	uint32_t code = layout->gutter + 3;
	uint32_t start = text_column(line.text, line.len, from), end = text_column(line.text, line.len, to);
	grid_style(&layout->grid, row, code + start, code + end, style);
}

static void color_added(Layout *layout, uint32_t row, const NewLine *line)
{
	for (uint32_t i = 0; i < line->added.n; i++)
		color_range(layout, row, line->line, line->added.v[i].start, line->added.v[i].end, STYLE_ADDED);
}

// The highest line number in a drawing: a diff has those before the edits, other forms those after.
static uint32_t patch_last_line(const Patch *patch)
{
	uint32_t last = 0;
	if (patch->parts.n == 0)
		return 0;
	if (patch->form != FORM_DIFF)
		return patch->parts.v[0].span.line + patch->lines.n - 1;
	for (uint32_t i = 0; i < patch->parts.n; i++)
		last = patch->parts.v[i].span.end_line > last ? patch->parts.v[i].span.end_line : last;
	return last;
}

static void draw_removed(Patch *patch, uint32_t number)
{
	Layout *layout = patch->layout;
	Line line = old_line(patch, number);
	uint32_t row = draw_signed(layout, number, "- ", STYLE_REMOVED, line);
	for (uint32_t i = 0; i < patch->parts.n; i++) {
		Span span = patch->parts.v[i].span;
		if (number < span.line || number > span.end_line)
			continue;
		size_t from = number == span.line ? line_byte(line, span.col) : 0;
		size_t to = number == span.end_line ? line_byte(line, span.end_col) : line.len;
		color_range(layout, row, line, from, to, STYLE_REMOVED);
	}
}

static void draw_diff(Patch *patch)
{
	Layout *layout = patch->layout;
	uint32_t first = patch->parts.v[0].span.line, last = patch_last_line(patch);
	const NewLine *line = patch->lines.n ? &patch->lines.v[0] : NULL;
	Line kept = old_line(patch, last);
	bool same = line && kept.len == line->line.len && memcmp(kept.text, line->line.text, kept.len) == 0;
	for (uint32_t number = first; number < last + (same ? 0 : 1); number++)
		draw_removed(patch, number);
	if (line && !same && !is_blank(line->line.text, line->line.len))
		color_added(layout, draw_signed(layout, first, "+ ", STYLE_ADDED, line->line), line);
	layout_bar_row(layout);
}

// The line with `+++` below what is new, but not below white space around it.
static void draw_insert(Patch *patch, const NewLine *line)
{
	Layout *layout = patch->layout;
	uint32_t row = draw_signed(layout, patch->parts.v[0].span.line, layout->theme->bar_code, STYLE_GUTTER, line->line);
	color_added(layout, row, line);
	uint32_t below = layout_bar_row(layout), code = layout->gutter + 3;
	for (uint32_t i = 0; i < patch->parts.n; i++) {
		const Part *part = &patch->parts.v[i];
		Line bare = trimmed(part->text, part->len);
		size_t from = part->at, to = part->at + part->len;
		if (bare.len) {
			from += (size_t)(bare.text - part->text);
			to = from + bare.len;
		}
		const char *sign = part->replaces ? layout->theme->replaced : "+";
		uint32_t end = text_column(line->line.text, line->line.len, to);
		for (uint32_t col = text_column(line->line.text, line->line.len, from); col < end; col++)
			grid_puts(&layout->grid, below, code + col, sign, STYLE_ADDED);
	}
}

static const char *line_sign(const Patch *patch, const NewLine *line)
{
	const Theme *theme = patch->layout->theme;
	if (patch->form == FORM_ADD)
		return "+ ";
	if (patch->lines.n == 1)
		return theme->bar_code;
	if (line->added.n == 1 && line->added.v[0].start == 0 && line->added.v[0].end == line->line.len)
		return "+ ";
	if (line->added.n == 0 || (line->added.n == 1 && line->added.v[0].end == 0))
		return theme->bar;
	return theme->changed;
}

static void draw_new_line(Patch *patch, uint32_t i)
{
	Layout *layout = patch->layout;
	const NewLine *line = &patch->lines.v[i];
	const char *sign = line_sign(patch, line);
	Style style = *sign == *layout->theme->bar ? STYLE_GUTTER : STYLE_ADDED;
	uint32_t row = draw_signed(layout, patch->parts.v[0].span.line + i, sign, style, line->line);
	color_added(layout, row, line);
}

// Of the unchanged lines in [from, to), all when they are few, else the first and the last.
static void draw_unchanged(Patch *patch, uint32_t from, uint32_t to)
{
	enum { FEW = 3 };
	Layout *layout = patch->layout;
	bool few = to - from <= FEW;
	for (uint32_t i = from; i < to; i++) {
		if (few || i == from || i + 1 == to)
			draw_new_line(patch, i);
		else if (i == from + 1)
			grid_puts(&layout->grid, layout_row(layout), layout->theme->skipped_at_bar ? layout->gutter - 1 : 0,
			          layout->theme->cut, STYLE_GUTTER);
	}
}

static void draw_lines(Patch *patch)
{
	uint32_t drawn = 0;
	for (uint32_t i = 0; i < patch->lines.n; i++) {
		if (patch->lines.v[i].added.n == 0)
			continue;
		draw_unchanged(patch, drawn, i);
		draw_new_line(patch, i);
		drawn = i + 1;
	}
	layout_bar_row(patch->layout);
}

static void draw_patch(Patch *patch)
{
	switch (patch->form) {
	case FORM_INSERT: draw_insert(patch, &patch->lines.v[0]); return;
	case FORM_ADD:
	case FORM_LINES: draw_lines(patch); return;
	case FORM_DIFF: draw_diff(patch); return;
	}
}

// ---- files --------------------------------------------------------------------------------------

static bool is_first_of_file(const DiagEdit *edits, uint32_t i)
{
	for (uint32_t j = 0; j < i; j++)
		if (edits[j].span.file.i == edits[i].span.file.i)
			return false;
	return true;
}

// Without parts when the file no longer has the lines.
static Patch read_patch(Layout *layout, const DiagEdit *edits, uint32_t n, FileId file)
{
	Patch patch = {.layout = layout, .file = file};
	Buf text = {.arena = layout->arena};
	for (uint32_t i = 0; i < n; i++)
		if (edits[i].span.file.i == file.i && source_has(layout->sources, edits[i].span))
			add_part(&patch, &edits[i]);
	if (patch.parts.n == 0)
		return patch;
	splice(&patch, &text);
	split_lines(&patch, &text);
	patch.form = choose_form(&patch, &text);
	return patch;
}

static void draw_file(Layout *layout, const DiagEdit *edits, uint32_t n, FileId file, FileId main)
{
	Patch patch = read_patch(layout, edits, n, file);
	if (patch.parts.n == 0)
		return;
	if (file.i != main.i) {
		layout_place(layout, true, file, patch.parts.v[0].span.line, patch.parts.v[0].span.col);
		layout_bar_row(layout);
	} else {
		grid_puts(&layout->grid, layout_row(layout), layout->gutter + 1, layout->theme->open, STYLE_GUTTER);
	}
	draw_patch(&patch);
}

void layout_edits(Layout *layout, const DiagEdit *edits, uint32_t n, FileId main)
{
	for (uint32_t i = 0; i < n; i++)
		if (is_first_of_file(edits, i))
			draw_file(layout, edits, n, edits[i].span.file, main);
}

uint32_t layout_edits_last_line(Layout *layout, const DiagEdit *edits, uint32_t n)
{
	uint32_t last = 0;
	for (uint32_t i = 0; i < n; i++) {
		if (!is_first_of_file(edits, i))
			continue;
		Patch patch = read_patch(layout, edits, n, edits[i].span.file);
		uint32_t line = patch_last_line(&patch);
		last = line > last ? line : last;
	}
	return last;
}
