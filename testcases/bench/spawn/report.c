// SPDX-License-Identifier: MIT
// report: one figure in, one row of the table out, with the target and how far it is from it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

void bench_die(const char *what, int error)
{
	fprintf(stderr, "error: %s: %s\n", what, strerror(error));
	exit(2);
}

static void print_verdict(struct bench_target target, double measured)
{
	double beyond = target.at_least ? target.value - measured : measured - target.value;
	char verdict[32] = "";
	if (target.value >= 0 && beyond <= 0)
		snprintf(verdict, sizeof verdict, "reached");
	else if (target.value > 0)
		snprintf(verdict, sizeof verdict, "missed by %.1f %%", beyond / target.value * 100);
	else if (target.value >= 0)
		snprintf(verdict, sizeof verdict, "missed");
	printf("%-16s", verdict);
}

void report_row(const char *id, const char *what, struct bench_target target, double measured, const char *detail)
{
	char wanted[32] = "", found[32];
	if (target.value >= 0)
		snprintf(wanted, sizeof wanted, "%s %.*f%s", target.at_least ? ">=" : "<=", target.decimals, target.value,
		         target.unit);
	snprintf(found, sizeof found, "%.*f%s", target.decimals, measured, target.unit);
	printf("%-3s %-46s %11s %11s  ", id, what, wanted, found);
	print_verdict(target, measured);
	printf(" %s\n", detail);
	fflush(stdout);
}
