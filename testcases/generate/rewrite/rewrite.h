// SPDX-License-Identifier: MIT
// rewrite: see rewrite.c for what it does; tree.c for what follows the syntax tree.
#ifndef GENERATE_REWRITE_H
#define GENERATE_REWRITE_H

#include "base/base.h"

#include <clang-c/Index.h>

typedef enum RewriteKind {
	KIND_RENAME,
	KIND_MACRO,
	KIND_UNRELATED,
	KIND_REORDER,
	KIND_SPLIT,
	KIND_SECOND,
	KINDS,
} RewriteKind;

typedef enum NameKind {
	NAME_OWN,       // declared by the program
	NAME_ELSEWHERE, // declared by headers
	NAME_MODELLED,  // known to the checker
	NAME_WRAPPED,   // a macro for it has been printed
} NameKind;

typedef struct Edit {
	uint32_t at, length, order; // what is replaced, in bytes
	const char *text;
} Edit;

typedef struct Rewrite {
	Arena arena;
	Strs strs;
	Map names; // by StrId: bit set of NameKind
	RewriteKind kind;
	const char *out;
	CXTranslationUnit unit;
	// The file that is being rewritten.
	CXFile file;
	const char *text;
	uint32_t length;
	VEC(Edit) edits;
	bool edited; // any file so far
	// tree.c
	int part;           // of a unit that is split in two
	uint32_t functions; // seen so far
	uint32_t variable;  // where the last one at file scope began
	bool unfit;         // it cannot be split
} Rewrite;

bool names_have(const Rewrite *r, NameKind kind, const char *name);
void names_add(Rewrite *r, NameKind kind, const char *name);
void edit_add(Rewrite *r, uint32_t at, uint32_t length, const char *text);
const char *text_of(Rewrite *r, CXString string); // takes the string
// False for what does not stand in the rewritten file as it is, but comes out of a macro.
bool offset_of(Rewrite *r, CXSourceLocation location, uint32_t *offset);
bool range_of(Rewrite *r, CXCursor cursor, uint32_t *start, uint32_t *end);

// tree.c
void rewrite_tree(Rewrite *r, CXCursor unit);                 // unrelated, reorder, split
bool rewrite_split_unit(Rewrite *r, CXCursor unit, int part); // second; false: it cannot be

#endif
