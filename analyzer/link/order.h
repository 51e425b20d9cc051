// SPDX-License-Identifier: MIT
// The order of solving, a part of link.
#ifndef OUTLIVE_LINK_ORDER_H
#define OUTLIVE_LINK_ORDER_H

#include "link/link.h"

// Fills program->order and program->sccs: strongly connected groups of the call
// graph, callees before callers (Tarjan 1972, with an explicit stack).
void order_functions(Program *program);

// Fills program->near, program->in_thread and Global.followed.
void find_relevance(Program *program);

#endif
