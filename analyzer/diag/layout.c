// SPDX-License-Identifier: MIT
// layout: labels in, rows of the grid out: each labelled line of source with its
// underlines, labels and connectors below. The form is rustc's. A label over several
// lines becomes a mark on its first line, marks on lines between and one on its last,
// joined by a rail left of the code; then every line is drawn from its marks alone.
#include "diag/render.h"

typedef enum MarkKind { MARK_WHOLE, MARK_START, MARK_MIDDLE, MARK_END } MarkKind;

// What one label does on one line.
typedef struct Mark {
	MarkKind kind;
	uint32_t depth;      // of a label over several lines: its rail, counted from 1 at the left
	uint32_t start, end; // columns of the code
	uint32_t span_end;   // `end`, but equal to `start` where the span is empty
	bool primary;
	bool indented;    // nothing but white space stands before it
	bool overlaps;    // with another mark of the line
	const char *text; // of the label, fit to be shown; "" for none
	uint32_t row;     // below the code on which it is drawn, 0 for the row of the underlines
} Mark;

typedef struct MarkedLine {
	uint32_t number;
	VEC(Mark) marks;
} MarkedLine;

// A label over several lines.
typedef struct Stretch {
	uint32_t first, last; // lines
	uint32_t start, end;  // columns, on the first and on the last line
	uint32_t depth;
	bool primary, indented;
	bool repeated; // another label has the same span: its rail serves both
	const char *text;
} Stretch;

typedef struct Rail {
	uint32_t depth;
	bool primary;
} Rail;

// The labelled lines of one file.
typedef struct Window {
	Layout *layout;
	FileId file;
	const DiagLabel *head; // whose position stands beside the path
	bool seen;             // the file has all lines that its labels name
	VEC(MarkedLine) lines; // by number
	VEC(Stretch) stretches;
	VEC(Rail) rails;  // open at the line that is drawn
	uint32_t depth;   // number of rails side by side
	uint32_t code;    // column of the grid where code starts
	uint32_t columns; // that code can take
	Columns shown;    // of the code, where a line is longer
} Window;

// ---- marks ------------------------------------------------------------------------

static MarkedLine *find_line(Window *window, uint32_t number)
{
	Arena *arena = window->layout->arena;
	uint32_t at = window->lines.n;
	while (at > 0 && window->lines.v[at - 1].number >= number)
		at--;
	if (at < window->lines.n && window->lines.v[at].number == number)
		return &window->lines.v[at];
	VEC_INSERT(arena, &window->lines, at, (MarkedLine){.number = number});
	return &window->lines.v[at];
}

static void add_mark(Window *window, uint32_t number, Mark mark)
{
	MarkedLine *line = find_line(window, number);
	VEC_PUSH(window->layout->arena, &line->marks, mark);
}

static Line line_text(const Window *window, uint32_t number)
{
	return source_line(window->layout->sources, window->file, number);
}

static bool is_blank(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!strchr(" \t\f\v\r", text[i]) || !text[i])
			return false;
	return true;
}

static uint32_t line_column(Line line, uint32_t col) { return text_column(line.text, line.len, line_byte(line, col)); }

static const char *label_text(const Window *window, const DiagLabel *label)
{
	return label->text ? text_shown(window->layout->arena, label->text, strlen(label->text), false) : "";
}

static void add_label(Window *window, const DiagLabel *label)
{
	Span span = label->span;
	Line first = line_text(window, span.line);
	uint32_t start = line_column(first, span.col);
	bool indented = is_blank(first.text, line_byte(first, span.col));
	const char *text = label_text(window, label);
	if (span.end_line <= span.line) {
		uint32_t end = span.end_line == span.line ? line_column(first, span.end_col) : 0;
		Mark mark = {.start = start, .span_end = most(start, end), .primary = label->primary, .text = text};
		mark.end = most(start + 1, end);
		add_mark(window, span.line, mark);
		return;
	}
	Stretch stretch = {.first = span.line, .last = span.end_line, .start = start, .depth = 1};
	stretch.end = line_column(line_text(window, span.end_line), span.end_col);
	stretch.primary = label->primary;
	stretch.indented = indented;
	stretch.text = text;
	VEC_PUSH(window->layout->arena, &window->stretches, stretch);
}

// ---- labels over several lines ------------------------------------------------------

static bool same_stretch(const Stretch *a, const Stretch *b)
{
	return a->first == b->first && a->last == b->last && a->start == b->start && a->end == b->end;
}

static bool stretch_before(const Stretch *a, const Stretch *b)
{
	if (a->first != b->first || a->last != b->last)
		return a->first != b->first ? a->first < b->first : a->last > b->last;
	return same_stretch(a, b) && !a->primary && b->primary; // the last one draws the rail
}

static void sort_stretches(Window *window)
{
	Stretch *v = window->stretches.v;
	for (uint32_t i = 1; i < window->stretches.n; i++) {
		Stretch moved = v[i];
		uint32_t at = i;
		for (; at > 0 && stretch_before(&moved, &v[at - 1]); at--)
			v[at] = v[at - 1];
		v[at] = moved;
	}
}

static bool share_lines(const Stretch *a, const Stretch *b) { return a->first <= b->last && b->first <= a->last; }

static bool share_a_rail(const Window *window)
{
	const Stretch *v = window->stretches.v;
	for (uint32_t i = 0; i < window->stretches.n; i++)
		for (uint32_t j = 0; j < i; j++)
			if (v[i].depth == v[j].depth && !same_stretch(&v[i], &v[j]) && share_lines(&v[i], &v[j]))
				return true;
	return false;
}

// Counts rails from the code outwards, as rustc does: a stretch stands left of those
// that begin below it, as long as all above it share lines with them too.
static void count_rails(Window *window)
{
	Stretch *v = window->stretches.v;
	for (uint32_t i = 0; i < window->stretches.n; i++) {
		for (uint32_t j = 0; j < window->stretches.n; j++) {
			bool same = same_stretch(&v[i], &v[j]);
			if (!same && share_lines(&v[i], &v[j]))
				v[j].depth++;
			else if (same && i != j)
				v[j].repeated = true;
			else
				break;
		}
	}
}

// Counts them so that no two meet, which the other count cannot promise.
static void separate_rails(Window *window)
{
	Stretch *v = window->stretches.v;
	for (uint32_t i = window->stretches.n; i-- > 0;) {
		v[i].depth = 1;
		for (uint32_t j = i + 1; j < window->stretches.n; j++) {
			if (same_stretch(&v[i], &v[j]))
				v[i].depth = most(v[i].depth, v[j].depth);
			else if (share_lines(&v[i], &v[j]))
				v[i].depth = most(v[i].depth, v[j].depth + 1);
		}
	}
}

// Gives each stretch a rail of its own wherever it shares lines with another; rails
// are numbered from the left in the end.
static void assign_rails(Window *window)
{
	Stretch *v = window->stretches.v;
	uint32_t n = window->stretches.n;
	count_rails(window);
	if (share_a_rail(window))
		separate_rails(window);
	for (uint32_t i = 0; i < n; i++)
		window->depth = most(window->depth, v[i].depth);
	for (uint32_t i = 0; i < n; i++)
		v[i].depth = window->depth - v[i].depth + 1;
}

// A line that tells nothing: blank, a lone bracket, or a comment.
static bool is_dull(Line line)
{
	const char *text = line.text;
	size_t len = line.len;
	while (len && is_blank(text, 1))
		text++, len--;
	while (len && is_blank(text + len - 1, 1))
		len--;
	if (len >= 2 && text[0] == '/' && text[1] == '/')
		return !(len >= 3 && (text[2] == '/' || text[2] == '!'));
	return len == 0 || (len == 1 && strchr("{}()[]", *text));
}

static Mark stretch_mark(const Stretch *stretch, MarkKind kind)
{
	Mark mark = {.kind = kind, .depth = stretch->depth, .primary = stretch->primary, .text = ""};
	if (kind == MARK_START) {
		mark.start = stretch->start;
		mark.end = mark.span_end = stretch->start + 1;
		mark.indented = stretch->indented;
	} else if (kind == MARK_END) {
		mark.start = stretch->end ? stretch->end - 1 : 0;
		mark.end = mark.span_end = stretch->end;
		mark.text = stretch->text;
	}
	return mark;
}

// Shows up to four lines from the first on, without a dull tail, and the one before the last.
static void mark_between(Window *window, const Stretch *stretch)
{
	enum { SHOWN_HEAD = 4 };
	uint32_t middle = stretch->first + SHOWN_HEAD < stretch->last ? stretch->first + SHOWN_HEAD : stretch->last;
	uint32_t until = middle;
	while (until > stretch->first && is_dull(line_text(window, until - 1)))
		until--;
	for (uint32_t number = stretch->first + 1; number < until; number++)
		add_mark(window, number, stretch_mark(stretch, MARK_MIDDLE));
	uint32_t before_last = stretch->last - 1;
	if (middle < before_last && !is_dull(line_text(window, before_last)))
		add_mark(window, before_last, stretch_mark(stretch, MARK_MIDDLE));
}

static void mark_stretch(Window *window, const Stretch *stretch)
{
	Mark end = stretch_mark(stretch, MARK_END);
	if (stretch->repeated) {
		end.kind = MARK_WHOLE;
	} else {
		add_mark(window, stretch->first, stretch_mark(stretch, MARK_START));
		mark_between(window, stretch);
	}
	add_mark(window, stretch->last, end);
}

// ---- long lines -----------------------------------------------------------------------

static void reach_line(const Window *window, const MarkedLine *marked, Reach *reach)
{
	Line line = line_text(window, marked->number);
	reach->blank = least(reach->blank, line_indent(line));
	reach->longest = most(reach->longest, text_column(line.text, line.len, line.len));
	for (uint32_t i = 0; i < marked->marks.n; i++) {
		const Mark *mark = &marked->marks.v[i];
		uint32_t label = *mark->text ? text_width(mark->text) + 1 : 0;
		reach->left = least(reach->left, least(mark->start, mark->end));
		reach->right = most(reach->right, most(mark->start, mark->end));
		reach->label_right = most(reach->label_right, mark->end + label);
	}
}

static void cut_columns(Window *window)
{
	Reach reach = {.blank = UINT32_MAX, .left = UINT32_MAX};
	for (uint32_t i = 0; i < window->lines.n; i++)
		reach_line(window, &window->lines.v[i], &reach);
	window->shown = reach_columns(reach, window->columns);
}

static bool has_more(Window *window, Line line, uint32_t from, uint32_t len)
{
	const char *rest = text_slice(window->layout->arena, line, from, len);
	return !is_blank(rest, strlen(rest));
}

static void draw_code(Window *window, uint32_t row, uint32_t number)
{
	Layout *layout = window->layout;
	Line line = line_text(window, number);
	uint32_t len = text_column(line.text, line.len, line.len);
	uint32_t left = least(window->shown.from, len);
	uint32_t right = len - left <= window->columns ? len : least(len, window->shown.to);
	const char *cut = layout->theme->cut;
	uint32_t end =
		grid_puts(&layout->grid, row, window->code, text_slice(layout->arena, line, left, right), STYLE_PLAIN);
	if (window->shown.from > 0)
		grid_puts(&layout->grid, row, window->code, cut, STYLE_GUTTER);
	if (right < len && has_more(window, line, right, len))
		grid_puts(&layout->grid, row, end - least(end, text_width(cut)), cut, STYLE_GUTTER);
	layout_line_number(layout, row, number);
}

// ---- one line: where its labels go ----------------------------------------------------

// A line while it is drawn. Its code is on row `base`, the underlines on the next one,
// labels and turns of rails on rows below.
typedef struct Drawing {
	Window *window;
	Mark *marks; // from right to left
	uint32_t n;
	uint32_t base, rows; // `rows` counts the rows below that of the underlines
} Drawing;

static bool turns(const Mark *mark) { return mark->kind == MARK_START || mark->kind == MARK_END; }

static bool collide(const Mark *a, const Mark *b, uint32_t padding)
{
	return (b->start <= a->start && a->start < b->end) || (a->start <= b->start && b->start < a->end + padding);
}

static bool has_label(const Mark *mark) { return *mark->text != '\0'; }

static int compare_ends(const Mark *a, const Mark *b)
{
	if (a->span_end != b->span_end)
		return a->span_end < b->span_end ? -1 : 1;
	return a->end == b->end ? 0 : a->end < b->end ? -1 : 1;
}

// Whether the label of marks[i] cannot stay behind its underline, as others stand there.
static bool is_crowded(Drawing *drawing, uint32_t i, bool first_row)
{
	Mark *mark = &drawing->marks[i];
	for (uint32_t j = i + 1; j < drawing->n; j++) {
		Mark *next = &drawing->marks[j];
		if (!collide(next, mark, 0))
			continue;
		mark->overlaps = next->overlaps = true;
		bool merged = next->start == mark->start && compare_ends(next, mark) == 0 && !has_label(next);
		if (first_row && has_label(mark) && !merged)
			return true;
	}
	return false;
}

// Whether what stands to the left of marks[i] needs another row than it.
static bool needs_row(const Drawing *drawing, uint32_t i, bool first_row)
{
	const Mark *mark = &drawing->marks[i];
	for (uint32_t j = i + 1; j < drawing->n; j++) {
		const Mark *next = &drawing->marks[j];
		uint32_t padding = has_label(next) ? text_width(next->text) + 2 : 0;
		bool meet = collide(next, mark, padding);
		if (meet && has_label(mark) && has_label(next))
			return true;
		if ((turns(mark) && (has_label(next) || turns(next))) || (has_label(mark) && turns(next)))
			return true;
		if (meet && compare_ends(next, mark) <= 0 && has_label(next) && first_row)
			return true;
	}
	return false;
}

static bool only_starts(const Drawing *drawing)
{
	for (uint32_t i = 0; i < drawing->n; i++)
		if (drawing->marks[i].kind != MARK_START)
			return false;
	return true;
}

// Gives each mark its row, from right to left.
static void place_marks(Drawing *drawing)
{
	uint32_t row = 0, last = 0;
	for (uint32_t i = 0; i < drawing->n; i++) {
		if (is_crowded(drawing, i, row == 0))
			row++;
		drawing->marks[i].row = row;
		if (needs_row(drawing, i, row == 0))
			row++;
		last = row > last ? row : last;
	}
	drawing->rows = last ? last + 1 : 0;
	if (!only_starts(drawing))
		return;
	// Where several rails start, the leftmost turns last, so that they do not cross.
	uint32_t lowest = 0;
	for (uint32_t i = 0; i < drawing->n; i++)
		lowest = most(lowest, drawing->marks[i].row);
	for (uint32_t i = 0; i < drawing->n; i++)
		drawing->marks[i].row = lowest - drawing->marks[i].row;
	drawing->rows -= drawing->rows ? 1 : 0;
}

// ---- one line: drawing ------------------------------------------------------------------

static const Pen *mark_pen(const Drawing *drawing, const Mark *mark)
{
	const Theme *theme = drawing->window->layout->theme;
	return mark->primary ? &theme->primary : &theme->secondary;
}

static Style mark_style(const Layout *layout, bool primary) { return primary ? layout->primary : STYLE_GUTTER; }

static uint32_t rail_column(const Window *window, uint32_t depth) { return window->layout->gutter + 2 + depth; }

static uint32_t code_column(const Window *window, uint32_t column)
{
	uint32_t at = window->code + column;
	return at - least(at, window->shown.from);
}

static void put(const Drawing *drawing, const Mark *mark, uint32_t row, uint32_t column, const char *glyph)
{
	Layout *layout = drawing->window->layout;
	grid_puts(&layout->grid, row, column, glyph, mark_style(layout, mark->primary));
}

// The horizontal line from a rail to where its label starts or ends.
static void draw_across(const Drawing *drawing, const Mark *mark)
{
	if (!turns(mark))
		return;
	uint32_t to = code_column(drawing->window, mark->start);
	for (uint32_t col = rail_column(drawing->window, mark->depth) + 1; col < to; col++)
		put(drawing, mark, drawing->base + 1 + mark->row, col, mark_pen(drawing, mark)->across);
}

// The line from an underline down to its label or turn.
static void draw_down(const Drawing *drawing, const Mark *mark)
{
	if (mark->row == 0 || !(has_label(mark) || turns(mark)))
		return;
	const Pen *pen = mark_pen(drawing, mark);
	uint32_t column = code_column(drawing->window, mark->start), turn = drawing->base + 1 + mark->row;
	for (uint32_t row = drawing->base + 1; row <= turn; row++)
		put(drawing, mark, row, column, pen->label_line);
	if (mark->kind == MARK_START)
		put(drawing, mark, turn, column, pen->start_turn);
	if (mark->kind == MARK_END && has_label(mark))
		put(drawing, mark, turn, column, pen->end_tee);
}

// The part of the rail that stands on this line's rows.
static void draw_rail(const Drawing *drawing, const Mark *mark)
{
	const Pen *pen = mark_pen(drawing, mark);
	uint32_t column = rail_column(drawing->window, mark->depth), turn = drawing->base + 1 + mark->row;
	if (mark->kind == MARK_START) {
		put(drawing, mark, turn, column, pen->corner);
		for (uint32_t row = turn + 1; row < drawing->base + drawing->rows + 2; row++)
			put(drawing, mark, row, column, pen->rail);
	} else if (mark->kind == MARK_END) {
		for (uint32_t row = drawing->base; row < turn; row++)
			put(drawing, mark, row, column, pen->rail);
		put(drawing, mark, turn, column, pen->end_corner);
	}
}

static void draw_label(const Drawing *drawing, const Mark *mark)
{
	if (!has_label(mark))
		return;
	if (mark->row == 0) {
		uint32_t behind = mark->end ? mark->end + 1 : 2;
		put(drawing, mark, drawing->base + 1, code_column(drawing->window, behind), mark->text);
	} else {
		uint32_t below = drawing->base + 2 + mark->row;
		put(drawing, mark, below, code_column(drawing->window, mark->start), mark->text);
	}
}

static void draw_underline(const Drawing *drawing, const Mark *mark)
{
	const Pen *pen = mark_pen(drawing, mark);
	uint32_t row = drawing->base + 1;
	for (uint32_t column = mark->start; column < mark->end; column++)
		put(drawing, mark, row, code_column(drawing->window, column), pen->underline);
	uint32_t start = code_column(drawing->window, mark->start);
	if (mark->kind == MARK_START)
		put(drawing, mark, row, start, mark->row ? pen->start_down : pen->start_here);
	else if (mark->kind == MARK_END)
		put(drawing, mark, row, start, mark->row ? pen->end_up : pen->end_here);
	else if (mark->row && has_label(mark))
		put(drawing, mark, row, start, pen->label_start);
}

static uint32_t mark_width(const Mark *mark)
{
	return mark->end > mark->start ? mark->end - mark->start : mark->start - mark->end;
}

static bool wider(const Mark *a, const Mark *b)
{
	uint32_t x = mark_width(a), y = mark_width(b);
	return x != y ? x > y : !a->primary && b->primary;
}

static bool rightmost(const Mark *a, const Mark *b) { return a->start > b->start; }

// A stable sort; lines have few labels.
static void sort_marks(Mark *marks, uint32_t n, bool before(const Mark *, const Mark *))
{
	for (uint32_t i = 1; i < n; i++) {
		Mark moved = marks[i];
		uint32_t at = i;
		for (; at > 0 && before(&moved, &marks[at - 1]); at--)
			marks[at] = marks[at - 1];
		marks[at] = moved;
	}
}

// Takes the middle out of underlines that are much longer than a line can be.
static void cut_middles(Drawing *drawing)
{
	Window *window = drawing->window;
	Layout *layout = window->layout;
	for (uint32_t i = 0; i < drawing->n; i++) {
		const Mark *mark = &drawing->marks[i];
		uint32_t width = mark_width(mark), kept = most(window->columns / 3, 5);
		if (mark->overlaps || mark->kind != MARK_WHOLE || width <= window->columns * 2 || width <= 10)
			continue;
		uint32_t from = code_column(window, mark->start + kept), to = code_column(window, mark->end - kept);
		grid_cut(&layout->grid, drawing->base, from, to, layout->theme->cut);
		grid_cut(&layout->grid, drawing->base + 1, from, to, layout->theme->cut);
	}
}

static void for_each_mark(const Drawing *drawing, void draw(const Drawing *, const Mark *))
{
	for (uint32_t i = 0; i < drawing->n; i++)
		draw(drawing, &drawing->marks[i]);
}

static void draw_marks(Drawing *drawing)
{
	Layout *layout = drawing->window->layout;
	sort_marks(drawing->marks, drawing->n, rightmost);
	place_marks(drawing);
	for (uint32_t row = 0; row <= drawing->rows; row++)
		layout_bar_row(layout);
	// What is drawn later stands over what was drawn before.
	for_each_mark(drawing, draw_across);
	for_each_mark(drawing, draw_down);
	for_each_mark(drawing, draw_rail);
	for_each_mark(drawing, draw_label);
	sort_marks(drawing->marks, drawing->n, wider);
	for_each_mark(drawing, draw_underline);
	cut_middles(drawing);
}

// Whether every label that starts here has the whole line: then `/` beside it says it all.
static bool starts_whole(const MarkedLine *line)
{
	for (uint32_t i = 0; i < line->marks.n; i++) {
		const Mark *mark = &line->marks.v[i];
		if (mark->kind != MARK_MIDDLE && !(mark->kind == MARK_START && mark->indented))
			return false;
	}
	return true;
}

static void draw_line(Window *window, MarkedLine *line)
{
	Layout *layout = window->layout;
	Drawing drawing = {.window = window, .marks = line->marks.v, .n = line->marks.n};
	drawing.base = layout_row(layout);
	draw_code(window, drawing.base, line->number);
	if (!starts_whole(line)) {
		draw_marks(&drawing);
		return;
	}
	for (uint32_t i = 0; i < drawing.n; i++) {
		const Mark *mark = &drawing.marks[i];
		if (mark->kind == MARK_START)
			put(&drawing, mark, drawing.base, rail_column(window, mark->depth), mark_pen(&drawing, mark)->whole_line);
	}
}

// ---- a window -----------------------------------------------------------------------------

static void draw_rails(const Window *window, uint32_t from, bool skipped)
{
	Layout *layout = window->layout;
	const Theme *theme = layout->theme;
	for (uint32_t row = from; row < layout->grid.rows.n; row++) {
		for (uint32_t i = 0; i < window->rails.n; i++) {
			Rail rail = window->rails.v[i];
			const Pen *pen = rail.primary ? &theme->primary : &theme->secondary;
			uint32_t column = rail_column(window, rail.depth);
			const char *glyph = skipped ? pen->rail_skipped : pen->rail;
			grid_puts(&layout->grid, row, column, glyph, mark_style(layout, rail.primary));
		}
	}
}

static void close_rail(Window *window, uint32_t depth)
{
	for (uint32_t i = 0; i < window->rails.n; i++) {
		if (window->rails.v[i].depth == depth) {
			window->rails.v[i] = window->rails.v[--window->rails.n];
			return;
		}
	}
}

// Rails that end here no longer run beside what follows; those that start here do.
static void follow_rails(Window *window, const MarkedLine *line, uint32_t from)
{
	for (uint32_t i = 0; i < line->marks.n; i++)
		if (line->marks.v[i].kind == MARK_END)
			close_rail(window, line->marks.v[i].depth);
	draw_rails(window, from, false);
	for (uint32_t i = 0; i < line->marks.n; i++) {
		const Mark *mark = &line->marks.v[i];
		if (mark->kind == MARK_START)
			VEC_PUSH(window->layout->arena, &window->rails, ((Rail){mark->depth, mark->primary}));
	}
}

// What stands between two labelled lines: nothing, the one line there is, or `...`.
static void draw_gap(Window *window, uint32_t above, uint32_t below)
{
	Layout *layout = window->layout;
	if (below - above < 2)
		return;
	uint32_t row = layout_row(layout);
	bool skipped = below - above > 2;
	if (skipped)
		grid_puts(&layout->grid, row, layout->theme->skipped_at_bar ? layout->gutter + 1 : 0, layout->theme->skipped,
		          STYLE_GUTTER);
	else
		draw_code(window, row, above + 1);
	draw_rails(window, row, skipped);
}

static void draw_window(Window *window)
{
	Layout *layout = window->layout;
	for (uint32_t i = 0; i < window->stretches.n; i++)
		mark_stretch(window, &window->stretches.v[i]);
	window->columns = layout->width > window->code ? layout->width - window->code : 1;
	cut_columns(window);
	for (uint32_t i = 0; i < window->lines.n; i++) {
		MarkedLine *line = &window->lines.v[i];
		uint32_t from = layout->grid.rows.n;
		draw_line(window, line);
		follow_rails(window, line, from);
		if (i + 1 < window->lines.n)
			draw_gap(window, line->number, window->lines.v[i + 1].number);
	}
}

// ---- files ----------------------------------------------------------------------------------

// Where the file cannot be shown, its labels become notes.
static void draw_unseen(Layout *layout, FileId file, const DiagLabel *labels, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		if (labels[i].span.file.i != file.i || !labels[i].text || !*labels[i].text)
			continue;
		layout_bar_row(layout);
		layout_note(layout, DIAG_NOTE, labels[i].text, false);
	}
}

// The label that a file is headed by: the first primary one, else the topmost.
static const DiagLabel *file_head(FileId file, const DiagLabel *labels, uint32_t n)
{
	const DiagLabel *head = NULL;
	for (uint32_t i = 0; i < n; i++) {
		if (labels[i].span.file.i != file.i)
			continue;
		if (labels[i].primary)
			return &labels[i];
		if (!head || span_compare(labels[i].span, head->span) < 0)
			head = &labels[i];
	}
	return head;
}

// Collects what is to be drawn of one file.
static Window read_file(Layout *layout, FileId file, const DiagLabel *labels, uint32_t n)
{
	Window window = {.layout = layout, .file = file, .head = file_head(file, labels, n), .seen = true};
	for (uint32_t i = 0; i < n; i++)
		if (labels[i].span.file.i == file.i)
			window.seen = window.seen && source_has(layout->sources, labels[i].span);
	for (uint32_t i = 0; i < n && window.seen; i++)
		if (labels[i].span.file.i == file.i)
			add_label(&window, &labels[i]);
	sort_stretches(&window);
	assign_rails(&window);
	return window;
}

static bool is_first_of_file(const DiagLabel *labels, uint32_t i)
{
	for (uint32_t j = 0; j < i; j++)
		if (labels[j].span.file.i == labels[i].span.file.i)
			return false;
	return true;
}

// All files in the order in which they are shown: that of the primary label first.
static U32Vec order_files(Arena *arena, const DiagLabel *labels, uint32_t n)
{
	U32Vec files = {0};
	uint32_t main = 0;
	for (uint32_t i = 0; i < n && main == 0; i++)
		main = labels[i].primary ? labels[i].span.file.i : 0;
	if (main)
		VEC_PUSH(arena, &files, main);
	for (uint32_t i = 0; i < n; i++)
		if (labels[i].span.file.i != main && span_known(labels[i].span) && is_first_of_file(labels, i))
			VEC_PUSH(arena, &files, labels[i].span.file.i);
	return files;
}

void layout_labels(Layout *layout, const DiagLabel *labels, uint32_t n)
{
	U32Vec files = order_files(layout->arena, labels, n);
	Window *windows = ARENA_ARRAY(layout->arena, Window, files.n);
	uint32_t depth = 0; // code starts at one column in all files
	for (uint32_t i = 0; i < files.n; i++) {
		windows[i] = read_file(layout, (FileId){files.v[i]}, labels, n);
		depth = most(depth, windows[i].depth);
	}
	for (uint32_t i = 0; i < files.n; i++) {
		Window *window = &windows[i];
		window->code = layout->gutter + 3 + (depth ? depth + 1 : 0);
		if (i > 0)
			layout_bar_row(layout);
		layout_place(layout, i == 0, window->file, window->head->span.line, window->head->span.col);
		if (!window->seen) {
			draw_unseen(layout, window->file, labels, n);
			continue;
		}
		layout_bar_row(layout);
		draw_window(window);
	}
}

uint32_t layout_labels_last_line(Layout *layout, const DiagLabel *labels, uint32_t n)
{
	uint32_t last = 0;
	for (uint32_t i = 0; i < n; i++)
		if (source_has(layout->sources, labels[i].span))
			last = most(last, most(labels[i].span.line, labels[i].span.end_line));
	return last;
}
