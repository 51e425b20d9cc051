// SPDX-License-Identifier: MIT
// measure: two variants in, the ratio of their CPU times out. The machine is busy with other
// things and changes while one looks, so the two take turns in short chunks, only the ratio
// within a pair of chunks counts, and the median of these is what is said.
#include <stdlib.h>
#include <time.h>

#include "bench.h"

enum { CHUNKS_MAX = 2000, RESAMPLES = 2000 };

// Of the whole process: threads that are over count, also those that are on their way out.
static double cpu_seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double chunk(bench_variant *variant, unsigned n, bool at_once)
{
	double before = cpu_seconds();
	variant(n, at_once);
	return cpu_seconds() - before;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(double *values, unsigned n)
{
	qsort(values, n, sizeof *values, by_size);
	return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

// The bootstrap: how the median varies over samples that are drawn from the sample.
static struct bench_ratio interval(double *ratios, unsigned n)
{
	static double medians[RESAMPLES], drawn[CHUNKS_MAX];
	unsigned short seed[3] = {1, 2, 3};
	for (unsigned i = 0; i < RESAMPLES; i++) {
		for (unsigned k = 0; k < n; k++)
			drawn[k] = ratios[(unsigned long)nrand48(seed) % n];
		medians[i] = median(drawn, n);
	}
	qsort(medians, RESAMPLES, sizeof *medians, by_size);
	return (struct bench_ratio){medians[RESAMPLES / 40], median(ratios, n), medians[RESAMPLES - 1 - RESAMPLES / 40]};
}

struct bench_ratio bench_compare(bench_variant *variant, bench_variant *base, unsigned n, bool at_once, unsigned chunks)
{
	static double ratios[CHUNKS_MAX];
	if (chunks > CHUNKS_MAX)
		chunks = CHUNKS_MAX;
	chunk(base, n, at_once); // neither is the first to touch anything
	chunk(variant, n, at_once);
	for (unsigned i = 0; i < chunks; i++) {
		double first = chunk(i % 2 ? variant : base, n, at_once);
		double second = chunk(i % 2 ? base : variant, n, at_once);
		ratios[i] = i % 2 ? first / second : second / first;
	}
	return interval(ratios, chunks);
}
