// SPDX-License-Identifier: MIT
// Zones (Miné, "A New Numerical Abstract Domain Based on Difference-Bound Matrices", PADO
// 2001): how far numbers of a state lie apart. A pointer into an array counts as the index
// of its element, so does a handle that was read from one. What cells say by themselves
// (constants, ranges) is taken in when a number is first named, and again in questions.
#include "domain/domain.h"

#define MOST_FINITE (1 << 28) // differences beyond are not followed

// ---- differences -----------------------------------------------------------------------------------

static int32_t bound_of(int64_t n) { return n > MOST_FINITE ? ZONE_ANY : n < -MOST_FINITE ? -MOST_FINITE : (int32_t)n; }

static int32_t bound_add(int32_t a, int32_t b)
{
	return a == ZONE_ANY || b == ZONE_ANY ? ZONE_ANY : bound_of((int64_t)a + b);
}

static uint32_t node_find(const Zone *z, Ref place)
{
	uint32_t at = 0;
	while (at < z->n && ref_compare(z->node[at], place) != 0)
		at++;
	return at;
}

// Every difference is the shortest way between its two numbers.
static void zone_close(Zone *z)
{
	if (z->closed)
		return;
	for (uint32_t via = 0; via < z->n; via++)
		for (uint32_t x = 0; x < z->n; x++)
			for (uint32_t y = 0; y < z->n; y++) {
				int32_t sum = bound_add(z->most[x][via], z->most[via][y]);
				if (sum < z->most[x][y])
					z->most[x][y] = sum;
			}
	z->closed = true;
}

// x - y <= most, and what follows from it in a closed zone.
static void bound_learn(Zone *z, uint32_t x, uint32_t y, int32_t most)
{
	if (most >= z->most[x][y])
		return;
	for (uint32_t i = 0; i < z->n; i++)
		for (uint32_t k = 0; k < z->n; k++) {
			int32_t sum = bound_add(bound_add(z->most[i][x], most), z->most[y][k]);
			if (sum < z->most[i][k])
				z->most[i][k] = sum;
		}
}

static Zone *zone_new(Ctx *ctx)
{
	Zone *z = ARENA_NEW(ctx->arena, Zone);
	z->n = 1;
	z->closed = true;
	z->node[0] = ZONE_ZERO;
	return z;
}

static Zone *zone_of(Ctx *ctx, State *s)
{
	if (!s->zone)
		s->zone = zone_new(ctx);
	zone_close(s->zone);
	return s->zone;
}

static void node_drop(Zone *z, uint32_t at)
{
	uint32_t last = --z->n;
	z->node[at] = z->node[last];
	for (uint32_t i = 0; i <= last; i++)
		z->most[i][at] = z->most[i][last];
	memcpy(z->most[at], z->most[last], sizeof z->most[at]);
	z->most[at][at] = 0;
}

// ---- what the cells say ------------------------------------------------------------------------------

// The one index in `path`; NULL with *n its number of indices where it has not one.
const Elem *path_one_index(const Ctx *ctx, PathId path, uint32_t *n)
{
	const Elem *found = NULL;
	for (*n = 0; path.i; path = path_elem(ctx->paths, path)->parent)
		if (path_elem(ctx->paths, path)->kind != ELEM_FIELD) {
			found = path_elem(ctx->paths, path);
			++*n;
		}
	return *n == 1 ? found : NULL;
}

// The index of the element that a pointer points to.
static Range pointer_range(const Ctx *ctx, const Val *v)
{
	Range range = RANGE_EMPTY;
	for (uint32_t i = 0; i < v->n; i++) {
		ObjKind kind = obj_at(ctx, v->refs[i].obj)->kind;
		uint32_t n;
		const Elem *index = path_one_index(ctx, v->refs[i].path, &n);
		int64_t number = index ? index->index : 0;
		if (n > 1 || (index && index->kind != ELEM_INDEX) || kind == OBJ_THREAD || kind == OBJ_EXPR)
			return RANGE_ALL;
		range = range_join(range, (Range){.lo = number, .hi = number});
	}
	return v->unknown || !v->n ? RANGE_ALL : range;
}

bool place_is_pointer(const Ctx *ctx, Ref place, ValId val)
{
	const Obj *o = obj_at(ctx, place.obj);
	const Val *v = val_at(ctx, val);
	if (o->kind == OBJ_VAR && !place.path.i && ctx->fn->vars.v[o->a].flags & VAR_POINTER)
		return true;
	for (uint32_t i = 0; i < v->n; i++)
		if (!ref_is_symbol(ctx, v->refs[i]))
			return true;
	return false;
}

static Range place_range(Ctx *ctx, const State *s, Ref place)
{
	if (place.obj.i == ID_NONE)
		return place.path.i ? RANGE_ALL : (Range){.lo = 0, .hi = 0};
	if (obj_at(ctx, place.obj)->kind == OBJ_THREAD)
		return RANGE_ALL;
	ValId val = cell_read(ctx, s, place.obj, place.path);
	return place_is_pointer(ctx, place, val) ? pointer_range(ctx, val_at(ctx, val)) : val_range(ctx, s, val);
}

static int32_t range_most(Range r) { return bound_of(r.hi); }
static int32_t range_least(Range r) { return r.lo == INT64_MIN ? ZONE_ANY : bound_of(-r.lo); } // as 0 - x <= ...

// The node of `place`; z->n when there is no room for it.
static uint32_t node_add(Ctx *ctx, const State *s, Zone *z, Ref place)
{
	uint32_t at = node_find(z, place);
	if (at < z->n || z->n == ZONE_NODES)
		return at;
	Range range = place_range(ctx, s, place);
	z->n++;
	z->node[at] = place;
	for (uint32_t i = 0; i < at; i++)
		z->most[i][at] = z->most[at][i] = ZONE_ANY;
	z->most[at][at] = 0;
	bool closed = z->closed;
	if (closed) {
		bound_learn(z, at, 0, range_most(range));
		bound_learn(z, 0, at, range_least(range));
	} else {
		z->most[at][0] = range_most(range);
		z->most[0][at] = range_least(range);
	}
	return at;
}

// ---- questions and assumptions ---------------------------------------------------------------------

// Least upper bound of a - b that is known; ZONE_ANY when there is none.
int32_t zone_most(Ctx *ctx, State *s, Index a, Index b)
{
	int64_t plus = (int64_t)a.plus - b.plus;
	if (!a.known || !b.known)
		return ZONE_ANY;
	if (ref_compare(a.base, b.base) == 0)
		return bound_of(plus);
	Zone *z = zone_of(ctx, s);
	uint32_t x = node_find(z, a.base), y = node_find(z, b.base);
	int32_t most = x < z->n && y < z->n ? z->most[x][y] : ZONE_ANY;
	int32_t up = range_most(place_range(ctx, s, a.base)), down = range_least(place_range(ctx, s, b.base));
	if (x < z->n && z->most[x][0] < up)
		up = z->most[x][0];
	if (y < z->n && z->most[0][y] < down)
		down = z->most[0][y];
	int32_t by_numbers = bound_add(up, down);
	return bound_add(by_numbers < most ? by_numbers : most, bound_of(plus));
}

// a - b <= most. False when that contradicts what is known: nothing is learnt then.
bool zone_assume(Ctx *ctx, State *s, Index a, Index b, int32_t most)
{
	int32_t back = zone_most(ctx, s, b, a);
	if (bound_add(back, most) < 0)
		return false;
	if (ref_compare(a.base, b.base) == 0)
		return true;
	Zone *z = zone_of(ctx, s);
	uint32_t x = node_add(ctx, s, z, a.base), y = node_add(ctx, s, z, b.base);
	if (x < z->n && y < z->n)
		bound_learn(z, x, y, bound_add(most, bound_of((int64_t)b.plus - a.plus)));
	return true;
}

bool zone_equals(Ctx *ctx, State *s, Index a, Index b)
{
	return zone_most(ctx, s, a, b) == 0 && zone_most(ctx, s, b, a) == 0;
}

// ---- changes -----------------------------------------------------------------------------------------

#define PENDING ((Ref){{ID_NONE}, {1}})

void zone_drop(State *s, Ref place)
{
	uint32_t at = s->zone ? node_find(s->zone, place) : 0;
	if (!s->zone || at == s->zone->n)
		return;
	zone_close(s->zone);
	node_drop(s->zone, at);
}

// The memory at (obj, path) is written: the numbers in it are others now.
void zone_forget(const Ctx *ctx, State *s, ObjId obj, PathId path)
{
	for (uint32_t i = 1; s->zone && i < s->zone->n;) {
		Ref place = s->zone->node[i];
		if (place.obj.i == obj.i && path_overlaps(ctx, place.path, path))
			zone_drop(s, place);
		else
			i++;
	}
}

// An assignment in two steps, for the write between them forgets what the place held.
void zone_set_begin(Ctx *ctx, State *s, Index value)
{
	zone_drop(s, PENDING);
	if (!value.known)
		return;
	zone_assume(ctx, s, (Index){PENDING, 0, true}, value, 0);
	zone_assume(ctx, s, value, (Index){PENDING, 0, true}, 0);
}

void zone_set_end(Ctx *ctx, State *s, Ref place)
{
	uint32_t at = s->zone ? node_find(s->zone, PENDING) : 0;
	if (!s->zone || at == s->zone->n)
		return;
	zone_drop(s, place);
	Zone *z = zone_of(ctx, s);
	at = node_find(z, PENDING);
	z->node[at] = place;
	Range range = place_range(ctx, s, place);
	if (bound_add(z->most[0][at], range_most(range)) >= 0)
		bound_learn(z, at, 0, range_most(range));
	if (bound_add(z->most[at][0], range_least(range)) >= 0)
		bound_learn(z, 0, at, range_least(range));
}

void zone_set(Ctx *ctx, State *s, Ref place, Index value)
{
	zone_set_begin(ctx, s, value);
	zone_drop(s, place);
	zone_set_end(ctx, s, place);
}

// Forgets numbers of which nothing is known, and those that `keep` does not want.
void zone_sweep(Ctx *ctx, State *s, bool (*keep)(const Ctx *ctx, const State *s, Ref place))
{
	if (!s->zone)
		return;
	Zone *z = zone_of(ctx, s);
	for (uint32_t i = z->n - 1; i > 0; i--) {
		bool known = false;
		for (uint32_t k = 0; k < z->n; k++)
			known |= k != i && (z->most[i][k] != ZONE_ANY || z->most[k][i] != ZONE_ANY);
		if (!known || !keep(ctx, s, z->node[i]))
			node_drop(z, i);
	}
	if (z->n == 1)
		s->zone = NULL;
}

// ---- joins ---------------------------------------------------------------------------------------------

Zone *zone_copy(Ctx *ctx, const Zone *zone)
{
	if (!zone)
		return NULL;
	Zone *copy = ARENA_NEW(ctx->arena, Zone);
	*copy = *zone;
	return copy;
}

bool zone_equal(const Zone *a, const Zone *b)
{
	if (!a || !b)
		return a == b;
	if (a->n != b->n)
		return false;
	for (uint32_t i = 0; i < a->n; i++)
		for (uint32_t k = 0; k < a->n; k++) {
			uint32_t x = node_find(b, a->node[i]), y = node_find(b, a->node[k]);
			if (x == b->n || y == b->n || a->most[i][k] != b->most[x][y])
				return false;
		}
	return true;
}

// A bound that moved goes to the next number that a test of the function names; one
// between two variables to the next that makes a difference for their order.
static int32_t bound_widen(const Ctx *ctx, int32_t most, bool absolute)
{
	if (!absolute)
		return most <= -1 ? -1 : most <= 1 ? most : ZONE_ANY;
	for (uint32_t i = 0; i < ctx->marks.n; i++)
		if (ctx->marks.v[i] >= most)
			return ctx->marks.v[i];
	return ZONE_ANY;
}

// Both zones get the nodes of the other; those for which there is no room go.
static void nodes_align(Ctx *ctx, const State *into, const State *from, Zone *a, Zone *b)
{
	for (uint32_t i = a->n - 1; i > 0; i--)
		if (node_add(ctx, from, b, a->node[i]) == ZONE_NODES)
			node_drop(a, i);
	for (uint32_t i = b->n - 1; i > 0; i--)
		node_add(ctx, into, a, b->node[i]);
}

// Makes the zone of `into` cover that of `from`, before anything else of the two states
// is joined. A zone that was widened stays as it is, not closed, so that it comes to rest.
bool zone_join(Ctx *ctx, State *into, const State *from, Widen widen)
{
	if (!into->zone && !from->zone)
		return false;
	Zone *a = into->zone ? into->zone : zone_new(ctx), *b = from->zone ? zone_copy(ctx, from->zone) : zone_new(ctx);
	bool changed = false;
	zone_close(b);
	nodes_align(ctx, into, from, a, b);
	for (uint32_t i = 0; i < a->n; i++)
		for (uint32_t k = 0; k < a->n; k++) {
			int32_t other = b->most[node_find(b, a->node[i])][node_find(b, a->node[k])];
			if (other <= a->most[i][k])
				continue;
			changed = true;
			bool absolute = i == 0 || k == 0;
			a->most[i][k] = widen == WIDEN_NONE ? other : widen == WIDEN_ALL ? ZONE_ANY : bound_widen(ctx, other, absolute);
		}
	a->closed &= !changed || widen == WIDEN_NONE;
	into->zone = a;
	return changed;
}
