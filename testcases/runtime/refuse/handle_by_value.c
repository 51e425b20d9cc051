// SPDX-License-Identifier: MIT
// A join that could not set the caller's handle to NULL.
// refused: incompatible|convert|conversion|no matching function
#include <own/own.h>

int end(own_thread *thread)
{
#ifdef WRONG
	return own_join(thread);
#else
	return own_join(&thread);
#endif
}
