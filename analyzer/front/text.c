// SPDX-License-Identifier: MIT
// text: all that is read off libclang as text: strings, positions, words of the
// source, and pretty-printed declarations. It is the one file that disposes of
// libclang's strings. What the cursors do not tell is recovered here.
#include "front/lower.h"

#include <ctype.h>
#include <stdlib.h>

enum { MAX_LITERAL = 120 }; // bytes of a string literal that are kept

StrId text_intern(Lower *l, CXString string)
{
	const char *text = clang_getCString(string);
	StrId id = text ? strs_intern_z(&l->ir->strs, text) : (StrId){0};
	clang_disposeString(string);
	return id;
}

char *text_copy(Arena *arena, CXString string)
{
	const char *text = clang_getCString(string);
	char *copy = arena_strndup(arena, text ? text : "", text ? strlen(text) : 0);
	clang_disposeString(string);
	return copy;
}

// ---- positions ----------------------------------------------------------------------

FileId text_file(Lower *l, CXFile file)
{
	if (!file || file == l->last_file)
		return file ? l->last_id : (FileId){0};
	uint32_t known = map_get(&l->files, (uintptr_t)file);
	if (known == MAP_NONE) {
		char *path = text_copy(&l->scratch, clang_getFileName(file));
		known = files_add(&l->ir->files, path).i;
		map_put(&l->arena, &l->files, (uintptr_t)file, known);
	}
	l->last_file = file;
	return l->last_id = (FileId){known};
}

// A macro argument stands where it is written; other tokens of a macro stand
// where the macro is used, so `NULL` is never a place in stddef.h.
Span text_range(Lower *l, CXSourceRange range)
{
	Span span = {0};
	CXFile file = NULL, end_file = NULL;
	clang_getFileLocation(clang_getRangeStart(range), &file, &span.line, &span.col, NULL);
	if (!file)
		return (Span){0};
	clang_getFileLocation(clang_getRangeEnd(range), &end_file, &span.end_line, &span.end_col, NULL);
	span.file = text_file(l, file);
	bool backwards = span.end_line < span.line || (span.end_line == span.line && span.end_col <= span.col);
	if (end_file != file || backwards) {
		span.end_line = span.line;
		span.end_col = span.col + 1;
	}
	return span;
}

Span text_span(Lower *l, CXCursor cursor)
{
	return text_range(l, clang_getCursorExtent(cursor));
}

Span text_name_span(Lower *l, CXCursor decl)
{
	Span span = text_range(l, clang_Cursor_getSpellingNameRange(decl, 0, 0));
	return span_known(span) ? span : text_span(l, decl);
}

Span text_last(Lower *l, CXCursor cursor)
{
	Span span = text_span(l, cursor);
	if (!span_known(span) || span.end_col < 2)
		return span;
	span.line = span.end_line;
	span.col = span.end_col - 1;
	return span;
}

// ---- words of the source ----------------------------------------------------------------

static const char *source_at(CXTranslationUnit tu, CXSourceLocation at, size_t *left)
{
	CXFile file = NULL;
	unsigned offset = 0;
	size_t size = 0;
	clang_getSpellingLocation(at, &file, NULL, NULL, &offset);
	const char *text = file ? clang_getFileContents(tu, file, &size) : NULL;
	*left = text && offset < size ? size - offset : 0;
	return text ? text + offset : NULL;
}

const char *text_word(Lower *l, CXCursor cursor, char word[static 64])
{
	size_t left, n = 0;
	const char *text = source_at(l->tu, clang_getCursorLocation(cursor), &left);
	while (n < left && n < 63 && (isalnum((unsigned char)text[n]) || text[n] == '_'))
		n++;
	memcpy(word, text ? text : "", n);
	word[n] = '\0';
	return word;
}

bool text_is_range(CXCursor lo, CXCursor hi, CXTranslationUnit tu)
{
	size_t left, end;
	const char *text = source_at(tu, clang_getRangeEnd(clang_getCursorExtent(lo)), &left);
	const char *stop = source_at(tu, clang_getRangeStart(clang_getCursorExtent(hi)), &end);
	for (; text && stop && text + 2 < stop && left > 2; text++, left--) {
		if (*text == ']')
			return false;
		if (strncmp(text, "...", 3) == 0)
			return true;
	}
	return false;
}

static char unescape(const char **at)
{
	static const char from[] = "abfnrtv0", to[] = "\a\b\f\n\r\t\v";
	char c = *(*at)++;
	if (c == 'x')
		return (char)strtol(*at, (char **)(uintptr_t)at, 16);
	if (c >= '0' && c <= '7') {
		int value = c - '0';
		for (int i = 0; i < 2 && **at >= '0' && **at <= '7'; i++)
			value = value * 8 + (*(*at)++ - '0');
		return (char)value;
	}
	const char *found = c ? strchr(from, c) : NULL;
	return found ? to[found - from] : c;
}

StrId text_string_literal(Lower *l, CXCursor literal)
{
	CXString spelling = clang_getCursorSpelling(literal);
	const char *at = clang_getCString(spelling);
	at = at ? strchr(at, '"') : NULL;
	char text[MAX_LITERAL];
	size_t n = 0;
	while (at && *++at && *at != '"' && n < sizeof text) {
		bool escaped = *at == '\\' && at[1];
		at += escaped;
		char c = escaped ? unescape(&at) : *at;
		at -= escaped;
		if (!c)
			break; // what follows a NUL is not part of the C string
		text[n++] = c;
	}
	clang_disposeString(spelling);
	return strs_intern(&l->ir->strs, text, n);
}

// ---- attributes ---------------------------------------------------------------------------

static char *pretty(Lower *l, CXCursor decl, bool terse)
{
	CXPrintingPolicy policy = clang_getCursorPrintingPolicy(decl);
	clang_PrintingPolicy_setProperty(policy, CXPrintingPolicy_TerseOutput, terse);
	char *text = text_copy(&l->scratch, clang_getCursorPrettyPrinted(decl, policy));
	clang_PrintingPolicy_dispose(policy);
	return text;
}

// libclang shows the attribute without its argument, and its tokens may come from
// a macro; the declaration as clang prints it has both.
StrId text_cleanup(Lower *l, CXCursor var)
{
	const char *at = strstr(pretty(l, var, true), "__attribute__((cleanup(");
	if (!at)
		return (StrId){0};
	at += strlen("__attribute__((cleanup(");
	return strs_intern(&l->ir->strs, at, strcspn(at, ")"));
}

static bool has_word(const char *text, const char *word)
{
	size_t len = strlen(word);
	for (const char *at = text; (at = strstr(at, word)); at += len) {
		bool starts = at == text || (!isalnum((unsigned char)at[-1]) && at[-1] != '_');
		if (starts && !isalnum((unsigned char)at[len]) && at[len] != '_')
			return true;
	}
	return false;
}

static enum CXChildVisitResult visit_attr(CXCursor child, CXCursor parent, CXClientData found)
{
	(void)parent;
	*(bool *)found |= child.kind == CXCursor_UnexposedAttr;
	return CXChildVisit_Continue;
}

static bool returns_twice(const char *name)
{
	static const char *const names[] = {"setjmp", "_setjmp", "__setjmp", "sigsetjmp", "__sigsetjmp",
		"vfork", "getcontext", "savectx", "__builtin_setjmp"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

uint32_t text_fn_flags(Lower *l, CXCursor fn)
{
	CXType type = clang_getCursorType(fn);
	uint32_t flags = clang_isFunctionTypeVariadic(type) ? FN_VARIADIC : 0;
	if (has_word(text_copy(&l->scratch, clang_getTypeSpelling(type)), "noreturn"))
		flags |= FN_NORETURN;
	bool attributes = false;
	clang_visitChildren(fn, visit_attr, &attributes);
	if (attributes) {
		const char *text = pretty(l, fn, true);
		if (has_word(text, "_Noreturn") || has_word(text, "noreturn"))
			flags |= FN_NORETURN;
		if (has_word(text, "returns_twice"))
			flags |= FN_RETURNS_TWICE;
		if (has_word(text, "malloc"))
			flags |= FN_MALLOC;
	}
	const char *name = text_copy(&l->scratch, clang_getCursorSpelling(fn));
	if (returns_twice(name))
		flags |= FN_RETURNS_TWICE;
	if (strcmp(name, "__builtin_unreachable") == 0 || strcmp(name, "__builtin_trap") == 0)
		flags |= FN_NORETURN;
	if (clang_Cursor_isFunctionInlined(fn))
		flags |= FN_INLINE;
	if (clang_Cursor_getStorageClass(fn) == CX_SC_Static)
		flags |= FN_STATIC;
	return flags;
}

// ---- the parts of `for` ---------------------------------------------------------------------

enum { FOR_INIT = 1, FOR_CONDITION = 2, FOR_INCREMENT = 4 };

typedef struct Loops { Lower *l; VEC(uint64_t) keys; } Loops;

static enum CXChildVisitResult visit_loop(CXCursor child, CXCursor parent, CXClientData data)
{
	(void)parent;
	Loops *loops = data;
	if (child.kind == CXCursor_ForStmt)
		VEC_PUSH(&loops->l->scratch, &loops->keys, stmt_key(child));
	return CXChildVisit_Recurse;
}

// Past a string or character constant that begins at `at`.
static const char *skip_quoted(const char *at)
{
	char quote = *at++;
	for (; *at && *at != quote; at++)
		at += *at == '\\' && at[1];
	return *at ? at + 1 : at;
}

// The end of the part of a for header that begins at `at`: its `;` or `)`.
static const char *part_end(const char *at, bool *empty)
{
	*empty = true;
	for (int depth = 0; *at;) {
		if (depth == 0 && (*at == ';' || *at == ')'))
			return at;
		*empty &= isspace((unsigned char)*at) != 0;
		depth += *at == '(' || *at == '{' || *at == '[';
		depth -= *at == ')' || *at == '}' || *at == ']';
		at = *at == '"' || *at == '\'' ? skip_quoted(at) : at + 1;
	}
	return at;
}

static uint32_t parts_of(const char *at)
{
	uint32_t parts = 0;
	for (uint32_t part = FOR_INIT; part <= FOR_INCREMENT; part <<= 1) {
		bool empty;
		at = part_end(at, &empty);
		parts |= empty ? 0 : part;
		at += *at == ';';
	}
	return parts;
}

// libclang leaves out the parts that are not there, so `for (;c();)` and
// `for (;;c())` look alike. Clang's print of the function has the loops in the
// cursors' order with macros expanded; its n-th `for (` is the n-th ForStmt.
static void find_for_parts(Lower *l)
{
	Builder *b = l->b;
	Loops loops = {.l = l};
	clang_visitChildren(b->cursor, visit_loop, &loops);
	U32Vec parts = {0};
	const char *text = pretty(l, b->cursor, false);
	for (const char *at = text; *at;) {
		bool word = at > text && (isalnum((unsigned char)at[-1]) || at[-1] == '_');
		if (!word && strncmp(at, "for (", 5) == 0)
			VEC_PUSH(&l->scratch, &parts, parts_of(at + 5));
		at = *at == '"' || *at == '\'' ? skip_quoted(at) : at + 1;
	}
	for (uint32_t i = 0; parts.n == loops.keys.n && i < parts.n; i++)
		map_put(b->arena, &b->for_parts, loops.keys.v[i], parts.v[i]);
	b->for_parts_known = true;
}

static bool looks_like_increment(Lower *l, CXCursor expr)
{
	CXCursor peeled = expr_peel(l, expr);
	if (peeled.kind == CXCursor_CompoundAssignOperator)
		return true;
	if (peeled.kind == CXCursor_UnaryOperator)
		return clang_getCursorUnaryOperatorKind(peeled) <= CXUnaryOperator_PreDec;
	enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(peeled);
	return peeled.kind == CXCursor_BinaryOperator && (op == CXBinaryOperator_Assign || op == CXBinaryOperator_Comma);
}

uint32_t text_for_parts(Lower *l, CXCursor loop, Kids kids)
{
	if (kids.n <= 1)
		return 0;
	if (kids.n >= 4)
		return FOR_INIT | FOR_CONDITION | FOR_INCREMENT;
	if (kids.v[0].kind == CXCursor_DeclStmt && kids.n == 2)
		return FOR_INIT;
	if (!l->b->for_parts_known)
		find_for_parts(l);
	uint32_t parts = map_get(&l->b->for_parts, stmt_key(loop));
	uint32_t count = (parts & 1) + (parts >> 1 & 1) + (parts >> 2 & 1);
	if (parts != MAP_NONE && count == kids.n - 1)
		return parts;
	// The print disagrees with the cursors: judge by the shape of the last part.
	uint32_t last = looks_like_increment(l, kids.v[kids.n - 2]) ? FOR_INCREMENT : FOR_CONDITION;
	if (kids.n == 2)
		return last;
	bool declares = kids.v[0].kind == CXCursor_DeclStmt || looks_like_increment(l, kids.v[0]);
	return last == FOR_CONDITION || declares ? FOR_INIT | last : FOR_CONDITION | last;
}

// ---- _Generic ---------------------------------------------------------------------------------

CXCursor text_generic_choice(Lower *l, CXCursor generic, Kids kids)
{
	(void)l;
	CXType type = clang_getCanonicalType(clang_getCursorType(generic));
	CXCursor found = clang_getNullCursor();
	uint32_t n = 0, candidates = 0;
	for (uint32_t i = 0; i < kids.n; i++) {
		if (!clang_isExpression(kids.v[i].kind) || n++ == 0) // the first is the controlling expression
			continue;
		if (!clang_equalTypes(type, clang_getCanonicalType(clang_getCursorType(kids.v[i]))))
			continue;
		found = kids.v[i];
		candidates++;
	}
	return candidates == 1 ? found : clang_getNullCursor();
}
