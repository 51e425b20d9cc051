// SPDX-License-Identifier: MIT
// front: one translation unit in, IR out. The only folder that knows libclang.
// It runs inside a worker process; it may crash or hang on hostile input, the
// driver (jobs/) survives that.
#ifndef OUTLIVE_FRONT_H
#define OUTLIVE_FRONT_H

#include "ir/ir.h"

typedef struct FrontUnit {
	const char *path;        // main file, as given; it is what diagnostics print
	const char *directory;   // the command's working directory, absolute
	const char *const *args; // compiler arguments without driver name, file, -c and -o
	int nargs;
	bool builtin_headers;    // pass -resource-dir found by front_resource_dir
} FrontUnit;

typedef enum FrontStatus {
	FRONT_OK,
	FRONT_ERRORS,   // lowered as far as clang recovered; `message` holds clang's first error
	FRONT_BAD_ARGS, // an argument was refused; `unknown_arg` names it where clang said so
	FRONT_FAILED,   // nothing could be parsed; `message` says why
} FrontStatus;

typedef struct FrontReport {
	FrontStatus status;
	uint32_t nerrors;        // clang diagnostics of level error and fatal
	const char *message;     // "path:line:col: text" of the first error, or ""
	const char *unknown_arg; // or NULL
	uint32_t nfns, nhavoc;
} FrontReport;

// Parses `unit` and adds its functions, in source order, to `ir` as one new
// ir->units entry. Strings in *report belong to ir->arena. Not thread-safe.
void front_lower(Ir *ir, const FrontUnit *unit, FrontReport *report);

// The folder with clang's own headers (stddef.h); NULL when there is none.
const char *front_resource_dir(void);
// "clang version 19.1.7", for --version.
const char *front_version(Arena *arena);

#endif
