// SPDX-License-Identifier: MIT
// collect: a request in, the units to analyse out. A unit is a file with one set of
// arguments; their order and number depend on what is asked, never on its order.
#include "jobs/jobs.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

// ---- paths ---------------------------------------------------------------------------

// Takes `.` and `..` and double slashes out of an absolute path, by its text alone.
static const char *path_normalise(Arena *arena, const char *path)
{
	char *out = arena_alloc(arena, strlen(path) + 2);
	size_t len = 0;
	while (*path) {
		size_t part = strcspn(path, "/");
		if (part == 2 && path[0] == '.' && path[1] == '.') {
			while (len > 0 && out[--len] != '/')
				;
		} else if (part > 0 && !(part == 1 && path[0] == '.')) {
			out[len++] = '/';
			memcpy(out + len, path, part);
			len += part;
		}
		path += part + (path[part] == '/');
	}
	out[len] = '\0';
	return len ? out : "/";
}

static const char *path_join(Arena *arena, const char *directory, const char *path)
{
	char here[PATH_MAX];
	if (path[0] == '/')
		return path;
	if (!directory)
		directory = getcwd(here, sizeof here) ? here : "/";
	return arena_printf(arena, "%s/%s", directory, path);
}

const char *path_resolve(Arena *arena, const char *directory, const char *path)
{
	const char *whole = path_join(arena, directory, path), *slash = strrchr(whole, '/');
	const char *last = slash + 1;
	char folder[PATH_MAX];
	if (!*last || strcmp(last, ".") == 0 || strcmp(last, "..") == 0)
		return realpath(whole, folder) ? arena_strndup(arena, folder, strlen(folder)) : path_normalise(arena, whole);
	if (!realpath(arena_strndup(arena, whole, (size_t)(last - whole)), folder))
		return path_normalise(arena, whole);
	return arena_printf(arena, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, last);
}

const char *path_shown(const char *folder, const char *absolute)
{
	size_t len = strlen(folder);
	if (strncmp(absolute, folder, len) == 0 && absolute[len] == '/' && absolute[len + 1])
		return absolute + len + 1;
	return absolute;
}

// ---- one unit ---------------------------------------------------------------------------

// Does the absolute path lead to a file that this process has open, as /dev/stdin does? A
// worker has another one by that name.
static bool is_own_file(Arena *arena, const char *path)
{
	enum { MOST_LINKS = 40 }; // the kernel follows no more
	char target[PATH_MAX];
	for (int links = 0; links < MOST_LINKS && strncmp(path, "/proc/", 6) != 0; links++) {
		ssize_t len = readlink(path, target, sizeof target);
		if (len <= 0)
			return false;
		const char *folder = arena_strndup(arena, path, (size_t)(strrchr(path, '/') - path));
		path = path_resolve(arena, folder, arena_strndup(arena, target, (size_t)len));
	}
	return true;
}

// Why the file cannot be read as C text, or NULL.
static const char *file_error(Arena *arena, const char *path)
{
	struct stat info;
	if (stat(path, &info) != 0)
		return strerror(errno);
	if (S_ISDIR(info.st_mode))
		return strerror(EISDIR);
	if (!S_ISREG(info.st_mode) || is_own_file(arena, path))
		return "not a regular file";
	return access(path, R_OK) == 0 ? NULL : strerror(errno);
}

// Files, folders and arguments as one text; 0x01 stands for no argument that matters.
static const char *job_key(Arena *arena, const Job *job)
{
	Buf key = {.arena = arena};
	Words words = args_words(arena, &job->args);
	buf_printf(&key, "%s\x01%s", job->absolute, job->directory);
	for (uint32_t i = 0; i < words.n; i++)
		buf_printf(&key, "\x01%s", words.v[i]);
	return key.text;
}

// Adds the unit unless it is not C. Returns whether it is.
static bool jobs_add(Jobs *jobs, Job job)
{
	const char *error = job.error;
	if (!args_filter(jobs->arena, job.driver, &job.words, job.directory, job.path, &job.args))
		return false;
	if (!error)
		error = file_error(jobs->arena, job.absolute);
	if (!error && access(job.directory, X_OK) != 0)
		error = arena_printf(jobs->arena, "its folder %s: %s", job.directory, strerror(errno));
	job.error = error;
	job.key = job_key(jobs->arena, &job);
	VEC_PUSH(jobs->arena, &jobs->all, job);
	return true;
}

// False, with an error, for a file of the command line that has no name.
static bool has_name(Jobs *jobs, const char *path)
{
	if (!*path)
		VEC_PUSH(jobs->arena, &jobs->errors, "a file is named by an empty word");
	return *path;
}

// ---- files with flags -----------------------------------------------------------------------

static void jobs_add_files(Jobs *jobs, const JobRequest *request)
{
	Words flags = {0};
	const char *error = command_expand(jobs->arena, &request->flags, jobs->folder, &flags);
	for (uint32_t i = 0; i < request->files.n; i++) {
		const char *path = request->files.v[i];
		if (!has_name(jobs, path))
			continue;
		Job job = {
			.path = path, .directory = jobs->folder, .driver = "", .words = flags, .error = error, .usage = true};
		job.absolute = path_resolve(jobs->arena, NULL, path);
		if (jobs_add(jobs, job))
			continue;
		VEC_PUSH(jobs->arena, &jobs->errors, arena_printf(jobs->arena, "%s: not C by its name or its flags", path));
	}
}

// ---- a compile database -----------------------------------------------------------------------

// The entries of a database as units, before any is left out.
typedef struct Candidate {
	Job job;
	uint64_t file; // hash of job.absolute
	bool inner;    // -cc1
	bool named;    // on the command line
} Candidate;

typedef VEC(Candidate) Candidates;

static uint64_t hash_path(const char *absolute)
{
	return hash_bytes(absolute, strlen(absolute), 0);
}

// Fills the unit's words and driver from the entry's command; Job.error on failure.
static void candidate_read_command(Arena *arena, const DatabaseEntry *entry, Candidate *candidate)
{
	Words words = entry->arguments, rest = {0};
	Job *job = &candidate->job;
	if (!words.n)
		job->error = command_split(arena, entry->command, SPLIT_SHELL, &words);
	uint32_t first = 0;
	job->driver = args_driver(&words, &first);
	candidate->inner = args_is_inner(&words);
	for (uint32_t i = first; i < words.n; i++)
		VEC_PUSH(arena, &rest, words.v[i]);
	if (!job->error)
		job->error = command_expand(arena, &rest, job->directory, &job->words);
	if (job->error)
		job->error = arena_printf(arena, "entry %u of the compile database: %s", entry->index, job->error);
}

static Candidates read_candidates(Jobs *jobs, const Database *database)
{
	Candidates candidates = {0};
	for (uint32_t i = 0; i < database->entries.n; i++) {
		const DatabaseEntry *entry = &database->entries.v[i];
		const char *directory = entry->directory ? entry->directory : ".";
		Candidate candidate = {0};
		Job *job = &candidate.job;
		job->directory = path_resolve(jobs->arena, database->folder, arena_printf(jobs->arena, "%s/.", directory));
		job->absolute = path_resolve(jobs->arena, job->directory, entry->file);
		job->path = path_shown(jobs->folder, job->absolute);
		candidate.file = hash_path(job->absolute);
		candidate_read_command(jobs->arena, entry, &candidate);
		VEC_PUSH(jobs->arena, &candidates, candidate);
	}
	return candidates;
}

// Marks the entries of the files named; a name that has none is a unit with an error.
static void name_candidates(Jobs *jobs, const JobRequest *request, const Database *database, Candidates *candidates)
{
	for (uint32_t i = 0; i < request->files.n; i++) {
		const char *path = request->files.v[i];
		if (!has_name(jobs, path))
			continue;
		const char *absolute = path_resolve(jobs->arena, NULL, path);
		bool found = false;
		for (uint32_t k = 0; k < candidates->n; k++) {
			Candidate *candidate = &candidates->v[k];
			if (strcmp(candidate->job.absolute, absolute) != 0)
				continue;
			found = candidate->named = candidate->job.usage = true;
			candidate->job.path = path;
		}
		if (found)
			continue;
		Job job = {.path = path, .absolute = absolute, .directory = jobs->folder, .driver = "", .usage = true};
		job.error = file_error(jobs->arena, absolute);
		if (!job.error)
			job.error = arena_printf(jobs->arena, "not in the compile database %s; to analyse it without one: "
			                         "outlive check FILE -- FLAGS", database->path);
		job.key = absolute;
		VEC_PUSH(jobs->arena, &jobs->all, job);
	}
}

// Files that have an entry other than -cc1.
static Map outer_files(Arena *arena, const Candidates *candidates)
{
	Map outer = {0};
	for (uint32_t i = 0; i < candidates->n; i++) {
		if (!candidates->v[i].inner)
			map_put(arena, &outer, candidates->v[i].file, 0);
	}
	return outer;
}

static void jobs_add_database(Jobs *jobs, const JobRequest *request)
{
	Database database = {0};
	if (!database_read(jobs->arena, request->build, &database, &jobs->errors))
		return;
	Candidates candidates = read_candidates(jobs, &database);
	name_candidates(jobs, request, &database, &candidates);
	Map outer = outer_files(jobs->arena, &candidates);
	for (uint32_t i = 0; i < candidates.n; i++) {
		Candidate *candidate = &candidates.v[i];
		if (request->files.n && !candidate->named)
			continue;
		if (candidate->inner && map_get(&outer, candidate->file) != MAP_NONE) {
			jobs->ninner++;
		} else if (!jobs_add(jobs, candidate->job)) {
			jobs->nforeign++;
			if (candidate->named)
				VEC_PUSH(jobs->arena, &jobs->errors,
				         arena_printf(jobs->arena, "%s: not C", candidate->job.path));
		}
	}
	if (!jobs->all.n && !jobs->errors.n)
		VEC_PUSH(jobs->arena, &jobs->errors,
		         arena_printf(jobs->arena, "%s: no entry is C", database.path));
}

// ---- all of it -----------------------------------------------------------------------------------

static int compare_jobs(const void *a, const void *b)
{
	const Job *left = a, *right = b;
	int order = strcmp(left->key, right->key);
	return order ? order : strcmp(left->path, right->path);
}

static void jobs_merge_equal(Jobs *jobs)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < jobs->all.n; i++) {
		if (kept > 0 && strcmp(jobs->all.v[kept - 1].key, jobs->all.v[i].key) == 0)
			jobs->nmerged++;
		else
			jobs->all.v[kept++] = jobs->all.v[i];
	}
	jobs->all.n = kept;
}

static uint32_t count_dropped(const Jobs *jobs)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < jobs->all.n; i++) {
		for (uint32_t k = 0; k < jobs->all.v[i].args.n; k++)
			n += jobs->all.v[i].args.v[k].fate == ARG_DROPPED;
	}
	return n;
}

Jobs jobs_collect(Arena *arena, const JobRequest *request)
{
	Jobs jobs = {.arena = arena, .folder = path_resolve(arena, NULL, ".")};
	if (request->build)
		jobs_add_database(&jobs, request);
	else
		jobs_add_files(&jobs, request);
	if (jobs.all.n)
		qsort(jobs.all.v, jobs.all.n, sizeof *jobs.all.v, compare_jobs);
	jobs_merge_equal(&jobs);
	jobs.ndropped = count_dropped(&jobs);
	return jobs;
}
