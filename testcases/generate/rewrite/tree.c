// SPDX-License-Identifier: MIT
// tree: rewrites that need to know where statements, declarations and functions begin and end.
#include "rewrite.h"

#include <ctype.h>

typedef VEC(CXCursor) Cursors;

typedef struct Children {
	Rewrite *r;
	Cursors all;
} Children;

static enum CXChildVisitResult collect_child(CXCursor cursor, CXCursor parent, CXClientData data)
{
	Children *children = data;
	(void)parent;
	VEC_PUSH(&children->r->arena, &children->all, cursor);
	return CXChildVisit_Continue;
}

static Cursors children_of(Rewrite *r, CXCursor cursor)
{
	Children children = {.r = r};
	clang_visitChildren(cursor, collect_child, &children);
	return children.all;
}

static bool contains(const Rewrite *r, uint32_t start, uint32_t end, const char *what)
{
	size_t length = strlen(what);
	for (uint32_t i = start; i + length <= end; i++)
		if (memcmp(r->text + i, what, length) == 0)
			return true;
	return false;
}

// The end of a statement, its semicolon included; 0 when none follows.
static uint32_t statement_end(const Rewrite *r, uint32_t end)
{
	if (end && r->text[end - 1] == ';')
		return end;
	while (end < r->length && isspace((unsigned char)r->text[end]))
		end++;
	return end < r->length && r->text[end] == ';' ? end + 1 : 0;
}

// ---- unrelated ------------------------------------------------------------------------------------

static void add_unrelated(Rewrite *r, CXCursor block)
{
	Cursors children = children_of(r, block);
	for (uint32_t i = 0; i < children.n; i++) {
		enum CXCursorKind kind = clang_getCursorKind(children.v[i]);
		uint32_t start, end;
		if (kind != CXCursor_LabelStmt && kind != CXCursor_CaseStmt && kind != CXCursor_DefaultStmt &&
		    range_of(r, children.v[i], &start, &end))
			edit_add(r, start, 0,
			         kind == CXCursor_ReturnStmt ? "printf(\"%d\\n\", unrelated_number); " : "unrelated_number++; ");
	}
}

static void begin_unrelated(Rewrite *r, CXCursor function)
{
	Cursors children = children_of(r, function);
	uint32_t start, end;
	if (children.n && range_of(r, children.v[children.n - 1], &start, &end) && r->text[start] == '{')
		edit_add(r, start + 1, 0, " extern int printf(const char *, ...); int unrelated_number = 0;");
}

// ---- reorder -----------------------------------------------------------------------------------------

// A statement that has its line for itself and depends on nothing: `T x;`, `T x = 3;`, `x.y = 3;`.
static bool is_constant(Rewrite *r, CXCursor cursor, uint32_t *start, uint32_t *end)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	if ((kind != CXCursor_DeclStmt && kind != CXCursor_BinaryOperator) || !range_of(r, cursor, start, end))
		return false;
	*end = statement_end(r, *end);
	const char *forbidden[] = {"\n", "(", "*", "[", "static", "__attribute__", "//"};
	for (size_t i = 0; i < ARRAY_LEN(forbidden); i++)
		if (!*end || contains(r, *start, *end, forbidden[i]))
			return false;
	uint32_t value = *start;
	while (value < *end && r->text[value] != '=')
		value++;
	for (uint32_t i = value; i < *end; i++)
		if (isalpha((unsigned char)r->text[i]) || r->text[i] == '&' || r->text[i] == '"')
			return false;
	return (value < *end || kind == CXCursor_DeclStmt) && r->text[value + 1] != '=';
}

static bool same_target(const Rewrite *r, uint32_t a, uint32_t b)
{
	while (r->text[a] == r->text[b] && r->text[a] != '=' && r->text[a] != ';')
		a++, b++;
	return !isalnum((unsigned char)r->text[a]) || !isalnum((unsigned char)r->text[b]);
}

static void swap_neighbours(Rewrite *r, CXCursor block)
{
	Cursors children = children_of(r, block);
	for (uint32_t i = 0; i + 1 < children.n; i++) {
		uint32_t start, end, next, next_end;
		if (!is_constant(r, children.v[i], &start, &end) || !is_constant(r, children.v[i + 1], &next, &next_end) ||
		    same_target(r, start, next))
			continue;
		if (clang_getCursorKind(children.v[i]) != clang_getCursorKind(children.v[i + 1]))
			continue; // an assignment may be to what is declared before it
		edit_add(r, start, end - start, arena_strndup(&r->arena, r->text + next, next_end - next));
		edit_add(r, next, next_end - next, arena_strndup(&r->arena, r->text + start, end - start));
		i++;
	}
}

// ---- split ----------------------------------------------------------------------------------------------

static bool is_splittable(CXCursor variable)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(variable));
	enum CX_StorageClass storage = clang_Cursor_getStorageClass(variable);
	bool plain = type.kind == CXType_Pointer || (type.kind >= CXType_Bool && type.kind <= CXType_LongDouble) ||
	             type.kind == CXType_Enum;
	return plain && !clang_isConstQualifiedType(type) && storage != CX_SC_Static && storage != CX_SC_Extern;
}

static void split_declaration(Rewrite *r, CXCursor statement)
{
	Cursors variables = children_of(r, statement);
	uint32_t start, end;
	if (variables.n != 1 || clang_getCursorKind(variables.v[0]) != CXCursor_VarDecl || !is_splittable(variables.v[0]) ||
	    !range_of(r, statement, &start, &end) || contains(r, start, end, "__attribute__"))
		return;
	uint32_t name_at, equals;
	const char *name = text_of(r, clang_getCursorSpelling(variables.v[0]));
	if (!offset_of(r, clang_getCursorLocation(variables.v[0]), &name_at))
		return;
	for (equals = name_at; equals < end && r->text[equals] != '='; equals++)
		;
	if (equals < end)
		edit_add(r, equals, 1, arena_printf(&r->arena, "; %s =", name));
}

static void split_declarations(Rewrite *r, CXCursor block)
{
	Cursors children = children_of(r, block);
	for (uint32_t i = 0; i < children.n; i++)
		if (clang_getCursorKind(children.v[i]) == CXCursor_DeclStmt)
			split_declaration(r, children.v[i]);
}

// ---- the walk ----------------------------------------------------------------------------------------------

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent, CXClientData data)
{
	Rewrite *r = data;
	(void)parent;
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	uint32_t start, end;
	if (kind == CXCursor_FunctionDecl && !range_of(r, cursor, &start, &end))
		return CXChildVisit_Continue; // of a header, or made by a macro
	if (kind == CXCursor_FunctionDecl && clang_isCursorDefinition(cursor) && r->kind == KIND_UNRELATED)
		begin_unrelated(r, cursor);
	if (kind == CXCursor_CompoundStmt && range_of(r, cursor, &start, &end)) {
		if (r->kind == KIND_UNRELATED)
			add_unrelated(r, cursor);
		else if (r->kind == KIND_REORDER)
			swap_neighbours(r, cursor);
		else if (r->kind == KIND_SPLIT)
			split_declarations(r, cursor);
	}
	return CXChildVisit_Recurse;
}

void rewrite_tree(Rewrite *r, CXCursor unit) { clang_visitChildren(unit, visit, r); }

// ---- second -------------------------------------------------------------------------------------------------

static uint32_t count_lines(const Rewrite *r, uint32_t start, uint32_t end)
{
	uint32_t lines = 0;
	for (uint32_t i = start; i < end; i++)
		lines += r->text[i] == '\n';
	return lines;
}

// The word stands in front of the rest, perhaps behind an attribute.
static void drop_static(Rewrite *r, uint32_t start, uint32_t end)
{
	for (uint32_t i = start; i + 7 < end; i++)
		if (memcmp(r->text + i, "static ", 7) == 0 && (i == start || isspace((unsigned char)r->text[i - 1]))) {
			edit_add(r, i, 6, "");
			return;
		}
}

// What is cut leaves its line ends behind: lines stay where they were.
static void cut(Rewrite *r, uint32_t start, uint32_t end, const char *instead)
{
	Buf out = {.arena = &r->arena};
	buf_puts(&out, instead);
	for (uint32_t n = count_lines(r, start, end); n; n--)
		buf_putc(&out, '\n');
	edit_add(r, start, end - start, out.text);
}

static void place_function(Rewrite *r, CXCursor function)
{
	uint32_t start, end, body, body_end;
	Cursors children = children_of(r, function);
	if (!range_of(r, function, &start, &end)) {
		r->unfit = true; // made by a macro
		return;
	}
	if (contains(r, start, end < start + 80 ? end : start + 80, "inline"))
		return; // in both
	bool defines = clang_isCursorDefinition(function);
	if (defines && (!children.n || !range_of(r, children.v[children.n - 1], &body, &body_end))) {
		r->unfit = true;
		return;
	}
	drop_static(r, start, defines ? body : end);
	if (defines && (int)(r->functions++ & 1) != r->part)
		cut(r, body, body_end, ";");
}

static void place_variable(Rewrite *r, CXCursor variable)
{
	uint32_t start, end, value;
	CXType type = clang_getCursorType(variable);
	if (!range_of(r, variable, &start, &end) || start == r->variable || type.kind == CXType_IncompleteArray ||
	    contains(r, start, end, "[]") || contains(r, start, end, "struct {")) {
		r->unfit = true; // several in one declaration, bounds or types that only the definition has
		return;
	}
	r->variable = start;
	drop_static(r, start, end);
	if (!r->part || clang_Cursor_getStorageClass(variable) == CX_SC_Extern)
		return;
	edit_add(r, start, 0, "extern ");
	for (value = start; value < end && r->text[value] != '='; value++)
		;
	if (value < end)
		cut(r, value, end, "");
}

bool rewrite_split_unit(Rewrite *r, CXCursor unit, int part)
{
	Cursors all = children_of(r, unit);
	r->part = part;
	r->functions = 0;
	r->variable = UINT32_MAX;
	for (uint32_t i = 0; i < all.n && !r->unfit; i++) {
		CXFile file;
		clang_getExpansionLocation(clang_getCursorLocation(all.v[i]), &file, NULL, NULL, NULL);
		if (!file || !clang_File_isEqual(file, r->file))
			continue;
		if (clang_getCursorKind(all.v[i]) == CXCursor_FunctionDecl)
			place_function(r, all.v[i]);
		else if (clang_getCursorKind(all.v[i]) == CXCursor_VarDecl)
			place_variable(r, all.v[i]);
	}
	return !r->unfit && r->functions > 1;
}
