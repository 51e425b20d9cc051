// SPDX-License-Identifier: MIT
// Answers: what calls say that ask about nothing, or about constants alone, that is tested and not kept,
// and whose reasons are not seen here (`isatty(2)`, `threads_enabled()`). Asked twice, such a function may
// well say the same: where it says one thing and then the other, the way is one that perhaps nobody can go.
#include "domain/domain.h"

static bool is_constant(Operand operand) { return operand.kind == OPERAND_INT || operand.kind == OPERAND_STRING; }

bool call_asks_nothing(const Ctx *ctx, const Instr *call)
{
	bool asks = call->op == OP_CALL && call->a.kind == OPERAND_FN;
	for (uint32_t i = 0; asks && i < call->nargs; i++)
		asks = is_constant(ctx->fn->operands.v[call->args + i]);
	return asks;
}

static bool is_tested(const Ctx *ctx, const Instr *call)
{
	return !place_none(call->dst) && !call->dst.deref && ctx->fn->vars.v[call->dst.var.i].kind == VAR_TEMP;
}

static bool same_question(const Ctx *ctx, const Instr *x, const Instr *y)
{
	bool same = x != y && x->a.str.i == y->a.str.i && x->nargs == y->nargs;
	for (uint32_t i = 0; same && i < x->nargs; i++) {
		Operand a = ctx->fn->operands.v[x->args + i], b = ctx->fn->operands.v[y->args + i];
		same = a.kind == b.kind && (a.kind == OPERAND_INT ? a.num == b.num : a.str.i == b.str.i);
	}
	return same;
}

// Whether what the call returns is kept in a variable: it is a thing then that was asked for, of
// which there may be one the first time and none the second.
static bool is_kept(const Ctx *ctx, const Instr *call)
{
	for (uint32_t i = 0; i < ctx->fn->instrs.n; i++) {
		const Instr *in = &ctx->fn->instrs.v[i];
		if ((in->op == OP_COPY || in->op == OP_STORE) && in->a.kind == OPERAND_PLACE &&
		    in->a.place.var.i == call->dst.var.i)
			return true;
	}
	return false;
}

static bool is_asked_again(const Ctx *ctx, const U32Vec *calls, uint32_t call)
{
	for (uint32_t i = 0; i < calls->n; i++)
		if (same_question(ctx, &ctx->fn->instrs.v[calls->v[i]], &ctx->fn->instrs.v[call]))
			return true;
	return false;
}

void answers_find(Ctx *ctx)
{
	U32Vec calls = {0};
	for (uint32_t i = 0; i < ctx->fn->instrs.n; i++)
		if (call_asks_nothing(ctx, &ctx->fn->instrs.v[i]) && is_tested(ctx, &ctx->fn->instrs.v[i]))
			VEC_PUSH(ctx->arena, &calls, i);
	for (uint32_t i = 0; i < calls.n; i++)
		if (is_asked_again(ctx, &calls, calls.v[i]) && !is_kept(ctx, &ctx->fn->instrs.v[calls.v[i]]))
			VEC_PUSH(ctx->arena, &ctx->questions, calls.v[i]);
}

const Instr *sym_call(const Ctx *ctx, ObjId sym)
{
	const Obj *o = obj_at(ctx, sym), *home = o->kind == OBJ_SYM && !o->b ? obj_at(ctx, (ObjId){o->a}) : NULL;
	bool result = home && home->kind == OBJ_HOME && !home->b && !home->guess;
	return result && ctx->fn->instrs.v[home->a].op == OP_CALL ? &ctx->fn->instrs.v[home->a] : NULL;
}

// The question whose answer the symbol is; NULL when it is something else.
static const Instr *answer_call(const Ctx *ctx, ObjId sym)
{
	const Instr *call = ctx->questions.n ? sym_call(ctx, sym) : NULL;
	for (uint32_t i = 0; call && i < ctx->questions.n; i++)
		if (&ctx->fn->instrs.v[ctx->questions.v[i]] == call)
			return call;
	return NULL;
}

bool sym_is_answer(const Ctx *ctx, ObjId sym) { return answer_call(ctx, sym) != NULL; }

void answers_note(const Ctx *ctx, const State *s, ThreadState *thread)
{
	uint32_t n = 0;
	Answer asked[THREAD_ANSWERS];
	memset(asked, 0, sizeof asked);
	for (uint32_t i = s->facts.n; i-- > 0 && n < THREAD_ANSWERS;) // newer symbols come later
		if (answer_call(ctx, s->facts.v[i].sym))
			asked[n++] = (Answer){s->facts.v[i].sym, s->facts.v[i].range, true};
	if (thread->many)
		answers_join(thread->asked, asked);
	else
		memcpy(thread->asked, asked, sizeof asked);
}

void answers_join(Answer into[THREAD_ANSWERS], const Answer from[THREAD_ANSWERS])
{
	for (uint32_t k = 0; k < THREAD_ANSWERS; k++) {
		into[k].known &= from[k].known && into[k].sym.i == from[k].sym.i;
		into[k].range = range_join(into[k].range, from[k].range);
	}
}

static bool differ(const Ctx *ctx, const Answer *before, const Fact *now, Contradiction *found)
{
	const Instr *x = before->known ? answer_call(ctx, before->sym) : NULL, *y = answer_call(ctx, now->sym);
	if (!x || !y || !same_question(ctx, x, y) || !range_empty(range_meet(before->range, now->range)))
		return false;
	bool earlier = span_compare(x->span, y->span) < 0;
	*found =
		(Contradiction){.fn = x->a.str, .first = earlier ? x->span : y->span, .second = earlier ? y->span : x->span};
	return true;
}

bool answers_differ(const Ctx *ctx, const State *s, ObjId thread, Contradiction *found)
{
	const ThreadState *running = ctx->questions.n ? state_thread(s, thread) : NULL;
	for (uint32_t i = 0; ctx->questions.n && i < s->facts.n; i++) {
		Answer answer = {s->facts.v[i].sym, s->facts.v[i].range, true};
		for (uint32_t k = i + 1; k < s->facts.n; k++)
			if (differ(ctx, &answer, &s->facts.v[k], found))
				return true;
		for (uint32_t k = 0; running && k < THREAD_ANSWERS; k++)
			if (differ(ctx, &running->asked[k], &s->facts.v[i], found))
				return true;
	}
	return false;
}
