// SPDX-License-Identifier: MIT
// front_tool: a C file in, its IR out. For the runners:
//   front_tool FILE [ARGS...]   prints the unit; every function must pass the verifier
// Exit status: 0 sound, 1 not sound, 2 the file could not be lowered.
#include "front/front.h"

#include <stdlib.h>
#include <unistd.h>

static bool verify(const Ir *ir, Arena *scratch)
{
	bool sound = true;
	for (uint32_t i = 0; i < ir->fns.n; i++) {
		const Fn *fn = ir->fns.v[i];
		const char *message = ir_verify(ir, fn, scratch);
		if (message)
			fprintf(stderr, "%s: %s\n", strs_text(&ir->strs, fn->name), message);
		sound &= message == NULL;
		arena_reset(scratch);
	}
	return sound;
}

static bool report(const FrontReport *report_)
{
	if (report_->message[0])
		fprintf(stderr, "%s\n", report_->message);
	if (report_->unknown_arg)
		fprintf(stderr, "refused argument: %s\n", report_->unknown_arg);
	return report_->status == FRONT_OK || report_->status == FRONT_ERRORS;
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: front_tool FILE [ARGS...]\n");
		return 2;
	}
	Arena arena = {0}, scratch = {0};
	char directory[4096];
	Ir ir;
	ir_init(&ir, &arena);
	bool separated = argc > 2 && strcmp(argv[2], "--") == 0;
	FrontUnit unit = {.path = argv[1],
	                  .directory = getcwd(directory, sizeof directory),
	                  .builtin_headers = true,
	                  .args = (const char *const *)argv + (separated ? 3 : 2),
	                  .nargs = argc - (separated ? 3 : 2)};
	FrontReport result;
	front_lower(&ir, &unit, &result);
	if (!report(&result))
		return 2;
	Buf out = {.arena = &arena};
	ir_print_unit(&out, &ir, 0);
	fputs(out.text, stdout);
	bool sound = verify(&ir, &scratch);
	arena_free(&scratch);
	arena_free(&arena);
	return sound ? 0 : 1;
}
