// SPDX-License-Identifier: MIT
// args: a recorded command line in, the arguments that reach libclang out. The
// table (args.def) is an allow-list: compile databases are untrusted, and clang can
// be told to write files and load code. Each argument keeps the reason of its fate.
#include "jobs/jobs.h"

#include <strings.h>
#include <unistd.h>

typedef enum ArgForm { FORM_EXACT, FORM_PREFIX, FORM_SEPARATE, FORM_EITHER, FORM_EQUALS } ArgForm;

typedef enum ArgAction {
	ACTION_KEEP,
	ACTION_DROP,
	ACTION_INCLUDE,  // unless that would read a precompiled header
	ACTION_PCH,      // the header it was made from, where that is there
	ACTION_STANDARD, // unless it is one of C++
	ACTION_LANGUAGE, // decides whether the input is C
	ACTION_CHARSET,  // UTF-8 only
	ACTION_TARGET,   // in one spelling
} ArgAction;

typedef struct ArgRow {
	const char *word;
	size_t len;
	ArgForm form;
	ArgAction action;
	const char *reason;
} ArgRow;

static const ArgRow rows[] = {
#define ARG(word, form, action, reason) {word, sizeof word - 1, FORM_##form, ACTION_##action, reason},
#include "jobs/args.def"
};

typedef enum Language { LANGUAGE_UNKNOWN, LANGUAGE_C, LANGUAGE_OTHER } Language;

typedef struct Filter {
	Arena *arena;
	Args *args;
	const char *directory;
	Language language;
	bool has_target;
} Filter;

static bool has_prefix(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool has_suffix(const char *text, const char *suffix)
{
	size_t len = strlen(text), suffix_len = strlen(suffix);
	return len >= suffix_len && strcmp(text + len - suffix_len, suffix) == 0;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

// ---- the table --------------------------------------------------------------------------

static bool row_matches(const ArgRow *row, const char *word)
{
	if (strncmp(word, row->word, row->len) != 0)
		return false;
	char next = word[row->len];
	switch (row->form) {
	case FORM_EXACT:
	case FORM_SEPARATE: return next == '\0';
	case FORM_PREFIX:
	case FORM_EITHER: return true;
	case FORM_EQUALS: return next == '\0' || next == '=';
	}
	return false;
}

static const ArgRow *row_find(const char *word)
{
	const ArgRow *best = NULL;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if ((!best || rows[i].len > best->len) && row_matches(&rows[i], word))
			best = &rows[i];
	}
	return best;
}

// Whether the value of `word` is the word behind it.
static bool row_takes_next(const ArgRow *row, const char *word)
{
	bool alone = word[row->len] == '\0';
	switch (row->form) {
	case FORM_EXACT:
	case FORM_PREFIX: return false;
	case FORM_SEPARATE: return true;
	case FORM_EITHER:
	case FORM_EQUALS: return alone;
	}
	return false;
}

// ---- the special cases --------------------------------------------------------------------

static void filter_push(Filter *filter, ArgFate fate, const char *word, const char *value, const char *reason)
{
	Arg arg = {.fate = fate, .word = word, .value = value, .reason = reason};
	VEC_PUSH(filter->arena, filter->args, arg);
}

static bool is_included(const Filter *filter, const char *header)
{
	for (uint32_t i = 0; i < filter->args->n; i++) {
		const Arg *arg = &filter->args->v[i];
		if (arg->fate != ARG_DROPPED && arg->value && strcmp(arg->value, header) == 0)
			return true;
	}
	return false;
}

static bool file_exists(const Filter *filter, const char *name)
{
	return access(path_resolve(filter->arena, filter->directory, name), R_OK) == 0;
}

static bool has_precompiled(const Filter *filter, const char *header)
{
	return file_exists(filter, arena_printf(filter->arena, "%s.pch", header)) ||
	       file_exists(filter, arena_printf(filter->arena, "%s.gch", header));
}

// The driver reads x.h.gch for `-include x.h`, the compiler proper does not: so the
// argument is passed to that one where such a file lies about.
static void filter_include(Filter *filter, const char *option, const char *header)
{
	if (is_included(filter, header)) {
		filter_push(filter, ARG_DROPPED, option, header, "it is included already");
	} else if (has_precompiled(filter, header)) {
		const char *reason = "the header itself is read, not the precompiled one beside it";
		filter_push(filter, ARG_DROPPED, option, header, reason);
		filter_push(filter, ARG_ADDED, "-Xclang", option, reason);
		filter_push(filter, ARG_ADDED, "-Xclang", header, reason);
	} else {
		filter_push(filter, ARG_KEPT, option, header, NULL);
	}
}

static void filter_pch(Filter *filter, const char *word, const char *value, const char *reason)
{
	filter_push(filter, ARG_DROPPED, word, value, reason);
	if (!has_suffix(value, ".pch") && !has_suffix(value, ".gch"))
		return;
	const char *header = arena_strndup(filter->arena, value, strlen(value) - 4);
	if (file_exists(filter, header))
		filter_include(filter, "-include", header);
}

static void filter_language(Filter *filter, const char *word, const char *next, const char *name)
{
	if (strcmp(name, "c") == 0 || strcmp(name, "cpp-output") == 0) {
		filter->language = LANGUAGE_C;
		filter_push(filter, ARG_KEPT, word, next, NULL);
	} else {
		filter->language = strcmp(name, "none") == 0 ? LANGUAGE_UNKNOWN : LANGUAGE_OTHER;
		filter_push(filter, ARG_DROPPED, word, next, "not C");
	}
}

static void filter_target(Filter *filter, const char *value)
{
	filter->has_target = true;
	filter_push(filter, ARG_KEPT, arena_printf(filter->arena, "--target=%s", value), NULL, NULL);
}

static bool is_utf8_name(const char *charset)
{
	return strcasecmp(charset, "utf-8") == 0 || strcasecmp(charset, "utf8") == 0;
}

// Decides on `word`, whose row is `row` and whose value in the next word is `next` or NULL.
static void filter_row(Filter *filter, const ArgRow *row, const char *word, const char *next)
{
	const char *value = next ? next : word + row->len + (row->form == FORM_EQUALS);
	ArgFate fate = ARG_KEPT;
	switch (row->action) {
	case ACTION_KEEP: break;
	case ACTION_DROP: fate = ARG_DROPPED; break;
	case ACTION_STANDARD: fate = strstr(value, "++") ? ARG_DROPPED : ARG_KEPT; break;
	case ACTION_CHARSET: fate = is_utf8_name(value) ? ARG_KEPT : ARG_DROPPED; break;
	case ACTION_INCLUDE: filter_include(filter, row->word + has_prefix(row->word, "--"), value); return;
	case ACTION_PCH: filter_pch(filter, word, next, row->reason); return;
	case ACTION_LANGUAGE: filter_language(filter, word, next, value); return;
	case ACTION_TARGET: filter_target(filter, value); return;
	}
	filter_push(filter, fate, word, next, fate == ARG_DROPPED ? row->reason ? row->reason : "not one of C" : NULL);
}

// ---- a whole command line -------------------------------------------------------------------

// Takes apart what wraps an argument in another: -Wp,A,B; -Xpreprocessor A; -Xclang A.
static Words args_unwrap(Arena *arena, const Words *words)
{
	Words out = {0};
	for (uint32_t i = 0; i < words->n; i++) {
		const char *word = words->v[i];
		if (strcmp(word, "-Xpreprocessor") == 0 || strcmp(word, "-Xclang") == 0)
			continue;
		if (!has_prefix(word, "-Wp,")) {
			VEC_PUSH(arena, &out, word);
			continue;
		}
		for (const char *piece = word + 4; *piece;) {
			size_t len = strcspn(piece, ",");
			if (len)
				VEC_PUSH(arena, &out, arena_strndup(arena, piece, len));
			piece += len + (piece[len] == ',');
		}
	}
	return out;
}

static void filter_words(Filter *filter, const Words *words, const char *path)
{
	bool options = true;
	for (uint32_t i = 0; i < words->n; i++) {
		const char *word = words->v[i];
		if (!options || word[0] != '-' || word[1] == '\0') {
			bool same = strcmp(base_name(word), base_name(path)) == 0;
			filter_push(filter, ARG_DROPPED, word, NULL, same ? "the file itself" : "another input");
			continue;
		}
		const ArgRow *row = row_find(word);
		bool takes_next = row && row_takes_next(row, word);
		if (strcmp(word, "--") == 0)
			options = false;
		else if (!row)
			filter_push(filter, ARG_DROPPED, word, NULL, "not on the list of arguments that reach clang");
		else if (takes_next && i + 1 == words->n)
			filter_push(filter, ARG_DROPPED, word, NULL, "its value is missing");
		else
			filter_row(filter, row, word, takes_next ? words->v[++i] : NULL);
	}
}

// Endings that gcc takes for another language, or for no source at all (GCC manual, 3.2).
static Language language_of_path(const char *path)
{
	static const char *const others[] = {
		"C",   "CPP", "F",   "F90", "H",   "M",   "S",    "a",    "ada", "adb", "ads", "asm", "bc",  "c++", "cc", "cl",
		"cp",  "cpp", "cu",  "cxx", "d",   "f",   "f90",  "for",  "go",  "hh",  "hip", "hpp", "hxx", "ii",  "ll", "m",
		"mi",  "mii", "mm",  "o",   "rs",  "s",   "so",   "swift", "sx", "zig",
	};
	const char *dot = strrchr(base_name(path), '.');
	if (!dot)
		return LANGUAGE_UNKNOWN;
	if (strcmp(dot, ".c") == 0 || strcmp(dot, ".i") == 0)
		return LANGUAGE_C;
	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		if (strcmp(dot + 1, others[i]) == 0)
			return LANGUAGE_OTHER;
	}
	return LANGUAGE_UNKNOWN;
}

static void filter_path(Filter *filter, const char *driver, const char *path)
{
	if (filter->language != LANGUAGE_UNKNOWN)
		return;
	filter->language = has_suffix(driver, "++") ? LANGUAGE_OTHER : language_of_path(path);
	if (filter->language == LANGUAGE_UNKNOWN) {
		filter->language = LANGUAGE_C;
		filter_push(filter, ARG_ADDED, "-x", "c", "the file's name does not say that it is C");
	}
}

// ---- the compiler's name ----------------------------------------------------------------------

// The length of `name` without a version behind it: gcc-12, clang-19.1.
static size_t driver_name_len(const char *name)
{
	size_t len = strlen(name), end = len;
	while (end > 0 && (name[end - 1] == '.' || (name[end - 1] >= '0' && name[end - 1] <= '9')))
		end--;
	return end > 0 && end < len && name[end - 1] == '-' ? end - 1 : len;
}

static bool is_machine(const char *triple)
{
	static const char *const machines[] = {
		"aarch64", "alpha", "amd64", "arc", "arm", "avr", "bpf", "hexagon", "hppa", "i386", "i486", "i586", "i686",
		"loongarch", "m68k", "mips", "msp430", "nios2", "or1k", "powerpc", "ppc", "riscv", "s390", "sh4", "sparc",
		"thumb", "wasm", "x86_64", "xtensa",
	};
	for (size_t i = 0; i < ARRAY_LEN(machines); i++) {
		if (has_prefix(triple, machines[i]))
			return true;
	}
	return false;
}

// The machine in a cross compiler's name: arm-linux-gnueabihf-gcc-12; NULL for a native one.
static const char *driver_target(Arena *arena, const char *driver)
{
	static const char *const compilers[] = {"-gcc", "-cc", "-clang", "-g++", "-c++", "-clang++"};
	const char *name = base_name(driver);
	name = arena_strndup(arena, name, driver_name_len(name));
	for (size_t i = 0; i < ARRAY_LEN(compilers); i++) {
		if (has_suffix(name, compilers[i]) && is_machine(name))
			return arena_strndup(arena, name, strlen(name) - strlen(compilers[i]));
	}
	return NULL;
}

const char *args_driver(const Words *words, uint32_t *first)
{
	static const char *const launchers[] = {"ccache", "sccache", "distcc", "icecc", "gomacc", "buildcache", "env"};
	for (uint32_t i = 0; i < words->n; i++) {
		const char *name = base_name(words->v[i]);
		bool skip = strchr(name, '=') != NULL;
		for (size_t k = 0; k < ARRAY_LEN(launchers) && !skip; k++)
			skip = strcmp(name, launchers[k]) == 0;
		*first = i;
		if (words->v[i][0] == '-')
			return "";
		*first = i + 1;
		if (!skip)
			return words->v[i];
	}
	*first = words->n;
	return "";
}

bool args_is_inner(const Words *words)
{
	uint32_t first;
	const char *driver = base_name(args_driver(words, &first));
	return strcmp(driver, "cc1") == 0 || (first < words->n && has_prefix(words->v[first], "-cc1"));
}

// ---- what other files see -----------------------------------------------------------------------

bool args_filter(Arena *arena, const char *driver, const Words *words, const char *directory, const char *path,
                 Args *args)
{
	Filter filter = {.arena = arena, .args = args, .directory = directory};
	Words flat = args_unwrap(arena, words);
	filter_words(&filter, &flat, path);
	filter_path(&filter, driver, path);
	const char *target = filter.has_target ? NULL : driver_target(arena, driver);
	if (target) {
		const char *reason = arena_printf(arena, "from the compiler's name, %s", base_name(driver));
		filter_push(&filter, ARG_ADDED, arena_printf(arena, "--target=%s", target), NULL, reason);
	}
	return filter.language == LANGUAGE_C;
}

Words args_words(Arena *arena, const Args *args)
{
	Words words = {0};
	for (uint32_t i = 0; i < args->n; i++) {
		const Arg *arg = &args->v[i];
		if (arg->fate == ARG_DROPPED)
			continue;
		VEC_PUSH(arena, &words, arg->word);
		if (arg->value)
			VEC_PUSH(arena, &words, arg->value);
	}
	return words;
}

// ---- what clang refuses -----------------------------------------------------------------------------

static bool arg_is_refused(const Arg *arg, const char *unknown)
{
	size_t len = strlen(unknown);
	return len > 2 && strncmp(arg->word, unknown, len) == 0;
}

// What is given up in turn where clang does not say what it refuses: details of the machine,
// then what decides on sizes and calls, then the machine itself, then the rest of the language.
typedef enum Retreat {
	RETREAT_NAMED,
	RETREAT_DETAILS,
	RETREAT_SIZES,
	RETREAT_MACHINE,
	RETREAT_LANGUAGE,
	RETREAT_OVER
} Retreat;

static bool has_any_prefix(const char *word, const char *const *prefixes)
{
	while (*prefixes && !has_prefix(word, *prefixes))
		prefixes++;
	return *prefixes;
}

static bool arg_gives_way(const Arg *arg, Retreat stage, const char *unknown)
{
	static const char *const sizes[] = {"-m16", "-m32", "-m64", "-mx32", "-mabi", "-march", "-mcpu", NULL};
	static const char *const machine[] = {"--target=", "-arch", NULL};
	static const char *const language[] = {"-f", "-std", "--std", "--gcc", NULL};
	switch (stage) {
	case RETREAT_NAMED: return unknown && arg_is_refused(arg, unknown);
	case RETREAT_DETAILS: return has_prefix(arg->word, "-m") && !has_any_prefix(arg->word, sizes);
	case RETREAT_SIZES: return has_any_prefix(arg->word, sizes);
	case RETREAT_MACHINE: return has_any_prefix(arg->word, machine);
	case RETREAT_LANGUAGE: return has_any_prefix(arg->word, language);
	case RETREAT_OVER: break;
	}
	return false;
}

static void arg_retreat(Arena *arena, Arg *arg, Words *dropped)
{
	arg->fate = ARG_DROPPED;
	arg->reason = "clang refuses it";
	VEC_PUSH(arena, dropped, arg->value ? arena_printf(arena, "%s %s", arg->word, arg->value) : arg->word);
}

bool args_retreat(Arena *arena, Args *args, const char *unknown, Words *dropped)
{
	uint32_t before = dropped->n;
	for (Retreat stage = RETREAT_NAMED; stage < RETREAT_OVER && dropped->n == before; stage++) {
		for (uint32_t i = 0; i < args->n; i++) {
			Arg *arg = &args->v[i];
			if (arg->fate != ARG_DROPPED && arg_gives_way(arg, stage, unknown))
				arg_retreat(arena, arg, dropped);
		}
	}
	return dropped->n > before;
}
