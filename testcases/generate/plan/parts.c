// SPDX-License-Identifier: MIT
// parts: what shapes.c puts together. Places, expressions and statements; entries of
// threads; and the functions between the spawner and the thread API: start and join
// wrappers, packs with trampolines, functions on the struct that owns a thread.
#include "plan/plan.h"

#include <assert.h>

Place place_of(int var) { return (Place){.var = (int8_t)var, .index_var = NONE}; }

Place field_of(int var, Field field) { return (Place){.var = (int8_t)var, .index_var = NONE, .field = field}; }

Place pointee_of(int var, Field field)
{
	return (Place){.var = (int8_t)var, .deref = true, .index_var = NONE, .field = field};
}

Place element_of(int var, bool deref, int index_var, int index, Field field)
{
	return (Place){
		.var = (int8_t)var, .deref = deref, .index_var = (int8_t)index_var, .index = (int8_t)index, .field = field};
}

Expr number(int n) { return (Expr){.kind = EXPR_NUMBER, .number = (int8_t)n}; }
Expr count_plus(int n) { return (Expr){.kind = EXPR_COUNT, .number = (int8_t)n}; }
Expr value_at(Place place) { return (Expr){.kind = EXPR_VALUE, .place = place}; }
Expr address_of(Place place) { return (Expr){.kind = EXPR_ADDRESS, .place = place}; }
Expr null_pointer(void) { return (Expr){.kind = EXPR_NULL}; }
Cond cond_of(CondKind kind, Place place) { return (Cond){.kind = kind, .place = place}; }

// ---- statements ---------------------------------------------------------------------------

Stmt *plan_stmt(Plan *plan, StmtKind kind)
{
	Stmt *stmt = ARENA_NEW(plan->arena, Stmt);
	*stmt = (Stmt){.kind = kind, .result = NONE, .id = ++plan->nstmts};
	stmt->to.var = stmt->from.var = stmt->lock.var = NONE;
	return stmt;
}

void list_add(Plan *plan, StmtList *list, Stmt *stmt) { VEC_PUSH(plan->arena, list, stmt); }

Stmt *add(Make *m, StmtList *list, StmtKind kind)
{
	Stmt *stmt = plan_stmt(m->plan, kind);
	list_add(m->plan, list, stmt);
	return stmt;
}

Stmt *add_set(Make *m, StmtList *list, Place to, Expr value)
{
	Stmt *stmt = add(m, list, STMT_SET);
	stmt->to = to;
	stmt->value = value;
	return stmt;
}

Stmt *add_on(Make *m, StmtList *list, StmtKind kind, Place from)
{
	Stmt *stmt = add(m, list, kind);
	stmt->from = from;
	return stmt;
}

Stmt *add_if(Make *m, StmtList *list, Cond cond)
{
	Stmt *stmt = add(m, list, STMT_IF);
	stmt->cond = cond;
	return stmt;
}

int var_new(Fn *fn, Type type, Storage storage)
{
	assert(fn->nvars < MAX_VARS);
	fn->vars[fn->nvars] = (Var){.type = type, .storage = storage};
	return fn->nvars++;
}

// A variable of the function under test, declared in `list` or at the top of the function.
int declare_in(Make *m, StmtList *list, Type type, Expr value)
{
	int var = var_new(&m->plan->fns[0], type, STORAGE_LOCAL);
	Stmt *stmt = add(m, m->hoists && one_in(&m->random, 2) ? &m->top : list, STMT_DECLARE);
	stmt->var = (int8_t)var;
	stmt->value = value;
	return var;
}

int declare_at(Make *m, StmtList *list, Fn *fn, Type type, Expr value)
{
	int var = var_new(fn, type, STORAGE_LOCAL);
	Stmt *stmt = add(m, list, STMT_DECLARE);
	stmt->var = (int8_t)var;
	stmt->value = value;
	return var;
}

Expr unset(void) { return number(-1); }

// Labels stay where they are: nobody jumps into the copy.
static StmtList list_clone(Make *m, const StmtList *list)
{
	StmtList copy = {0};
	for (uint32_t i = 0; i < list->n; i++) {
		if (list->v[i]->kind == STMT_LABEL)
			continue;
		Stmt *stmt = plan_stmt(m->plan, list->v[i]->kind);
		uint32_t id = stmt->id;
		*stmt = *list->v[i];
		stmt->id = id;
		stmt->body = list_clone(m, &list->v[i]->body);
		stmt->other = list_clone(m, &list->v[i]->other);
		list_add(m->plan, &copy, stmt);
	}
	return copy;
}

void list_append(Make *m, StmtList *to, const StmtList *from)
{
	for (uint32_t i = 0; i < from->n; i++)
		list_add(m->plan, to, from->v[i]);
}

void list_append_copy(Make *m, StmtList *to, const StmtList *from)
{
	StmtList copy = list_clone(m, from);
	list_append(m, to, &copy);
}

bool has(const Make *m, Feature feature) { return m->plan->features >> feature & 1; }

// ---- entries ----------------------------------------------------------------------------------

static Entry *entry_new(Make *m, Type payload, int *index)
{
	if (m->plan->nentries == MAX_ENTRIES)
		return NULL;
	*index = m->plan->nentries++;
	Entry *entry = &m->plan->entries[*index];
	*entry = (Entry){.payload = payload};
	return entry;
}

void entry_op(Entry *entry, OpKind kind, uint8_t length, Field first, Field second)
{
	assert(entry->n < MAX_OPS);
	entry->ops[entry->n++] = (Op){.kind = kind, .length = length, .path = {first, second}};
}

int entry_on_int(Make *m)
{
	int index = 0;
	Entry *entry = entry_new(m, TYPE_INT_PTR, &index);
	if (!entry)
		return NONE;
	switch (pick(&m->random, 8)) {
	case 0: break; // ignores its argument
	case 1: entry_op(entry, OP_COMPARE, 0, FIELD_SELF, FIELD_SELF); break;
	case 2: entry_op(entry, OP_WRITE, 1, FIELD_SELF, FIELD_SELF); break;
	default: entry_op(entry, OP_READ, 1, FIELD_SELF, FIELD_SELF); break;
	}
	return index;
}

// What is there for an entry to use of a box.
int entry_on_box(Make *m, bool has_p, bool has_next)
{
	int index = 0;
	Entry *entry = entry_new(m, TYPE_BOX_PTR, &index);
	if (!entry)
		return NONE;
	for (uint32_t n = pick(&m->random, 3); n < 3 && entry->n < MAX_OPS - 2; n++)
		switch (pick(&m->random, 6)) {
		case 0: entry_op(entry, OP_READ, 1, FIELD_N, FIELD_SELF); break;
		case 1: entry_op(entry, OP_WRITE, 1, FIELD_N, FIELD_SELF); break;
		case 2: entry_op(entry, one_in(&m->random, 3) ? OP_WRITE : OP_READ, 1, FIELD_SPARE, FIELD_SELF); break;
		case 3:
		case 4:
			if (has_p)
				entry_op(entry, one_in(&m->random, 3) ? OP_WRITE : OP_READ, 2, FIELD_P, FIELD_SELF);
			break;
		case 5:
			if (has_next)
				entry_op(entry, OP_READ, 2, FIELD_NEXT, FIELD_N);
			break;
		}
	return index;
}

// Reads what the global pointer points to.
int entry_on_global(Make *m)
{
	int index = 0;
	Entry *entry = entry_new(m, TYPE_INT_PTR, &index);
	if (!entry)
		return NONE;
	entry_op(entry, OP_READ, 1, FIELD_SELF, FIELD_SELF);
	entry->ops[0].global = true;
	return index;
}

int entry_that_frees(Make *m)
{
	int index = 0;
	Entry *entry = entry_new(m, TYPE_BOX_PTR, &index);
	if (!entry)
		return NONE;
	if (!one_in(&m->random, 4))
		entry_op(entry, OP_READ, 1, FIELD_N, FIELD_SELF);
	entry_op(entry, OP_FREE, 1, FIELD_SELF, FIELD_SELF);
	return index;
}

int entry_that_locks(Make *m)
{
	int index = 0;
	Entry *entry = entry_new(m, TYPE_BOX_PTR, &index);
	if (!entry)
		return NONE;
	entry_op(entry, one_in(&m->random, 2) ? OP_WRITE : OP_READ, 1, FIELD_N, FIELD_SELF);
	entry->ops[0].locked = true;
	return index;
}

// Touches, signals, and (late) touches again.
int entry_that_signals(Make *m, Field sync, bool early, bool late, bool has_p)
{
	int index = 0;
	Entry *entry = entry_new(m, TYPE_BOX_PTR, &index);
	if (!entry)
		return NONE;
	if (early)
		entry_op(entry, one_in(&m->random, 4) ? OP_WRITE : OP_READ, 1, FIELD_N, FIELD_SELF);
	if (early && has_p && one_in(&m->random, 2))
		entry_op(entry, OP_READ, 2, FIELD_P, FIELD_SELF);
	entry_op(entry, OP_SIGNAL, 1, sync, FIELD_SELF);
	if (late && has_p && one_in(&m->random, 2))
		entry_op(entry, OP_READ, 2, FIELD_P, FIELD_SELF);
	else if (late)
		entry_op(entry, OP_READ, 1, one_in(&m->random, 2) ? FIELD_N : FIELD_SPARE, FIELD_SELF);
	return index;
}

static int entry_trampoline(Make *m, bool frees)
{
	for (int i = 0; i < m->plan->nentries; i++)
		if (m->plan->entries[i].n && m->plan->entries[i].ops[0].kind == OP_CALL &&
		    m->plan->entries[i].free_first == frees)
			return i;
	int index = 0;
	Entry *entry = entry_new(m, TYPE_BOX_PTR, &index);
	if (!entry)
		return NONE;
	entry->free_first = frees;
	entry_op(entry, OP_CALL, 1, FIELD_ARG, FIELD_SELF);
	return index;
}

// ---- functions between ----------------------------------------------------------------------------

Fn *fn_new(Make *m, int *index)
{
	if (m->plan->nfns == MAX_FNS)
		return NULL;
	*index = m->plan->nfns++;
	Fn *fn = &m->plan->fns[*index];
	*fn = (Fn){.elsewhere = one_in(&m->random, 3)};
	return fn;
}

int fn_param(Fn *fn, Type type)
{
	fn->nparams++;
	return var_new(fn, type, STORAGE_PARAM);
}

static void return_value(Make *m, Fn *fn, Expr value) { add(m, &fn->body, STMT_RETURN)->value = value; }

Stmt *add_spawn(Make *m, StmtList *list, Place handle, int entry, Expr payload)
{
	Stmt *stmt = add(m, list, STMT_SPAWN);
	stmt->to = handle;
	stmt->entry = (int8_t)entry;
	stmt->value = payload;
	return stmt;
}

// int start(handle *, void *, entry): passes everything on, in one step or two.
static int fn_start(Make *m, int below)
{
	int index = 0;
	Fn *fn = fn_new(m, &index);
	if (!fn)
		return NONE;
	int handle = fn_param(fn, TYPE_HANDLE_PTR), payload = fn_param(fn, TYPE_VOID_PTR);
	fn->takes_entry = fn->returns_int = true;
	int result = declare_at(m, &fn->body, fn, TYPE_INT, unset());
	if (below == NONE) {
		add_spawn(m, &fn->body, pointee_of(handle, FIELD_SELF), OWN_ENTRY, value_at(place_of(payload)))->result =
			(int8_t)result;
	} else {
		Stmt *call = add(m, &fn->body, STMT_CALL);
		call->callee = (int8_t)below;
		call->nargs = 2;
		call->args[0] = value_at(place_of(handle));
		call->args[1] = value_at(place_of(payload));
		call->entry = OWN_ENTRY;
		call->result = (int8_t)result;
	}
	return_value(m, fn, value_at(place_of(result)));
	return index;
}

// int start(handle *, void *, entry) with a pack {entry, argument} for a trampoline; on the
// stack of the wrapper it is the wrapper's own bug.
static int fn_start_pack(Make *m, bool on_stack)
{
	int index = 0, trampoline = entry_trampoline(m, !on_stack);
	Fn *fn = trampoline == NONE ? NULL : fn_new(m, &index);
	if (!fn)
		return NONE;
	int handle = fn_param(fn, TYPE_HANDLE_PTR), payload = fn_param(fn, TYPE_VOID_PTR);
	fn->takes_entry = fn->returns_int = true;
	int result = declare_at(m, &fn->body, fn, TYPE_INT, unset());
	int pack = declare_at(m, &fn->body, fn, on_stack ? TYPE_BOX : TYPE_BOX_PTR, unset());
	Place base = on_stack ? place_of(pack) : pointee_of(pack, FIELD_SELF);
	if (!on_stack) {
		Stmt *alloc = add(m, &fn->body, STMT_ALLOC);
		alloc->to = place_of(pack);
		add(m, &alloc->other, STMT_RETURN)->value = number(1);
	}
	base.field = FIELD_FN;
	add_set(m, &fn->body, base, (Expr){.kind = EXPR_ENTRY, .number = OWN_ENTRY});
	base.field = FIELD_ARG;
	add_set(m, &fn->body, base, value_at(place_of(payload)));
	Expr packed = on_stack ? address_of(place_of(pack)) : value_at(place_of(pack));
	Stmt *spawn = add_spawn(m, &fn->body, pointee_of(handle, FIELD_SELF), trampoline, packed);
	spawn->result = (int8_t)result;
	if (!on_stack)
		add_on(m, &spawn->other, STMT_FREE, pointee_of(pack, FIELD_SELF));
	return_value(m, fn, value_at(place_of(result)));
	return index;
}

// void run(void *, entry): starts and joins by itself.
static int fn_run(Make *m)
{
	int index = 0;
	Fn *fn = fn_new(m, &index);
	if (!fn)
		return NONE;
	int payload = fn_param(fn, TYPE_VOID_PTR), handle = declare_at(m, &fn->body, fn, TYPE_HANDLE, unset());
	fn->takes_entry = true;
	Stmt *spawn = add_spawn(m, &fn->body, place_of(handle), OWN_ENTRY, value_at(place_of(payload)));
	if (one_in(&m->random, 2))
		add(m, &spawn->other, STMT_EXIT);
	else
		add(m, &spawn->other, STMT_RETURN);
	add_on(m, &fn->body, STMT_JOIN, place_of(handle));
	return index;
}

// int start(box *owner): the thread's handle lies in what it gets.
static int fn_start_owner(Make *m, int entry)
{
	int index = 0;
	Fn *fn = fn_new(m, &index);
	if (!fn)
		return NONE;
	int owner = fn_param(fn, TYPE_BOX_PTR), result = declare_at(m, &fn->body, fn, TYPE_INT, unset());
	fn->returns_int = true;
	add_spawn(m, &fn->body, pointee_of(owner, FIELD_THREAD), entry, value_at(place_of(owner)))->result = (int8_t)result;
	return_value(m, fn, value_at(place_of(result)));
	return index;
}

// int start(handle *, box *, entry): the thread gets a copy on the heap.
static int fn_start_copy(Make *m)
{
	int index = 0;
	Fn *fn = fn_new(m, &index);
	if (!fn)
		return NONE;
	int handle = fn_param(fn, TYPE_HANDLE_PTR), given = fn_param(fn, TYPE_BOX_PTR);
	fn->takes_entry = fn->returns_int = true;
	int result = declare_at(m, &fn->body, fn, TYPE_INT, unset());
	int copy = declare_at(m, &fn->body, fn, TYPE_BOX_PTR, unset());
	Stmt *alloc = add(m, &fn->body, STMT_ALLOC);
	alloc->to = place_of(copy);
	add(m, &alloc->other, STMT_RETURN)->value = number(1);
	Stmt *assign = add_on(m, &fn->body, STMT_COPY, pointee_of(given, FIELD_SELF));
	assign->to = pointee_of(copy, FIELD_SELF);
	Stmt *spawn = add_spawn(m, &fn->body, pointee_of(handle, FIELD_SELF), OWN_ENTRY, value_at(place_of(copy)));
	spawn->result = (int8_t)result;
	add_on(m, &spawn->other, STMT_FREE, pointee_of(copy, FIELD_SELF));
	return_value(m, fn, value_at(place_of(result)));
	return index;
}

// void stop(handle), stop(handle *), stop(box *)
static int fn_stop(Make *m, Type type)
{
	int index = 0;
	Fn *fn = fn_new(m, &index);
	if (!fn)
		return NONE;
	int handle = fn_param(fn, type);
	add_on(m, &fn->body, STMT_JOIN,
	       type == TYPE_HANDLE ? place_of(handle)
	                           : pointee_of(handle, type == TYPE_BOX_PTR ? FIELD_THREAD : FIELD_SELF));
	return index;
}

// Each kind of wrapper is made once in a program.
static int start_function(Make *m, StartWay way)
{
	if (m->starts[way] != NONE)
		return m->starts[way];
	int made = NONE;
	switch (way) {
	case START_PLAIN: made = fn_start(m, NONE); break;
	case START_TWICE: {
		int below = start_function(m, START_PLAIN);
		made = below == NONE ? NONE : fn_start(m, below);
		break;
	}
	case START_PACK: made = fn_start_pack(m, false); break;
	case START_STACK_PACK: made = fn_start_pack(m, true); break;
	case START_COPY: made = fn_start_copy(m); break;
	case START_WAYS: break;
	}
	return m->starts[way] = made;
}

static StartWay pick_start(Make *m, bool box)
{
	static const StartWay ways[] = {START_PLAIN, START_PLAIN, START_PLAIN, START_TWICE,
	                                START_TWICE, START_PACK,  START_PACK,  START_PACK};
	uint32_t n = pick(&m->random, 16);
	if (n == 0)
		return START_STACK_PACK;
	return box && n < 3 ? START_COPY : ways[pick(&m->random, 8)];
}

static int stop_function(Make *m, uint32_t way)
{
	static const Type ways[] = {TYPE_HANDLE, TYPE_HANDLE_PTR, TYPE_BOX_PTR};
	if (m->stops[way] == NONE)
		m->stops[way] = fn_stop(m, ways[way]);
	return m->stops[way];
}

Stmt *add_start(Make *m, StmtList *list, Place handle, int entry, Expr payload, bool box)
{
	int callee = has(m, FEATURE_wrapper) && one_in(&m->random, 2) ? start_function(m, pick_start(m, box)) : NONE;
	if (callee == NONE)
		return add_spawn(m, list, handle, entry, payload);
	Stmt *call = add(m, list, STMT_CALL);
	call->callee = (int8_t)callee;
	call->nargs = 2;
	call->args[0] = address_of(handle);
	call->args[1] = payload;
	call->entry = (int8_t)entry;
	return call;
}

// The owner is a box that is lent, handle inside.
Stmt *add_start_owner(Make *m, StmtList *list, Expr owner, Place handle, int entry)
{
	int callee = has(m, FEATURE_wrapper) && one_in(&m->random, 2) ? fn_start_owner(m, entry) : NONE;
	if (callee == NONE)
		return add_spawn(m, list, handle, entry, owner);
	Stmt *call = add(m, list, STMT_CALL);
	call->callee = (int8_t)callee;
	call->nargs = 1;
	call->args[0] = owner;
	return call;
}

Stmt *add_run(Make *m, StmtList *list, int entry, Expr payload)
{
	int callee = fn_run(m);
	if (callee == NONE)
		return NULL;
	Stmt *call = add(m, list, STMT_CALL);
	call->callee = (int8_t)callee;
	call->nargs = 1;
	call->args[0] = payload;
	call->entry = (int8_t)entry;
	return call;
}

Stmt *add_join(Make *m, StmtList *list, Place handle)
{
	uint32_t way = pick(&m->random, handle.field == FIELD_THREAD ? 3 : 2);
	int callee = NONE;
	if (has(m, FEATURE_wrapper) && one_in(&m->random, 3))
		callee = stop_function(m, way);
	if (callee == NONE)
		return add_on(m, list, STMT_JOIN, handle);
	Stmt *call = add(m, list, STMT_CALL);
	Place owner = handle;
	owner.field = FIELD_SELF;
	call->callee = (int8_t)callee;
	call->nargs = 1;
	call->args[0] = way == 0 ? value_at(handle) : way == 1 ? address_of(handle) : address_of(owner);
	return call;
}
