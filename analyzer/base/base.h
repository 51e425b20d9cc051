// SPDX-License-Identifier: MIT
// base: what every layer stands on. Arenas own all memory; vectors, maps and
// interned strings live inside an arena and are never freed one by one.
#ifndef OUTLIVE_BASE_H
#define OUTLIVE_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define ARRAY_LEN(a) (sizeof(a) / sizeof *(a))

#if defined(__GNUC__)
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a), nonnull(f)))
#define NORETURN __attribute__((noreturn))
#else
#define PRINTF_LIKE(f, a)
#define NORETURN
#endif

// ---- memory.c: arenas --------------------------------------------------------

// A region of memory with one lifetime (unit, program or scratch).
// Not thread-safe; zero-initialise (`Arena a = {0}`) before the first use.
typedef struct Arena {
	struct ArenaChunk *head;  // newest chunk, the one that is filled
	struct ArenaChunk *spare; // chunks kept by the last reset
	size_t used;              // bytes handed out since the last reset
} Arena;

// Returns `size` zeroed bytes aligned for any type; never NULL (out of memory
// ends the process through `bug`). Owned by the arena.
void *arena_alloc(Arena *arena, size_t size);
// Grows a block made by arena_alloc; the first `old` bytes are kept.
void *arena_grow(Arena *arena, void *block, size_t old, size_t size);
char *arena_strndup(Arena *arena, const char *text, size_t len);
char *arena_printf(Arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
char *arena_vprintf(Arena *arena, const char *format, va_list args) PRINTF_LIKE(2, 0);
void arena_reset(Arena *arena); // forgets everything, keeps some chunks for what comes next
void arena_free(Arena *arena);  // gives all memory back

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, n) ((type *)arena_alloc((arena), sizeof(type) * (n)))

// ---- memory.c: the one vector ------------------------------------------------

// VEC(T) is { T *v; uint32_t n, cap; }; `v` is contiguous and may move on push.
#define VEC(type)                    \
	struct {                         \
		type *v;                     \
		uint32_t n, cap;             \
	}
#define VEC_PUSH(arena, vec, item)                                                        \
	do {                                                                                  \
		if ((vec)->n == (vec)->cap)                                                       \
			(vec)->v = vec_grow((arena), (vec)->v, &(vec)->cap, sizeof *(vec)->v);        \
		(vec)->v[(vec)->n++] = (item);                                                    \
	} while (0)
// Before the at-th item, or behind the last.
#define VEC_INSERT(arena, vec, at, item)                                                  \
	do {                                                                                  \
		uint32_t vec_at = (at), vec_behind = (vec)->n - vec_at;                           \
		VEC_PUSH(arena, vec, item);                                                       \
		memmove(&(vec)->v[vec_at + 1], &(vec)->v[vec_at], sizeof *(vec)->v * vec_behind); \
		(vec)->v[vec_at] = (item);                                                        \
	} while (0)
void *vec_grow(Arena *arena, void *items, uint32_t *cap, size_t size);

typedef VEC(uint32_t) U32Vec;

// ---- tables.c: the one map, 64-bit keys to 32-bit values ---------------------

// Open addressing inside an arena. The libraries at hand (uthash, stb_ds) call
// malloc per table and cannot be tied to an arena's lifetime; this can.
typedef struct Map {
	uint64_t *keys;
	uint32_t *values; // value + 1; 0 marks a free slot
	uint32_t n, cap;
} Map;

#define MAP_NONE UINT32_MAX
uint32_t map_get(const Map *map, uint64_t key); // MAP_NONE when absent
void map_put(Arena *arena, Map *map, uint64_t key, uint32_t value);
uint64_t hash_bytes(const void *bytes, size_t len, uint64_t seed);
uint64_t hash_mix(uint64_t a, uint64_t b);

// ---- tables.c: interned strings ----------------------------------------------

typedef struct { uint32_t i; } StrId; // 0 is the empty string

typedef struct Strs {
	Arena *arena;
	VEC(const char *) text;
	Map by_hash; // hash -> first id with it; collisions chain through `next`
	U32Vec next;
} Strs;

void strs_init(Strs *strs, Arena *arena);
// A text ends at its first NUL; equal texts have equal ids. Copied into the arena.
StrId strs_intern(Strs *strs, const char *text, size_t len);
StrId strs_intern_z(Strs *strs, const char *text);
StrId strs_find(const Strs *strs, const char *text); // {0} when never interned
static inline const char *strs_text(const Strs *strs, StrId id) { return strs->text.v[id.i]; }

// ---- tables.c: bit sets ------------------------------------------------------

typedef struct BitSet { uint64_t *words; uint32_t nbits; } BitSet;
BitSet bitset_new(Arena *arena, uint32_t nbits);
static inline bool bitset_has(const BitSet *s, uint32_t i) { return s->words[i / 64] >> (i % 64) & 1; }
static inline void bitset_add(BitSet *s, uint32_t i) { s->words[i / 64] |= UINT64_C(1) << (i % 64); }
static inline void bitset_remove(BitSet *s, uint32_t i) { s->words[i / 64] &= ~(UINT64_C(1) << (i % 64)); }
bool bitset_union(BitSet *into, const BitSet *from); // true when `into` changed

// ---- text.c: growing text ----------------------------------------------------

// A text under construction; `text` is always NUL-terminated once written to.
typedef struct Buf { Arena *arena; char *text; size_t len, cap; } Buf;
void buf_putc(Buf *buf, char c);
void buf_put(Buf *buf, const char *text, size_t len);
void buf_puts(Buf *buf, const char *text);
void buf_printf(Buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
// Writes `text` between double quotes with \" \\ \n \t and \xHH escapes, the
// form that every text format of the project reads back.
void buf_quote(Buf *buf, const char *text, size_t len);
// Appends the bytes of the quoted text that starts at `at`. Returns the position
// behind the closing quote, or NULL when this is no quoted text on one line.
const char *buf_unquote(Buf *out, const char *at, const char *end);

// ---- files.c: places in source files -----------------------------------------

typedef struct { uint32_t i; } FileId; // 0 means "no file"

// Lines and columns count from 1, columns in bytes; line 0 means "nowhere".
// `end_col` is one past the last byte, on `end_line`.
typedef struct Span {
	FileId file;
	uint32_t line, col;
	uint32_t end_line, end_col;
} Span;

static inline bool span_known(Span s) { return s.file.i != 0 && s.line != 0; }
int span_compare(Span a, Span b); // by file id, line, column

// The files of a program, by path as given. Ids are dense from 1.
typedef struct Files { Strs *strs; VEC(StrId) path; Map by_path; } Files;
void files_init(Files *files, Strs *strs);
FileId files_add(Files *files, const char *path);
const char *files_path(const Files *files, FileId file);

// ---- files.c: reading --------------------------------------------------------

// Reads a whole file into the arena; NULL with errno set on failure. The text is
// NUL-terminated; *len excludes the terminator. Refuses files above `limit` (EFBIG).
char *io_read_file(Arena *arena, const char *path, size_t limit, size_t *len);
// The same for what others name: EINVAL for what is no regular file, so that no pipe or
// terminal is waited for.
char *io_read_source(Arena *arena, const char *path, size_t limit, size_t *len);

// ---- bug.c: errors that are ours ---------------------------------------------

// Names what is under analysis for `bug`; pass NULL to clear. Not copied.
void bug_context(const char *what);
// An error of ours: prints file, line and the function under analysis, aborts.
#define bug(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
void bug_at(const char *file, int line, const char *format, ...) PRINTF_LIKE(3, 4) NORETURN;

#endif
