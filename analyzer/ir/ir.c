// SPDX-License-Identifier: MIT
// ir: the store behind the other passes: interned access paths, an empty program,
// and the words that print.c writes and parse.c reads.
#include "ir/text.h"

// ---- paths -------------------------------------------------------------------

void paths_init(Paths *paths, Arena *arena)
{
	*paths = (Paths){.arena = arena};
	VEC_PUSH(arena, &paths->elem, (Elem){0});
}

static bool elem_equal(const Elem *a, const Elem *b)
{
	return a->parent.i == b->parent.i && a->kind == b->kind && a->field.i == b->field.i && a->index == b->index;
}

PathId path_push(Paths *paths, PathId parent, ElemKind kind, StrId field, int64_t index)
{
	Elem elem = {.parent = parent, .kind = kind, .depth = paths->elem.v[parent.i].depth + 1};
	if (kind == ELEM_FIELD)
		elem.field = field;
	if (kind == ELEM_INDEX || kind == ELEM_VAR)
		elem.index = index;
	uint64_t key = hash_mix((uint64_t)parent.i << 32 | elem.field.i, hash_mix((uint64_t)kind, (uint64_t)elem.index));
	for (uint32_t id; (id = map_get(&paths->by_key, key)) != MAP_NONE; key = hash_mix(key, 1))
		if (elem_equal(&paths->elem.v[id], &elem))
			return (PathId){id};
	VEC_PUSH(paths->arena, &paths->elem, elem);
	map_put(paths->arena, &paths->by_key, key, paths->elem.n - 1);
	return (PathId){paths->elem.n - 1};
}

PathId path_field(Paths *paths, PathId parent, StrId field) { return path_push(paths, parent, ELEM_FIELD, field, 0); }

PathId path_index(Paths *paths, PathId parent, int64_t index)
{
	return path_push(paths, parent, ELEM_INDEX, (StrId){0}, index);
}

PathId path_join(Paths *paths, PathId front, PathId back)
{
	if (back.i == 0)
		return front;
	Elem last = *path_elem(paths, back);
	return path_push(paths, path_join(paths, front, last.parent), last.kind, last.field, last.index);
}

bool path_has_prefix(const Paths *paths, PathId path, PathId prefix)
{
	uint32_t depth = path_elem(paths, prefix)->depth;
	while (path_elem(paths, path)->depth > depth)
		path = path_elem(paths, path)->parent;
	return path.i == prefix.i;
}

// ---- the program ---------------------------------------------------------------

void ir_init(Ir *ir, Arena *arena)
{
	*ir = (Ir){.arena = arena};
	strs_init(&ir->strs, arena);
	files_init(&ir->files, &ir->strs);
	paths_init(&ir->paths, arena);
}

// ---- words -----------------------------------------------------------------------

const char *const ir_op_words[] = {
#define OPCODE(NAME, text, doc) text,
#include "ir/opcodes.def"
	NULL,
};

const char *const ir_calc_words[] = {
#define CALC(NAME, text) text,
#include "ir/calc.def"
	NULL,
};

const char *const ir_term_words[] = {"NONE", "GOTO", "IF", "SWITCH", "RET", "UNREACHABLE", NULL};
const char *const ir_exit_words[] = {"block", "break", "continue", "goto", "return", NULL};
const char *const ir_access_words[] = {"plain", "atomic", "volatile", NULL};
const char *const ir_kind_words[] = {"param", "local", "literal", "alloca", "temp", "global", NULL};
const char *const ir_var_flag_words[] = {
	"array", "vla", "static", "tls", "const", "volatile", "atomic", "pointer", "record", NULL,
};
const char *const ir_fn_flag_words[] = {
	"static", "inline", "noreturn", "returns_twice", "malloc", "variadic", "init", NULL,
};

uint32_t ir_word_find(const char *const *words, const char *text, size_t len)
{
	for (uint32_t i = 0; words[i]; i++)
		if (strncmp(words[i], text, len) == 0 && words[i][len] == '\0')
			return i;
	return ID_NONE;
}

bool ir_is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
	       c == '~';
}

bool ir_is_word(const char *text)
{
	if (!ir_is_word_char(*text) || (*text >= '0' && *text <= '9') || *text == '$' || *text == '~')
		return false;
	while (ir_is_word_char(*text))
		text++;
	return *text == '\0';
}

bool ir_is_reserved(const char *text, size_t len)
{
	if (len == 0 || text[0] < 'A' || text[0] > 'Z') // all of them are in capitals, and few names are
		return false;
	return ir_word_find(ir_op_words, text, len) != ID_NONE || ir_word_find(ir_term_words, text, len) != ID_NONE;
}

uint32_t fn_successor(const Fn *fn, uint32_t block, uint32_t index)
{
	const Term *term = &fn->blocks.v[block].term;
	switch (term->kind) {
	case TERM_GOTO: return index ? ID_NONE : term->then.i;
	case TERM_IF: return index > 1 ? ID_NONE : index ? term->other.i : term->then.i;
	case TERM_SWITCH:
		return index == 0              ? term->other.i
		       : index <= term->ncases ? fn->cases.v[term->cases + index - 1].block.i
		                               : ID_NONE;
	case TERM_NONE:
	case TERM_RET:
	case TERM_UNREACHABLE: break;
	}
	return ID_NONE;
}

uint32_t fn_block_of(const Fn *fn, uint32_t instr)
{
	uint32_t b = 0;
	while (instr < fn->blocks.v[b].first || instr >= fn->blocks.v[b].first + fn->blocks.v[b].n)
		b++;
	return b;
}

void fn_follow(Arena *arena, const Fn *fn, BitSet *reached, const BitSet *closed)
{
	VEC(uint32_t) work = {0};
	for (uint32_t b = 0; b < fn->blocks.n; b++)
		if (bitset_has(reached, b))
			VEC_PUSH(arena, &work, b);
	while (work.n) {
		uint32_t at = work.v[--work.n];
		for (uint32_t i = 0, to; !bitset_has(closed, at) && (to = fn_successor(fn, at, i)) != ID_NONE; i++)
			if (!bitset_has(reached, to)) {
				bitset_add(reached, to);
				VEC_PUSH(arena, &work, to);
			}
	}
}
