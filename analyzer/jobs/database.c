// SPDX-License-Identifier: MIT
// database: a compile_commands.json in, its entries out, unjudged. jansson reads
// the JSON; what is wrong is named by position or by the number of the entry.
#include "jobs/jobs.h"

#include <errno.h>
#include <jansson.h>
#include <sys/stat.h>

static const size_t MAX_DATABASE = (size_t)256 << 20; // bytes

typedef struct Reader {
	Arena *arena;
	Database *database;
	Words *errors;
	uint32_t index; // of the entry being read
} Reader;

static void reader_complain(Reader *reader, const char *what)
{
	const char *text = arena_printf(reader->arena, "%s: entry %u: %s", reader->database->path, reader->index, what);
	VEC_PUSH(reader->arena, reader->errors, text);
}

// A member that must be a string if it is there; false (and a message) if it is not.
static bool read_string(Reader *reader, const json_t *entry, const char *key, const char **out)
{
	const json_t *value = json_object_get(entry, key);
	*out = NULL;
	if (!value)
		return true;
	if (!json_is_string(value)) {
		reader_complain(reader, arena_printf(reader->arena, "'%s' must be a string", key));
		return false;
	}
	*out = arena_strndup(reader->arena, json_string_value(value), json_string_length(value));
	return true;
}

static bool read_arguments(Reader *reader, const json_t *entry, Words *out)
{
	const json_t *list = json_object_get(entry, "arguments");
	if (!list)
		return true;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *word = json_array_get(list, i);
		if (!json_is_string(word))
			break;
		VEC_PUSH(reader->arena, out, arena_strndup(reader->arena, json_string_value(word), json_string_length(word)));
	}
	if (json_is_array(list) && out->n == json_array_size(list))
		return true;
	reader_complain(reader, "'arguments' must be an array of strings");
	return false;
}

static void read_entry(Reader *reader, const json_t *json)
{
	DatabaseEntry entry = {.index = reader->index};
	if (!json_is_object(json)) {
		reader_complain(reader, "not an object");
		return;
	}
	if (!read_string(reader, json, "directory", &entry.directory) || !read_string(reader, json, "file", &entry.file) ||
	    !read_string(reader, json, "command", &entry.command) || !read_arguments(reader, json, &entry.arguments))
		return;
	if (!entry.file || !*entry.file)
		reader_complain(reader, "no 'file'");
	else if (!entry.command && !entry.arguments.n)
		reader_complain(reader, "neither 'command' nor 'arguments'");
	else
		VEC_PUSH(reader->arena, &reader->database->entries, entry);
}

static bool read_text(Reader *reader, const char *text, size_t len)
{
	json_error_t error;
	json_t *root = json_loadb(text, len, 0, &error);
	const char *path = reader->database->path, *what = NULL;
	if (!root)
		what = arena_printf(reader->arena, "%s:%d:%d: %s", path, error.line, error.column, error.text);
	else if (!json_is_array(root))
		what = arena_printf(reader->arena, "%s: not a compile database: it must be an array of objects", path);
	for (size_t i = 0; !what && i < json_array_size(root); i++) {
		reader->index = (uint32_t)i;
		read_entry(reader, json_array_get(root, i));
	}
	json_decref(root);
	if (what)
		VEC_PUSH(reader->arena, reader->errors, what);
	return !what;
}

// The file that -p names: itself, or compile_commands.json in it.
static const char *database_file(Arena *arena, const char *path)
{
	struct stat info;
	if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
		size_t len = strlen(path);
		return arena_printf(arena, "%s%scompile_commands.json", path, path[len - 1] == '/' ? "" : "/");
	}
	return path;
}

bool database_read(Arena *arena, const char *path, Database *database, Words *errors)
{
	Reader reader = {.arena = arena, .database = database, .errors = errors};
	database->path = database_file(arena, path);
	const char *absolute = path_resolve(arena, NULL, database->path);
	const char *slash = strrchr(absolute, '/');
	database->folder = slash == absolute ? "/" : arena_strndup(arena, absolute, (size_t)(slash - absolute));
	Arena bytes = {0}; // the text goes once its entries are read
	size_t len = 0;
	bool named = database->path == path; // then it may be a pipe
	const char *text = named ? io_read_file(&bytes, path, MAX_DATABASE, &len)
	                         : io_read_source(&bytes, database->path, MAX_DATABASE, &len);
	bool ok = text && read_text(&reader, text, len);
	if (!text) {
		const char *why = errno == EFBIG ? arena_printf(arena, "larger than %zu MiB", MAX_DATABASE >> 20)
		                  : errno == EINVAL ? "not a regular file" : strerror(errno);
		VEC_PUSH(arena, errors, arena_printf(arena, "compile database %s: %s", database->path, why));
	}
	arena_free(&bytes);
	return ok;
}
