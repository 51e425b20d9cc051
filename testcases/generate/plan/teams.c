// SPDX-License-Identifier: MIT
// teams: a create loop and a join loop in functions on the struct that owns the threads; a
// thread that waits to be let in before it uses what it borrows; a block whose last user frees it.
#include "plan/plan.h"

typedef struct Team {
	Fn *fn;
	int index, boxes, n, i;
} Team;

// A function on an array of boxes, of which the first counts the threads.
static bool team_function(Make *m, Team *team)
{
	team->fn = fn_new(m, &team->index);
	if (!team->fn)
		return false;
	team->boxes = fn_param(team->fn, TYPE_BOX_PTR);
	team->n = fn_param(team->fn, TYPE_INT);
	return true;
}

static Stmt *team_loop(Make *m, Team *team, Expr bound)
{
	Stmt *loop = add(m, &team->fn->body, STMT_FOR);
	team->i = var_new(team->fn, TYPE_INT, STORAGE_LOCAL);
	team->fn->vars[team->i].in_for = true;
	loop->to = place_of(team->i);
	loop->value = number(0);
	loop->cond = (Cond){.kind = COND_LESS, .place = loop->to, .than = bound};
	loop->number = 1;
	return loop;
}

static Place team_member(const Team *team, Field field) { return element_of(team->boxes, true, team->i, 0, field); }

// void start_all(box *, int n): each thread borrows its box; stops at the first that fails.
static int fn_start_all(Make *m, int entry)
{
	Team team;
	if (!team_function(m, &team))
		return NONE;
	Place count = pointee_of(team.boxes, FIELD_STATE);
	Stmt *loop = team_loop(m, &team, value_at(place_of(team.n)));
	add_set(m, &loop->body, team_member(&team, FIELD_N), value_at(place_of(team.i)));
	Stmt *start =
		add_spawn(m, &loop->body, team_member(&team, FIELD_THREAD), entry, address_of(team_member(&team, FIELD_SELF)));
	add(m, &start->other, one_in(&m->random, 4) ? STMT_EXIT : STMT_BREAK);
	add_set(m, &start->body, count, (Expr){.kind = EXPR_VALUE, .number = 1, .place = count});
	return team.index;
}

// void stop_all(box *, int n): up to the count, or to `n`, which is one too few now and then.
static int fn_stop_all(Make *m)
{
	Team team;
	if (!team_function(m, &team))
		return NONE;
	Expr bound = one_in(&m->random, 5) ? value_at(place_of(team.n)) : value_at(pointee_of(team.boxes, FIELD_STATE));
	if (one_in(&m->random, 8))
		bound.number = -1;
	Stmt *loop = team_loop(m, &team, bound);
	add_on(m, &loop->body, STMT_JOIN, team_member(&team, FIELD_THREAD));
	return team.index;
}

static Stmt *call_team(Make *m, StmtList *list, int callee, int boxes)
{
	Stmt *call = add(m, list, STMT_CALL);
	call->callee = (int8_t)callee;
	call->nargs = 2;
	call->args[0] = address_of(element_of(boxes, false, NONE, 0, FIELD_SELF));
	call->args[1] = count_plus(0);
	call->crew = m->plan->crews;
	return call;
}

bool story_team(Make *m, StmtList *before, StmtList *after)
{
	int entry = entry_on_box(m, false, false);
	int start = entry == NONE ? NONE : fn_start_all(m, entry), stop = start == NONE ? NONE : fn_stop_all(m);
	if (stop == NONE)
		return false;
	m->plan->crews++;
	int boxes = declare_in(m, before, TYPE_BOX, unset());
	m->plan->fns[0].vars[boxes].array = true;
	call_team(m, before, start, boxes);
	Stmt *call = call_team(m, after, stop, boxes);
	call->joins = true;
	call->gap = GAP_HERE; // what a function on many threads leaves behind (ui/loops/nested_and_phases.c)
	return true;
}

// A thread that reads only when it is let in; until then the spawner may write.
Stmt *story_gate(Make *m, StmtList *before, StmtList *after, Place *handle)
{
	Plan *plan = m->plan;
	if (plan->api == API_C11 || plan->nentries == MAX_ENTRIES)
		return NULL;
	int entry = plan->nentries++;
	plan->entries[entry] = (Entry){.payload = TYPE_BOX_PTR};
	entry_op(&plan->entries[entry], OP_AWAIT, 1, FIELD_SEM, FIELD_SELF);
	entry_op(&plan->entries[entry], OP_READ, 1, FIELD_N, FIELD_SELF);
	int box = declare_in(m, before, TYPE_BOX, number(1));
	add(m, before, STMT_INIT)->to = field_of(box, FIELD_SEM);
	*handle = place_of(handle_new(m, before));
	Stmt *start = add_spawn(m, before, *handle, entry, address_of(place_of(box)));
	if (has(m, FEATURE_write) && !one_in(&m->random, 3))
		add_set(m, after, field_of(box, FIELD_N), number(4));
	add_on(m, after, STMT_POST, field_of(box, FIELD_SEM));
	if (has(m, FEATURE_write) && one_in(&m->random, 4))
		add_set(m, after, field_of(box, FIELD_N), number(5));
	add_join(m, after, *handle);
	return start;
}

// A block with two users: whoever gives it up last frees it. Freed by the spawner in any case, it is
// taken from the thread.
bool story_count(Make *m, StmtList *before, StmtList *after)
{
	Plan *plan = m->plan;
	if (plan->nentries == MAX_ENTRIES)
		return false;
	int entry = plan->nentries++;
	plan->entries[entry] = (Entry){.payload = TYPE_BOX_PTR};
	entry_op(&plan->entries[entry], OP_READ, 1, FIELD_N, FIELD_SELF);
	entry_op(&plan->entries[entry], OP_UNREF, 1, FIELD_REFS, FIELD_SELF);
	int block = declare_in(m, before, TYPE_BOX_PTR, null_pointer());
	Stmt *alloc = add(m, before, STMT_ALLOC);
	alloc->to = place_of(block);
	add(m, &alloc->other, one_in(&m->random, 2) ? STMT_RETURN : STMT_EXIT);
	add_set(m, before, pointee_of(block, FIELD_N), number(1));
	add_set(m, before, pointee_of(block, FIELD_REFS), number(2));
	Place handle = place_of(handle_new(m, before));
	Stmt *start = add_spawn(m, before, handle, entry, value_at(place_of(block)));
	add(m, &start->other, STMT_EXIT);
	bool detached = has(m, FEATURE_detach) && one_in(&m->random, 2);
	if (detached)
		add_on(m, before, STMT_DETACH, handle);
	bool frees = has(m, FEATURE_heap) && one_in(&m->random, 4);
	add_on(m, after, frees ? STMT_FREE : STMT_UNREF, pointee_of(block, FIELD_SELF));
	if (!detached)
		add_join(m, after, handle);
	return true;
}
