// SPDX-License-Identifier: MIT
// Zones (Miné, "A New Numerical Abstract Domain Based on Difference-Bound Matrices", PADO
// 2001): how far numbers of a state lie apart. A pointer into an array counts as the index
// of its element, so does a handle that was read from one. What cells say by themselves
// (constants, ranges) is taken in when a number is first named, and again in questions.
// Only variables are followed that may choose elements of arrays of handles.
#include "domain/domain.h"

#define MAX_MARKS 32
#define MOST_FINITE (1 << 28) // differences beyond are not followed

// ---- differences -----------------------------------------------------------------------------------

static int32_t bound_of(int64_t n) { return n > MOST_FINITE ? ZONE_ANY : n < -MOST_FINITE ? -MOST_FINITE : (int32_t)n; }

static int32_t bound_add(int32_t a, int32_t b)
{
	return a == ZONE_ANY || b == ZONE_ANY ? ZONE_ANY : bound_of((int64_t)a + b);
}

static int32_t *most_at(const Zone *z, uint32_t x, uint32_t y) { return &z->most[x * z->cap + y]; }

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
				int32_t sum = bound_add(*most_at(z, x, via), *most_at(z, via, y));
				if (sum < *most_at(z, x, y))
					*most_at(z, x, y) = sum;
			}
	z->closed = true;
}

// x - y <= most, and what follows from it in a closed zone.
static void bound_learn(Zone *z, uint32_t x, uint32_t y, int32_t most)
{
	if (most >= *most_at(z, x, y))
		return;
	for (uint32_t i = 0; i < z->n; i++)
		for (uint32_t k = 0; k < z->n; k++) {
			int32_t sum = bound_add(bound_add(*most_at(z, i, x), most), *most_at(z, y, k));
			if (sum < *most_at(z, i, k))
				*most_at(z, i, k) = sum;
		}
}

// A zone like `from` with room for `cap` nodes.
static Zone zone_sized(Ctx *ctx, const Zone *from, uint32_t cap)
{
	Zone z = {.n = from->n, .cap = cap, .closed = from->closed};
	z.node = ARENA_ARRAY(ctx->arena, Ref, cap);
	z.most = ARENA_ARRAY(ctx->arena, int32_t, (size_t)cap * cap);
	memcpy(z.node, from->node, sizeof *z.node * from->n);
	for (uint32_t i = 0; i < from->n; i++)
		memcpy(most_at(&z, i, 0), most_at(from, i, 0), sizeof *z.most * from->n);
	return z;
}

static Zone *zone_new(Ctx *ctx)
{
	Ref zero = ZONE_ZERO;
	int32_t none = 0;
	Zone *z = ARENA_NEW(ctx->arena, Zone);
	*z = zone_sized(ctx, &(Zone){.n = 1, .cap = 1, .closed = true, .node = &zero, .most = &none}, 4);
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
	for (uint32_t i = 0; i < last; i++) {
		*most_at(z, i, at) = *most_at(z, i, last);
		*most_at(z, at, i) = *most_at(z, last, i);
	}
	if (at < last)
		*most_at(z, at, at) = 0;
}

// ---- what the cells say ------------------------------------------------------------------------------

// The one index in `path`; NULL with *n its number of indices where it has not one.
static const Elem *path_one_index(const Ctx *ctx, PathId path, uint32_t *n)
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
	return (o->kind == OBJ_VAR && !place.path.i && ctx->fn->vars.v[o->a].flags & VAR_POINTER) ||
	       val_is_address(ctx, val_at(ctx, val));
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
	if (z->n == z->cap)
		*z = zone_sized(ctx, z, z->cap + 4);
	z->n++;
	z->node[at] = place;
	for (uint32_t i = 0; i < at; i++)
		*most_at(z, i, at) = *most_at(z, at, i) = ZONE_ANY;
	*most_at(z, at, at) = 0;
	bool closed = z->closed;
	if (closed) {
		bound_learn(z, at, 0, range_most(range));
		bound_learn(z, 0, at, range_least(range));
	} else {
		*most_at(z, at, 0) = range_most(range);
		*most_at(z, 0, at) = range_least(range);
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
	int32_t most = x < z->n && y < z->n ? *most_at(z, x, y) : ZONE_ANY;
	int32_t up = range_most(place_range(ctx, s, a.base)), down = range_least(place_range(ctx, s, b.base));
	if (x < z->n && *most_at(z, x, 0) < up)
		up = *most_at(z, x, 0);
	if (y < z->n && *most_at(z, 0, y) < down)
		down = *most_at(z, 0, y);
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

static void zone_drop(State *s, Ref place)
{
	uint32_t at = s->zone ? node_find(s->zone, place) : 0;
	if (!s->zone || at == s->zone->n)
		return;
	zone_close(s->zone);
	node_drop(s->zone, at);
}

// Whether something is known of the number.
bool zone_names(const State *s, Ref place) { return s->zone && node_find(s->zone, place) < s->zone->n; }

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
static void zone_set_begin(Ctx *ctx, State *s, Index value)
{
	zone_drop(s, PENDING);
	if (!value.known)
		return;
	zone_assume(ctx, s, (Index){PENDING, 0, true}, value, 0);
	zone_assume(ctx, s, value, (Index){PENDING, 0, true}, 0);
}

static void zone_set_end(Ctx *ctx, State *s, Ref place)
{
	uint32_t at = s->zone ? node_find(s->zone, PENDING) : 0;
	if (!s->zone || at == s->zone->n)
		return;
	zone_drop(s, place);
	Zone *z = zone_of(ctx, s);
	at = node_find(z, PENDING);
	z->node[at] = place;
	Range range = place_range(ctx, s, place);
	if (bound_add(*most_at(z, 0, at), range_most(range)) >= 0)
		bound_learn(z, at, 0, range_most(range));
	if (bound_add(*most_at(z, at, 0), range_least(range)) >= 0)
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
			known |= k != i && (*most_at(z, i, k) != ZONE_ANY || *most_at(z, k, i) != ZONE_ANY);
		if (!known || !keep(ctx, s, z->node[i]))
			node_drop(z, i);
	}
	if (z->n == 1)
		s->zone = NULL;
}

// ---- joins ---------------------------------------------------------------------------------------------

// `old` is nobody's any more: its memory may serve.
Zone *zone_copy(Ctx *ctx, const Zone *zone, Zone *old)
{
	if (!zone)
		return NULL;
	if (!old || old->cap < zone->n) {
		Zone *copy = ARENA_NEW(ctx->arena, Zone);
		*copy = zone_sized(ctx, zone, zone->n);
		return copy;
	}
	old->n = zone->n;
	old->closed = zone->closed;
	memcpy(old->node, zone->node, sizeof *zone->node * zone->n);
	for (uint32_t i = 0; i < zone->n; i++)
		memcpy(most_at(old, i, 0), most_at(zone, i, 0), sizeof *zone->most * zone->n);
	return old;
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
			if (x == b->n || y == b->n || *most_at(a, i, k) != *most_at(b, x, y))
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
	Zone *a = into->zone ? into->zone : zone_new(ctx),
		 *b = from->zone ? zone_copy(ctx, from->zone, NULL) : zone_new(ctx);
	bool changed = false;
	zone_close(b);
	nodes_align(ctx, into, from, a, b);
	for (uint32_t i = 0; i < a->n; i++)
		for (uint32_t k = 0; k < a->n; k++) {
			int32_t other = *most_at(b, node_find(b, a->node[i]), node_find(b, a->node[k]));
			if (other <= *most_at(a, i, k))
				continue;
			changed = true;
			bool absolute = i == 0 || k == 0;
			*most_at(a, i, k) = widen == WIDEN_NONE  ? other
			                    : widen == WIDEN_ALL ? ZONE_ANY
			                                         : bound_widen(ctx, other, absolute);
		}
	a->closed &= !changed || widen == WIDEN_NONE;
	into->zone = a;
	return changed;
}

// ---- which variables choose elements ----------------------------------------------------------------

static bool is_field(const Ctx *ctx, PathId path, StrId *name)
{
	const Elem *e = path_elem(ctx->paths, path);
	*name = e->field;
	return path.i && e->kind == ELEM_FIELD;
}

static bool place_chooses(const Ctx *ctx, Place place)
{
	StrId name;
	if (place_none(place))
		return false;
	if (place_is_variable(place))
		return bitset_has(&ctx->indices, place.var.i);
	for (uint32_t i = 0; is_field(ctx, place.path, &name) && i < ctx->index_fields.n; i++)
		if (ctx->index_fields.v[i] == name.i)
			return true;
	return false;
}

bool operand_chooses(const Ctx *ctx, Operand operand)
{
	return operand.kind == OPERAND_PLACE && place_chooses(ctx, operand.place);
}

static bool add_variable(Ctx *ctx, uint32_t var)
{
	if (bitset_has(&ctx->indices, var))
		return false;
	bitset_add(&ctx->indices, var);
	return true;
}

static bool add_indices(Ctx *ctx, PathId path)
{
	bool more = false;
	for (; path.i; path = path_elem(ctx->paths, path)->parent)
		if (path_elem(ctx->paths, path)->kind == ELEM_VAR)
			more |= add_variable(ctx, (uint32_t)path_elem(ctx->paths, path)->index);
	return more;
}

static bool add_place(Ctx *ctx, Operand operand)
{
	StrId name;
	if (operand.kind != OPERAND_PLACE)
		return false;
	bool more = add_indices(ctx, operand.place.path);
	if (operand.place.deref || !operand.place.path.i || path_has_index(ctx, operand.place.path))
		more |= add_variable(ctx, operand.place.var.i);
	if (is_field(ctx, operand.place.path, &name) && !place_chooses(ctx, operand.place)) {
		VEC_PUSH(ctx->arena, &ctx->index_fields, name.i);
		more = true;
	}
	return more;
}

static bool add_sources(Ctx *ctx, const Instr *in)
{
	switch (in->op) {
	case OP_COPY:
	case OP_LOAD:
	case OP_STORE:
	case OP_ADDR:
	case OP_CALC: {
		bool more = operand_chooses(ctx, in->a) && add_indices(ctx, in->dst.path);
		if (place_chooses(ctx, in->dst)) {
			more |= add_place(ctx, in->a);
			more |= add_place(ctx, in->b);
		}
		return more;
	}
	case OP_LIVE:
	case OP_DEAD:
	case OP_CALL:
	case OP_HAVOC: break;
	}
	return false;
}

static void add_mark(Ctx *ctx, int64_t number)
{
	uint32_t at = 0;
	if (ctx->marks.n >= MAX_MARKS || number < -1000000 || number > 1000000)
		return;
	while (at < ctx->marks.n && ctx->marks.v[at] < number)
		at++;
	if (at < ctx->marks.n && ctx->marks.v[at] == number)
		return;
	VEC_INSERT(ctx->arena, &ctx->marks, at, (int32_t)number);
}

// A variable is compared with `number`: bounds that move may come to rest around it.
static void add_marks(Ctx *ctx, Operand operand, bool compared)
{
	for (int64_t by = -1; compared && operand.kind == OPERAND_INT && by <= 1; by++) {
		add_mark(ctx, operand.num + by);
		add_mark(ctx, -operand.num + by);
	}
}

// From the variables in ctx->indices on, backwards along assignments and tests.
void indices_find(Ctx *ctx)
{
	const Fn *fn = ctx->fn;
	for (bool more = true; more;) {
		more = false;
		for (uint32_t i = 0; i < fn->instrs.n; i++)
			more |= add_sources(ctx, &fn->instrs.v[i]);
		for (uint32_t i = 0; i < fn->blocks.n; i++) {
			const Term *term = &fn->blocks.v[i].term;
			if (term->kind != TERM_IF || !(operand_chooses(ctx, term->a) || operand_chooses(ctx, term->b)))
				continue;
			more |= add_place(ctx, term->a);
			more |= add_place(ctx, term->b);
		}
	}
	add_marks(ctx, (Operand){.kind = OPERAND_INT}, true);
	for (uint32_t i = 0; i < fn->blocks.n; i++) {
		const Term *term = &fn->blocks.v[i].term;
		add_marks(ctx, term->b, term->kind == TERM_IF && operand_chooses(ctx, term->a));
		add_marks(ctx, term->a, term->kind == TERM_IF && operand_chooses(ctx, term->b));
	}
}

static const Index zero = {.base = {{ID_NONE}, {0}}, .known = true};

// ---- numbers of places ---------------------------------------------------------------------------------

Index index_of_elem(Elem e)
{
	if (e.kind == ELEM_VAR)
		return (Index){{{(uint32_t)e.index}, {0}}, 0, true};
	if (e.kind == ELEM_INDEX && e.index > INT32_MIN / 2 && e.index < INT32_MAX / 2)
		return index_plus(zero, (int32_t)e.index);
	return (Index){0};
}

static bool exact_number(Ctx *ctx, State *s, Index i, int32_t *number)
{
	*number = zone_most(ctx, s, i, zero);
	return *number != ZONE_ANY && zone_most(ctx, s, zero, i) == -*number;
}

// The index of the element in which `place` lies.
Index index_of_element(Ctx *ctx, State *s, Place place)
{
	uint32_t n;
	const Elem *found = path_one_index(ctx, place.path, &n);
	Elem e = found ? *found : (Elem){.kind = ELEM_ANY};
	if (n > 1 || (!n && !place.deref))
		return (Index){0};
	if (!place.deref)
		return index_of_elem(e);
	Index pointer = {{{place.var.i}, {0}}, 0, true};
	Val v = *val_at(ctx, cell_read(ctx, s, pointer.base.obj, (PathId){0}));
	uint32_t most = 0;
	for (uint32_t i = 0; i < v.n; i++) {
		uint32_t inside;
		path_one_index(ctx, v.refs[i].path, &inside);
		most = inside > most ? inside : most;
	}
	if (!v.n || v.unknown || most > 1)
		return (Index){0};
	if (!n)
		return pointer;
	if (!most)
		return index_of_elem(e);
	int32_t number;
	if (e.depth == 1 && exact_number(ctx, s, pointer, &number))
		return index_plus(index_of_elem(e), number);
	return e.depth == 1 && e.kind == ELEM_INDEX ? index_plus(pointer, index_of_elem(e).plus) : (Index){0};
}

// The number that `operand` is.
Index index_of_operand(Ctx *ctx, State *s, Operand operand)
{
	if (operand.kind == OPERAND_INT)
		return index_of_elem((Elem){.kind = ELEM_INDEX, .index = operand.num});
	if (operand.kind != OPERAND_PLACE)
		return (Index){0};
	Places places = place_eval(ctx, s, operand.place);
	Ref place = places.v[0];
	bool exact = places.n == 1 && !places.weak && !places.unknown && !path_inexact(ctx, place.path) &&
	             !obj_at(ctx, place.obj)->many;
	return (Index){place, 0, exact};
}

bool holds_threads(const Ctx *ctx, ValId val)
{
	const Val *v = val_at(ctx, val);
	for (uint32_t i = 0; i < v->n; i++)
		if (obj_at(ctx, v->refs[i].obj)->kind == OBJ_THREAD)
			return true;
	return false;
}

// A handle that is read from the array stands for its element.
static Index index_of_handle(Ctx *ctx, State *s, Place place, ValId handle)
{
	HandleAt at = handle_at_place(ctx, s, 0, place);
	for (uint32_t i = 0; !place_is_variable(place) && i < s->threads.n; i++) {
		const ThreadState *thread = &s->threads.v[i];
		if (thread->segment.known && val_holds_thread(ctx, handle, thread->thread) &&
		    !same_element(&thread->segment, &at))
			return (Index){0};
	}
	return at.index;
}

static Index index_calculated(Ctx *ctx, State *s, const Instr *in)
{
	Index a = index_of_operand(ctx, s, in->a), b = index_of_operand(ctx, s, in->b);
	int32_t number;
	if (in->sub != CALC_ADD && in->sub != CALC_SUB)
		return (Index){0};
	if (exact_number(ctx, s, b, &number))
		return index_plus(a, in->sub == CALC_ADD ? number : -number);
	if (in->sub == CALC_ADD && exact_number(ctx, s, a, &number))
		return index_plus(b, number);
	return (Index){0};
}

// A number that is kept in a pointer, or a pointer as a number: neither stands for the other's index.
static bool changes_meaning(const Ctx *ctx, const Instr *in)
{
	const Var *to = &ctx->fn->vars.v[in->dst.var.i];
	if (in->a.kind != OPERAND_PLACE)
		return in->a.kind == OPERAND_INT && to->flags & VAR_POINTER;
	const Var *from = &ctx->fn->vars.v[in->a.place.var.i];
	bool variables = place_is_variable(in->dst) && place_is_variable(in->a.place);
	return variables && to->kind != VAR_TEMP && from->kind != VAR_TEMP &&
	       (to->flags & VAR_POINTER) != (from->flags & VAR_POINTER);
}

static Index index_assigned(Ctx *ctx, State *s, const Instr *in)
{
	switch (in->op) {
	case OP_COPY:
	case OP_LOAD:
	case OP_STORE: {
		if (changes_meaning(ctx, in))
			return (Index){0};
		ValId val = operand_val(ctx, s, in->a);
		return in->a.kind == OPERAND_PLACE && holds_threads(ctx, val) ? index_of_handle(ctx, s, in->a.place, val)
		                                                              : index_of_operand(ctx, s, in->a);
	}
	case OP_ADDR: return index_of_element(ctx, s, in->a.place);
	case OP_CALC: return index_calculated(ctx, s, in);
	case OP_LIVE:
	case OP_DEAD:
	case OP_CALL:
	case OP_HAVOC: break;
	}
	return (Index){0};
}

void indices_before(Ctx *ctx, State *s, const Instr *in)
{
	if (ctx->has_segments && place_chooses(ctx, in->dst))
		zone_set_begin(ctx, s, index_assigned(ctx, s, in));
}

void indices_after(Ctx *ctx, State *s, const Instr *in)
{
	if (!ctx->has_segments)
		return;
	if (place_chooses(ctx, in->dst)) {
		Index to = index_of_operand(ctx, s, (Operand){.kind = OPERAND_PLACE, .place = in->dst});
		if (to.known)
			zone_set_end(ctx, s, to.base);
	}
	if (in->a.kind == OPERAND_PLACE && (in->op == OP_COPY || in->op == OP_STORE))
		segments_store(ctx, s, in->dst, operand_val(ctx, s, in->a));
}
