// SPDX-License-Identifier: MIT
// unit: one translation unit from its arguments to its functions. It parses, asks
// which functions are to be lowered (those of the main file, and what they reach in
// headers), lowers them one by one, and declares the rest. It is the one file that
// disposes of libclang's strings, and turns its positions into ours.
#include "front/lower.h"

#include <ctype.h>
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	LARGEST_SOURCE = 64 << 20, // bytes of a file that is read for the words in it
	KIDS_CHUNK = 1000,         // cursors
	MAX_LITERAL = 120,         // bytes of a string literal that are kept
};

// ---- strings ---------------------------------------------------------------------------

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

// libclang has the main file's text at hand; for another it walks through all macro
// expansions of the unit, which is slower than to read the file again.
static SourceText read_source(Lower *l, CXFile file)
{
	SourceText source = {0};
	if (file != l->main_file) {
		const char *path = text_copy(&l->scratch, clang_getFileName(file));
		source.text = io_read_source(&l->arena, path, LARGEST_SOURCE, &source.size);
	}
	if (!source.text)
		source.text = clang_getFileContents(l->tu, file, &source.size);
	return source;
}

// The text from `offset` on, and how much is left of the file.
static const char *source_text(Lower *l, CXFile file, unsigned offset, size_t *left)
{
	*left = 0;
	if (!file)
		return NULL;
	uint32_t known = map_get(&l->text_index, (uintptr_t)file);
	if (known == MAP_NONE) {
		VEC_PUSH(&l->arena, &l->texts, read_source(l, file));
		map_put(&l->arena, &l->text_index, (uintptr_t)file, known = l->texts.n - 1);
	}
	SourceText source = l->texts.v[known];
	*left = source.text && offset < source.size ? source.size - offset : 0;
	return source.text ? source.text + offset : NULL;
}

static size_t measure_word(const char *text, size_t left)
{
	size_t n = 0;
	while (n < left && (isalnum((unsigned char)text[n]) || text[n] == '_'))
		n++;
	return n;
}

static uint32_t word_length(Lower *l, CXSourceLocation at)
{
	CXFile file = NULL;
	unsigned offset = 0;
	size_t left;
	clang_getFileLocation(at, &file, NULL, NULL, &offset);
	const char *text = source_text(l, file, offset, &left);
	size_t n = measure_word(text, left);
	return n ? (uint32_t)n : 1;
}

// Line and column of a position, 0 without a file. In the last line of a file libclang counts
// the column from the line's start: the square of its length, for a text of one long line. So
// that start is remembered.
static CXFile locate(Lower *l, CXSourceLocation at, uint32_t *line, uint32_t *col)
{
	CXFile file = NULL;
	unsigned offset = 0;
	clang_getFileLocation(at, &file, line, NULL, &offset);
	if (file != l->line_file || *line != l->line) {
		clang_getFileLocation(at, NULL, NULL, col, NULL);
		l->line_file = file;
		l->line = *line;
		l->line_start = offset - *col;
	}
	*col = file ? offset - l->line_start : 0;
	return file;
}

// A macro argument stands where it is written; other tokens of a macro stand
// where the macro is used, so `NULL` is never a place in stddef.h.
Span text_range(Lower *l, CXSourceRange range)
{
	Span span = {0};
	CXFile file = locate(l, clang_getRangeStart(range), &span.line, &span.col);
	if (!file)
		return (Span){0};
	CXFile end_file = locate(l, clang_getRangeEnd(range), &span.end_line, &span.end_col);
	span.file = text_file(l, file);
	bool backwards = span.end_line < span.line || (span.end_line == span.line && span.end_col <= span.col);
	if (end_file != file || backwards) { // the end is inside a macro: the word that stands here
		span.end_line = span.line;
		span.end_col = span.col + word_length(l, clang_getRangeStart(range));
	}
	return span;
}

Span text_span(Lower *l, CXCursor cursor) { return text_range(l, clang_getCursorExtent(cursor)); }

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

static const char *source_at(Lower *l, CXSourceLocation at, size_t *left)
{
	CXFile file = NULL;
	unsigned offset = 0;
	clang_getSpellingLocation(at, &file, NULL, NULL, &offset);
	return source_text(l, file, offset, left);
}

const char *text_word(Lower *l, CXCursor cursor, char word[static 64])
{
	size_t left;
	const char *text = source_at(l, clang_getCursorLocation(cursor), &left);
	size_t n = measure_word(text, left < 63 ? left : 63);
	memcpy(word, text ? text : "", n);
	word[n] = '\0';
	return word;
}

bool text_is_range(Lower *l, CXCursor lo, CXCursor hi)
{
	size_t left, end;
	const char *text = source_at(l, clang_getRangeEnd(clang_getCursorExtent(lo)), &left);
	const char *stop = source_at(l, clang_getRangeStart(clang_getCursorExtent(hi)), &end);
	for (; text && stop && text + 2 < stop && left > 2; text++, left--) {
		if (*text == ']')
			return false;
		if (strncmp(text, "...", 3) == 0)
			return true;
	}
	return false;
}

// Past blanks and lines that a backslash ends: the text may be that of a macro.
static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || (*at == '\\' && end - at > 1 && at[1] == '\n')))
		at += *at == '\\' ? 2 : 1;
	return at;
}

// What stands behind the words before an assembly statement's parenthesis, `asm volatile`,
// and the end of its file; *jumps says whether `goto` is one of them.
static const char *asm_text(Lower *l, CXCursor stmt, const char **end, bool *jumps)
{
	size_t left;
	const char *at = source_at(l, clang_getCursorLocation(stmt), &left);
	*end = at ? at + left : NULL;
	*jumps = false;
	for (size_t n; at && (n = measure_word(at, (size_t)(*end - at))) > 0; at = skip_blanks(at + n, *end))
		*jumps |= n == 4 && strncmp(at, "goto", 4) == 0;
	return at;
}

bool text_is_asm_goto(Lower *l, CXCursor stmt)
{
	const char *end;
	bool jumps;
	asm_text(l, stmt, &end, &jumps);
	return jumps;
}

bool text_is_empty_asm(Lower *l, CXCursor stmt)
{
	const char *end;
	bool jumps;
	const char *at = asm_text(l, stmt, &end, &jumps);
	if (!at || at == end || *at != '(')
		return false;
	at = skip_blanks(at + 1, end);
	if (end - at < 3 || at[0] != '"' || at[1] != '"')
		return false;
	at = skip_blanks(at + 2, end);
	return at < end && (*at == ')' || *at == ':');
}

// The character that a backslash before `*at` makes, in clang's quoted form.
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

StrId text_literal(Lower *l, CXCursor literal)
{
	const char *at = strchr(text_copy(&l->scratch, clang_getCursorSpelling(literal)), '"');
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
	return strs_intern(&l->ir->strs, text, n);
}

// ---- cursors ------------------------------------------------------------------------------

// A declaration is known by its address in clang's tree, which libclang keeps in
// the first data word of its cursor; clang_hashCursor folds it to 32 bits.
uint64_t decl_key(CXCursor decl) { return (uintptr_t)decl.data[0]; }

uint64_t stmt_key(CXCursor stmt) { return (uintptr_t)stmt.data[1]; }

static enum CXChildVisitResult visit_kid(CXCursor child, CXCursor parent, CXClientData data)
{
	(void)parent;
	Lower *l = data;
	VEC_PUSH(&l->arena, &l->kids, child);
	return CXChildVisit_Continue;
}

// Puts a chunk with room for `n` cursors on top.
static KidStack *stack_grow(Lower *l, uint32_t n)
{
	KidStack *top = l->kid_stack, *above = top ? top->above : NULL;
	if (!above || above->cap < n) {
		uint32_t cap = n > KIDS_CHUNK ? n : KIDS_CHUNK;
		KidStack *added = arena_alloc(&l->arena, sizeof *added + cap * sizeof *added->v);
		*added = (KidStack){.below = top, .above = above, .cap = cap};
		if (top)
			top->above = added;
		above = added;
	}
	above->n = 0;
	return l->kid_stack = above;
}

Kids cursor_kids(Lower *l, CXCursor cursor)
{
	l->kids.n = 0;
	clang_visitChildren(cursor, visit_kid, l);
	KidStack *top = l->kid_stack;
	if (top->cap - top->n < l->kids.n)
		top = stack_grow(l, l->kids.n);
	Kids kids = {.v = top->v + top->n, .n = l->kids.n};
	if (kids.n)
		memcpy(kids.v, l->kids.v, kids.n * sizeof *kids.v);
	top->n += kids.n;
	return kids;
}

KidMark kids_mark(const Lower *l) { return (KidMark){.top = l->kid_stack, .n = l->kid_stack->n}; }

void kids_release(Lower *l, KidMark mark)
{
	l->kid_stack = mark.top;
	l->kid_stack->n = mark.n;
}

static enum CXChildVisitResult visit_only(CXCursor child, CXCursor parent, CXClientData data)
{
	(void)parent;
	CXCursor *only = data;
	bool first = clang_Cursor_isNull(*only);
	*only = first ? child : clang_getNullCursor();
	return first ? CXChildVisit_Continue : CXChildVisit_Break;
}

CXCursor cursor_only_kid(CXCursor cursor)
{
	CXCursor only = clang_getNullCursor();
	clang_visitChildren(cursor, visit_only, &only);
	return only;
}

// ---- functions ------------------------------------------------------------------------

// `extern inline` of the C library only repeats what is compiled elsewhere (the
// checked forms of memcpy and the like); those functions have models.
static bool is_library_copy(CXCursor definition)
{
	return clang_Cursor_getStorageClass(definition) == CX_SC_Extern && clang_Cursor_isFunctionInlined(definition) &&
	       clang_Location_isInSystemHeader(clang_getCursorLocation(definition));
}

static uint32_t add_callee(Lower *l, CXCursor fn)
{
	CXCursor definition = clang_getCursorDefinition(fn);
	bool lowered = !clang_Cursor_isNull(definition) && !is_library_copy(definition);
	Callee callee = {.cursor = lowered ? definition : fn, .lowered = lowered, .flags = decl_flags(l, fn)};
	if (lowered && !clang_equalCursors(fn, definition))
		callee.flags |= decl_flags(l, definition);
	const char *name = text_copy(&l->scratch, clang_getCursorSpelling(fn));
	callee.symbol = lowered ? strs_intern_z(&l->ir->strs, name) : call_symbol(l, name);
	callee.extra = lowered ? 0 : call_checked_extra(name);
	VEC_PUSH(&l->arena, &l->callee, callee);
	if (lowered)
		VEC_PUSH(&l->arena, &l->todo, l->callee.n - 1);
	return l->callee.n - 1;
}

const Callee *unit_callee(Lower *l, CXCursor fn)
{
	uint32_t index = map_get(&l->callees, decl_key(fn));
	if (index == MAP_NONE) {
		uint64_t canonical = decl_key(clang_getCanonicalCursor(fn));
		index = map_get(&l->callees, canonical);
		if (index == MAP_NONE)
			index = add_callee(l, fn);
		map_put(&l->arena, &l->callees, canonical, index);
		map_put(&l->arena, &l->callees, decl_key(fn), index);
	}
	return &l->callee.v[index];
}

static enum CXChildVisitResult visit_name(CXCursor child, CXCursor parent, CXClientData data)
{
	(void)parent;
	Lower *l = data;
	if (child.kind == CXCursor_FunctionDecl) {
		StrId name = text_intern(l, clang_getCursorSpelling(child));
		if (map_get(&l->names, name.i) == MAP_NONE) {
			VEC_PUSH(&l->arena, &l->named, child);
			map_put(&l->arena, &l->names, name.i, l->named.n - 1);
		}
	}
	return CXChildVisit_Continue;
}

void unit_mention(Lower *l, StrId name)
{
	if (!l->named.n)
		clang_visitChildren(clang_getTranslationUnitCursor(l->tu), visit_name, l);
	uint32_t index = map_get(&l->names, name.i);
	if (index != MAP_NONE)
		unit_callee(l, l->named.v[index]);
}

static void annotate(Lower *l, Fn *fn, CXCursor decl, const char *subject)
{
	Kids kids = cursor_kids(l, decl);
	for (uint32_t i = 0; i < kids.n; i++) {
		if (kids.v[i].kind != CXCursor_AnnotateAttr)
			continue;
		const char *text = text_copy(&l->scratch, clang_getCursorSpelling(kids.v[i]));
		if (strncmp(text, "own::", 5) != 0)
			continue;
		const char *line = arena_printf(&l->scratch, "%s %s", subject, text);
		VEC_PUSH(l->ir->arena, &fn->annotations, strs_intern_z(&l->ir->strs, line));
	}
}

static bool points_to_const(CXCursor parm)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(parm));
	return type.kind == CXType_Pointer && clang_isConstQualifiedType(clang_getPointeeType(type));
}

// The function without its body.
static Fn *declare_fn(Lower *l, const Callee *callee)
{
	Fn *fn = ARENA_NEW(l->ir->arena, Fn);
	int nparams = clang_Cursor_getNumArguments(callee->cursor);
	fn->name = callee->symbol;
	fn->unit = l->unit_index;
	fn->flags = callee->flags;
	fn->nparams = nparams > 0 ? (uint32_t)nparams : 0;
	fn->ret_type = text_intern(l, clang_getTypeSpelling(clang_getCursorResultType(callee->cursor)));
	fn->span = text_name_span(l, callee->cursor);
	annotate(l, fn, callee->cursor, "fn");
	uint32_t n = fn->nparams, kept = 0;
	for (uint32_t i = 0; i < n; i++) {
		if (i < 32 && callee->extra >> i & 1)
			continue;
		CXCursor parm = clang_Cursor_getArgument(callee->cursor, i);
		char subject[24];
		snprintf(subject, sizeof subject, "arg%u", kept);
		annotate(l, fn, parm, subject);
		if (kept < 32 && points_to_const(parm))
			fn->const_params |= UINT32_C(1) << kept;
		kept++;
	}
	fn->nparams = kept;
	return fn;
}

static void lower_fn(Lower *l, Callee callee)
{
	KidMark mark = kids_mark(l);
	Fn *fn = declare_fn(l, &callee);
	bug_context(strs_text(&l->ir->strs, fn->name));
	Builder builder;
	builder_init(l, &builder, fn, &l->scratch);
	builder.cursor = callee.cursor;
	l->b = &builder;
	errors_begin(l);
	for (uint32_t i = 0; i < fn->nparams; i++)
		decl_param(l, clang_Cursor_getArgument(callee.cursor, i), i);
	Kids kids = cursor_kids(l, callee.cursor);
	if (kids.n && kids.v[kids.n - 1].kind == CXCursor_CompoundStmt)
		stmt_body(l, kids.v[kids.n - 1]);
	else
		block_end(l, (Term){.kind = TERM_UNREACHABLE});
	builder_finish(l);
	VEC_PUSH(l->ir->arena, &l->ir->fns, fn);
	bug_context(NULL);
	l->b = NULL;
	kids_release(l, mark);
	arena_reset(&l->scratch);
}

// ---- the unit ---------------------------------------------------------------------------

void unit_global(Lower *l, CXCursor var)
{
	uint64_t key = decl_key(clang_getCanonicalCursor(var));
	if (map_get(&l->globals, key) != MAP_NONE)
		return;
	map_put(&l->arena, &l->globals, key, 0);
	CXCursor definition = clang_getCursorDefinition(var);
	if (!clang_Cursor_isNull(definition))
		VEC_PUSH(&l->arena, &l->inits, definition);
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), n = strlen(end);
	return len >= n && strcmp(text + len - n, end) == 0;
}

// The main file and .c files that it includes.
static bool in_main_code(Lower *l, CXCursor decl)
{
	CXFile file = NULL;
	clang_getFileLocation(clang_getCursorLocation(decl), &file, NULL, NULL, NULL);
	if (!file)
		return false;
	return file == l->main_file || ends_with(files_path(&l->ir->files, text_file(l, file)), ".c");
}

static enum CXChildVisitResult visit_top(CXCursor child, CXCursor parent, CXClientData data)
{
	(void)parent;
	Lower *l = data;
	bool is_fn = child.kind == CXCursor_FunctionDecl;
	if ((!is_fn && child.kind != CXCursor_VarDecl) || !clang_isCursorDefinition(child))
		return CXChildVisit_Continue;
	bool local = clang_Cursor_getStorageClass(child) == CX_SC_Static || clang_Cursor_isFunctionInlined(child);
	if ((!is_fn || local) && !in_main_code(l, child))
		return CXChildVisit_Continue;
	if (is_fn)
		unit_callee(l, child);
	else
		unit_global(l, child);
	return CXChildVisit_Continue;
}

static void lower_inits(Lower *l, uint32_t *next)
{
	for (; *next < l->inits.n; ++*next) {
		l->b = &l->init;
		KidMark mark = kids_mark(l);
		decl_init_global(l, l->inits.v[*next]);
		l->b = NULL;
		kids_release(l, mark);
		arena_reset(&l->scratch);
	}
}

static void finish_init(Lower *l)
{
	l->b = &l->init;
	block_end(l, (Term){.kind = TERM_RET, .a = operand_none()});
	if (l->init.blocks.v[0].first || l->init.order.n > 1) {
		builder_finish(l);
		VEC_PUSH(l->ir->arena, &l->ir->fns, l->init.fn);
	}
	l->b = NULL;
}

// Functions that are mentioned and have no body in this unit.
static void declare_rest(Lower *l, uint32_t first)
{
	Map done = {0};
	for (uint32_t i = first; i < l->ir->fns.n; i++)
		map_put(&l->arena, &done, l->ir->fns.v[i]->name.i, 0);
	for (uint32_t i = 0; i < l->callee.n; i++) {
		StrId symbol = l->callee.v[i].symbol;
		if (map_get(&done, symbol.i) != MAP_NONE)
			continue;
		map_put(&l->arena, &done, symbol.i, 0);
		VEC_PUSH(l->ir->arena, &l->ir->fns, declare_fn(l, &l->callee.v[i]));
	}
}

static void lower_unit(Lower *l)
{
	uint32_t first = l->ir->fns.n, next_fn = 0, next_init = 0;
	Fn *init = ARENA_NEW(l->ir->arena, Fn);
	*init = (Fn){.name = strs_intern_z(&l->ir->strs, ".init"),
	             .unit = l->unit_index,
	             .flags = FN_INIT | FN_STATIC,
	             .ret_type = strs_intern_z(&l->ir->strs, "void")};
	builder_init(l, &l->init, init, &l->arena);
	stack_grow(l, 0);
	clang_visitChildren(clang_getTranslationUnitCursor(l->tu), visit_top, l);
	while (next_fn < l->todo.n || next_init < l->inits.n) {
		if (next_fn < l->todo.n)
			lower_fn(l, l->callee.v[l->todo.v[next_fn++]]);
		else
			lower_inits(l, &next_init);
	}
	finish_init(l);
	declare_rest(l, first);
}

// ---- parsing ------------------------------------------------------------------------------

static unsigned clang_major(void)
{
	CXString version = clang_getClangVersion();
	const char *text = clang_getCString(version), *number = text ? strstr(text, "version ") : NULL;
	unsigned major = number ? (unsigned)strtoul(number + strlen("version "), NULL, 10) : 0;
	clang_disposeString(version);
	return major;
}

// Clang's headers lie beside its library: in its own prefix, or where Debian puts them.
const char *front_resource_dir(void)
{
	static char found[PATH_MAX + 64];
	char library[PATH_MAX], header[sizeof found + 32];
	unsigned major = clang_major();
	Dl_info info;
	if (!dladdr((void *)(uintptr_t)clang_getClangVersion, &info) || !realpath(info.dli_fname, library))
		return NULL;
	*strrchr(library, '/') = '\0';
	for (int place = 0; place < 3; place++) {
		if (place == 0)
			snprintf(found, sizeof found, "%s/clang/%u", library, major);
		else
			snprintf(found, sizeof found, "%s/%sllvm-%u/lib/clang/%u", library, place == 1 ? "../" : "", major, major);
		snprintf(header, sizeof header, "%s/include/stddef.h", found);
		if (access(header, R_OK) == 0)
			return realpath(found, library) ? strcpy(found, library) : found;
	}
	return NULL;
}

const char *front_version(Arena *arena) { return text_copy(arena, clang_getClangVersion()); }

static const char **unit_args(Lower *l, int *nargs)
{
	const FrontUnit *unit = l->unit;
	const char **args = ARENA_ARRAY(&l->arena, const char *, (size_t)unit->nargs + 6);
	const char *resources = unit->builtin_headers ? front_resource_dir() : NULL;
	bool language = ends_with(unit->path, ".c") || ends_with(unit->path, ".i");
	int n = 0;
	for (int i = 0; i < unit->nargs; i++) {
		language |= strncmp(unit->args[i], "-x", 2) == 0;
		if (strcmp(unit->args[i], "-fexceptions") == 0 || strcmp(unit->args[i], "-fno-exceptions") == 0)
			l->unwinds = unit->args[i][2] != 'n';
		// libclang does not show the statement of a directive; without OpenMP it is plain C.
		if (strncmp(unit->args[i], "-fopenmp", 8) != 0)
			args[n++] = unit->args[i];
	}
	if (!language)
		args[n++] = "-xc";
	args[n++] = "-ferror-limit=0"; // what clang leaves out of a body stands at an error
	args[n++] = "-w"; // looking for what only warnings are about costs a tenth of the time, and memory
	if (resources) {
		args[n++] = "-resource-dir";
		args[n++] = resources;
	}
	*nargs = n;
	return args;
}

// A file whose name begins with a dash is no argument.
static const char *unit_path(Lower *l)
{
	const char *path = l->unit->path;
	return path[0] == '-' ? arena_printf(&l->arena, "./%s", path) : path;
}

static bool parse_unit(Lower *l, CXIndex index, FrontReport *report)
{
	if (l->unit->directory && chdir(l->unit->directory) != 0) {
		report->status = FRONT_FAILED;
		report->message = arena_printf(l->ir->arena, "%s: %s", l->unit->directory, strerror(errno));
		return false;
	}
	const char *path = unit_path(l);
	if (access(path, R_OK) != 0) {
		report->status = FRONT_FAILED;
		report->message = arena_printf(l->ir->arena, "%s: %s", l->unit->path, strerror(errno));
		return false;
	}
	int nargs;
	const char **args = unit_args(l, &nargs);
	enum CXErrorCode code = clang_parseTranslationUnit2(
		index, path, args, nargs, NULL, 0,
		CXTranslationUnit_KeepGoing | CXTranslationUnit_IgnoreNonErrorsFromIncludedFiles, &l->tu);
	if (code == CXError_Success && l->tu)
		return true;
	report->status = code == CXError_Crashed ? FRONT_FAILED : FRONT_BAD_ARGS;
	report->message = arena_printf(
		l->ir->arena, code == CXError_Crashed ? "%s: clang crashed" : "%s: clang refused its arguments", l->unit->path);
	return false;
}

static void lower_parsed(Lower *l, FrontReport *report)
{
	uint32_t first = l->ir->fns.n;
	l->main_file = clang_getFile(l->tu, unit_path(l));
	errors_read(l, report);
	if (report->status == FRONT_BAD_ARGS)
		return;
	Unit unit = {.path = strs_intern_z(&l->ir->strs, l->unit->path), .had_errors = report->nerrors != 0};
	VEC_PUSH(l->ir->arena, &l->ir->units, unit);
	l->unit_index = l->ir->units.n - 1;
	files_add(&l->ir->files, l->unit->path);
	lower_unit(l);
	report->nfns = l->ir->fns.n - first;
	report->nhavoc = l->ir->units.v[l->unit_index].nhavoc;
}

void front_lower(Ir *ir, const FrontUnit *unit, FrontReport *report)
{
	Lower l = {.ir = ir, .unit = unit};
	*report = (FrontReport){.status = FRONT_OK, .message = ""};
	CXIndex index = clang_createIndex(0, 0);
	if (parse_unit(&l, index, report)) {
		lower_parsed(&l, report);
		clang_disposeTranslationUnit(l.tu);
	}
	clang_disposeIndex(index);
	arena_free(&l.scratch);
	arena_free(&l.arena);
}
