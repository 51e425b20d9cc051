// SPDX-License-Identifier: MIT
// command: one line of text in, its words out, as a shell or gcc would split it.
// Nothing is ever executed or expanded but @file, and that within limits.
#include "jobs/jobs.h"

#include <errno.h>

enum {
	MAX_DEPTH = 10,           // @file inside @file
	MAX_WORDS = 1 << 18,      // of one command, response files included
	MAX_FILES = 1000,         // response files of one command
	MAX_RESPONSE = 4 << 20,   // bytes of one response file
};

// ---- splitting ---------------------------------------------------------------------

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

// Whether a backslash before `next` is an escape (POSIX 2.2.1 to 2.2.3; libiberty's buildargv).
static bool backslash_escapes(SplitRules rules, char quote, char next)
{
	if (rules == SPLIT_RESPONSE)
		return true;
	if (quote == '"')
		return next == '"' || next == '\\' || next == '$' || next == '`' || next == '\n';
	return quote == '\0';
}

// Reads one word at `at` into `word`; returns the position behind it, NULL for an open quote.
static const char *split_word(const char *at, SplitRules rules, Buf *word)
{
	char quote = '\0';
	for (; *at && (quote || !is_blank(*at)); at++) {
		if (*at == '\\' && at[1] && backslash_escapes(rules, quote, at[1])) {
			at++;
			if (*at != '\n' || rules == SPLIT_RESPONSE)
				buf_putc(word, *at);
		} else if (quote ? *at == quote : *at == '"' || *at == '\'') {
			quote = quote ? '\0' : *at;
		} else {
			buf_putc(word, *at);
		}
	}
	return quote ? NULL : at;
}

const char *command_split(Arena *arena, const char *text, SplitRules rules, Words *words)
{
	for (;;) {
		while (is_blank(*text))
			text++;
		if (!*text)
			return NULL;
		Buf word = {.arena = arena};
		buf_puts(&word, "");
		text = split_word(text, rules, &word);
		if (!text)
			return "a quote is not closed";
		if (words->n == MAX_WORDS)
			return "too many arguments";
		VEC_PUSH(arena, words, word.text);
	}
}

// ---- response files ------------------------------------------------------------------

typedef struct Expansion {
	Arena *arena;
	const char *directory;
	Words *out;
	int nfiles;
} Expansion;

static const char *expand_words(Expansion *expansion, const Words *words, int depth);

static const char *expand_file(Expansion *expansion, const char *name, int depth)
{
	if (depth == MAX_DEPTH)
		return arena_printf(expansion->arena, "response files nest deeper than %d", MAX_DEPTH);
	if (expansion->nfiles++ == MAX_FILES)
		return arena_printf(expansion->arena, "more than %d response files", MAX_FILES);
	const char *path = path_resolve(expansion->arena, expansion->directory, name);
	size_t len;
	char *text = io_read_source(expansion->arena, path, MAX_RESPONSE, &len);
	if (!text) {
		const char *why = errno == EINVAL ? "not a regular file" : strerror(errno);
		return arena_printf(expansion->arena, "response file '%s': %s", name, why);
	}
	if (strlen(text) != len)
		return arena_printf(expansion->arena, "response file '%s': not a text", name);
	Words inner = {0};
	const char *error = command_split(expansion->arena, text, SPLIT_RESPONSE, &inner);
	if (error)
		return arena_printf(expansion->arena, "response file '%s': %s", name, error);
	return expand_words(expansion, &inner, depth + 1);
}

static const char *expand_words(Expansion *expansion, const Words *words, int depth)
{
	const char *error = NULL;
	for (uint32_t i = 0; i < words->n && !error; i++) {
		if (words->v[i][0] == '@' && words->v[i][1])
			error = expand_file(expansion, words->v[i] + 1, depth);
		else if (expansion->out->n == MAX_WORDS)
			error = "too many arguments";
		else
			VEC_PUSH(expansion->arena, expansion->out, words->v[i]);
	}
	return error;
}

const char *command_expand(Arena *arena, const Words *words, const char *directory, Words *out)
{
	Expansion expansion = {.arena = arena, .directory = directory, .out = out};
	return expand_words(&expansion, words, 0);
}
