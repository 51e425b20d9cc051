// SPDX-License-Identifier: MIT
// progress: counts in, signs of life on standard error out. A terminal gets a bar
// that erases itself; a log gets a line every 30 s, so that no CI calls it hung.
#include "jobs/jobs.h"

#include <signal.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { BAR_WIDTH = 30 };
static const double BAR_AFTER = 0.5, BAR_EVERY = 0.1, HEARTBEAT = 30; // seconds

double clock_seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void progress_start(Progress *progress, FILE *out, uint32_t total)
{
	double now = clock_seconds();
	bool terminal = isatty(fileno(out)) == 1;
	*progress = (Progress){.out = out, .terminal = terminal, .total = total, .started = now, .spoke = now};
}

static void erase_bar(Progress *progress)
{
	if (progress->drawn)
		fputs("\r\x1b[K", progress->out);
	progress->drawn = false;
}

static void draw_bar(Progress *progress)
{
	char bar[BAR_WIDTH + 1];
	uint32_t total = progress->total ? progress->total : 1;
	size_t filled = (size_t)((uint64_t)progress->done * BAR_WIDTH / total);
	memset(bar, ' ', BAR_WIDTH);
	memset(bar, '=', filled);
	if (filled < BAR_WIDTH)
		bar[filled] = '>';
	bar[BAR_WIDTH] = '\0';
	fprintf(progress->out, "\r\x1b[K   analysing [%s] %u/%u", bar, progress->done, progress->total);
	progress->drawn = true;
}

void progress_step(Progress *progress, uint32_t done)
{
	double now = clock_seconds();
	bool due = progress->terminal ? now - progress->started > BAR_AFTER && now - progress->spoke > BAR_EVERY
	                              : now - progress->spoke >= HEARTBEAT;
	progress->done = done;
	if (!due)
		return;
	progress->spoke = now;
	if (progress->terminal)
		draw_bar(progress);
	else
		fprintf(progress->out, "outlive: still running: %u/%u units after %.0f s\n", done, progress->total,
		        now - progress->started);
	fflush(progress->out);
}

// ---- while the program is solved ---------------------------------------------------------

static void on_heartbeat(int number)
{
	static const char text[] = "outlive: still running: solving\n";
	(void)number;
	if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
		return; // nobody listens
}

static void set_heartbeat(time_t seconds)
{
	struct itimerval timer = {.it_interval.tv_sec = seconds, .it_value.tv_sec = seconds};
	struct sigaction action = {.sa_handler = on_heartbeat, .sa_flags = SA_RESTART};
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
}

void progress_solve(Progress *progress)
{
	erase_bar(progress);
	if (!progress->terminal) {
		set_heartbeat((time_t)HEARTBEAT);
	} else if (clock_seconds() - progress->started > BAR_AFTER) {
		fputs("   solving", progress->out);
		fflush(progress->out);
		progress->drawn = true;
	}
}

void progress_say(Progress *progress, const char *format, ...)
{
	Arena arena = {0};
	va_list args;
	va_start(args, format);
	erase_bar(progress);
	fprintf(progress->out, "outlive: %s\n", message_escape(&arena, arena_vprintf(&arena, format, args)));
	va_end(args);
	arena_free(&arena);
}

static const char *plural(uint32_t n)
{
	return n == 1 ? "" : "s";
}

void progress_finish(Progress *progress, uint32_t analysed, uint32_t errors, uint32_t warnings)
{
	erase_bar(progress);
	set_heartbeat(0);
	fprintf(progress->out, "analysed %u/%u units, %u error%s, %u warning%s\n", analysed, progress->total, errors,
	        plural(errors), warnings, plural(warnings));
	fflush(progress->out);
}

// ---- text that others wrote ------------------------------------------------------------

// Reads one character of UTF-8; returns its length, 0 where the bytes are none
// (overlong forms and surrogates included).
static size_t read_utf8(const unsigned char *at, uint32_t *code)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t len = at[0] < 0x80 ? 1 : at[0] >> 5 == 6 ? 2 : at[0] >> 4 == 14 ? 3 : at[0] >> 3 == 30 ? 4 : 0;
	if (len == 0)
		return 0;
	*code = len == 1 ? at[0] : at[0] & (0x7fU >> len);
	for (size_t i = 1; i < len; i++) {
		if (at[i] >> 6 != 2)
			return 0;
		*code = *code << 6 | (at[i] & 0x3fU);
	}
	bool bad = len > 1 && (*code < smallest[len] || *code > 0x10ffff || (*code >= 0xd800 && *code < 0xe000));
	return bad ? 0 : len;
}

// Controls (C0, DEL, C1) and what reorders the text around it (UAX #9), line separators.
static bool is_hidden(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x61c || code == 0x200e || code == 0x200f ||
	       (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

static void put_hidden(Buf *out, uint32_t code)
{
	if (code == '\n')
		buf_puts(out, "\\n");
	else if (code == '\t')
		buf_puts(out, "\\t");
	else if (code < 0x100)
		buf_printf(out, "\\x%02x", code);
	else
		buf_printf(out, "\\u%04x", code);
}

const char *message_escape(Arena *arena, const char *text)
{
	Buf out = {.arena = arena};
	buf_puts(&out, "");
	for (const unsigned char *at = (const unsigned char *)text; *at;) {
		uint32_t code = *at;
		size_t len = read_utf8(at, &code);
		if (len == 0 || is_hidden(code))
			put_hidden(&out, len ? code : *at);
		else
			buf_put(&out, (const char *)at, len);
		at += len ? len : 1;
	}
	return out.text;
}
