// SPDX-License-Identifier: MIT
// text: pieces in, one growing NUL-terminated text out; and the quoted form that
// all text formats share, pure ASCII whatever the bytes were.
#include "base/base.h"

enum { FIRST_TEXT = 64 };

// Makes room for `more` bytes and the terminator.
static void buf_reserve(Buf *buf, size_t more)
{
	if (more < buf->cap - buf->len)
		return;
	size_t cap = buf->cap ? buf->cap : FIRST_TEXT;
	while (cap - buf->len <= more) {
		if (cap > SIZE_MAX / 2)
			bug("a text of more than %zu bytes", cap);
		cap *= 2;
	}
	buf->text = arena_grow(buf->arena, buf->text, buf->cap, cap);
	buf->cap = cap;
}

void buf_putc(Buf *buf, char c)
{
	buf_reserve(buf, 1);
	buf->text[buf->len++] = c;
	buf->text[buf->len] = '\0';
}

void buf_put(Buf *buf, const char *text, size_t len)
{
	buf_reserve(buf, len);
	if (len)
		memcpy(buf->text + buf->len, text, len);
	buf->len += len;
	buf->text[buf->len] = '\0';
}

void buf_puts(Buf *buf, const char *text) { buf_put(buf, text, strlen(text)); }

void buf_printf(Buf *buf, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, args);
	if (len < 0)
		bug("a message that cannot be formatted: %s", format);
	buf_reserve(buf, (size_t)len);
	vsnprintf(buf->text + buf->len, (size_t)len + 1, format, again);
	buf->len += (size_t)len;
	va_end(again);
	va_end(args);
}

static void put_escaped(Buf *buf, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	char escape[4] = {'\\', (char)c};
	size_t len = 2;
	if (c == '\n') {
		escape[1] = 'n';
	} else if (c == '\t') {
		escape[1] = 't';
	} else if (c != '"' && c != '\\') {
		escape[1] = 'x';
		escape[2] = hex[c >> 4];
		escape[3] = hex[c & 15];
		len = 4;
	}
	buf_put(buf, escape, len);
}

void buf_quote(Buf *buf, const char *text, size_t len)
{
	buf_putc(buf, '"');
	size_t plain = 0; // start of the run that needs no escape
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c >= ' ' && c < 0x7f && c != '"' && c != '\\')
			continue;
		buf_put(buf, text + plain, i - plain);
		put_escaped(buf, c);
		plain = i + 1;
	}
	buf_put(buf, text + plain, len - plain);
	buf_putc(buf, '"');
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

// Reads what follows a backslash; returns the position behind it, NULL when it is no escape.
static const char *read_escape(Buf *out, const char *at, const char *end)
{
	if (at == end)
		return NULL;
	switch (*at) {
	case 'n': buf_putc(out, '\n'); return at + 1;
	case 't': buf_putc(out, '\t'); return at + 1;
	case '"':
	case '\\': buf_putc(out, *at); return at + 1;
	case 'x': break;
	default: return NULL;
	}
	if (end - at < 3 || hex_digit(at[1]) < 0 || hex_digit(at[2]) < 0)
		return NULL;
	buf_putc(out, (char)(hex_digit(at[1]) * 16 + hex_digit(at[2])));
	return at + 3;
}

const char *buf_unquote(Buf *out, const char *at, const char *end)
{
	if (at == end || *at != '"')
		return NULL;
	buf_put(out, "", 0);
	for (at++; at;) {
		const char *plain = at;
		while (at != end && *at != '"' && *at != '\\' && *at != '\n')
			at++;
		buf_put(out, plain, (size_t)(at - plain));
		if (at == end || *at == '\n')
			return NULL;
		if (*at == '"')
			return at + 1;
		at = read_escape(out, at + 1, end);
	}
	return NULL;
}
