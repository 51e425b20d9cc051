// SPDX-License-Identifier: MIT
#define STEP 2
#include "../included_source.c"
