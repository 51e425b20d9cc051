// SPDX-License-Identifier: MIT
// pages: docs/codes/*.md inside the program, for `outlive explain CODE`. The
// build writes the table from the files (cmake/embed.cmake).
#ifndef OUTLIVE_PAGES_H
#define OUTLIVE_PAGES_H

#include <stddef.h>

typedef struct Page {
	const char *code; // "E0373": the file's name without its ending
	const char *text; // Markdown, UTF-8, as in docs/codes/
} Page;

extern const Page pages[]; // in order of code
extern const size_t npages;

#endif
