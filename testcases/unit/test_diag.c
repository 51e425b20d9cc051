// SPDX-License-Identifier: MIT
// test_diag: building, ordering, the text form and its errors, the list of formats.
// How diagnostics look is held by testcases/render.
#include "diag/diag.h"

#include "test.h"

typedef struct World {
	Arena arena;
	Strs strs;
	Files files;
	Diags diags;
} World;

static void world_init(World *world)
{
	*world = (World){0};
	strs_init(&world->strs, &world->arena);
	files_init(&world->files, &world->strs);
}

static Span at(World *world, const char *path, uint32_t line, uint32_t col)
{
	return (Span){files_add(&world->files, path), line, col, line, col + 1};
}

static const char *printed(World *world)
{
	Buf out = {.arena = &world->arena};
	buf_puts(&out, "");
	diags_print(&out, &world->diags, &world->files);
	return out.text;
}

static bool parse(World *world, const char *text, DiagTextError *error)
{
	return diags_parse(&world->arena, &world->diags, &world->files, text, strlen(text), error);
}

static void test_build(void)
{
	World world;
	world_init(&world);
	Arena *arena = &world.arena;
	char name[] = "job";
	Diag *diag = diag_new(arena, &world.diags, DIAG_ERROR, "E0373", at(&world, "a.c", 2, 3), name, "`%s`", name);
	diag_label(arena, diag, at(&world, "a b.c", 1, 1), "n%d", 1);
	diag_label(arena, diag, (Span){0}, "a label without a place is left out");
	DiagSub *sub = diag_sub(arena, diag, DIAG_NOTE, "see");
	diag_sub_label(arena, sub, at(&world, "a.c", 4, 1), true, "here");
	sub = diag_sub(arena, diag, DIAG_HELP, "do");
	diag_sub_edit(arena, sub, at(&world, "a.c", 5, 1), "x\ny");
	sub->applicability = APPLY_MACHINE;
	diag_new(arena, &world.diags, DIAG_WARNING, NULL, (Span){0}, NULL, "no place");
	name[0] = 'X'; // all strings were copied
	CHECK_TEXT(printed(&world), "error E0373 \"`job`\"\n"
	                            "  primary a.c:2:3-2:4 \"job\"\n"
	                            "  secondary \"a b.c\":1:1-1:2 \"n1\"\n"
	                            "  note \"see\"\n"
	                            "    primary a.c:4:1-4:2 \"here\"\n"
	                            "  help \"do\" machine\n"
	                            "    edit a.c:5:1-5:2 \"x\\ny\"\n"
	                            "warning \"no place\"\n");
	arena_free(arena);
}

static void add(World *world, const char *code, const char *path, uint32_t line, const char *message)
{
	diag_new(&world->arena, &world->diags, DIAG_ERROR, code, at(world, path, line, 1), "", "%s", message);
}

static void test_sort(void)
{
	World world;
	world_init(&world);
	add(&world, "E2", "b.c", 1, "m"); // by path text, not by the order in which files were seen
	add(&world, "E2", "a.c", 10, "m");
	add(&world, "E2", "a.c", 9, "z");
	add(&world, "E2", "a.c", 9, "m");
	add(&world, "E1", "a.c", 9, "z");
	add(&world, "E2", "a.c", 9, "m"); // an exact duplicate
	diags_sort(&world.diags, &world.files);
	CHECK_TEXT(printed(&world), "error E1 \"z\"\n  primary a.c:9:1-9:2\n"
	                            "error E2 \"m\"\n  primary a.c:9:1-9:2\n"
	                            "error E2 \"z\"\n  primary a.c:9:1-9:2\n"
	                            "error E2 \"m\"\n  primary a.c:10:1-10:2\n"
	                            "error E2 \"m\"\n  primary b.c:1:1-1:2\n");
	diags_sort(&world.diags, &world.files);
	CHECK(world.diags.n == 5);
	arena_free(&world.arena);
}

static void test_sort_keeps_different(void)
{
	World world;
	world_init(&world);
	for (uint32_t i = 0; i < 3; i++) {
		add(&world, "E1", "a.c", 1, "m");
		diag_sub(&world.arena, &world.diags.v[i], DIAG_NOTE, "%s", i == 1 ? "one" : "two");
	}
	diags_sort(&world.diags, &world.files);
	CHECK(world.diags.n == 2);
	Diags none = {0};
	diags_sort(&none, &world.files);
	CHECK(none.n == 0);
	arena_free(&world.arena);
}

static void test_round_trip(void)
{
	static const char text[] = "error E0373 \"a \\\"quoted\\\" \\xff\"\n"
							   "  primary \"x:1.c\":1:2-3:4 \"l\"\n"
							   "  help \"h\" placeholders\n"
							   "    edit a.c:1:1-1:1 \"+\"\n"
							   "  note \"n\"\n"
							   "    secondary a.c:1:1-4294967295:1\n";
	World world;
	DiagTextError error;
	world_init(&world);
	CHECK(parse(&world, text, &error));
	CHECK_TEXT(printed(&world), text);
	CHECK(parse(&world, "# a comment\n\n\twarning \"indented\"\r\n", &error));
	CHECK(world.diags.n == 2 && world.diags.v[1].level == DIAG_WARNING);
	arena_free(&world.arena);
}

static void test_parse_errors(void)
{
	static const struct {
		const char *text;
		uint32_t line;
	} bad[] = {
		{"failure \"m\"", 1},
		{"error E1 m", 1},
		{"error \"m\" more", 1},
		{"\n\nnote \"before any error\"", 3},
		{"error \"m\"\nprimary a.c:1:1-1 \"l\"", 2},
		{"error \"m\"\nprimary a.c:0:1-1:1", 2},
		{"error \"m\"\nprimary a.c:1:99999999999-1:1", 2},
		{"error \"m\"\nprimary :1:1-1:1", 2},
		{"error \"m\"\nedit a.c:1:1-1:1 \"x\"", 2},
		{"error \"m\"\nhelp \"h\" surely", 2},
		{"error \"m", 1},
	};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		World world;
		DiagTextError error;
		world_init(&world);
		CHECK(!parse(&world, bad[i].text, &error));
		CHECK(error.line == bad[i].line && *error.message);
		arena_free(&world.arena);
	}
}

static void test_formats(void)
{
	size_t n;
	const Renderer *list = renderer_list(&n);
	CHECK(n > 2 && *list[0].doc);
	CHECK(renderer_find("human")->render && renderer_find("short")->render);
	CHECK(renderer_find("sarif") && !renderer_find("sarif")->render);
	CHECK(!renderer_find("xml"));
}

int main(void)
{
	test_build();
	test_sort();
	test_sort_keeps_different();
	test_round_trip();
	test_parse_errors();
	test_formats();
	return TEST_RESULT;
}
