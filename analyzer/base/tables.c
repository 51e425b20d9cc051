// SPDX-License-Identifier: MIT
// tables: keys in, small numbers out. The one hash map, strings interned through
// it, and bit sets; all of them grow inside an arena and depend on no address,
// so that every run of the program sees the same order.
#include "base/base.h"

enum { FIRST_MAP = 16 };

uint64_t hash_mix(uint64_t a, uint64_t b)
{
	uint64_t h = a ^ (b + UINT64_C(0x9e3779b97f4a7c15)) * UINT64_C(0xbf58476d1ce4e5b9);
	h = (h ^ h >> 32) * UINT64_C(0xd6e8feb86659fd93);
	h = (h ^ h >> 32) * UINT64_C(0xd6e8feb86659fd93);
	return h ^ h >> 32;
}

uint64_t hash_bytes(const void *bytes, size_t len, uint64_t seed)
{
	const char *at = bytes;
	uint64_t hash = hash_mix(seed, len), word = 0;
	for (; len > sizeof word; len -= sizeof word, at += sizeof word) {
		memcpy(&word, at, sizeof word);
		hash = hash_mix(hash, word);
	}
	word = 0;
	if (len)
		memcpy(&word, at, len);
	return hash_mix(hash, word);
}

// ---- the map -----------------------------------------------------------------

// The slot that holds `key`, or the free one where it belongs. Most keys are hashes
// already: one multiplication (Knuth, TAOCP 3, 6.4) spreads the others.
static uint32_t map_slot(const Map *map, uint64_t key)
{
	uint32_t mask = map->cap - 1;
	uint32_t slot = (uint32_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 32) & mask;
	while (map->values[slot] && map->keys[slot] != key)
		slot = (slot + 1) & mask;
	return slot;
}

uint32_t map_get(const Map *map, uint64_t key) { return map->n ? map->values[map_slot(map, key)] - 1 : MAP_NONE; }

static void map_grow(Arena *arena, Map *map)
{
	Map old = *map;
	if (old.cap > UINT32_MAX / 4)
		bug("a map of more than %u keys", old.n);
	map->cap = old.cap ? old.cap * 2 : FIRST_MAP;
	map->keys = ARENA_ARRAY(arena, uint64_t, map->cap);
	map->values = ARENA_ARRAY(arena, uint32_t, map->cap);
	for (uint32_t i = 0; i < old.cap; i++) {
		if (!old.values[i])
			continue;
		uint32_t slot = map_slot(map, old.keys[i]);
		map->keys[slot] = old.keys[i];
		map->values[slot] = old.values[i];
	}
}

void map_put(Arena *arena, Map *map, uint64_t key, uint32_t value)
{
	if (value == MAP_NONE)
		bug("a map cannot hold MAP_NONE");
	if (map->n >= map->cap / 4 * 3)
		map_grow(arena, map);
	uint32_t slot = map_slot(map, key);
	map->n += !map->values[slot];
	map->keys[slot] = key;
	map->values[slot] = value + 1;
}

// ---- interned strings ----------------------------------------------------------

void strs_init(Strs *strs, Arena *arena)
{
	*strs = (Strs){.arena = arena};
	VEC_PUSH(arena, &strs->text, "");
	VEC_PUSH(arena, &strs->next, 0);
}

static StrId strs_lookup(const Strs *strs, uint64_t hash, const char *text, size_t len)
{
	uint32_t id = map_get(&strs->by_hash, hash);
	if (id == MAP_NONE)
		return (StrId){0};
	for (; id; id = strs->next.v[id])
		if (strncmp(strs->text.v[id], text, len) == 0 && strs->text.v[id][len] == '\0')
			break;
	return (StrId){id};
}

StrId strs_intern(Strs *strs, const char *text, size_t len)
{
	const char *nul = len ? memchr(text, '\0', len) : NULL;
	if (nul)
		len = (size_t)(nul - text);
	if (len == 0)
		return (StrId){0};
	uint64_t hash = hash_bytes(text, len, 0);
	StrId id = strs_lookup(strs, hash, text, len);
	if (id.i)
		return id;
	id.i = strs->text.n;
	uint32_t same_hash = map_get(&strs->by_hash, hash);
	VEC_PUSH(strs->arena, &strs->text, arena_strndup(strs->arena, text, len));
	VEC_PUSH(strs->arena, &strs->next, same_hash == MAP_NONE ? 0 : same_hash);
	map_put(strs->arena, &strs->by_hash, hash, id.i);
	return id;
}

StrId strs_intern_z(Strs *strs, const char *text) { return strs_intern(strs, text, strlen(text)); }

StrId strs_find(const Strs *strs, const char *text)
{
	size_t len = strlen(text);
	return len ? strs_lookup(strs, hash_bytes(text, len, 0), text, len) : (StrId){0};
}

// ---- bit sets --------------------------------------------------------------------

BitSet bitset_new(Arena *arena, uint32_t nbits)
{
	return (BitSet){.words = ARENA_ARRAY(arena, uint64_t, ((size_t)nbits + 63) / 64), .nbits = nbits};
}

bool bitset_union(BitSet *into, const BitSet *from)
{
	if (into->nbits != from->nbits)
		bug("a union of sets of %u and %u bits", into->nbits, from->nbits);
	uint64_t news = 0;
	for (size_t i = 0; i < ((size_t)into->nbits + 63) / 64; i++) {
		news |= from->words[i] & ~into->words[i];
		into->words[i] |= from->words[i];
	}
	return news != 0;
}
