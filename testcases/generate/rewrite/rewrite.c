// SPDX-License-Identifier: MIT
// rewrite KIND NAMES OUT FILE... -- FLAGS: rewrites C programs so that they stay what they were. The new
// files are written to the folder OUT, each at its own relative path; line numbers stay.
//   rename     every name that the program declares itself gets the suffix `_renamed`
//   macro      calls of the functions listed in NAMES go through macros; the flags that define them are printed
//   unrelated  a statement on a new variable before every statement
//   reorder    neighbouring declarations and assignments of constants change places
//   split      `T x = init;` becomes `T x; x = init;`
//   second     every other function moves to a second file, FILE with `_second` before its `.c`
// NAMES also lists what is never renamed: what models speak of. Exit 3: there is nothing to rewrite.
#include "rewrite.h"

#include <errno.h>
#include <stdlib.h>

static void fail(const char *what, const char *about)
{
	fprintf(stderr, "rewrite: %s: %s\n", what, about);
	exit(2);
}

// ---- names ------------------------------------------------------------------------------------

bool names_have(const Rewrite *r, NameKind kind, const char *name)
{
	StrId id = strs_find(&r->strs, name);
	uint32_t kinds = id.i ? map_get(&r->names, id.i) : MAP_NONE;
	return kinds != MAP_NONE && kinds >> kind & 1;
}

void names_add(Rewrite *r, NameKind kind, const char *name)
{
	StrId id = strs_intern_z(&r->strs, name);
	uint32_t kinds = map_get(&r->names, id.i);
	map_put(&r->arena, &r->names, id.i, (kinds == MAP_NONE ? 0 : kinds) | 1u << kind);
}

static void names_read(Rewrite *r, const char *path)
{
	size_t length = 0;
	char *text = io_read_file(&r->arena, path, 16u << 20, &length);
	if (!text)
		fail(strerror(errno), path);
	for (char *word = strtok(text, " \t\n"); word; word = strtok(NULL, " \t\n"))
		names_add(r, NAME_MODELLED, word);
}

// ---- edits --------------------------------------------------------------------------------------

void edit_add(Rewrite *r, uint32_t at, uint32_t length, const char *text)
{
	Edit edit = {at, length, r->edits.n, text};
	VEC_PUSH(&r->arena, &r->edits, edit);
}

static int edit_compare(const void *a, const void *b)
{
	const Edit *x = a, *y = b;
	return x->at != y->at ? (x->at < y->at ? -1 : 1) : x->order < y->order ? -1 : 1;
}

// The edited text of the file that is being rewritten.
static const char *edited_text(Rewrite *r)
{
	Buf out = {.arena = &r->arena};
	uint32_t at = 0;
	if (r->edits.n)
		qsort(r->edits.v, r->edits.n, sizeof *r->edits.v, edit_compare);
	for (uint32_t i = 0; i < r->edits.n; i++) {
		const Edit *edit = &r->edits.v[i];
		if (edit->at < at)
			continue; // inside of what an edit before has replaced
		buf_put(&out, r->text + at, edit->at - at);
		buf_puts(&out, edit->text);
		at = edit->at + edit->length;
	}
	buf_put(&out, r->text + at, r->length - at);
	return out.text;
}

static void text_write(Rewrite *r, const char *path, const char *text)
{
	const char *full = arena_printf(&r->arena, "%s/%s", r->out, path);
	FILE *file = fopen(full, "w");
	if (!file || fputs(text, file) < 0 || fclose(file) != 0)
		fail(strerror(errno), full);
}

// ---- places in the source --------------------------------------------------------------------------

const char *text_of(Rewrite *r, CXString string)
{
	const char *text = clang_getCString(string);
	const char *copy = arena_strndup(&r->arena, text ? text : "", text ? strlen(text) : 0);
	clang_disposeString(string);
	return copy;
}

// The path of a file of the program itself, as the driver names it; NULL for what comes from elsewhere.
static const char *own_path(Rewrite *r, CXFile file)
{
	const char *path = file ? text_of(r, clang_getFileName(file)) : "/";
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	return path[0] == '/' || strncmp(path, "../", 3) == 0 ? NULL : path;
}

bool offset_of(Rewrite *r, CXSourceLocation location, uint32_t *offset)
{
	CXFile file, spelled;
	unsigned at, spelled_at;
	clang_getExpansionLocation(location, &file, NULL, NULL, &at);
	clang_getSpellingLocation(location, &spelled, NULL, NULL, &spelled_at);
	*offset = at;
	return file && spelled && clang_File_isEqual(file, r->file) && clang_File_isEqual(spelled, r->file) &&
	       at == spelled_at;
}

bool range_of(Rewrite *r, CXCursor cursor, uint32_t *start, uint32_t *end)
{
	CXSourceRange range = clang_getCursorExtent(cursor);
	return offset_of(r, clang_getRangeStart(range), start) && offset_of(r, clang_getRangeEnd(range), end) &&
	       *start < *end;
}

// ---- rename, macro: token by token -----------------------------------------------------------------------

static enum CXChildVisitResult collect_name(CXCursor cursor, CXCursor parent, CXClientData data)
{
	Rewrite *r = data;
	CXFile file;
	(void)parent;
	if (clang_isDeclaration(clang_getCursorKind(cursor))) {
		clang_getExpansionLocation(clang_getCursorLocation(cursor), &file, NULL, NULL, NULL);
		const char *name = text_of(r, clang_getCursorSpelling(cursor));
		if (*name)
			names_add(r, own_path(r, file) ? NAME_OWN : NAME_ELSEWHERE, name);
	}
	return CXChildVisit_Recurse;
}

static bool is_renamed(const Rewrite *r, const char *name)
{
	return names_have(r, NAME_OWN, name) && !names_have(r, NAME_ELSEWHERE, name) &&
	       !names_have(r, NAME_MODELLED, name) && strcmp(name, "main") != 0;
}

static void rewrite_tokens(Rewrite *r, CXTranslationUnit unit)
{
	CXToken *tokens = NULL;
	unsigned n = 0;
	CXSourceRange whole = clang_getRange(clang_getLocationForOffset(unit, r->file, 0),
	                                     clang_getLocationForOffset(unit, r->file, (unsigned)r->length));
	clang_tokenize(unit, whole, &tokens, &n);
	const char *before = "";
	for (unsigned i = 0; i < n; i++) {
		const char *name = text_of(r, clang_getTokenSpelling(unit, tokens[i]));
		unsigned at;
		clang_getSpellingLocation(clang_getTokenLocation(unit, tokens[i]), NULL, NULL, NULL, &at);
		bool identifier = clang_getTokenKind(tokens[i]) == CXToken_Identifier;
		if (identifier && r->kind == KIND_RENAME && is_renamed(r, name)) {
			edit_add(r, at + (uint32_t)strlen(name), 0, "_renamed");
		} else if (identifier && r->kind == KIND_MACRO && names_have(r, NAME_MODELLED, name) &&
		           strcmp(before, "define") != 0 && i + 1 < n &&
		           strcmp(text_of(r, clang_getTokenSpelling(unit, tokens[i + 1])), "(") == 0) {
			edit_add(r, at, 0, "WRAPPED_");
			if (!names_have(r, NAME_WRAPPED, name))
				printf("-DWRAPPED_%s(...)=%s(__VA_ARGS__)\n", name, name);
			names_add(r, NAME_WRAPPED, name);
		}
		before = name;
	}
	clang_disposeTokens(unit, tokens, n);
}

// ---- files and units -----------------------------------------------------------------------------------------

static void file_open(Rewrite *r, CXTranslationUnit unit, CXFile file)
{
	size_t length = 0;
	const char *text = clang_getFileContents(unit, file, &length);
	r->file = file;
	r->text = arena_strndup(&r->arena, text, length);
	r->length = (uint32_t)length;
	r->edits.n = 0;
}

static void file_rewrite(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
	Rewrite *r = data;
	const char *path = own_path(r, file);
	(void)stack;
	if (!path || (depth && r->kind != KIND_RENAME))
		return;
	file_open(r, r->unit, file);
	if (r->kind == KIND_RENAME && (strstr(r->text, "##") || strstr(r->text, "own::")))
		exit(3); // names that are pasted together, or stand in annotations, cannot be followed
	if (r->kind == KIND_RENAME || r->kind == KIND_MACRO)
		rewrite_tokens(r, r->unit);
	else
		rewrite_tree(r, clang_getTranslationUnitCursor(r->unit));
	r->edited |= r->edits.n > 0;
	text_write(r, path, edited_text(r));
}

static void unit_second(Rewrite *r, CXTranslationUnit unit, const char *path)
{
	size_t stem = strlen(path) - 2;
	for (int part = 0; part < 2; part++) {
		file_open(r, unit, clang_getFile(unit, path));
		if (!rewrite_split_unit(r, clang_getTranslationUnitCursor(unit), part))
			exit(3);
		text_write(r, part ? arena_printf(&r->arena, "%.*s_second.c", (int)stem, path) : path, edited_text(r));
	}
	r->edited = true;
}

static CXTranslationUnit unit_parse(CXIndex index, const char *path, int nflags, char **flags)
{
	CXTranslationUnit unit = NULL;
	clang_parseTranslationUnit2(index, path, (const char *const *)flags, nflags, NULL, 0,
	                            CXTranslationUnit_DetailedPreprocessingRecord, &unit);
	if (!unit)
		fail("cannot parse", path);
	return unit;
}

static RewriteKind kind_of(const char *name)
{
	static const char *const kinds[KINDS] = {"rename", "macro", "unrelated", "reorder", "split", "second"};
	for (RewriteKind kind = 0; kind < KINDS; kind++)
		if (strcmp(name, kinds[kind]) == 0)
			return kind;
	fail("no such kind", name);
	return KINDS;
}

int main(int argc, char **argv)
{
	Rewrite r = {0};
	int files = 4, end = 4;
	while (end < argc && strcmp(argv[end], "--") != 0)
		end++;
	if (argc < 5 || end == files)
		fail("usage", "rewrite KIND NAMES OUT FILE... -- FLAGS");
	strs_init(&r.strs, &r.arena);
	r.kind = kind_of(argv[1]);
	r.out = argv[3];
	names_read(&r, argv[2]);
	CXIndex index = clang_createIndex(0, 0);
	for (int pass = r.kind == KIND_RENAME ? 0 : 1; pass < 2; pass++)
		for (int i = files; i < end; i++) {
			r.unit = unit_parse(index, argv[i], argc - end - 1, argv + end + 1);
			if (pass == 0)
				clang_visitChildren(clang_getTranslationUnitCursor(r.unit), collect_name, &r);
			else if (r.kind == KIND_SECOND)
				unit_second(&r, r.unit, argv[i]);
			else
				clang_getInclusions(r.unit, file_rewrite, &r);
			clang_disposeTranslationUnit(r.unit);
		}
	clang_disposeIndex(index);
	return r.edited ? 0 : 3;
}
