// SPDX-License-Identifier: MIT
// shapes: seed in, plan out. A story lends something to a thread (`before`) and waits for it
// (`after`); a context puts a story into a block, a branch or a loop; one or two stories and
// some damage make a program. Whether it is right is not known here: truth.c finds out.
#include "plan/plan.h"

typedef struct Story {
	StmtList before, after;
	Stmt *start; // the spawn or call; what happens when it fails is open
	Place handle;
	bool crowd;      // several threads signal one place
	bool owns_after; // `after` must not run unless the thread has started
} Story;

// ---- what is lent --------------------------------------------------------------------------

typedef struct Lent {
	Expr payload;
	int entry;
	bool box;
	bool locks; // the entry takes payload->lock
} Lent;

static int int_lent(Make *m, StmtList *list)
{
	int x = declare_in(m, list, TYPE_INT, number(1));
	if (has(m, FEATURE_write) && one_in(&m->random, 2))
		add_set(m, list, place_of(x), number(2));
	return x;
}

static Lent lend_int(Make *m, StmtList *list)
{
	int x = int_lent(m, list);
	return (Lent){address_of(place_of(x)), entry_on_int(m), false, false};
}

static Lent lend_through_pointer(Make *m, StmtList *list)
{
	int x = int_lent(m, list);
	int pointer = declare_in(m, list, TYPE_INT_PTR, null_pointer());
	add_set(m, list, place_of(pointer), address_of(place_of(x)));
	return (Lent){value_at(place_of(pointer)), entry_on_int(m), false, false};
}

static Lent lend_box(Make *m, StmtList *list)
{
	int box = declare_in(m, list, TYPE_BOX, number(2));
	if (has(m, FEATURE_write) && one_in(&m->random, 2))
		add_set(m, list, field_of(box, one_in(&m->random, 2) ? FIELD_SPARE : FIELD_N), number(3));
	return (Lent){address_of(place_of(box)), entry_on_box(m, false, false), true, false};
}

// A box with a lock, which the entry takes.
static Lent lend_locked(Make *m, StmtList *list)
{
	int box = declare_in(m, list, TYPE_BOX, number(2));
	add(m, list, STMT_INIT)->to = field_of(box, FIELD_LOCK);
	return (Lent){address_of(place_of(box)), entry_that_locks(m), true, true};
}

// A box whose pointer leads to a local; the box may be static, or a copy of the first.
static Lent lend_by_field(Make *m, StmtList *list)
{
	int x = int_lent(m, list);
	int box = declare_in(m, list, TYPE_BOX, number(0));
	if (one_in(&m->random, 4))
		m->plan->fns[0].vars[box].storage = STORAGE_STATIC;
	add_set(m, list, field_of(box, FIELD_P), address_of(place_of(x)));
	if (one_in(&m->random, 6))
		add_set(m, list, field_of(box, FIELD_P), null_pointer());
	int lent = box;
	if (one_in(&m->random, 3)) {
		lent = declare_in(m, list, TYPE_BOX, number(1));
		add_on(m, list, STMT_COPY, place_of(box))->to = place_of(lent);
	}
	return (Lent){address_of(place_of(lent)), entry_on_box(m, true, false), true, false};
}

static Lent lend_chain(Make *m, StmtList *list)
{
	int last = declare_in(m, list, TYPE_BOX, number(1));
	int box = declare_in(m, list, TYPE_BOX, number(0));
	add_set(m, list, field_of(box, FIELD_NEXT), address_of(place_of(last)));
	return (Lent){address_of(place_of(box)), entry_on_box(m, false, true), true, false};
}

static Lent lend_field(Make *m, StmtList *list)
{
	int box = declare_in(m, list, TYPE_BOX, number(1));
	return (Lent){address_of(field_of(box, one_in(&m->random, 2) ? FIELD_N : FIELD_SPARE)), entry_on_int(m), false,
	              false};
}

static Lent lend_element(Make *m, StmtList *list)
{
	bool boxes = one_in(&m->random, 2);
	int array = declare_in(m, list, boxes ? TYPE_BOX : TYPE_INT, unset());
	m->plan->fns[0].vars[array].array = true;
	Expr payload = address_of(element_of(array, false, NONE, (int)pick(&m->random, 2), FIELD_SELF));
	return (Lent){payload, boxes ? entry_on_box(m, false, false) : entry_on_int(m), boxes, false};
}

static Lent lend_param(Make *m)
{
	bool box = one_in(&m->random, 2);
	Fn *fn = &m->plan->fns[0];
	for (int i = 0; i < fn->nparams; i++)
		if (fn->vars[i].type == (box ? TYPE_BOX : TYPE_INT) && m->plan->flags[0] != i && m->plan->flags[1] != i &&
		    m->plan->flags[2] != i && m->plan->bound != i)
			return (Lent){address_of(place_of(i)), box ? entry_on_box(m, false, false) : entry_on_int(m), box, false};
	return (Lent){.entry = NONE};
}

static Lent lend_through_global(Make *m, StmtList *list)
{
	int x = int_lent(m, list);
	add_set(m, list, place_of(GLOBAL_POINTER), address_of(place_of(x)));
	return (Lent){null_pointer(), entry_on_global(m), false, false};
}

static Lent lend_memory(Make *m, StmtList *list)
{
	bool box = one_in(&m->random, 2);
	int pointer = declare_in(m, list, box ? TYPE_BOX_PTR : TYPE_INT_PTR, null_pointer());
	Stmt *alloc = add(m, list, STMT_ALLOC);
	alloc->to = place_of(pointer);
	alloc->how = one_in(&m->random, 2) ? MEMORY_ALLOCA : MEMORY_LITERAL;
	add_set(m, list, box ? pointee_of(pointer, FIELD_N) : pointee_of(pointer, FIELD_SELF), number(1));
	return (Lent){value_at(place_of(pointer)), box ? entry_on_box(m, false, false) : entry_on_int(m), box, false};
}

// A heap block that leads to a local; the block itself is leaked or freed at the end.
static Lent lend_heap_field(Make *m, StmtList *list, StmtList *after)
{
	int x = int_lent(m, list);
	int pointer = declare_in(m, list, TYPE_BOX_PTR, null_pointer());
	Stmt *alloc = add(m, list, STMT_ALLOC);
	alloc->to = place_of(pointer);
	add(m, &alloc->other, one_in(&m->random, 2) ? STMT_RETURN : STMT_EXIT);
	add_set(m, list, pointee_of(pointer, FIELD_P), address_of(place_of(x)));
	if (has(m, FEATURE_heap))
		add_on(m, after, STMT_FREE, pointee_of(pointer, FIELD_SELF));
	return (Lent){value_at(place_of(pointer)), entry_on_box(m, true, false), true, false};
}

static Lent lend_nothing(Make *m)
{
	int entry = entry_on_int(m);
	switch (pick(&m->random, 5)) {
	case 0: return (Lent){null_pointer(), entry, false, false};
	case 1: return (Lent){address_of(place_of(GLOBAL_INT)), entry, false, false};
	case 2: return (Lent){address_of(place_of(GLOBAL_BOX)), entry_on_box(m, false, false), true, false};
	default: break;
	}
	Expr payload = {.kind = one_in(&m->random, 2) ? EXPR_STRING : EXPR_CAST, .place = place_of(m->plan->flags[0])};
	if (payload.kind == EXPR_CAST && m->plan->flags[0] == NONE)
		payload = null_pointer();
	m->plan->entries[entry == NONE ? 0 : entry].n = 0; // no memory: a number, or read-only
	return (Lent){payload, entry, false, false};
}

static Lent lend(Make *m, StmtList *list, StmtList *after)
{
	if (has(m, FEATURE_lost) && !one_in(&m->random, 3))
		return lend_nothing(m);
	if (has(m, FEATURE_write) && one_in(&m->random, 5))
		return lend_locked(m, list);
	switch (pick(&m->random, 14)) {
	case 0:
	case 1: return lend_int(m, list);
	case 2:
	case 3: return lend_box(m, list);
	case 4:
	case 5: return lend_by_field(m, list);
	case 6: return lend_through_pointer(m, list);
	case 7: return lend_chain(m, list);
	case 8: return lend_field(m, list);
	case 9: return lend_element(m, list);
	case 10: return lend_param(m);
	case 11: return one_in(&m->random, 2) ? lend_through_global(m, list) : lend_memory(m, list);
	case 12: return lend_heap_field(m, list, after);
	default: return one_in(&m->random, 2) ? lend_nothing(m) : lend_int(m, list);
	}
}

// ---- stories: one thread -----------------------------------------------------------------------

int handle_new(Make *m, StmtList *list)
{
	return declare_in(m, list, TYPE_HANDLE, api_returns_handle[m->plan->api] ? null_pointer() : unset());
}

// The spawner writes to what it has lent, or has lent before.
static void write_lent(Make *m, StmtList *list, const Lent *lent)
{
	Place place = lent->payload.place;
	if (!has(m, FEATURE_write) || lent->payload.kind != EXPR_ADDRESS || place.var >= GLOBAL_POINTER ||
	    !one_in(&m->random, 3))
		return;
	if (lent->box)
		place.field = one_in(&m->random, 3) ? FIELD_SPARE : FIELD_N;
	Stmt *set = add_set(m, list, place, number(4));
	if (!lent->locks || one_in(&m->random, 4))
		return;
	set->lock = lent->payload.place;
	set->lock.field = FIELD_LOCK;
}

// One thread that borrows; its handle is a variable, or lies in what is lent.
static bool story_single(Make *m, Story *story)
{
	Lent lent = lend(m, &story->before, &story->after);
	StmtList frees = story->after;
	story->after = (StmtList){0};
	if (lent.entry == NONE)
		return false;
	if (lent.box && lent.payload.kind == EXPR_ADDRESS && lent.payload.place.var < GLOBAL_POINTER &&
	    one_in(&m->random, 4)) {
		story->handle = lent.payload.place;
		story->handle.field = FIELD_THREAD;
		story->start = add_start_owner(m, &story->before, lent.payload, story->handle, lent.entry);
	} else {
		story->handle = place_of(handle_new(m, &story->before));
		story->start = add_start(m, &story->before, story->handle, lent.entry, lent.payload, lent.box);
	}
	write_lent(m, one_in(&m->random, 2) ? &story->before : &story->after, &lent);
	add_join(m, &story->after, story->handle);
	write_lent(m, &story->after, &lent);
	list_append(m, &story->after, &frees);
	return true;
}

// A callee that starts and joins: nothing stays behind.
static bool story_run(Make *m, Story *story)
{
	Lent lent = lend(m, &story->before, &story->after);
	return lent.entry != NONE && add_run(m, &story->before, lent.entry, lent.payload);
}

// Two threads over one object.
static bool story_shared(Make *m, Story *story)
{
	Lent lent = lend(m, &story->before, &story->after);
	StmtList frees = story->after;
	story->after = (StmtList){0};
	if (lent.entry == NONE)
		return false;
	int first = handle_new(m, &story->before), second = handle_new(m, &story->before);
	if (one_in(&m->random, 6))
		second = first; // one handle variable for two threads
	Stmt *start = add_start(m, &story->before, place_of(first), lent.entry, lent.payload, lent.box);
	add(m, &start->other, one_in(&m->random, 2) ? STMT_RETURN : STMT_EXIT);
	story->handle = place_of(second);
	story->start = add_start(m, &story->before, story->handle, lent.entry, lent.payload, lent.box);
	bool swapped = one_in(&m->random, 2);
	add_join(m, &story->start->other, place_of(first));
	add(m, &story->start->other, STMT_RETURN);
	add_join(m, &story->after, place_of(swapped ? second : first));
	if (second != first)
		add_join(m, &story->after, place_of(swapped ? first : second));
	list_append(m, &story->after, &frees);
	story->start = NULL;
	return true;
}

// The same object, lent again after the first thread has ended.
static bool story_again(Make *m, Story *story)
{
	Lent lent = lend(m, &story->before, &story->after);
	StmtList frees = story->after;
	story->after = (StmtList){0};
	if (lent.entry == NONE)
		return false;
	story->handle = place_of(handle_new(m, &story->before));
	Stmt *first = add_start(m, &story->before, story->handle, lent.entry, lent.payload, lent.box);
	add(m, &first->other, one_in(&m->random, 2) ? STMT_RETURN : STMT_EXIT);
	add_join(m, &story->before, story->handle);
	story->start = add_start(m, &story->before, story->handle, lent.entry, lent.payload, lent.box);
	add_join(m, &story->after, story->handle);
	list_append(m, &story->after, &frees);
	return true;
}

// ---- stories: heap -----------------------------------------------------------------------------------

static bool story_heap(Make *m, Story *story)
{
	bool moves = has(m, FEATURE_move) && (!has(m, FEATURE_heap) || one_in(&m->random, 2));
	int entry = moves ? entry_that_frees(m) : entry_on_box(m, false, false);
	if (entry == NONE)
		return false;
	int block = declare_in(m, &story->before, TYPE_BOX_PTR, null_pointer());
	Stmt *alloc = add(m, &story->before, STMT_ALLOC);
	alloc->to = place_of(block);
	add(m, &alloc->other, one_in(&m->random, 2) ? STMT_RETURN : STMT_EXIT);
	add_set(m, &story->before, pointee_of(block, FIELD_N), number(1));
	Expr payload = value_at(place_of(block));
	if (!moves && one_in(&m->random, 4)) {
		int box = declare_in(m, &story->before, TYPE_BOX, number(0));
		add_set(m, &story->before, field_of(box, FIELD_NEXT), payload);
		payload = address_of(place_of(box));
		entry_op(&m->plan->entries[entry], OP_READ, 2, FIELD_NEXT, FIELD_N);
	}
	story->handle = place_of(handle_new(m, &story->before));
	Stmt *start = add_start(m, &story->before, story->handle, entry, payload, true);
	if (!one_in(&m->random, 5)) {
		add_on(m, &start->other, STMT_FREE, pointee_of(block, FIELD_SELF));
		add(m, &start->other, one_in(&m->random, 3) ? STMT_EXIT : STMT_RETURN);
	}
	if (has(m, FEATURE_detach) && moves && one_in(&m->random, 2))
		add_on(m, &story->after, STMT_DETACH, story->handle);
	else
		add_join(m, &story->after, story->handle);
	if (!moves || one_in(&m->random, 5))
		add_on(m, &story->after, STMT_FREE, pointee_of(block, FIELD_SELF));
	else if (one_in(&m->random, 3))
		add_on(m, &story->after, STMT_READ, pointee_of(block, FIELD_N));
	return true;
}

// ---- stories: handshakes ---------------------------------------------------------------------------------

static Field pick_sync(Make *m)
{
	if (m->plan->api == API_C11)
		return FIELD_LATCH;
	uint32_t n = pick(&m->random, 5);
	return n < 2 ? FIELD_SEM : n < 4 ? FIELD_LATCH : FIELD_GATE;
}

static Stmt *add_init(Make *m, StmtList *list, int box, Field sync, int threads)
{
	Stmt *init = add(m, list, STMT_INIT);
	init->to = field_of(box, sync);
	init->number = (int8_t)(threads + 1);
	return init;
}

static void add_wait(Make *m, StmtList *list, int box, Field sync, int threads)
{
	for (int i = 0; i < (sync == FIELD_SEM ? threads : 1); i++) {
		Stmt *wait = add_on(m, list, STMT_WAIT, field_of(box, sync));
		wait->number = (int8_t)threads;
		uint32_t how = sync == FIELD_GATE ? 9 : pick(&m->random, 10);
		wait->how = how == 0 ? WAIT_IGNORED : how <= 2 && sync != FIELD_LATCH ? WAIT_TESTED : WAIT_SURE;
		if (wait->how == WAIT_TESTED && one_in(&m->random, 2))
			add(m, &wait->other, one_in(&m->random, 2) ? STMT_EXIT : STMT_RETURN);
	}
}

static bool story_handshake(Make *m, Story *story)
{
	Field sync = pick_sync(m);
	bool has_p = one_in(&m->random, 3), late = one_in(&m->random, 4);
	int threads = one_in(&m->random, 4) ? 2 : 1;
	int entry = entry_that_signals(m, sync, !late || one_in(&m->random, 2), late, has_p);
	if (entry == NONE)
		return false;
	int box = declare_in(m, &story->before, TYPE_BOX, number(1));
	if (has_p) {
		int x = int_lent(m, &story->before);
		add_set(m, &story->before, field_of(box, FIELD_P), address_of(place_of(x)));
	}
	add_init(m, &story->before, box, sync, threads);
	bool other = sync == FIELD_SEM && one_in(&m->random, 6);
	if (other)
		add_init(m, &story->before, box, FIELD_OTHER, threads);
	if (threads > 1)
		m->plan->crews++;
	for (int i = 0; i < threads; i++) {
		story->handle = place_of(handle_new(m, &story->before));
		Stmt *start = add_start(m, &story->before, story->handle, entry, address_of(place_of(box)), false);
		start->crew = threads > 1 ? m->plan->crews : 0;
		story->crowd |= threads > 1;
		if (i == 0)
			add(m, &start->other, one_in(&m->random, 2) ? STMT_EXIT : STMT_RETURN);
		else
			add(m, &start->other, STMT_EXIT);
		if (has(m, FEATURE_detach) && !one_in(&m->random, 3))
			add_on(m, &story->before, STMT_DETACH, story->handle);
	}
	add_wait(m, &story->after, box, other ? FIELD_OTHER : sync, threads);
	if (one_in(&m->random, 3))
		add_on(m, &story->after, STMT_DESTROY, field_of(box, sync));
	return true;
}

// ---- what happens when a start fails ------------------------------------------------------------------------

static int label_out(Make *m)
{
	if (m->out == NONE)
		m->out = m->plan->labels++;
	return m->out;
}

static void add_leave(Make *m, StmtList *list)
{
	uint32_t n = pick(&m->random, 6);
	if (n < 2 || (n < 4 && !has(m, FEATURE_branch)))
		add(m, list, STMT_RETURN);
	else if (n < 4)
		add(m, list, STMT_GOTO)->label = (int8_t)label_out(m);
	else
		add(m, list, STMT_EXIT);
}

static void after_if(Make *m, Story *story, Cond cond)
{
	StmtList guarded = story->after;
	story->after = (StmtList){0};
	add_if(m, &story->after, cond)->body = guarded;
}

// Decides how the failing start is met; `unwind` is what outer stories have still to do.
static void handle_failure(Make *m, Story *story, const StmtList *unwind)
{
	Stmt *start = story->start;
	if (!start || (start->kind == STMT_CALL && !m->plan->fns[start->callee].returns_int))
		return;
	int flag;
	switch (pick(&m->random, has(m, FEATURE_branch) ? 9 : 4)) {
	case 0: break; // not looked at
	case 1:
	case 2:
	case 3:
		if (!one_in(&m->random, 4))
			list_append_copy(m, &start->other, unwind);
		add_leave(m, &start->other);
		break;
	case 4: // the result, tested later
	case 5:
		m->hoists = true;
		start->result = (int8_t)declare_in(m, &m->top, TYPE_INT, number(1));
		after_if(m, story, cond_of(COND_FALSE, place_of(start->result)));
		break;
	case 6: // a flag
		flag = declare_at(m, &m->top, &m->plan->fns[0], TYPE_INT, number(0));
		if (one_in(&m->random, 2)) {
			add_set(m, &start->body, place_of(flag), number(1));
		} else {
			add_leave(m, &start->other);
			add_set(m, &story->before, place_of(flag), number(1));
		}
		after_if(m, story, cond_of(COND_TRUE, place_of(flag)));
		break;
	case 7: // what follows is nested in the success
		list_append(m, &start->body, &story->after);
		story->after = (StmtList){0};
		break;
	case 8: // the handle is the flag
		if (api_returns_handle[m->plan->api])
			after_if(m, story, cond_of(COND_TRUE, story->handle));
		else
			add(m, &start->other, STMT_EXIT);
		break;
	}
}

// ---- contexts ---------------------------------------------------------------------------------------------------

static Cond pick_cond(Make *m)
{
	uint32_t n = pick(&m->random, 4);
	if (n == 3 || m->plan->flags[n] == NONE)
		return (Cond){.kind = COND_ASK};
	return cond_of(one_in(&m->random, 4) ? COND_FALSE : COND_TRUE, place_of(m->plan->flags[n]));
}

static void add_noise(Make *m, StmtList *list)
{
	if (one_in(&m->random, 3))
		add(m, list, STMT_WORK);
}

static Stmt *add_for(Make *m, StmtList *list, Expr bound)
{
	Fn *fn = &m->plan->fns[0];
	int i = var_new(fn, TYPE_INT, STORAGE_LOCAL);
	Stmt *loop = add(m, list, STMT_FOR);
	fn->vars[i].in_for = true;
	loop->to = place_of(i);
	loop->value = number(0);
	loop->cond = (Cond){.kind = COND_LESS, .place = place_of(i), .than = bound};
	loop->number = 1;
	return loop;
}

static Stmt *add_some_loop(Make *m, StmtList *list)
{
	if (one_in(&m->random, 2)) {
		Expr bound =
			m->plan->bound != NONE && one_in(&m->random, 2) ? value_at(place_of(m->plan->bound)) : count_plus(0);
		return add_for(m, list, bound);
	}
	Stmt *loop = add(m, list, one_in(&m->random, 3) ? STMT_DO : STMT_WHILE);
	loop->cond = (Cond){.kind = COND_ASK};
	return loop;
}

static void both(Make *m, StmtList *list, const Story *story)
{
	list_append(m, list, &story->before);
	add_noise(m, list);
	list_append(m, list, &story->after);
}

typedef enum Context {
	CONTEXT_PLAIN,
	CONTEXT_BLOCK,
	CONTEXT_IF,
	CONTEXT_LOOP,
	CONTEXT_BLOCK_BEFORE,
	CONTEXT_CORRELATED,
	CONTEXT_FLAG,
	CONTEXT_LOOP_BEFORE,
} Context;

static Context pick_context(Make *m)
{
	switch (pick(&m->random, 8)) {
	case 0: return has(m, FEATURE_block) ? CONTEXT_BLOCK : CONTEXT_PLAIN;
	case 1: return has(m, FEATURE_branch) ? CONTEXT_IF : CONTEXT_PLAIN;
	case 2: return has(m, FEATURE_iterate) ? CONTEXT_LOOP : CONTEXT_PLAIN;
	case 3: return has(m, FEATURE_block) ? CONTEXT_BLOCK_BEFORE : CONTEXT_PLAIN;
	case 4: return has(m, FEATURE_branch) ? CONTEXT_CORRELATED : CONTEXT_PLAIN;
	case 5: return has(m, FEATURE_branch) ? CONTEXT_FLAG : CONTEXT_PLAIN;
	case 6: return has(m, FEATURE_iterate) && one_in(&m->random, 3) ? CONTEXT_LOOP_BEFORE : CONTEXT_PLAIN;
	default: return CONTEXT_PLAIN;
	}
}

// Puts the story's two parts into blocks, branches or a loop. `crews`: how many there were before it.
static void put_in_context(Make *m, Story *story, Context context, uint8_t crews)
{
	StmtList before = story->before, after = story->after, outer = {0}, rest = {0};
	Cond cond = pick_cond(m);
	int flag;
	Stmt *inner;
	bool crew = crews != m->plan->crews;
	m->plan->nested |= crew && (context == CONTEXT_LOOP || context == CONTEXT_LOOP_BEFORE);
	switch (context) {
	case CONTEXT_PLAIN: return;
	case CONTEXT_BLOCK:
	case CONTEXT_IF:
	case CONTEXT_LOOP:
		inner = context == CONTEXT_BLOCK ? add(m, &outer, STMT_BLOCK)
		        : context == CONTEXT_IF  ? add_if(m, &outer, cond)
		                                 : add_some_loop(m, &outer);
		if (crew && context == CONTEXT_LOOP) {
			inner->gap = story->crowd ? GAP_HERE : GAP_TURN;
			inner->crew = m->plan->crews;
		}
		both(m, &inner->body, story);
		break;
	case CONTEXT_BLOCK_BEFORE:
		add(m, &outer, STMT_BLOCK)->body = before;
		rest = after;
		break;
	case CONTEXT_LOOP_BEFORE:
		inner = add_some_loop(m, &outer);
		inner->body = before;
		inner->gap = !crew ? GAP_NONE : story->crowd ? GAP_HERE : GAP_TURN;
		inner->crew = m->plan->crews;
		rest = after;
		break;
	case CONTEXT_CORRELATED:
		if (cond.kind == COND_ASK)
			return;
		add_if(m, &outer, cond)->body = before;
		add_if(m, &rest, cond)->body = after;
		break;
	case CONTEXT_FLAG:
		flag = declare_at(m, &m->top, &m->plan->fns[0], TYPE_INT, number(0));
		inner = add_if(m, &outer, cond);
		inner->body = before;
		add_set(m, &inner->body, place_of(flag), number(1));
		add_if(m, &rest, cond_of(COND_TRUE, place_of(flag)))->body = after;
		break;
	}
	story->before = outer;
	story->after = rest;
}

// ---- the program --------------------------------------------------------------------------------------------------

static bool tell(Make *m, Story *story)
{
	uint32_t special = pick(&m->random, 12);
	if (has(m, FEATURE_arrays) && special < 5)
		return special == 0 ? story_list(m, &story->before, &story->after)
		                    : story_array(m, &story->before, &story->after);
	if (has(m, FEATURE_handshake) && special >= 5 && special < 8)
		return story_handshake(m, story);
	if ((has(m, FEATURE_heap) || has(m, FEATURE_move)) && special >= 8 && special < 10)
		return story_heap(m, story);
	if (has(m, FEATURE_teams) && special == 10 && one_in(&m->random, 2))
		return story_team(m, &story->before, &story->after);
	if (has(m, FEATURE_gates) && special == 10)
		return (story->start = story_gate(m, &story->before, &story->after, &story->handle)) != NULL;
	if (has(m, FEATURE_counts) && special == 11 && one_in(&m->random, 2))
		return story_count(m, &story->before, &story->after);
	switch (pick(&m->random, 8)) {
	case 0: return has(m, FEATURE_wrapper) ? story_run(m, story) : story_single(m, story);
	case 1: return story_shared(m, story);
	case 2: return story_again(m, story);
	default: return story_single(m, story);
	}
}

static bool make_story(Make *m, Story *story, const StmtList *unwind)
{
	Context context = pick_context(m);
	uint8_t crews = m->plan->crews;
	*story = (Story){0};
	m->hoists = context != CONTEXT_PLAIN;
	if (!tell(m, story))
		return false;
	handle_failure(m, story, unwind);
	if (has(m, FEATURE_detach) && story->after.n && !story->after.v[0]->crew && one_in(&m->random, 12))
		story->after.v[0]->kind = story->after.v[0]->kind == STMT_JOIN ? STMT_DETACH : story->after.v[0]->kind;
	put_in_context(m, story, context, crews);
	return true;
}

// One after the other, or one within the other.
static bool compose(Make *m, StmtList *body)
{
	Story first, second;
	StmtList nothing = {0};
	bool two = one_in(&m->random, 3), nested = one_in(&m->random, 2);
	if (!make_story(m, &first, &nothing) || (two && !make_story(m, &second, nested ? &first.after : &nothing)))
		return false;
	add_noise(m, body);
	list_append(m, body, &first.before);
	add_noise(m, body);
	if (two && nested) {
		both(m, body, &second);
		list_append(m, body, &first.after);
	} else {
		list_append(m, body, &first.after);
		if (two)
			both(m, body, &second);
	}
	return true;
}

static void make_head(Make *m)
{
	Plan *plan = m->plan;
	Fn *fn = &plan->fns[0];
	plan->api = (Api)(one_in(&m->random, 2) ? API_PTHREAD : pick(&m->random, APIS));
	plan->count = plan->count_shown = (uint8_t)(2 + pick(&m->random, 2));
	if (one_in(&m->random, 4)) {
		plan->count = 3;
		plan->count_shown = 16;
	}
	fn->returns_int = plan->is_main || one_in(&m->random, 2);
	plan->bound = plan->flags[0] = plan->flags[1] = plan->flags[2] = NONE;
	if (plan->is_main)
		return;
	int nflags = 1 + (int)pick(&m->random, 3);
	for (int i = 0; i < nflags && has(m, FEATURE_branch); i++, fn->nparams++)
		plan->flags[i] = (int8_t)var_new(fn, TYPE_INT, STORAGE_PARAM);
	if (has(m, FEATURE_iterate) || has(m, FEATURE_arrays)) {
		plan->bound = (int8_t)var_new(fn, TYPE_INT, STORAGE_PARAM);
		fn->nparams++;
	}
	if (one_in(&m->random, 2)) {
		var_new(fn, one_in(&m->random, 2) ? TYPE_INT : TYPE_BOX, STORAGE_PARAM);
		fn->nparams++;
	}
}

static bool make_once(Plan *plan, Arena *arena, uint64_t state, uint32_t features, bool is_main)
{
	Make m = {.plan = plan, .random = {state}, .out = NONE};
	*plan = (Plan){
		.arena = arena, .features = features, .nfns = 1, .is_main = is_main, .strict = (features & WITH_GAPS) != 0};
	for (int i = 0; i < START_WAYS; i++)
		m.starts[i] = NONE;
	for (int i = 0; i < 3; i++)
		m.stops[i] = NONE;
	make_head(&m);
	StmtList body = {0};
	if (!compose(&m, &body))
		return false;
	Fn *fn = &plan->fns[0];
	list_append(&m, &fn->body, &m.top);
	list_append(&m, &fn->body, &body);
	if (m.out != NONE)
		add(&m, &fn->body, STMT_LABEL)->label = (int8_t)m.out;
	add_noise(&m, &fn->body);
	if (fn->returns_int)
		add(&m, &fn->body, STMT_RETURN)->value = number(0);
	for (uint32_t n = pick(&m.random, 4); n > 1; n--)
		plan_damage(plan, &m.random);
	return plan_in_scope(plan);
}

// Some codes need their group: without it a program that has them is not made.
static const char *code_out_of_bounds(const Truth *truth, uint32_t features)
{
	static const struct {
		Code code;
		Feature feature;
	} needs[] = {{CODE_E0505, FEATURE_heap}, {CODE_E0506, FEATURE_write}, {CODE_E0382, FEATURE_move}};
	for (uint32_t i = 0; i < truth->n; i++)
		for (size_t k = 0; k < ARRAY_LEN(needs); k++)
			if (truth->expected[i].code == needs[k].code && !(features >> needs[k].feature & 1))
				return "a finding of a group that is off";
	return truth->unclear;
}

bool plan_make(Plan *plan, Arena *arena, uint64_t seed, uint32_t features, Truth *truth)
{
	Random random = {seed};
	for (int attempt = 0; attempt < 60; attempt++) {
		uint64_t state = ((uint64_t)pick(&random, UINT32_MAX) << 32) | pick(&random, UINT32_MAX);
		if (!make_once(plan, arena, state, features, features >> FEATURE_leave & 1 && seed % 100 == 0))
			continue;
		*truth = truth_find(plan);
		truth->unclear = code_out_of_bounds(truth, features);
		plan->seed = seed;
		if (!truth->unclear)
			return true;
	}
	return false;
}
