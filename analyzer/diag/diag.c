// SPDX-License-Identifier: MIT
// diag: makes diagnostics, orders them, and reads and writes their text form:
//
//   error E0373 "message"                       the code may be left out
//     primary a.c:14:9-14:47 "label"            LINE:COLUMN-LINE:COLUMN, the end is exclusive
//     secondary "odd name.c":12:16-12:19        a label without text
//     note "message"                            and its own labels and edits below it
//     help "message" machine
//       edit a.c:14:42-14:43 "replacement"
//
// Indentation is free; `#` starts a comment line; strings have the escapes of buf_quote.
#include "diag/render.h"

// ---- building ---------------------------------------------------------------------------

Diag *diag_new(Arena *arena, Diags *diags, DiagLevel level, const char *code, Span at, const char *label,
               const char *format, ...)
{
	va_list args;
	va_start(args, format);
	Diag diag = {.level = level, .message = arena_vprintf(arena, format, args)};
	va_end(args);
	diag.code = code ? arena_strndup(arena, code, strlen(code)) : "";
	VEC_PUSH(arena, diags, diag);
	Diag *made = &diags->v[diags->n - 1];
	label = label ? label : "";
	if (span_known(at))
		VEC_PUSH(arena, &made->labels, ((DiagLabel){at, true, arena_strndup(arena, label, strlen(label))}));
	return made;
}

void diag_label(Arena *arena, Diag *diag, Span span, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	DiagLabel label = {span, false, arena_vprintf(arena, format, args)};
	va_end(args);
	if (span_known(span))
		VEC_PUSH(arena, &diag->labels, label);
}

DiagSub *diag_sub(Arena *arena, Diag *diag, DiagLevel level, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	DiagSub sub = {.level = level, .message = arena_vprintf(arena, format, args), .applicability = APPLY_UNSPECIFIED};
	va_end(args);
	VEC_PUSH(arena, &diag->subs, sub);
	return &diag->subs.v[diag->subs.n - 1];
}

void diag_sub_label(Arena *arena, DiagSub *sub, Span span, bool primary, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	DiagLabel label = {span, primary, arena_vprintf(arena, format, args)};
	va_end(args);
	if (span_known(span))
		VEC_PUSH(arena, &sub->labels, label);
}

void diag_sub_edit(Arena *arena, DiagSub *sub, Span span, const char *replacement)
{
	if (span_known(span))
		VEC_PUSH(arena, &sub->edits, ((DiagEdit){span, arena_strndup(arena, replacement, strlen(replacement))}));
}

// ---- order --------------------------------------------------------------------------------

static int compare_numbers(uint32_t a, uint32_t b) { return a < b ? -1 : a > b; }

static int compare_spans(Span a, Span b, const Files *files)
{
	int order = strcmp(a.file.i ? files_path(files, a.file) : "", b.file.i ? files_path(files, b.file) : "");
	order = order ? order : compare_numbers(a.line, b.line);
	order = order ? order : compare_numbers(a.col, b.col);
	order = order ? order : compare_numbers(a.end_line, b.end_line);
	return order ? order : compare_numbers(a.end_col, b.end_col);
}

static int compare_labels(const DiagLabel *a, uint32_t na, const DiagLabel *b, uint32_t nb, const Files *files)
{
	for (uint32_t i = 0; i < na && i < nb; i++) {
		int order = compare_spans(a[i].span, b[i].span, files);
		order = order ? order : compare_numbers(a[i].primary, b[i].primary);
		order = order ? order : strcmp(a[i].text, b[i].text);
		if (order)
			return order;
	}
	return compare_numbers(na, nb);
}

static int compare_edits(const DiagSub *a, const DiagSub *b, const Files *files)
{
	for (uint32_t i = 0; i < a->edits.n && i < b->edits.n; i++) {
		int order = compare_spans(a->edits.v[i].span, b->edits.v[i].span, files);
		order = order ? order : strcmp(a->edits.v[i].text, b->edits.v[i].text);
		if (order)
			return order;
	}
	return compare_numbers(a->edits.n, b->edits.n);
}

static int compare_subs(const Diag *a, const Diag *b, const Files *files)
{
	for (uint32_t i = 0; i < a->subs.n && i < b->subs.n; i++) {
		const DiagSub *x = &a->subs.v[i], *y = &b->subs.v[i];
		int order = compare_numbers(x->level, y->level);
		order = order ? order : strcmp(x->message, y->message);
		order = order ? order : compare_labels(x->labels.v, x->labels.n, y->labels.v, y->labels.n, files);
		order = order ? order : compare_edits(x, y, files);
		order = order ? order : compare_numbers(x->applicability, y->applicability);
		if (order)
			return order;
	}
	return compare_numbers(a->subs.n, b->subs.n);
}

static Span primary_span(const Diag *diag) { return diag->labels.n ? diag->labels.v[0].span : (Span){0}; }

static int compare_diags(const Diag *a, const Diag *b, const Files *files)
{
	Span x = primary_span(a), y = primary_span(b);
	x.end_line = x.end_col = y.end_line = y.end_col = 0; // the code counts before the end
	int order = compare_spans(x, y, files);
	order = order ? order : strcmp(a->code, b->code);
	order = order ? order : strcmp(a->message, b->message);
	order = order ? order : compare_numbers(a->level, b->level);
	order = order ? order : compare_labels(a->labels.v, a->labels.n, b->labels.v, b->labels.n, files);
	return order ? order : compare_subs(a, b, files);
}

// qsort hands no context to its comparison, and is not stable; this is stable and does.
static void merge_sort(Diag *v, Diag *spare, uint32_t n, const Files *files)
{
	if (n < 2)
		return;
	uint32_t half = n / 2, left = 0, right = half;
	merge_sort(v, spare, half, files);
	merge_sort(v + half, spare, n - half, files);
	memcpy(spare, v, sizeof *v * n);
	for (uint32_t i = 0; i < n; i++) {
		bool take_left = right == n || (left < half && compare_diags(&spare[left], &spare[right], files) <= 0);
		v[i] = spare[take_left ? left++ : right++];
	}
}

void diags_sort(Diags *diags, const Files *files)
{
	Arena scratch = {0};
	merge_sort(diags->v, ARENA_ARRAY(&scratch, Diag, diags->n), diags->n, files);
	arena_free(&scratch);
	uint32_t kept = 0;
	for (uint32_t i = 0; i < diags->n; i++)
		if (kept == 0 || compare_diags(&diags->v[kept - 1], &diags->v[i], files) != 0)
			diags->v[kept++] = diags->v[i];
	diags->n = kept;
}

// ---- printing -------------------------------------------------------------------------------

static const char *const applicability_names[] = {
	[APPLY_MACHINE] = "machine",
	[APPLY_MAYBE] = "maybe",
	[APPLY_PLACEHOLDERS] = "placeholders",
	[APPLY_UNSPECIFIED] = "unspecified",
};

static bool is_plain_path(const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+./";
	return *path && path[strspn(path, plain)] == '\0';
}

static void print_text(Buf *out, const char *text)
{
	if (!text || !*text)
		return;
	buf_putc(out, ' ');
	buf_quote(out, text, strlen(text));
}

static void print_span(Buf *out, Span span, const Files *files)
{
	const char *path = files_path(files, span.file);
	if (is_plain_path(path))
		buf_puts(out, path);
	else
		buf_quote(out, path, strlen(path));
	buf_printf(out, ":%u:%u-%u:%u", span.line, span.col, span.end_line, span.end_col);
}

static void print_labels(Buf *out, const DiagLabel *labels, uint32_t n, const char *indent, const Files *files)
{
	for (uint32_t i = 0; i < n; i++) {
		buf_printf(out, "%s%s ", indent, labels[i].primary ? "primary" : "secondary");
		print_span(out, labels[i].span, files);
		print_text(out, labels[i].text);
		buf_putc(out, '\n');
	}
}

static void print_sub(Buf *out, const DiagSub *sub, const Files *files)
{
	buf_printf(out, "  %s ", level_name(sub->level));
	buf_quote(out, sub->message, strlen(sub->message));
	if (sub->applicability != APPLY_UNSPECIFIED)
		buf_printf(out, " %s", applicability_names[sub->applicability]);
	buf_putc(out, '\n');
	print_labels(out, sub->labels.v, sub->labels.n, "    ", files);
	for (uint32_t i = 0; i < sub->edits.n; i++) {
		buf_puts(out, "    edit ");
		print_span(out, sub->edits.v[i].span, files);
		print_text(out, sub->edits.v[i].text);
		buf_putc(out, '\n');
	}
}

void diags_print(Buf *out, const Diags *diags, const Files *files)
{
	for (uint32_t i = 0; i < diags->n; i++) {
		const Diag *diag = &diags->v[i];
		buf_printf(out, "%s%s%s ", level_name(diag->level), *diag->code ? " " : "", diag->code);
		buf_quote(out, diag->message, strlen(diag->message));
		buf_putc(out, '\n');
		print_labels(out, diag->labels.v, diag->labels.n, "  ", files);
		for (uint32_t j = 0; j < diag->subs.n; j++)
			print_sub(out, &diag->subs.v[j], files);
	}
}

// ---- reading ----------------------------------------------------------------------------------

typedef struct Reader {
	Arena *arena;
	Diags *into;
	Files *files;
	Diag *diag;           // the one that is read, NULL before the first
	DiagSub *sub;         // its sub that is read, NULL before the first
	const char *at, *end; // of the line
	DiagTextError *error;
} Reader;

static bool PRINTF_LIKE(2, 3) fail(Reader *reader, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(reader->error->message, sizeof reader->error->message, format, args);
	va_end(args);
	return false;
}

static void skip_blanks(Reader *reader)
{
	while (reader->at < reader->end && (*reader->at == ' ' || *reader->at == '\t' || *reader->at == '\r'))
		reader->at++;
}

static bool at_end(Reader *reader)
{
	skip_blanks(reader);
	return reader->at == reader->end;
}

// Takes the characters of words and plain paths that come next, if any.
static const char *read_word(Reader *reader)
{
	skip_blanks(reader);
	const char *start = reader->at;
	while (reader->at < reader->end && is_plain_path((char[]){*reader->at, 0}))
		reader->at++;
	return arena_strndup(reader->arena, start, (size_t)(reader->at - start));
}

static bool read_text(Reader *reader, const char **text)
{
	Buf out = {.arena = reader->arena};
	skip_blanks(reader);
	const char *behind = buf_unquote(&out, reader->at, reader->end);
	if (!behind)
		return fail(reader, "a string in double quotes is missing");
	reader->at = behind;
	*text = out.text;
	return true;
}

// A string that may be left out.
static bool read_label(Reader *reader, const char **text)
{
	*text = "";
	return at_end(reader) || read_text(reader, text);
}

static bool read_path(Reader *reader, FileId *file)
{
	const char *path = NULL;
	skip_blanks(reader);
	if (reader->at < reader->end && *reader->at == '"') {
		if (!read_text(reader, &path))
			return false;
	} else {
		path = read_word(reader);
	}
	if (!*path)
		return fail(reader, "a path is missing");
	*file = files_add(reader->files, path);
	return true;
}

static bool read_number(Reader *reader, char before, uint32_t *number)
{
	if (reader->at == reader->end || *reader->at != before)
		return fail(reader, "a position is PATH:LINE:COLUMN-LINE:COLUMN");
	uint64_t value = 0;
	const char *start = ++reader->at;
	for (; reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9' && value < UINT32_MAX; reader->at++)
		value = value * 10 + (uint64_t)(*reader->at - '0');
	if (reader->at == start || value == 0 || value > UINT32_MAX)
		return fail(reader, "lines and columns are numbers from 1 on");
	*number = (uint32_t)value;
	return true;
}

static bool read_span(Reader *reader, Span *span)
{
	return read_path(reader, &span->file) && read_number(reader, ':', &span->line) &&
	       read_number(reader, ':', &span->col) && read_number(reader, '-', &span->end_line) &&
	       read_number(reader, ':', &span->end_col);
}

static bool read_diag(Reader *reader, DiagLevel level)
{
	Diag diag = {.level = level};
	diag.code = read_word(reader);
	if (!read_text(reader, &diag.message))
		return false;
	VEC_PUSH(reader->arena, reader->into, diag);
	reader->diag = &reader->into->v[reader->into->n - 1];
	reader->sub = NULL;
	return true;
}

static bool read_applicability(Reader *reader, Applicability *applicability)
{
	*applicability = APPLY_UNSPECIFIED;
	if (at_end(reader))
		return true;
	const char *word = read_word(reader);
	for (size_t i = 0; i < ARRAY_LEN(applicability_names); i++) {
		if (strcmp(word, applicability_names[i]) == 0) {
			*applicability = (Applicability)i;
			return true;
		}
	}
	return fail(reader, "no such applicability: %.40s", word);
}

static bool read_sub(Reader *reader, DiagLevel level)
{
	DiagSub sub = {.level = level};
	if (!reader->diag)
		return fail(reader, "a note or help stands below an error or warning");
	if (!read_text(reader, &sub.message) || !read_applicability(reader, &sub.applicability))
		return false;
	VEC_PUSH(reader->arena, &reader->diag->subs, sub);
	reader->sub = &reader->diag->subs.v[reader->diag->subs.n - 1];
	return true;
}

static bool read_labelled(Reader *reader, bool primary)
{
	DiagLabel label = {.primary = primary};
	if (!reader->diag)
		return fail(reader, "a label stands below an error or warning");
	if (!read_span(reader, &label.span) || !read_label(reader, &label.text))
		return false;
	if (reader->sub)
		VEC_PUSH(reader->arena, &reader->sub->labels, label);
	else
		VEC_PUSH(reader->arena, &reader->diag->labels, label);
	return true;
}

static bool read_edit(Reader *reader)
{
	DiagEdit edit = {0};
	if (!reader->sub)
		return fail(reader, "an edit stands below a help");
	if (!read_span(reader, &edit.span) || !read_label(reader, &edit.text))
		return false;
	VEC_PUSH(reader->arena, &reader->sub->edits, edit);
	return true;
}

static bool read_item(Reader *reader)
{
	const char *word = read_word(reader);
	if (strcmp(word, "error") == 0)
		return read_diag(reader, DIAG_ERROR);
	if (strcmp(word, "warning") == 0)
		return read_diag(reader, DIAG_WARNING);
	if (strcmp(word, "note") == 0)
		return read_sub(reader, DIAG_NOTE);
	if (strcmp(word, "help") == 0)
		return read_sub(reader, DIAG_HELP);
	if (strcmp(word, "primary") == 0 || strcmp(word, "secondary") == 0)
		return read_labelled(reader, *word == 'p');
	if (strcmp(word, "edit") == 0)
		return read_edit(reader);
	return fail(reader, "expected error, warning, note, help, primary, secondary or edit");
}

bool diags_parse(Arena *arena, Diags *into, Files *files, const char *text, size_t len, DiagTextError *error)
{
	Reader reader = {.arena = arena, .into = into, .files = files, .error = error};
	*error = (DiagTextError){0};
	for (const char *at = text, *end = text + len; at < end; at = reader.end + (reader.end < end)) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		reader.at = at;
		reader.end = newline ? newline : end;
		error->line++;
		if (at_end(&reader) || *reader.at == '#')
			continue;
		if (!read_item(&reader))
			return false;
		if (!at_end(&reader))
			return fail(&reader, "the line goes on behind its end");
	}
	return true;
}

// ---- formats ------------------------------------------------------------------------------------

static const Renderer renderers[] = {
#define RENDERER(name, render, doc) {#name, doc, render},
#include "diag/renderers.def"
#undef RENDERER
};

const Renderer *renderer_list(size_t *n)
{
	*n = ARRAY_LEN(renderers);
	return renderers;
}

const Renderer *renderer_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(renderers); i++)
		if (strcmp(name, renderers[i].name) == 0)
			return &renderers[i];
	return NULL;
}
