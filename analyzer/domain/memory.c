// SPDX-License-Identifier: MIT
// Cells of abstract memory: what lies where in a state. A cell that nothing wrote holds the OBJ_SYM of
// itself; a struct copy stores one such symbol for all its fields.
#include "domain/domain.h"

#define MAX_CELLS 2000
#define MAX_OBJECT_CELLS_NEAR 128 // of one object, in a function near to thread events
#define MAX_OBJECT_CELLS_FAR 24

// ---- cells: sorted by object, then path ------------------------------------------------------

int cell_order(const Cell *c, ObjId obj, PathId path)
{
	return ref_compare((Ref){c->obj, c->path}, (Ref){obj, path});
}

bool cells_next(CellWalk *walk)
{
	const Cells *a = &walk->a->cells, *b = &walk->b->cells;
	while (walk->i < a->n || walk->k < b->n) {
		const Cell *x = walk->i < a->n ? &a->v[walk->i] : NULL, *y = walk->k < b->n ? &b->v[walk->k] : NULL;
		int order = !x ? 1 : !y ? -1 : cell_order(x, y->obj, y->path);
		walk->i += order <= 0;
		walk->k += order >= 0;
		walk->x = order <= 0 ? x : NULL;
		walk->y = order >= 0 ? y : NULL;
		if (order != 0 || x->val.i != y->val.i)
			return true;
	}
	return false;
}

uint32_t cell_find(const State *s, ObjId obj, PathId path)
{
	uint32_t lo = 0, hi = s->cells.n;
	while (lo < hi) {
		uint32_t mid = (lo + hi) / 2;
		if (cell_order(&s->cells.v[mid], obj, path) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static const Cell *cell_exact(const State *s, ObjId obj, PathId path)
{
	uint32_t at = cell_find(s, obj, path);
	return at < s->cells.n && cell_order(&s->cells.v[at], obj, path) == 0 ? &s->cells.v[at] : NULL;
}

static void cell_set(Ctx *ctx, State *s, ObjId obj, PathId path, ValId val)
{
	uint32_t at = cell_find(s, obj, path);
	if (at < s->cells.n && cell_order(&s->cells.v[at], obj, path) == 0) {
		s->cells.v[at].val = val;
		return;
	}
	if (s->cells.n >= MAX_CELLS) {
		ctx->gave_up = "cells";
		return;
	}
	Cell cell = {obj, path, val};
	VEC_INSERT(ctx->arena, &s->cells, at, cell);
}

static bool var_is_local(const Ctx *ctx, const Obj *o)
{
	return o->kind == OBJ_VAR && ctx->fn->vars.v[o->a].kind != VAR_PARAM;
}

// A symbol that names what an automatic or fresh object held before anyone wrote it.
bool sym_is_uninitialised(const Ctx *ctx, ObjId sym)
{
	const Obj *o = obj_at(ctx, sym);
	if (o->kind != OBJ_SYM)
		return false;
	const Obj *parent = obj_at(ctx, (ObjId){o->a});
	return parent->kind == OBJ_HEAP || var_is_local(ctx, parent);
}

static ValId init_operand(Ctx *ctx, const GlobalInit *init)
{
	switch (init->value.kind) {
	case OPERAND_INT: return val_num(ctx, init->value.num);
	case OPERAND_FN: return val_ref(ctx, obj_get(ctx, OBJ_FN, init->value.str.i, 0, 0), (PathId){0});
	case OPERAND_STRING: return val_ref(ctx, obj_get(ctx, OBJ_LITERAL, 0, 0, 0), (PathId){0});
	case OPERAND_PLACE: return val_ref(ctx, obj_global(ctx, init->value.str), init->value.place.path);
	case OPERAND_NONE:
	case OPERAND_UNKNOWN: break;
	}
	return val_unknown(ctx);
}

// What the initialiser of a constant global says of `path`; {0} when it says nothing.
static ValId init_read(Ctx *ctx, StrId name, PathId path)
{
	const Global *g = program_global(ctx->program, name);
	ValId result = {0};
	if (!g || !g->constant)
		return result;
	for (uint32_t i = 0; i < g->inits.n; i++) {
		const GlobalInit *init = &g->inits.v[i];
		if (path_matches(ctx, init->path, path))
			result = path_inexact(ctx, path) ? val_join(ctx, result, init_operand(ctx, init), WIDEN_NONE)
			                                 : init_operand(ctx, init);
	}
	return result;
}

static PathId path_rest(Ctx *ctx, PathId front, PathId path, uint32_t depth)
{
	if (path_elem(ctx->paths, path)->depth <= depth)
		return front;
	Elem e = *path_elem(ctx->paths, path);
	return path_push_elem(ctx, path_rest(ctx, front, e.parent, depth), &e);
}

PathId path_suffix(Ctx *ctx, PathId path, uint32_t depth) { return path_rest(ctx, (PathId){0}, path, depth); }

// The field `rest` (what `path` has beyond `depth`) of a whole value.
static ValId val_field(Ctx *ctx, ValId whole, PathId path, uint32_t depth)
{
	Val v = *val_at(ctx, whole), out = {.num = v.num, .unknown = v.unknown, .weak = v.weak};
	for (uint32_t i = 0; i < v.n; i++) {
		Obj o = *obj_at(ctx, v.refs[i].obj);
		if (o.kind != OBJ_SYM || v.refs[i].path.i) {
			out.unknown = true;
			continue;
		}
		ObjId field = obj_sym(ctx, (ObjId){o.a}, path_rest(ctx, (PathId){o.b}, path, depth));
		val_add_ref(&out, (Ref){field, {0}});
	}
	return val_intern(ctx, &out);
}

// The value before any write here: from the nearest enclosing cell, or the symbol.
static ValId cell_default(Ctx *ctx, const State *s, ObjId obj, PathId path)
{
	for (PathId up = path; up.i;) {
		up = path_elem(ctx->paths, up)->parent;
		const Cell *whole = cell_exact(s, obj, up);
		if (whole)
			return val_field(ctx, whole->val, path, path_elem(ctx->paths, up)->depth);
	}
	Obj o = *obj_at(ctx, obj);
	if (o.kind == OBJ_GLOBAL) {
		ValId known = init_read(ctx, (StrId){o.a}, path);
		if (known.i)
			return known;
	}
	if (o.kind == OBJ_FN || o.kind == OBJ_THREAD || o.kind == OBJ_LITERAL || o.kind == OBJ_EXPR)
		return val_unknown(ctx);
	return val_ref(ctx, obj_sym(ctx, obj, path), (PathId){0});
}

// Cells of the same array that `path` may mean, joined.
static ValId cell_read_any(Ctx *ctx, const State *s, ObjId obj, PathId path)
{
	ValId result = {0};
	for (uint32_t i = cell_find(s, obj, (PathId){0}); i < s->cells.n && s->cells.v[i].obj.i == obj.i; i++)
		if (path_matches(ctx, s->cells.v[i].path, path))
			result = val_join(ctx, result, s->cells.v[i].val, WIDEN_NONE);
	return result;
}

// A block is an array whose first element needs no index: what was written to some
// element may lie there. NULL when nothing was.
static const Cell *cell_of_elements(Ctx *ctx, const State *s, ObjId obj, PathId path)
{
	ObjKind kind = obj_at(ctx, obj)->kind;
	uint32_t first = cell_find(s, obj, (PathId){0});
	if ((kind != OBJ_HEAP && kind != OBJ_SYM) || first == s->cells.n || s->cells.v[first].obj.i != obj.i)
		return NULL;
	return cell_exact(s, obj, path_rest(ctx, path_push_elem(ctx, (PathId){0}, &(Elem){.kind = ELEM_ANY}), path, 0));
}

static ValId cell_read_first(Ctx *ctx, const State *s, ObjId obj, PathId path)
{
	ValId val = cell_default(ctx, s, obj, path);
	const Cell *element = path.i ? cell_of_elements(ctx, s, obj, path) : NULL;
	return element ? val_join(ctx, val, element->val, WIDEN_NONE) : val;
}

ValId cell_read(Ctx *ctx, const State *s, ObjId obj, PathId path)
{
	if (obj_at(ctx, obj)->opaque)
		return val_unknown(ctx);
	const Cell *exact = cell_exact(s, obj, path);
	if (!path.i || !path_has_index(ctx, path))
		return exact ? exact->val : cell_read_first(ctx, s, obj, path);
	ValId any = cell_read_any(ctx, s, obj, path);
	bool inexact = path_inexact(ctx, path);
	if (exact && !inexact && any.i == exact->val.i)
		return exact->val;
	if (!any.i)
		return cell_default(ctx, s, obj, path);
	Val weak = *val_at(ctx, any);
	weak.weak = true;
	return val_intern(ctx, &weak);
}

// Whether `path` lies in another element of the array that begins at `front`.
static bool in_other_element(const Ctx *ctx, PathId front, PathId path)
{
	PathId begin = path_cut(ctx, path, path_elem(ctx->paths, front)->depth + 1);
	const Elem *e = path_elem(ctx->paths, begin);
	return begin.i != front.i && (e->kind == ELEM_ANY || (e->kind == ELEM_INDEX && e->index != 0));
}

// Removes the cells of `obj` at and below `path`; with `first`, that is the first element of an
// array, and the others stay.
static void cells_drop(Ctx *ctx, State *s, ObjId obj, PathId path, bool first)
{
	uint32_t begin = cell_find(s, obj, (PathId){0}), to = begin, from = begin;
	for (; from < s->cells.n && s->cells.v[from].obj.i == obj.i; from++) {
		PathId at = s->cells.v[from].path;
		if ((path.i && !path_has_prefix(ctx->paths, at, path)) || (first && in_other_element(ctx, path, at)))
			s->cells.v[to++] = s->cells.v[from];
	}
	if (to == from)
		return;
	memmove(&s->cells.v[to], &s->cells.v[from], sizeof(Cell) * (s->cells.n - from));
	s->cells.n -= from - to;
}

// ---- shadows ---------------------------------------------------------------------------------

#define MAX_SHADOWS 8

static bool path_chooses_by(const Ctx *ctx, PathId path, uint32_t var)
{
	for (; path.i; path = path_elem(ctx->paths, path)->parent)
		if (path_elem(ctx->paths, path)->kind == ELEM_VAR && path_elem(ctx->paths, path)->index == var)
			return true;
	return false;
}

static void shadow_drop(State *s, uint32_t at)
{
	memmove(&s->shadows.v[at], &s->shadows.v[at + 1], sizeof *s->shadows.v * (s->shadows.n - 1 - at));
	s->shadows.n--;
}

// The memory at (obj, path) is written.
static void shadows_forget(const Ctx *ctx, State *s, ObjId obj, PathId path)
{
	for (uint32_t i = s->shadows.n; i-- > 0;) {
		const Shadow *shadow = &s->shadows.v[i];
		bool reads =
			(shadow->place.deref && shadow->place.var.i == obj.i) || path_chooses_by(ctx, shadow->place.path, obj.i);
		if (reads || (shadow->cell.obj.i == obj.i && path_overlaps(ctx, shadow->cell.path, path)))
			shadow_drop(s, i);
	}
}

const Shadow *shadow_find(const State *s, Place place)
{
	for (uint32_t i = 0; i < s->shadows.n; i++) {
		const Place *other = &s->shadows.v[i].place;
		if (other->var.i == place.var.i && other->deref == place.deref && other->path.i == place.path.i)
			return &s->shadows.v[i];
	}
	return NULL;
}

void shadow_add(Ctx *ctx, State *s, Place place, ValId val)
{
	if (!ctx->has_segments || (!place.deref && !path_has_index(ctx, place.path)))
		return;
	Places places = place_eval(ctx, s, place);
	bool block = places.n == 1 && obj_at(ctx, places.v[0].obj)->kind == OBJ_HEAP && obj_at(ctx, places.v[0].obj)->many;
	bool any = false;
	for (PathId path = place.path; path.i; path = path_elem(ctx->paths, path)->parent)
		any |= path_elem(ctx->paths, path)->kind == ELEM_ANY;
	bool element = path_has_index(ctx, place.path) || path_has_index(ctx, places.v[0].path) ||
	               block; // the first of a block has no index
	if (any || places.n != 1 || places.unknown || !element)
		return;
	if (s->shadows.n == MAX_SHADOWS)
		shadow_drop(s, 0);
	Shadow shadow = {place, places.v[0], val};
	VEC_PUSH(ctx->arena, &s->shadows, shadow);
}

void obj_forget(Ctx *ctx, State *s, ObjId obj)
{
	shadows_forget(ctx, s, obj, (PathId){0});
	zone_forget(ctx, s, obj, (PathId){0});
	cells_drop(ctx, s, obj, (PathId){0}, false);
}

bool cells_hold(const Ctx *ctx, const State *s, ObjId obj)
{
	for (uint32_t i = 0; i < s->cells.n; i++)
		if (val_holds_thread(ctx, s->cells.v[i].val, obj))
			return true;
	return false;
}

// A thread that still runs has the older block, and a join of one of several does not tell whose.
static bool thread_names(const Ctx *ctx, const ThreadState *thread, ObjId obj)
{
	bool names = val_holds_thread(ctx, thread->entry, obj);
	for (uint32_t a = 0; a < ENTRY_ARGS; a++)
		names |= val_holds_thread(ctx, thread->payload[a], obj);
	return names;
}

bool obj_is_named(const Ctx *ctx, const State *s, ObjId heap)
{
	bool has_cells = false, names = false;
	for (uint32_t i = 0; i < s->cells.n; i++) {
		bool own = s->cells.v[i].obj.i == heap.i;
		has_cells |= own;
		names |= !own && val_holds_thread(ctx, s->cells.v[i].val, heap);
	}
	for (uint32_t i = 0; has_cells && i < s->threads.n; i++)
		names |= thread_names(ctx, &s->threads.v[i], heap);
	for (uint32_t i = 0; has_cells && i < s->outer.n; i++)
		names |= val_holds_thread(ctx, s->outer.v[i].handle, heap);
	return has_cells && names;
}

static ValId val_weak(Ctx *ctx, ValId val)
{
	Val v = *val_at(ctx, val);
	v.weak = true;
	return val_intern(ctx, &v);
}

// An indeterminate old value adds nothing to what a weak write leaves behind.
ValId cell_old(Ctx *ctx, const State *s, ObjId obj, PathId path)
{
	const Cell *exact = cell_exact(s, obj, path);
	if (exact)
		return exact->val;
	Obj o = *obj_at(ctx, obj);
	bool blank = o.kind == OBJ_HEAP || var_is_local(ctx, &o);
	ValId old = cell_default(ctx, s, obj, path);
	const Val *v = val_at(ctx, old);
	return blank && v->n == 1 && sym_is_uninitialised(ctx, v->refs[0].obj) ? (ValId){0} : old;
}

// Whether what the object holds is worth following here.
static bool is_followed(const Ctx *ctx, ObjId obj)
{
	const Obj *o = obj_at(ctx, obj);
	if (o->opaque)
		return false;
	if (o->kind != OBJ_GLOBAL)
		return true;
	const Global *g = program_global(ctx->program, (StrId){o->a});
	return !g || g->followed;
}

static bool is_part(const Ctx *ctx, PathId whole, PathId part)
{
	return part.i != whole.i && path_has_prefix(ctx->paths, part, whole);
}

// The handle is held on, where nobody looks.
static void hide_handle(const Ctx *ctx, State *s, ValId val)
{
	for (uint32_t k = 0; k < s->threads.n; k++)
		if (val_holds_thread(ctx, val, s->threads.v[k].thread)) {
			s->threads.v[k].joinable = false;
			s->threads.v[k].hidden = true;
		}
}

void handles_hide(const Ctx *ctx, State *s, Ref whole, bool parts)
{
	for (uint32_t i = cell_find(s, whole.obj, (PathId){0});
	     s->threads.n && i < s->cells.n && s->cells.v[i].obj.i == whole.obj.i; i++) {
		PathId path = s->cells.v[i].path;
		if (is_part(ctx, whole.path, path) || (!parts && path.i == whole.path.i))
			hide_handle(ctx, s, s->cells.v[i].val);
	}
}

// An object with very many cells (a table filled by hand) is not followed any more.
static void bound_cells(Ctx *ctx, State *s, ObjId obj)
{
	uint32_t first = cell_find(s, obj, (PathId){0}), n = 0,
			 most = ctx->near ? MAX_OBJECT_CELLS_NEAR : MAX_OBJECT_CELLS_FAR;
	if (first + most >= s->cells.n || s->cells.v[first + most].obj.i != obj.i)
		return;
	while (first + n < s->cells.n && s->cells.v[first + n].obj.i == obj.i)
		n++;
	ctx->objs.v[obj.i].opaque = true;
	handles_hide(ctx, s, (Ref){obj, {0}}, false);
	cells_drop(ctx, s, obj, (PathId){0}, false);
	cell_set(ctx, s, obj, (PathId){0}, val_unknown(ctx));
}

// A test told more of the value that the cell holds.
void cell_sharpen(Ctx *ctx, State *s, ObjId obj, PathId path, ValId val)
{
	if (is_followed(ctx, obj))
		cell_set(ctx, s, obj, path, val);
}

// What `[*].f` is in the first element: `f`. The path itself when it does not begin so.
static PathId path_of_first(Ctx *ctx, PathId path)
{
	PathId begin = path_cut(ctx, path, 1);
	bool elements = begin.i && begin.i != path.i && path_elem(ctx->paths, begin)->kind == ELEM_ANY;
	return elements ? path_rest(ctx, (PathId){0}, path, 1) : path;
}

static void cell_write(Ctx *ctx, State *s, ObjId obj, PathId path, ValId val, bool weak)
{
	segments_written(ctx, s, obj, path);
	shadows_forget(ctx, s, obj, path);
	zone_forget(ctx, s, obj, path);
	if (!is_followed(ctx, obj)) {
		hide_handle(ctx, s, val);
		return;
	}
	weak |= path_inexact(ctx, path) || obj_at(ctx, obj)->many;
	if (!weak) {
		cells_drop(ctx, s, obj, path, holds_threads(ctx, val));
		cell_set(ctx, s, obj, path, val);
		bound_cells(ctx, s, obj);
		return;
	}
	val = val_weak(ctx, val_join(ctx, cell_old(ctx, s, obj, path), val, WIDEN_NONE));
	PathId first = path_of_first(ctx, path);
	for (uint32_t i = cell_find(s, obj, (PathId){0}); i < s->cells.n && s->cells.v[i].obj.i == obj.i; i++)
		if (s->cells.v[i].path.i != path.i &&
		    (path_matches(ctx, s->cells.v[i].path, path) || s->cells.v[i].path.i == first.i))
			s->cells.v[i].val = val_weak(ctx, val_join(ctx, s->cells.v[i].val, val, WIDEN_NONE));
	cell_set(ctx, s, obj, path, val);
	bound_cells(ctx, s, obj);
}

// ---- places -------------------------------------------------------------------------------------

Places place_eval(Ctx *ctx, const State *s, Place place)
{
	Places out = {0};
	PathId path = path_eval(ctx, s, place.path);
	if (!place.deref) {
		out.v[out.n++] = (Ref){{place.var.i}, path};
		return out;
	}
	Val pointer = *val_at(ctx, cell_read(ctx, s, (ObjId){place.var.i}, (PathId){0}));
	out.unknown = pointer.unknown;
	out.weak = pointer.weak;
	for (uint32_t i = 0; i < pointer.n; i++)
		out.v[out.n++] = (Ref){pointer.refs[i].obj, path_add(ctx, pointer.refs[i], path)};
	return out;
}

ValId places_read(Ctx *ctx, const State *s, const Places *places)
{
	ValId result = {0};
	for (uint32_t i = 0; i < places->n; i++)
		result = val_join(ctx, result, cell_read(ctx, s, places->v[i].obj, places->v[i].path), WIDEN_NONE);
	if (places->unknown || !result.i)
		result = val_join(ctx, result, val_unknown(ctx), WIDEN_NONE);
	return places->n > 1 || places->weak ? val_weak(ctx, result) : result;
}

void places_write(Ctx *ctx, State *s, const Places *places, ValId val)
{
	bool weak = places->n > 1 || places->unknown || places->weak;
	for (uint32_t i = 0; i < places->n; i++)
		cell_write(ctx, s, places->v[i].obj, places->v[i].path, val, weak);
}

// Copies a scalar, or a record with the cells below it.
void places_copy(Ctx *ctx, State *s, const Places *to, const Places *from)
{
	ValId whole = places_read(ctx, s, from);
	VEC(Cell) below = {0};
	Ref src = from->v[0];
	for (uint32_t i = cell_find(s, src.obj, (PathId){0});
	     from->n == 1 && i < s->cells.n && s->cells.v[i].obj.i == src.obj.i; i++)
		if (s->cells.v[i].path.i != src.path.i && path_has_prefix(ctx->paths, s->cells.v[i].path, src.path))
			VEC_PUSH(ctx->arena, &below, s->cells.v[i]);
	places_write(ctx, s, to, whole);
	uint32_t depth = path_elem(ctx->paths, src.path)->depth;
	for (uint32_t i = 0; i < below.n; i++)
		for (uint32_t k = 0; k < to->n; k++)
			cell_write(ctx, s, to->v[k].obj, path_rest(ctx, to->v[k].path, below.v[i].path, depth), below.v[i].val,
			           to->n > 1 || to->weak);
}

// ---- values that nobody knows -------------------------------------------------------------------

static bool val_informative(const Ctx *ctx, const State *s, ValId val)
{
	const Val *v = val_at(ctx, val);
	if (v->n == 0 && v->num.lo == v->num.hi)
		return true;
	for (uint32_t i = 0; i < s->facts.n; i++)
		if (v->n == 1 && s->facts.v[i].sym.i == v->refs[0].obj.i)
			return true;
	return false;
}

// Whether something is known of a part of what lies there.
bool parts_informative(const Ctx *ctx, const State *s, Ref whole)
{
	for (uint32_t i = cell_find(s, whole.obj, (PathId){0}); i < s->cells.n && s->cells.v[i].obj.i == whole.obj.i; i++)
		if (is_part(ctx, whole.path, s->cells.v[i].path) && val_informative(ctx, s, s->cells.v[i].val))
			return true;
	for (uint32_t i = 0; i < s->facts.n; i++) {
		const Obj *sym = obj_at(ctx, s->facts.v[i].sym);
		if (sym->kind == OBJ_SYM && sym->a == whole.obj.i && is_part(ctx, whole.path, (PathId){sym->b}))
			return true;
	}
	return false;
}

// Whether something is known of what lies there, or was before the last write that nobody saw.
static bool cells_informative(const Ctx *ctx, const State *s, ObjId obj, PathId path)
{
	for (uint32_t i = cell_find(s, obj, (PathId){0}); i < s->cells.n && s->cells.v[i].obj.i == obj.i; i++) {
		ValId val = s->cells.v[i].val;
		bool told = val_informative(ctx, s, val) || val_doubted(ctx, val) == DOUBT_CALL;
		if (told && path_overlaps(ctx, s->cells.v[i].path, path))
			return true;
	}
	for (uint32_t i = 0; i < s->facts.n; i++) {
		const Obj *sym = obj_at(ctx, s->facts.v[i].sym);
		if (sym->kind == OBJ_SYM && sym->a == obj.i && path_overlaps(ctx, (PathId){sym->b}, path))
			return true;
	}
	return false;
}

// Returns the home of the new values.
ObjId cell_havoc(Ctx *ctx, State *s, ObjId obj, PathId path, uint32_t site, uint32_t ordinal)
{
	ObjId home = obj_get(ctx, OBJ_HOME, site, ordinal, 0);
	cell_forget(ctx, s, obj, path, home);
	return home;
}

void cell_forget(Ctx *ctx, State *s, ObjId obj, PathId path, ObjId home)
{
	if (cells_informative(ctx, s, obj, path))
		ctx->objs.v[home.i].doubt = DOUBT_CALL;
	home_renew(ctx, s, home);
	cell_write(ctx, s, obj, path, val_ref(ctx, obj_sym(ctx, home, (PathId){0}), (PathId){0}), false);
}

static bool ref_of_home(const Ctx *ctx, ObjId obj, ObjId home)
{
	const Obj *o = obj_at(ctx, obj);
	if (o->kind != OBJ_EXPR)
		return o->root.i == home.i;
	for (int side = 0; side < 2; side++) {
		const Val *v = val_at(ctx, (ValId){side ? o->c : o->b});
		for (uint32_t i = 0; i < v->n; i++)
			if (ref_of_home(ctx, v->refs[i].obj, home))
				return true;
	}
	return false;
}

// The value without what stems from the home: that may be anything now.
static ValId val_without(Ctx *ctx, ValId val, ObjId home)
{
	Val v = *val_at(ctx, val);
	uint32_t kept = 0;
	for (uint32_t k = 0; k < v.n; k++)
		if (!ref_of_home(ctx, v.refs[k].obj, home))
			v.refs[kept++] = v.refs[k];
	if (kept == v.n)
		return val;
	v.n = kept;
	v.unknown = true;
	return val_intern(ctx, &v);
}

// Whether a thread frees what it was given is not known when the value that tells is not.
static void moved_renew(const Ctx *ctx, State *s, uint64_t filter)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < s->moved.n; i++)
		if (!s->moved.v[i].sometimes || !(val_at(ctx, s->moved.v[i].tested)->homes & filter))
			s->moved.v[kept++] = s->moved.v[i];
	s->moved.n = kept;
}

// The home's instruction runs again: values of its last run must not be taken for
// the new ones.
void home_renew(Ctx *ctx, State *s, ObjId home)
{
	uint32_t kept = 0;
	uint64_t filter = UINT64_C(1) << (home.i % 64);
	if (!ctx->objs.v[home.i].many) { // its first run: nothing stems from it yet
		ctx->objs.v[home.i].many = true;
		return;
	}
	for (uint32_t i = 0; i < s->facts.n; i++)
		if (!(obj_homes(ctx, s->facts.v[i].sym) & filter) || !ref_of_home(ctx, s->facts.v[i].sym, home))
			s->facts.v[kept++] = s->facts.v[i];
	s->facts.n = kept;
	for (uint32_t i = s->shadows.n; i-- > 0;)
		if (val_at(ctx, s->shadows.v[i].val)->homes & filter)
			shadow_drop(s, i);
	for (uint32_t i = 0; i < s->cells.n; i++)
		if (val_at(ctx, s->cells.v[i].val)->homes & filter)
			s->cells.v[i].val = val_without(ctx, s->cells.v[i].val, home);
	moved_renew(ctx, s, filter);
}

// ---- objects that are one ------------------------------------------------------------------------

static ValId val_renamed(Ctx *ctx, ValId val, ObjId from, ObjId to)
{
	Val v = *val_at(ctx, val), out = v;
	out.n = 0;
	for (uint32_t i = 0; i < v.n; i++)
		val_add_ref(&out, (Ref){v.refs[i].obj.i == from.i ? to : v.refs[i].obj, v.refs[i].path});
	return out.n == v.n && memcmp(out.refs, v.refs, sizeof *v.refs * v.n) == 0 ? val : val_intern(ctx, &out);
}

ValId obj_unify(Ctx *ctx, State *s, ObjId into, ObjId from, ValId val)
{
	Cells old = {0};
	for (uint32_t i = 0; i < s->cells.n; i++) {
		const Cell *cell = &s->cells.v[i];
		bool either = cell->obj.i == into.i || cell->obj.i == from.i;
		ValId held = cell->val;
		if (either)
			held = val_join(ctx, cell_old(ctx, s, into, cell->path), cell_old(ctx, s, from, cell->path), WIDEN_NONE);
		VEC_PUSH(ctx->arena, &old, ((Cell){either ? into : cell->obj, cell->path, held}));
	}
	s->cells.n = 0;
	for (uint32_t i = 0; i < old.n; i++)
		cell_set(ctx, s, old.v[i].obj, old.v[i].path, val_renamed(ctx, old.v[i].val, from, into));
	return val_renamed(ctx, val, from, into);
}
