// SPDX-License-Identifier: MIT
// judge: compares findings by line, level and code; columns and words are others' tests.
#include "judge.h"

#include <stdlib.h>

typedef struct Item {
	uint32_t line;
	char level[16], code[32], group[48];
	bool met, may; // found; right, but no tool needs to say it
} Item;

typedef struct Program {
	uint64_t seed;
	uint32_t first, last;
	bool has_long_loops; // longer than the naive solver goes
} Program;

typedef struct Wanted {
	VEC(Item) items;
	VEC(Program) programs;
} Wanted;

static const char *next_line(const char *at)
{
	const char *end = strchr(at, '\n');
	return end ? end + 1 : at + strlen(at);
}

static Wanted read_wanted(Arena *arena, const char *text)
{
	Wanted wanted = {0};
	for (const char *at = text; *at; at = next_line(at)) {
		Item item = {0};
		Program program;
		unsigned long long seed = 0;
		item.may = strncmp(at, "may ", 4) == 0;
		if (sscanf(at, item.may ? "may %u %15s %31s %47s" : "want %u %15s %31s %47s", &item.line, item.level, item.code,
		           item.group) == 4)
			VEC_PUSH(arena, &wanted.items, item);
		else if (sscanf(at, "program %llu %u %u", &seed, &program.first, &program.last) == 3) {
			const char *mark = strstr(at, " long");
			program.seed = seed;
			program.has_long_loops = mark && mark < next_line(at);
			VEC_PUSH(arena, &wanted.programs, program);
		}
	}
	return wanted;
}

// `path:LINE:COL: LEVEL: words [CODE]`, or `LINE: LEVEL CODE variable`.
static bool read_finding(const char *at, Item *item)
{
	char text[512];
	size_t length = (size_t)(next_line(at) - at);
	if (length >= sizeof text || length < 2)
		return false;
	memcpy(text, at, length);
	text[length - (text[length - 1] == '\n')] = '\0';
	if (sscanf(text, "%u: %15s %31s", &item->line, item->level, item->code) == 3)
		return true;
	char *level = strstr(text, ": error: ") ? strstr(text, ": error: ") : strstr(text, ": warning: ");
	char *code = strrchr(text, '[');
	char *path_end = level ? strchr(text, ':') : NULL;
	if (!path_end || !code || code < level || sscanf(path_end, ":%u", &item->line) != 1)
		return false;
	return sscanf(level, ": %15[a-z]", item->level) == 1 && sscanf(code, "[%31[A-Za-z0-9_]]", item->code) == 1;
}

static const Program *program_at(const Wanted *wanted, uint32_t line)
{
	static const Program none;
	for (uint32_t i = 0; i < wanted->programs.n; i++)
		if (line >= wanted->programs.v[i].first && line <= wanted->programs.v[i].last)
			return &wanted->programs.v[i];
	return &none;
}

static bool is_ignored(const char *ignored, const char *code)
{
	const char *found = strstr(ignored, code);
	return found && (found[strlen(code)] == ',' || !found[strlen(code)]);
}

static void disagree(Arena *arena, Disagreements *out, Verdict verdict, const Wanted *wanted, const Item *item)
{
	Disagreement d = {verdict, program_at(wanted, item->line)->seed, item->line,
	                  arena_strndup(arena, item->level, strlen(item->level)),
	                  arena_strndup(arena, item->code, strlen(item->code))};
	VEC_PUSH(arena, out, d);
}

// One finding a group is enough.
static bool group_met(const Wanted *wanted, const Item *item)
{
	for (uint32_t i = 0; i < wanted->items.n; i++)
		if (wanted->items.v[i].met && strcmp(wanted->items.v[i].group, item->group) == 0)
			return true;
	return false;
}

Disagreements judge_compare(Arena *arena, const char *text, const char *printed, const char *ignored, bool naive)
{
	Disagreements out = {0};
	Wanted wanted = read_wanted(arena, text);
	for (const char *at = printed; *at; at = next_line(at)) {
		Item found;
		bool known = false;
		if (!read_finding(at, &found) || is_ignored(ignored, found.code))
			continue;
		for (uint32_t i = 0; i < wanted.items.n; i++) {
			Item *item = &wanted.items.v[i];
			if (item->line == found.line && strcmp(item->code, found.code) == 0 &&
			    strcmp(item->level, found.level) == 0)
				item->met = known = true;
		}
		if (!known && !(naive && program_at(&wanted, found.line)->has_long_loops))
			disagree(arena, &out, VERDICT_FALSE, &wanted, &found);
	}
	for (uint32_t i = 0; i < wanted.items.n; i++)
		if (!wanted.items.v[i].may && !group_met(&wanted, &wanted.items.v[i]) &&
		    !is_ignored(ignored, wanted.items.v[i].code) &&
		    !(naive && program_at(&wanted, wanted.items.v[i].line)->has_long_loops))
			disagree(arena, &out, VERDICT_MISSED, &wanted, &wanted.items.v[i]);
	return out;
}
