// SPDX-License-Identifier: MIT
// models: the built-in summaries, analyzer/models/*.sum, as the build embeds them.
#ifndef OUTLIVE_SUM_MODELS_H
#define OUTLIVE_SUM_MODELS_H

#include <stddef.h>

typedef struct BuiltinModel {
	const char *name; // "pthread"
	const char *text; // the whole file
} BuiltinModel;

extern const BuiltinModel builtin_models[]; // in order of name
extern const size_t nbuiltin_models;

#endif
