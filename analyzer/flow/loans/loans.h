// SPDX-License-Identifier: MIT
// What loans and moves share. Others include flow/flow.h.
#ifndef OUTLIVE_LOANS_H
#define OUTLIVE_LOANS_H

#include "flow/flow.h"

Moved *moved_find(State *s, ObjId obj); // NULL when nobody has got it
bool may_be_freed(const Ctx *ctx, const State *s, const Moved *moved);
bool val_object(const Ctx *ctx, ValId val, ObjId *obj); // one object, of which there is one
// What an entry, or a callee, has found before it touches something: the places here.
uint8_t asked_here(Ctx *ctx, const State *s, const CallFrame *frame, const Guards *behind, Asked out[MAX_ASKED]);
// What an entry does through a function value of its payload: pack->fn(pack->arg).
void entry_calls(Ctx *ctx, State *s, ThreadState *thread, const CallFrame *frame, const Summary *summary,
                 Before before);

#endif
