// SPDX-License-Identifier: MIT
// What loans and moves share. Others include flow/flow.h.
#ifndef OUTLIVE_LOANS_H
#define OUTLIVE_LOANS_H

#include "flow/flow.h"

Moved *moved_find(State *s, ObjId obj); // NULL when nobody has got it
bool may_be_freed(const Ctx *ctx, const State *s, const Moved *moved);
// The element at `at`, which is freed here, was given to a thread of its own that frees it: reported.
bool element_moved(Ctx *ctx, State *s, const ThreadState *thread, ValId val, const HandleAt *at, Span span);
bool val_object(const Ctx *ctx, ValId val, ObjId *obj); // one object, of which there is one
// Whether the thread tells others of the object, or orders what it does to it with them.
bool is_shared_by(const Ctx *ctx, const ThreadState *thread, ObjId obj);
// What an entry does through a function value of its payload: pack->fn(pack->arg).
void entry_calls(Ctx *ctx, State *s, ThreadState *thread, const CallFrame *frame, const Summary *summary,
                 Before before);

#endif
