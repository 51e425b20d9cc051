// SPDX-License-Identifier: MIT
// memory: sizes in, zeroed blocks out. An arena is a list of chunks that are
// filled from the front; only whole arenas are given back, so nobody frees a block.
#include "base/base.h"

#include <stdlib.h>

enum {
	ALIGNMENT = 16,
	FIRST_CHUNK = 16 << 10,
	LARGEST_CHUNK = 1 << 20, // larger blocks get a chunk of their own size
	SPARE_BYTES = 64 << 20,  // kept by a reset: fresh pages cost more than the work done in them
	FIRST_VEC = 8,
};

typedef struct ArenaChunk {
	struct ArenaChunk *older;
	size_t cap, fill; // bytes behind this header
} ArenaChunk;

_Static_assert(sizeof(ArenaChunk) <= 2 * ALIGNMENT, "the header must not spoil the alignment");

static char *chunk_bytes(ArenaChunk *chunk) { return (char *)chunk + 2 * ALIGNMENT; }

static size_t round_up(size_t size)
{
	if (size > SIZE_MAX / 2)
		bug("out of memory: a block of %zu bytes", size);
	return size == 0 ? ALIGNMENT : (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static ArenaChunk *chunk_reuse(Arena *arena, size_t size)
{
	ArenaChunk *chunk = arena->spare;
	if (!chunk || chunk->cap < size)
		return NULL;
	arena->spare = chunk->older;
	*chunk = (ArenaChunk){.older = arena->head, .cap = chunk->cap};
	return arena->head = chunk;
}

static ArenaChunk *chunk_add(Arena *arena, size_t size)
{
	ArenaChunk *spare = chunk_reuse(arena, size);
	if (spare)
		return spare;
	size_t cap = arena->head ? arena->head->cap * 2 : FIRST_CHUNK;
	if (cap > LARGEST_CHUNK)
		cap = LARGEST_CHUNK;
	if (cap < size)
		cap = size;
	ArenaChunk *chunk = malloc(2 * ALIGNMENT + cap);
	if (!chunk)
		bug("out of memory: a block of %zu bytes", size);
	*chunk = (ArenaChunk){.older = arena->head, .cap = cap};
	arena->head = chunk;
	return chunk;
}

void *arena_alloc(Arena *arena, size_t size)
{
	size = round_up(size);
	ArenaChunk *chunk = arena->head;
	if (!chunk || chunk->cap - chunk->fill < size)
		chunk = chunk_add(arena, size);
	void *block = chunk_bytes(chunk) + chunk->fill;
	chunk->fill += size;
	arena->used += size;
	return memset(block, 0, size);
}

// The newest block grows in place; this keeps long texts and vectors from
// leaving a trail of copies.
static bool grow_in_place(Arena *arena, char *block, size_t old, size_t size)
{
	ArenaChunk *chunk = arena->head;
	if (!chunk || block + old != chunk_bytes(chunk) + chunk->fill || chunk->cap - chunk->fill < size - old)
		return false;
	memset(block + old, 0, size - old);
	chunk->fill += size - old;
	arena->used += size - old;
	return true;
}

void *arena_grow(Arena *arena, void *block, size_t old, size_t size)
{
	if (!block)
		return arena_alloc(arena, size);
	if (round_up(size) <= round_up(old) || grow_in_place(arena, block, round_up(old), round_up(size)))
		return block;
	return memcpy(arena_alloc(arena, size), block, old);
}

char *arena_strndup(Arena *arena, const char *text, size_t len)
{
	char *copy = arena_alloc(arena, len + 1);
	if (len)
		memcpy(copy, text, len);
	return copy;
}

char *arena_vprintf(Arena *arena, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, args);
	if (len < 0)
		bug("a message that cannot be formatted: %s", format);
	char *text = arena_alloc(arena, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	return text;
}

char *arena_printf(Arena *arena, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

static void chunks_free(ArenaChunk *chunk)
{
	for (ArenaChunk *older; chunk; chunk = older) {
		older = chunk->older;
		free(chunk);
	}
}

void arena_reset(Arena *arena)
{
	Arena fresh = {.spare = arena->spare};
	size_t kept = 0;
	for (ArenaChunk *chunk = fresh.spare; chunk; chunk = chunk->older)
		kept += chunk->cap;
	for (ArenaChunk *chunk = arena->head, *older; chunk; chunk = older) {
		older = chunk->older;
		// One huge block must not stay with an arena that is reset for every function.
		if (chunk->cap > LARGEST_CHUNK || kept + chunk->cap > SPARE_BYTES) {
			free(chunk);
			continue;
		}
		kept += chunk->cap;
		chunk->older = fresh.spare;
		fresh.spare = chunk;
	}
	*arena = fresh;
}

void arena_free(Arena *arena)
{
	chunks_free(arena->head);
	chunks_free(arena->spare);
	*arena = (Arena){0};
}

void *vec_grow(Arena *arena, void *items, uint32_t *cap, size_t size)
{
	uint32_t old = *cap;
	if (old > UINT32_MAX / 2)
		bug("a vector of more than %u items", old);
	*cap = old ? old * 2 : FIRST_VEC;
	return arena_grow(arena, items, old * size, *cap * size);
}
