// SPDX-License-Identifier: MIT
// source: files and byte columns in, lines and terminal columns out. A file is read
// when its first line is asked for; one that is gone, has changed since it was
// analysed, or is no UTF-8 still gives something to show. No byte of a source, path
// or message reaches a terminal unless it is text: the rest is shown as an escape.
#include "diag/render.h"

#include <utf8proc.h>

enum {
	TAB_COLUMNS = 4,
	SOURCE_LIMIT = 256 << 20, // larger files are shown as if they were gone
};

void sources_init(Sources *sources, Arena *arena, const Files *files)
{
	*sources = (Sources){.arena = arena, .files = files};
	sources->by_file = ARENA_ARRAY(arena, Source, files->path.n);
}

// ---- lines --------------------------------------------------------------------------

static void find_lines(Arena *arena, Source *source)
{
	size_t at = 0;
	VEC_PUSH(arena, &source->starts, at);
	for (const char *end; (end = memchr(source->text + at, '\n', source->len - at));) {
		at = (size_t)(end - source->text) + 1;
		VEC_PUSH(arena, &source->starts, at);
	}
}

static const Source *find_source(Sources *sources, FileId file)
{
	Source *source = &sources->by_file[file.i];
	if (source->tried || file.i == 0)
		return source;
	source->tried = true;
	source->text = io_read_source(sources->arena, files_path(sources->files, file), SOURCE_LIMIT, &source->len);
	if (source->text)
		find_lines(sources->arena, source);
	return source;
}

uint32_t source_count(Sources *sources, FileId file) { return find_source(sources, file)->starts.n; }

Line source_line(Sources *sources, FileId file, uint32_t number)
{
	const Source *source = find_source(sources, file);
	if (number == 0 || number > source->starts.n)
		return (Line){.text = ""};
	size_t start = source->starts.v[number - 1];
	size_t end = number < source->starts.n ? source->starts.v[number] - 1 : source->len;
	if (end > start && source->text[end - 1] == '\r')
		end--;
	return (Line){.text = source->text + start, .len = (uint32_t)(end - start)};
}

bool source_has(Sources *sources, Span span)
{
	uint32_t last = span.end_line > span.line ? span.end_line : span.line;
	return span_known(span) && last <= source_count(sources, span.file);
}

// ---- text ---------------------------------------------------------------------------

// Cc, Zl and Zp break lines or move the cursor; Cf reorders or hides text, but for
// the two joiners, which the words of some languages need.
static bool is_control(utf8proc_int32_t code)
{
	enum { ZERO_WIDTH_NON_JOINER = 0x200c, ZERO_WIDTH_JOINER = 0x200d };
	utf8proc_category_t category = utf8proc_category(code);
	if (category == UTF8PROC_CATEGORY_CF)
		return code != ZERO_WIDTH_NON_JOINER && code != ZERO_WIDTH_JOINER;
	return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

// Writes the escape of a control character as C or Rust would spell it.
static uint32_t write_escape(char *into, size_t size, uint32_t code)
{
	int len;
	if (code == '\n' || code == '\r' || code == '\t')
		len = snprintf(into, size, "\\%c", code == '\n' ? 'n' : code == '\r' ? 'r' : 't');
	else if (code < 0x80)
		len = snprintf(into, size, "\\x%02x", (unsigned)code);
	else
		len = snprintf(into, size, "\\u{%x}", (unsigned)code);
	return (uint32_t)len;
}

Glyph glyph_next(const char *text, size_t len)
{
	char escape[16];
	unsigned char byte = (unsigned char)*text;
	if (byte >= ' ' && byte < 0x7f)
		return (Glyph){GLYPH_TEXT, byte, 1, 1};
	if (byte == '\t')
		return (Glyph){GLYPH_TAB, byte, 1, TAB_COLUMNS};
	utf8proc_int32_t code;
	utf8proc_ssize_t limit = len < 4 ? (utf8proc_ssize_t)len : 4;
	utf8proc_ssize_t bytes = utf8proc_iterate((const utf8proc_uint8_t *)text, limit, &code);
	if (bytes <= 0)
		return (Glyph){GLYPH_BAD, byte, 1, 1};
	if (is_control(code))
		return (Glyph){GLYPH_CONTROL, (uint32_t)code, (uint32_t)bytes,
		               write_escape(escape, sizeof escape, (uint32_t)code)};
	return (Glyph){GLYPH_TEXT, (uint32_t)code, (uint32_t)bytes, (uint32_t)utf8proc_charwidth(code)};
}

uint32_t text_column(const char *text, size_t len, size_t at)
{
	uint32_t column = 0;
	Glyph glyph;
	for (size_t i = 0; i < len && i < at; i += glyph.bytes) {
		glyph = glyph_next(text + i, len - i);
		if (i + glyph.bytes <= at)
			column += glyph.columns;
	}
	return column;
}

static void put_glyph(Buf *out, Glyph glyph, const char *bytes, bool tabs)
{
	char escape[16];
	switch (glyph.kind) {
	case GLYPH_TEXT: buf_put(out, bytes, glyph.bytes); return;
	case GLYPH_BAD: buf_puts(out, "\xef\xbf\xbd"); return;
	case GLYPH_TAB:
		if (tabs) {
			buf_printf(out, "%*s", TAB_COLUMNS, "");
			return;
		}
		break;
	case GLYPH_CONTROL: break;
	}
	buf_put(out, escape, write_escape(escape, sizeof escape, glyph.code));
}

const char *text_shown(Arena *arena, const char *text, size_t len, bool tabs)
{
	Buf out = {.arena = arena};
	buf_put(&out, "", 0);
	Glyph glyph;
	for (size_t i = 0; i < len; i += glyph.bytes) {
		glyph = glyph_next(text + i, len - i);
		put_glyph(&out, glyph, text + i, tabs);
	}
	return out.text;
}

uint32_t text_width(const char *shown)
{
	size_t len = strlen(shown);
	return text_column(shown, len, len);
}

const char *text_slice(Arena *arena, Line line, uint32_t from, uint32_t to)
{
	Buf out = {.arena = arena};
	buf_put(&out, "", 0);
	uint32_t column = 0;
	Glyph glyph;
	for (size_t i = 0; i < line.len && column < to; i += glyph.bytes) {
		glyph = glyph_next(line.text + i, line.len - i);
		uint32_t start = column;
		column += glyph.columns;
		if (start >= from && column <= to && (glyph.columns || start > from))
			put_glyph(&out, glyph, line.text + i, true);
		else
			for (uint32_t at = start > from ? start : from; at < column && at < to; at++)
				buf_putc(&out, ' '); // what is left of a character that the edge cuts in two
	}
	return out.text;
}

// ---- long lines -----------------------------------------------------------------------

size_t line_byte(Line line, uint32_t col)
{
	size_t byte = col ? col - 1 : 0;
	return byte < line.len ? byte : line.len;
}

uint32_t line_indent(Line line)
{
	uint32_t i = 0;
	while (i < line.len && line.text[i] && strchr(" \t\f\v\r", line.text[i]))
		i++;
	return i == line.len ? UINT32_MAX : text_column(line.text, line.len, i);
}

// Leaves room for the cut mark on both sides.
static Reach widen(Reach reach)
{
	enum { ROOM = 6 };
	reach.blank = reach.blank == UINT32_MAX ? 0 : reach.blank - least(reach.blank, ROOM);
	reach.left -= least(reach.left, ROOM);
	reach.right += ROOM;
	reach.label_right += ROOM;
	return reach;
}

// Where all cannot be shown, the common white space goes first; then what is far from
// marks and labels; then the labels' ends.
static Columns fit_columns(Reach reach, uint32_t room)
{
	uint32_t spare, from = reach.left;
	if (reach.label_right <= reach.blank + room) {
		from = reach.blank;
	} else if (reach.label_right - reach.left <= room) {
		spare = room - (reach.label_right - reach.left);
		from -= least(from, spare / 2);
	} else if (reach.right - reach.left <= room) {
		spare = room - (reach.right - reach.left);
		from -= least(from, spare / 5 * 2);
	} else {
		return (Columns){reach.left, reach.right};
	}
	return (Columns){from, from + room};
}

Columns reach_columns(Reach reach, uint32_t room)
{
	enum { MUCH_BLANK = 20, KEPT_BLANK = 16 };
	reach = widen(reach);
	uint32_t from = reach.blank > MUCH_BLANK ? reach.blank - KEPT_BLANK : 0;
	Columns all = {from, most(reach.longest, from)};
	return all.to - all.from > room ? fit_columns(reach, room) : all;
}
