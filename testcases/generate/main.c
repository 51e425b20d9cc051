// SPDX-License-Identifier: MIT
// generate: programs with a known answer.
//   generate pack DIR      writes COUNT programs from SEED on, PER_FILE a file, with what is wanted of each file
//   generate show          prints the program of SEED, with its right findings as `//~` comments
//   generate judge WANTED PRINTED...     compares; prints `SEED: PRINTED: missed|false LINE LEVEL CODE`
//   generate run DIR       writes one program in which COUNT cases are replayed, and DIR/cases: `NUMBER
//   ok|address|thread SEED` generate reduce        makes the program of SEED smaller as long as a tool disagrees on it
// Options: --seed=N --count=N --per-file=N --features=a,b,c (or all) --gaps --plain --outlive=PATH --flow-tool=PATH
// --include=DIR
#include "judge.h"
#include "plan/plan.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct Options {
	uint64_t seed;
	uint32_t count, per_file, features;
	bool plain;
	const char *outlive, *flow_tool, *include;
	int nwords;
	char **words; // the command and its arguments
} Options;

static const struct {
	const char *name;
	bool on;
} groups[FEATURES] = {
#define FEATURE(id, is_on, what) {#id, is_on},
#include "plan/features.def"
};

static void fail(const char *what, const char *about)
{
	fprintf(stderr, "generate: %s: %s\n", what, about);
	exit(2);
}

// ---- options ---------------------------------------------------------------------------------

static uint32_t features_of(const char *text)
{
	uint32_t features = 0;
	if (strcmp(text, "all") == 0)
		return (1u << FEATURES) - 1;
	while (*text) {
		size_t length = strcspn(text, ",");
		int group = 0;
		while (group < FEATURES &&
		       (strlen(groups[group].name) != length || memcmp(groups[group].name, text, length) != 0))
			group++;
		if (group == FEATURES)
			fail("no such feature", text);
		features |= 1u << group;
		text += length + (text[length] == ',');
	}
	return features;
}

static uint32_t features_on(void)
{
	uint32_t features = 0;
	for (int i = 0; i < FEATURES; i++)
		features |= (uint32_t)groups[i].on << i;
	return features;
}

static bool option(const char *word, const char *name, const char **value)
{
	size_t length = strlen(name);
	if (strncmp(word, name, length) != 0)
		return false;
	*value = word + length;
	return true;
}

static Options options_read(int argc, char **argv)
{
	Options o = {.seed = 1, .count = 100, .per_file = 100, .features = features_on(), .words = argv + 1};
	uint32_t gaps = 0;
	for (int i = 1; i < argc; i++) {
		const char *value;
		if (option(argv[i], "--seed=", &value))
			o.seed = strtoull(value, NULL, 10);
		else if (option(argv[i], "--count=", &value))
			o.count = (uint32_t)strtoul(value, NULL, 10);
		else if (option(argv[i], "--per-file=", &value))
			o.per_file = (uint32_t)strtoul(value, NULL, 10);
		else if (option(argv[i], "--features=", &value))
			o.features = features_of(value);
		else if (option(argv[i], "--outlive=", &value))
			o.outlive = value;
		else if (option(argv[i], "--flow-tool=", &value))
			o.flow_tool = value;
		else if (option(argv[i], "--include=", &value))
			o.include = value;
		else if (strcmp(argv[i], "--plain") == 0)
			o.plain = true;
		else if (strcmp(argv[i], "--gaps") == 0)
			gaps = WITH_GAPS;
		else if (argv[i][0] == '-')
			fail("no such option", argv[i]);
		else
			o.words[o.nwords++] = argv[i];
	}
	o.features |= gaps;
	if (!o.nwords || !o.per_file)
		fail("usage", "generate pack|show|judge|reduce ...");
	return o;
}

// What a run without these groups says nothing about.
static const char *ignored_codes(uint32_t features)
{
	bool lost = features >> FEATURE_lost & 1, leave = features >> FEATURE_leave & 1;
	return lost && leave ? ""
	       : lost        ? "main_exits_first"
	       : leave       ? "unjoined_thread"
	                     : "unjoined_thread,main_exits_first";
}

// ---- files ---------------------------------------------------------------------------------------

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	if (!file || fputs(text, file) < 0 || fclose(file) != 0)
		fail(strerror(errno), path);
}

static const char *read_file(Arena *arena, const char *path)
{
	size_t length = 0;
	const char *text = io_read_file(arena, path, 256u << 20, &length);
	if (!text)
		fail(strerror(errno), path);
	return text;
}

// ---- pack, show -----------------------------------------------------------------------------------

typedef struct Tally {
	uint32_t made, wrong, findings[CODES];
} Tally;

static bool add_program(Pages *pages, Arena *arena, uint64_t seed, const Options *o, Tally *tally)
{
	Plan *plan = ARENA_NEW(arena, Plan);
	Surface surface = {.seed = o->plain ? 0 : seed};
	Truth truth;
	if (!plan_make(plan, arena, seed, o->features, &truth))
		return false;
	plan_write(pages, plan, &truth, &surface);
	tally->made++;
	tally->wrong += truth.n > 0;
	for (uint32_t i = 0; i < truth.n; i++)
		tally->findings[truth.expected[i].code]++;
	return true;
}

static void write_pages(Arena *arena, const Pages *pages, const char *stem)
{
	write_file(arena_printf(arena, "%s.c", stem), pages->page[0].text.text);
	write_file(arena_printf(arena, "%s_more.c", stem), pages->page[1].text.text);
	write_file(arena_printf(arena, "%s.wanted", stem), pages->wanted.text ? pages->wanted.text : "");
}

static int pack(const Options *o)
{
	Arena arena = {0};
	Tally tally = {0};
	if (o->nwords != 2)
		fail("usage", "generate pack DIR");
	for (uint32_t done = 0; done < o->count; done += o->per_file) {
		Pages pages;
		arena_reset(&arena);
		pages_start(&pages, &arena);
		for (uint32_t i = done; i < done + o->per_file && i < o->count; i++)
			if (!add_program(&pages, &arena, o->seed + i, o, &tally))
				fprintf(stderr, "generate: seed %llu gives no program\n", (unsigned long long)(o->seed + i));
		write_pages(&arena, &pages, arena_printf(&arena, "%s/%05u", o->words[1], done / o->per_file));
	}
	printf("%u programs, %u wrong", tally.made, tally.wrong);
	for (int code = 0; code < CODES; code++)
		if (tally.findings[code])
			printf(", %u %s", tally.findings[code], code_names[code]);
	printf("\n");
	arena_free(&arena);
	return 0;
}

// ---- run -------------------------------------------------------------------------------------------

// How a replay must end, or NULL where nothing is certain: other libraries' threads, loops that
// are longer in the text, waits for ever.
static const char *outcome(const Plan *plan, const Truth *truth)
{
	const Replay *replay = &truth->replay;
	if (plan->api != API_PTHREAD || plan->is_main || plan->count_shown != plan->count || replay->hangs)
		return NULL;
	if (!truth->n)
		return replay->races ? NULL : "ok";
	if (replay->code == CODES || replay->shows == SHOWS_NOWHERE)
		return NULL;
	return replay->shows == SHOWS_ADDRESS ? "address" : "thread";
}

// Cases of each outcome in turn, as long as there are seeds.
static int run(const Options *o)
{
	static const char *const wanted[] = {"address", "ok", "thread", "ok"};
	Arena arena = {0};
	Pages pages;
	Buf cases = {.arena = &arena};
	if (o->nwords != 2)
		fail("usage", "generate run DIR");
	pages_start(&pages, &arena);
	for (uint64_t number = 0, seed = o->seed, tried = 0; number < o->count; seed++, tried++) {
		Plan *plan = ARENA_NEW(&arena, Plan);
		Truth truth;
		bool impossible = tried > 2000; // such cases need a group that is off
		if (!plan_make(plan, &arena, seed, o->features, &truth))
			continue;
		const char *ends = outcome(plan, &truth);
		if (!ends || (strcmp(ends, wanted[number % 4]) != 0 && !impossible))
			continue;
		plan_write(&pages, plan, &truth, &(Surface){.seed = seed, .runnable = true});
		replay_write(&pages, plan, &truth.replay, (uint32_t)number);
		buf_printf(&cases, "%llu %s %llu\n", (unsigned long long)number++, ends, (unsigned long long)seed);
		tried = 0;
	}
	main_write(&pages);
	write_pages(&arena, &pages, arena_printf(&arena, "%s/cases", o->words[1]));
	write_file(arena_printf(&arena, "%s/cases", o->words[1]), cases.text ? cases.text : "");
	arena_free(&arena);
	return 0;
}

// The text of a page without what all programs share.
static const char *own_text(const Page *page)
{
	const char *at = page->text.text + strcspn(page->text.text, "\n");
	return at + strspn(at, "\n");
}

static void print_pages(const Pages *pages)
{
	fputs(own_text(&pages->page[0]), stdout);
	if (*own_text(&pages->page[1]))
		printf("// ---- second file\n%s", own_text(&pages->page[1]));
}

static int show(const Options *o)
{
	Arena arena = {0};
	Tally tally = {0};
	Pages pages;
	pages_start(&pages, &arena);
	if (!add_program(&pages, &arena, o->seed, o, &tally))
		fail("no program for", "this seed");
	print_pages(&pages);
	arena_free(&arena);
	return 0;
}

// ---- judge --------------------------------------------------------------------------------------------

static int judge(const Options *o)
{
	Arena arena = {0};
	uint32_t n = 0;
	if (o->nwords < 3)
		fail("usage", "generate judge WANTED PRINTED...");
	const char *wanted = read_file(&arena, o->words[1]);
	for (int k = 2; k < o->nwords; k++) {
		Disagreements all = judge_compare(&arena, wanted, read_file(&arena, o->words[k]), ignored_codes(o->features),
		                                  strstr(o->words[k], ".naive") != NULL);
		for (uint32_t i = 0; i < all.n; i++, n++)
			printf("%llu: %s: %s %u %s %s\n", (unsigned long long)all.v[i].seed, o->words[k],
			       all.v[i].verdict == VERDICT_MISSED ? "missed" : "false", all.v[i].line, all.v[i].level,
			       all.v[i].code);
	}
	arena_free(&arena);
	return n != 0;
}

// ---- reduce ---------------------------------------------------------------------------------------------

static const char *output_of(Arena *arena, const char *command)
{
	Buf out = {.arena = arena};
	FILE *pipe = popen(command, "r");
	char piece[4096];
	if (!pipe)
		fail(strerror(errno), command);
	for (size_t n; (n = fread(piece, 1, sizeof piece, pipe)) > 0;)
		buf_put(&out, piece, n);
	pclose(pipe);
	return out.text ? out.text : "";
}

// What the tools disagree on, as text; empty when they agree with the truth.
static const char *disagreement(Arena *arena, const Options *o, const Pages *pages, const char *stem)
{
	Buf out = {.arena = arena};
	write_pages(arena, pages, stem);
	const char *files = arena_printf(arena, "%s.c %s_more.c", stem, stem);
	const char *commands[2] = {
		arena_printf(arena, "%s check -j1 --format=short %s -- -I %s 2>/dev/null", o->outlive, files, o->include),
		NULL};
	if (o->flow_tool)
		commands[1] =
			arena_printf(arena, "%s check -j1 --dump=mir -o %s.mir %s -- -I %s 2>/dev/null; %s --naive %s.mir",
		                 o->outlive, stem, files, o->include, o->flow_tool, stem);
	for (int k = 0; k < 2 && commands[k]; k++) {
		Disagreements all =
			judge_compare(arena, pages->wanted.text, output_of(arena, commands[k]), ignored_codes(o->features), k == 1);
		for (uint32_t i = 0; i < all.n; i++)
			buf_printf(&out, "%s %s %s %s\n", k ? "naive" : "solver",
			           all.v[i].verdict == VERDICT_MISSED ? "misses" : "invents", all.v[i].level, all.v[i].code);
	}
	return out.text ? out.text : "";
}

typedef enum DropKind { DROP_STMT, DROP_SHELL, DROP_OP, DROP_ELSEWHERE, DROP_KINDS } DropKind;
typedef struct Drop {
	DropKind kind;
	uint32_t id;
} Drop;

typedef struct Reduction {
	Arena arena;
	const Options *o;
	const char *stem;
	uint64_t surface;
	VEC(Drop) drops;
	const char *kind; // of disagreement
	uint32_t nstmts;
} Reduction;

static bool drop_op(Plan *plan, uint32_t id)
{
	Entry *entry = &plan->entries[id / MAX_OPS];
	if (id / MAX_OPS >= plan->nentries || id % MAX_OPS >= entry->n)
		return false;
	for (uint32_t i = id % MAX_OPS; i + 1 < entry->n; i++)
		entry->ops[i] = entry->ops[i + 1];
	entry->n--;
	return true;
}

static bool drop(Plan *plan, Drop what)
{
	switch (what.kind) {
	case DROP_STMT:
	case DROP_SHELL: return plan_drop(plan, what.id, what.kind == DROP_SHELL);
	case DROP_OP: return drop_op(plan, what.id);
	case DROP_ELSEWHERE:
		for (int i = 0; i < plan->nfns; i++)
			plan->fns[i].elsewhere = false;
		return what.id == 0;
	case DROP_KINDS: break;
	}
	return false;
}

static const char *try_drops(Reduction *r, Pages *pages)
{
	Arena *arena = &r->arena;
	Plan *plan = ARENA_NEW(arena, Plan);
	Truth truth;
	if (!plan_make(plan, arena, r->o->seed, r->o->features, &truth))
		fail("no program for", "this seed");
	r->nstmts = plan->nstmts;
	for (uint32_t i = 0; i < r->drops.n; i++)
		if (!drop(plan, r->drops.v[i]))
			return "";
	if (!plan_in_scope(plan))
		return "";
	truth = truth_find(plan);
	if (truth.unclear)
		return "";
	pages_start(pages, arena);
	plan_write(pages, plan, &truth, &(Surface){.seed = r->surface});
	return disagreement(arena, r->o, pages, r->stem);
}

// The first words of the first disagreement must stay: who, and what about which code.
static bool same_kind(const char *before, const char *now)
{
	size_t length = strcspn(before, "\n");
	return *now && length && strstr(now, arena_printf(&(Arena){0}, "%.*s", (int)length, before));
}

static bool try_one(Reduction *r, Drop what)
{
	Pages pages;
	VEC_PUSH(&r->arena, &r->drops, what);
	if (same_kind(r->kind, try_drops(r, &pages)))
		return true;
	r->drops.n--;
	return false;
}

static bool try_all(Reduction *r)
{
	bool smaller = false;
	for (DropKind kind = 0; kind < DROP_KINDS; kind++) {
		uint32_t n = kind == DROP_OP ? MAX_ENTRIES * MAX_OPS : kind == DROP_ELSEWHERE ? 1 : r->nstmts + 1;
		for (uint32_t id = 0; id < n; id++)
			smaller |= try_one(r, (Drop){kind, id}) && kind != DROP_ELSEWHERE;
	}
	return smaller;
}

static int reduce(const Options *o)
{
	char folder[] = "/tmp/generate.XXXXXX";
	if (!o->outlive || !o->include || !mkdtemp(folder))
		fail("reduce needs", "--outlive=PATH, --include=DIR and a folder for temporary files");
	Reduction r = {.o = o, .surface = o->plain ? 0 : o->seed};
	Pages pages;
	r.stem = arena_printf(&r.arena, "%s/program", folder);
	r.kind = try_drops(&r, &pages);
	if (!*r.kind) {
		printf("the tools agree on seed %llu\n", (unsigned long long)o->seed);
		return 0;
	}
	r.surface = 0;
	if (!same_kind(r.kind, try_drops(&r, &pages)))
		r.surface = o->seed;
	while (try_all(&r))
		;
	const char *left = try_drops(&r, &pages);
	for (const char *at = left; *at; at += strcspn(at, "\n") + 1)
		printf("// %.*s\n", (int)strcspn(at, "\n"), at);
	print_pages(&pages);
	return 1;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(const Options *);
	} commands[] = {{"pack", pack}, {"run", run}, {"show", show}, {"judge", judge}, {"reduce", reduce}};
	Options o = options_read(argc, argv);
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (strcmp(o.words[0], commands[i].name) == 0)
			return commands[i].run(&o);
	fail("no such command", o.words[0]);
}
