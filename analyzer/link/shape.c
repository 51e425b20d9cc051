// SPDX-License-Identifier: MIT
// The shape of a function: from its blocks to their order and their natural loops (Aho,
// Sethi, Ullman: Compilers, 10.4). Two loops may have one head.
#include "link/link.h"

#define MAX_SHARED_EDGES 16 // back edges to one head that may belong to two loops
#define MAX_BYPASSES 4      // reasons for which one block is passed by

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

static void find_preds(Walk *walk)
{
	uint32_t n = walk->fn->blocks.n;
	walk->preds = ARENA_ARRAY(walk->arena, U32Vec, n);
	for (uint32_t b = 0; b < n; b++)
		for (uint32_t i = 0, to; walk->color[b] && (to = fn_successor(walk->fn, b, i)) != ID_NONE; i++)
			VEC_PUSH(walk->arena, &walk->preds[to], b);
}

static void find_loops(Walk *walk)
{
	find_preds(walk);
	BitSet heads = bitset_new(walk->arena, walk->fn->blocks.n);
	for (uint32_t i = 0; i < walk->back.n; i++) {
		uint32_t head = walk->back.v[i].next;
		if (!bitset_has(&heads, head))
			loops_add(walk, head);
		bitset_add(&heads, head);
	}
}

static Walk walk_of(const Fn *fn, Arena *arena)
{
	Walk walk = {.fn = fn, .arena = arena};
	walk.color = ARENA_ARRAY(arena, uint8_t, fn->blocks.n);
	walk_blocks(&walk);
	return walk;
}

Shape shape_of(const Fn *fn, Arena *arena)
{
	Walk walk = walk_of(fn, arena);
	if (walk.back.n)
		find_loops(&walk);
	return walk.shape;
}

// ---- ways past a block --------------------------------------------------------------------------

static void spread(const Walk *walk, BitSet *seen, U32Vec *work, uint32_t block)
{
	if (!bitset_has(seen, block))
		VEC_PUSH(walk->arena, work, block);
	bitset_add(seen, block);
}

// The blocks from which a way leads to `to`.
static BitSet blocks_before(const Walk *walk, uint32_t to)
{
	BitSet seen = bitset_new(walk->arena, walk->fn->blocks.n);
	U32Vec work = {0};
	for (uint32_t block = to;; block = work.v[--work.n]) {
		for (uint32_t i = 0; i < walk->preds[block].n; i++)
			spread(walk, &seen, &work, walk->preds[block].v[i]);
		if (!work.n)
			return seen;
	}
}

// How many blocks lie between `from` and `to`; UINT32_MAX when the function may be left there.
static uint32_t blocks_between(const Walk *walk, uint32_t from, uint32_t to)
{
	BitSet seen = bitset_new(walk->arena, walk->fn->blocks.n);
	U32Vec work = {0};
	bitset_add(&seen, to);
	spread(walk, &seen, &work, from);
	for (uint32_t n = 0; work.n; n++) {
		uint32_t block = work.v[--work.n];
		if (walk->fn->blocks.v[block].term.kind == TERM_RET)
			return UINT32_MAX;
		for (uint32_t i = 0, next; (next = fn_successor(walk->fn, block, i)) != ID_NONE; i++)
			spread(walk, &seen, &work, next);
		if (!work.n)
			return n;
	}
	return 0;
}

static Bypasses edges_past(const Walk *walk, uint32_t block)
{
	Bypasses edges = {0};
	BitSet before = blocks_before(walk, block);
	for (uint32_t b = 0; b < walk->fn->blocks.n && !bitset_has(&before, block); b++)
		for (uint32_t i = 0, to; bitset_has(&before, b) && (to = fn_successor(walk->fn, b, i)) != ID_NONE; i++) {
			if (to != block && !bitset_has(&before, to))
				VEC_PUSH(walk->arena, &edges, ((Bypass){b, to, false}));
		}
	return edges;
}

Bypasses shape_bypasses(const Fn *fn, Arena *arena, uint32_t block)
{
	Walk walk = walk_of(fn, arena);
	find_preds(&walk);
	Bypasses edges = edges_past(&walk, block);
	uint32_t nearest = UINT32_MAX, meet = 0, kept = 0;
	for (uint32_t i = 0; i < edges.n; i++) {
		uint32_t between =
			i && edges.v[i].to == edges.v[i - 1].to ? UINT32_MAX : blocks_between(&walk, block, edges.v[i].to);
		if (between < nearest)
			meet = edges.v[i].to;
		nearest = between < nearest ? between : nearest;
	}
	for (uint32_t i = 0; i < edges.n; i++) // all that come to the nearest block behind it
		if (nearest != UINT32_MAX && edges.v[i].to == meet)
			edges.v[kept++] = edges.v[i];
	edges.n = kept <= MAX_BYPASSES ? kept : 0;
	for (uint32_t i = 0; i < edges.n; i++)
		edges.v[i].alone = edges.n == 1;
	return edges;
}
