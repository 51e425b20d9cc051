// SPDX-License-Identifier: MIT
// A call of a function that nobody has seen: it reads what it is given, may write through
// pointers to non-const, may join whose handle it gets, spawns nothing and keeps nothing.
#include "flow/flow.h"

// Arguments beyond the parameters: what a body does with them is not followed.
void lose_variadic(Ctx *ctx, State *s, const CallFrame *frame, StrId name)
{
	const Fn *fn = program_fn(ctx->program, name);
	for (uint32_t a = fn ? fn->nparams : frame->nargs; a < frame->nargs; a++)
		for (uint32_t i = 0; i < s->threads.n; i++)
			if (leads_to_thread(ctx, s, frame->args[a], s->threads.v[i].thread))
				thread_demote(&s->threads.v[i], THREAD_UNDECIDED);
}

// &array[i] lends the whole array.
static ValId lent_value(Ctx *ctx, ValId arg)
{
	Val v = *val_at(ctx, arg);
	for (uint32_t i = 0; i < v.n; i++)
		arg = val_join(ctx, arg, val_ref(ctx, v.refs[i].obj, path_of_array(ctx, v.refs[i].path)), WIDEN_NONE);
	return arg;
}

// Whoever gets what leads to a thread's handle may join the thread.
void unknown_joins(Ctx *ctx, State *s, ValId given, bool may_write)
{
	ValId lent = s->threads.n && may_write ? lent_value(ctx, given) : given;
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (leads_to_thread(ctx, s, lent, s->threads.v[i].thread)) {
			ctx->objs.v[s->threads.v[i].thread.i].let_go = true;
			thread_demote(&s->threads.v[i], THREAD_MAYBE);
		}
}

static void unknown_gets(Ctx *ctx, State *s, const CallFrame *frame, ValId arg, bool may_write, bool deferred,
                         uint32_t ordinal)
{
	Span span = ctx->fn->instrs.v[frame->site].span;
	Val v = *val_at(ctx, arg);
	Touch assumed = touch_here(ctx, s, TOUCH_READ);
	assumed.assumed = true;
	assumed.wakes = may_write;
	unknown_joins(ctx, s, arg, may_write);
	for (uint32_t i = 0; i < v.n; i++) {
		ObjKind kind = obj_at(ctx, v.refs[i].obj)->kind;
		if (kind != OBJ_VAR && kind != OBJ_GLOBAL && kind != OBJ_HEAP && kind != OBJ_SYM)
			continue;
		if (!deferred)
			touch_add(ctx, v.refs[i].obj, v.refs[i].path, assumed, span);
		if (!may_write)
			continue;
		ObjId home = cell_havoc(ctx, s, v.refs[i].obj, path_of_array(ctx, v.refs[i].path), frame->site, ordinal + i);
		ctx->objs.v[home.i].guess = true;
	}
}

// Any library function may change errno.
static void forget_errno(Ctx *ctx, State *s, uint32_t site)
{
	ObjId home = obj_global(ctx, strs_find(&ctx->ir->strs, "errno"));
	for (uint32_t i = 0; i < s->cells.n; i++)
		if (s->cells.v[i].obj.i == home.i) {
			cell_havoc(ctx, s, home, (PathId){0}, site, 900);
			return;
		}
}

static ValId unknown_result(Ctx *ctx, State *s, const CallFrame *frame, const Fn *decl)
{
	if (!decl || !(decl->flags & FN_MALLOC))
		return fresh_value(ctx, s, frame->site, 0);
	return val_join(ctx, val_ref(ctx, obj_get(ctx, OBJ_HEAP, frame->site, 0, 0), (PathId){0}), val_num(ctx, 0),
	                WIDEN_NONE);
}

void call_unknown(Ctx *ctx, const CallFrame *frame, const Fn *decl, bool deferred, State *s, States *out)
{
	for (uint32_t i = 0; i < frame->nargs; i++) // through pointers to const nothing is written
		unknown_gets(ctx, s, frame, frame->args[i], !(decl && i < 32 && decl->const_params >> i & 1), deferred,
		             16 * i + 1);
	forget_errno(ctx, s, frame->site);
	if (decl && decl->flags & FN_NORETURN)
		return;
	Outcome plain = {.kind = OUTCOME_RETURN};
	CallFrame done = *frame;
	done.ret = unknown_result(ctx, s, frame, decl);
	call_finish(ctx, &plain, &done, s, out);
}
