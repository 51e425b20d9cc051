// SPDX-License-Identifier: MIT
// test: the one macro of the unit tests. A failed CHECK is printed and counted;
// the program goes on, and TEST_RESULT is its exit status.
#ifndef OUTLIVE_TEST_H
#define OUTLIVE_TEST_H

#include <stdio.h>
#include <string.h>

static int test_failures;

#define CHECK(condition)                                                                          \
	do {                                                                                          \
		if (!(condition)) {                                                                       \
			fprintf(stderr, "%s:%d: %s: failed: %s\n", __FILE__, __LINE__, __func__, #condition); \
			test_failures++;                                                                      \
		}                                                                                         \
	} while (0)

// Compares two texts and shows both when they differ.
#define CHECK_TEXT(got, want) test_text(__FILE__, __LINE__, (got), (want))

static inline void test_text(const char *file, int line, const char *got, const char *want)
{
	if (strcmp(got, want) == 0)
		return;
	fprintf(stderr, "%s:%d: failed: got\n%s\nwanted\n%s\n", file, line, got, want);
	test_failures++;
}

#define TEST_RESULT (test_failures != 0)

#endif
