// SPDX-License-Identifier: MIT
// diag_tool: the text form of diagnostics in, a rendering out. Source files are found
// from the current directory, as the paths in the diagnostics say.
//   diag_tool FILE.diag [--format NAME | --short] [--color] [--unicode] [--width N] [--sort]
// The format `diag` prints the text form again. A first line `# width N` sets the width.
#include "diag/diag.h"

#include <errno.h>
#include <stdlib.h>

typedef struct Request {
	const char *path, *format;
	RenderOptions options;
	bool sort;
} Request;

static int usage(void)
{
	fputs("usage: diag_tool FILE.diag [--format NAME | --short] [--color] [--unicode] [--width N] [--sort]\n", stderr);
	return 2;
}

static bool read_request(Request *request, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--color") == 0)
			request->options.color = true;
		else if (strcmp(argv[i], "--unicode") == 0)
			request->options.unicode = true;
		else if (strcmp(argv[i], "--short") == 0)
			request->format = "short";
		else if (strcmp(argv[i], "--sort") == 0)
			request->sort = true;
		else if (strcmp(argv[i], "--format") == 0 && i + 1 < argc)
			request->format = argv[++i];
		else if (strcmp(argv[i], "--width") == 0 && i + 1 < argc)
			request->options.width = (uint32_t)strtoul(argv[++i], NULL, 10);
		else if (*argv[i] != '-' && !request->path)
			request->path = argv[i];
		else
			return false;
	}
	return request->path != NULL;
}

static bool render(Buf *out, const Request *request, const RenderOptions *options, const Diags *diags,
                   const Files *files)
{
	if (strcmp(request->format, "diag") == 0) {
		diags_print(out, diags, files);
		return true;
	}
	const Renderer *renderer = renderer_find(request->format);
	if (!renderer || !renderer->render) {
		fprintf(stderr, "diag_tool: no such format: %s\n", request->format);
		return false;
	}
	renderer->render(out, diags, files, options);
	return true;
}

static int run(Arena *arena, const Request *request)
{
	enum { LIMIT = 1 << 24 };
	size_t len;
	const char *text = io_read_file(arena, request->path, LIMIT, &len);
	if (!text) {
		fprintf(stderr, "diag_tool: %s: %s\n", request->path, strerror(errno));
		return 2;
	}
	RenderOptions options = request->options;
	if (!options.width)
		sscanf(text, "# width %u", &options.width);
	Strs strs;
	Files files;
	Diags diags = {0};
	DiagTextError error;
	strs_init(&strs, arena);
	files_init(&files, &strs);
	if (!diags_parse(arena, &diags, &files, text, len, &error)) {
		fprintf(stderr, "%s:%u: %s\n", request->path, error.line, error.message);
		return 2;
	}
	if (request->sort)
		diags_sort(&diags, &files);
	Buf out = {.arena = arena};
	buf_puts(&out, "");
	if (!render(&out, request, &options, &diags, &files))
		return 2;
	return fwrite(out.text, 1, out.len, stdout) == out.len && fflush(stdout) == 0 ? 0 : 2;
}

int main(int argc, char **argv)
{
	Request request = {.format = "human"};
	if (!read_request(&request, argc, argv))
		return usage();
	Arena arena = {0};
	int status = run(&arena, &request);
	arena_free(&arena);
	return status;
}
