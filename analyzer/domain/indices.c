// SPDX-License-Identifier: MIT
// Which variables choose elements of arrays of handles, what numbers their assignments
// give them, and in which element a handle lies.
#include "domain/domain.h"

#define MAX_MARKS 32

static const Index zero = {.base = {{ID_NONE}, {0}}, .known = true};

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
	if (!place.deref && !place.path.i)
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
	if ((!operand.place.deref && !operand.place.path.i) || path_has_index(ctx, operand.place.path) || operand.place.deref)
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
		return place_chooses(ctx, in->dst) ? add_place(ctx, in->a) | add_place(ctx, in->b) | more : more;
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
	VEC_PUSH(ctx->arena, &ctx->marks, (int32_t)number);
	memmove(&ctx->marks.v[at + 1], &ctx->marks.v[at], sizeof(int32_t) * (ctx->marks.n - 1 - at));
	ctx->marks.v[at] = (int32_t)number;
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
			if (term->kind == TERM_IF && (operand_chooses(ctx, term->a) || operand_chooses(ctx, term->b)))
				more |= add_place(ctx, term->a) | add_place(ctx, term->b);
		}
	}
	add_marks(ctx, (Operand){.kind = OPERAND_INT}, true);
	for (uint32_t i = 0; i < fn->blocks.n; i++) {
		const Term *term = &fn->blocks.v[i].term;
		add_marks(ctx, term->b, term->kind == TERM_IF && operand_chooses(ctx, term->a));
		add_marks(ctx, term->a, term->kind == TERM_IF && operand_chooses(ctx, term->b));
	}
}

// ---- numbers of places ---------------------------------------------------------------------------------

static Index index_of_elem(Elem e)
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
static Index index_of_element(Ctx *ctx, State *s, Place place)
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

bool same_element(const Segment *segment, const HandleAt *at)
{
	return at->placed && at->array.i == segment->array.i && at->field.i == segment->field.i;
}

// A handle that is read from the array stands for its element.
static Index index_of_handle(Ctx *ctx, State *s, Place place, ValId handle)
{
	HandleAt at = handle_at_place(ctx, s, 0, place);
	for (uint32_t i = 0; (place.deref || place.path.i) && i < s->threads.n; i++) {
		const ThreadState *thread = &s->threads.v[i];
		if (thread->segment.known && val_holds_thread(ctx, handle, thread->thread) && !same_element(&thread->segment, &at))
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

static Index index_assigned(Ctx *ctx, State *s, const Instr *in)
{
	switch (in->op) {
	case OP_COPY:
	case OP_LOAD:
	case OP_STORE: {
		if (in->a.kind == OPERAND_INT && ctx->fn->vars.v[in->dst.var.i].flags & VAR_POINTER)
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

// ---- handles -----------------------------------------------------------------------------------------------

static PathId without_indices(Ctx *ctx, PathId path)
{
	Elem e = *path_elem(ctx->paths, path);
	if (!path.i)
		return path;
	PathId front = without_indices(ctx, e.parent);
	return e.kind == ELEM_FIELD ? path_push_elem(ctx, front, &e) : front;
}

HandleAt handle_at_place(Ctx *ctx, State *s, uint32_t site, Place place)
{
	HandleAt at = {.site = site};
	if (!ctx->has_segments)
		return at;
	if (!place.deref && !place.path.i) { // a copy
		at.index = (Index){{{place.var.i}, {0}}, 0, true};
		return at;
	}
	Places places = place_eval(ctx, s, place);
	at.placed = places.n && !places.unknown;
	for (uint32_t i = 0; i < places.n; i++) {
		PathId field = without_indices(ctx, places.v[i].path);
		at.placed &= !i || (places.v[i].obj.i == at.array.i && field.i == at.field.i);
		at.array = places.v[i].obj;
		at.field = field;
	}
	at.index = index_of_element(ctx, s, place);
	return at;
}

// The path behind the dereference with which it begins; false when there are more.
static bool behind_pointer(Ctx *ctx, PathId path, PathId *rest)
{
	Elem e = *path_elem(ctx->paths, path);
	if (e.kind == ELEM_DEREF) {
		*rest = (PathId){0};
		return e.depth == 1;
	}
	if (e.depth <= 1 || !behind_pointer(ctx, e.parent, rest))
		return false;
	*rest = path_push_elem(ctx, *rest, &e);
	return true;
}

// Where a call of a summary finds the handle `ap`.
HandleAt handle_at(Ctx *ctx, State *s, uint32_t site, Ap ap)
{
	HandleAt at = {.site = site};
	const Instr *call = &ctx->fn->instrs.v[site];
	if (!ctx->has_segments || ctx->depth != 1 || ap.root != AP_ARG || ap.n >= call->nargs)
		return at;
	Operand arg = ctx->fn->operands.v[call->args + ap.n];
	Place place = arg.place;
	if (arg.kind != OPERAND_PLACE)
		return at;
	if (ap.path.i) {
		if (place.deref || place.path.i || !behind_pointer(ctx, ap.path, &place.path))
			return at;
		place.deref = true;
	}
	at = handle_at_place(ctx, s, site, place);
	at.whole = path_inexact(ctx, ap.path);
	return at;
}
