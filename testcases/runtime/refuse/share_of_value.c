// SPDX-License-Identifier: MIT
// An end of a share that could not set the owner's pointer to NULL.
// refused: invalid|comparison|indirection|pointer
#include <own/own.h>

void end(int *shared)
{
#ifdef WRONG
	own_unshare(shared);
#else
	own_unshare(&shared);
#endif
}
