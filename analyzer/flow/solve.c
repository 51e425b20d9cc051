// SPDX-License-Identifier: MIT
// The solver: property simulation (Das, Lerner, Seigle: ESP, PLDI 2002). States meet
// at a block's entry; those with the same threads and loans become one, others stay
// apart, so tests that go with a spawn stay with it.
#include "flow/flow.h"

#define MAX_BLOCK_STATES 8 // inside a block, before states of equal property merge
#define WIDEN_AFTER 2      // joins into one state before ranges widen
#define WIDEN_ALL_AFTER 16 // and before values that still change are given up
#define APART_BLOCKS 300   // functions that spawn: up to so many blocks,
#define APART_SPAWNING 8   // so many states stay apart at a point
#define SMALL_BLOCKS 40    // other functions
#define MAX_EDGES 100000   // of a function that is worth solving
#define MAX_SCRATCH (128u << 20) // bytes for one function
#define APART_SMALL 4
#define MAX_WAITS 2        // states at a point of such a function, before waits that prove nothing keep none apart
#define MAX_BYPASSES 8     // of a function
#define CROWD 24           // states at a point, before those that differ in distant threads become one

// ---- what its loops do -----------------------------------------------------------------------------

// A table of computed gotos in a large function: every block leads to every other.
static bool too_dense(const Ctx *ctx)
{
	uint64_t edges = 0;
	for (uint32_t b = 0; b < ctx->fn->blocks.n; b++)
		edges += 2 + (uint64_t)ctx->fn->blocks.v[b].term.ncases;
	return edges > MAX_EDGES;
}

static bool summary_joins(const Summary *summary)
{
	return summary_effect(summary, EFFECT_BIT(EFFECT_END) | EFFECT_BIT(EFFECT_MAYEND)) != NULL;
}

static bool summary_ends(const Summary *summary)
{
	return summary && (summary->waits_unnamed || summary_joins(summary));
}

static void note_ends(Ctx *ctx, Loop *loop, uint32_t call)
{
	const Instr *in = &ctx->fn->instrs.v[call];
	const Summary *summary = flow_summary(ctx->flow, in->a.str);
	loop->waits |= summary && summary->waits;
	if (!summary_ends(summary))
		return;
	loop->ends = true;
	loop->waits_unnamed |= summary->waits_unnamed;
}

static void note_block_ends(Ctx *ctx, Loop *loop, uint32_t block)
{
	const Block *b = &ctx->fn->blocks.v[block];
	for (uint32_t i = b->first; i < b->first + b->n; i++)
		if (ctx->fn->instrs.v[i].op == OP_CALL && ctx->fn->instrs.v[i].a.kind == OPERAND_FN)
			note_ends(ctx, loop, i);
}

// Whether the block's test is of what it has read by an atomic or volatile access.
static bool tests_shared(const Ctx *ctx, const Block *block)
{
	Operand tested = block->term.a;
	if ((block->term.kind != TERM_IF && block->term.kind != TERM_SWITCH) || tested.kind != OPERAND_PLACE)
		return false;
	if (ctx->fn->vars.v[tested.place.var.i].flags & (VAR_ATOMIC | VAR_VOLATILE))
		return true;
	for (uint32_t i = block->first; i < block->first + block->n; i++) {
		const Instr *in = &ctx->fn->instrs.v[i];
		if (in->access != ACCESS_PLAIN && (in->op == OP_LOAD || in->op == OP_COPY) &&
		    in->dst.var.i == tested.place.var.i)
			return true;
	}
	return false;
}

static void note_spin(const Ctx *ctx, Loop *loop, uint32_t block)
{
	const Block *b = &ctx->fn->blocks.v[block];
	if (b->term.kind == TERM_IF && tests_shared(ctx, b) &&
	    !(bitset_has(&loop->body, b->term.then.i) && bitset_has(&loop->body, b->term.other.i)))
		loop->spins = true;
}

static void find_loops(Ctx *ctx, const Shape *shape)
{
	for (uint32_t i = 0; i < shape->loops.n; i++) {
		Loop loop = {.head = shape->loops.v[i].head, .body = shape->loops.v[i].body};
		for (uint32_t b = 0; b < ctx->fn->blocks.n; b++)
			if (bitset_has(&loop.body, b)) {
				note_block_ends(ctx, &loop, b);
				note_spin(ctx, &loop, b);
			}
		VEC_PUSH(ctx->arena, &ctx->loops, loop);
	}
}

// ---- one block on one state ------------------------------------------------------------------------

// Makes `into` cover a state that differs from it in distant threads too.
static bool crowd_join(Ctx *ctx, State *into, State *from, Widen widen)
{
	State *before = state_copy(ctx, into), *both = ARENA_NEW(ctx->arena, State);
	state_blur_distant(ctx, into, from);
	state_blur_distant(ctx, from, into);
	outers_blur(ctx, both, into);
	outers_blur(ctx, both, from);
	memcpy(&into->outer, &both->outer, sizeof into->outer);
	state_join(ctx, into, from, widen);
	state_find_distant(ctx, into); // a cell may hold more handles now
	bool changed = !state_same_property(ctx, before, into) || !state_equal(before, into);
	state_drop(ctx, before);
	return changed;
}

static void merge_states(Ctx *ctx, States *states, bool crowded)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; crowded && i < states->n; i++)
		state_find_distant(ctx, states->v[i]);
	for (uint32_t i = 0; i < states->n; i++) {
		State *s = states->v[i];
		uint32_t k = 0;
		while (k < kept && !(crowded ? state_same_nearby : state_same_property)(ctx, states->v[k], s))
			k++;
		if (k == kept)
			states->v[kept++] = s;
		else if (crowded)
			crowd_join(ctx, states->v[k], s, WIDEN_NONE);
		else
			state_join(ctx, states->v[k], s, WIDEN_NONE);
	}
	states->n = kept;
}

static uint8_t operand_doubt(Ctx *ctx, const State *s, Operand operand)
{
	bool asks = s->threads.n && operand.kind == OPERAND_PLACE;
	return asks ? val_doubted(ctx, operand_val(ctx, s, operand)) : DOUBT_NONE;
}

static bool leaves_loop(const Ctx *ctx, uint32_t from, uint32_t to)
{
	for (uint32_t i = 0; i < ctx->loops.n; i++)
		if (bitset_has(&ctx->loops.v[i].body, from) && !bitset_has(&ctx->loops.v[i].body, to))
			return true;
	return false;
}

static bool asks_no_element(Ctx *ctx, const State *s, uint32_t block)
{
	return ctx->has_segments && !tests_shared(ctx, &ctx->fn->blocks.v[block]) && joins_asked(ctx, s, block);
}

// Why a join was not made stays known: one reason tells other things than another.
static void note_bypass(const Ctx *ctx, State *s, uint32_t from, uint32_t to)
{
	for (uint32_t i = 0; i < ctx->bypasses.n; i++)
		if (ctx->bypasses.v[i].from == from && ctx->bypasses.v[i].to == to && !ctx->bypasses.v[i].alone)
			s->bypassed |= (uint16_t)(1u << i);
}

static void edge_add(Ctx *ctx, Edges *out, uint32_t to, State *s)
{
	note_bypass(ctx, s, ctx->block, to);
	segments_loop(ctx, s, ctx->block, to);
	threads_age_by_loop(ctx, s, ctx->block, to);
	loop_joined(ctx, s, ctx->block, to);
	wait_pass_gates(ctx, s, ctx->block, to);
	state_sweep(ctx, s, to);
	if (s->waited)
		wait_end_block(ctx, s, ctx->block, to);
	threads_drop_undecided(s);
	segments_sweep(ctx, s);
	Edge edge = {to, s};
	VEC_PUSH(ctx->arena, out, edge);
}

static Look edge_look(const Ctx *ctx, uint32_t from, uint32_t to)
{
	bool passes = false;
	for (uint32_t i = 0; i < ctx->bypasses.n; i++)
		passes |= ctx->bypasses.v[i].from == from && ctx->bypasses.v[i].to == to;
	return leaves_loop(ctx, from, to) ? LOOK_WAIT : passes ? LOOK_JOIN : LOOK_CHANCE;
}

static bool leaves_wait(const Ctx *ctx, uint32_t from, uint32_t to)
{
	for (uint32_t i = 0; i < ctx->loops.n; i++)
		if ((ctx->loops.v[i].waits || ctx->loops.v[i].spins) && bitset_has(&ctx->loops.v[i].body, from) &&
		    !bitset_has(&ctx->loops.v[i].body, to))
			return true;
	return false;
}

static const Obj *asked_symbol(Ctx *ctx, const State *s, Operand operand)
{
	const Val *v = operand.kind == OPERAND_PLACE ? val_at(ctx, operand_val(ctx, s, operand)) : NULL;
	const Obj *o = v && v->n == 1 && !v->unknown && range_empty(v->num) ? obj_at(ctx, v->refs[0].obj) : NULL;
	return o && o->kind == OBJ_SYM ? o : NULL;
}

// A loop that waits ends when what is in memory compares so with another unknown (`count < n`)
// that does not change as a counter of the loop does. No summary can say that; it says that
// there may have been a wait for whoever writes there.
static void note_asked(Ctx *ctx, State *s, Operand asked, Operand other)
{
	const Obj *o = asked_symbol(ctx, s, asked);
	if (!o || !asked_symbol(ctx, s, other) || obj_at(ctx, (ObjId){o->a})->kind == OBJ_VAR)
		return;
	Places place = {.n = 1, .v = {{{o->a}, {o->b}}}};
	wait_apply(ctx, s, &place, WAIT_MAYBE, false);
}

// Whether a list or a queue has come to its end is never that sure.
static bool tests_list(const Ctx *ctx, const Term *term)
{
	return term->a.kind == OPERAND_PLACE &&
	       (!place_is_variable(term->a.place) || ctx->fn->vars.v[term->a.place.var.i].flags & VAR_POINTER);
}

static void run_if(Ctx *ctx, uint32_t block, State *s, Edges *out)
{
	const Term *term = &ctx->fn->blocks.v[block].term;
	uint8_t doubt = operand_doubt(ctx, s, term->a);
	doubt = doubt == DOUBT_NONE ? operand_doubt(ctx, s, term->b) : doubt;
	FlagTest flag = flag_test(ctx, s, operand_val(ctx, s, term->a), operand_val(ctx, s, term->b));
	bool then_leaves = leaves_loop(ctx, block, term->then.i), other_leaves = leaves_loop(ctx, block, term->other.i);
	bool keep = (then_leaves || other_leaves) && ctx->has_segments && s->threads.n;
	threads_age_by_test(ctx, s, term->a);
	threads_age_by_test(ctx, s, term->b);
	State *other = state_copy(ctx, s), *before = keep ? state_copy(ctx, s) : s;
	bool settled = asks_no_element(ctx, s, block);
	bool harmless = settled || (s->straight && tests_new_memory(ctx, s, term));
	bool may_hold = assume(ctx, s, term->cmp, term->a, term->b, true);
	bool may_fail = assume(ctx, other, term->cmp, term->a, term->b, false);
	flag_edge(ctx, s, &flag, term->cmp, true, edge_look(ctx, block, term->then.i));
	flag_edge(ctx, other, &flag, term->cmp, false, edge_look(ctx, block, term->other.i));
	may_hold = may_hold && segments_assume(ctx, s, term, true);
	may_fail = may_fail && segments_assume(ctx, other, term, false);
	if (!harmless && ((may_hold && may_fail) || tests_list(ctx, term)))
		s->straight = other->straight = 0;
	if (settled) {
		joins_pass_by(ctx, s, block, term->then.i);
		joins_pass_by(ctx, other, block, term->other.i);
	}
	for (int side = 0; side < 2; side++)
		if (leaves_wait(ctx, block, side ? term->other.i : term->then.i)) {
			note_asked(ctx, side ? other : s, term->a, term->b);
			note_asked(ctx, side ? other : s, term->b, term->a);
		}
	if (may_hold)
		threads_leave_loops(ctx, s, before, block, term->then.i);
	if (may_fail)
		threads_leave_loops(ctx, other, before, block, term->other.i);
	if (may_hold && may_fail) {
		threads_doubt_test(ctx, s, doubt, then_leaves);
		threads_doubt_test(ctx, other, doubt, other_leaves);
		step_add(ctx, s, STEP_TRUE, term->span);
		step_add(ctx, other, STEP_FALSE, term->span);
	}
	if (before != s)
		state_drop(ctx, before);
	if (may_hold)
		edge_add(ctx, out, term->then.i, s);
	else
		state_drop(ctx, s);
	if (may_fail)
		edge_add(ctx, out, term->other.i, other);
	else
		state_drop(ctx, other);
}

#define MAX_PASSED 8 // cases of a switch of which each is known to be passed by

static void run_switch(Ctx *ctx, uint32_t block, State *s, Edges *out)
{
	const Term *term = &ctx->fn->blocks.v[block].term;
	ValId val = operand_val(ctx, s, term->a);
	if (operand_doubt(ctx, s, term->a) != DOUBT_NONE)
		threads_undecided(s);
	threads_age_by_test(ctx, s, term->a);
	bool other = true, settled = asks_no_element(ctx, s, block);
	State *before = ctx->has_segments && s->threads.n ? state_copy(ctx, s) : s;
	s->straight = settled ? s->straight : 0;
	for (uint32_t i = 0; i < term->ncases; i++) {
		const Case *c = &ctx->fn->cases.v[term->cases + i];
		State *taken = state_copy(ctx, s);
		if (assume_range(ctx, taken, val, (Range){.lo = c->lo, .hi = c->hi})) {
			if (settled)
				joins_pass_by(ctx, taken, block, c->block.i);
			threads_leave_loops(ctx, taken, before, block, c->block.i);
			step_add(ctx, taken, STEP_CASE, term->span);
			edge_add(ctx, out, c->block.i, taken);
		}
		if (other && c->lo == c->hi && term->ncases <= MAX_PASSED)
			other = assume_vals(ctx, s, CALC_NE, val, val_num(ctx, c->lo));
		else if (other && c->lo == c->hi)
			other = assume_range(ctx, s, val, (Range){.lo = INT64_MIN, .hi = INT64_MAX, .has_ne = true, .ne = c->lo});
	}
	if (other) {
		if (settled)
			joins_pass_by(ctx, s, block, term->other.i);
		threads_leave_loops(ctx, s, before, block, term->other.i);
		step_add(ctx, s, STEP_CASE, term->span);
		edge_add(ctx, out, term->other.i, s);
	}
	if (before != s)
		state_drop(ctx, before);
}

static void leave_with(Ctx *ctx, const Term *term, State *s, ValId ret)
{
	Exit leave = {.kind = OUTCOME_RETURN, .ret = ret, .from = PLACE_NONE};
	if (term->a.kind == OPERAND_PLACE && !term->a.place.deref)
		leave.from = term->a.place;
	for (uint32_t i = 0; !place_none(leave.from) && i < s->cells.n; i++)
		if (s->cells.v[i].obj.i == leave.from.var.i && s->cells.v[i].path.i)
			leave.ret = val_unknown(ctx); // a record: its value is in its fields
	tls_check(ctx, s, leave.ret, term->span);
	threads_check_lost(ctx, s, &leave, term->span);
	VEC_PUSH(ctx->arena, &ctx->exits, s);
	VEC_PUSH(ctx->arena, &ctx->exit_info, leave);
}

// `return job->tid == pthread_self()`: our callers learn what each answer means.
static void run_ret(Ctx *ctx, const Term *term, State *s)
{
	threads_drop_undecided(s);
	ValId ret = term->a.kind != OPERAND_NONE ? operand_val(ctx, s, term->a) : (ValId){0};
	State *other = val_is_question(ctx, s, ret) ? state_copy(ctx, s) : NULL;
	if (!other) {
		leave_with(ctx, term, s, ret);
		return;
	}
	if (assume_range(ctx, s, ret, (Range){.lo = 1, .hi = 1}))
		leave_with(ctx, term, s, val_num(ctx, 1));
	if (assume_range(ctx, other, ret, (Range){0}))
		leave_with(ctx, term, other, val_num(ctx, 0));
}

static void run_term(Ctx *ctx, uint32_t block, State *s, Edges *out)
{
	const Term *term = &ctx->fn->blocks.v[block].term;
	switch (term->kind) {
	case TERM_GOTO:
		threads_leave_loops(ctx, s, s, block, term->then.i);
		edge_add(ctx, out, term->then.i, s);
		break;
	case TERM_IF: run_if(ctx, block, s, out); break;
	case TERM_SWITCH: run_switch(ctx, block, s, out); break;
	case TERM_RET: run_ret(ctx, term, s); break;
	case TERM_NONE:
	case TERM_UNREACHABLE: break;
	}
}

// Runs `block` on `s` (which it takes over): the states at its successors go to
// `out`, those that leave the function to ctx->exits.
void block_run(Ctx *ctx, uint32_t block, State *s, Edges *out)
{
	const Block *b = &ctx->fn->blocks.v[block];
	ctx->block = block;
	States now = {0};
	VEC_PUSH(ctx->arena, &now, s);
	for (uint32_t i = b->first; i < b->first + b->n && now.n; i++) {
		States next = {0};
		if (now.n == 1 && ctx->fn->instrs.v[i].op != OP_CALL) {
			next.v = now.v; // the common case needs no new vector
			next.cap = now.cap;
		}
		for (uint32_t k = 0; k < now.n; k++)
			instr_apply(ctx, i, now.v[k], &next);
		if (next.n > MAX_BLOCK_STATES)
			merge_states(ctx, &next, false);
		if (next.n > CROWD)
			merge_states(ctx, &next, true);
		if (next.n > ctx->flow->options.max_states) { // many calls in a row, each with many ways out
			ctx->gave_up = "states";
			next.n = ctx->flow->options.max_states;
		}
		now = next;
	}
	for (uint32_t k = 0; k < now.n; k++)
		run_term(ctx, block, now.v[k], out);
}

// ---- the fixpoint ---------------------------------------------------------------------------------------

typedef struct Slot {
	State *state;
	uint32_t joins;
	bool dirty;
	bool first; // at the head of a loop that is surely entered: before its first turn
} Slot;

typedef VEC(Slot) Slots;

typedef struct Solver {
	Ctx *ctx;
	Slots *slots;     // by block
	uint32_t *order;  // block -> position in reverse postorder
	uint32_t *at;     // position -> block
	bool *is_head;    // block -> it is the head of a loop: states always merge there
	bool *crowded;    // block -> states that differ in distant threads merge there
	uint32_t n, first_dirty;
	bool gathers;     // threads that a loop starts are several from its second round on
} Solver;

// The slot that takes `s` in: an equal state, or past the number of states that may
// stay apart the one with the same property that differs least; none (slots->n) when it stays alone.
static uint32_t slot_for(const Ctx *ctx, const Slots *slots, const State *s, uint32_t apart, bool first)
{
	bool (*same)(const Ctx *, const State *, const State *) =
		!ctx->apart && slots->n >= MAX_WAITS ? state_same_but_waits : state_same_property;
	uint32_t nearest = slots->n, least = UINT32_MAX;
	for (uint32_t i = 0; i < slots->n && least; i++) {
		if (slots->v[i].first != first || !same(ctx, slots->v[i].state, s))
			continue;
		bool equal = state_equal(slots->v[i].state, s);
		if (slots->n < apart && !equal)
			continue;
		uint32_t distance = equal ? 0 : 1 + state_distance(ctx, slots->v[i].state, s);
		if (distance < least) {
			nearest = i;
			least = distance;
		}
	}
	return nearest;
}

static Widen widen_by(const Ctx *ctx, uint32_t joins)
{
	if (joins < WIDEN_AFTER)
		return WIDEN_NONE;
	return joins < (ctx->near ? WIDEN_ALL_AFTER : 2 * WIDEN_AFTER) ? WIDEN_RANGES : WIDEN_ALL;
}

static uint32_t crowd_slot(const Ctx *ctx, const Slots *slots, uint32_t n, State *s)
{
	uint32_t i = 0;
	state_find_distant(ctx, s);
	while (i < n && !state_same_nearby(ctx, slots->v[i].state, s))
		i++;
	return i;
}

// From now on states at the block that differ in distant threads alone are one.
static void crowd_gather(Ctx *ctx, Slots *slots)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < slots->n; i++) {
		uint32_t k = crowd_slot(ctx, slots, kept, slots->v[i].state);
		if (k < kept) {
			slots->v[k].dirty |= crowd_join(ctx, slots->v[k].state, slots->v[i].state, WIDEN_NONE);
			state_drop(ctx, slots->v[i].state);
		} else {
			slots->v[kept++] = slots->v[i];
		}
	}
	slots->n = kept;
}

// Joins `s` to the state of a slot; true when that has changed.
static bool slot_take(Ctx *ctx, Slot *slot, State *s, bool crowded, bool is_head)
{
	Widen widen = is_head || !ctx->may_spawn ? widen_by(ctx, slot->joins++) : WIDEN_NONE; // every way round has a head
	bool changed = crowded ? crowd_join(ctx, slot->state, s, widen) : state_join(ctx, slot->state, s, widen);
	slot->dirty |= changed;
	return changed;
}

// At the head of a loop that starts threads for the elements of an array the first of them is
// as good as several, where states are too many: the bounds of the segment tell how many there are.
static void threads_gather(Ctx *ctx, State *s, uint32_t head)
{
	for (uint32_t i = 0; i < ctx->loops.n; i++)
		for (uint32_t k = 0; ctx->loops.v[i].head == head && k < s->threads.n; k++) {
			ThreadState *thread = &s->threads.v[k];
			bool one =
				!thread->many && !thread->spent && !thread->waited && thread->segment.known && !thread->segment.loose;
			if (one && loop_has(ctx, &ctx->loops.v[i], spawned_of(ctx, thread->thread)->site))
				loans_gather(ctx, thread);
		}
}

// Whether the state comes from outside to the head of a loop that ends threads, whose test then surely leads into
// the loop. What the first turn has found out holds behind the loop as well, as long as nobody comes there without.
static bool is_first_turn(Solver *solver, uint32_t from, uint32_t block, const State *s)
{
	Ctx *ctx = solver->ctx;
	const Term *term = &ctx->fn->blocks.v[block].term;
	uint32_t i = 0;
	while (i < ctx->loops.n && ctx->loops.v[i].head != block)
		i++;
	if (ctx->apart < APART_SPAWNING || term->kind != TERM_IF || i == ctx->loops.n)
		return false;
	const Loop *loop = &ctx->loops.v[i];
	bool leaves = !bitset_has(&loop->body, term->then.i) || !bitset_has(&loop->body, term->other.i);
	if (!loop->ends || !leaves || bitset_has(&loop->body, from) ||
	    loop->passes_over) // which turn has started the first thread tells states apart as it is
		return false;
	Edges out = {0};
	bool inside = true;
	block_run(ctx, block, state_copy(ctx, s), &out);
	for (uint32_t k = 0; k < out.n; k++) {
		inside &= bitset_has(&loop->body, out.v[k].block);
		state_drop(ctx, out.v[k].state);
	}
	return inside && out.n > 0;
}

static void solver_add(Solver *solver, uint32_t from, uint32_t block, State *s)
{
	Ctx *ctx = solver->ctx;
	Slots *slots = &solver->slots[block];
	bool dirty = false, *crowded = &solver->crowded[block];
	if (solver->gathers && solver->is_head[block])
		threads_gather(ctx, s, block);
	bool first = solver->is_head[block] && is_first_turn(solver, from, block, s);
	uint32_t i = slot_for(ctx, slots, s, solver->is_head[block] ? 0 : ctx->apart, first);
	if (i == slots->n && i >= CROWD && !*crowded) {
		crowd_gather(ctx, slots);
		*crowded = dirty = true;
	}
	if (i >= slots->n && *crowded)
		i = crowd_slot(ctx, slots, slots->n, s);
	if (i < slots->n && state_equal(slots->v[i].state, s) && state_same_property(ctx, slots->v[i].state, s)) {
		if (s->steps && slots->v[i].state->steps && s->steps->length < slots->v[i].state->steps->length)
			slots->v[i].state->steps = s->steps;
		state_drop(ctx, s);
	} else if (i < slots->n) {
		dirty |= slot_take(ctx, &slots->v[i], s, *crowded, solver->is_head[block]);
		state_drop(ctx, s);
	} else if (slots->n < ctx->flow->options.max_states) {
		Slot slot = {.state = s, .dirty = true, .first = first};
		VEC_PUSH(ctx->arena, slots, slot);
		dirty = true;
	} else {
		ctx->gave_up = "states";
	}
	if (dirty && solver->order[block] < solver->first_dirty)
		solver->first_dirty = solver->order[block];
}

// Far from thread events a function is worth a few rounds over its blocks.
static uint32_t transfer_budget(const Ctx *ctx)
{
	uint32_t most = ctx->flow->options.max_transfers, far = 16 * ctx->fn->blocks.n + 100;
	return ctx->near || far > most ? most : far;
}

static void solver_run_block(Solver *solver, uint32_t block)
{
	Ctx *ctx = solver->ctx;
	Slots *slots = &solver->slots[block];
	for (uint32_t i = 0; i < slots->n; i++) {
		if (!slots->v[i].dirty)
			continue;
		slots->v[i].dirty = false;
		ctx->flow->stats.transfers++;
		if (ctx->transfers++ >= transfer_budget(ctx) || ctx->arena->used > MAX_SCRATCH) {
			ctx->gave_up = ctx->arena->used > MAX_SCRATCH ? "memory" : "transfers";
			ctx->transfers = ctx->flow->options.max_transfers + 1;
			return;
		}
		Edges out = {0};
		block_run(ctx, block, state_copy(ctx, slots->v[i].state), &out);
		for (uint32_t k = 0; k < out.n; k++)
			solver_add(solver, block, out.v[k].block, out.v[k].state);
	}
}

// Exits and touches are collected once more, from the final states.
static void solver_exits(Solver *solver)
{
	Ctx *ctx = solver->ctx;
	ctx->exits.n = ctx->exit_info.n = 0;
	ctx->collect = ctx->in_thread;
	for (uint32_t p = 0; p < solver->n; p++) {
		Slots *slots = &solver->slots[solver->at[p]];
		bool again = ctx->collect || bitset_has(&ctx->leaving, solver->at[p]);
		for (uint32_t i = 0; again && i < slots->n; i++) {
			Edges out = {0};
			block_run(ctx, solver->at[p], slots->v[i].state, &out);
		}
	}
}

static void solver_fixpoint(Solver *solver)
{
	Ctx *ctx = solver->ctx;
	while (solver->first_dirty < solver->n && ctx->transfers <= transfer_budget(ctx)) {
		uint32_t position = solver->first_dirty, block = solver->at[position];
		solver->first_dirty = position + 1;
		uint32_t exits = ctx->exits.n;
		solver_run_block(solver, block);
		if (ctx->exits.n > exits)
			bitset_add(&ctx->leaving, block);
		ctx->exits.n = ctx->exit_info.n = 0;
		if (solver->first_dirty <= position)
			continue;
		// a dirty slot further on is found by walking forward
		while (solver->first_dirty < solver->n) {
			Slots *slots = &solver->slots[solver->at[solver->first_dirty]];
			bool dirty = false;
			for (uint32_t i = 0; i < slots->n; i++)
				dirty |= slots->v[i].dirty;
			if (dirty)
				break;
			solver->first_dirty++;
		}
	}
}

// Forgets all states, for another run.
static void slots_clear(Solver *solver)
{
	for (uint32_t b = 0; b < solver->ctx->fn->blocks.n; b++) {
		for (uint32_t i = 0; i < solver->slots[b].n; i++)
			state_drop(solver->ctx, solver->slots[b].v[i].state);
		solver->slots[b].n = 0;
		solver->crowded[b] = false;
	}
}

// Some thread that a call may leave behind; NULL when it leaves none.
const SpawnEffect *summary_spawn(const Summary *summary)
{
	const Effect *effect = summary_effect(summary, EFFECT_BIT(EFFECT_SPAWN));
	return effect ? effect->spawn : NULL;
}

// Where threads start in loops, the calls that start and end threads tell which array
// elements matter.
static void find_segments(Ctx *ctx)
{
	ThreadCalls calls = {0};
	for (uint32_t i = 0; i < ctx->fn->instrs.n; i++) {
		const Instr *in = &ctx->fn->instrs.v[i];
		const Summary *summary = flow_callee(ctx->flow, in);
		const SpawnEffect *spawn = summary_spawn(summary);
		ThreadCall call = {.site = i, .ends = summary_ends(summary), .joins = summary_joins(summary)};
		call.payload = payload_argument(spawn);
		call.returns = spawn && spawn->handles.n && spawn->handles.v[0].root == AP_RET;
		if (spawn || call.ends)
			VEC_PUSH(ctx->arena, &calls, call);
	}
	segments_prepare(ctx, &calls);
}

static bool spawns_here(const Summary *callee)
{
	for (uint32_t i = 0; callee && i < callee->outcomes.n; i++)
		for (uint32_t k = 0; k < callee->outcomes.v[i].effects.n; k++) {
			const Effect *effect = &callee->outcomes.v[i].effects.v[k];
			if (effect->kind == EFFECT_SPAWN && !spawn_is_static(effect->spawn))
				return true;
		}
	return false;
}

// Whether the callee may start threads for some elements of an array, and tells for which.
static bool starts_several(const Summary *callee)
{
	for (uint32_t i = 0; callee && i < callee->outcomes.n; i++)
		for (uint32_t k = 0; k < callee->outcomes.v[i].effects.n; k++)
			if (callee->outcomes.v[i].effects.v[k].kind == EFFECT_SPAWN &&
			    callee->outcomes.v[i].effects.v[k].spawn->elements.told)
				return true;
	return false;
}

static bool waits_in_loop(const Ctx *ctx)
{
	for (uint32_t i = 0; i < ctx->loops.n; i++)
		if (ctx->loops.v[i].waits)
			return true;
	return false;
}

// Of the calls that end threads, but for those in loops.
static void find_bypasses(Ctx *ctx)
{
	const Fn *fn = ctx->fn;
	for (uint32_t b = 0; ctx->near && fn->blocks.n <= APART_BLOCKS && b < fn->blocks.n; b++) {
		bool ends = false;
		for (uint32_t i = fn->blocks.v[b].first; i < fn->blocks.v[b].first + fn->blocks.v[b].n && !ends; i++)
			ends = summary_effect(flow_callee(ctx->flow, &fn->instrs.v[i]), EFFECT_BIT(EFFECT_END));
		Bypasses found = ends ? shape_bypasses(fn, ctx->arena, b) : (Bypasses){0};
		for (uint32_t i = 0; i < found.n && ctx->bypasses.n < MAX_BYPASSES; i++)
			VEC_PUSH(ctx->arena, &ctx->bypasses, found.v[i]);
	}
}

// How far states stay apart: where threads start that may borrow from here, and in small
// functions, whose summaries then say which result goes with which effect.
static void find_spawns(Ctx *ctx)
{
	const Fn *fn = ctx->fn;
	bool here = false, several = false;
	for (uint32_t i = 0; i < fn->instrs.n && !here; i++) {
		const Instr *in = &fn->instrs.v[i];
		if (in->op != OP_CALL || in->a.kind != OPERAND_FN)
			continue;
		const Summary *callee = flow_summary(ctx->flow, in->a.str);
		ctx->may_spawn |= summary_spawn(callee) != NULL;
		several |= starts_several(callee);
		here = spawns_here(callee);
	}
	if (here && fn->blocks.n <= APART_BLOCKS)
		ctx->apart = APART_SPAWNING;
	else if (fn->blocks.n <= SMALL_BLOCKS && (ctx->near || !ctx->loops.n || waits_in_loop(ctx)))
		ctx->apart = APART_SMALL;
	if (ctx->may_spawn && (ctx->loops.n || several))
		find_segments(ctx);
	if (ctx->may_spawn)
		answers_find(ctx);
	find_bypasses(ctx);
}

// Shape of the function for both solvers: loops, and which variables are live.
void shape_prepare(Ctx *ctx, U32Vec *postorder)
{
	Shape shape = shape_of(ctx->fn, ctx->arena);
	find_loops(ctx, &shape);
	BitSet mute = calls_mute(ctx);
	ctx->live = liveness_of(ctx->fn, ctx->paths, &mute, ctx->arena);
	find_spawns(ctx);
	ctx->leaving = bitset_new(ctx->arena, ctx->fn->blocks.n);
	if (postorder)
		memcpy(postorder, &shape.postorder, sizeof *postorder);
}

void solve_fn(Ctx *ctx)
{
	U32Vec postorder = {0};
	if (too_dense(ctx)) {
		ctx->gave_up = "edges";
		return;
	}
	shape_prepare(ctx, &postorder);
	uint32_t n = ctx->fn->blocks.n;
	Solver solver = {.ctx = ctx, .n = postorder.n};
	solver.slots = ARENA_ARRAY(ctx->arena, Slots, n);
	solver.order = ARENA_ARRAY(ctx->arena, uint32_t, n);
	solver.at = ARENA_ARRAY(ctx->arena, uint32_t, n);
	for (uint32_t i = 0; i < postorder.n; i++) {
		solver.at[i] = postorder.v[postorder.n - 1 - i];
		solver.order[solver.at[i]] = i;
	}
	solver.is_head = ARENA_ARRAY(ctx->arena, bool, n);
	solver.crowded = ARENA_ARRAY(ctx->arena, bool, n);
	for (uint32_t i = 0; i < ctx->loops.n; i++)
		solver.is_head[ctx->loops.v[i].head] = true;
	ctx->quiet = true; // what a state meant is known when all are
	do { // again, when it turned out what a loop joins, or that there are too many states
		solver.gathers |= ctx->gave_up != NULL;
		ctx->gave_up = NULL;
		ctx->loops_grew = false;
		slots_clear(&solver);
		solver_add(&solver, 0, 0, ARENA_NEW(ctx->arena, State));
		solver.first_dirty = 0;
		solver_fixpoint(&solver);
	} while (ctx->gave_up ? ctx->has_segments && !solver.gathers && strcmp(ctx->gave_up, "states") == 0
	                      : ctx->loops_grew);
	ctx->quiet = false;
	solver_exits(&solver);
}
