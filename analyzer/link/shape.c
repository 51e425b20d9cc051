// SPDX-License-Identifier: MIT
// The shape of a function: from its blocks to their order and their natural loops (Aho,
// Sethi, Ullman: Compilers, 10.4). Two loops may have one head.
#include "link/link.h"

#define MAX_SHARED_EDGES 16 // back edges to one head that may belong to two loops

typedef struct Step { uint32_t block, next; } Step; // an edge, or a block and how many of its successors were followed

typedef struct Walk {
	const Fn *fn;
	Arena *arena;
	Shape shape;
	VEC(Step) back; // edges to a block on the stack
	uint8_t *color; // 0 new, 1 on the stack, 2 done
	U32Vec *preds;
} Walk;

// Depth-first from the entry, with an explicit stack.
static void walk_blocks(Walk *walk)
{
	VEC(Step) stack = {0};
	VEC_PUSH(walk->arena, &stack, ((Step){0, 0}));
	walk->color[0] = 1;
	while (stack.n) {
		Step *top = &stack.v[stack.n - 1];
		uint32_t to = fn_successor(walk->fn, top->block, top->next++);
		if (to == ID_NONE) {
			walk->color[top->block] = 2;
			VEC_PUSH(walk->arena, &walk->shape.postorder, top->block);
			stack.n--;
			continue;
		}
		if (walk->color[to] == 1)
			VEC_PUSH(walk->arena, &walk->back, ((Step){top->block, to}));
		if (walk->color[to])
			continue;
		walk->color[to] = 1;
		VEC_PUSH(walk->arena, &stack, ((Step){to, 0}));
	}
}

// ---- loops --------------------------------------------------------------------------------------

static void loop_grow(const Walk *walk, NaturalLoop *loop, U32Vec *work, uint32_t block)
{
	if (bitset_has(&loop->body, block))
		return;
	bitset_add(&loop->body, block);
	VEC_PUSH(walk->arena, work, block);
}

// What reaches the source of the back edge without passing the head.
static void loop_grow_from(const Walk *walk, NaturalLoop *loop, uint32_t source)
{
	U32Vec work = {0};
	loop_grow(walk, loop, &work, source);
	while (work.n) {
		uint32_t block = work.v[--work.n];
		for (uint32_t i = 0; i < walk->preds[block].n; i++)
			loop_grow(walk, loop, &work, walk->preds[block].v[i]);
	}
}

static NaturalLoop loop_at(const Walk *walk, uint32_t head)
{
	NaturalLoop loop = {.head = head, .body = bitset_new(walk->arena, walk->fn->blocks.n)};
	bitset_add(&loop.body, head);
	return loop;
}

// `for (;;) { while (a) ...; b }` has one head for both loops: the inner one is left where
// the test of the head goes on in the outer.
static void inner_add(Walk *walk, NaturalLoop outer, BlockId in, BlockId out)
{
	NaturalLoop inner = loop_at(walk, outer.head);
	for (uint32_t i = 0; i < walk->back.n; i++) {
		NaturalLoop one = loop_at(walk, outer.head);
		if (walk->back.v[i].next != outer.head)
			continue;
		loop_grow_from(walk, &one, walk->back.v[i].block);
		if (!bitset_has(&one.body, out.i))
			bitset_union(&inner.body, &one.body);
	}
	if (bitset_has(&inner.body, in.i) && bitset_has(&outer.body, out.i) && in.i != outer.head)
		VEC_PUSH(walk->arena, &walk->shape.loops, inner);
}

// The natural loop of a head, of all its back edges.
static void loops_add(Walk *walk, uint32_t head)
{
	NaturalLoop loop = loop_at(walk, head);
	const Term *term = &walk->fn->blocks.v[head].term;
	uint32_t edges = 0;
	for (uint32_t i = 0; i < walk->back.n; i++)
		if (walk->back.v[i].next == head) {
			loop_grow_from(walk, &loop, walk->back.v[i].block);
			edges++;
		}
	VEC_PUSH(walk->arena, &walk->shape.loops, loop);
	if (term->kind != TERM_IF || edges < 2 || edges > MAX_SHARED_EDGES)
		return;
	inner_add(walk, loop, term->then, term->other);
	inner_add(walk, loop, term->other, term->then);
}

static void find_loops(Walk *walk)
{
	uint32_t n = walk->fn->blocks.n;
	walk->preds = ARENA_ARRAY(walk->arena, U32Vec, n);
	for (uint32_t b = 0; b < n; b++)
		for (uint32_t i = 0, to; walk->color[b] && (to = fn_successor(walk->fn, b, i)) != ID_NONE; i++)
			VEC_PUSH(walk->arena, &walk->preds[to], b);
	BitSet heads = bitset_new(walk->arena, n);
	for (uint32_t i = 0; i < walk->back.n; i++) {
		uint32_t head = walk->back.v[i].next;
		if (!bitset_has(&heads, head))
			loops_add(walk, head);
		bitset_add(&heads, head);
	}
}

Shape shape_of(const Fn *fn, Arena *arena)
{
	Walk walk = {.fn = fn, .arena = arena};
	walk.color = ARENA_ARRAY(arena, uint8_t, fn->blocks.n);
	walk_blocks(&walk);
	if (walk.back.n)
		find_loops(&walk);
	return walk.shape;
}
