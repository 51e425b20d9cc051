// SPDX-License-Identifier: MIT
// expr: expressions in (C17 6.5), operands and places out. A value that lies in a
// variable is named by its place and not copied; whatever is read through a pointer
// is loaded into a temporary. Chains that programs nest deeply (`a + b + ...`,
// parentheses, implicit casts) are walked in loops.
#include "front/lower.h"

// ---- types ------------------------------------------------------------------------

static enum CXTypeKind type_kind(CXCursor expr) { return clang_getCanonicalType(clang_getCursorType(expr)).kind; }

static bool kind_is_array(enum CXTypeKind kind)
{
	return kind == CXType_ConstantArray || kind == CXType_IncompleteArray || kind == CXType_VariableArray;
}

// libclang shows parameters and their uses with the array type they were written with.
static bool kind_is_pointer(enum CXTypeKind kind)
{
	return kind == CXType_Pointer || kind == CXType_BlockPointer || kind == CXType_NullPtr || kind_is_array(kind);
}

static bool kind_is_function(enum CXTypeKind kind)
{
	return kind == CXType_FunctionProto || kind == CXType_FunctionNoProto;
}

// Values that the IR does not follow: floating, complex and vector types.
static bool kind_is_opaque(enum CXTypeKind kind)
{
	bool floating = (kind >= CXType_Float && kind <= CXType_LongDouble) || kind == CXType_Float128 ||
	                kind == CXType_Half || kind == CXType_Float16 || kind == CXType_BFloat16;
	return floating || kind == CXType_Complex || kind == CXType_Vector || kind == CXType_ExtVector;
}

static bool kind_is_unsigned(enum CXTypeKind kind)
{
	return (kind >= CXType_Bool && kind <= CXType_UInt128) || kind == CXType_Char_U;
}

// The value that an integer type holds after conversion (6.3.1.3).
static int64_t wrap(int64_t n, CXType type)
{
	CXType canonical = clang_getCanonicalType(type);
	if (canonical.kind == CXType_Enum)
		canonical = clang_getCanonicalType(clang_getEnumDeclIntegerType(clang_getTypeDeclaration(canonical)));
	bool integer = canonical.kind >= CXType_Bool && canonical.kind <= CXType_Int128;
	long long size = integer ? clang_Type_getSizeOf(canonical) : 8;
	if (size <= 0 || size >= 8)
		return n;
	uint64_t bits = (uint64_t)n << (64 - 8 * size);
	return kind_is_unsigned(canonical.kind) ? (int64_t)(bits >> (64 - 8 * size)) : (int64_t)bits >> (64 - 8 * size);
}

// ---- peeling ------------------------------------------------------------------------

// Is `expr`, of which `inner` is all that libclang shows, an implicit cast? Many expressions
// are unexposed; only the implicit ones stand where their operand stands. What clang could
// not give a type, the member that a struct has not, is none.
static bool is_implicit(CXCursor expr, CXCursor inner)
{
	return clang_isExpression(inner.kind) && clang_getCursorType(expr).kind != CXType_Dependent &&
	       clang_equalLocations(clang_getCursorLocation(expr), clang_getCursorLocation(inner)) != 0;
}

static bool is_unary(CXCursor expr, enum CXUnaryOperatorKind kind)
{
	return expr.kind == CXCursor_UnaryOperator && clang_getCursorUnaryOperatorKind(expr) == kind;
}

CXCursor expr_peel(CXCursor expr)
{
	for (;;) {
		bool wraps = expr.kind == CXCursor_ParenExpr || is_unary(expr, CXUnaryOperator_Extension);
		if (!wraps && expr.kind != CXCursor_UnexposedExpr)
			return expr;
		CXCursor inner = cursor_only_kid(expr);
		if (clang_Cursor_isNull(inner) || (!wraps && !is_implicit(expr, inner)))
			return expr;
		expr = inner;
	}
}

static CXCursor first_kid(Lower *l, CXCursor expr)
{
	Kids kids = cursor_kids(l, expr);
	return kids.n ? kids.v[0] : clang_getNullCursor();
}

static CXCursor last_kid(Lower *l, CXCursor expr)
{
	Kids kids = cursor_kids(l, expr);
	return kids.n ? kids.v[kids.n - 1] : clang_getNullCursor();
}

bool expr_is_array(CXCursor peeled)
{
	if (!kind_is_array(type_kind(peeled)))
		return false;
	if (peeled.kind == CXCursor_DeclRefExpr)
		return clang_getCursorReferenced(peeled).kind == CXCursor_VarDecl;
	return peeled.kind == CXCursor_MemberRefExpr || peeled.kind == CXCursor_ArraySubscriptExpr ||
	       peeled.kind == CXCursor_UnaryOperator || peeled.kind == CXCursor_CompoundLiteralExpr ||
	       peeled.kind == CXCursor_GenericSelectionExpr;
}

Operand expr_constant(CXCursor expr)
{
	Operand value = operand_unknown();
	CXEvalResult result = clang_Cursor_Evaluate(expr);
	if (!result)
		return value;
	if (clang_EvalResult_getKind(result) == CXEval_Int)
		value = operand_int(clang_EvalResult_getAsLongLong(result));
	clang_EvalResult_dispose(result);
	return value;
}

// ---- places ---------------------------------------------------------------------------

static Operand operand_copy(Lower *l, Operand value, Span span)
{
	return emit_temp(l, OP_COPY, PLACE_NONE, value, span);
}

static bool is_plain_var(Operand value)
{
	return value.kind == OPERAND_PLACE && !value.place.deref && value.place.path.i == 0;
}

// What the pointer `value` points to.
static Place place_behind(Lower *l, Operand value, Span span)
{
	if (!is_plain_var(value))
		value = operand_copy(l, value, span);
	return (Place){.var = value.place.var, .deref = true};
}

static bool indexes_by_name(Lower *l, Operand index)
{
	return is_plain_var(index) && l->b->fn->vars.v[index.place.var.i].kind != VAR_GLOBAL;
}

// `place`[`index`]. An index right behind a dereference is pointer arithmetic, so
// an array that a pointer points to is element 0 of it first: `(*p)[0][i]`.
static Place place_index(Lower *l, Place place, bool of_array, Operand index, Span span)
{
	Paths *paths = &l->ir->paths;
	if (of_array && place.deref && place.path.i == 0)
		place.path = path_index(paths, place.path, 0);
	if (index.kind == OPERAND_PLACE && !indexes_by_name(l, index))
		index = operand_copy(l, index, span);
	if (index.kind == OPERAND_INT)
		place.path = path_index(paths, place.path, index.num);
	else if (index.kind == OPERAND_PLACE)
		place.path = path_push(paths, place.path, ELEM_VAR, (StrId){0}, index.place.var.i);
	else
		place.path = path_push(paths, place.path, ELEM_ANY, (StrId){0}, 0);
	return place;
}

static Operand place_address(Lower *l, Place place, Place want, Span span)
{
	Place pointer = {.var = place.var};
	const Elem *elem = path_elem(&l->ir->paths, place.path);
	bool first = place.path.i && elem->depth == 1 && elem->kind == ELEM_INDEX && elem->index == 0;
	if (place.deref && (place.path.i == 0 || first))
		return operand_place(pointer);
	if (!place.deref && l->b->fn->vars.v[place.var.i].kind == VAR_TEMP)
		return operand_unknown(); // an array in a returned record (6.2.4p8): nothing outlives the expression
	return emit_temp(l, OP_ADDR, want, operand_place(place), span);
}

// A value that lies nowhere gets a temporary of its own.
static Place place_of_value(Lower *l, CXCursor expr)
{
	Operand value = expr_value(l, expr, PLACE_NONE);
	if (value.kind != OPERAND_PLACE)
		value = operand_copy(l, value.kind == OPERAND_NONE ? operand_unknown() : value, text_span(l, expr));
	return value.place;
}

Place expr_pointee(Lower *l, CXCursor pointer)
{
	CXCursor peeled = expr_peel(pointer);
	if (is_unary(peeled, CXUnaryOperator_AddrOf)) // *&x
		return expr_place(l, first_kid(l, peeled));
	return place_behind(l, expr_value(l, peeled, PLACE_NONE), text_span(l, pointer));
}

static Place place_member(Lower *l, CXCursor expr)
{
	CXCursor base = first_kid(l, expr), field = clang_getCursorReferenced(expr);
	Place place = kind_is_pointer(type_kind(base)) ? expr_pointee(l, base) : expr_place(l, base);
	if (!clang_Cursor_isNull(field))
		place.path = decl_push_field(l, place.path, field);
	return place;
}

static Place place_subscript(Lower *l, CXCursor expr)
{
	Kids kids = cursor_kids(l, expr);
	if (kids.n < 2)
		return place_of_value(l, clang_getNullCursor());
	enum CXTypeKind kind = type_kind(kids.v[0]);
	bool swapped = !kind_is_pointer(kind) && kind_is_pointer(type_kind(kids.v[1])); // 2[a]
	CXCursor base = expr_peel(kids.v[swapped ? 1 : 0]), index = kids.v[swapped ? 0 : 1];
	bool array = expr_is_array(base) || kind_is_opaque(kind);
	Span span = text_span(l, expr);
	Place place = array ? expr_place(l, base) : place_behind(l, expr_value(l, base, PLACE_NONE), span);
	return place_index(l, place, array, expr_value(l, index, PLACE_NONE), span);
}

static Place place_deref(Lower *l, CXCursor expr)
{
	CXCursor pointer = expr_peel(first_kid(l, expr));
	if (expr_is_array(pointer))
		return place_index(l, expr_place(l, pointer), true, operand_int(0), text_span(l, expr));
	return expr_pointee(l, pointer);
}

// The association of a _Generic that was chosen; null when that is not clear.
static CXCursor generic_choice(Lower *l, CXCursor generic)
{
	Kids kids = cursor_kids(l, generic);
	CXType type = clang_getCanonicalType(clang_getCursorType(generic));
	CXCursor found = clang_getNullCursor();
	uint32_t n = 0, candidates = 0;
	for (uint32_t i = 0; i < kids.n; i++) {
		if (!clang_isExpression(kids.v[i].kind) || n++ == 0) // the first is the controlling expression
			continue;
		if (!clang_equalTypes(type, clang_getCanonicalType(clang_getCursorType(kids.v[i]))))
			continue;
		CXCursor named = clang_getCursorReferenced(kids.v[i]);
		bool same = candidates && clang_equalCursors(named, clang_getCursorReferenced(found));
		candidates += !same || clang_Cursor_isNull(named);
		found = kids.v[i];
	}
	return candidates == 1 ? found : clang_getNullCursor();
}

Place expr_place(Lower *l, CXCursor expr)
{
	expr = expr_peel(expr);
	switch ((int)expr.kind) {
	case CXCursor_DeclRefExpr: {
		CXCursor decl = clang_getCursorReferenced(expr);
		if (decl.kind == CXCursor_VarDecl || decl.kind == CXCursor_ParmDecl)
			return place_var(decl_var(l, decl));
		break;
	}
	case CXCursor_MemberRefExpr: return place_member(l, expr);
	case CXCursor_ArraySubscriptExpr: return place_subscript(l, expr);
	case CXCursor_CompoundLiteralExpr: return place_var(decl_literal(l, expr));
	case CXCursor_GenericSelectionExpr: {
		CXCursor choice = generic_choice(l, expr);
		if (!clang_Cursor_isNull(choice))
			return expr_place(l, choice);
		break;
	}
	case CXCursor_UnaryOperator: {
		enum CXUnaryOperatorKind kind = clang_getCursorUnaryOperatorKind(expr);
		if (kind == CXUnaryOperator_Deref)
			return place_deref(l, expr);
		if (kind == CXUnaryOperator_Real || kind == CXUnaryOperator_Imag)
			return expr_place(l, first_kid(l, expr));
		break;
	}
	default: break;
	}
	return place_of_value(l, expr);
}

// How C reads and writes what the lvalue `expr` names.
static Access access_of(CXCursor expr)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(expr));
	if (type.kind == CXType_Atomic)
		return ACCESS_ATOMIC;
	return clang_isVolatileQualifiedType(type) ? ACCESS_VOLATILE : ACCESS_PLAIN;
}

// The value in `place`; arrays and functions decay to pointers (6.3.2.1).
static Operand place_read(Lower *l, CXCursor expr, Place place, Place want)
{
	bool array = expr_is_array(expr);
	if (!array && !place.deref)
		return operand_place(place);
	Span span = text_span(l, expr);
	if (array)
		return place_address(l, place_index(l, place, true, operand_int(0), span), want, span);
	if (kind_is_function(type_kind(expr)))
		return place_address(l, place, want, span);
	return emit_load(l, place, access_of(expr), want, span);
}

// ---- stores ---------------------------------------------------------------------------

void expr_store(Lower *l, Place dst, Operand value, Span span) { emit_store(l, dst, value, ACCESS_PLAIN, span); }

void expr_init(Lower *l, Place dst, CXCursor expr)
{
	Operand value = expr_value(l, expr, dst.deref ? PLACE_NONE : dst);
	expr_store(l, dst, value, text_span(l, expr));
}

// Naming this place needs no instruction, so it may be named before the value.
static bool place_is_simple(Lower *l, CXCursor expr)
{
	for (;;) {
		expr = expr_peel(expr);
		if (expr.kind == CXCursor_DeclRefExpr)
			return true;
		if (expr.kind == CXCursor_ArraySubscriptExpr) {
			Kids kids = cursor_kids(l, expr);
			if (kids.n < 2 || !expr_is_array(expr_peel(kids.v[0])))
				return false;
			CXCursor index = expr_peel(kids.v[1]), decl = clang_getCursorReferenced(index);
			bool global = decl.kind == CXCursor_VarDecl && clang_Cursor_hasVarDeclGlobalStorage(decl) == 1;
			if (index.kind != CXCursor_IntegerLiteral && (index.kind != CXCursor_DeclRefExpr || global))
				return false;
			expr = kids.v[0];
			continue;
		}
		CXCursor base = expr.kind == CXCursor_MemberRefExpr ? first_kid(l, expr) : clang_getNullCursor();
		if (clang_Cursor_isNull(base) || kind_is_pointer(type_kind(base)))
			return false;
		expr = base;
	}
}

static Operand assign(Lower *l, CXCursor expr, Kids kids)
{
	Span span = text_span(l, expr);
	Access access = access_of(kids.v[0]);
	Place place = PLACE_NONE;
	if (place_is_simple(l, kids.v[0]))
		place = expr_place(l, kids.v[0]);
	Operand value = expr_value(l, kids.v[1], place.deref || access != ACCESS_PLAIN ? PLACE_NONE : place);
	if (place_none(place))
		place = expr_place(l, kids.v[0]);
	emit_store(l, place, value, access, span);
	return place.deref ? value : operand_place(place);
}

// ---- arithmetic -------------------------------------------------------------------------

static CalcOp expr_calc(enum CXBinaryOperatorKind kind)
{
	switch ((int)kind) {
	case CXBinaryOperator_LT: return CALC_LT;
	case CXBinaryOperator_GT: return CALC_GT;
	case CXBinaryOperator_LE: return CALC_LE;
	case CXBinaryOperator_GE: return CALC_GE;
	case CXBinaryOperator_EQ: return CALC_EQ;
	case CXBinaryOperator_NE: return CALC_NE;
	case CXBinaryOperator_Mul:
	case CXBinaryOperator_MulAssign: return CALC_MUL;
	case CXBinaryOperator_Div:
	case CXBinaryOperator_DivAssign: return CALC_DIV;
	case CXBinaryOperator_Rem:
	case CXBinaryOperator_RemAssign: return CALC_MOD;
	case CXBinaryOperator_Sub:
	case CXBinaryOperator_SubAssign: return CALC_SUB;
	case CXBinaryOperator_Shl:
	case CXBinaryOperator_ShlAssign: return CALC_SHL;
	case CXBinaryOperator_Shr:
	case CXBinaryOperator_ShrAssign: return CALC_SHR;
	case CXBinaryOperator_And:
	case CXBinaryOperator_AndAssign: return CALC_AND;
	case CXBinaryOperator_Xor:
	case CXBinaryOperator_XorAssign: return CALC_XOR;
	case CXBinaryOperator_Or:
	case CXBinaryOperator_OrAssign: return CALC_OR;
	default: return CALC_ADD;
	}
}

// The operation on two constants, of an unsigned type or not.
static bool fold(CalcOp op, int64_t x, int64_t y, bool is_unsigned, int64_t *result)
{
	uint64_t a = (uint64_t)x, b = (uint64_t)y;
	bool shift = op == CALC_SHL || op == CALC_SHR, divide = op == CALC_DIV || op == CALC_MOD;
	if ((shift && b > 63) || (divide && (b == 0 || (!is_unsigned && x == INT64_MIN && y == -1))))
		return false;
	switch (op) {
	case CALC_EQ: *result = x == y; break;
	case CALC_NE: *result = x != y; break;
	case CALC_LT: *result = x < y; break;
	case CALC_LE: *result = x <= y; break;
	case CALC_GT: *result = x > y; break;
	case CALC_GE: *result = x >= y; break;
	case CALC_ULT: *result = a < b; break;
	case CALC_ULE: *result = a <= b; break;
	case CALC_UGT: *result = a > b; break;
	case CALC_UGE: *result = a >= b; break;
	case CALC_ADD: *result = (int64_t)(a + b); break;
	case CALC_SUB: *result = (int64_t)(a - b); break;
	case CALC_MUL: *result = (int64_t)(a * b); break;
	case CALC_DIV: *result = is_unsigned ? (int64_t)(a / b) : x / y; break;
	case CALC_MOD: *result = is_unsigned ? (int64_t)(a % b) : x % y; break;
	case CALC_AND: *result = x & y; break;
	case CALC_OR: *result = x | y; break;
	case CALC_XOR: *result = x ^ y; break;
	case CALC_SHL: *result = (int64_t)(a << b); break;
	case CALC_SHR: *result = is_unsigned ? (int64_t)(a >> b) : x >> y; break;
	}
	return true;
}

Operand calc_emit(Lower *l, CalcOp op, Operand a, Operand b, Place want, CXType type, Span span)
{
	int64_t result = 0;
	enum CXTypeKind kind = clang_getCanonicalType(type).kind;
	if (kind_is_opaque(kind))
		return operand_unknown();
	if (a.kind == OPERAND_UNKNOWN && b.kind == OPERAND_UNKNOWN)
		return operand_unknown();
	if (a.kind == OPERAND_INT && b.kind == OPERAND_INT && fold(op, a.num, b.num, kind_is_unsigned(kind), &result))
		return operand_int(wrap(result, type));
	Place dst = place_none(want) ? place_var(temp_new(l)) : want;
	Instr *instr = emit(l, OP_CALC, dst, a, span);
	instr->b = b;
	instr->sub = (uint8_t)op;
	return operand_place(dst);
}

// pointer + index, or pointer - index (6.5.6).
static Operand pointer_add(Lower *l, Operand pointer, Operand index, bool minus, Place want, Span span)
{
	if (minus)
		index = index.kind == OPERAND_INT ? operand_int((int64_t)(0 - (uint64_t)index.num)) : operand_unknown();
	if (index.kind == OPERAND_INT && index.num == 0)
		return pointer;
	if (pointer.kind == OPERAND_UNKNOWN || pointer.kind == OPERAND_INT)
		return operand_unknown();
	if (pointer.kind == OPERAND_STRING)
		return pointer;
	return place_address(l, place_index(l, place_behind(l, pointer, span), false, index, span), want, span);
}

static bool is_value_operator(CXCursor expr)
{
	enum CXBinaryOperatorKind op =
		expr.kind == CXCursor_BinaryOperator ? clang_getCursorBinaryOperatorKind(expr) : CXBinaryOperator_Invalid;
	return op >= CXBinaryOperator_Mul && op <= CXBinaryOperator_Or && op != CXBinaryOperator_Cmp;
}

// The operator; a comparison is unsigned where its operands are converted to such a type.
CalcOp expr_operator(CXCursor expr, Kids kids)
{
	CalcOp op = expr_calc(clang_getCursorBinaryOperatorKind(expr));
	return kind_is_unsigned(type_kind(kids.v[0])) ? calc_unsigned(op) : op;
}

static Operand combine(Lower *l, CXCursor expr, Kids kids, Operand a, Operand b, Place want)
{
	enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(expr);
	bool left = kind_is_pointer(type_kind(kids.v[0])), right = kind_is_pointer(type_kind(kids.v[1]));
	bool additive = op == CXBinaryOperator_Add || op == CXBinaryOperator_Sub;
	Span span = text_span(l, expr);
	if (additive && left != right)
		return left ? pointer_add(l, a, b, op == CXBinaryOperator_Sub, want, span)
		            : pointer_add(l, b, a, false, want, span);
	return calc_emit(l, expr_operator(expr, kids), a, b, want, clang_getCursorType(expr), span);
}

// `array + index` without a detour over the address of element 0.
static bool is_array_sum(CXCursor expr, Kids kids)
{
	return clang_getCursorBinaryOperatorKind(expr) == CXBinaryOperator_Add && kind_is_pointer(type_kind(kids.v[0])) &&
	       expr_is_array(expr_peel(kids.v[0]));
}

// Left-associative chains nest to the left: down the spine, then up again.
static Operand binary(Lower *l, CXCursor expr, Place want)
{
	VEC(CXCursor) spine = {0};
	VEC(Kids) kids = {0};
	for (CXCursor at = expr; is_value_operator(at); at = expr_peel(kids.v[kids.n - 1].v[0])) {
		Kids pair = cursor_kids(l, at);
		if (pair.n != 2)
			break;
		VEC_PUSH(&l->scratch, &spine, at);
		VEC_PUSH(&l->scratch, &kids, pair);
	}
	if (!spine.n)
		return expr_havoc(l, expr, "binary operator", want);
	uint32_t i = spine.n - 1;
	Place here = i ? PLACE_NONE : want;
	Operand value;
	if (is_array_sum(spine.v[i], kids.v[i])) {
		Place array = expr_place(l, kids.v[i].v[0]);
		Operand index = expr_value(l, kids.v[i].v[1], PLACE_NONE);
		Span span = text_span(l, spine.v[i]);
		value = place_address(l, place_index(l, array, true, index, span), here, span);
	} else {
		value = expr_value(l, kids.v[i].v[0], PLACE_NONE);
		value = combine(l, spine.v[i], kids.v[i], value, expr_value(l, kids.v[i].v[1], PLACE_NONE), here);
	}
	while (i-- > 0) {
		Operand right = expr_value(l, kids.v[i].v[1], PLACE_NONE);
		value = combine(l, spine.v[i], kids.v[i], value, right, i ? PLACE_NONE : want);
	}
	return value;
}

// place = place op value; the new value. What is stored in a bool is 0 or 1 (6.3.1.2), which
// the bits of truth values are without being asked.
static Operand update(Lower *l, Place place, Access access, CalcOp op, Operand old, Operand value, bool truth,
                      CXCursor expr)
{
	Span span = text_span(l, expr);
	CXType type = clang_getCursorType(expr);
	enum CXTypeKind kind = clang_getCanonicalType(type).kind;
	bool convert = kind == CXType_Bool && !truth;
	Place want = place.deref || access != ACCESS_PLAIN || convert ? PLACE_NONE : place;
	Operand result = kind_is_pointer(kind) ? pointer_add(l, old, value, op == CALC_SUB, want, span)
	                                       : calc_emit(l, op, old, value, want, type, span);
	if (convert)
		result = calc_emit(l, CALC_NE, result, operand_int(0), PLACE_NONE, type, span);
	emit_store(l, place, result, access, span);
	return place.deref ? result : operand_place(place);
}

// An expression whose value is 0 or 1, so that a conversion to bool keeps it.
static bool is_truth(CXCursor expr)
{
	expr = expr_peel(expr);
	if (expr.kind != CXCursor_BinaryOperator)
		return is_unary(expr, CXUnaryOperator_LNot) || type_kind(expr) == CXType_Bool;
	enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(expr);
	bool compares = op >= CXBinaryOperator_LT && op <= CXBinaryOperator_NE;
	return compares || op == CXBinaryOperator_LAnd || op == CXBinaryOperator_LOr;
}

static Operand compound_assign(Lower *l, CXCursor expr)
{
	Kids kids = cursor_kids(l, expr);
	if (kids.n != 2)
		return expr_havoc(l, expr, "compound assignment", PLACE_NONE);
	Operand value = expr_value(l, kids.v[1], PLACE_NONE);
	Place place = expr_place(l, kids.v[0]);
	Access access = access_of(kids.v[0]);
	Operand old = operand_place(place);
	if (place.deref)
		old = emit_load(l, place, access, PLACE_NONE, text_span(l, kids.v[0]));
	CalcOp op = expr_calc(clang_getCursorBinaryOperatorKind(expr));
	bool truth = (op == CALC_OR || op == CALC_AND || op == CALC_XOR) && is_truth(kids.v[1]);
	return update(l, place, access, op, old, value, truth, expr);
}

static Operand increment(Lower *l, CXCursor expr, enum CXUnaryOperatorKind kind, bool used)
{
	bool postfix = kind == CXUnaryOperator_PostInc || kind == CXUnaryOperator_PostDec;
	bool minus = kind == CXUnaryOperator_PreDec || kind == CXUnaryOperator_PostDec;
	CXCursor object = first_kid(l, expr);
	Place place = expr_place(l, object);
	Access access = access_of(object);
	Operand old = operand_place(place);
	if (place.deref || (postfix && used))
		old = emit_load(l, place, access, PLACE_NONE, text_span(l, expr));
	// The old value may be the place itself; what is computed from is read before it is written.
	Operand value = update(l, place, access, minus ? CALC_SUB : CALC_ADD, old, operand_int(1), false, expr);
	return postfix ? old : value;
}

// ---- conversions ------------------------------------------------------------------------

static Operand convert(Lower *l, Operand value, CXCursor expr, CXCursor inner, Place want)
{
	CXType to = clang_getCanonicalType(clang_getCursorType(expr));
	CXType from = clang_getCanonicalType(clang_getCursorType(inner));
	if (to.kind == CXType_Bool && from.kind != CXType_Bool) {
		if (value.kind == OPERAND_FN || value.kind == OPERAND_STRING)
			return operand_int(1);
		return calc_emit(l, CALC_NE, value, operand_int(0), want, to, text_span(l, expr));
	}
	if (kind_is_opaque(to.kind) && (value.kind != OPERAND_PLACE || !kind_is_opaque(from.kind)))
		return operand_unknown();
	if (value.kind == OPERAND_INT && !kind_is_pointer(to.kind))
		value.num = wrap(value.num, to);
	return value;
}

static Operand cast_value(Lower *l, CXCursor expr, CXCursor inner, Place want)
{
	enum CXTypeKind to = type_kind(expr);
	if (to == CXType_Void) {
		expr_discard(l, inner);
		return operand_none();
	}
	bool truth = to == CXType_Bool && type_kind(inner) != CXType_Bool;
	if (truth && is_truth(inner))
		return expr_value(l, inner, want);
	return convert(l, expr_value(l, inner, truth ? PLACE_NONE : want), expr, inner, want);
}

// ---- values -----------------------------------------------------------------------------------

Operand expr_havoc(Lower *l, CXCursor expr, const char *why, Place want)
{
	Kids kids = cursor_kids(l, expr);
	for (uint32_t i = 0; i < kids.n; i++)
		if (clang_isExpression(kids.v[i].kind))
			expr_value(l, kids.v[i], PLACE_NONE);
	Place dst = place_none(want) ? place_var(temp_new(l)) : want;
	emit(l, OP_HAVOC, dst, operand_none(), text_span(l, expr))->why = strs_intern_z(&l->ir->strs, why);
	l->ir->units.v[l->unit_index].nhavoc++;
	return operand_place(dst);
}

static Operand reference(Lower *l, CXCursor expr, Place want)
{
	CXCursor decl = clang_getCursorReferenced(expr);
	switch ((int)decl.kind) {
	case CXCursor_EnumConstantDecl: return operand_int(clang_getEnumConstantDeclValue(decl));
	case CXCursor_FunctionDecl: return operand_str(OPERAND_FN, unit_callee(l, decl)->symbol);
	case CXCursor_VarDecl:
	case CXCursor_ParmDecl: return place_read(l, expr, place_var(decl_var(l, decl)), want);
	default: return operand_unknown();
	}
}

static Operand address_of(Lower *l, CXCursor expr, Place want)
{
	CXCursor inner = expr_peel(first_kid(l, expr));
	bool names_function = inner.kind == CXCursor_DeclRefExpr && kind_is_function(type_kind(inner));
	if (names_function || inner.kind == CXCursor_StringLiteral)
		return expr_value(l, inner, want);
	return place_address(l, expr_place(l, inner), want, text_span(l, expr));
}

static Operand unary(Lower *l, CXCursor expr, Place want)
{
	enum CXUnaryOperatorKind kind = clang_getCursorUnaryOperatorKind(expr);
	CXType type = clang_getCursorType(expr);
	switch ((int)kind) {
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreInc:
	case CXUnaryOperator_PreDec: return increment(l, expr, kind, true);
	case CXUnaryOperator_AddrOf: return address_of(l, expr, want);
	case CXUnaryOperator_Deref: return place_read(l, expr, expr_place(l, expr), want);
	case CXUnaryOperator_Plus: return expr_value(l, first_kid(l, expr), want);
	case CXUnaryOperator_Minus: {
		Operand value = expr_value(l, first_kid(l, expr), PLACE_NONE);
		return calc_emit(l, CALC_SUB, operand_int(0), value, want, type, text_span(l, expr));
	}
	case CXUnaryOperator_Not: {
		Operand value = expr_value(l, first_kid(l, expr), PLACE_NONE);
		return calc_emit(l, CALC_XOR, value, operand_int(-1), want, type, text_span(l, expr));
	}
	case CXUnaryOperator_LNot: {
		CXCursor inner = expr_peel(first_kid(l, expr));
		bool twice = is_unary(inner, CXUnaryOperator_LNot);
		Operand value = expr_value(l, twice ? first_kid(l, inner) : inner, PLACE_NONE);
		if (value.kind == OPERAND_FN || value.kind == OPERAND_STRING)
			return operand_int(twice);
		return calc_emit(l, twice ? CALC_NE : CALC_EQ, value, operand_int(0), want, type, text_span(l, expr));
	}
	case CXUnaryOperator_Real:
	case CXUnaryOperator_Imag: expr_discard(l, first_kid(l, expr)); return operand_unknown();
	default: return expr_havoc(l, expr, "unary operator", want);
	}
}

static Operand binary_value(Lower *l, CXCursor expr, Place want)
{
	enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(expr);
	if (op == CXBinaryOperator_Comma)
		return expr_value(l, stmt_comma(l, expr), want);
	if (op == CXBinaryOperator_LAnd || op == CXBinaryOperator_LOr)
		return stmt_logic(l, expr, want);
	if (op != CXBinaryOperator_Assign)
		return binary(l, expr, want);
	Kids kids = cursor_kids(l, expr);
	return kids.n == 2 ? assign(l, expr, kids) : expr_havoc(l, expr, "assignment", want);
}

static Operand generic_value(Lower *l, CXCursor expr, Place want)
{
	CXCursor choice = generic_choice(l, expr);
	if (!clang_Cursor_isNull(choice))
		return expr_value(l, choice, want);
	Operand constant = expr_constant(expr);
	return constant.kind == OPERAND_INT ? constant : expr_havoc(l, expr, "_Generic", want);
}

static Operand unexposed(Lower *l, CXCursor expr, Place want)
{
	Kids kids = cursor_kids(l, expr);
	if (kids.n == 1 && is_implicit(expr, kids.v[0]))
		return cast_value(l, expr, kids.v[0], want);
	bool elvis = kids.n == 4 && clang_equalCursors(kids.v[0], kids.v[1]);
	return elvis ? stmt_elvis(l, kids, want) : call_unexposed(l, expr, kids, want);
}

// A braced scalar or a vector's elements; objects are initialised in decl.c.
static Operand init_list(Lower *l, CXCursor expr, Place want)
{
	Kids kids = cursor_kids(l, expr);
	if (kids.n == 1 && !kind_is_opaque(type_kind(expr)))
		return expr_value(l, kids.v[0], want);
	for (uint32_t i = 0; i < kids.n; i++)
		if (clang_isExpression(kids.v[i].kind))
			expr_discard(l, kids.v[i]);
	return kids.n || kind_is_opaque(type_kind(expr)) ? operand_unknown() : operand_int(0);
}

Operand expr_value(Lower *l, CXCursor expr, Place want)
{
	while (expr.kind == CXCursor_ParenExpr || is_unary(expr, CXUnaryOperator_Extension))
		expr = first_kid(l, expr);
	switch ((int)expr.kind) {
	case CXCursor_IntegerLiteral:
	case CXCursor_CharacterLiteral:
	case CXCursor_CXXBoolLiteralExpr:
	case CXCursor_UnaryExpr: // sizeof and _Alignof: their operand is not evaluated
		return expr_constant(expr);
	case CXCursor_FloatingLiteral:
	case CXCursor_ImaginaryLiteral:
	case CXCursor_FixedPointLiteral: return operand_unknown();
	case CXCursor_GNUNullExpr:
	case CXCursor_CXXNullPtrLiteralExpr: return operand_int(0);
	case CXCursor_StringLiteral: return operand_str(OPERAND_STRING, text_literal(l, expr));
	case CXCursor_DeclRefExpr: return reference(l, expr, want);
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
	case CXCursor_CompoundLiteralExpr: return place_read(l, expr, expr_place(l, expr), want);
	case CXCursor_UnaryOperator: return unary(l, expr, want);
	case CXCursor_BinaryOperator: return binary_value(l, expr, want);
	case CXCursor_CompoundAssignOperator: return compound_assign(l, expr);
	case CXCursor_ConditionalOperator: return stmt_conditional(l, expr, want);
	case CXCursor_CStyleCastExpr: return cast_value(l, expr, last_kid(l, expr), want);
	case CXCursor_CallExpr: return call_lower(l, expr, want, false);
	case CXCursor_StmtExpr: return stmt_expr(l, expr);
	case CXCursor_GenericSelectionExpr: return generic_value(l, expr, want);
	case CXCursor_AddrLabelExpr: return scope_label_address(l, expr);
	case CXCursor_InitListExpr: return init_list(l, expr, want);
	case CXCursor_UnexposedExpr: return unexposed(l, expr, want);
	default: return clang_isExpression(expr.kind) ? expr_havoc(l, expr, "expression", want) : operand_unknown();
	}
}

void expr_discard(Lower *l, CXCursor expr)
{
	for (;;) {
		expr = expr_peel(expr);
		bool binary_op = expr.kind == CXCursor_BinaryOperator;
		if (expr.kind == CXCursor_CStyleCastExpr)
			expr = last_kid(l, expr);
		else if (binary_op && clang_getCursorBinaryOperatorKind(expr) == CXBinaryOperator_Comma)
			expr = stmt_comma(l, expr);
		else
			break;
	}
	if (expr.kind == CXCursor_UnaryOperator && clang_getCursorUnaryOperatorKind(expr) <= CXUnaryOperator_PreDec)
		increment(l, expr, clang_getCursorUnaryOperatorKind(expr), false);
	else if (expr.kind == CXCursor_CallExpr)
		call_lower(l, expr, PLACE_NONE, true);
	else
		expr_value(l, expr, PLACE_NONE);
}
