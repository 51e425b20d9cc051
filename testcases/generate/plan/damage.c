// SPDX-License-Identifier: MIT
// damage: a plan in, a plan with one small change out, as a tired programmer makes it: a
// statement left out, moved, put under a condition; an early way out; a wait taken for another.
// The reducer takes statements out the same way.
#include "plan/plan.h"

// ---- every statement of the function under test, with the list it stands in -------------------

typedef struct Spot {
	StmtList *list;
	uint32_t index;
	bool in_loop;
	StmtKind parent;
} Spot;

typedef struct Spots {
	Arena *arena;
	VEC(Spot) all;
} Spots;

static void collect(Spots *spots, StmtList *list, bool in_loop)
{
	for (uint32_t i = 0; i < list->n; i++) {
		Stmt *stmt = list->v[i];
		bool loop =
			stmt->kind == STMT_FOR || stmt->kind == STMT_WHILE || stmt->kind == STMT_DO || stmt->kind == STMT_COUNTDOWN;
		VEC_PUSH(spots->arena, &spots->all, ((Spot){list, i, in_loop, stmt->kind}));
		collect(spots, &stmt->body, in_loop || loop);
		collect(spots, &stmt->other, in_loop || loop);
	}
}

static void insert(Plan *plan, StmtList *list, uint32_t at, Stmt *stmt)
{
	list_add(plan, list, stmt);
	for (uint32_t i = list->n - 1; i > at; i--)
		list->v[i] = list->v[i - 1];
	list->v[at] = stmt;
}

static void take_out(StmtList *list, uint32_t at)
{
	for (uint32_t i = at; i + 1 < list->n; i++)
		list->v[i] = list->v[i + 1];
	list->n--;
}

static bool allowed(const Plan *plan, Feature feature) { return plan->features >> feature & 1; }

// ---- the changes ----------------------------------------------------------------------------------

static Cond some_condition(Plan *plan, Random *random)
{
	int flag = plan->flags[pick(random, 3)];
	if (flag == NONE)
		return (Cond){.kind = COND_ASK};
	return (Cond){.kind = one_in(random, 2) ? COND_TRUE : COND_FALSE,
	              .place = {.var = (int8_t)flag, .index_var = NONE}};
}

static void leave_early(Plan *plan, Random *random, Spot spot)
{
	static const StmtKind ways[] = {STMT_RETURN, STMT_RETURN, STMT_RETURN, STMT_EXIT, STMT_BREAK, STMT_CONTINUE};
	StmtKind way = ways[pick(random, spot.in_loop ? 6 : 4)];
	// `if (started[i]) exit(1);`: that nobody was started is not seen (ui/loops/gaps.c).
	if (spot.list->v[spot.index]->joins && spot.list->v[spot.index]->gap == GAP_HERE)
		return;
	Stmt *test = plan_stmt(plan, STMT_IF);
	test->cond = some_condition(plan, random);
	list_add(plan, &test->body, plan_stmt(plan, way));
	insert(plan, spot.list, spot.index, test);
}

static void guard(Plan *plan, Random *random, Spot spot)
{
	Stmt *stmt = spot.list->v[spot.index];
	if (stmt->kind == STMT_DECLARE || stmt->kind == STMT_LABEL)
		return;
	Stmt *test = plan_stmt(plan, STMT_IF);
	test->cond = some_condition(plan, random);
	spot.list->v[spot.index] = test;
	list_add(plan, &test->body, stmt);
}

static void enclose(Plan *plan, Random *random, Spot spot)
{
	Stmt *block = plan_stmt(plan, STMT_BLOCK);
	uint32_t n = 1 + pick(random, spot.list->n - spot.index);
	for (uint32_t i = 0; i < n; i++)
		list_add(plan, &block->body, spot.list->v[spot.index + i]);
	for (uint32_t i = 1; i < n; i++)
		take_out(spot.list, spot.index + 1);
	spot.list->v[spot.index] = block;
}

static void swap(Spot spot)
{
	if (spot.index + 1 == spot.list->n)
		return;
	Stmt *stmt = spot.list->v[spot.index];
	spot.list->v[spot.index] = spot.list->v[spot.index + 1];
	spot.list->v[spot.index + 1] = stmt;
}

// A write to an int or a box that is in scope somewhere; often what a thread reads.
static void write_something(Plan *plan, Random *random, Spot spot)
{
	Fn *fn = &plan->fns[0];
	if (!fn->nvars)
		return;
	int var = (int)pick(random, fn->nvars);
	Type type = fn->vars[var].type;
	if ((type != TYPE_INT && type != TYPE_BOX) || fn->vars[var].array || fn->vars[var].in_for || var == plan->bound)
		return; // a counter would make turns that the bound of the runs does not have
	Stmt *set = plan_stmt(plan, STMT_SET);
	set->to = (Place){.var = (int8_t)var, .index_var = NONE};
	if (type == TYPE_BOX)
		set->to.field = one_in(random, 3) ? FIELD_SPARE : FIELD_N;
	set->value = (Expr){.kind = EXPR_NUMBER, .number = 7};
	insert(plan, spot.list, spot.index, set);
}

static void detach_for_join(Spot spot)
{
	Stmt *stmt = spot.list->v[spot.index];
	if (stmt->kind == STMT_JOIN && !stmt->crew) // which of many are detached is not followed (ui/loops/gaps.c)
		stmt->kind = STMT_DETACH;
}

// The lines that matter most are hit more often than the rest.
static Spot pick_spot(Random *random, const Spots *spots)
{
	Spot spot = spots->all.v[pick(random, spots->all.n)];
	for (int i = 0; i < 2; i++) {
		StmtKind kind = spot.parent;
		if (kind == STMT_JOIN || kind == STMT_SPAWN || kind == STMT_CALL || kind == STMT_WAIT || kind == STMT_FREE)
			break;
		spot = spots->all.v[pick(random, spots->all.n)];
	}
	return spot;
}

void plan_damage(Plan *plan, Random *random)
{
	Spots spots = {.arena = plan->arena};
	collect(&spots, &plan->fns[0].body, false);
	if (!spots.all.n)
		return;
	Spot spot = pick_spot(random, &spots);
	switch (pick(random, 12)) {
	case 0:
	case 1:
	case 2: take_out(spot.list, spot.index); break;
	case 3:
	case 4: swap(spot); break;
	case 5:
	case 6:
	case 7:
		if (allowed(plan, FEATURE_branch))
			leave_early(plan, random, spot);
		break;
	case 8:
		if (allowed(plan, FEATURE_branch))
			guard(plan, random, spot);
		break;
	case 9:
		if (allowed(plan, FEATURE_block))
			enclose(plan, random, spot);
		break;
	case 10:
		if (allowed(plan, FEATURE_write))
			write_something(plan, random, spot);
		break;
	case 11:
		if (allowed(plan, FEATURE_detach))
			detach_for_join(spot);
		break;
	}
}

// ---- scopes --------------------------------------------------------------------------------------------

typedef struct Scopes {
	const Plan *plan;
	const Fn *fn;
	bool visible[MAX_VARS];
	uint64_t labels; // that a goto may reach
	uint32_t loops;
	bool ok;
} Scopes;

static void check_place(Scopes *s, Place place)
{
	if (place.var != NONE && place.var < GLOBAL_POINTER)
		s->ok &= s->visible[place.var];
	if (place.index_var != NONE)
		s->ok &= s->visible[place.index_var];
}

static void check_expr(Scopes *s, const Expr *expr)
{
	if (expr->kind == EXPR_VALUE || expr->kind == EXPR_ADDRESS || expr->kind == EXPR_CAST)
		check_place(s, expr->place);
}

static void check_list(Scopes *s, const StmtList *list);

static void check_cond(Scopes *s, const Stmt *stmt)
{
	if (stmt->cond.kind == COND_ASK)
		return;
	check_place(s, stmt->cond.place);
	check_expr(s, &stmt->cond.than);
}

static void check_stmt(Scopes *s, const Stmt *stmt)
{
	bool loop =
		stmt->kind == STMT_FOR || stmt->kind == STMT_WHILE || stmt->kind == STMT_DO || stmt->kind == STMT_COUNTDOWN;
	bool has_value = stmt->kind == STMT_DECLARE || stmt->kind == STMT_SET || stmt->kind == STMT_SPAWN ||
	                 stmt->kind == STMT_FOR || (stmt->kind == STMT_RETURN && s->fn->returns_int);
	if (has_value)
		check_expr(s, &stmt->value);
	if (stmt->kind == STMT_FOR && s->fn->vars[stmt->to.var].in_for)
		s->visible[stmt->to.var] = true;
	if (stmt->to.var != NONE)
		check_place(s, stmt->to);
	if (stmt->from.var != NONE)
		check_place(s, stmt->from);
	if (stmt->lock.var != NONE)
		check_place(s, stmt->lock);
	if (stmt->result != NONE)
		s->ok &= s->visible[stmt->result];
	for (int i = 0; i < stmt->nargs; i++)
		check_expr(s, &stmt->args[i]);
	if (stmt->kind == STMT_IF || stmt->kind == STMT_FOR || stmt->kind == STMT_WHILE || stmt->kind == STMT_DO)
		check_cond(s, stmt);
	if (stmt->kind == STMT_GOTO)
		s->ok &= s->labels >> stmt->label & 1;
	if (stmt->kind == STMT_BREAK || stmt->kind == STMT_CONTINUE)
		s->ok &= s->loops > 0;
	s->loops += loop;
	check_list(s, &stmt->body);
	check_list(s, &stmt->other);
	s->loops -= loop;
	if (stmt->kind == STMT_FOR && s->fn->vars[stmt->to.var].in_for)
		s->visible[stmt->to.var] = false;
	if (stmt->kind == STMT_DECLARE)
		s->visible[stmt->var] = true;
}

static void check_list(Scopes *s, const StmtList *list)
{
	uint64_t outer = s->labels;
	for (uint32_t i = 0; i < list->n; i++)
		if (list->v[i]->kind == STMT_LABEL)
			s->labels |= UINT64_C(1) << list->v[i]->label;
	for (uint32_t i = 0; i < list->n; i++) {
		if (list->v[i]->kind == STMT_LABEL)
			s->labels &= ~(UINT64_C(1) << list->v[i]->label); // forward only
		check_stmt(s, list->v[i]);
	}
	for (uint32_t i = 0; i < list->n; i++)
		if (list->v[i]->kind == STMT_DECLARE)
			s->visible[list->v[i]->var] = false;
	s->labels = outer;
}

bool plan_in_scope(const Plan *plan)
{
	Scopes s = {.plan = plan, .ok = true};
	for (int f = 0; f < plan->nfns; f++) {
		s.fn = &plan->fns[f];
		memset(s.visible, 0, sizeof s.visible);
		for (int i = 0; i < s.fn->nparams; i++)
			s.visible[i] = true;
		check_list(&s, &s.fn->body);
	}
	return s.ok;
}

static uint32_t called_in(const Plan *plan, const StmtList *list, uint32_t called)
{
	for (uint32_t i = 0; i < list->n; i++) {
		const Stmt *stmt = list->v[i];
		if (stmt->kind == STMT_CALL && !(called >> stmt->callee & 1))
			called = called_in(plan, &plan->fns[stmt->callee].body, called | 1u << stmt->callee);
		called = called_in(plan, &stmt->body, called);
		called = called_in(plan, &stmt->other, called);
	}
	return called;
}

uint32_t plan_called(const Plan *plan) { return called_in(plan, &plan->fns[0].body, 1); }

// ---- reducing ---------------------------------------------------------------------------------------------

static bool drop_in(Plan *plan, StmtList *list, uint32_t id, bool keep_body)
{
	for (uint32_t i = 0; i < list->n; i++) {
		Stmt *stmt = list->v[i];
		if (stmt->id != id) {
			if (drop_in(plan, &stmt->body, id, keep_body) || drop_in(plan, &stmt->other, id, keep_body))
				return true;
			continue;
		}
		take_out(list, i);
		for (uint32_t k = stmt->body.n; keep_body && k-- > 0;)
			insert(plan, list, i, stmt->body.v[k]);
		return true;
	}
	return false;
}

bool plan_drop(Plan *plan, uint32_t id, bool keep_body)
{
	for (int f = 0; f < plan->nfns; f++)
		if (drop_in(plan, &plan->fns[f].body, id, keep_body))
			return true;
	return false;
}
