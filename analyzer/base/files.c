// SPDX-License-Identifier: MIT
// files: paths in, dense ids and whole texts out. A file is its path as the user
// gave it; nothing here resolves or normalises, so messages show what was typed.
#define _POSIX_C_SOURCE 200809L
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_READ = 4096 };

int span_compare(Span a, Span b)
{
	if (a.file.i != b.file.i)
		return a.file.i < b.file.i ? -1 : 1;
	if (a.line != b.line)
		return a.line < b.line ? -1 : 1;
	return a.col == b.col ? 0 : a.col < b.col ? -1 : 1;
}

void files_init(Files *files, Strs *strs)
{
	*files = (Files){.strs = strs};
	VEC_PUSH(strs->arena, &files->path, (StrId){0});
}

FileId files_add(Files *files, const char *path)
{
	StrId id = strs_intern_z(files->strs, path);
	uint32_t known = map_get(&files->by_path, id.i);
	if (known != MAP_NONE)
		return (FileId){known};
	map_put(files->strs->arena, &files->by_path, id.i, files->path.n);
	VEC_PUSH(files->strs->arena, &files->path, id);
	return (FileId){files->path.n - 1};
}

const char *files_path(const Files *files, FileId file) { return strs_text(files->strs, files->path.v[file.i]); }

// The size that stat reports is a hint only: pipes have none, and files grow.
static size_t first_capacity(FILE *file, size_t limit)
{
	struct stat info;
	if (fstat(fileno(file), &info) != 0 || !S_ISREG(info.st_mode) || info.st_size < FIRST_READ)
		return FIRST_READ;
	return (uintmax_t)info.st_size > limit ? 0 : (size_t)info.st_size + 1;
}

static char *read_all(Arena *arena, FILE *file, size_t limit, size_t *len)
{
	size_t cap = first_capacity(file, limit), fill = 0;
	if (cap == 0) {
		errno = EFBIG;
		return NULL;
	}
	char *text = arena_alloc(arena, cap + 1);
	errno = 0;
	for (size_t got; (got = fread(text + fill, 1, cap - fill, file)) > 0;) {
		fill += got;
		if (fill > limit) {
			errno = EFBIG;
			return NULL;
		}
		if (fill == cap) {
			text = arena_grow(arena, text, cap + 1, cap * 2 + 1);
			cap *= 2;
		}
	}
	if (ferror(file)) {
		errno = errno ? errno : EIO;
		return NULL;
	}
	text[fill] = '\0';
	*len = fill;
	return text;
}

static char *read_and_close(Arena *arena, FILE *file, size_t limit, size_t *len)
{
	char *text = read_all(arena, file, limit, len);
	int error = errno;
	fclose(file);
	errno = error;
	return text;
}

char *io_read_file(Arena *arena, const char *path, size_t limit, size_t *len)
{
	FILE *file = fopen(path, "rb");
	return file ? read_and_close(arena, file, limit, len) : NULL;
}

char *io_read_source(Arena *arena, const char *path, size_t limit, size_t *len)
{
	struct stat info;
	int number = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY); // a pipe opens at once, too
	if (number < 0)
		return NULL;
	bool regular = fstat(number, &info) == 0 && S_ISREG(info.st_mode);
	FILE *file = regular ? fdopen(number, "rb") : NULL;
	if (file)
		return read_and_close(arena, file, limit, len);
	close(number);
	errno = regular ? ENOMEM : EINVAL;
	return NULL;
}
