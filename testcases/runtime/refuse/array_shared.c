// SPDX-License-Identifier: MIT
// An array, and a text, to be shared.
// refused: array|own__address
#include <own/own.h>

struct text {
	const char *start;
};

void share(void)
{
	struct text text = {"text"};
#ifdef WRONG
	char(*shared)[5] = own_share_new("text", NULL);
	(void)text;
#else
	struct text *shared = own_share_new(text, NULL);
#endif
	own_unshare(&shared);
}
