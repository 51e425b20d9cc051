// SPDX-License-Identifier: MIT
// What a function does to its callers' threads: a sorted list in each state. In: one more deed, or
// another state's list. Out: whether two lists tell two ways apart, and the list of both.
#include "domain/sync/sync.h"

static int outer_order(const Outer *a, const Outer *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return a->handle.i == b->handle.i ? 0 : a->handle.i < b->handle.i ? -1 : 1;
}

bool outer_find(const State *s, const Outer *item, uint32_t *at)
{
	*at = 0;
	while (*at < s->outer.n && outer_order(&s->outer.v[*at], item) < 0)
		++*at;
	return *at < s->outer.n && outer_order(&s->outer.v[*at], item) == 0;
}

static bool outer_same(const Outer *a, const Outer *b)
{
	return outer_order(a, b) == 0 && a->wait == b->wait && a->again == b->again;
}

static uint32_t outer_next(const State *s, uint32_t i, bool vague)
{
	while (vague && i < s->outer.n && s->outer.v[i].kind == EFFECT_WAIT && s->outer.v[i].wait == WAIT_MAYBE)
		i++;
	return i;
}

bool outers_same(const State *a, const State *b, bool vague)
{
	uint32_t i = outer_next(a, 0, vague), k = outer_next(b, 0, vague);
	while (i < a->outer.n && k < b->outer.n && outer_same(&a->outer.v[i], &b->outer.v[k])) {
		i = outer_next(a, i + 1, vague);
		k = outer_next(b, k + 1, vague);
	}
	return i >= a->outer.n && k >= b->outer.n;
}

bool outers_equal(const State *a, const State *b)
{
	uint32_t i = 0;
	while (i < a->outer.n && i < b->outer.n && outer_same(&a->outer.v[i], &b->outer.v[i]) &&
	       elements_equal(a->outer.v[i].elements, b->outer.v[i].elements))
		i++;
	return i == a->outer.n && i == b->outer.n;
}

// Of one deed: which elements it was done to on one of two ways.
static bool outer_join(Outer *into, const Outer *from)
{
	Elements before = into->elements;
	into->elements = elements_join(before, from->elements);
	return !elements_equal(before, into->elements);
}

bool outers_join(Ctx *ctx, State *into, const State *from)
{
	bool changed = false;
	for (uint32_t i = 0; i < from->outer.n; i++) {
		uint32_t at;
		bool known = outer_find(into, &from->outer.v[i], &at);
		if (!known)
			VEC_INSERT(ctx->arena, &into->outer, at, from->outer.v[i]);
		changed |= !known || outer_join(&into->outer.v[at], &from->outer.v[i]);
	}
	return changed;
}
