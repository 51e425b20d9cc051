// SPDX-License-Identifier: MIT
// Objects, values, ranges and paths of abstract memory. All are interned, so that
// equality is equality of ids. What a caller left in a cell has a name, the OBJ_SYM of
// the cell, so reading it twice gives the same value.
#include "domain/domain.h"

#define MAX_SYM_DEPTH 4   // dereferences from a root; deeper ones fold into one object
#define MAX_SYM_REFS 2    // unknown values that one value may be; more are just unknown

// ---- objects and values: interned, so that equality is equality of ids --------------------

static uint64_t obj_hash(ObjKind kind, uint32_t a, uint32_t b, uint32_t c)
{
	return hash_mix(hash_mix((uint64_t)kind << 32 | a, b), c);
}

static ObjId obj_push(Ctx *ctx, Obj obj)
{
	ObjId id = {ctx->objs.n};
	if (obj.kind != OBJ_SYM)
		obj.root = id;
	VEC_PUSH(ctx->arena, &ctx->objs, obj);
	return id;
}

static uint32_t obj_find(Ctx *ctx, ObjKind kind, uint32_t a, uint32_t b, uint32_t c, uint64_t *key)
{
	for (*key = obj_hash(kind, a, b, c);; *key = hash_mix(*key, 1)) {
		uint32_t at = map_get(&ctx->obj_map, *key);
		if (at == MAP_NONE)
			return MAP_NONE;
		const Obj *o = &ctx->objs.v[at];
		if (o->kind == kind && o->a == a && o->b == b && o->c == c)
			return at;
	}
}

ObjId obj_get(Ctx *ctx, ObjKind kind, uint32_t a, uint32_t b, uint32_t c)
{
	uint64_t key;
	uint32_t at = obj_find(ctx, kind, a, b, c, &key);
	if (at != MAP_NONE)
		return (ObjId){at};
	ObjId id = obj_push(ctx, (Obj){.kind = kind, .a = a, .b = b, .c = c});
	map_put(ctx->arena, &ctx->obj_map, key, id.i);
	return id;
}

ObjId obj_global(Ctx *ctx, StrId name) { return obj_get(ctx, OBJ_GLOBAL, name.i, 0, 0); }

// Lists and trees: what `next` of a `next` points to is one more of the same kind. The
// object that stands for them is the one reached by the first such field.
static bool sym_recurs(Ctx *ctx, ObjId parent, PathId path, ObjId *same)
{
	const Elem *last = path_elem(ctx->paths, path);
	if (!path.i || last->kind != ELEM_FIELD)
		return false;
	for (ObjId up = parent; obj_at(ctx, up)->kind == OBJ_SYM; up = (ObjId){obj_at(ctx, up)->a}) {
		const Elem *e = path_elem(ctx->paths, (PathId){obj_at(ctx, up)->b});
		if (e->kind == ELEM_FIELD && e->depth && e->field.i == last->field.i) {
			*same = up;
			return true;
		}
	}
	return false;
}

ObjId obj_sym(Ctx *ctx, ObjId parent, PathId path)
{
	ObjId same;
	if (sym_recurs(ctx, parent, path, &same)) {
		ctx->objs.v[same.i].many = true;
		return same;
	}
	const Obj *p = obj_at(ctx, parent);
	bool is_sym = p->kind == OBJ_SYM;
	if (is_sym && p->depth >= MAX_SYM_DEPTH)
		return parent;
	uint64_t key;
	uint32_t at = obj_find(ctx, OBJ_SYM, parent.i, path.i, 0, &key);
	if (at != MAP_NONE)
		return (ObjId){at};
	Obj sym = {.kind = OBJ_SYM, .a = parent.i, .b = path.i};
	sym.depth = (uint8_t)(is_sym ? p->depth + 1 : 0);
	sym.root = is_sym ? p->root : parent;
	sym.many = (p->many && p->kind != OBJ_HOME) || sym.depth >= MAX_SYM_DEPTH || path_inexact(ctx, path);
	ObjId id = obj_push(ctx, sym);
	map_put(ctx->arena, &ctx->obj_map, key, id.i);
	return id;
}

void memory_init(Ctx *ctx)
{
	for (uint32_t i = 0; i < ctx->fn->vars.n; i++) {
		const Var *var = &ctx->fn->vars.v[i];
		Obj obj = {.kind = OBJ_VAR, .a = i};
		ObjId id = obj_push(ctx, obj);
		if (var->kind == VAR_GLOBAL)
			map_put(ctx->arena, &ctx->obj_map, obj_hash(OBJ_GLOBAL, var->name.i, 0, 0), id.i);
		if (var->kind == VAR_GLOBAL)
			ctx->objs.v[i] = (Obj){.kind = OBJ_GLOBAL, .a = var->name.i, .root = id};
	}
	Val nothing = {.num = RANGE_EMPTY};
	val_intern(ctx, &nothing);
}

int ref_compare(Ref a, Ref b)
{
	if (a.obj.i != b.obj.i)
		return a.obj.i < b.obj.i ? -1 : 1;
	return a.path.i == b.path.i ? 0 : a.path.i < b.path.i ? -1 : 1;
}

static bool val_equal(const Val *a, const Val *b)
{
	if (!range_equal(a->num, b->num) || a->unknown != b->unknown || a->weak != b->weak || a->n != b->n)
		return false;
	for (uint32_t i = 0; i < a->n; i++)
		if (ref_compare(a->refs[i], b->refs[i]) != 0)
			return false;
	return true;
}

static uint64_t val_hash(const Val *v)
{
	uint64_t h = hash_mix((uint64_t)v->num.lo, (uint64_t)v->num.hi);
	h = hash_mix(h, v->num.has_ne ? (uint64_t)v->num.ne + 7 : 3);
	h = hash_mix(h, (uint64_t)v->unknown << 1 | v->weak);
	for (uint32_t i = 0; i < v->n; i++)
		h = hash_mix(h, (uint64_t)v->refs[i].obj.i << 32 | v->refs[i].path.i);
	return h;
}

// The homes that a value's symbols come from, as a filter of 64 bits.
uint64_t obj_homes(const Ctx *ctx, ObjId obj)
{
	const Obj *o = obj_at(ctx, obj);
	if (o->kind == OBJ_EXPR)
		return val_at(ctx, (ValId){o->b})->homes | val_at(ctx, (ValId){o->c})->homes;
	return obj_at(ctx, o->root)->kind == OBJ_HOME ? UINT64_C(1) << (o->root.i % 64) : 0;
}

static ValId val_push(Ctx *ctx, const Val *val)
{
	Val v = *val;
	v.homes = 0;
	for (uint32_t i = 0; i < v.n; i++)
		v.homes |= obj_homes(ctx, v.refs[i].obj);
	VEC_PUSH(ctx->arena, &ctx->vals, v);
	return (ValId){ctx->vals.n - 1};
}

ValId val_intern(Ctx *ctx, const Val *val)
{
	for (uint64_t key = val_hash(val);; key = hash_mix(key, 1)) {
		uint32_t at = map_get(&ctx->val_map, key);
		if (at == MAP_NONE) {
			at = val_push(ctx, val).i;
			map_put(ctx->arena, &ctx->val_map, key, at);
			return (ValId){at};
		}
		if (val_equal(&ctx->vals.v[at], val))
			return (ValId){at};
	}
}

ValId val_num(Ctx *ctx, int64_t number)
{
	Val v = {.num = {.lo = number, .hi = number}};
	return val_intern(ctx, &v);
}

ValId val_ref(Ctx *ctx, ObjId obj, PathId path)
{
	Val v = {.num = RANGE_EMPTY, .n = 1, .refs = {{obj, path}}};
	return val_intern(ctx, &v);
}

ValId val_unknown(Ctx *ctx)
{
	Val v = {.num = RANGE_EMPTY, .unknown = true};
	return val_intern(ctx, &v);
}

// ---- ranges --------------------------------------------------------------------------------

bool range_empty(Range r) { return r.lo > r.hi || (r.has_ne && r.lo == r.hi && r.lo == r.ne); }
bool range_has(Range r, int64_t n) { return n >= r.lo && n <= r.hi && !(r.has_ne && r.ne == n); }

static Range range_trim(Range r)
{
	if (r.has_ne && r.lo == r.ne && r.lo < r.hi)
		r.lo++;
	if (r.has_ne && r.hi == r.ne && r.lo < r.hi)
		r.hi--;
	if (r.has_ne && (r.ne < r.lo || r.ne > r.hi))
		r.has_ne = false;
	if (!r.has_ne)
		r.ne = 0;
	return r;
}

Range range_join(Range a, Range b)
{
	if (range_empty(a))
		return b;
	if (range_empty(b))
		return a;
	Range r = {.lo = a.lo < b.lo ? a.lo : b.lo, .hi = a.hi > b.hi ? a.hi : b.hi};
	int64_t ne = a.has_ne ? a.ne : b.has_ne ? b.ne : 0;
	if (!range_has(a, ne) && !range_has(b, ne)) {
		r.has_ne = true;
		r.ne = ne;
	}
	return range_trim(r);
}

Range range_meet(Range a, Range b)
{
	Range r = {.lo = a.lo > b.lo ? a.lo : b.lo, .hi = a.hi < b.hi ? a.hi : b.hi};
	r.has_ne = a.has_ne || b.has_ne;
	r.ne = a.has_ne ? a.ne : b.ne;
	return r.lo > r.hi ? RANGE_EMPTY : range_trim(r);
}

Range range_widen(Range old, Range joined)
{
	if (joined.lo < old.lo)
		joined.lo = joined.lo >= 0 ? 0 : INT64_MIN;
	if (joined.hi > old.hi)
		joined.hi = INT64_MAX;
	return joined;
}

// ---- joining values -------------------------------------------------------------------------

void val_add_ref(Val *v, Ref ref)
{
	uint32_t at = 0;
	while (at < v->n && ref_compare(v->refs[at], ref) < 0)
		at++;
	if (at < v->n && ref_compare(v->refs[at], ref) == 0)
		return;
	if (v->n == VAL_REFS) {
		v->unknown = true;
		return;
	}
	memmove(&v->refs[at + 1], &v->refs[at], sizeof *v->refs * (v->n - at));
	v->refs[at] = ref;
	v->n++;
}

// ---- unknowns that are counted ----------------------------------------------------------------

// Whether the object is an unknown plus a number, or plus one of some numbers.
bool expr_is_sum(const Ctx *ctx, ObjId obj, ValId *base, Range *by)
{
	const Obj *o = obj_at(ctx, obj);
	if (o->kind != OBJ_EXPR || o->a != CALC_ADD)
		return false;
	const Val *c = val_at(ctx, (ValId){o->c});
	if (c->n || c->unknown || range_empty(c->num))
		return false;
	*base = (ValId){o->b};
	*by = c->num;
	return true;
}

// `base` plus `by`: where that may be several numbers, it stands for more than one value.
Ref expr_sum(Ctx *ctx, ValId base, Range by)
{
	Val number = {.num = by};
	if (by.lo == 0 && by.hi == 0)
		return val_at(ctx, base)->refs[0];
	ObjId sum = obj_get(ctx, OBJ_EXPR, CALC_ADD, base.i, val_intern(ctx, &number).i);
	ctx->objs.v[sum.i].many = by.lo != by.hi;
	return (Ref){sum, {0}};
}

static Range sum_join(Range a, Range b, Widen widen)
{
	int64_t lo = a.lo < b.lo ? a.lo : b.lo, hi = a.hi > b.hi ? a.hi : b.hi;
	if (widen == WIDEN_NONE)
		return (Range){.lo = lo, .hi = hi};
	return (Range){.lo = a.lo == b.lo || lo >= 0 ? lo : INT64_MIN, .hi = a.hi == b.hi || hi <= 0 ? hi : INT64_MAX};
}

// A counter in a loop: sums of one unknown are that unknown plus some number.
static void val_hull(Ctx *ctx, Val *v, Widen widen)
{
	for (uint32_t i = 0; i < v->n; i++) {
		ValId base;
		Range by;
		if (!expr_is_sum(ctx, v->refs[i].obj, &base, &by))
			continue;
		Ref unknown = val_at(ctx, base)->refs[0];
		Range hull = by;
		Val rest = *v;
		rest.n = 0;
		for (uint32_t k = 0; k < v->n; k++) {
			ValId other = base;
			Range more = {0};
			bool same = ref_compare(v->refs[k], unknown) == 0 || expr_is_sum(ctx, v->refs[k].obj, &other, &more);
			if (same && other.i == base.i)
				hull = sum_join(hull, more, widen);
			else
				rest.refs[rest.n++] = v->refs[k];
		}
		if (v->n - rest.n < 2)
			continue;
		*v = rest;
		val_add_ref(v, expr_sum(ctx, base, hull));
		i = UINT32_MAX; // from the start: the order is another
	}
}

// Whether the reference stands for a value, not for a place that is pointed to.
bool ref_is_symbol(const Ctx *ctx, Ref ref)
{
	ObjKind kind = obj_at(ctx, ref.obj)->kind;
	return (kind == OBJ_SYM && !ref.path.i) || kind == OBJ_EXPR;
}

bool is_scalar_var(const Ctx *ctx, Ref place)
{
	const Obj *o = obj_at(ctx, place.obj);
	return o->kind == OBJ_VAR && !place.path.i &&
	       !(ctx->fn->vars.v[o->a].flags & (VAR_POINTER | VAR_ARRAY | VAR_RECORD));
}

// Whether the reference is an unknown value, or points into what lies behind one.
static bool ref_is_vague(const Ctx *ctx, Ref ref)
{
	return ref_is_symbol(ctx, ref) || obj_at(ctx, obj_at(ctx, ref.obj)->root)->kind == OBJ_HOME;
}

// A value that may be anything is not told better by some unknowns that it may be.
static void val_simplify(const Ctx *ctx, Val *v)
{
	uint32_t vague = 0, kept = 0;
	for (uint32_t i = 0; i < v->n; i++)
		vague += ref_is_vague(ctx, v->refs[i]);
	v->unknown |= vague > MAX_SYM_REFS;
	for (uint32_t i = 0; v->unknown && i < v->n; i++)
		if (!ref_is_vague(ctx, v->refs[i]))
			v->refs[kept++] = v->refs[i];
	v->n = v->unknown ? kept : v->n;
}

// A pointer that walks over an array: three elements of it are any element, and that is all
// others.
static void val_collapse(Ctx *ctx, Val *v)
{
	for (uint32_t i = 0; i + 1 < v->n; i++) {
		PathId array = path_of_array(ctx, v->refs[i].path);
		uint32_t same = 0, kept = 0;
		bool walks = false;
		for (uint32_t k = i; k < v->n; k++) {
			if (v->refs[k].obj.i != v->refs[i].obj.i || path_of_array(ctx, v->refs[k].path).i != array.i)
				continue;
			same++;
			walks |= path_elem(ctx->paths, v->refs[k].path)->kind == ELEM_ANY;
		}
		if (same < 2 || (same == 2 && !walks))
			continue;
		Ref any = {v->refs[i].obj, path_push(ctx->paths, array, ELEM_ANY, (StrId){0}, 0)};
		for (uint32_t k = 0; k < v->n; k++)
			if (v->refs[k].obj.i != any.obj.i || path_of_array(ctx, v->refs[k].path).i != array.i)
				v->refs[kept++] = v->refs[k];
		v->n = kept;
		val_add_ref(v, any);
	}
}

// Handles and addresses of locals are few, and worth waiting for.
static bool holds_thread(const Ctx *ctx, const Val *v)
{
	for (uint32_t i = 0; i < v->n; i++)
		if (obj_at(ctx, v->refs[i].obj)->kind == OBJ_THREAD ||
		    (ctx->near && obj_at(ctx, v->refs[i].obj)->kind == OBJ_VAR))
			return true;
	return false;
}

ValId val_join(Ctx *ctx, ValId a, ValId b, Widen widen)
{
	if (a.i == b.i || b.i == 0)
		return a;
	if (a.i == 0)
		return b;
	Val v = *val_at(ctx, a);
	const Val *w = val_at(ctx, b);
	Range joined = range_join(v.num, w->num);
	v.num = widen != WIDEN_NONE && !range_empty(v.num) ? range_widen(v.num, joined) : joined;
	v.unknown |= w->unknown;
	v.weak |= w->weak;
	for (uint32_t i = 0; i < w->n; i++)
		val_add_ref(&v, w->refs[i]);
	if (widen != WIDEN_NONE || v.n > MAX_SYM_REFS)
		val_hull(ctx, &v, widen);
	val_collapse(ctx, &v);
	val_simplify(ctx, &v);
	ValId sum = val_intern(ctx, &v);
	return widen == WIDEN_ALL && sum.i != a.i && !holds_thread(ctx, &v) ? val_unknown(ctx) : sum;
}

// Tests of what stems from unknowns in the value decide nothing from now on.
void val_doubt(Ctx *ctx, ValId val, uint8_t doubt)
{
	Val v = *val_at(ctx, val);
	for (uint32_t i = 0; i < v.n; i++) {
		ObjId root = obj_at(ctx, v.refs[i].obj)->root;
		if (obj_at(ctx, root)->kind == OBJ_HOME && obj_at(ctx, root)->doubt == DOUBT_NONE)
			ctx->objs.v[root.i].doubt = doubt;
	}
}

// ---- paths -----------------------------------------------------------------------------------

bool path_inexact(const Ctx *ctx, PathId path)
{
	for (; path.i; path = path_elem(ctx->paths, path)->parent)
		if (path_elem(ctx->paths, path)->kind == ELEM_ANY || path_elem(ctx->paths, path)->kind == ELEM_VAR)
			return true;
	return false;
}

bool path_has_index(const Ctx *ctx, PathId path)
{
	for (; path.i; path = path_elem(ctx->paths, path)->parent)
		if (path_elem(ctx->paths, path)->kind != ELEM_FIELD)
			return true;
	return false;
}

PathId path_of_array(const Ctx *ctx, PathId path)
{
	const Elem *e = path_elem(ctx->paths, path);
	return path.i && e->kind != ELEM_FIELD ? e->parent : path;
}

static bool elem_matches(const Elem *a, const Elem *b)
{
	if (a->kind == ELEM_FIELD || b->kind == ELEM_FIELD)
		return a->kind == b->kind && a->field.i == b->field.i;
	return a->kind == ELEM_ANY || b->kind == ELEM_ANY || a->index == b->index;
}

PathId path_cut(const Ctx *ctx, PathId path, uint32_t depth)
{
	while (path_elem(ctx->paths, path)->depth > depth)
		path = path_elem(ctx->paths, path)->parent;
	return path;
}

// [0] and [*] may be left out: the first element of a block is where the block is.
static bool may_be_first(const Elem *e)
{
	return e->depth && (e->kind == ELEM_ANY || (e->kind == ELEM_INDEX && e->index == 0));
}

// Same fields, indices equal or one of them not known.
bool path_matches(const Ctx *ctx, PathId a, PathId b)
{
	while (a.i != b.i) {
		const Elem *x = path_elem(ctx->paths, a), *y = path_elem(ctx->paths, b);
		if (x->depth && y->depth && elem_matches(x, y)) {
			a = x->parent;
			b = y->parent;
		} else if (may_be_first(x) && (!y->depth || y->kind == ELEM_FIELD)) {
			a = x->parent;
		} else if (may_be_first(y) && (!x->depth || x->kind == ELEM_FIELD)) {
			b = y->parent;
		} else {
			return false;
		}
	}
	return true;
}

// Whether some front part of `path` matches `front`.
static bool path_covers(const Ctx *ctx, PathId front, PathId path)
{
	bool indexed = front.i && path_elem(ctx->paths, front)->kind != ELEM_FIELD, inside = false;
	for (;; path = path_elem(ctx->paths, path)->parent) {
		// `a[0]` is not in front of `a[1]`, though it may stand for `a`
		if (!(indexed && inside) && path_matches(ctx, front, path))
			return true;
		if (!path.i)
			return false;
		inside = path_elem(ctx->paths, path)->kind != ELEM_FIELD;
	}
}

bool path_overlaps(const Ctx *ctx, PathId a, PathId b)
{
	return path_covers(ctx, a, b) || path_covers(ctx, b, a);
}

PathId path_push_elem(Ctx *ctx, PathId front, const Elem *e)
{
	return path_push(ctx->paths, front, e->kind, e->field, e->index);
}

// Replaces [variable] by its value where that is one number, else by [*].
PathId path_eval(Ctx *ctx, const State *s, PathId path)
{
	if (!path.i || !path_has_index(ctx, path))
		return path;
	Elem e = *path_elem(ctx->paths, path);
	PathId front = path_eval(ctx, s, e.parent);
	if (e.kind == ELEM_VAR) {
		Range r = val_range(ctx, s, cell_read(ctx, s, (ObjId){(uint32_t)e.index}, (PathId){0}));
		e.kind = r.lo == r.hi ? ELEM_INDEX : ELEM_ANY;
		e.index = e.kind == ELEM_INDEX ? r.lo : 0;
	}
	return path_push_elem(ctx, front, &e);
}

static bool is_index(const Elem *e) { return e->kind == ELEM_INDEX || e->kind == ELEM_ANY; }

// Pointer arithmetic: an index after an index adds up, [0] of a single object is itself.
static PathId path_add_index(Ctx *ctx, Ref base, const Elem *index)
{
	const Elem last = *path_elem(ctx->paths, base.path);
	if (base.path.i && is_index(&last)) {
		bool exact = last.kind == ELEM_INDEX && index->kind == ELEM_INDEX;
		return exact ? path_index(ctx->paths, last.parent, last.index + index->index)
		             : path_push(ctx->paths, last.parent, ELEM_ANY, (StrId){0}, 0);
	}
	if (index->kind == ELEM_INDEX && index->index == 0)
		return base.path;
	return path_push_elem(ctx, base.path, index);
}

static PathId path_add_rec(Ctx *ctx, Ref base, PathId path, uint32_t outermost)
{
	Elem e = *path_elem(ctx->paths, path);
	if (!path.i)
		return base.path;
	PathId front = path_add_rec(ctx, base, e.parent, outermost);
	return e.depth == outermost && is_index(&e) ? path_add_index(ctx, base, &e) : path_push_elem(ctx, front, &e);
}

PathId path_add(Ctx *ctx, Ref base, PathId path)
{
	if (!path.i)
		return base.path;
	PathId sum = path_add_rec(ctx, base, path, 1);
	return path_elem(ctx->paths, sum)->depth > 12 ? path_cut(ctx, sum, 12) : sum;
}

// ---- which memory the outside can name ------------------------------------------------------

PathId path_push_deref(Ctx *ctx, PathId path)
{
	return path_push(ctx->paths, path, ELEM_DEREF, (StrId){0}, 0);
}

// The access path of place (obj, path) for our callers; false when they have none.
bool obj_ap(Ctx *ctx, ObjId obj, PathId path, Ap *ap)
{
	Obj o = *obj_at(ctx, obj);
	switch (o.kind) {
	case OBJ_VAR:
		*ap = (Ap){.root = AP_ARG, .n = o.a, .path = path};
		return ctx->fn->vars.v[o.a].kind == VAR_PARAM;
	case OBJ_GLOBAL: *ap = (Ap){.root = AP_GLOBAL, .name = {o.a}, .path = path}; return true;
	case OBJ_LITERAL: *ap = (Ap){.root = AP_LITERAL}; return true;
	case OBJ_SYM:
		if (!obj_ap(ctx, (ObjId){o.a}, (PathId){o.b}, ap))
			return false;
		ap->path = path_join(ctx->paths, path_push_deref(ctx, ap->path), path);
		return true;
	case OBJ_HOME: // the result of a function that only our caller knows
		for (uint32_t i = 0; o.b == 0 && i < ctx->calls.n; i++)
			if (ctx->call_sites.v[i] == o.a) {
				*ap = (Ap){.root = AP_RESULT, .n = i, .path = path};
				return true;
			}
		return false;
	case OBJ_HEAP:
	case OBJ_FN:
	case OBJ_THREAD:
	case OBJ_EXPR: break;
	}
	return false;
}

bool val_holds_thread(const Ctx *ctx, ValId val, ObjId thread)
{
	const Val *v = val_at(ctx, val);
	for (uint32_t i = 0; i < v->n; i++)
		if (v->refs[i].obj.i == thread.i)
			return true;
	return false;
}

// The path with every known index forgotten.
PathId path_any(Ctx *ctx, PathId path)
{
	Elem e = *path_elem(ctx->paths, path);
	if (!path.i)
		return path;
	PathId front = path_any(ctx, e.parent);
	return path_push_elem(ctx, front, e.kind == ELEM_INDEX ? &(Elem){.kind = ELEM_ANY} : &e);
}
