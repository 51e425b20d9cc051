// SPDX-License-Identifier: MIT
// options: the command line as data. One table (options.def) makes the parser, the
// fields below and the text of --help.
#ifndef OUTLIVE_OPTIONS_H
#define OUTLIVE_OPTIONS_H

#include "base/base.h"
#include "jobs/jobs.h"

typedef enum Verb { VERB_CHECK, VERB_EXPLAIN, VERB_HELP, VERB_VERSION } Verb;

typedef enum DumpKind { DUMP_MIR = 1, DUMP_SUM = 2, DUMP_FACTS = 4, DUMP_LOANS = 8 } DumpKind;

// One of -A, -W, -D; a later one wins.
typedef struct Lint {
	char level;       // 'A', 'W' or 'D'
	const char *code; // a code, or "warnings"
} Lint;

typedef bool OptionFlag;
typedef const char *OptionText; // NULL: not given
typedef uint32_t OptionCount;   // 0: not given
typedef Words OptionList;
#define OPTION_TYPE_FLAG OptionFlag
#define OPTION_TYPE_TEXT OptionText
#define OPTION_TYPE_COUNT OptionCount
#define OPTION_TYPE_LIST OptionList

typedef struct Options {
	Verb verb;
	Words files; // FILE...; for explain, CODE
	Words flags; // what follows --
	uint32_t dumps; // of DumpKind
	VEC(Lint) lints;
#define OPTION(field, kind, long_name, short_name, argument, help) OPTION_TYPE_##kind field;
#define LINT(level, long_name, short_name, help)
#define PLANNED(long_name)
#include "options.def"
} Options;

// Fills *options from a command line. Returns NULL, or what is wrong with it; all
// strings belong to `arena` or to argv.
const char *options_parse(Arena *arena, int argc, char **argv, Options *options);
void options_print_help(FILE *out);

#endif
