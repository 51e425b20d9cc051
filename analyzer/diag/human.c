// SPDX-License-Identifier: MIT
// human: diagnostics in, the text that a person reads out, as rustc would print it.
// Each diagnostic is a list of groups (its message, then every note and help that has
// a place of its own); a group is laid out on the grid, and the grid becomes text,
// with colours or without.
#include "diag/render.h"

// ---- how it looks -----------------------------------------------------------------------

const Theme theme_ascii = {
	.primary =
		{
			.underline = "^",
			.label_start = "^",
			.label_line = "|",
			.rail = "|",
			.rail_skipped = "|",
			.across = "_",
			.whole_line = "/",
			.corner = " ",
			.start_here = "^",
			.start_down = "^",
			.start_turn = "|",
			.end_here = "^",
			.end_up = "^",
			.end_tee = "|",
			.end_corner = "|",
		},
	.secondary =
		{
			.underline = "-",
			.label_start = "-",
			.label_line = "|",
			.rail = "|",
			.rail_skipped = "|",
			.across = "_",
			.whole_line = "/",
			.corner = " ",
			.start_here = "-",
			.start_down = "-",
			.start_turn = "|",
			.end_here = "-",
			.end_up = "-",
			.end_tee = "|",
			.end_corner = "|",
		},
	.bar = "|",
	.bar_code = "| ",
	.close = "|",
	.open = "|",
	.first_file = "--> ",
	.other_file = "::: ",
	.note = "= ",
	.note_last = "= ",
	.skipped = "...",
	.cut = "...",
	.changed = "~ ",
	.replaced = "~",
};

const Theme theme_unicode = {
	.primary =
		{
			.underline = "━",
			.label_start = "┯",
			.label_line = "│",
			.rail = "┃",
			.rail_skipped = "┇",
			.across = "━",
			.whole_line = "┏",
			.corner = "┏",
			.start_here = "┛",
			.start_down = "╿",
			.start_turn = "┙",
			.end_here = "┛",
			.end_up = "╿",
			.end_tee = "┥",
			.end_corner = "┗",
		},
	.secondary =
		{
			.underline = "─",
			.label_start = "┬",
			.label_line = "│",
			.rail = "│",
			.rail_skipped = "┆",
			.across = "─",
			.whole_line = "┌",
			.corner = "┌",
			.start_here = "┘",
			.start_down = "│",
			.start_turn = "┘",
			.end_here = "┘",
			.end_up = "│",
			.end_tee = "┤",
			.end_corner = "└",
		},
	.bar = "│",
	.bar_code = "│ ",
	.close = "╰╴",
	.open = "╭╴",
	.first_file = " ╭▸ ",
	.other_file = " ⸬  ",
	.note = "├ ",
	.note_last = "╰ ",
	.skipped = "┆",
	.skipped_at_bar = true,
	.cut = "…",
	.changed = "± ",
	.replaced = "±",
};

const char *level_name(DiagLevel level)
{
	switch (level) {
	case DIAG_ERROR: return "error";
	case DIAG_WARNING: return "warning";
	case DIAG_NOTE: return "note";
	case DIAG_HELP: return "help";
	}
	bug("no such level: %d", (int)level);
}

Style level_style(DiagLevel level)
{
	switch (level) {
	case DIAG_ERROR: return STYLE_ERROR;
	case DIAG_WARNING: return STYLE_WARNING;
	case DIAG_NOTE: return STYLE_NOTE;
	case DIAG_HELP: return STYLE_HELP;
	}
	bug("no such level: %d", (int)level);
}

static const char *style_codes(Style style)
{
	switch (style) {
	case STYLE_PLAIN: return "";
	case STYLE_BOLD: return "\x1b[1m";
	case STYLE_GUTTER: return "\x1b[1m\x1b[94m";
	case STYLE_ERROR: return "\x1b[1m\x1b[91m";
	case STYLE_WARNING: return "\x1b[1m\x1b[33m";
	case STYLE_NOTE: return "\x1b[1m\x1b[92m";
	case STYLE_HELP: return "\x1b[1m\x1b[96m";
	case STYLE_ADDED: return "\x1b[92m";
	case STYLE_REMOVED: return "\x1b[91m";
	}
	bug("no such style: %d", (int)style);
}

// ---- the grid -----------------------------------------------------------------------------

static Cell *grid_cell(Grid *grid, uint32_t row, uint32_t col)
{
	while (row >= grid->rows.n)
		VEC_PUSH(grid->arena, &grid->rows, (GridRow){0});
	GridRow *cells = &grid->rows.v[row];
	while (col >= cells->cells.n)
		VEC_PUSH(grid->arena, &cells->cells, (Cell){0});
	return &cells->cells.v[col];
}

// Half a wide character cannot be shown: a blank takes the place of the other half.
static void free_cell(Grid *grid, uint32_t row, uint32_t col)
{
	Cell *cell = grid_cell(grid, row, col);
	if (cell->text && cell->len == 0 && col > 0)
		cell[-1] = (Cell){.style = cell[-1].style};
	if (col + 1 < grid->rows.v[row].cells.n && cell->len && cell[1].text && cell[1].len == 0)
		cell[1] = (Cell){.style = cell[1].style};
}

// Adds a combining mark to the character on its left.
static void put_mark(Grid *grid, uint32_t row, uint32_t col, const char *text, uint32_t len, Style style)
{
	Cell *cell = grid_cell(grid, row, col ? col - 1 : 0);
	if (cell->text && cell->len == 0 && col > 1)
		cell--;
	if (!cell->text)
		*cell = (Cell){.text = " ", .len = 1, .style = style};
	if (cell->text + cell->len == text)
		cell->len += len;
	else
		*cell = (Cell){.text = arena_printf(grid->arena, "%.*s%.*s", (int)cell->len, cell->text, (int)len, text),
		               .len = cell->len + len,
		               .style = cell->style};
}

uint32_t grid_puts(Grid *grid, uint32_t row, uint32_t col, const char *text, Style style)
{
	Glyph glyph;
	for (size_t i = 0, len = strlen(text); i < len; i += glyph.bytes) {
		glyph = glyph_next(text + i, len - i);
		if (glyph.columns == 0) {
			put_mark(grid, row, col, text + i, glyph.bytes, style);
			continue;
		}
		for (uint32_t half = 0; half < glyph.columns; half++) {
			free_cell(grid, row, col);
			*grid_cell(grid, row, col++) = (Cell){text + i, half ? 0 : glyph.bytes, style};
		}
	}
	return col;
}

uint32_t grid_append(Grid *grid, uint32_t row, const char *text, Style style)
{
	return grid_puts(grid, row, row < grid->rows.n ? grid->rows.v[row].cells.n : 0, text, style);
}

void grid_style(Grid *grid, uint32_t row, uint32_t from, uint32_t to, Style style)
{
	for (uint32_t col = from; col < to && row < grid->rows.n && col < grid->rows.v[row].cells.n; col++)
		grid->rows.v[row].cells.v[col].style = style;
}

void grid_cut(Grid *grid, uint32_t row, uint32_t from, uint32_t to, const char *mark)
{
	GridRow *cells = &grid->rows.v[row];
	if (from >= to || to > cells->cells.n)
		return;
	free_cell(grid, row, from);
	free_cell(grid, row, to - 1);
	uint32_t end = grid_puts(grid, row, from, mark, STYLE_GUTTER);
	if (end >= to)
		return;
	memmove(&cells->cells.v[end], &cells->cells.v[to], sizeof(Cell) * (cells->cells.n - to));
	cells->cells.n -= to - end;
}

static void print_row(Buf *out, const GridRow *row, bool color)
{
	Style style = STYLE_PLAIN;
	for (uint32_t i = 0; i < row->cells.n; i++) {
		const Cell *cell = &row->cells.v[i];
		if (cell->text && cell->len == 0)
			continue;
		if (color && cell->style != style) {
			if (style != STYLE_PLAIN)
				buf_puts(out, "\x1b[0m");
			buf_puts(out, style_codes(cell->style));
			style = cell->style;
		}
		buf_put(out, cell->text ? cell->text : " ", cell->text ? cell->len : 1);
	}
	if (style != STYLE_PLAIN)
		buf_puts(out, "\x1b[0m");
	buf_putc(out, '\n');
}

// ---- rows that all forms have ---------------------------------------------------------------

uint32_t layout_row(Layout *layout)
{
	VEC_PUSH(layout->arena, &layout->grid.rows, (GridRow){0});
	return layout->grid.rows.n - 1;
}

uint32_t layout_bar_row(Layout *layout)
{
	uint32_t row = layout_row(layout);
	grid_puts(&layout->grid, row, layout->gutter + 1, layout->theme->bar, STYLE_GUTTER);
	return row;
}

void layout_line_number(Layout *layout, uint32_t row, uint32_t number)
{
	const char *text = arena_printf(layout->arena, "%*u", (int)layout->gutter, number);
	grid_puts(&layout->grid, row, 0, text, STYLE_GUTTER);
	grid_puts(&layout->grid, row, layout->gutter + 1, layout->theme->bar, STYLE_GUTTER);
}

void layout_place(Layout *layout, bool first, FileId file, uint32_t line, uint32_t col)
{
	const Theme *theme = layout->theme;
	uint32_t row = layout_row(layout);
	grid_puts(&layout->grid, row, layout->gutter, first ? theme->first_file : theme->other_file, STYLE_GUTTER);
	const char *path = files_path(layout->sources->files, file);
	grid_append(&layout->grid, row, text_shown(layout->arena, path, strlen(path), false), STYLE_PLAIN);
	if (line)
		grid_append(&layout->grid, row, arena_printf(layout->arena, ":%u:%u", line, col), STYLE_PLAIN);
}

void layout_note(Layout *layout, DiagLevel level, const char *message, bool last)
{
	uint32_t row = layout_row(layout);
	Grid *grid = &layout->grid;
	grid_puts(grid, row, layout->gutter + 1, last ? layout->theme->note_last : layout->theme->note, STYLE_GUTTER);
	grid_append(grid, row, level_name(level), STYLE_BOLD);
	grid_append(grid, row, ": ", STYLE_PLAIN);
	grid_append(grid, row, text_shown(layout->arena, message, strlen(message), false), STYLE_PLAIN);
}

static bool cell_is(const Grid *grid, uint32_t row, uint32_t col, const char *glyph)
{
	if (col >= grid->rows.v[row].cells.n)
		return false;
	const Cell *cell = &grid->rows.v[row].cells.v[col];
	return cell->text && cell->len && strncmp(cell->text, glyph, cell->len) == 0;
}

void layout_close(Layout *layout)
{
	Grid *grid = &layout->grid;
	uint32_t row = grid->rows.n - 1, col = layout->gutter + 1;
	if (cell_is(grid, row, col, layout->theme->bar))
		grid_puts(grid, row, col, layout->theme->close, STYLE_GUTTER);
	else if (cell_is(grid, row, col, layout->theme->note))
		grid_puts(grid, row, col, layout->theme->note_last, STYLE_GUTTER);
}

// ---- a diagnostic ---------------------------------------------------------------------------

static void draw_title(Layout *layout, DiagLevel level, const char *code, const char *message, Style style)
{
	Grid *grid = &layout->grid;
	uint32_t row = layout_row(layout);
	grid_append(grid, row, level_name(level), level_style(level));
	if (code && *code)
		grid_append(grid, row,
		            arena_printf(layout->arena, "[%s]", text_shown(layout->arena, code, strlen(code), false)),
		            level_style(level));
	grid_append(grid, row, ": ", style);
	grid_append(grid, row, text_shown(layout->arena, message, strlen(message), false), style);
}

// Edits of lines that are gone cannot be shown: what is left is a note.
static bool has_place(const Layout *layout, const DiagSub *sub)
{
	for (uint32_t i = 0; i < sub->edits.n; i++)
		if (source_has(layout->sources, sub->edits.v[i].span))
			return true;
	return sub->labels.n > 0;
}

// Draws the notes without a place of their own that follow subs.v[at - 1].
static uint32_t draw_notes(Layout *layout, const Diag *diag, uint32_t at)
{
	for (; at < diag->subs.n && !has_place(layout, &diag->subs.v[at]); at++) {
		bool last = at + 1 == diag->subs.n || has_place(layout, &diag->subs.v[at + 1]);
		layout_note(layout, diag->subs.v[at].level, diag->subs.v[at].message, last);
	}
	return at;
}

static FileId main_file(const Diag *diag)
{
	for (uint32_t i = 0; i < diag->labels.n; i++)
		if (diag->labels.v[i].primary)
			return diag->labels.v[i].span.file;
	return (FileId){0};
}

// The message itself with its labels and notes; returns the first sub behind them.
static uint32_t draw_main(Layout *layout, const Diag *diag)
{
	draw_title(layout, diag->level, diag->code, diag->message, STYLE_BOLD);
	layout->primary = level_style(diag->level);
	layout_labels(layout, diag->labels.v, diag->labels.n);
	if (diag->subs.n == 0) {
		if (diag->labels.n)
			layout_close(layout);
		return 0;
	}
	layout_bar_row(layout);
	if (has_place(layout, &diag->subs.v[0]))
		layout_close(layout);
	return draw_notes(layout, diag, 0);
}

// A note or help with a place of its own, and what belongs to it.
static uint32_t draw_sub(Layout *layout, const Diag *diag, uint32_t at)
{
	const DiagSub *sub = &diag->subs.v[at++];
	draw_title(layout, sub->level, NULL, sub->message, STYLE_PLAIN);
	layout->primary = level_style(sub->level);
	layout_labels(layout, sub->labels.v, sub->labels.n);
	layout_edits(layout, sub->edits.v, sub->edits.n, main_file(diag));
	if (at == diag->subs.n || has_place(layout, &diag->subs.v[at]))
		layout_close(layout);
	return draw_notes(layout, diag, at);
}

static uint32_t gutter_width(Layout *layout, const Diag *diag)
{
	uint32_t last = layout_labels_last_line(layout, diag->labels.v, diag->labels.n), width = 0;
	for (uint32_t i = 0; i < diag->subs.n; i++) {
		const DiagSub *sub = &diag->subs.v[i];
		uint32_t labels = layout_labels_last_line(layout, sub->labels.v, sub->labels.n);
		uint32_t edits = layout_edits_last_line(layout, sub->edits.v, sub->edits.n);
		last = labels > last ? labels : last;
		last = edits > last ? edits : last;
	}
	for (; last; last /= 10)
		width++;
	return width;
}

static void render_one(Buf *out, Arena *scratch, Sources *sources, const Diag *diag, const RenderOptions *options)
{
	enum { DEFAULT_WIDTH = 140 };
	Layout layout = {.arena = scratch, .sources = sources, .grid = {.arena = scratch}};
	layout.theme = options->unicode ? &theme_unicode : &theme_ascii;
	layout.width = options->width ? options->width : DEFAULT_WIDTH;
	layout.gutter = gutter_width(&layout, diag);
	for (uint32_t at = draw_main(&layout, diag); at < diag->subs.n;)
		at = draw_sub(&layout, diag, at);
	for (uint32_t row = 0; row < layout.grid.rows.n; row++)
		print_row(out, &layout.grid.rows.v[row], options->color);
	buf_putc(out, '\n');
}

void render_human(Buf *out, const Diags *diags, const Files *files, const RenderOptions *options)
{
	Arena texts = {0}, scratch = {0}; // of the whole rendering, and of one diagnostic
	Sources sources;
	sources_init(&sources, &texts, files);
	for (uint32_t i = 0; i < diags->n; i++) {
		render_one(out, &scratch, &sources, &diags->v[i], options);
		arena_reset(&scratch);
	}
	arena_free(&scratch);
	arena_free(&texts);
}
