// SPDX-License-Identifier: MIT
// What loans and moves share. Others include flow/flow.h.
#ifndef OUTLIVE_LOANS_H
#define OUTLIVE_LOANS_H

#include "flow/flow.h"

// loans.c
// Whether writing all of `path` changes what lies at `lent`: one contains the other, and no index between
// them is unknown.
bool write_hits(const Ctx *ctx, PathId path, PathId lent);
bool is_single(const Ctx *ctx, ObjId obj); // the storage of one object that this path can speak of
// Whether something orders the write with the thread's use.
bool is_ordered(Ctx *ctx, const State *s, const ThreadState *thread, const Loan *loan, WriteOrder order);
// Whether the thread tells others of the object, or orders what it does to it with them.
bool is_shared_by(const Ctx *ctx, const ThreadState *thread, ObjId obj);
// What an entry does through a function value of its payload: pack->fn(pack->arg).
void entry_calls(Ctx *ctx, State *s, ThreadState *thread, const CallFrame *frame, const Summary *summary,
                 Before before);

// elements.c: the assignment at ctx->writing writes to `place`.
void element_written(Ctx *ctx, State *s, Ref place, Span span, WriteOrder order);

// moves.c
const Ap *freed_pointer(const Effect *effect); // to what it frees for certain; NULL: it does something else
const Moved *moved_find(const State *s, ObjId obj); // NULL when nobody has got it
bool may_be_freed(const Ctx *ctx, const State *s, const Moved *moved);
bool val_object(const Ctx *ctx, ValId val, ObjId *obj); // one object, of which there is one
// The element at `at`, which is freed here, was given to a thread of its own that frees it: reported.
bool element_moved(Ctx *ctx, State *s, const ThreadState *thread, ValId val, const HandleAt *at, Span span);

// touches.c: what an entry, or a callee, has found before it touches something: the places here.
uint8_t asked_here(Ctx *ctx, const State *s, const CallFrame *frame, const Guards *behind, Asked out[MAX_ASKED]);

#endif
