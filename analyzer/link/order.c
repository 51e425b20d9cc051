// SPDX-License-Identifier: MIT
// In: a program with unique symbols. Out: its functions, callees first. Any mention
// of a function counts as a call: an entry must be known where it is spawned.
#include "link/order.h"

typedef struct Node {
	uint32_t index, low; // Tarjan's numbers; index 0 = not visited
	uint32_t group;      // 1 + its number in Program.sccs
	bool on_stack, self;
	U32Vec callees;      // indices into ir->fns
} Node;

typedef struct Frame { uint32_t fn, next; } Frame;

typedef struct Tarjan {
	Program *p;
	Node *nodes;
	U32Vec stack;
	VEC(Frame) frames;
	uint32_t counter;
} Tarjan;

static void add_callee(Tarjan *t, uint32_t fn, StrId name)
{
	uint32_t callee = map_get(&t->p->fn_by_name, name.i);
	if (callee == MAP_NONE)
		return;
	t->nodes[fn].self |= callee == fn;
	VEC_PUSH(t->p->arena, &t->nodes[fn].callees, callee);
}

static void add_operand(Tarjan *t, uint32_t fn, Operand operand)
{
	if (operand.kind == OPERAND_FN)
		add_callee(t, fn, operand.str);
}

// A function that reads a constant table may call what stands in it.
static void add_table(Tarjan *t, uint32_t fn, const Var *var)
{
	const Global *global = var->kind == VAR_GLOBAL ? program_global(t->p, var->name) : NULL;
	if (!global || !global->constant)
		return;
	for (uint32_t i = 0; i < global->inits.n; i++)
		add_operand(t, fn, global->inits.v[i].value);
}

static void collect_callees(Tarjan *t, uint32_t index)
{
	const Fn *fn = t->p->ir->fns.v[index];
	for (uint32_t i = 0; i < fn->instrs.n; i++) {
		add_operand(t, index, fn->instrs.v[i].a);
		add_operand(t, index, fn->instrs.v[i].b);
	}
	for (uint32_t i = 0; i < fn->operands.n; i++)
		add_operand(t, index, fn->operands.v[i]);
	for (uint32_t i = 0; i < fn->vars.n; i++)
		add_table(t, index, &fn->vars.v[i]);
}

static void enter(Tarjan *t, uint32_t fn)
{
	Node *node = &t->nodes[fn];
	node->index = node->low = ++t->counter;
	node->on_stack = true;
	VEC_PUSH(t->p->arena, &t->stack, fn);
	Frame frame = {fn, 0};
	VEC_PUSH(t->p->arena, &t->frames, frame);
	collect_callees(t, fn);
}

static void add_callers(Tarjan *t, const Scc *scc, uint32_t group)
{
	for (uint32_t i = scc->first; i < scc->first + scc->n; i++) {
		uint32_t fn = t->p->order.v[i];
		for (uint32_t k = 0; k < t->nodes[fn].callees.n; k++) {
			uint32_t callee = t->nodes[fn].callees.v[k];
			U32Vec *callers = &t->p->callers[callee];
			if (t->nodes[callee].group == group && !(callers->n && callers->v[callers->n - 1] == fn))
				VEC_PUSH(t->p->arena, callers, fn);
		}
	}
}

static void pop_scc(Tarjan *t, uint32_t root)
{
	Scc scc = {.first = t->p->order.n};
	uint32_t fn;
	do {
		fn = t->stack.v[--t->stack.n];
		t->nodes[fn].on_stack = false;
		t->nodes[fn].group = t->p->sccs.n + 1;
		VEC_PUSH(t->p->arena, &t->p->order, fn);
	} while (fn != root);
	scc.n = t->p->order.n - scc.first;
	scc.cyclic = scc.n > 1 || t->nodes[root].self;
	if (scc.cyclic)
		add_callers(t, &scc, t->p->sccs.n + 1);
	VEC_PUSH(t->p->arena, &t->p->sccs, scc);
}

static void lower_to(Node *node, uint32_t low)
{
	if (low < node->low)
		node->low = low;
}

static void visit(Tarjan *t, uint32_t start)
{
	enter(t, start);
	while (t->frames.n) {
		Frame *frame = &t->frames.v[t->frames.n - 1];
		Node *node = &t->nodes[frame->fn];
		if (frame->next < node->callees.n) {
			Node *callee = &t->nodes[node->callees.v[frame->next]];
			uint32_t fn = node->callees.v[frame->next++];
			if (!callee->index)
				enter(t, fn);
			else if (callee->on_stack)
				lower_to(node, callee->index);
			continue;
		}
		uint32_t done = frame->fn;
		t->frames.n--;
		if (node->low == node->index)
			pop_scc(t, done);
		if (t->frames.n)
			lower_to(&t->nodes[t->frames.v[t->frames.n - 1].fn], node->low);
	}
}

void order_functions(Program *program)
{
	uint32_t n = program->ir->fns.n;
	program->callers = ARENA_ARRAY(program->arena, U32Vec, n + 1);
	Tarjan tarjan = {.p = program, .nodes = ARENA_ARRAY(program->arena, Node, n)};
	for (uint32_t i = 0; i < n; i++) {
		const Fn *fn = program->ir->fns.v[i];
		bool canonical = map_get(&program->fn_by_name, fn->name.i) == i;
		if (fn->blocks.n && !(fn->flags & FN_INIT) && canonical && !tarjan.nodes[i].index)
			visit(&tarjan, i);
	}
}
