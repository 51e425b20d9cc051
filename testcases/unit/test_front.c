// SPDX-License-Identifier: MIT
// Tests of front's answers: which status, which message, which refused argument,
// and that several units share one Ir. What C becomes is under testcases/lower/.
#include "front/front.h"

#include <stdlib.h>
#include <unistd.h>

#include "test.h"

static Arena arena;
static char folder[] = "/tmp/outlive-front-XXXXXX";

static const char *write_file(const char *name, const char *text, size_t len)
{
	const char *path = arena_printf(&arena, "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	if (!file || fwrite(text, 1, len, file) != len || fclose(file) != 0)
		bug("cannot write %s", path);
	return path;
}

static FrontReport lower(Ir *ir, const char *path, const char *const *args, int nargs)
{
	FrontUnit unit = {.path = path, .directory = folder, .args = args, .nargs = nargs, .builtin_headers = true};
	FrontReport report;
	front_lower(ir, &unit, &report);
	return report;
}

static FrontReport lower_text(Ir *ir, const char *name, const char *text, const char *arg)
{
	write_file(name, text, strlen(text));
	return lower(ir, name, &arg, arg ? 1 : 0);
}

static void check_good(Ir *ir)
{
	FrontReport report = lower_text(ir, "good.c", "#include <stddef.h>\nint f(void) { return X; }\n", "-DX=1");
	CHECK(report.status == FRONT_OK && report.nerrors == 0 && report.nfns == 1 && report.nhavoc == 0);
	CHECK_TEXT(report.message, "");
	CHECK_TEXT(strs_text(&ir->strs, ir->units.v[0].path), "good.c");
	report = lower_text(ir, "more.c", "int f(void);\nstatic int g(void) { return f(); }\n", NULL);
	CHECK(report.status == FRONT_OK && report.nfns == 2 && ir->units.n == 2);
	CHECK(ir->fns.v[1]->unit == 1 && ir->fns.v[1]->blocks.n == 1 && ir->fns.v[2]->blocks.n == 0);
}

static void check_sources(Ir *ir)
{
	FrontReport report = lower_text(ir, "bad.c", "int f(void) { return x; }\nint g(void) { return 1; }\n", NULL);
	CHECK(report.status == FRONT_ERRORS && report.nerrors == 1 && report.nfns == 2);
	CHECK(strncmp(report.message, "bad.c:1:22: ", 12) == 0);
	report = lower_text(ir, "empty.c", "", NULL);
	CHECK(report.status == FRONT_OK && report.nfns == 0);
	static const char bytes[] = "int f(void) { return 0; } // \xff\xfe\0 \x80\nint g;\n";
	write_file("bytes.c", bytes, sizeof bytes - 1);
	report = lower(ir, "bytes.c", NULL, 0);
	CHECK(report.status == FRONT_OK && report.nfns == 1);
	report = lower_text(ir, "name with\nspace.c", "int f(void) { return 0; }", NULL);
	CHECK(report.status == FRONT_OK && report.nfns == 1);
	report = lower_text(ir, "-dash.c", "int f(void) { return 0; }", NULL);
	CHECK(report.status == FRONT_OK && report.nfns == 1);
	report = lower_text(ir, "text.inc", "int f(void) { return 0; }", NULL);
	CHECK(report.status == FRONT_OK && report.nfns == 1);
}

static void check_refused(Ir *ir)
{
	uint32_t before = ir->units.n;
	FrontReport report = lower_text(ir, "args.c", "int f(void) { return 0; }", "-fconserve-stack");
	CHECK(report.status == FRONT_BAD_ARGS && report.unknown_arg != NULL);
	CHECK_TEXT(report.unknown_arg ? report.unknown_arg : "", "-fconserve-stack");
	report = lower_text(ir, "args.c", "int f(void) { return 0; }", "-mabi=weird");
	CHECK(report.status == FRONT_BAD_ARGS);
	CHECK_TEXT(report.unknown_arg ? report.unknown_arg : "", "-mabi=weird");
	report = lower_text(ir, "args.c", "int f(void) { return 0; }", "-march=weird");
	CHECK(report.status == FRONT_BAD_ARGS && report.unknown_arg == NULL && report.message[0]);
	report = lower(ir, "missing.c", NULL, 0);
	CHECK(report.status == FRONT_FAILED && strstr(report.message, "missing.c: ") == report.message);
	CHECK(ir->units.n == before);
}

int main(void)
{
	if (!mkdtemp(folder))
		bug("cannot make a folder");
	Ir ir;
	ir_init(&ir, &arena);
	check_good(&ir);
	check_sources(&ir);
	check_refused(&ir);
	CHECK(front_resource_dir() != NULL);
	CHECK(strstr(front_version(&arena), "clang version") != NULL);
	if (chdir("/") != 0 || system(arena_printf(&arena, "rm -r '%s'", folder)) != 0)
		bug("cannot remove %s", folder);
	arena_free(&arena);
	return TEST_RESULT;
}
