// SPDX-License-Identifier: MIT
// diag: diagnostics as data, and their renderers. A Diag says what is wrong and
// where; how it looks is decided here alone. A new output format is one row in
// renderers.def, one file and one golden set under testcases/render/.
#ifndef OUTLIVE_DIAG_H
#define OUTLIVE_DIAG_H

#include "base/base.h"

typedef enum DiagLevel { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE, DIAG_HELP } DiagLevel;

// A stretch of source with a remark. The first label of a Diag is the primary
// one (`^^^`); the others are secondary (`---`). `text` may be empty.
typedef struct DiagLabel {
	Span span;
	bool primary;
	const char *text;
} DiagLabel;

// How sure it is that a replacement is right, as in rustc.
typedef enum Applicability { APPLY_MACHINE, APPLY_MAYBE, APPLY_PLACEHOLDERS, APPLY_UNSPECIFIED } Applicability;

// Replace the text of `span` (empty span: insert before it) by `text`.
typedef struct DiagEdit {
	Span span;
	const char *text;
} DiagEdit;

// A note or help below the main message; with labels it shows its own snippet,
// with edits it shows the changed lines as `help` does in rustc.
typedef struct DiagSub {
	DiagLevel level; // DIAG_NOTE or DIAG_HELP
	const char *message;
	VEC(DiagLabel) labels;
	VEC(DiagEdit) edits;
	Applicability applicability;
} DiagSub;

typedef struct Diag {
	const char *code; // "E0373", "unjoined_thread"; "" for none
	DiagLevel level;
	const char *message;
	VEC(DiagLabel) labels; // [0] is the primary one
	VEC(DiagSub) subs;
} Diag;

typedef VEC(Diag) Diags;

// All strings belong to the arena; messages are copied by these.
Diag *diag_new(Arena *arena, Diags *diags, DiagLevel level, const char *code, Span at, const char *label,
               const char *format, ...) PRINTF_LIKE(7, 8);
void diag_label(Arena *arena, Diag *diag, Span span, const char *format, ...) PRINTF_LIKE(4, 5);
DiagSub *diag_sub(Arena *arena, Diag *diag, DiagLevel level, const char *format, ...) PRINTF_LIKE(4, 5);
void diag_sub_label(Arena *arena, DiagSub *sub, Span span, bool primary, const char *format, ...) PRINTF_LIKE(5, 6);
void diag_sub_edit(Arena *arena, DiagSub *sub, Span span, const char *replacement);

// Orders by path text, line, column, code, message, so that output does not
// depend on the order in which units were analysed; drops exact duplicates.
void diags_sort(Diags *diags, const Files *files);

// ---- text form: testcases/render/*.diag, --dump=diag ------------------------------

typedef struct DiagTextError {
	uint32_t line;
	char message[200];
} DiagTextError;
bool diags_parse(Arena *arena, Diags *into, Files *files, const char *text, size_t len, DiagTextError *error);
void diags_print(Buf *out, const Diags *diags, const Files *files);

// ---- rendering ----------------------------------------------------------------------

typedef struct RenderOptions {
	bool color;
	bool unicode;   // box drawing characters instead of ASCII
	uint32_t width; // columns of the terminal; long source lines are cut to it; 0 = 140
} RenderOptions;

typedef struct Renderer {
	const char *name;
	const char *doc;
	// NULL: the format is planned and not there yet.
	void (*render)(Buf *out, const Diags *diags, const Files *files, const RenderOptions *options);
} Renderer;

const Renderer *renderer_find(const char *name); // NULL when the name is unknown
const Renderer *renderer_list(size_t *n);

#endif
