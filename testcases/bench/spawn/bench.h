// SPDX-License-Identifier: MIT
// bench: what the files of this benchmark share. What goes in is a variant, a way to start
// and join threads that own 64 bytes; what comes out is what it costs over another one.
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>

#define BENCH_PAYLOAD 64 // bytes
#define BENCH_BURST 64   // threads at a time

#ifdef __cplusplus
extern "C" {
#endif

// ---- Variants: threads.c, threads.cc, threads.rs ------------------------------------------

// Each starts `n` threads and joins them: one after the other, or, `at_once`, n <=
// BENCH_BURST of them before the first join. A thread owns a payload of BENCH_PAYLOAD bytes
// and writes one of them. A failure ends the process with a message.
typedef void bench_variant(unsigned n, bool at_once);

bench_variant run_raw;       // pthread_create; malloc, memcpy and free by the creator
bench_variant run_raw_frees; // the same, but the thread frees, as programs mostly do
bench_variant run_c11;       // thrd_create, as run_raw
bench_variant run_own;       // own_spawn
bench_variant run_scoped;    // own_scope_spawn on objects of the caller
bench_variant run_cxx;       // std::thread
bench_variant run_rust;      // std::thread::spawn(move)

// Starts threads with stacks of `stack_size` bytes, 0 for the library's default, until there
// are `n` or one is refused, and returns their number. They add to `*running`, one each, and
// sleep until the end of the process.
unsigned rust_keep_alive(unsigned n, unsigned stack_size, unsigned *running);

// ---- measure.c ------------------------------------------------------------------------------

// A ratio with the bounds of its 95 % interval.
struct bench_ratio {
	double low, median, high;
};

// The CPU time of `variant` over that of `base`, in `chunks` chunks of `n` threads each; the
// two alternate, and who is first changes with each chunk.
struct bench_ratio bench_compare(bench_variant *variant, bench_variant *base, unsigned n, bool at_once,
                                 unsigned chunks);

// ---- report.c -------------------------------------------------------------------------------

// Ends the process for a call that must not fail.
void bench_die(const char *what, int error);

// What a figure should be; where `at_least` is false, at most. Below 0: it is only told.
struct bench_target {
	double value;
	bool at_least;
	const char *unit;
	int decimals;
};

// Prints a row of the table; `detail` follows the verdict.
void report_row(const char *id, const char *what, struct bench_target target, double measured, const char *detail);

#ifdef __cplusplus
}
#endif

#endif
