// SPDX-License-Identifier: MIT
// test_base: arenas, the vector, the map, interned strings, bit sets, texts, files.
#include "base/base.h"

#include "test.h"

#include <errno.h>
#include <stdlib.h>

static bool all_zero(const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bytes[i])
			return false;
	return true;
}

static void test_arena_blocks(void)
{
	Arena arena = {0};
	char *previous = NULL;
	for (size_t size = 0; size < 3000000; size = size * 2 + 1) {
		char *block = arena_alloc(&arena, size);
		CHECK(block != previous && (uintptr_t)block % 16 == 0);
		CHECK(all_zero(block, size));
		memset(block, 0xff, size);
		previous = block;
	}
	CHECK(arena.used > 3000000);
	arena_reset(&arena);
	CHECK(arena.used == 0);
	CHECK(all_zero(arena_alloc(&arena, 1000), 1000));
	arena_free(&arena);
	CHECK(arena.head == NULL);
	arena_reset(&arena);
}

static void test_arena_grow(void)
{
	Arena arena = {0};
	char *block = arena_grow(&arena, NULL, 0, 10);
	memcpy(block, "123456789", 10);
	CHECK(arena_grow(&arena, block, 10, 4000) == block); // the newest block grows where it is
	CHECK(all_zero(block + 10, 3990));
	arena_alloc(&arena, 1);
	char *moved = arena_grow(&arena, block, 4000, 8000);
	CHECK(moved != block && memcmp(moved, "123456789", 10) == 0 && all_zero(moved + 4000, 4000));
	CHECK(arena_grow(&arena, moved, 8000, 10) == moved);
	CHECK_TEXT(arena_printf(&arena, "%s=%d", "x", 7), "x=7");
	CHECK_TEXT(arena_strndup(&arena, "abcdef", 3), "abc");
	CHECK_TEXT(arena_strndup(&arena, NULL, 0), "");
	arena_free(&arena);
}

static void test_vec(void)
{
	Arena arena = {0};
	U32Vec numbers = {0};
	for (uint32_t i = 0; i < 10000; i++)
		VEC_PUSH(&arena, &numbers, i * 3);
	CHECK(numbers.n == 10000 && numbers.v[0] == 0 && numbers.v[9999] == 29997);
	VEC_INSERT(&arena, &numbers, 0, 7u);
	VEC_INSERT(&arena, &numbers, 2, 8u);
	VEC_INSERT(&arena, &numbers, numbers.n, 9u);
	CHECK(numbers.n == 10003 && numbers.v[0] == 7 && numbers.v[1] == 0 && numbers.v[2] == 8 && numbers.v[3] == 3);
	CHECK(numbers.v[10001] == 29997 && numbers.v[10002] == 9);
	arena_free(&arena);
}

static void test_map(void)
{
	Arena arena = {0};
	Map map = {0};
	CHECK(map_get(&map, 0) == MAP_NONE);
	for (uint32_t i = 0; i < 5000; i++)
		map_put(&arena, &map, (uint64_t)i << 40 | 1, i);
	for (uint32_t i = 0; i < 5000; i++)
		CHECK(map_get(&map, (uint64_t)i << 40 | 1) == i);
	CHECK(map.n == 5000 && map_get(&map, 2) == MAP_NONE);
	map_put(&arena, &map, 1, 77);
	CHECK(map.n == 5000 && map_get(&map, 1) == 77);
	map_put(&arena, &map, UINT64_MAX, 0);
	CHECK(map_get(&map, UINT64_MAX) == 0);
	arena_free(&arena);
}

static void test_hash(void)
{
	char text[] = "0123456789abcdefghij";
	for (size_t len = 0; len < sizeof text; len++)
		CHECK(hash_bytes(text, len, 0) != hash_bytes(text, len + 1, 0));
	CHECK(hash_bytes(text, 5, 0) != hash_bytes(text, 5, 1));
	CHECK(hash_mix(1, 2) != hash_mix(2, 1));
}

static void test_strs(void)
{
	Arena arena = {0};
	Strs strs;
	strs_init(&strs, &arena);
	CHECK(strs_intern_z(&strs, "").i == 0 && strs_intern(&strs, NULL, 0).i == 0);
	StrId abc = strs_intern(&strs, "abcdef", 3);
	CHECK_TEXT(strs_text(&strs, abc), "abc");
	CHECK(strs_intern_z(&strs, "abc").i == abc.i && strs_find(&strs, "abc").i == abc.i);
	CHECK(strs_find(&strs, "abcd").i == 0 && strs_intern(&strs, "abc\0d", 5).i == abc.i);
	for (int i = 0; i < 5000; i++)
		strs_intern_z(&strs, arena_printf(&arena, "name%d", i));
	CHECK(strs.text.n == 5002);
	CHECK_TEXT(strs_text(&strs, strs_find(&strs, "name4321")), "name4321");
	arena_free(&arena);
}

// Two texts with one hash are told apart: the second is chained to the first.
static void test_strs_collision(void)
{
	Arena arena = {0};
	Strs strs;
	strs_init(&strs, &arena);
	StrId first = strs_intern_z(&strs, "first");
	map_put(&arena, &strs.by_hash, hash_bytes("second", 6, 0), first.i);
	StrId second = strs_intern_z(&strs, "second");
	CHECK(second.i != first.i && strs_intern_z(&strs, "second").i == second.i);
	CHECK(strs_find(&strs, "first").i == first.i);
	arena_free(&arena);
}

static void test_bitset(void)
{
	Arena arena = {0};
	BitSet a = bitset_new(&arena, 130), b = bitset_new(&arena, 130);
	bitset_add(&a, 0);
	bitset_add(&b, 129);
	CHECK(bitset_union(&a, &b) && bitset_has(&a, 0) && bitset_has(&a, 129) && !bitset_has(&a, 64));
	CHECK(!bitset_union(&a, &b));
	bitset_remove(&a, 129);
	CHECK(!bitset_has(&a, 129));
	BitSet none = bitset_new(&arena, 0);
	CHECK(!bitset_union(&none, &none));
	arena_free(&arena);
}

static void test_buf(void)
{
	Arena arena = {0};
	Buf buf = {.arena = &arena};
	buf_puts(&buf, "");
	CHECK_TEXT(buf.text, "");
	for (int i = 0; i < 1000; i++)
		buf_printf(&buf, "%d,", i);
	CHECK(buf.len == strlen(buf.text) && strncmp(buf.text, "0,1,2,", 6) == 0);
	buf_putc(&buf, 'x');
	CHECK(buf.text[buf.len - 1] == 'x' && buf.text[buf.len] == '\0');
	arena_free(&arena);
}

static void test_quote(void)
{
	Arena arena = {0};
	Buf quoted = {.arena = &arena}, back = {.arena = &arena};
	char bytes[256];
	for (int i = 0; i < 256; i++)
		bytes[i] = (char)i;
	buf_quote(&quoted, "a\"b\\c\n\t\x01\xff", 9);
	CHECK_TEXT(quoted.text, "\"a\\\"b\\\\c\\n\\t\\x01\\xff\"");
	quoted.len = 0;
	buf_quote(&quoted, bytes, sizeof bytes);
	CHECK(buf_unquote(&back, quoted.text, quoted.text + quoted.len) == quoted.text + quoted.len);
	CHECK(back.len == sizeof bytes && memcmp(back.text, bytes, sizeof bytes) == 0);
	arena_free(&arena);
}

static void test_unquote_wrong(void)
{
	static const char *const wrong[] = {"",         "x",        "\"",        "\"abc",   "\"a\\",
	                                    "\"a\\q\"", "\"\\x1\"", "\"\\xg0\"", "\"a\nb\""};
	Arena arena = {0};
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		Buf back = {.arena = &arena};
		CHECK(buf_unquote(&back, wrong[i], wrong[i] + strlen(wrong[i])) == NULL);
	}
	Buf back = {.arena = &arena};
	static const char text[] = "\"a\" rest";
	CHECK(buf_unquote(&back, text, text + sizeof text - 1) == text + 3);
	CHECK_TEXT(back.text, "a");
	arena_free(&arena);
}

static void test_files(void)
{
	Arena arena = {0};
	Strs strs;
	Files files;
	strs_init(&strs, &arena);
	files_init(&files, &strs);
	FileId a = files_add(&files, "a.c"), b = files_add(&files, "b.c");
	CHECK(a.i == 1 && b.i == 2 && files_add(&files, "a.c").i == 1);
	CHECK_TEXT(files_path(&files, b), "b.c");
	CHECK_TEXT(files_path(&files, (FileId){0}), "");
	Span one = {a, 3, 4, 3, 5}, later = {a, 3, 6, 3, 7}, other = {b, 1, 1, 1, 1};
	CHECK(span_compare(one, later) < 0 && span_compare(other, later) > 0 && span_compare(one, one) == 0);
	CHECK(span_known(one) && !span_known((Span){0}));
	arena_free(&arena);
}

static void write_bytes(const char *path, size_t n)
{
	FILE *file = fopen(path, "wb");
	CHECK(file != NULL);
	for (size_t i = 0; file && i < n; i++)
		fputc('a' + (int)(i % 26), file);
	if (file)
		fclose(file);
}

static void test_read_file(void)
{
	static const size_t sizes[] = {0, 1, 4095, 4096, 4097, 100000};
	static const char path[] = "test_base.tmp";
	Arena arena = {0};
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		size_t len = 0;
		write_bytes(path, sizes[i]);
		char *text = io_read_file(&arena, path, 100000, &len);
		CHECK(text && len == sizes[i] && strlen(text) == len);
	}
	size_t len = 0;
	errno = 0;
	CHECK(!io_read_file(&arena, path, 99999, &len) && errno == EFBIG);
	write_bytes(path, 3000);
	CHECK(!io_read_file(&arena, path, 2999, &len) && errno == EFBIG);
	remove(path);
	CHECK(!io_read_file(&arena, path, 10, &len) && errno == ENOENT);
	CHECK(!io_read_file(&arena, ".", 10, &len) && errno == EISDIR);
	arena_free(&arena);
}

int main(void)
{
	test_arena_blocks();
	test_arena_grow();
	test_vec();
	test_map();
	test_hash();
	test_strs();
	test_strs_collision();
	test_bitset();
	test_buf();
	test_quote();
	test_unquote_wrong();
	test_files();
	test_read_file();
	return TEST_RESULT;
}
