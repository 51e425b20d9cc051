// SPDX-License-Identifier: MIT
// arrays: stories of many threads. A create loop fills an array (of handles, of structs that
// hold them, on the stack or on the heap) or a list; how a failing create is met and what the
// join loop covers are drawn apart, so that many pairs match and some do not.
#include "plan/plan.h"

typedef enum Lends { LENDS_ELEMENT, LENDS_OWNER, LENDS_SHARED, LENDS_COUNTER, LENDS_BODY, LENDS_NUMBER } Lends;
typedef enum Fails {
	FAILS_UNCHECKED,
	FAILS_EXIT,
	FAILS_CREATED, // a counter of threads; the loop stops
	FAILS_SKIPS,   // the same, the loop goes on and the array is filled without holes
	FAILS_LOWERS,  // the bound becomes the failing index
	FAILS_STATE,   // each result is kept beside its handle
	FAILS_UNWINDS, // joins those before, from the last to the first, and returns
	FAILS_RETURNS, // forgets those before
	FAILS_LABEL,   // a counter of threads; goes to the label behind which they are joined
	FAILS_WAYS,
} Fails;

typedef struct Crew {
	Make *m;
	StmtList *before, *after;
	Lends lends;
	Fails fails;
	int handles;       // array or pointer
	bool in_box, heap; // handles are fields of boxes; the array is on the heap
	int things;        // what is lent: an array, or one object
	bool boxes;
	int entry;
	int index;              // of the create loop
	int created, bound_var; // NONE: not used
	Expr bound;
	int skip; // both loops skip this element; NONE
	int label;
} Crew;

static Place handle_place(const Crew *c, int index_var, int index)
{
	return element_of(c->handles, c->heap, index_var, index, c->in_box ? FIELD_THREAD : FIELD_SELF);
}

static int array_new(Crew *c, Type type)
{
	int array = declare_in(c->m, c->before, type, unset());
	c->m->plan->fns[0].vars[array].array = true;
	return array;
}

static void make_handles(Crew *c)
{
	Make *m = c->m;
	c->in_box = c->lends == LENDS_OWNER || c->fails == FAILS_STATE || one_in(&m->random, 4);
	c->heap = one_in(&m->random, 4);
	if (!c->heap) {
		c->handles = array_new(c, c->in_box ? TYPE_BOX : TYPE_HANDLE);
		return;
	}
	c->handles = declare_in(m, c->before, c->in_box ? TYPE_BOX_PTR : TYPE_HANDLE_PTR, null_pointer());
	Stmt *alloc = add(m, c->before, STMT_ALLOC);
	alloc->to = place_of(c->handles);
	alloc->array = true;
	add(m, &alloc->other, one_in(&m->random, 2) ? STMT_RETURN : STMT_EXIT);
}

static bool make_things(Crew *c)
{
	Make *m = c->m;
	c->boxes =
		c->lends == LENDS_OWNER || (c->lends != LENDS_COUNTER && c->lends != LENDS_NUMBER && one_in(&m->random, 2));
	c->entry = c->boxes ? entry_on_box(m, false, false) : entry_on_int(m);
	if (c->entry == NONE)
		return false;
	if (c->lends == LENDS_ELEMENT)
		c->things = array_new(c, c->boxes ? TYPE_BOX : TYPE_INT);
	else if (c->lends == LENDS_SHARED)
		c->things = declare_in(m, c->before, c->boxes ? TYPE_BOX : TYPE_INT, number(1));
	else if (c->lends == LENDS_NUMBER)
		m->plan->entries[c->entry].n = 0;
	return true;
}

static Stmt *loop_up(Crew *c, StmtList *list, int from, Expr bound, int *index)
{
	Fn *fn = &c->m->plan->fns[0];
	Stmt *loop = add(c->m, list, STMT_FOR);
	if (*index == NONE) {
		*index = var_new(fn, TYPE_INT, STORAGE_LOCAL);
		fn->vars[*index].in_for = true;
	}
	loop->to = place_of(*index);
	loop->value = number(from);
	loop->cond = (Cond){.kind = COND_LESS, .place = loop->to, .than = bound};
	loop->number = 1;
	return loop;
}

static void add_skip(Crew *c, StmtList *list, int index)
{
	Cond is = {.kind = COND_IS, .place = place_of(index), .than = number(c->skip)};
	if (c->skip != NONE)
		add(c->m, &add_if(c->m, list, is)->body, STMT_CONTINUE);
}

static Expr lent_payload(Crew *c, StmtList *body)
{
	Make *m = c->m;
	switch (c->lends) {
	case LENDS_ELEMENT:
	case LENDS_OWNER: {
		bool owner = c->lends == LENDS_OWNER;
		Place place = element_of(owner ? c->handles : c->things, owner && c->heap, c->index, 0, FIELD_SELF);
		Place field = place;
		field.field = c->boxes ? FIELD_N : FIELD_SELF;
		add_set(m, body, field, value_at(place_of(c->index)));
		return address_of(place);
	}
	case LENDS_SHARED: return address_of(place_of(c->things));
	case LENDS_COUNTER: return address_of(place_of(c->index));
	case LENDS_BODY:
		return address_of(place_of(
			declare_at(m, body, &m->plan->fns[0], c->boxes ? TYPE_BOX : TYPE_INT, value_at(place_of(c->index)))));
	case LENDS_NUMBER: break;
	}
	return (Expr){.kind = EXPR_CAST, .place = place_of(c->index)};
}

// What joins the crew's threads, or some of them: where it asks each for its state, or passes
// over elements, the solver does not always know which are left.
static Stmt *joins_crew(Crew *c, Stmt *joins)
{
	joins->crew = c->m->plan->crews;
	joins->unnamed = c->heap;
	joins->joins = true;
	joins->gap = c->fails == FAILS_STATE || c->fails == FAILS_UNWINDS || c->skip != NONE ? GAP_HERE : GAP_NONE;
	return joins;
}

static void unwind(Crew *c, StmtList *list)
{
	Make *m = c->m;
	Fn *fn = &m->plan->fns[0];
	int index = declare_at(m, list, fn, TYPE_INT, value_at(place_of(c->index)));
	Stmt *down = joins_crew(c, add(m, list, STMT_COUNTDOWN));
	down->how = (uint8_t)pick(&m->random, 3);
	down->to = place_of(index);
	add_join(m, &down->body, handle_place(c, index, 0));
	add(m, list, STMT_RETURN);
}

// What follows a create in the body of its loop.
static void add_failure(Crew *c, Stmt *start)
{
	Make *m = c->m;
	switch (c->fails) {
	case FAILS_UNCHECKED: break;
	case FAILS_EXIT: add(m, &start->other, STMT_EXIT); break;
	case FAILS_CREATED:
		add(m, &start->other, STMT_BREAK);
		add_set(m, &start->body, place_of(c->created),
		        (Expr){.kind = EXPR_VALUE, .number = 1, .place = place_of(c->created)});
		break;
	case FAILS_SKIPS:
		add_set(m, &start->body, place_of(c->created),
		        (Expr){.kind = EXPR_VALUE, .number = 1, .place = place_of(c->created)});
		break;
	case FAILS_LOWERS:
		add_set(m, &start->other, place_of(c->bound_var), value_at(place_of(c->index)));
		add(m, &start->other, STMT_BREAK);
		break;
	case FAILS_STATE: {
		Place state = handle_place(c, c->index, 0);
		state.field = FIELD_STATE;
		add_set(m, &start->body, state, number(1));
		break;
	}
	case FAILS_UNWINDS: unwind(c, &start->other); break;
	case FAILS_LABEL:
		add(m, &start->other, STMT_GOTO)->label = (int8_t)c->label;
		add_set(m, &start->body, place_of(c->created),
		        (Expr){.kind = EXPR_VALUE, .number = 1, .place = place_of(c->created)});
		break;
	case FAILS_RETURNS: add(m, &start->other, STMT_RETURN); break;
	case FAILS_WAYS: break;
	}
}

static void add_create_loop(Crew *c)
{
	Make *m = c->m;
	c->index = NONE;
	if (one_in(&m->random, 3))
		c->index = declare_at(m, &m->top, &m->plan->fns[0], TYPE_INT, unset());
	Stmt *loop = loop_up(c, c->before, 0, c->bound, &c->index);
	add_skip(c, &loop->body, c->index);
	Expr payload = lent_payload(c, &loop->body);
	Place handle = handle_place(c, c->fails == FAILS_SKIPS ? c->created : c->index, 0);
	Stmt *start = add_start(m, &loop->body, handle, c->entry, payload, c->boxes);
	start->crew = m->plan->crews;
	m->plan->unwound |= c->fails == FAILS_UNWINDS ? 1u << m->plan->crews : 0;
	add_failure(c, start);
}

static void join_element(Crew *c, StmtList *list, int index_var, int index)
{
	Place handle = handle_place(c, index_var, index), state = handle;
	state.field = FIELD_STATE;
	if (c->fails == FAILS_STATE && !one_in(&c->m->random, 12))
		list = &joins_crew(c, add_if(c->m, list, cond_of(COND_TRUE, state)))->body;
	joins_crew(c, add_join(c->m, list, handle));
}

static void join_down(Crew *c, Expr bound)
{
	Make *m = c->m;
	int index = NONE;
	Stmt *loop = joins_crew(c, loop_up(c, c->after, 0, bound, &index));
	loop->value = bound;
	loop->value.number = (int8_t)(bound.number - 1);
	loop->cond = (Cond){.kind = COND_MORE_THAN, .place = loop->to, .than = number(-1)};
	loop->number = -1;
	add_skip(c, &loop->body, index);
	join_element(c, &loop->body, index, 0);
	(void)m;
}

// The bound as a variable that is counted down to nothing.
static void join_countdown(Crew *c, Expr bound)
{
	Make *m = c->m;
	int left = bound.kind == EXPR_VALUE && bound.place.var == c->created
	               ? c->created
	               : declare_at(m, c->after, &m->plan->fns[0], TYPE_INT, bound);
	if (left != c->created && has(m, FEATURE_teams))
		m->plan->fns[0].vars[left].is_unsigned = one_in(&m->random, 2);
	Stmt *loop = joins_crew(c, add(m, c->after, STMT_COUNTDOWN));
	loop->how = (uint8_t)pick(&m->random, 3);
	loop->to = place_of(left);
	add_skip(c, &loop->body, left);
	join_element(c, &loop->body, left, 0);
}

static void add_join_loop(Crew *c)
{
	Make *m = c->m;
	Expr bound = c->created != NONE ? value_at(place_of(c->created)) : c->bound;
	int from = 0, index = one_in(&m->random, 3) ? c->index : NONE;
	if (index != NONE && m->plan->fns[0].vars[index].in_for)
		index = NONE;
	switch (pick(&m->random, 14)) {
	case 0: from = 1; break;
	case 1: bound.number--; break;
	case 2:
		join_element(c, c->after, NONE, 0); // the first alone
		return;
	case 3: return; // none
	case 4:
	case 5: join_down(c, bound); return;
	case 6: join_countdown(c, bound); return;
	default: break;
	}
	Stmt *loop = joins_crew(c, loop_up(c, c->after, from, bound, &index));
	add_skip(c, &loop->body, index);
	join_element(c, &loop->body, index, 0);
	if (has(m, FEATURE_branch) && one_in(&m->random, 14))
		add(m, &add_if(m, &loop->body, (Cond){.kind = COND_ASK})->body, STMT_BREAK);
}

bool story_array(Make *m, StmtList *before, StmtList *after)
{
	static const Lends lends[] = {LENDS_ELEMENT, LENDS_ELEMENT, LENDS_ELEMENT, LENDS_OWNER, LENDS_OWNER,
	                              LENDS_SHARED,  LENDS_SHARED,  LENDS_COUNTER, LENDS_BODY,  LENDS_NUMBER};
	Crew c = {.m = m, .before = before, .after = after, .created = NONE, .bound_var = NONE, .skip = NONE};
	m->plan->crews++;
	c.lends = lends[pick(&m->random, ARRAY_LEN(lends))];
	c.fails = (Fails)pick(&m->random, has(m, FEATURE_teams) && has(m, FEATURE_branch) ? FAILS_WAYS : FAILS_LABEL);
	bool counts = c.fails == FAILS_CREATED || c.fails == FAILS_SKIPS || c.fails == FAILS_LABEL;
	c.bound = m->plan->bound != NONE && one_in(&m->random, 2) ? value_at(place_of(m->plan->bound)) : count_plus(0);
	// With a bound that is lowered the bound may be anything between, here (ui/loops/gaps.c).
	if (one_in(&m->random, 8) && !counts && c.fails != FAILS_LOWERS)
		c.skip = 1;
	make_handles(&c);
	if (!make_things(&c))
		return false;
	if (counts)
		c.created = declare_in(m, before, TYPE_INT, number(0));
	if (c.fails == FAILS_LOWERS) {
		c.bound_var = declare_in(m, before, TYPE_INT, c.bound);
		if (c.bound.kind == EXPR_VALUE && one_in(&m->random, 2))
			c.bound_var = m->plan->bound; // the parameter itself
		c.bound = value_at(place_of(c.bound_var));
	}
	if (c.fails == FAILS_LABEL)
		c.label = m->plan->labels++;
	add_create_loop(&c);
	if (c.fails == FAILS_LABEL)
		add(m, after, STMT_LABEL)->label = (int8_t)c.label;
	add_join_loop(&c);
	if (c.heap && has(m, FEATURE_heap))
		add_on(m, after, STMT_FREE, pointee_of(c.handles, FIELD_SELF));
	return true;
}

// A list of blocks, each with its thread: made in one loop, walked, joined and freed in another.
bool story_list(Make *m, StmtList *before, StmtList *after)
{
	Fn *fn = &m->plan->fns[0];
	int entry = entry_on_box(m, true, false);
	if (entry == NONE)
		return false;
	int x = declare_in(m, before, TYPE_INT, number(1));
	int head = declare_at(m, &m->top, fn, TYPE_BOX_PTR, null_pointer());
	Crew c = {.m = m};
	m->plan->crews++;
	int index = NONE;
	Stmt *loop = loop_up(&c, before, 0, count_plus(0), &index);
	int block = declare_at(m, &loop->body, fn, TYPE_BOX_PTR, null_pointer());
	Stmt *alloc = add(m, &loop->body, STMT_ALLOC);
	alloc->to = place_of(block);
	add(m, &alloc->other, one_in(&m->random, 2) ? STMT_BREAK : STMT_EXIT);
	add_set(m, &loop->body, pointee_of(block, FIELD_P), address_of(place_of(x)));
	add_set(m, &loop->body, pointee_of(block, FIELD_NEXT), value_at(place_of(head)));
	Stmt *start = add_start(m, &loop->body, pointee_of(block, FIELD_THREAD), entry, value_at(place_of(block)), true);
	start->crew = m->plan->crews;
	if (has(m, FEATURE_heap))
		add_on(m, &start->other, STMT_FREE, pointee_of(block, FIELD_SELF));
	add(m, &start->other, one_in(&m->random, 4) ? STMT_CONTINUE : STMT_BREAK);
	add_set(m, &loop->body, place_of(head), value_at(place_of(block)));
	Stmt *walk = add(m, after, STMT_WHILE);
	walk->cond = cond_of(COND_TRUE, place_of(head));
	walk->crew = m->plan->crews;
	walk->gap = GAP_HERE;
	walk->joins = true;
	int next = declare_at(m, &walk->body, fn, TYPE_BOX_PTR, value_at(pointee_of(head, FIELD_NEXT)));
	add_join(m, &walk->body, pointee_of(head, FIELD_THREAD));
	if (has(m, FEATURE_heap))
		add_on(m, &walk->body, STMT_FREE, pointee_of(head, FIELD_SELF));
	add_set(m, &walk->body, place_of(head), value_at(place_of(next)));
	return true;
}
