// SPDX-License-Identifier: MIT
// naive: the oracle beside the solver, for tests alone; no part of the program.
#ifndef OUTLIVE_NAIVE_H
#define OUTLIVE_NAIVE_H

#include "flow/flow.h"

// Solves one function path by path; goes into FlowOptions.solve.
void naive_fn(Ctx *ctx);

#endif
