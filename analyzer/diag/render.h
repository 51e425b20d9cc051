// SPDX-License-Identifier: MIT
// render: what the files of this folder share and nobody else sees. A Diag is laid
// out on a grid of styled cells, one cell a column; human.c makes text of the grid.
#ifndef OUTLIVE_DIAG_RENDER_H
#define OUTLIVE_DIAG_RENDER_H

#include "diag/diag.h"

static inline uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }
static inline uint32_t most(uint32_t a, uint32_t b) { return a > b ? a : b; }

// ---- source.c: lines of source, and text as it can be shown ------------------------

typedef struct Source {
	const char *text;
	size_t len;
	VEC(size_t) starts; // offset of each line, and of the empty one behind a final newline
	bool tried;         // looked for on disk; `text` stays NULL when there is none
} Source;

typedef struct Sources {
	Arena *arena;
	const Files *files;
	Source *by_file; // by FileId
} Sources;

// A line without its line end; the bytes are those of the file, which outlive the rendering.
typedef struct Line {
	const char *text;
	uint32_t len;
} Line;

void sources_init(Sources *sources, Arena *arena, const Files *files);
// The number of lines, 0 when the file cannot be read. A final newline counts as
// opening one more line, so that the end of the file is a place.
uint32_t source_count(Sources *sources, FileId file);
// `number` counts from 1; a line that is not there is empty.
Line source_line(Sources *sources, FileId file, uint32_t number);
// Whether the file still holds all lines that the span names.
bool source_has(Sources *sources, Span span);

// The byte at a column of a span, which counts from 1 in bytes; the file may have changed since.
size_t line_byte(Line line, uint32_t col);
// The columns of white space that the line begins with; UINT32_MAX when there is nothing else.
uint32_t line_indent(Line line);

typedef enum GlyphKind {
	GLYPH_TEXT, // shown as it is
	GLYPH_TAB,
	GLYPH_CONTROL, // shown as an escape: it would move the cursor, or reorder what stands beside it
	GLYPH_BAD,     // a byte that is not UTF-8, shown as U+FFFD
} GlyphKind;

// One step of showing text.
typedef struct Glyph {
	GlyphKind kind;
	uint32_t code;    // the code point, or the byte
	uint32_t bytes;   // of the text
	uint32_t columns; // on a terminal; 0 for a mark that combines with what is before it
} Glyph;

Glyph glyph_next(const char *text, size_t len);
// The column at which the byte `at` is shown, counted from 0.
uint32_t text_column(const char *text, size_t len, size_t at);
// The text as it is shown: tabs as spaces where `tabs` is set, else escaped like the other control characters.
const char *text_shown(Arena *arena, const char *text, size_t len, bool tabs);
uint32_t text_width(const char *shown);
// The columns [from, to) of a line as it is shown.
const char *text_slice(Arena *arena, Line line, uint32_t from, uint32_t to);

// How far to the left and right the marks of a window, and their labels, reach.
typedef struct Reach {
	uint32_t blank;       // columns of white space that all lines begin with, UINT32_MAX if there is but that
	uint32_t left, right; // of the marks
	uint32_t label_right; // of the marks with the labels behind them
	uint32_t longest;     // line
} Reach;

typedef struct Columns {
	uint32_t from, to;
} Columns;

// Chooses the columns to show where not all fit into `room`.
Columns reach_columns(Reach reach, uint32_t room);

// ---- human.c: the grid ---------------------------------------------------------------

typedef enum Style {
	STYLE_PLAIN,
	STYLE_BOLD,   // the main message
	STYLE_GUTTER, // line numbers, separators, secondary labels
	STYLE_ERROR,
	STYLE_WARNING,
	STYLE_NOTE,
	STYLE_HELP,
	STYLE_ADDED,
	STYLE_REMOVED,
} Style;

typedef struct Cell {
	const char *text; // NULL: a blank
	uint32_t len;     // 0 with a text: the right half of a wide character
	Style style;
} Cell;

typedef struct GridRow {
	VEC(Cell) cells;
} GridRow;

typedef struct Grid {
	Arena *arena;
	VEC(GridRow) rows;
} Grid;

// Writes text that is fit to be shown from (row, col) on; returns the column behind it.
// The text must live as long as the grid.
uint32_t grid_puts(Grid *grid, uint32_t row, uint32_t col, const char *text, Style style);
uint32_t grid_append(Grid *grid, uint32_t row, const char *text, Style style);
void grid_style(Grid *grid, uint32_t row, uint32_t from, uint32_t to, Style style);
// Puts `mark` in the place of the columns [from, to) and moves what is behind them to the left.
void grid_cut(Grid *grid, uint32_t row, uint32_t from, uint32_t to, const char *mark);

// The characters that an underline is drawn with.
typedef struct Pen {
	const char *underline, *label_start, *label_line;
	const char *rail, *rail_skipped;                      // beside the lines of a long label, and beside `...`
	const char *across, *whole_line, *corner;             // `_`, `/`, the blank over a rail
	const char *start_here, *start_down, *start_turn;     // the start: on the same row, going down, turning left
	const char *end_here, *end_up, *end_tee, *end_corner; // the end alike; `end_tee` when a label hangs below it
} Pen;

typedef struct Theme {
	Pen primary, secondary;
	const char *bar, *bar_code; // between line number and code, and with the blank behind it
	const char *close;          // the bar that ends a window
	const char *open;           // the bar over a help's code
	const char *first_file, *other_file;
	const char *note, *note_last;   // `= ` before a message without a place
	const char *skipped;            // stands for lines left out
	bool skipped_at_bar;            // below the bar, not at the line numbers
	const char *cut;                // stands for what a long line has more
	const char *changed, *replaced; // beside a line, and below a word
} Theme;

void render_human(Buf *out, const Diags *diags, const Files *files, const RenderOptions *options);

void render_short(Buf *out, const Diags *diags, const Files *files, const RenderOptions *options);

extern const Theme theme_ascii, theme_unicode;
const char *level_name(DiagLevel level);
Style level_style(DiagLevel level);

// ---- drawing on the grid: rows that all forms have (human.c), layout.c, edits.c ----------

typedef struct Layout {
	Arena *arena;
	Sources *sources;
	Grid grid;
	const Theme *theme;
	uint32_t width;  // columns of the terminal
	uint32_t gutter; // columns of the widest line number
	Style primary;   // style of primary labels: that of the message they belong to
} Layout;

// A new row at the end of the grid; returns its number.
uint32_t layout_row(Layout *layout);
// A row with an empty gutter and the bar.
uint32_t layout_bar_row(Layout *layout);
// A row with a line number and the bar.
void layout_line_number(Layout *layout, uint32_t row, uint32_t number);
// A row `--> path:line:col`, or `:::` for another file than the first; line 0 leaves the position out.
void layout_place(Layout *layout, bool first, FileId file, uint32_t line, uint32_t col);
// A row `= note: message`; `last` when no further one follows below the same place.
void layout_note(Layout *layout, DiagLevel level, const char *message, bool last);
// Nothing follows below the last row: its bar, or the mark before its note, becomes the closing one.
void layout_close(Layout *layout);
// Draws the labels over their lines, file by file, each under its `-->`.
void layout_labels(Layout *layout, const DiagLabel *labels, uint32_t n);
// Draws the lines as they are after the edits, or before and after. `main` is the file of
// the message's primary label: edits of another one are headed by its name.
void layout_edits(Layout *layout, const DiagEdit *edits, uint32_t n, FileId main);
// The highest line number that `layout_labels` or `layout_edits` will show.
uint32_t layout_labels_last_line(Layout *layout, const DiagLabel *labels, uint32_t n);
uint32_t layout_edits_last_line(Layout *layout, const DiagEdit *edits, uint32_t n);

#endif
