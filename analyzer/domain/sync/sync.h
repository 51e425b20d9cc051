// SPDX-License-Identifier: MIT
// What locks, waits and flags share. Others include domain/domain.h.
#ifndef OUTLIVE_SYNC_H
#define OUTLIVE_SYNC_H

#include "domain/domain.h"

static inline bool ref_equal(Ref a, Ref b) { return ref_compare(a, b) == 0; }

static inline bool ref_overlaps(const Ctx *ctx, Ref a, Ref b)
{
	return a.obj.i == b.obj.i && path_overlaps(ctx, a.path, b.path);
}

// How a test of a flag came out: what it compares is so, or it lies in the range.
typedef struct Told {
	const FlagTest *test;
	bool compares, truth;
	CalcOp cmp;
	Range range;
} Told;

// What is known of a thread and a place that is waited for.
typedef struct Match {
	bool sure, maybe; // it signals the place, or perhaps
	bool vague;       // ... or perhaps in a way that is not seen
	uint16_t signals; // by which of its signals
	bool repeated;    // it may do so more than once
	bool locked;      // others see it when a lock is released
} Match;

// `told` is NULL where no flag is tested.
Match match_thread(Ctx *ctx, const State *s, const ThreadState *thread, const Places *places, const Told *told);
// One of `signals` has come: all that the thread never touches after it is given back; or nobody
// knows whether it has.
void give_back(const Ctx *ctx, ThreadState *thread, uint16_t signals);
void give_back_perhaps(const Ctx *ctx, ThreadState *thread, uint16_t signals, bool repeated);
ValId val_before(Ctx *ctx, const State *s, ValId val, FlagTest *test, const Range *now);

#endif
