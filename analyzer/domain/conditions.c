// SPDX-License-Identifier: MIT
// In: a state and a condition over values. Out: whether it can hold, and the state
// sharpened by it. Calculations on values give values here too.
#include "domain/domain.h"

#define MAX_EXPR_DEPTH 6
#define MAX_FACTS 256 // of one state
#define MAX_GUARDS 16 // of one way that a call may end
#define MAX_WAYS 24   // that one outcome stands for

// ---- ranges of values ----------------------------------------------------------------------

static int64_t bound_plus(int64_t bound, int64_t by)
{
	if (bound == INT64_MIN || bound == INT64_MAX || by == INT64_MIN || by == INT64_MAX)
		return by == INT64_MIN || by == INT64_MAX ? by : bound;
	int64_t sum;
	return !__builtin_add_overflow(bound, by, &sum) ? sum : by < 0 ? INT64_MIN : INT64_MAX;
}

static const Range nonzero = {.lo = INT64_MIN, .hi = INT64_MAX, .has_ne = true, .ne = 0};

static uint32_t fact_find(const State *s, ObjId sym)
{
	uint32_t at = 0;
	while (at < s->facts.n && s->facts.v[at].sym.i < sym.i)
		at++;
	return at;
}

// Numbers do not go round: what was counted up or down from a range lies that far from it.
static Range expr_range(const Ctx *ctx, const State *s, ObjId expr)
{
	ValId base;
	Range by;
	if (calc_compares((CalcOp)obj_at(ctx, expr)->a))
		return (Range){.lo = 0, .hi = 1};
	if (!expr_is_sum(ctx, expr, &base, &by))
		return RANGE_ALL;
	Range range = val_range(ctx, s, base);
	return (Range){.lo = bound_plus(range.lo, by.lo), .hi = bound_plus(range.hi, by.hi)};
}

static Range sym_range(const Ctx *ctx, const State *s, ObjId sym)
{
	uint32_t at = fact_find(s, sym);
	if (at < s->facts.n && s->facts.v[at].sym.i == sym.i)
		return s->facts.v[at].range;
	return obj_at(ctx, sym)->kind == OBJ_EXPR ? expr_range(ctx, s, sym) : RANGE_ALL;
}

static Range ref_range(const Ctx *ctx, const State *s, Ref ref)
{
	return ref_is_symbol(ctx, ref) ? sym_range(ctx, s, ref.obj) : nonzero;
}

Range val_range(const Ctx *ctx, const State *s, ValId val)
{
	const Val *v = val_at(ctx, val);
	Range range = v->num;
	for (uint32_t i = 0; i < v->n; i++)
		range = range_join(range, ref_range(ctx, s, v->refs[i]));
	return v->unknown || range_empty(range) ? RANGE_ALL : range;
}

// ---- assuming conditions ---------------------------------------------------------------------

static CalcOp negated(CalcOp op)
{
	static const CalcOp table[] = {[CALC_EQ] = CALC_NE, [CALC_NE] = CALC_EQ, [CALC_LT] = CALC_GE,
	                               [CALC_GE] = CALC_LT, [CALC_GT] = CALC_LE, [CALC_LE] = CALC_GT,
	                               [CALC_ULT] = CALC_UGE, [CALC_UGE] = CALC_ULT, [CALC_UGT] = CALC_ULE,
	                               [CALC_ULE] = CALC_UGT};
	return table[op];
}

static CalcOp swapped(CalcOp op)
{
	static const CalcOp table[] = {[CALC_EQ] = CALC_EQ, [CALC_NE] = CALC_NE, [CALC_LT] = CALC_GT,
	                               [CALC_GT] = CALC_LT, [CALC_LE] = CALC_GE, [CALC_GE] = CALC_LE,
	                               [CALC_ULT] = CALC_UGT, [CALC_UGT] = CALC_ULT, [CALC_ULE] = CALC_UGE,
	                               [CALC_UGE] = CALC_ULE};
	return table[op];
}

static int64_t less_one(int64_t n) { return n == INT64_MIN ? n : n - 1; }
static int64_t plus_one(int64_t n) { return n == INT64_MAX ? n : n + 1; }

// How far up an unsigned number has been counted at least, of which nothing else is known.
static int64_t counted_least(const Ctx *ctx, const Val *v)
{
	int64_t least = v->unknown ? 0 : range_empty(v->num) ? INT64_MAX : v->num.lo;
	for (uint32_t i = 0; i < v->n; i++) {
		ValId base;
		Range by = {0};
		if (!expr_is_sum(ctx, v->refs[i].obj, &base, &by))
			by.lo = 0;
		least = by.lo < least ? by.lo : least;
	}
	return least > 0 ? least : 0;
}

// What is known of a number that an unsigned comparison looks at: it is not negative. One
// that went below zero is a large one there, and such a comparison unclear.
static Range compared_range(const Ctx *ctx, const State *s, CalcOp op, ValId val)
{
	Range r = val_range(ctx, s, val);
	if (!calc_is_unsigned(op) || r.lo > INT64_MIN / 2 || r.hi < 0)
		return r;
	return range_meet(r, (Range){.lo = counted_least(ctx, val_at(ctx, val)), .hi = INT64_MAX});
}

// What x must be for `x op y` to hold for some y in `y`.
static Range range_for(CalcOp op, Range y)
{
	Range r = RANGE_ALL;
	bool is_unsigned = calc_is_unsigned(op);
	op = calc_signed(op);
	if (op == CALC_EQ)
		return y;
	if (op == CALC_NE && y.lo == y.hi)
		return (Range){.lo = INT64_MIN, .hi = INT64_MAX, .has_ne = true, .ne = y.lo};
	if (op == CALC_LT)
		r.hi = less_one(y.hi);
	if (op == CALC_LE)
		r.hi = y.hi;
	if (op == CALC_GT)
		r.lo = plus_one(y.lo);
	if (op == CALC_GE)
		r.lo = y.lo;
	if (is_unsigned && r.lo < 0) // that it is not negative is no news by itself: its type says so
		r.lo = r.hi < INT64_MAX ? 0 : INT64_MIN;
	if (is_unsigned && r.lo == 0 && r.hi == INT64_MAX)
		return RANGE_ALL;
	return r;
}

static bool fact_set(Ctx *ctx, State *s, ObjId sym, Range range)
{
	if (range_equal(range, RANGE_ALL) || (obj_at(ctx, sym)->kind == OBJ_EXPR && obj_at(ctx, sym)->many))
		return true;
	range = range_meet(sym_range(ctx, s, sym), range);
	if (range_empty(range))
		return false;
	if (flag_changes(ctx, s, sym)) // it may be another value at the next test
		return true;
	uint32_t at = fact_find(s, sym);
	if (at < s->facts.n && s->facts.v[at].sym.i == sym.i) {
		s->facts.v[at].range = range;
		return true;
	}
	if (s->facts.n >= MAX_FACTS) { // not remembered: later tests would go ways that cannot be gone
		if (ctx->near)
			ctx->gave_up = "facts";
		return true;
	}
	Fact fact = {sym, range};
	VEC_INSERT(ctx->arena, &s->facts, at, fact);
	return true;
}

// A symbol that stands for a comparison makes the comparison hold, or not.
static bool fact_learn(Ctx *ctx, State *s, ObjId sym, Range range)
{
	if (!fact_set(ctx, s, sym, range))
		return false;
	Obj o = *obj_at(ctx, sym);
	if (o.kind != OBJ_EXPR || !calc_compares((CalcOp)o.a))
		return true;
	range = sym_range(ctx, s, sym);
	if (!range_has(range, 0))
		return assume_vals(ctx, s, (CalcOp)o.a, (ValId){o.b}, (ValId){o.c});
	if (!range_has(range, 1))
		return assume_vals(ctx, s, negated((CalcOp)o.a), (ValId){o.b}, (ValId){o.c});
	return true;
}

// The part of `val` that can lie in `range`; id 0 when nothing can.
static ValId val_filter(Ctx *ctx, const State *s, ValId val, Range range)
{
	Val v = *val_at(ctx, val), out = {.num = range_meet(v.num, range), .unknown = v.unknown, .weak = v.weak};
	for (uint32_t i = 0; i < v.n; i++)
		if (!range_empty(range_meet(ref_range(ctx, s, v.refs[i]), range)))
			out.refs[out.n++] = v.refs[i];
	if (range_empty(out.num))
		out.num = RANGE_EMPTY;
	return val_intern(ctx, &out);
}

bool assume_range(Ctx *ctx, State *s, ValId val, Range range)
{
	if (val.i == 0)
		return true;
	Val v = *val_at(ctx, val_filter(ctx, s, val, range));
	if (range_empty(v.num) && !v.n && !v.unknown)
		return false;
	if (v.n == 1 && range_empty(v.num) && !v.unknown && !v.weak && ref_is_symbol(ctx, v.refs[0]))
		return fact_learn(ctx, s, v.refs[0].obj, range);
	return true;
}

bool val_may_be(Ctx *ctx, const State *s, ValId val, Range range)
{
	const Val *v = val_at(ctx, val_filter(ctx, s, val, range));
	return val.i == 0 || !range_empty(v->num) || v->n || v->unknown;
}

// The value of a count after it was taken up or down: `*count` is the sum.
bool val_is_count(const Ctx *ctx, ValId val, Obj *count)
{
	const Val *v = val_at(ctx, val);
	if (v->n != 1 || v->unknown || obj_at(ctx, v->refs[0].obj)->kind != OBJ_EXPR)
		return false;
	*count = *obj_at(ctx, v->refs[0].obj);
	return count->a == CALC_ADD || count->a == CALC_SUB;
}

// Whether a test has said something of the value.
bool val_is_told(const Ctx *ctx, const State *s, ValId val)
{
	const Val *v = val_at(ctx, val);
	uint32_t at = v->n == 1 ? fact_find(s, v->refs[0].obj) : s->facts.n;
	return at < s->facts.n && s->facts.v[at].sym.i == v->refs[0].obj.i;
}

static bool is_named_outside(const Ctx *ctx, ValId val)
{
	const Val *v = val_at(ctx, val);
	if (v->unknown || v->n > 1 || (v->n == 1) != range_empty(v->num))
		return false;
	const Obj *o = v->n ? obj_at(ctx, v->refs[0].obj) : NULL;
	return !o || o->kind == OBJ_FN || (o->kind == OBJ_SYM && obj_at(ctx, o->root)->kind != OBJ_HOME);
}

// A comparison that may come out either way, of values that our callers know.
bool val_is_question(const Ctx *ctx, const State *s, ValId val)
{
	const Val *v = val_at(ctx, val);
	const Obj *o = v->n == 1 && !v->unknown && range_empty(v->num) ? obj_at(ctx, v->refs[0].obj) : NULL;
	Range range = o ? val_range(ctx, s, val) : RANGE_ALL;
	return o && o->kind == OBJ_EXPR && calc_compares((CalcOp)o->a) && range.lo != range.hi &&
	       is_named_outside(ctx, (ValId){o->b}) && is_named_outside(ctx, (ValId){o->c});
}

// One symbol, place or number, so that equal ids mean equal values: some element of an array
// is another at the next test.
static bool val_definite(const Ctx *ctx, ValId val)
{
	const Val *v = val_at(ctx, val);
	if (v->unknown || v->weak)
		return false;
	if (v->n == 0)
		return v->num.lo == v->num.hi;
	return v->n == 1 && range_empty(v->num) && !obj_at(ctx, v->refs[0].obj)->many &&
	       !path_inexact(ctx, v->refs[0].path);
}

static bool is_order(CalcOp op) { return op >= CALC_LT && op <= CALC_UGE; }

static bool is_number(Range r, int64_t n) { return r.lo == n && r.hi == n; }

// C compares unsigned values too: an order against a negative constant says nothing here,
// nor does an unsigned order of what may be negative.
static bool order_unclear(CalcOp op, Range a, Range b)
{
	if (calc_is_unsigned(op))
		return a.lo < 0 || b.lo < 0;
	bool below = op == CALC_LT || op == CALC_GE;
	if (is_order(op) && (is_number(below ? b : a, 0) || is_number(below ? a : b, -1)))
		return false; // `x < 0` and `x > -1` ask for a sign
	return is_order(op) && ((a.lo == a.hi && a.lo < 0) || (b.lo == b.hi && b.lo < 0));
}

static bool cmp_possible(CalcOp op, Range a, Range b)
{
	return !range_empty(range_meet(a, range_for(op, b)));
}

static ObjId cmp_symbol(Ctx *ctx, CalcOp op, ValId a, ValId b)
{
	return obj_get(ctx, OBJ_EXPR, op, a.i, b.i);
}

// Whether both values are definite and not two numbers: then their comparison is a
// value of its own, which stays the same until one of them changes.
static bool cmp_named(const Ctx *ctx, ValId a, ValId b)
{
	return val_definite(ctx, a) && val_definite(ctx, b) && (val_at(ctx, a)->n || val_at(ctx, b)->n);
}

static bool expr_shallow(const Ctx *ctx, ValId val, uint32_t depth)
{
	const Val *v = val_at(ctx, val);
	const Obj *o = v->n ? obj_at(ctx, v->refs[0].obj) : NULL;
	if (!o || o->kind != OBJ_EXPR)
		return true;
	return depth < MAX_EXPR_DEPTH && expr_shallow(ctx, (ValId){o->b}, depth + 1) &&
	       expr_shallow(ctx, (ValId){o->c}, depth + 1);
}

// Keeps only one spelling of each comparison: EQ, LT and LE (ULT and ULE) with operands in order.
static bool cmp_canonical(CalcOp *op, ValId *a, ValId *b)
{
	bool truth = true;
	CalcOp order = calc_signed(*op);
	if (order == CALC_NE || order == CALC_GE || order == CALC_GT) {
		*op = negated(*op);
		truth = false;
	}
	if (*op == CALC_EQ && a->i > b->i) {
		ValId t = *a;
		*a = *b;
		*b = t;
	}
	return truth;
}

static bool assume_named(Ctx *ctx, State *s, CalcOp op, ValId a, ValId b)
{
	if (!cmp_named(ctx, a, b) || !expr_shallow(ctx, a, 0) || !expr_shallow(ctx, b, 0))
		return true;
	if (a.i == b.i)
		return op == CALC_EQ || calc_signed(op) == CALC_LE || calc_signed(op) == CALC_GE;
	bool truth = cmp_canonical(&op, &a, &b);
	int64_t n = truth ? 1 : 0;
	return fact_set(ctx, s, cmp_symbol(ctx, op, a, b), (Range){.lo = n, .hi = n});
}

static bool is_made_here(const Obj *o)
{
	return o->kind == OBJ_VAR || o->kind == OBJ_GLOBAL || o->kind == OBJ_FN || o->kind == OBJ_THREAD ||
	       o->kind == OBJ_HEAP;
}

// A variable, a function, a thread that was started from here: none is equal to another. Two
// threads of a kind, and two blocks on the heap, may have one name here, or one handle in turn.
static bool refs_differ(const Ctx *ctx, Ref a, Ref b)
{
	const Obj *x = obj_at(ctx, a.obj), *y = obj_at(ctx, b.obj);
	bool known = is_made_here(x) && is_made_here(y);
	return known && (x->kind != y->kind || ((x->kind == OBJ_VAR || x->kind == OBJ_FN) && a.obj.i != b.obj.i));
}

// Whether both are addresses or handles, of different things in any case. The calling thread
// stands for itself as a function (`@@pthread_self`), so it is none that it has started.
static bool vals_differ(const Ctx *ctx, ValId a, ValId b)
{
	const Val *x = val_at(ctx, a), *y = val_at(ctx, b);
	bool differ = x->n && y->n && !x->unknown && !y->unknown && range_empty(range_meet(x->num, y->num));
	for (uint32_t i = 0; differ && i < x->n * y->n; i++)
		differ = refs_differ(ctx, x->refs[i % x->n], y->refs[i / x->n]);
	return differ;
}

bool assume_vals(Ctx *ctx, State *s, CalcOp op, ValId a, ValId b)
{
	if ((op == CALC_EQ || op == CALC_NE) && vals_differ(ctx, a, b))
		return op == CALC_NE;
	Range ra = compared_range(ctx, s, op, a), rb = compared_range(ctx, s, op, b);
	if (!assume_named(ctx, s, op, a, b))
		return false;
	if (order_unclear(op, ra, rb))
		return true;
	if (!cmp_possible(op, ra, rb))
		return false;
	ask_note(ctx, s, a, range_for(op, rb));
	return assume_range(ctx, s, a, range_for(op, rb)) && assume_range(ctx, s, b, range_for(swapped(op), ra));
}

static uint8_t obj_doubt(const Ctx *ctx, ObjId obj)
{
	const Obj *o = obj_at(ctx, obj);
	if (o->kind == OBJ_SYM)
		return obj_at(ctx, o->root)->doubt;
	uint8_t doubt = DOUBT_NONE;
	for (int side = 0; o->kind == OBJ_EXPR && side < 2; side++) {
		const Val *v = val_at(ctx, (ValId){side ? o->c : o->b});
		for (uint32_t i = 0; i < v->n; i++)
			doubt = obj_doubt(ctx, v->refs[i].obj) ? obj_doubt(ctx, v->refs[i].obj) : doubt;
	}
	return doubt;
}

uint8_t val_doubted(const Ctx *ctx, ValId val)
{
	uint8_t doubt = DOUBT_NONE;
	Val v = *val_at(ctx, val);
	for (uint32_t i = 0; i < v.n; i++) {
		uint8_t of = obj_doubt(ctx, v.refs[i].obj);
		doubt = doubt == DOUBT_CALL || of == DOUBT_NONE ? doubt : of;
	}
	return doubt;
}

static bool is_doubted(const Ctx *ctx, ObjId obj)
{
	const Obj *root = obj_at(ctx, obj_at(ctx, obj)->root);
	return obj_at(ctx, obj)->kind == OBJ_EXPR || root->doubt != DOUBT_NONE || root->guess;
}

// A number or one of some unknowns has passed a test: no fact on an unknown can say so, the
// numbers that it may be can.
static ValId val_tested(Ctx *ctx, const State *s, ValId val, Range range)
{
	Val v = *val_at(ctx, val), out = {.num = v.num, .weak = v.weak};
	if (v.unknown || !v.n || (v.n == 1 && range_empty(v.num)))
		return val;
	for (uint32_t i = 0; i < v.n; i++) {
		if (!ref_is_symbol(ctx, v.refs[i]) || is_doubted(ctx, v.refs[i].obj))
			return val;
		out.num = range_join(out.num, range_meet(ref_range(ctx, s, v.refs[i]), range));
	}
	return range_equal(out.num, RANGE_ALL) ? val : val_intern(ctx, &out);
}

// Keeps in the tested cell only what passes the test.
static void operand_filter(Ctx *ctx, State *s, Operand operand, Range range)
{
	if (operand.kind != OPERAND_PLACE)
		return;
	Places places = place_eval(ctx, s, operand.place);
	if (places.n != 1 || places.weak || places.unknown || path_has_index(ctx, places.v[0].path) ||
	    obj_at(ctx, places.v[0].obj)->many)
		return;
	ValId old = cell_read(ctx, s, places.v[0].obj, places.v[0].path);
	ValId kept = val_filter(ctx, s, old, range);
	if (is_scalar_var(ctx, places.v[0]))
		kept = val_tested(ctx, s, kept, range);
	if (kept.i != old.i && kept.i != 0)
		cell_sharpen(ctx, s, places.v[0].obj, places.v[0].path, kept);
}

// Assumes `a cmp b` to be `truth` in `s`; false when no such execution is in it.
bool assume(Ctx *ctx, State *s, CalcOp cmp, Operand a, Operand b, bool truth)
{
	CalcOp op = truth ? cmp : negated(cmp);
	ValId va = operand_val(ctx, s, a), vb = operand_val(ctx, s, b);
	Range ra = compared_range(ctx, s, op, va), rb = compared_range(ctx, s, op, vb);
	if (!assume_vals(ctx, s, op, va, vb))
		return false;
	if (order_unclear(op, ra, rb))
		return true;
	operand_filter(ctx, s, a, range_for(op, rb));
	operand_filter(ctx, s, b, range_for(swapped(op), ra));
	return true;
}

// ---- values of operands and calculations ---------------------------------------------------------

ValId operand_val(Ctx *ctx, const State *s, Operand operand)
{
	switch (operand.kind) {
	case OPERAND_PLACE: {
		const Shadow *shadow = shadow_find(s, operand.place);
		if (shadow)
			return shadow->val;
		Places places = place_eval(ctx, s, operand.place);
		return places_read(ctx, s, &places);
	}
	case OPERAND_INT: return val_num(ctx, operand.num);
	case OPERAND_STRING: return val_ref(ctx, obj_get(ctx, OBJ_LITERAL, 0, 0, 0), (PathId){0});
	case OPERAND_FN: return val_ref(ctx, obj_get(ctx, OBJ_FN, operand.str.i, 0, 0), (PathId){0});
	case OPERAND_NONE:
	case OPERAND_UNKNOWN: break;
	}
	return val_unknown(ctx);
}

// A pointer that has been followed is not null.
void assume_followed(Ctx *ctx, State *s, Place place)
{
	Operand pointer = {.kind = OPERAND_PLACE, .place = {.var = place.var}};
	if (!ctx->near || place_none(place) || !place.deref)
		return;
	assume_range(ctx, s, operand_val(ctx, s, pointer), nonzero);
	operand_filter(ctx, s, pointer, nonzero);
}

// The places are used: the pointer that led to them is not null. False when it is.
bool assume_object(Ctx *ctx, State *s, const Places *places)
{
	if (places->n != 1 || places->unknown || places->weak)
		return places->n > 0 || places->unknown;
	const Obj *o = obj_at(ctx, places->v[0].obj);
	return o->kind != OBJ_SYM || o->many || fact_set(ctx, s, places->v[0].obj, nonzero);
}

static bool fold(CalcOp op, int64_t a, int64_t b, int64_t *out)
{
	switch (op) {
	case CALC_ADD: return !__builtin_add_overflow(a, b, out);
	case CALC_SUB: return !__builtin_sub_overflow(a, b, out);
	case CALC_MUL: return !__builtin_mul_overflow(a, b, out);
	case CALC_DIV: return b != 0 && !(a == INT64_MIN && b == -1) && (*out = a / b, true);
	case CALC_MOD: return b != 0 && !(a == INT64_MIN && b == -1) && (*out = a % b, true);
	case CALC_AND: *out = a & b; return true;
	case CALC_OR: *out = a | b; return true;
	case CALC_XOR: *out = a ^ b; return true;
	case CALC_SHL: return a >= 0 && b >= 0 && b < 62 && a <= INT64_MAX >> b && (*out = a << b, true);
	case CALC_SHR: return a >= 0 && b >= 0 && b < 63 && (*out = a >> b, true);
	case CALC_EQ:
	case CALC_NE:
	case CALC_LT:
	case CALC_LE:
	case CALC_GT:
	case CALC_GE:
	case CALC_ULT:
	case CALC_ULE:
	case CALC_UGT:
	case CALC_UGE: break;
	}
	return false;
}

static ValId calc_cmp(Ctx *ctx, const State *s, CalcOp op, ValId a, ValId b)
{
	if ((op == CALC_EQ || op == CALC_NE) && vals_differ(ctx, a, b))
		return val_num(ctx, op == CALC_NE);
	Range ra = compared_range(ctx, s, op, a), rb = compared_range(ctx, s, op, b);
	bool unclear = order_unclear(op, ra, rb);
	if (!unclear && !cmp_possible(op, ra, rb))
		return val_num(ctx, 0);
	if (!unclear && !cmp_possible(negated(op), ra, rb))
		return val_num(ctx, 1);
	if (cmp_named(ctx, a, b) && expr_shallow(ctx, a, 0) && expr_shallow(ctx, b, 0) && a.i != b.i)
		return val_ref(ctx, cmp_symbol(ctx, op, a, b), (PathId){0});
	Val bit = {.num = {.lo = 0, .hi = 1}};
	return val_intern(ctx, &bit);
}

// The number plus `by`: each of the unknowns that it may be, counted up or down.
static ValId val_counted(Ctx *ctx, ValId val, int64_t by)
{
	Val v = *val_at(ctx, val), out = {.num = v.num, .weak = v.weak};
	if (!range_empty(v.num))
		out.num = (Range){.lo = bound_plus(v.num.lo, by), .hi = bound_plus(v.num.hi, by)};
	for (uint32_t i = 0; i < v.n; i++) {
		ValId base = val_ref(ctx, v.refs[i].obj, v.refs[i].path);
		Range sum = {0};
		if (!expr_is_sum(ctx, v.refs[i].obj, &base, &sum) && !expr_shallow(ctx, base, 0))
			return val_unknown(ctx);
		sum = (Range){.lo = bound_plus(sum.lo, by), .hi = bound_plus(sum.hi, by)};
		val_add_ref(&out, expr_sum(ctx, base, sum));
	}
	return val_intern(ctx, &out);
}

// Addresses keep their objects through arithmetic on integers.
bool val_is_address(const Ctx *ctx, const Val *v)
{
	for (uint32_t i = 0; i < v->n; i++)
		if (!ref_is_symbol(ctx, v->refs[i]))
			return true;
	return false;
}

ValId calc(Ctx *ctx, const State *s, CalcOp op, ValId a, ValId b)
{
	if (calc_compares(op))
		return calc_cmp(ctx, s, op, a, b);
	Val va = *val_at(ctx, a), vb = *val_at(ctx, b);
	Range ra = val_range(ctx, s, a), rb = val_range(ctx, s, b);
	int64_t folded;
	if (ra.lo == ra.hi && rb.lo == rb.hi && fold(op, ra.lo, rb.lo, &folded))
		return val_num(ctx, folded);
	if (val_is_address(ctx, &va) || val_is_address(ctx, &vb))
		return val_is_address(ctx, &va) ? a : b;
	if ((op == CALC_ADD || op == CALC_SUB) && !va.unknown && rb.lo == rb.hi && rb.lo != INT64_MIN)
		return val_counted(ctx, a, op == CALC_ADD ? rb.lo : -rb.lo);
	if (val_definite(ctx, a) && val_definite(ctx, b) && expr_shallow(ctx, a, 0) && expr_shallow(ctx, b, 0))
		return val_ref(ctx, obj_get(ctx, OBJ_EXPR, op, a.i, b.i), (PathId){0});
	return val_unknown(ctx);
}

ValId val_plus(Ctx *ctx, const State *s, ValId val, int32_t plus)
{
	const Val *v = val_at(ctx, val);
	if (plus && val_is_address(ctx, v))
		return val_unknown(ctx);
	return plus ? calc(ctx, s, CALC_ADD, val, val_num(ctx, plus)) : val;
}

// All but one number, or all on one side: tests will tell more of it.
bool range_is_open(Range range)
{
	return !range_empty(range) && (range.has_ne || range.lo == INT64_MIN || range.hi == INT64_MAX);
}

// That something is not 0 is said of pointers and handles too, which are no numbers.
SumVal val_number_known(const Ctx *ctx, const State *s, ValId val)
{
	Range range = val_range(ctx, s, val);
	bool number = !range_equal(range, RANGE_ALL) && !(range.has_ne && range.ne == 0);
	return number && !val_is_address(ctx, val_at(ctx, val)) ? (SumVal){.num = range}
	                                                    : (SumVal){.num = RANGE_EMPTY, .unknown = true};
}

// ---- what callers learn of a state ------------------------------------------------------------------------

// The symbol as callers name it.
static bool sym_place(Ctx *ctx, const Obj *o, Ap *ap)
{
	return o->kind == OBJ_SYM && o->depth <= 2 && obj_ap(ctx, (ObjId){o->a}, (PathId){o->b}, ap) &&
	       ap->root != AP_LITERAL;
}

static bool val_named(Ctx *ctx, ValId val, SumRef *ref)
{
	const Val *v = val_at(ctx, val);
	if (v->n != 1 || v->unknown || !range_empty(v->num) || v->refs[0].path.i)
		return false;
	Obj o = *obj_at(ctx, v->refs[0].obj);
	*ref = o.kind == OBJ_FN ? (SumRef){.kind = REF_FN, .fn = {o.a}} : (SumRef){.kind = REF_VALUE};
	return o.kind == OBJ_FN || sym_place(ctx, &o, &ref->ap);
}

// `arg1 != 2`, beside what the place's one range says: a switch passes several numbers by.
static bool guard_excludes(Ctx *ctx, const Obj *o, Guard *guard)
{
	if (o->kind != OBJ_EXPR || o->a != CALC_EQ || range_has(guard->range, 1))
		return false;
	SumRef named;
	Val b = *val_at(ctx, (ValId){o->b}), c = *val_at(ctx, (ValId){o->c});
	const Range *number = b.n ? &c.num : &b.num;
	if (b.n + c.n != 1 || number->lo != number->hi || !val_named(ctx, (ValId){b.n ? o->b : o->c}, &named) ||
	    named.kind != REF_VALUE)
		return false;
	*guard = (Guard){.ap = named.ap, .range = {.lo = INT64_MIN, .hi = INT64_MAX, .has_ne = true, .ne = number->lo}};
	return true;
}

// `arg0->tid == @@pthread_self`: of two values that have names outside. A place stands on the left.
static bool guard_compare(Ctx *ctx, const Obj *o, Guard *guard)
{
	SumRef a, b;
	bool equal = !range_has(guard->range, 0);
	if (o->kind != OBJ_EXPR || o->a != CALC_EQ || equal != range_has(guard->range, 1) ||
	    !val_named(ctx, (ValId){o->b}, &a) || !val_named(ctx, (ValId){o->c}, &b) ||
	    (a.kind == REF_FN && b.kind == REF_FN))
		return false;
	SumRef *than = ARENA_NEW(ctx->program->arena, SumRef);
	*than = a.kind == REF_FN ? a : b;
	*guard = (Guard){.ap = a.kind == REF_FN ? b.ap : a.ap, .range = {0}, .than = than};
	if (!equal)
		guard->range = (Range){.lo = INT64_MIN, .hi = INT64_MAX, .has_ne = true};
	return true;
}

// Two ranges that leave a number out each have no common range: the first stands for both.
static bool range_within(Range inner, Range outer)
{
	return range_equal(range_meet(inner, outer), inner) && (!outer.has_ne || !range_has(inner, outer.ne));
}

// Whether the guard follows from one of `guards`.
static bool guard_follows(const Guard *guard, const Guards *guards)
{
	for (uint32_t i = 0; i < guards->n; i++)
		if (guards_alike(&guards->v[i], guard) && range_within(guards->v[i].range, guard->range))
			return true;
	return false;
}

// Whether callers learn what is known of the symbol.
bool fact_is_told(Ctx *ctx, ObjId sym)
{
	SumRef a, b;
	Obj o = *obj_at(ctx, sym);
	if (o.kind == OBJ_EXPR)
		return o.a == CALC_EQ && (val_named(ctx, (ValId){o.b}, &a) || val_named(ctx, (ValId){o.c}, &b));
	return sym_place(ctx, &o, &a.ap);
}

Guards state_guards(Ctx *ctx, const State *s, Arena *arena)
{
	Guards guards = {0};
	for (uint32_t i = 0; i < s->facts.n && guards.n < MAX_GUARDS; i++) {
		Obj o = *obj_at(ctx, s->facts.v[i].sym);
		Guard guard = {.range = s->facts.v[i].range};
		if (guard_excludes(ctx, &o, &guard) ? !guard_follows(&guard, &guards)
		                                    : guard_compare(ctx, &o, &guard) || sym_place(ctx, &o, &guard.ap))
			VEC_PUSH(arena, &guards, guard);
	}
	return guards;
}

static bool guards_follow(const Guards *guards, const Guards *from)
{
	bool all = true;
	for (uint32_t i = 0; i < guards->n; i++)
		all &= guard_follows(&guards->v[i], from);
	return all;
}

// Two ways that differ in one guard, which holds on one and not on the other, are one without it.
static bool guards_unite(Ctx *ctx, const Guards *a, const Guards *b, Guards *both)
{
	uint32_t opposite = 0;
	Range not;
	*both = (Guards){0};
	for (uint32_t i = 0; i < a->n && a->n == b->n; i++) {
		const Guard *x = &a->v[i], *y = &b->v[i];
		if (!guards_alike(x, y))
			return false;
		if (range_equal(x->range, y->range))
			VEC_PUSH(ctx->arena, both, *x);
		else if (range_negate(x->range, &not) && range_equal(not, y->range))
			opposite++;
	}
	return opposite == 1 && both->n + 1 == a->n;
}

// A way on which less is asked for stands for those on which more is.
static void exit_add_way(Ctx *ctx, Exit *leave, Guards way)
{
	uint32_t kept = 0;
	Guards both;
	for (uint32_t i = 0; i < leave->ways.n; i++) {
		if (guards_follow(&leave->ways.v[i], &way))
			return;
		if (guards_unite(ctx, &leave->ways.v[i], &way, &both)) {
			way = both;
			i = UINT32_MAX; // from the start again, with one guard less
		}
	}
	for (uint32_t i = 0; i < leave->ways.n; i++)
		if (!guards_follow(&way, &leave->ways.v[i]))
			leave->ways.v[kept++] = leave->ways.v[i];
	leave->ways.n = kept;
	leave->any_way |= way.n == 0 || kept == MAX_WAYS;
	VEC_PUSH(ctx->arena, &leave->ways, way);
}

static void exit_add_ways(Ctx *ctx, Exit *leave, const State *s, const Exit *from)
{
	leave->any_way |= from->any_way;
	if (!leave->any_way && !from->ways.n)
		exit_add_way(ctx, leave, state_guards(ctx, s, ctx->arena));
	for (uint32_t i = 0; i < from->ways.n && !leave->any_way; i++)
		exit_add_way(ctx, leave, from->ways.v[i]);
	if (leave->any_way)
		leave->ways.n = 0;
}

void exits_join_ways(Ctx *ctx, uint32_t into, uint32_t from)
{
	Exit *leave = &ctx->exit_info.v[into];
	if (!leave->ways.n)
		exit_add_ways(ctx, leave, ctx->exits.v[into], leave);
	exit_add_ways(ctx, leave, ctx->exits.v[from], &ctx->exit_info.v[from]);
}

// For longer than the function's analysis.
static Guard guard_keep(Guard guard, Arena *arena)
{
	if (!guard.than)
		return guard;
	SumRef *than = ARENA_NEW(arena, SumRef);
	*than = *guard.than;
	guard.than = than;
	return guard;
}

Ways exit_ways(const Exit *leave, const Guards *common, Arena *arena)
{
	Ways ways = {0};
	for (uint32_t i = 0; i < leave->ways.n; i++) {
		Guards rest = {0};
		for (uint32_t k = 0; k < leave->ways.v[i].n; k++)
			if (!guard_follows(&leave->ways.v[i].v[k], common))
				VEC_PUSH(arena, &rest, guard_keep(leave->ways.v[i].v[k], arena));
		if (!rest.n)
			return (Ways){0};
		VEC_PUSH(arena, &ways, rest);
	}
	return ways;
}
