// SPDX-License-Identifier: MIT
// In: a call and a place of its summary. Out: which elements of an array the call is about, as
// far as the caller's expression and the ranges of its variables tell.
#include "domain/domain.h"

Elements elements_join(Elements a, Elements b)
{
	Elements all = {a.told && b.told, range_join(a.range, b.range)};
	return all.told && (all.range.lo > 0 || all.range.hi < INT32_MAX) ? all : (Elements){0};
}

bool elements_equal(Elements a, Elements b)
{
	return a.told == b.told && (!a.told || range_equal(a.range, b.range));
}

static Operand operand_of(const Ctx *ctx, uint32_t site, Ap ap)
{
	const Instr *call = &ctx->fn->instrs.v[site];
	bool named = ctx->depth == 1 && ap.root == AP_ARG && ap.n < call->nargs;
	return named ? ctx->fn->operands.v[call->args + ap.n] : (Operand){0};
}

// Whether what the variable points to is no element, or the first.
static bool points_to_first(const Ctx *ctx, const State *s, uint32_t var)
{
	for (uint32_t i = 0; i < s->cells.n; i++) {
		const Val *v = s->cells.v[i].obj.i == var && !s->cells.v[i].path.i ? val_at(ctx, s->cells.v[i].val) : NULL;
		for (uint32_t k = 0; v && k < v->n; k++) {
			const Elem *last = path_elem(ctx->paths, v->refs[k].path);
			if (v->unknown || (path_has_index(ctx, v->refs[k].path) &&
			                   !(last->kind == ELEM_INDEX && !last->index && !path_has_index(ctx, last->parent))))
				return false;
		}
	}
	return true;
}

bool element_is_first(const Ctx *ctx, const State *s, uint32_t site, Ap ap)
{
	Operand operand = operand_of(ctx, site, ap);
	return operand_is_variable(operand) && points_to_first(ctx, s, operand.place.var.i);
}

// The place that was read into the variable before `site`, in the same block.
static Place read_from(const Ctx *ctx, uint32_t site, uint32_t var)
{
	for (uint32_t i = site; i-- > ctx->fn->blocks.v[ctx->block].first;) {
		const Instr *in = &ctx->fn->instrs.v[i];
		if (place_none(in->dst) || in->dst.var.i != var)
			continue;
		return (in->op == OP_LOAD || in->op == OP_COPY) && in->a.kind == OPERAND_PLACE ? in->a.place : PLACE_NONE;
	}
	return PLACE_NONE;
}

Elements elements_at(Ctx *ctx, const State *s, uint32_t site, Ap ap)
{
	Operand operand = operand_of(ctx, site, ap);
	Place place = operand.kind == OPERAND_PLACE && !ap.path.i ? operand.place : PLACE_NONE;
	if (place_is_variable(place))
		place = read_from(ctx, site, place.var.i);
	const Elem *index = NULL;
	uint32_t n = 0;
	for (PathId path = place_none(place) ? (PathId){0} : place.path; path.i; path = path_elem(ctx->paths, path)->parent)
		if (path_elem(ctx->paths, path)->kind != ELEM_FIELD) {
			index = path_elem(ctx->paths, path);
			n++;
		}
	if (n != 1 || index->kind == ELEM_ANY || (place.deref && !points_to_first(ctx, s, place.var.i)))
		return (Elements){0};
	Range range = {.lo = index->index, .hi = index->index};
	if (index->kind == ELEM_VAR)
		range = val_range(ctx, s, cell_read(ctx, s, (ObjId){(uint32_t)index->index}, (PathId){0}));
	Elements elements = {!range_empty(range), {.lo = range.lo, .hi = range.hi < INT32_MAX ? range.hi : INT64_MAX}};
	return elements_join(elements, elements);
}

HandleAt value_at(Ctx *ctx, State *s, uint32_t site, Ap ap)
{
	Operand operand = operand_of(ctx, site, ap);
	Place place = operand_is_variable(operand) && !ap.path.i ? read_from(ctx, site, operand.place.var.i) : PLACE_NONE;
	return place_none(place) ? handle_at(ctx, s, site, ap) : handle_at_place(ctx, s, site, place);
}
