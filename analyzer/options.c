// SPDX-License-Identifier: MIT
// options: argv in, Options or one message out. getopt_long does the reading; its
// tables and the help come from options.def.
#include "options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>

typedef enum OptionKind { KIND_FLAG, KIND_TEXT, KIND_COUNT, KIND_LIST, KIND_LINT, KIND_PLANNED } OptionKind;

typedef struct OptionRow {
	OptionKind kind;
	const char *name;
	char letter;          // short name, 0 for none
	size_t offset;        // of the field in Options
	const char *argument; // its name in the help; NULL: takes none
	const char *help;     // NULL: not shown
} OptionRow;

static const OptionRow rows[] = {
#define OPTION(field, kind, long_name, short_name, argument, help) \
	{KIND_##kind, long_name, short_name, offsetof(Options, field), argument, help},
#define LINT(level, long_name, short_name, help) {KIND_LINT, long_name, short_name, 0, "CODE", help},
#define PLANNED(long_name) {KIND_PLANNED, long_name, 0, 0, NULL, NULL},
#include "options.def"
};

enum {
	NROWS = ARRAY_LEN(rows),
	FIRST_CODE = 256, // getopt's code of rows[0]; above all short names
	NOT_AN_OPTION = 1,
	HELP_COLUMN = 30,
};

// ---- help -----------------------------------------------------------------------------

void options_print_help(FILE *out)
{
	fputs("Finds threads that may outlive the data they were lent.\n\n"
	      "usage: outlive check [OPTIONS] FILE... [-- COMPILER FLAGS]\n"
	      "       outlive check [OPTIONS] -p BUILD [FILE...]\n"
	      "       outlive explain CODE\n\noptions:\n", out);
	for (size_t i = 0; i < NROWS; i++) {
		const OptionRow *row = &rows[i];
		if (!row->help)
			continue;
		fprintf(out, "  %c%c%c", row->letter ? '-' : ' ', row->letter ? row->letter : ' ', row->letter ? ',' : ' ');
		int used =
			5 + fprintf(out, " --%s%s%s", row->name, row->argument ? "=" : "", row->argument ? row->argument : "");
		fprintf(out, "%*s%s\n", used < HELP_COLUMN ? HELP_COLUMN - used : 1, "", row->help);
	}
	fputs("\nexit status: 0 clean and complete, 1 findings at error level,\n"
	      "             2 usage or internal error, 3 incomplete (a unit failed or was\n"
	      "             analysed in part, or a function was too large to follow)\n", out);
}

// ---- values ------------------------------------------------------------------------------

static const char *read_count(Arena *arena, const OptionRow *row, const char *text, uint32_t *out)
{
	char *end;
	errno = 0;
	unsigned long value = strtoul(text, &end, 10);
	if (!isdigit((unsigned char)text[0]) || *end || errno || value < 1 || value > 1000000)
		return arena_printf(arena, "--%s needs a number from 1, not '%s'", row->name, text);
	*out = (uint32_t)value;
	return NULL;
}

static const char *read_dumps(Arena *arena, const char *text, uint32_t *out)
{
	static const char *const names[] = {"mir", "sum", "facts", "loans"};
	for (const char *at = text; *at;) {
		size_t len = strcspn(at, ","), i = 0;
		while (i < ARRAY_LEN(names) && (strlen(names[i]) != len || strncmp(names[i], at, len) != 0))
			i++;
		if (i == ARRAY_LEN(names))
			return arena_printf(arena, "--dump takes mir, sum, facts and loans, not '%.*s'", (int)len, at);
		*out |= 1U << i;
		at += len + (at[len] == ',');
	}
	return *out ? NULL : "--dump needs at least one of mir, sum, facts and loans";
}

static const char *take_option(Arena *arena, Options *options, const OptionRow *row, const char *value)
{
	void *field = (char *)options + row->offset;
	switch (row->kind) {
	case KIND_FLAG: *(OptionFlag *)field = true; return NULL;
	case KIND_TEXT: *(OptionText *)field = value; return NULL;
	case KIND_COUNT: return read_count(arena, row, value, field);
	case KIND_LIST: VEC_PUSH(arena, (OptionList *)field, value); return NULL;
	case KIND_LINT: VEC_PUSH(arena, &options->lints, ((Lint){row->letter, value})); return NULL;
	case KIND_PLANNED: return arena_printf(arena, "--%s is planned and not there yet", row->name);
	}
	return NULL;
}

// ---- reading -------------------------------------------------------------------------------

static void make_tables(struct option *long_options, Buf *letters)
{
	buf_puts(letters, "-:"); // arguments in order, whatever POSIXLY_CORRECT says; no messages
	for (size_t i = 0; i < NROWS; i++) {
		long_options[i] = (struct option){.name = rows[i].name, .val = FIRST_CODE + (int)i,
		                                  .has_arg = rows[i].argument ? required_argument : no_argument};
		if (rows[i].letter)
			buf_printf(letters, "%c%s", rows[i].letter, rows[i].argument ? ":" : "");
	}
}

static const OptionRow *row_of(int code)
{
	if (code >= FIRST_CODE)
		return &rows[code - FIRST_CODE];
	for (size_t i = 0; i < NROWS; i++) {
		if (rows[i].letter && rows[i].letter == code)
			return &rows[i];
	}
	return NULL;
}

static const char *refused(Arena *arena, int code, const char *word)
{
	const OptionRow *row = row_of(optopt);
	if (code == ':')
		return arena_printf(arena, "--%s needs an argument", row ? row->name : "?");
	if (row && word[1] == '-')
		return arena_printf(arena, "--%s takes no argument", row->name);
	if (optopt && word[1] != '-')
		return arena_printf(arena, "unknown option '-%c'", optopt);
	return arena_printf(arena, "unknown option '%s'", word);
}

static const char *read_options(Arena *arena, int argc, char **argv, Options *options)
{
	struct option long_options[NROWS + 1] = {{0}};
	Buf letters = {.arena = arena};
	const char *error = NULL;
	make_tables(long_options, &letters);
	optind = 1;
	while (!error) {
		int code = getopt_long(argc, argv, letters.text, long_options, NULL);
		if (code == -1)
			break;
		if (code == NOT_AN_OPTION)
			VEC_PUSH(arena, &options->files, optarg);
		else if (code == '?' || code == ':')
			error = refused(arena, code, argv[optind - 1]);
		else
			error = take_option(arena, options, row_of(code), optarg);
	}
	return error;
}

// The verb is the first word, unless the command line is only --help or its like.
static const char *take_verb(Arena *arena, Options *options)
{
	static const char *const planned[] = {"capture", "link", "doctor"};
	const char *word = options->files.n ? options->files.v[0] : NULL;
	if (options->help || options->version || options->explain) {
		options->verb = options->help ? VERB_HELP : options->version ? VERB_VERSION : VERB_EXPLAIN;
		if (options->explain && options->verb == VERB_EXPLAIN) {
			options->files = (Words){0};
			VEC_PUSH(arena, &options->files, options->explain);
		}
		return NULL;
	}
	if (!word)
		return "no command; `outlive check FILE...` is the usual one";
	options->files.v++, options->files.n--, options->files.cap--;
	for (size_t i = 0; i < ARRAY_LEN(planned); i++) {
		if (strcmp(word, planned[i]) == 0)
			return arena_printf(arena, "'%s' is planned and not there yet", word);
	}
	options->verb = strcmp(word, "explain") == 0 ? VERB_EXPLAIN : VERB_CHECK;
	if (options->verb == VERB_CHECK && strcmp(word, "check") != 0)
		return arena_printf(arena, "unknown command '%s'; there are check and explain", word);
	return NULL;
}

static const char *check_options(Options *options)
{
	bool nothing = !options->files.n && !options->build && !options->explain_args;
	if (options->color && strcmp(options->color, "auto") != 0 && strcmp(options->color, "always") != 0 &&
	    strcmp(options->color, "never") != 0)
		return "--color is auto, always or never";
	if (options->verb == VERB_EXPLAIN && options->files.n != 1)
		return "explain needs one code, as in `outlive explain E0373`";
	if (options->verb == VERB_CHECK && nothing)
		return "nothing to check: name files, or a compile database with -p";
	if (options->verb == VERB_CHECK && options->build && options->flags.n)
		return "compiler flags after -- go with files, not with -p";
	return NULL;
}

const char *options_parse(Arena *arena, int argc, char **argv, Options *options)
{
	int end = 1;
	*options = (Options){0};
	while (end < argc && strcmp(argv[end], "--") != 0)
		end++;
	for (int i = end + 1; i < argc; i++)
		VEC_PUSH(arena, &options->flags, argv[i]);
	const char *error = read_options(arena, end, argv, options);
	if (!error)
		error = take_verb(arena, options);
	if (!error && options->dump)
		error = read_dumps(arena, options->dump, &options->dumps);
	if (!error)
		error = check_options(options);
	if (!options->timeout)
		options->timeout = 120;
	if (!options->memory)
		options->memory = 2048;
	return error;
}
