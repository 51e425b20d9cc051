// SPDX-License-Identifier: MIT
// In: a join of a handle that was read from a node of many (a list's), on one state. Out: E0505 where
// the node was freed in between and its thread borrows it. One name stands for all nodes, so what
// tells which is the way itself: the instructions before the join, as far as there is only one way.
#include "flow/loans/loans.h"

#define MAX_BACK 64 // instructions between the read and the join
#define MAX_FREES 4 // calls that free something there

// ---- the way back --------------------------------------------------------------------------------

// The only block from which control comes to `block`; ID_NONE: there is none, or more.
static uint32_t block_before(const Fn *fn, uint32_t block)
{
	uint32_t found = ID_NONE;
	for (uint32_t b = 0; b < fn->blocks.n; b++)
		for (uint32_t i = 0, to; (to = fn_successor(fn, b, i)) != ID_NONE; i++) {
			if (to == block && found != ID_NONE && found != b)
				return ID_NONE;
			found = to == block ? b : found;
		}
	return found;
}

// The instruction before `index` on the only way there; ID_NONE: there are more ways.
static uint32_t instr_before(const Fn *fn, uint32_t index)
{
	uint32_t block = fn_block_of(fn, index);
	if (index > fn->blocks.v[block].first)
		return index - 1;
	for (uint32_t i = 0; i < fn->blocks.n && block != ID_NONE; i++) {
		block = block_before(fn, block);
		if (block != ID_NONE && fn->blocks.v[block].n)
			return fn->blocks.v[block].first + fn->blocks.v[block].n - 1;
	}
	return ID_NONE;
}

static bool address_taken(const Fn *fn, VarId var)
{
	for (uint32_t i = 0; i < fn->instrs.n; i++) {
		const Instr *in = &fn->instrs.v[i];
		if (in->op == OP_ADDR && !in->a.place.deref && in->a.place.var.i == var.i)
			return true;
	}
	return false;
}

// A call that frees what the variable points to.
typedef struct Freeing {
	VarId var; // at the point of the way back that has been reached
	uint32_t site;
	const Effect *effect;
} Freeing;

typedef struct Way {
	Freeing frees[MAX_FREES];
	uint32_t n;
	VarId handle;
	Place from; // where the handle was read
} Way;

// Whether the call frees what its n-th argument points to, unless that is null.
static const Effect *call_frees(const Summary *callee, uint32_t n)
{
	const Effect *found = NULL;
	for (uint32_t i = 0; callee && i < callee->outcomes.n; i++) {
		const Outcome *outcome = &callee->outcomes.v[i];
		const Effect *here = NULL;
		bool null = false;
		for (uint32_t k = 0; k < outcome->guards.n; k++) {
			const Guard *guard = &outcome->guards.v[k];
			null |= guard->ap.root == AP_ARG && guard->ap.n == n && !guard->ap.path.i && !guard->than &&
			        guard->range.lo == 0 && guard->range.hi == 0;
		}
		for (uint32_t k = 0; k < outcome->effects.n; k++) {
			const Effect *e = &outcome->effects.v[k];
			const Ap *freed = e->counted ? NULL : freed_pointer(e);
			here = freed && ap_equal(*freed, (Ap){.root = AP_ARG, .n = n}) ? e : here;
		}
		if (!here && !null)
			return NULL;
		found = here ? here : found;
	}
	return found;
}

static void note_frees(const Ctx *ctx, Way *way, uint32_t site)
{
	const Instr *call = &ctx->fn->instrs.v[site];
	const Summary *callee = flow_callee(ctx->flow, call);
	for (uint32_t n = 0; n < call->nargs && way->n < MAX_FREES; n++) {
		Operand arg = ctx->fn->operands.v[call->args + n];
		bool followed = operand_is_variable(arg) && !address_taken(ctx->fn, arg.place.var);
		const Effect *effect = followed ? call_frees(callee, n) : NULL;
		if (effect)
			way->frees[way->n++] = (Freeing){arg.place.var, site, effect};
	}
}

// Before the assignment, what it writes was another variable's, or is no matter.
static bool step_over(Way *way, const Instr *in)
{
	bool copies = (in->op == OP_COPY || in->op == OP_LOAD) && in->a.kind == OPERAND_PLACE;
	if (!place_is_variable(in->dst))
		return true;
	for (uint32_t i = way->n; i-- > 0;) {
		if (way->frees[i].var.i != in->dst.var.i)
			continue;
		if (copies && operand_is_variable(in->a))
			way->frees[i].var = in->a.place.var;
		else
			way->frees[i] = way->frees[--way->n];
	}
	if (in->dst.var.i != way->handle.i)
		return true;
	way->from = copies ? in->a.place : PLACE_NONE;
	if (!copies || !operand_is_variable(in->a))
		return false;
	way->handle = in->a.place.var;
	return true;
}

// From the join at `site` back to where the handle was read; false when it was read from nowhere.
static bool way_back(const Ctx *ctx, uint32_t site, Way *way)
{
	way->from = PLACE_NONE;
	for (uint32_t i = 0; i < MAX_BACK && (site = instr_before(ctx->fn, site)) != ID_NONE; i++) {
		const Instr *in = &ctx->fn->instrs.v[site];
		if (in->op == OP_CALL)
			note_frees(ctx, way, site);
		if (!step_over(way, in))
			return !place_none(way->from) && way->from.deref;
	}
	return false;
}

// The variable that a join's argument is, or to which it points.
static bool joined_variable(const Ctx *ctx, uint32_t site, Ap ap, VarId *var)
{
	const Instr *call = &ctx->fn->instrs.v[site];
	const Elem *last = path_elem(ctx->paths, ap.path);
	Operand arg = ap.root == AP_ARG && ap.n < call->nargs ? ctx->fn->operands.v[call->args + ap.n] : (Operand){0};
	if (!operand_is_variable(arg))
		return false;
	*var = arg.place.var;
	if (!ap.path.i)
		return true;
	const Instr *in = last->kind == ELEM_DEREF && last->depth == 1 ? definition_of(ctx, *var) : NULL;
	if (!in || in->op != OP_ADDR || !operand_is_variable(in->a))
		return false;
	*var = in->a.place.var;
	return true;
}

// ---- where each thread of a call gets the node in which its handle lies ---------------------------

// The variable that leads to what the operand is, or points into.
static bool leads_from(const Ctx *ctx, Operand operand, Place *place)
{
	const Instr *in = operand_is_variable(operand) ? definition_of(ctx, operand.place.var) : NULL;
	if (!operand_is_variable(operand))
		return false;
	*place = (Place){.var = operand.place.var, .deref = true};
	if (in && in->op == OP_ADDR && ctx->fn->vars.v[operand.place.var.i].kind == VAR_TEMP)
		*place = in->a.place;
	return place->deref;
}

// Where the result of the call is stored, as the next thing that happens to it.
static Place stored_at(const Ctx *ctx, uint32_t site)
{
	Place result = ctx->fn->instrs.v[site].dst;
	for (uint32_t i = site + 1; !place_none(result) && !result.deref && i < ctx->fn->instrs.n; i++) {
		const Instr *in = &ctx->fn->instrs.v[i];
		if (operand_is_variable(in->a) && in->a.place.var.i == result.var.i)
			return in->op == OP_STORE || in->op == OP_COPY ? in->dst : PLACE_NONE;
	}
	return result;
}

static Place handle_of(const Ctx *ctx, uint32_t site, const SpawnEffect *spawn)
{
	const Instr *call = &ctx->fn->instrs.v[site];
	const Ap *ap = spawn->handles.n == 1 ? &spawn->handles.v[0] : NULL;
	Place place = PLACE_NONE;
	if (ap && ap->root == AP_RET && !ap->path.i)
		return stored_at(ctx, site);
	if (!ap || ap->root != AP_ARG || ap->n >= call->nargs || !path_elem(ctx->paths, ap->path)->depth ||
	    !leads_from(ctx, ctx->fn->operands.v[call->args + ap->n], &place))
		return PLACE_NONE;
	PathId behind = path_suffix((Ctx *)(uintptr_t)ctx, ap->path, 1);
	bool direct = path_elem(ctx->paths, path_cut(ctx, ap->path, 1))->kind == ELEM_DEREF;
	place.path = path_join(ctx->paths, place.path, behind);
	return direct ? place : PLACE_NONE;
}

// Whether handles that the call did not make are put there too: then a node may hold another's.
static bool stored_elsewhere(const Ctx *ctx, uint32_t site, PathId field)
{
	Place result = ctx->fn->instrs.v[site].dst;
	for (uint32_t i = 0; i < ctx->fn->instrs.n; i++) {
		const Instr *in = &ctx->fn->instrs.v[i];
		bool stores = (in->op == OP_STORE || in->op == OP_COPY) && in->dst.deref && in->dst.path.i == field.i;
		bool own = operand_is_variable(in->a) && !place_none(result) && in->a.place.var.i == result.var.i;
		if (stores && in->a.kind == OPERAND_PLACE && !own)
			return true;
	}
	return false;
}

// Whether the call gives each thread the node that holds its handle at `field`.
static bool gives_node(const Ctx *ctx, const Spawned *spawned, PathId field)
{
	const SpawnEffect *spawn = spawned->effect;
	bool outermost = obj_at(ctx, spawned->thread)->b < 2 * THREAD_DEPTH;
	uint32_t payload = outermost ? payload_operand(ctx, spawned->site, spawn) : 0;
	Place handle = outermost ? handle_of(ctx, spawned->site, spawn) : PLACE_NONE, node;
	return payload && !place_none(handle) && handle.deref && handle.path.i == field.i &&
	       !stored_elsewhere(ctx, spawned->site, field) &&
	       leads_from(ctx, ctx->fn->operands.v[payload - 1], &node) && node.var.i == handle.var.i;
}

// ---- the join --------------------------------------------------------------------------------------

// The only running thread that the value may be a handle of. A number is none that can be joined,
// but for a null pointer with some.
static const ThreadState *thread_joined(const Ctx *ctx, const State *s, ValId handle, VarId var)
{
	const Val *v = val_at(ctx, handle);
	const ThreadState *found = NULL;
	bool pointer = ctx->fn->vars.v[var.i].flags & VAR_POINTER;
	for (uint32_t i = 0; i < v->n; i++) {
		bool thread = obj_at(ctx, v->refs[i].obj)->kind == OBJ_THREAD;
		if ((thread && found) || (!thread && !sym_is_uninitialised(ctx, v->refs[i].obj)))
			return NULL;
		found = thread ? state_thread(s, v->refs[i].obj) : found;
	}
	bool waited = found && (found->nwaits || found->waited || found->status != THREAD_RUNNING);
	return v->unknown || waited || (pointer && !range_empty(v->num)) ? NULL : found;
}

// The nodes of which each holds the thread's handle at `field`.
static bool nodes_of(const Ctx *ctx, const State *s, ObjId thread, PathId field, ObjId *nodes)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < s->cells.n; i++) {
		const Cell *cell = &s->cells.v[i];
		if (!val_holds_thread(ctx, cell->val, thread) || obj_at(ctx, cell->obj)->kind != OBJ_HEAP)
			continue;
		n++;
		*nodes = cell->obj;
		if (cell->path.i != field.i || !obj_at(ctx, cell->obj)->many)
			return false;
	}
	return n == 1;
}

static const Loan *loan_on_node(const Ctx *ctx, const ThreadState *thread, ObjId nodes)
{
	const Loan *found = NULL;
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		const Ap *used = touch_used(loan->touch);
		if (loan->obj.i != nodes.i || !(loan->kind & TOUCH_BORROWS))
			continue;
		if (loan->kind & TOUCH_FREE)
			return NULL;
		if (used->root == AP_ARG && !loan->touch->assumed && !loan->weak)
			found = found ? found : loan;
	}
	return found && !is_shared_by(ctx, thread, nodes) ? found : NULL;
}

void node_joined(Ctx *ctx, State *s, const CallFrame *frame, ValId handle, Ap ap)
{
	Way way = {0};
	ObjId nodes = {0};
	if (!s->threads.n || ctx->depth != 1 || ctx->quiet || !joined_variable(ctx, frame->site, ap, &way.handle))
		return;
	const ThreadState *thread = thread_joined(ctx, s, handle, way.handle);
	if (!thread || !way_back(ctx, frame->site, &way) ||
	    !nodes_of(ctx, s, thread->thread, way.from.path, &nodes) ||
	    !gives_node(ctx, spawned_of(ctx, thread->thread), way.from.path))
		return;
	const Loan *loan = loan_on_node(ctx, thread, nodes);
	for (uint32_t i = 0; loan && i < way.n; i++) {
		const Instr *call = &ctx->fn->instrs.v[way.frees[i].site];
		const Trace *below = ctx->below;
		if (way.frees[i].var.i != way.from.var.i)
			continue;
		ctx->below = effect_trace(ctx, flow_callee(ctx->flow, call), way.frees[i].effect);
		report_event(ctx, s, thread, loan, "E0505", call->span, (Ref){nodes, {0}});
		ctx->below = below;
	}
}
