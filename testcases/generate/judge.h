// SPDX-License-Identifier: MIT
// judge: what was wanted and what a tool printed in, disagreements out.
#ifndef GENERATE_JUDGE_H
#define GENERATE_JUDGE_H

#include "base/base.h"

typedef enum Verdict { VERDICT_MISSED, VERDICT_FALSE } Verdict;

typedef struct Disagreement {
	Verdict verdict;
	uint64_t seed; // of the program; 0: in none
	uint32_t line;
	const char *level, *code;
} Disagreement;

typedef VEC(Disagreement) Disagreements;

// Compares the lines of a `wanted` text with what a tool printed: findings as `--format=short`
// or as flow_tool has them. Codes in `ignored` (separated by commas) count on neither side,
// nor, of the naive solver, programs with long loops: it unrolls.
Disagreements judge_compare(Arena *arena, const char *wanted, const char *printed, const char *ignored, bool naive);

#endif
