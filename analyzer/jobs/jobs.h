// SPDX-License-Identifier: MIT
// jobs: what to analyse, and who does it. Files with flags or a compile database
// in; the IR text of each unit out, in the order of the units whatever -j is. All
// input is untrusted: arguments pass a table, parsing happens in confined processes.
#ifndef OUTLIVE_JOBS_H
#define OUTLIVE_JOBS_H

#include "base/base.h"

typedef VEC(const char *) Words;

// ---- command.c: command lines as text --------------------------------------------

typedef enum SplitRules {
	SPLIT_SHELL,    // POSIX quoting; nothing is expanded
	SPLIT_RESPONSE, // GNU response files: a backslash escapes in every kind of quotes
} SplitRules;

// Adds the words of `text` to `words`. Returns NULL, or what is wrong with it.
const char *command_split(Arena *arena, const char *text, SplitRules rules, Words *words);
// Adds `words` to `out` with each @file replaced by the words in it, relative to
// `directory`. Depth, size and number are limited. Returns NULL, or what is wrong.
const char *command_expand(Arena *arena, const Words *words, const char *directory, Words *out);

// ---- args.c: which arguments reach libclang --------------------------------------

typedef enum ArgFate { ARG_KEPT, ARG_ADDED, ARG_DROPPED } ArgFate;

// One argument with its value, and what the table says of it (args.def).
typedef struct Arg {
	ArgFate fate;
	const char *word;   // "-Iinclude", or "-include" with its value apart
	const char *value;  // the next word where it belongs to this one, or NULL
	const char *reason; // why it was added or dropped; NULL for one that is kept
} Arg;

typedef VEC(Arg) Args;

// Reads the words of a command line whose compiler is `driver` ("" when there is
// none): fills *args and says whether the input is C. `directory` is where the
// compiler would run; `path` is the file under analysis.
bool args_filter(Arena *arena, const char *driver, const Words *words, const char *directory, const char *path,
                 Args *args);
// The words that reach libclang.
Words args_words(Arena *arena, const Args *args);
// Drops what clang refused: the argument `unknown`, or (unknown == NULL or not among
// them) first details of the machine, and all but the preprocessor's in the end. Returns
// false when nothing is left to drop; else adds what was dropped to *dropped.
bool args_retreat(Arena *arena, Args *args, const char *unknown, Words *dropped);
// The compiler in front of a command line, past ccache and its like; *first is the
// index of its first argument.
const char *args_driver(const Words *words, uint32_t *first);
// True for the inner commands of a compiler driver: `clang -cc1 ...`, gcc's cc1.
bool args_is_inner(const Words *words);

// ---- collect.c, database.c: what to analyse ---------------------------------------

// One translation unit: a file with one set of arguments.
typedef struct Job {
	const char *path;      // what is shown: as given, or relative to the current folder
	const char *absolute;  // canonical where the file exists; the identity of the file
	const char *directory; // where the compiler would run; absolute
	const char *driver;    // the compiler of the command, "" for files with flags
	Words words;           // arguments as recorded, response files expanded
	Args args;             // the same, seen through the table
	const char *error;     // why it cannot be analysed, or NULL
	bool usage;            // the file was named on the command line, so the error is the user's
	const char *key;       // order and identity: file, folder, arguments
} Job;

typedef struct Jobs {
	Arena *arena;
	const char *folder; // the current one, canonical
	VEC(Job) all;      // ordered by file and arguments, not by input
	Words errors;      // mistakes in the input that belong to no unit
	uint32_t nforeign; // entries that are not C
	uint32_t ninner;   // -cc1 entries of files that have another
	uint32_t nmerged;  // entries that equal another
	uint32_t ndropped; // arguments that did not pass the table
} Jobs;

typedef struct JobRequest {
	Words files;       // named on the command line
	Words flags;       // after --
	const char *build; // -p: a compile database or its folder; NULL: files with flags
} JobRequest;

// Finds the units that `request` asks for. Never fails as a whole: what is wrong is
// in Jobs.errors and Job.error. All strings belong to `arena`.
Jobs jobs_collect(Arena *arena, const JobRequest *request);

// One entry of a compile database, as it stands there.
typedef struct DatabaseEntry {
	uint32_t index;
	const char *directory, *file;
	const char *command; // or NULL, and
	Words arguments;
} DatabaseEntry;

typedef struct Database {
	const char *path;   // of the file, as shown
	const char *folder; // its folder; absolute
	VEC(DatabaseEntry) entries;
} Database;

// Reads the compile database `path` (the file or its folder). Entries that are no
// entries are named in *errors and left out; false when nothing could be read.
bool database_read(Arena *arena, const char *path, Database *database, Words *errors);

// An absolute path: `path` in `directory` (NULL: the current one), its folder without
// links, `.` and `..`. The last component is left alone, since quoted includes are
// searched beside the link and not beside its target.
const char *path_resolve(Arena *arena, const char *directory, const char *path);
// How an absolute path is shown: relative to `folder` when it lies in it.
const char *path_shown(const char *folder, const char *absolute);

// ---- progress.c: what is said while it runs ------------------------------------------

// A bar on a terminal, else a line every 30 s.
typedef struct Progress {
	FILE *out;
	bool terminal;
	bool drawn;       // a bar stands on the current line
	uint32_t done, total;
	double started, spoke; // seconds of the monotonic clock
} Progress;

void progress_start(Progress *progress, FILE *out, uint32_t total);
void progress_step(Progress *progress, uint32_t done); // call it at least once a second
// From here the caller is busy for long without a step; a timer keeps the signs of life.
// The process must not fork any more.
void progress_solve(Progress *progress);
// `outlive: MESSAGE` on a line of its own, through message_escape.
void progress_say(Progress *progress, const char *format, ...) PRINTF_LIKE(2, 3);
// `analysed 41/41 units, 2 errors, 1 warning`: the last line, fixed form.
void progress_finish(Progress *progress, uint32_t analysed, uint32_t errors, uint32_t warnings);
double clock_seconds(void); // monotonic

// `text` with control and bidirectional characters and broken UTF-8 as \n, \x1b, \u202e.
const char *message_escape(Arena *arena, const char *text);

// ---- pool.c, worker.c: who does it --------------------------------------------------

typedef enum ResultStatus {
	RESULT_OK,
	RESULT_PARTIAL, // clang reported errors: lowered as far as it recovered
	RESULT_FAILED,  // not analysed
} ResultStatus;

// What became of one unit. Strings and text belong to `arena`.
typedef struct Result {
	Arena arena;         // freed by the pool after the receiver has returned
	ResultStatus status;
	const char *message; // clang's first error, or why there is no result
	const char *text;    // IR, as ir_print_unit writes it; it comes from a confined, untrusted process
	size_t len;
	Words dropped;       // arguments that clang refused
	uint32_t nerrors, nfns, nhavoc;
	uint32_t cpu_ms, peak_kb; // of the unit; of its worker so far
} Result;

typedef struct PoolOptions {
	uint32_t workers;   // 0: as many as cores and memory allow
	uint32_t timeout;   // seconds of wall time a unit
	uint32_t memory_mb; // address space a worker, besides its stack
} PoolOptions;

typedef void ResultReceiver(void *context, const Job *job, const Result *result);

// Analyses all jobs in worker processes and hands their results to `receive` in the
// order of the jobs. The caller must be single-threaded.
void pool_run(const Jobs *jobs, const PoolOptions *options, Progress *progress, ResultReceiver *receive,
              void *context);

// A message from a worker: this head, then `message_len` bytes, `dropped_len` bytes
// (words, each ended by a NUL) and `text_len` bytes.
typedef struct FrameHead {
	uint32_t magic, job, status;
	uint32_t nerrors, nfns, nhavoc;
	uint32_t cpu_ms, rss_kb, peak_kb;
	uint32_t message_len, dropped_len, text_len;
} FrameHead;

#define FRAME_MAGIC UINT32_C(0x6f75746c)
#define FRAME_LIMIT (UINT32_C(1) << 30) // bytes of each part

#define WORKER_NO_JOB UINT32_MAX

// The worker's whole life, in a process of its own: confines itself, then takes job
// numbers from `channel` and answers each with a frame until the other end closes.
// `errors` becomes its standard error. Never returns.
void worker_main(const Jobs *jobs, int channel, int errors, const PoolOptions *options) NORETURN;

#endif
