// SPDX-License-Identifier: MIT
// main: the comparisons of docs/runtime.md that are about time, T1 to T5. What goes in is
// the number of chunks, what comes out is a row for each, with the interval of its ratio and
// a null test beside it: how the base compares to itself in the same way.
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"
#include "own/own.h"

enum { CHUNKS_LEAST = 300, PAIRS = 24 };

struct comparison {
	const char *id, *what;
	bench_variant *variant, *base;
	double target; // below 0: it is only told
	bool at_least, at_once, pooled;
};

static const struct comparison comparisons[] = {
	{"T1", "spawn+join: own / raw pthreads", run_own, run_raw, 1.00, false, false, false},
	{"", "raw, freed by the thread / raw", run_raw_frees, run_raw, -1, false, false, false},
	{"", "C11 threads / raw", run_c11, run_raw, -1, false, false, false},
	{"", "own, scoped / raw", run_scoped, run_raw, -1, false, false, false},
	{"T2", "spawn+join: own, pooled stacks / raw", run_own, run_raw, 0.90, false, false, true},
	{"T3", "bursts of 64: own / raw", run_own, run_raw, 0.62, false, true, false},
	{"T3", "bursts of 64: own, pooled stacks / raw", run_own, run_raw, 0.45, false, true, true},
	{"", "bursts of 64: C11 threads / raw", run_c11, run_raw, -1, false, true, false},
	{"", "bursts of 64: own, scoped / raw", run_scoped, run_raw, -1, false, true, false},
#ifdef BENCH_RUST
	{"T4", "spawn+join: Rust's std::thread / own", run_rust, run_own, 1.60, true, false, false},
	{"T4", "bursts of 64: Rust's std::thread / own", run_rust, run_own, 2.00, true, true, false},
#endif
#ifdef BENCH_CXX
	{"T5", "spawn+join: C++ std::thread / own", run_cxx, run_own, 1.00, true, false, false},
	{"T5", "bursts of 64: C++ std::thread / own", run_cxx, run_own, 1.90, true, true, false},
#endif
};

// The null test of a comparison, once for each base and way to run it.
static struct bench_ratio null_test(const struct comparison *c, unsigned chunks)
{
	static struct {
		bench_variant *base;
		struct bench_ratio ratio;
	} done[2][2];
	bool own = c->base == run_own;
	if (!done[own][c->at_once].base) {
		done[own][c->at_once].base = c->base;
		done[own][c->at_once].ratio =
			bench_compare(c->base, c->base, c->at_once ? BENCH_BURST : PAIRS, c->at_once, chunks);
	}
	return done[own][c->at_once].ratio;
}

static void run_comparison(const struct comparison *c, unsigned chunks)
{
	struct bench_ratio null = null_test(c, chunks);
	own_pool_stacks(c->pooled ? BENCH_BURST : 0);
	struct bench_ratio ratio = bench_compare(c->variant, c->base, c->at_once ? BENCH_BURST : PAIRS, c->at_once, chunks);
	own_pool_stacks(0);
	char detail[96];
	snprintf(detail, sizeof detail, "%.3f [%.3f, %.3f]  %.3f [%.3f, %.3f]", ratio.median, ratio.low, ratio.high,
	         null.median, null.low, null.high);
	report_row(c->id, c->what, (struct bench_target){c->target, c->at_least, "x", 2}, ratio.median, detail);
}

int main(int argc, char **argv)
{
	unsigned chunks = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : CHUNKS_LEAST;
	if (chunks < CHUNKS_LEAST) {
		fprintf(stderr, "error: fewer than %d chunks say too little\n", CHUNKS_LEAST);
		return 2;
	}
	for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++)
		run_comparison(&comparisons[i], chunks);
	return 0;
}
