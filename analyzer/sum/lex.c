// SPDX-License-Identifier: MIT
// lex: a summary's text in, tokens out, one at a time. Newlines are tokens, since
// the form is one of lines; every error message about the text is worded here.
#include "sum/lex.h"

enum {
	SHOWN_MAX = 24, // bytes of a token that a message repeats
	WORD_MAX = 31,  // longest word that a suggestion is sought for
};

// Longest first, so that the first match is the right one.
static const char *const signs[] = {
	"->", "<-", "..", "@@", "==", "!=", "<=", ">=", "*", "&", "(", ")", "[",
	"]",  ".",  ",",  "|",  "?",  "!",  "=",  "<",  ">", "@", "+", "-",
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '$';
}

// Skips blanks, a comment, and a backslash with the newline after it.
static void skip_blanks(Lex *lex)
{
	while (lex->at != lex->end) {
		if (*lex->at == ' ' || *lex->at == '\t' || *lex->at == '\r') {
			lex->at++;
		} else if (*lex->at == '#') {
			while (lex->at != lex->end && *lex->at != '\n')
				lex->at++;
		} else if (*lex->at == '\\' && lex->end - lex->at > 1 && lex->at[1] == '\n') {
			lex->at += 2;
			lex->line++;
			lex->line_start = lex->at;
		} else {
			return;
		}
	}
}

static TokKind read_number(Lex *lex, Tok *tok)
{
	unsigned base = 10;
	const char *at = lex->at;
	if (lex->end - at > 2 && at[0] == '0' && (at[1] == 'x' || at[1] == 'X')) {
		base = 16;
		at += 2;
	}
	for (; at != lex->end && is_word(*at); at++) {
		char lower = (char)(*at | 0x20);
		unsigned digit = is_digit(*at)                  ? (unsigned)(*at - '0')
		                 : lower >= 'a' && lower <= 'f' ? (unsigned)(lower - 'a') + 10
		                                                : base;
		if (digit >= base)
			return TOK_BAD;
		if (tok->number > (UINT64_MAX - digit) / base)
			tok->number = UINT64_MAX;
		else
			tok->number = tok->number * base + digit;
	}
	lex->at = at;
	return TOK_NUMBER;
}

// Up to the closing quote of the same line; the escapes are looked at by buf_unquote.
static TokKind read_string(Lex *lex)
{
	const char *at = lex->at + 1;
	while (at != lex->end && *at != '"' && *at != '\n')
		at += *at == '\\' && lex->end - at > 1 && at[1] != '\n' ? 2 : 1;
	if (at == lex->end || *at == '\n')
		return TOK_BAD;
	lex->at = at + 1;
	return TOK_STRING;
}

static TokKind read_sign(Lex *lex)
{
	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		size_t len = strlen(signs[i]);
		if ((size_t)(lex->end - lex->at) >= len && memcmp(lex->at, signs[i], len) == 0) {
			lex->at += len;
			return TOK_PUNCT;
		}
	}
	return TOK_BAD;
}

static TokKind read_token(Lex *lex, Tok *tok)
{
	if (lex->at == lex->end)
		return TOK_END;
	if (*lex->at == '\n') {
		lex->at++;
		lex->line++;
		lex->line_start = lex->at;
		return TOK_NEWLINE;
	}
	if (is_digit(*lex->at))
		return read_number(lex, tok);
	if (*lex->at == '"')
		return read_string(lex);
	if (!is_word(*lex->at))
		return read_sign(lex);
	while (lex->at != lex->end && is_word(*lex->at))
		lex->at++;
	return TOK_WORD;
}

void lex_next(Lex *lex)
{
	skip_blanks(lex);
	Tok tok = {.at = lex->at, .line = lex->line, .col = (uint32_t)(lex->at - lex->line_start) + 1};
	tok.kind = read_token(lex, &tok);
	if (tok.kind == TOK_BAD) // shown whole where it begins like a word
		do
			lex->at++;
		while (is_word(*tok.at) && lex->at != lex->end && is_word(*lex->at));
	tok.len = (size_t)(lex->at - tok.at);
	lex->tok = tok;
}

void lex_init(Lex *lex, const char *text, size_t len, TextError *error)
{
	*lex = (Lex){.at = text, .end = text + len, .line_start = text, .line = 1, .error = error};
	lex_next(lex);
}

static bool tok_is(const Tok *tok, const char *text)
{
	return (tok->kind == TOK_WORD || tok->kind == TOK_PUNCT) && tok->len == strlen(text) &&
	       memcmp(tok->at, text, tok->len) == 0;
}

bool lex_is(const Lex *lex, const char *text) { return tok_is(&lex->tok, text); }

bool lex_take(Lex *lex, const char *text)
{
	if (!lex_is(lex, text))
		return false;
	lex_next(lex);
	return true;
}

bool lex_expect(Lex *lex, const char *text)
{
	if (lex_take(lex, text))
		return true;
	char what[SHOWN_MAX + 3];
	snprintf(what, sizeof what, "'%s'", text);
	return lex_fail_expected(lex, what);
}

bool lex_at_line_end(const Lex *lex) { return lex->tok.kind == TOK_NEWLINE || lex->tok.kind == TOK_END; }

// ---- messages ----------------------------------------------------------------------------

bool lex_fail(Lex *lex, const Tok *tok, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	lex->error->line = tok->line;
	lex->error->col = tok->col;
	vsnprintf(lex->error->message, sizeof lex->error->message, format, args);
	va_end(args);
	return false;
}

// The token as a message shows it: cut, and with only printable ASCII.
static void describe(const Tok *tok, char *shown, size_t size)
{
	if (tok->kind == TOK_END || tok->kind == TOK_NEWLINE) {
		snprintf(shown, size, "the end of the %s", tok->kind == TOK_END ? "text" : "line");
		return;
	}
	size_t n = 0;
	shown[n++] = '\'';
	for (size_t i = 0; i < tok->len && i < SHOWN_MAX && n + 9 < size; i++) {
		unsigned char c = (unsigned char)tok->at[i];
		n += (size_t)snprintf(shown + n, size - n, c >= ' ' && c < 0x7f ? "%c" : "\\x%02x", c);
	}
	snprintf(shown + n, size - n, tok->len > SHOWN_MAX ? "...'" : "'");
}

bool lex_fail_expected(Lex *lex, const char *what)
{
	char shown[SHOWN_MAX * 4 + 8];
	describe(&lex->tok, shown, sizeof shown);
	return lex_fail(lex, &lex->tok, "expected %s, found %s", what, shown);
}

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

// The number of letters to insert, delete or replace (Levenshtein).
static size_t word_distance(const char *a, size_t alen, const char *b, size_t blen)
{
	size_t row[WORD_MAX + 1];
	for (size_t j = 0; j <= blen; j++)
		row[j] = j;
	for (size_t i = 1; i <= alen; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= blen; j++) {
			size_t above = row[j];
			size_t best = smaller(above, row[j - 1]) + 1;
			row[j] = smaller(best, diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
		}
	}
	return row[blen];
}

static const char *nearest_word(const Tok *tok, const char *const *words, size_t nwords)
{
	const char *nearest = NULL;
	size_t limit = tok->len / 3 + 1; // one slip for every three letters
	for (size_t i = 0; i < nwords && tok->len <= WORD_MAX; i++) {
		size_t distance = word_distance(tok->at, tok->len, words[i], strlen(words[i]));
		if (distance <= limit && distance < tok->len) {
			nearest = words[i];
			limit = distance - (distance > 0);
		}
	}
	return nearest;
}

bool lex_fail_word(Lex *lex, const char *const *words, size_t nwords)
{
	char shown[SHOWN_MAX * 4 + 8];
	describe(&lex->tok, shown, sizeof shown);
	const char *nearest = nearest_word(&lex->tok, words, nwords);
	if (nearest)
		return lex_fail(lex, &lex->tok, "unknown word %s; did you mean '%s'?", shown, nearest);
	char list[sizeof lex->error->message];
	const size_t room = sizeof list - strlen(shown) - 40; // the message's other text
	size_t n = 0;
	for (size_t i = 0; i < nwords; i++) {
		if (n + strlen(words[i]) + sizeof ", , ..." > room) {
			snprintf(list + n, sizeof list - n, ", ...");
			break;
		}
		n += (size_t)snprintf(list + n, sizeof list - n, "%s%s", i ? ", " : "", words[i]);
	}
	return lex_fail(lex, &lex->tok, "unknown word %s; expected one of %s", shown, list);
}

// ---- numbers -------------------------------------------------------------------------------

bool lex_at_int(const Lex *lex) { return lex->tok.kind == TOK_NUMBER || lex_is(lex, "-"); }

bool lex_int(Lex *lex, int64_t *out)
{
	Tok first = lex->tok;
	bool negative = lex_take(lex, "-");
	if (lex->tok.kind != TOK_NUMBER)
		return lex_fail_expected(lex, "a number");
	uint64_t number = lex->tok.number;
	if (number > (uint64_t)INT64_MAX + negative)
		return lex_fail(lex, &first, "a number has at most 64 bits and a sign");
	*out = negative ? (int64_t)-number : (int64_t)number;
	lex_next(lex);
	return true;
}

// `n`, `lo..hi`, `lo..`, `..hi`, `..`, each with `!n` behind it; `!n` alone; `none`.
bool lex_range(Lex *lex, Range *out)
{
	Tok first = lex->tok;
	Range range = RANGE_ALL;
	if (lex_take(lex, "none")) {
		*out = RANGE_EMPTY;
		return true;
	}
	if (lex_at_int(lex)) {
		if (!lex_int(lex, &range.lo))
			return false;
		range.hi = lex_is(lex, "..") ? INT64_MAX : range.lo;
	}
	if (lex_take(lex, "..") && lex_at_int(lex) && !lex_int(lex, &range.hi))
		return false;
	if (range_empty(range))
		return lex_fail(lex, &first, "the range ends before it begins");
	int64_t ne;
	if (lex_take(lex, "!")) {
		if (!lex_int(lex, &ne))
			return false;
		range = range_without(range, ne);
	}
	*out = range;
	return true;
}

bool lex_comparison(Lex *lex, Range *range)
{
	static const char *const operators[] = {"==", "!=", "<=", ">=", "<", ">", "<-"};
	size_t op = 0;
	while (op < ARRAY_LEN(operators) && !lex_is(lex, operators[op]))
		op++;
	if (op == ARRAY_LEN(operators))
		return lex_fail_expected(lex, "a comparison (== != < <= > >=)");
	Tok at = lex->tok;
	lex_next(lex);
	if (op == 0) {
		if (!lex_at_range(lex) && !lex_is(lex, "none"))
			return lex_fail_expected(lex, "a number or a range");
		return lex_range(lex, range);
	}
	int64_t n;
	if (op == 6 && lex_is(lex, "-"))
		return lex_fail_expected(lex, "a number");
	if (!lex_int(lex, &n))
		return false;
	n = op == 6 ? -n : n; // `ret<-1` reads like C, not like an arrow
	*range = RANGE_ALL;
	if (op == 1)
		*range = range_without(RANGE_ALL, n);
	else if (op == 3 || op == 5)
		range->lo = n;
	else
		range->hi = n;
	if (op >= 4) {
		if (op == 5 ? n == INT64_MAX : n == INT64_MIN)
			return lex_fail(lex, &at, "no number is that %s", op == 5 ? "large" : "small");
		*range = range_without(*range, n);
	}
	return true;
}

bool lex_at_range(const Lex *lex) { return lex_at_int(lex) || lex_is(lex, "..") || lex_is(lex, "!"); }

bool lex_at_value(const Lex *lex)
{
	static const char *const begins[] = {"*", "(", "&", "@", "@@"};
	bool found = lex->tok.kind == TOK_WORD && !lex_is(lex, "none");
	for (size_t i = 0; i < ARRAY_LEN(begins); i++)
		found |= lex_is(lex, begins[i]);
	return found;
}

// ---- touches: all of a line but the place ---------------------------------------------------

const TouchWord touch_words[] = {
	{TOUCH_READ, "read"},     {TOUCH_WRITE, "write"}, {TOUCH_FREE, "free"},
	{TOUCH_SIGNAL, "signal"}, {TOUCH_LOCK, "lock"},   {0, NULL},
};

static bool touch_kind(Lex *lex, TouchKind *out)
{
	unsigned kind = 0;
	do {
		uint32_t i = 0;
		while (touch_words[i].word && !lex_take(lex, touch_words[i].word))
			i++;
		if (!touch_words[i].word)
			return lex_fail_expected(lex, "read, write, free, signal or lock");
		kind |= touch_words[i].kind;
	} while (lex_take(lex, "+"));
	*out = (TouchKind)kind;
	return true;
}

const char *const waiting_words[] = {"", "all", "wakeup", "interrupted", "maybe", NULL};

const char *const assumption_words[] = {"", "wakeup", "interrupted", "flag", "answer", NULL};

bool lex_assumption(Lex *lex, Assumption *out)
{
	for (uint32_t i = 1; assumption_words[i]; i++)
		if (lex_take(lex, assumption_words[i])) {
			*out = (Assumption)i;
			return true;
		}
	return lex_fail_expected(lex, "wakeup, interrupted, flag or answer");
}

bool lex_waiting(Lex *lex, Effect *effect)
{
	effect->wait = WAIT_SURE;
	for (uint32_t i = 1; waiting_words[i]; i++)
		if (lex_take(lex, waiting_words[i]))
			effect->wait = (Waiting)i;
	effect->again = lex_take(lex, "again");
	return true;
}

// `after_signal`, or `after_signal=0+2`.
bool lex_after(Lex *lex, uint16_t *out)
{
	*out = 0;
	if (!lex_take(lex, "after_signal"))
		return true;
	*out = AFTER_ALL;
	if (!lex_take(lex, "="))
		return true;
	*out = 0;
	do {
		if (lex->tok.kind != TOK_NUMBER || lex->tok.number >= MAX_SIGNALS)
			return lex_fail_expected(lex, "the number of a signal, from 0 to 15");
		*out |= (uint16_t)(1u << lex->tok.number);
		lex_next(lex);
	} while (lex_take(lex, "+"));
	return true;
}

uint8_t lex_gates(Lex *lex)
{
	return !lex_take(lex, "gated") ? 0 : lex_take(lex, "again") ? MANY_GATES : 1;
}

bool lex_touch(Lex *lex, Touch *touch)
{
	*touch = (Touch){0};
	if (!touch_kind(lex, &touch->kind))
		return false;
	touch->assumed = lex_take(lex, "assumed");
	touch->wakes = lex_take(lex, "wakes");
	touch->locked = lex_take(lex, "locked");
	touch->atomic = lex_take(lex, "atomic");
	touch->part = lex_take(lex, "part");
	touch->valued = lex_take(lex, "value");
	if (touch->valued && (!lex_expect(lex, "=") || !lex_int(lex, &touch->value)))
		return false;
	touch->gates = lex_gates(lex);
	return lex_after(lex, &touch->after);
}
