// SPDX-License-Identifier: MIT
// Splitting of commands, response files, the table of arguments, paths, and what is
// shown of text that others wrote.
#include "jobs/jobs.h"

#include "test.h"

#include <stdlib.h>
#include <unistd.h>

static Arena arena;

// The words with `|` behind each, or the error in parentheses.
static const char *joined(const Words *words, const char *error)
{
	Buf out = {.arena = &arena};
	buf_puts(&out, "");
	if (error)
		buf_printf(&out, "(%s)", error);
	for (uint32_t i = 0; i < words->n && !error; i++)
		buf_printf(&out, "%s|", words->v[i]);
	return out.text;
}

static const char *split(const char *text, SplitRules rules)
{
	Words words = {0};
	const char *error = command_split(&arena, text, rules, &words);
	return joined(&words, error);
}

static void test_shell(void)
{
	CHECK_TEXT(split("", SPLIT_SHELL), "");
	CHECK_TEXT(split("  gcc\t-c \n a.c ", SPLIT_SHELL), "gcc|-c|a.c|");
	CHECK_TEXT(split("'' \"\"", SPLIT_SHELL), "||");
	CHECK_TEXT(split("-DX='a b'\"c d\"e\\ f", SPLIT_SHELL), "-DX=a bc de f|");
	CHECK_TEXT(split("'a\\b' \"a\\b\" \"a\\\"b\\\\c\\$d\\`\"", SPLIT_SHELL), "a\\b|a\\b|a\"b\\c$d`|");
	CHECK_TEXT(split("a\\\nb \"c\\\nd\"", SPLIT_SHELL), "ab|cd|");
	CHECK_TEXT(split("$HOME `id` $(id) *", SPLIT_SHELL), "$HOME|`id`|$(id)|*|");
	CHECK_TEXT(split("a 'b", SPLIT_SHELL), "(a quote is not closed)");
	CHECK_TEXT(split("a \"b\\\"", SPLIT_SHELL), "(a quote is not closed)");
	CHECK_TEXT(split("end\\", SPLIT_SHELL), "end\\|");
}

static void test_response(void)
{
	CHECK_TEXT(split("'a\\'b' \"c\\d\" e\\\\f", SPLIT_RESPONSE), "a'b|cd|e\\f|");
	Words words = {0}, out = {0};
	VEC_PUSH(&arena, &words, "-c");
	VEC_PUSH(&arena, &words, "@");
	CHECK_TEXT(joined(&out, command_expand(&arena, &words, "/", &out)), "-c|@|");
	VEC_PUSH(&arena, &words, "@no/such/file");
	CHECK(command_expand(&arena, &words, "/", &out) != NULL);
}

// What reaches clang of the words in `text`; "(not C)" where it is another language.
static const char *filtered(const char *text, const char *path)
{
	Words words = {0}, rest = {0};
	Args args = {0};
	uint32_t first;
	command_split(&arena, text, SPLIT_SHELL, &words);
	const char *driver = args_driver(&words, &first);
	for (uint32_t i = first; i < words.n; i++)
		VEC_PUSH(&arena, &rest, words.v[i]);
	if (!args_filter(&arena, driver, &rest, "/", path, &args))
		return "(not C)";
	rest = args_words(&arena, &args);
	return joined(&rest, NULL);
}

static void test_table(void)
{
	CHECK_TEXT(filtered("gcc -O2 -Wall -Ia -I b -DX -c a.c -o a.o", "a.c"), "-Ia|-I|b|-DX|");
	CHECK_TEXT(filtered("gcc -MD -MF a.d -MT a.o -MJ x -MMD -c a.c", "a.c"), "");
	CHECK_TEXT(filtered("gcc -include x.h -imacros y.h -isystem z a.c", "a.c"),
	           "-include|x.h|-imacros|y.h|-isystem|z|");
	CHECK_TEXT(filtered("gcc -unknown -UX -undef -u sym a.c", "a.c"), "-UX|-undef|");
	CHECK_TEXT(filtered("clang -Xclang -load -Xclang x.so -Xclang -DX a.c", "a.c"), "-DX|");
	CHECK_TEXT(filtered("clang -mllvm -x -mllvm=y -m32 a.c", "a.c"), "-m32|");
	CHECK_TEXT(filtered("gcc -std=c11 -std=c++17 a.c", "a.c"), "-std=c11|");
	CHECK_TEXT(filtered("gcc -finput-charset=UTF-8 -fexec-charset=latin1 a.c", "a.c"), "-finput-charset=UTF-8|");
	CHECK_TEXT(filtered("gcc -DA -- -DB a.c", "a.c"), "-DA|");
	CHECK_TEXT(filtered("gcc -D", "a.c"), "");
}

static void test_language(void)
{
	CHECK_TEXT(filtered("gcc -c a.cpp", "a.cpp"), "(not C)");
	CHECK_TEXT(filtered("g++ -c a.c", "a.c"), "(not C)");
	CHECK_TEXT(filtered("g++ -x c a.c", "a.c"), "-x|c|");
	CHECK_TEXT(filtered("gcc -xc++ a.c", "a.c"), "(not C)");
	CHECK_TEXT(filtered("gcc -x assembler-with-cpp a.c", "a.c"), "(not C)");
	CHECK_TEXT(filtered("gcc -x c-header a.h", "a.h"), "(not C)");
	CHECK_TEXT(filtered("gcc -c a.S", "a.S"), "(not C)");
	CHECK_TEXT(filtered("gcc -xc a.cpp", "a.cpp"), "-xc|");
	CHECK_TEXT(filtered("gcc -c a.inc", "a.inc"), "-x|c|");
	CHECK_TEXT(filtered("gcc -c dir.cpp/a", "dir.cpp/a"), "-x|c|");
}

static void test_driver(void)
{
	CHECK_TEXT(filtered("arm-linux-gnueabihf-gcc -c a.c", "a.c"), "--target=arm-linux-gnueabihf|");
	CHECK_TEXT(filtered("/x/aarch64-linux-gnu-gcc-12.2 -c a.c", "a.c"), "--target=aarch64-linux-gnu|");
	CHECK_TEXT(filtered("ccache mips-elf-cc -c a.c", "a.c"), "--target=mips-elf|");
	CHECK_TEXT(filtered("arm-none-eabi-gcc --target=arm64 a.c", "a.c"), "--target=arm64|");
	CHECK_TEXT(filtered("my-own-gcc -DX a.c", "a.c"), "-DX|");
	CHECK_TEXT(filtered("gcc-12 -DX a.c", "a.c"), "-DX|");
	CHECK_TEXT(filtered("env LANG=C ccache clang -DX a.c", "a.c"), "-DX|");
	CHECK_TEXT(filtered("-DX -c a.c", "a.c"), "-DX|");
}

static void test_retreat(void)
{
	Words words = {0}, dropped = {0};
	Args args = {0};
	command_split(&arena, "-DX -march=foo -mbar -fno-builtin-x -std=c11", SPLIT_SHELL, &words);
	CHECK(args_filter(&arena, "", &words, "/", "a.c", &args));
	CHECK(args_retreat(&arena, &args, "-mbar", &dropped));
	CHECK_TEXT(joined(&dropped, NULL), "-mbar|");
	CHECK(args_retreat(&arena, &args, "-not-there", &dropped));
	CHECK_TEXT(joined(&dropped, NULL), "-mbar|-march=foo|");
	CHECK(args_retreat(&arena, &args, NULL, &dropped));
	CHECK_TEXT(joined(&dropped, NULL), "-mbar|-march=foo|-fno-builtin-x|-std=c11|");
	CHECK(!args_retreat(&arena, &args, NULL, &dropped));
	words = args_words(&arena, &args);
	CHECK_TEXT(joined(&words, NULL), "-DX|");
}

static void test_paths(void)
{
	CHECK_TEXT(path_resolve(&arena, "/", "usr/./lib/../lib/x.c"), "/usr/lib/x.c");
	CHECK_TEXT(path_resolve(&arena, "/no/such", "../a//b/./c.c"), "/no/a/b/c.c");
	CHECK_TEXT(path_resolve(&arena, "/no/such", "../../../.."), "/");
	CHECK_TEXT(path_shown("/home/x", "/home/x/a.c"), "a.c");
	CHECK_TEXT(path_shown("/home/x", "/home/xy/a.c"), "/home/xy/a.c");
	CHECK_TEXT(path_shown("/home/x", "/home/x"), "/home/x");
}

static void test_escape(void)
{
	CHECK_TEXT(message_escape(&arena, "plain \xc3\xa9 \xe6\xbc\xa2"), "plain \xc3\xa9 \xe6\xbc\xa2");
	CHECK_TEXT(message_escape(&arena, "a\nb\tc\x1b[0m\x7f"), "a\\nb\\tc\\x1b[0m\\x7f");
	CHECK_TEXT(message_escape(&arena, "\xe2\x80\xae\xe2\x81\xa6\xc2\x9b"), "\\u202e\\u2066\\x9b");
	CHECK_TEXT(message_escape(&arena, "\xff\xc0\xaf\xed\xa0\x80\xe2\x80"), "\\xff\\xc0\\xaf\\xed\\xa0\\x80\\xe2\\x80");
}

int main(void)
{
	test_shell();
	test_response();
	test_table();
	test_language();
	test_driver();
	test_retreat();
	test_paths();
	test_escape();
	arena_free(&arena);
	return TEST_RESULT;
}
