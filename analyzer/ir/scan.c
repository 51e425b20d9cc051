// SPDX-License-Identifier: MIT
// scan: bytes in, words, numbers and quoted texts out, in one pass. Bytes are
// read only between `at` and `end`; nothing of the text is trusted.
#include "ir/text.h"

bool scan_fail_at(Scan *s, const char *at, const char *format, ...)
{
	s->error->line = s->line;
	s->error->col = (uint32_t)(at - s->line_start) + 1;
	va_list args;
	va_start(args, format);
	vsnprintf(s->error->message, sizeof s->error->message, format, args);
	va_end(args);
	// Names may hold any byte; a terminal must not see them.
	for (char *c = s->error->message; *c; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
	return false;
}

// What stands at `at`, for messages: at most a few words of it.
static int rest_len(const Scan *s)
{
	int len = 0;
	while (len < 24 && s->at + len != s->end && s->at[len] != '\n')
		len++;
	return len;
}

bool scan_fail(Scan *s, const char *format, ...)
{
	char what[120];
	va_list args;
	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	int len = rest_len(s);
	if (len == 0)
		return scan_fail_at(s, s->at, "%s, found the end of the %s", what, s->at == s->end ? "text" : "line");
	return scan_fail_at(s, s->at, "%s, found `%.*s`", what, len, s->at);
}

void scan_blanks(Scan *s)
{
	while (s->at != s->end && (*s->at == ' ' || *s->at == '\t' || *s->at == '\r'))
		s->at++;
}

static void skip_comment(Scan *s)
{
	const char *newline = memchr(s->at, '\n', (size_t)(s->end - s->at));
	s->at = newline ? newline : s->end;
}

void scan_lines(Scan *s)
{
	for (;;) {
		scan_blanks(s);
		if (s->at != s->end && *s->at == ';')
			skip_comment(s);
		if (s->at == s->end || *s->at != '\n')
			return;
		s->line_start = ++s->at;
		s->line++;
	}
}

bool scan_at_line_end(Scan *s)
{
	char c = scan_peek(s);
	return s->at == s->end || c == '\n' || c == ';';
}

bool scan_end_line(Scan *s)
{
	if (!scan_at_line_end(s))
		return scan_fail(s, "expected the end of the line");
	scan_lines(s);
	return true;
}

char scan_peek(Scan *s)
{
	scan_blanks(s);
	return s->at == s->end ? '\0' : *s->at;
}

bool scan_take(Scan *s, char c)
{
	if (scan_peek(s) != c || s->at == s->end)
		return false;
	s->at++;
	return true;
}

bool scan_want(Scan *s, char c) { return scan_take(s, c) || scan_fail(s, "expected `%c`", c); }

bool scan_word(Scan *s, Word *word)
{
	scan_blanks(s);
	const char *start = s->at;
	if (start != s->end && *start != '$' && *start != '~' && (*start < '0' || *start > '9'))
		while (s->at != s->end && ir_is_word_char(*s->at))
			s->at++;
	*word = (Word){start, (size_t)(s->at - start)};
	return word->len != 0;
}

bool scan_string(Scan *s, StrId *str)
{
	if (scan_peek(s) != '"')
		return scan_fail(s, "expected a text between double quotes");
	const char *start = s->at, *at = start + 1;
	while (at != s->end && *at != '"' && *at != '\\' && *at != '\n')
		at++;
	if (at != s->end && *at == '"') { // no escapes: the text is there as it is
		*str = strs_intern(s->strs, start + 1, (size_t)(at - start) - 1);
		s->at = at + 1;
		return true;
	}
	s->buf.len = 0;
	at = buf_unquote(&s->buf, start, s->end);
	if (!at)
		return scan_fail(s, "a quoted text does not end on its line or has a wrong escape");
	*str = strs_intern(s->strs, s->buf.text, s->buf.len);
	s->at = at;
	return true;
}

// Reads decimal digits up to `limit`; fails on none and on larger numbers.
static bool read_digits(Scan *s, uint64_t limit, uint64_t *number)
{
	const char *start = s->at;
	uint64_t value = 0;
	for (; s->at != s->end && *s->at >= '0' && *s->at <= '9'; s->at++) {
		uint64_t digit = (uint64_t)(*s->at - '0');
		if (value > limit / 10 || value * 10 > limit - digit)
			return scan_fail_at(s, start, "the number is too large");
		value = value * 10 + digit;
	}
	*number = value;
	return s->at != start || scan_fail(s, "expected a number");
}

bool scan_u32(Scan *s, uint32_t *number)
{
	uint64_t value = 0;
	scan_blanks(s);
	bool ok = read_digits(s, UINT32_MAX, &value);
	*number = (uint32_t)value;
	return ok;
}

bool scan_i64(Scan *s, int64_t *number)
{
	bool negative = scan_take(s, '-');
	uint64_t value = 0;
	if (!read_digits(s, (uint64_t)INT64_MAX + negative, &value))
		return false;
	*number = negative ? -(int64_t)(value - (value > 0)) - (value > 0) : (int64_t)value;
	return true;
}
