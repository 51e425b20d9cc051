// SPDX-License-Identifier: MIT
// In: the call that starts a thread. Out: C for what it gives the thread, and for where the handle
// lies, as the calling function spells them: temporaries are followed to what they stand for.
#include "flow/flow.h"

bool var_is_hidden(const Ctx *ctx, VarId id)
{
	const Var *var = &ctx->fn->vars.v[id.i];
	return var->kind == VAR_TEMP ||
	       (var->kind == VAR_LOCAL && span_known(var->span) &&
	        (var->span.end_line != var->span.line ||
	         var->span.end_col - var->span.col != strlen(strs_text(&ctx->ir->strs, var->label))));
}

const char *place_text(const Ctx *ctx, const Var *var, PathId path)
{
	Buf text = {.arena = ctx->program->arena};
	buf_puts(&text, strs_text(&ctx->ir->strs, var->label));
	ir_print_path(&text, ctx->ir, ctx->fn, path);
	return text.text ? text.text : "";
}

const Instr *definition_of(const Ctx *ctx, VarId var)
{
	const Instr *found = NULL;
	for (uint32_t i = 0; i < ctx->fn->instrs.n; i++) {
		const Instr *in = &ctx->fn->instrs.v[i];
		if (place_none(in->dst) || in->dst.var.i != var.i || in->dst.deref || in->op == OP_LIVE || in->op == OP_DEAD)
			continue;
		if (found)
			return NULL;
		found = in;
	}
	return found;
}

// `[i~2]` as C spells it, whatever other `i` there is; in place.
static const char *without_numbers(char *path)
{
	char *to = path;
	for (const char *at = path; *at; at++) {
		if (*at == '~')
			at += strspn(at + 1, "0123456789");
		else
			*to++ = *at;
	}
	*to = 0;
	return path;
}

static const char *spelled_operand(const Ctx *ctx, Operand operand, uint32_t depth);

// `p->part`, `parts[i]`, `*p`: a place as C spells it; NULL where it has no name.
static const char *spelled_place(const Ctx *ctx, Place place, uint32_t depth)
{
	Buf text = {.arena = ctx->program->arena};
	const char *base = strs_text(&ctx->ir->strs, ctx->fn->vars.v[place.var.i].label);
	if (var_is_hidden(ctx, place.var)) {
		const Instr *in = place.deref && depth < 5 ? definition_of(ctx, place.var) : NULL;
		if (in && in->op == OP_ADDR)
			return spelled_place(
				ctx, (Place){in->a.place.var, in->a.place.deref, path_join(ctx->paths, in->a.place.path, place.path)},
				depth + 1);
		base = in && (in->op == OP_COPY || in->op == OP_LOAD) ? spelled_operand(ctx, in->a, depth + 1) : NULL;
	}
	if (!base || !*base || ctx->fn->vars.v[place.var.i].kind == VAR_LITERAL)
		return NULL;
	ir_print_path(&text, ctx->ir, ctx->fn, place.path);
	const char *path = text.text ? without_numbers(text.text) : "";
	if (*path && *base == '*')
		base = arena_printf(ctx->program->arena, "(%s)", base);
	if (!place.deref || *path == '[')
		return arena_printf(ctx->program->arena, "%s%s", base, path);
	return *path == '.' ? arena_printf(ctx->program->arena, "%s->%s", base, path + 1)
	                    : arena_printf(ctx->program->arena, "*%s", base);
}

static const char *spelled_operand(const Ctx *ctx, Operand operand, uint32_t depth)
{
	if (operand.kind == OPERAND_INT && !operand.num)
		return "NULL";
	if (operand.kind != OPERAND_PLACE || depth > 5)
		return NULL;
	if (!place_is_variable(operand.place) || !var_is_hidden(ctx, operand.place.var))
		return spelled_place(ctx, operand.place, depth + 1);
	const Instr *in = definition_of(ctx, operand.place.var);
	if (in && in->op == OP_ADDR) {
		const char *place = spelled_place(ctx, in->a.place, depth + 1);
		return place ? arena_printf(ctx->program->arena, "&%s", place) : NULL;
	}
	return in && (in->op == OP_COPY || in->op == OP_LOAD) ? spelled_operand(ctx, in->a, depth + 1) : NULL;
}

const char *spelled_argument(const Ctx *ctx, uint32_t site, uint32_t n)
{
	const Instr *call = &ctx->fn->instrs.v[site];
	return n < call->nargs ? spelled_operand(ctx, ctx->fn->operands.v[call->args + n], 0) : NULL;
}

const char *payload_text(const Ctx *ctx, const Spawned *spawned, StrId *in)
{
	const SumVal *payload = &spawned->effect->payload;
	*in = payload->refs.n ? ctx->fn->name : spawned->effect->given_in;
	if (!payload->refs.n)
		return spawned->effect->given;
	return spelled_argument(ctx, spawned->site, payload_argument(spawned->effect));
}

const char *handle_text(const Ctx *ctx, const Spawned *spawned)
{
	const Instr *call = &ctx->fn->instrs.v[spawned->site];
	bool returned = spawned->effect->handles.n && spawned->effect->handles.v[0].root == AP_RET &&
	                !spawned->effect->handles.v[0].path.i;
	if (spawned->handle || !returned || place_none(call->dst) || ctx->fn->vars.v[call->dst.var.i].kind == VAR_TEMP)
		return spawned->handle;
	return spelled_place(ctx, call->dst, 0);
}

const char *given_handle(const Ctx *ctx, const Spawned *spawned)
{
	const Ap *handle = spawned->effect->handles.n == 1 ? &spawned->effect->handles.v[0] : NULL;
	const Elem *behind = handle ? path_elem(ctx->paths, handle->path) : NULL;
	if (!handle || handle->root != AP_ARG || behind->kind != ELEM_DEREF || behind->parent.i)
		return NULL;
	const char *text = spelled_argument(ctx, spawned->site, handle->n);
	if (!text || strcmp(text, "NULL") == 0)
		return NULL;
	return *text == '&' ? text + 1 : arena_printf(ctx->program->arena, "*%s", text);
}
