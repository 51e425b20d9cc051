// SPDX-License-Identifier: MIT
// annotations: annotate("own::...") attributes in, summaries out. The words on one
// function are collected, checked together, and written as the stanza that a model
// file would hold, which parse.c then reads like any other.
#include "sum/lex.h"

enum {
	ON_FN = 1,
	ON_RET = 2,
	ON_ARG = 4,
	ARGS_MAX = 64, // parameters that can carry words
};

typedef enum OwnWord {
#define OWN(NAME, word, where, doc) OWN_##NAME,
#include "sum/annotations.def"
	OWN_COUNT
} OwnWord;

static const char *const own_words[] = {
#define OWN(NAME, word, where, doc) word,
#include "sum/annotations.def"
};

static const uint8_t own_where[] = {
#define OWN(NAME, word, where, doc) where,
#include "sum/annotations.def"
};

typedef struct Contract {
	Sums *sums;
	const Ir *ir;
	const Fn *fn;
	uint32_t on_fn, on_ret, on_arg[ARGS_MAX]; // bit w: the OwnWord w stands there
	uint32_t nargs;                           // one more than the last parameter with a word
	const char *detached[ARGS_MAX];           // own::detached: the field that says so
	const char *when;                         // the condition that says success; NULL: always
	VEC(const char *) lines;                  // own::model
	const char *mistake;                      // the first one, or NULL
} Contract;

static uint32_t bit(OwnWord word) { return UINT32_C(1) << word; }

static void mistake(Contract *c, const char *format, ...) PRINTF_LIKE(2, 3);
static void mistake(Contract *c, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	if (!c->mistake)
		c->mistake = arena_vprintf(c->sums->ir->arena, format, args);
	va_end(args);
}

// The first parameter that carries the word, or -1.
static int arg_with(const Contract *c, OwnWord word)
{
	for (uint32_t i = 0; i < c->nargs; i++)
		if (c->on_arg[i] & bit(word))
			return (int)i;
	return -1;
}

// ---- reading the words ----------------------------------------------------------------------------

// "fn", "ret" or "argN" before the blank; false when it is none of them.
static bool read_where(const char *text, size_t len, unsigned *where, uint32_t *arg)
{
	*arg = 0;
	if (len == 2 && memcmp(text, "fn", 2) == 0)
		*where = ON_FN;
	else if (len == 3 && memcmp(text, "ret", 3) == 0)
		*where = ON_RET;
	else if (len > 3 && len < 6 && memcmp(text, "arg", 3) == 0)
		*where = ON_ARG;
	else
		return false;
	for (size_t i = 3; *where == ON_ARG && i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*arg = *arg * 10 + (uint32_t)(text[i] - '0');
	}
	return *arg < ARGS_MAX;
}

static void fail_unknown(Contract *c, const char *word, size_t len)
{
	TextError error;
	Lex lex;
	lex_init(&lex, word, len, &error);
	if (lex.tok.kind == TOK_WORD && lex.tok.len == len)
		lex_fail_word(&lex, own_words, ARRAY_LEN(own_words));
	else
		lex_fail_expected(&lex, "a word of the contract after own::");
	mistake(c, "in an own:: annotation: %s", error.message);
}

static bool is_one_line(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' && *text != '\t')
			return false;
	return true;
}

// `own::when COND`, `own::model LINE` and `own::detached FIELD` carry text behind the word.
static void take_text(Contract *c, OwnWord word, uint32_t arg, const char *text)
{
	text += strspn(text, " ");
	bool wants = word == OWN_WHEN || word == OWN_MODEL || word == OWN_DETACHED;
	if (wants != (*text != '\0'))
		mistake(c, wants ? "own::%s needs text behind it" : "own::%s takes no text behind it", own_words[word]);
	else if (!is_one_line(text))
		mistake(c, "own::%s takes one line of text", own_words[word]);
	else if (word == OWN_MODEL && strncmp(text, "fn", 2) == 0 && strcspn(text, " \t") == 2)
		mistake(c, "own::model takes a line about its own function, without 'fn'");
	else if (word == OWN_DETACHED)
		c->detached[arg] = text;
	else if (word == OWN_WHEN)
		c->when = text;
	else if (word == OWN_MODEL)
		VEC_PUSH(c->sums->ir->arena, &c->lines, text);
}

static const char *where_text(unsigned where)
{
	return where & ON_ARG ? where == ON_ARG ? "a parameter" : "a parameter or the function" : "the function";
}

static void take_word(Contract *c, unsigned where, uint32_t arg, const char *text)
{
	size_t len = strcspn(text, " ");
	unsigned word = 0;
	while (word < OWN_COUNT && !(strlen(own_words[word]) == len && memcmp(own_words[word], text, len) == 0))
		word++;
	if (word == OWN_COUNT) {
		fail_unknown(c, text, len);
		return;
	}
	if (where == ON_FN && own_where[word] & ON_RET) // C has no place for attributes of a result
		where = ON_RET;
	if (!(own_where[word] & where)) {
		mistake(c, "own::%s belongs on %s", own_words[word], where_text(own_where[word]));
	} else if (where == ON_ARG && arg >= c->fn->nparams) {
		mistake(c, "own::%s is on parameter %u of %u", own_words[word], arg + 1, c->fn->nparams);
	} else {
		uint32_t *on = where == ON_FN ? &c->on_fn : where == ON_RET ? &c->on_ret : &c->on_arg[arg];
		*on |= bit((OwnWord)word);
		if (where == ON_ARG && c->nargs <= arg)
			c->nargs = arg + 1;
		take_text(c, (OwnWord)word, arg, text + len);
	}
}

static bool take_annotations(Contract *c)
{
	static const char prefix[] = "own::";
	bool any = false;
	for (uint32_t i = 0; i < c->fn->annotations.n; i++) {
		const char *text = strs_text(&c->ir->strs, c->fn->annotations.v[i]);
		const char *word = strchr(text, ' ');
		unsigned where;
		uint32_t arg;
		if (!word || strncmp(word + 1, prefix, sizeof prefix - 1) != 0)
			continue;
		any = true;
		if (read_where(text, (size_t)(word - text), &where, &arg))
			take_word(c, where, arg, word + sizeof prefix);
		else
			mistake(c, "%.200s: only the function, its result and its first %d parameters take words", word + 1,
			        ARGS_MAX);
	}
	return any;
}

// ---- checking them together -------------------------------------------------------------------------

static void check_one(Contract *c, const char *of, const OwnWord *words, size_t n, bool needed)
{
	size_t found = 0;
	for (size_t w = 0; w < n; w++)
		for (uint32_t i = 0; i < c->nargs; i++)
			found += (c->on_arg[i] & bit(words[w])) != 0;
	if (found > 1)
		mistake(c, "own::%s takes own::%s on one parameter only", of, own_words[words[0]]);
	if (found == 0 && needed)
		mistake(c, "own::%s needs own::%s on a parameter", of, own_words[words[0]]);
}

static void check_spawn(Contract *c, bool scoped)
{
	static const OwnWord entry[] = {OWN_ENTRY}, payload[] = {OWN_PAYLOAD, OWN_COPIED, OWN_MOVED}, scope[] = {OWN_SCOPE};
	const char *of = own_words[scoped ? OWN_SCOPED_SPAWN : OWN_SPAWN];
	check_one(c, of, entry, ARRAY_LEN(entry), true);
	check_one(c, of, payload, ARRAY_LEN(payload), false);
	if (scoped)
		check_one(c, of, scope, ARRAY_LEN(scope), true);
}

static void check_end(Contract *c, OwnWord word)
{
	uint32_t naming = bit(OWN_HANDLE) | bit(OWN_HANDLE_AT) | bit(OWN_CONSUMES) | bit(OWN_SCOPE);
	for (uint32_t i = 0; i < c->nargs; i++)
		if (c->on_arg[i] & naming)
			return;
	mistake(c, "own::%s needs own::handle, own::handle_at, own::consumes or own::scope on a parameter",
	        own_words[word]);
}

static void check(Contract *c)
{
	static const OwnWord kinds[] = {OWN_SPAWN, OWN_SCOPED_SPAWN, OWN_JOIN, OWN_DETACH};
	uint32_t nkinds = 0;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		nkinds += (c->on_fn & bit(kinds[i])) != 0;
	if (nkinds > 1)
		mistake(c, "own::spawn, own::scoped_spawn, own::join and own::detach exclude each other");
	if (c->on_fn & (bit(OWN_SPAWN) | bit(OWN_SCOPED_SPAWN)))
		check_spawn(c, c->on_fn & bit(OWN_SCOPED_SPAWN));
	else if (arg_with(c, OWN_ENTRY) >= 0 || arg_with(c, OWN_PAYLOAD) >= 0 || arg_with(c, OWN_COPIED) >= 0 ||
	         arg_with(c, OWN_MOVED) >= 0 || arg_with(c, OWN_BORROWS) >= 0 || arg_with(c, OWN_DETACHED) >= 0)
		mistake(c, "own::entry, own::payload, own::borrows, own::copied, own::moved and own::detached need own::spawn "
		           "on the function");
	if (c->on_fn & bit(OWN_JOIN))
		check_end(c, OWN_JOIN);
	if (c->on_fn & bit(OWN_DETACH))
		check_end(c, OWN_DETACH);
}

// ---- writing the stanza ---------------------------------------------------------------------------

static void end_line(const Contract *c, Buf *out)
{
	if (c->when)
		buf_printf(out, " when %s", c->when);
	buf_putc(out, '\n');
}

// How a spawn says success where own::when does not: a handle or pointer by not
// being null, a truth value by being true, an error number by being 0.
static const char *usual_success(const Contract *c)
{
	const char *type = strs_text(&c->ir->strs, c->fn->ret_type);
	if (strcmp(type, "void") == 0)
		return NULL;
	if (c->on_ret & bit(OWN_HANDLE) || strchr(type, '*') || strcmp(type, "bool") == 0 || strcmp(type, "_Bool") == 0)
		return "ret!=0";
	return "ret==0";
}

static void put_payload(const Contract *c, Buf *out)
{
	int payload = arg_with(c, OWN_PAYLOAD), moved = arg_with(c, OWN_MOVED), borrows = arg_with(c, OWN_BORROWS);
	if (arg_with(c, OWN_COPIED) >= 0)
		buf_puts(out, " payload=&fresh0");
	else if (moved >= 0)
		buf_printf(out, " payload=%sarg%d", c->on_arg[moved] & bit(OWN_CONSUMES) ? "*" : "", moved);
	else if (payload >= 0 || borrows >= 0)
		buf_printf(out, " payload=arg%d", payload >= 0 ? payload : borrows);
	else
		buf_puts(out, " payload=0");
}

static void put_handles(const Contract *c, Buf *out)
{
	for (uint32_t i = 0; i < c->nargs; i++) {
		if (c->on_arg[i] & bit(OWN_HANDLE))
			buf_printf(out, " handle=*arg%u", i);
		if (c->on_arg[i] & bit(OWN_SCOPE))
			buf_printf(out, " handle=(*arg%u)[*]", i);
	}
	if (c->on_ret & bit(OWN_HANDLE))
		buf_puts(out, " handle=ret");
	int options = arg_with(c, OWN_DETACHED);
	if (options >= 0)
		buf_printf(out, " detached=arg%d->%s", options, c->detached[options]);
}

static void put_spawn(const Contract *c, Buf *out)
{
	int copied = arg_with(c, OWN_COPIED), moved = arg_with(c, OWN_MOVED);
	if (copied >= 0) {
		buf_printf(out, "copy fresh0 <- *arg%d", copied);
		end_line(c, out);
	}
	buf_printf(out, "spawn entry=arg%d", arg_with(c, OWN_ENTRY));
	put_payload(c, out);
	put_handles(c, out);
	buf_puts(out, c->on_fn & bit(OWN_SCOPED_SPAWN) ? " scoped" : "");
	end_line(c, out);
	bool lent_by_itself = copied >= 0 || moved >= 0 || arg_with(c, OWN_PAYLOAD) >= 0;
	for (uint32_t i = 0; i < c->nargs; i++)
		if (c->on_arg[i] & bit(OWN_BORROWS) && (lent_by_itself || (int)i != arg_with(c, OWN_BORROWS)))
			buf_printf(out, "lends read *arg%u\n", i);
	if (moved >= 0)
		buf_printf(out, "frees free %s*arg%d\n", c->on_arg[moved] & bit(OWN_CONSUMES) ? "*" : "", moved);
}

static void put_end(const Contract *c, Buf *out, const char *word)
{
	for (uint32_t i = 0; i < c->nargs; i++) {
		if (c->on_arg[i] & bit(OWN_SCOPE))
			buf_printf(out, "%s thread=(*arg%u)[*]", word, i);
		else if (c->on_arg[i] & (bit(OWN_HANDLE_AT) | bit(OWN_CONSUMES)))
			buf_printf(out, "%s thread=*arg%u", word, i);
		else if (c->on_arg[i] & bit(OWN_HANDLE))
			buf_printf(out, "%s thread=arg%u", word, i);
		else
			continue;
		end_line(c, out);
	}
}

static void put_arg(const Contract *c, Buf *out, uint32_t arg)
{
	static const struct {
		OwnWord word;
		const char *line;
	} lines[] = {
		{OWN_READS, "read *"}, {OWN_WRITES, "write *"}, {OWN_WAITS, "wait *"}, {OWN_SIGNALS, "signal *"},
		{OWN_FREES, "free "},  {OWN_KEEPS, "escape "},  {OWN_CALLS, "call "},
	};
	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		if (c->on_arg[arg] & bit(lines[i].word))
			buf_printf(out, "%sarg%u%s\n", lines[i].line, arg, lines[i].word == OWN_CALLS ? "()" : "");
	if (c->on_arg[arg] & bit(OWN_CONSUMES)) {
		buf_printf(out, "store *arg%u <- 0", arg);
		end_line(c, out);
	}
}

static void put_stanza(Contract *c, Buf *out)
{
	const char *name = strs_text(&c->ir->strs, c->fn->name);
	bool spawns = c->on_fn & (bit(OWN_SPAWN) | bit(OWN_SCOPED_SPAWN));
	buf_puts(out, "fn ");
	buf_quote(out, name, strlen(name));
	buf_putc(out, '\n');
	if (spawns && !c->when)
		c->when = usual_success(c);
	if (spawns)
		put_spawn(c, out);
	if (c->on_fn & bit(OWN_JOIN))
		put_end(c, out, "end");
	if (c->on_fn & bit(OWN_DETACH))
		put_end(c, out, "detach");
	for (uint32_t i = 0; i < c->nargs; i++)
		put_arg(c, out, i);
	if (c->on_ret & bit(OWN_FRESH))
		buf_puts(out, "ret <- 0 | &fresh0\n");
	if (c->on_fn & bit(OWN_EXITS_THREAD))
		buf_puts(out, "exit_thread\n");
	if (c->on_fn & bit(OWN_NORETURN))
		buf_puts(out, "noreturn\n");
	for (uint32_t i = 0; i < c->lines.n; i++)
		buf_printf(out, "%s\n", c->lines.v[i]);
}

static void add_contract(Contract *c)
{
	Buf text = {.arena = c->sums->ir->arena};
	TextError error;
	check(c);
	if (c->mistake || sums_find(c->sums, c->fn->name)) // a model file knows better
		return;
	put_stanza(c, &text);
	if (!sums_parse(c->sums, text.text, text.len, &error))
		mistake(c, "own::when, own::model or own::detached: %s", error.message);
}

void sums_add_annotations(Sums *sums, const Ir *ir, SumNotes *notes)
{
	Map seen = {0}; // a declaration comes once a unit that includes its header
	for (uint32_t i = 0; i < ir->fns.n; i++) {
		const Fn *fn = ir->fns.v[i];
		Contract contract = {.sums = sums, .ir = ir, .fn = fn};
		if (fn->annotations.n == 0 || map_get(&seen, fn->name.i) != MAP_NONE || !take_annotations(&contract))
			continue;
		map_put(sums->ir->arena, &seen, fn->name.i, i);
		add_contract(&contract);
		if (contract.mistake && notes)
			VEC_PUSH(sums->ir->arena, notes, ((SumNote){.span = fn->span, .message = contract.mistake}));
	}
}
