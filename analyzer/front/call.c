// SPDX-License-Identifier: MIT
// call: calls (C17 6.5.2.2) and what looks like one: builtins, atomic operations,
// va_arg. Builtins of library functions are called by the library's name, so that
// one model covers both; atomics become the loads and stores that they are.
#include "front/lower.h"

// ---- builtins -----------------------------------------------------------------------

typedef enum BuiltinKind {
	BUILTIN_NONE,
	BUILTIN_FIRST,   // the value of the first argument
	BUILTIN_UNKNOWN, // a constant that is not known here; arguments are not evaluated
	BUILTIN_NOTHING, // no effect
	BUILTIN_ALLOCA,
	BUILTIN_CALL, // does not return
} BuiltinKind;

static BuiltinKind builtin_kind(const char *name)
{
	static const struct {
		const char *name;
		BuiltinKind kind;
	} table[] = {
		{"__builtin_expect", BUILTIN_FIRST},
		{"__builtin_expect_with_probability", BUILTIN_FIRST},
		{"__builtin_assume_aligned", BUILTIN_FIRST},
		{"__builtin_launder", BUILTIN_FIRST},
		{"__builtin_constant_p", BUILTIN_UNKNOWN},
		{"__builtin_object_size", BUILTIN_UNKNOWN},
		{"__builtin_dynamic_object_size", BUILTIN_UNKNOWN},
		{"__builtin_classify_type", BUILTIN_UNKNOWN},
		{"__builtin_assume", BUILTIN_NOTHING},
		{"__assume", BUILTIN_NOTHING},
		{"__builtin_prefetch", BUILTIN_NOTHING},
		{"__builtin_alloca", BUILTIN_ALLOCA},
		{"__builtin_alloca_with_align", BUILTIN_ALLOCA},
		{"__builtin_alloca_uninitialized", BUILTIN_ALLOCA},
		{"alloca", BUILTIN_ALLOCA},
		{"_alloca", BUILTIN_ALLOCA},
		{"__builtin_trap", BUILTIN_CALL},
		{"__builtin_unreachable", BUILTIN_CALL},
	};
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		if (strcmp(table[i].name, name) == 0)
			return table[i].kind;
	return BUILTIN_NONE;
}

typedef struct CheckedForm {
	const char *name; // of the function that is checked
	uint32_t extra;   // bit i: argument i is there for the check only
} CheckedForm;

// `memcpy` for `__memcpy_chk` and `__builtin___memcpy_chk`; NULL for what is no checked form.
static const CheckedForm *checked_form(const char *name)
{
	static const CheckedForm forms[] = {
#define CHECKED(name, extra) {name, extra},
#include "front/checked.def"
	};
	static const char suffix[] = "_chk";
	name += strncmp(name, "__builtin_", 10) == 0 ? 10 : 0;
	size_t len = strlen(name), end = strlen(suffix);
	if (strncmp(name, "__", 2) != 0 || len < 2 + end || strcmp(name + len - end, suffix) != 0)
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(forms); i++)
		if (strlen(forms[i].name) == len - 2 - end && strncmp(forms[i].name, name + 2, len - 2 - end) == 0)
			return &forms[i];
	return NULL;
}

uint32_t call_checked_extra(const char *name)
{
	const CheckedForm *form = checked_form(name);
	return form ? form->extra : 0;
}

StrId call_symbol(Lower *l, const char *name)
{
	static const char *const library[] = {
		"memcpy",    "memmove", "memset",  "memcmp",  "memchr",  "mempcpy",  "bcopy",   "bzero",    "strcpy",
		"strncpy",   "strcat",  "strncat", "strcmp",  "strncmp", "strlen",   "strchr",  "strrchr",  "strstr",
		"stpcpy",    "strdup",  "strndup", "malloc",  "calloc",  "realloc",  "free",    "abort",    "exit",
		"_exit",     "_Exit",   "printf",  "fprintf", "sprintf", "snprintf", "vprintf", "vfprintf", "vsprintf",
		"vsnprintf", "puts",    "putchar", "fputs",   "fwrite",  "fputc",    "index",   "rindex",   "strspn",
		"strcspn",   "strpbrk", "abs",     "labs",    "longjmp", "setjmp"};
	const CheckedForm *form = checked_form(name);
	if (form)
		return strs_intern_z(&l->ir->strs, form->name);
	const char *plain = strncmp(name, "__builtin_", 10) == 0 ? name + 10 : NULL;
	for (size_t i = 0; plain && i < ARRAY_LEN(library); i++)
		if (strcmp(library[i], plain) == 0)
			return strs_intern_z(&l->ir->strs, plain);
	return strs_intern_z(&l->ir->strs, name);
}

// One object a call site; it lives until the function returns.
static Operand alloca_value(Lower *l, CXCursor call, Kids kids, Place want)
{
	for (uint32_t i = 1; i < kids.n; i++)
		expr_discard(l, kids.v[i]);
	StrId name = strs_intern_z(&l->ir->strs, "alloca");
	VarId var = decl_add_var(l, (Var){.kind = VAR_ALLOCA,
	                                  .flags = VAR_ARRAY,
	                                  .name = name,
	                                  .label = name,
	                                  .type = strs_intern_z(&l->ir->strs, "char[]"),
	                                  .span = text_span(l, call)});
	VEC_PUSH(l->b->arena, &l->b->allocas, var);
	return emit_temp(l, OP_ADDR, want, operand_place(place_var(var)), text_span(l, call));
}

// ---- builtins that only compute --------------------------------------------------------------

// May the function reach an object through this argument?
static bool is_reference(CXCursor argument)
{
	enum CXTypeKind kind = clang_getCanonicalType(clang_getCursorType(argument)).kind;
	return kind == CXType_Pointer || kind == CXType_BlockPointer || kind == CXType_Record ||
	       kind == CXType_ConstantArray || kind == CXType_IncompleteArray || kind == CXType_VariableArray;
}

// A builtin that gets no pointer and is no library function reads and writes no object.
static bool only_computes(Lower *l, const char *name, Kids kids)
{
	const char *symbol = strs_text(&l->ir->strs, call_symbol(l, name));
	if (strncmp(symbol, "__builtin_", 10) != 0)
		return false;
	for (uint32_t i = 1; i < kids.n; i++)
		if (is_reference(kids.v[i]))
			return false;
	return true;
}

static Operand computed_value(Lower *l, Kids kids)
{
	for (uint32_t i = 1; i < kids.n; i++)
		expr_discard(l, kids.v[i]);
	return operand_unknown();
}

static bool overflow_calc(const char *name, CalcOp *calc)
{
	const char *end = strstr(name, "_overflow");
	if (strncmp(name, "__builtin_", 10) != 0 || !end || strcmp(end, "_overflow") != 0)
		return false;
	*calc = strstr(name, "add") ? CALC_ADD : strstr(name, "sub") ? CALC_SUB : CALC_MUL;
	return true;
}

// __builtin_add_overflow(a, b, &sum)
static Operand overflow_value(Lower *l, CXCursor call, Kids kids, CalcOp op)
{
	Span span = text_span(l, call);
	CXType type = clang_getPointeeType(clang_getCanonicalType(clang_getCursorType(kids.v[3])));
	Operand a = expr_value(l, kids.v[1], PLACE_NONE), b = expr_value(l, kids.v[2], PLACE_NONE);
	Place result = expr_pointee(l, kids.v[3]);
	expr_store(l, result, calc_emit(l, op, a, b, result.deref ? PLACE_NONE : result, type, span), span);
	return operand_unknown();
}

// ---- atomic operations ------------------------------------------------------------------

// What an atomic operation finds in its object, kept apart from later stores.
static Operand atomic_read(Lower *l, Place object, Place want, Span span)
{
	return emit_load(l, object, ACCESS_ATOMIC, object.deref ? want : PLACE_NONE, span);
}

// An argument that is given by address.
static Operand plain_read(Lower *l, CXCursor pointer, Span span)
{
	return emit_load(l, expr_pointee(l, pointer), ACCESS_PLAIN, PLACE_NONE, span);
}

static void atomic_write(Lower *l, Place object, Operand value, Span span)
{
	emit_store(l, object, value, ACCESS_ATOMIC, span);
}

static bool atomic_calc(const char *op, CalcOp *calc)
{
	static const struct {
		const char *name;
		CalcOp op;
	} table[] = {{"add", CALC_ADD}, {"sub", CALC_SUB}, {"or", CALC_OR}, {"and", CALC_AND}, {"xor", CALC_XOR}};
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		if (strcmp(table[i].name, op) == 0) {
			*calc = table[i].op;
			return true;
		}
	}
	return false;
}

// *object = *object op value. nand, min and max give a value that is not known.
static Operand atomic_update(Lower *l, CXCursor expr, Place object, const char *op, Operand value, bool want_new)
{
	Span span = text_span(l, expr);
	Operand old = atomic_read(l, object, PLACE_NONE, span), result = operand_unknown();
	CalcOp calc;
	if (atomic_calc(op, &calc))
		result = calc_emit(l, calc, old, value, PLACE_NONE, clang_getCursorType(expr), span);
	atomic_write(l, object, result, span);
	return want_new ? result : old;
}

// Stores `desired` when the object holds `expected`; else reports what it holds
// through `report`, when that is a place. The value: 1 or 0, or what was read.
static Operand atomic_swap_if(Lower *l, CXCursor expr, Place object, Operand expected, Operand desired, Place report,
                              bool want_old)
{
	Span span = text_span(l, expr);
	Operand old = atomic_read(l, object, PLACE_NONE, span);
	Place result = place_var(temp_new(l));
	BlockId same = block_new(l), differs = block_new(l), end = block_new(l);
	block_branch(l, CALC_EQ, old, expected, same, differs, expr);
	block_place(l, same);
	atomic_write(l, object, desired, span);
	emit(l, OP_COPY, result, operand_int(1), span);
	block_jump(l, end);
	block_place(l, differs);
	if (!place_none(report))
		expr_store(l, report, old, span);
	emit(l, OP_COPY, result, operand_int(0), span);
	block_place(l, end);
	return want_old ? old : operand_place(result);
}

static const char *skip_prefix(const char *text, const char *prefix)
{
	size_t len = strlen(prefix);
	return strncmp(text, prefix, len) == 0 ? text + len : NULL;
}

static Operand sync_value(Lower *l, CXCursor call, const char *op, Kids kids, bool *done)
{
	*done = true;
	Place object = PLACE_NONE;
	Operand a = operand_int(0), b = operand_unknown();
	char base[64];
	snprintf(base, sizeof base, "%s", op);
	size_t len = strlen(base); // __sync_fetch_and_add_4: clang names the size
	size_t digits = strspn(base + strcspn(base, "0123456789"), "0123456789");
	if (digits && len > digits + 1)
		base[len - digits - 1] = '\0';
	const char *fetch = skip_prefix(base, "fetch_and_"), *tail = strstr(base, "_and_fetch");
	bool swap = strcmp(base, "bool_compare_and_swap") == 0 || strcmp(base, "val_compare_and_swap") == 0;
	bool exchange = strcmp(base, "lock_test_and_set") == 0 || strcmp(base, "swap") == 0;
	bool release = strcmp(base, "lock_release") == 0;
	if ((!fetch && !tail && !swap && !exchange && !release) || kids.n < (swap ? 4u : release ? 2u : 3u)) {
		*done = false;
		return operand_unknown();
	}
	object = expr_pointee(l, kids.v[1]);
	if (!release)
		a = expr_value(l, kids.v[2], PLACE_NONE);
	if (swap) {
		b = expr_value(l, kids.v[3], PLACE_NONE);
		return atomic_swap_if(l, call, object, a, b, PLACE_NONE, base[0] == 'v');
	}
	if (exchange || release) {
		Operand old = release ? operand_none() : atomic_read(l, object, PLACE_NONE, text_span(l, call));
		atomic_write(l, object, a, text_span(l, call));
		return old;
	}
	if (tail)
		base[tail - base] = '\0';
	return atomic_update(l, call, object, fetch ? fetch : base, a, tail != NULL);
}

// __atomic_test_and_set and __atomic_clear.
static Operand flag_value(Lower *l, CXCursor call, CXCursor pointer, bool set)
{
	Span span = text_span(l, call);
	Place flag = expr_pointee(l, pointer);
	Operand old = set ? atomic_read(l, flag, PLACE_NONE, span) : operand_none();
	atomic_write(l, flag, operand_int(set), span);
	return old;
}

// What libclang shows of an atomic expression: pointer, order, value, order on
// failure, second value, weak.
enum { ATOMIC_POINTER, ATOMIC_ORDER, ATOMIC_VALUE, ATOMIC_FAILURE, ATOMIC_SECOND };

static Operand atomic_argument(Lower *l, CXCursor expr, bool by_pointer)
{
	if (!by_pointer)
		return expr_value(l, expr, PLACE_NONE);
	return plain_read(l, expr, text_span(l, expr));
}

static Operand atomic_exchange(Lower *l, CXCursor expr, Kids kids, Place object, bool by_pointer)
{
	Span span = text_span(l, expr);
	Operand value = atomic_argument(l, kids.v[ATOMIC_VALUE], by_pointer);
	Operand old = atomic_read(l, object, PLACE_NONE, span);
	atomic_write(l, object, value, span);
	if (by_pointer && kids.n > ATOMIC_FAILURE)
		expr_store(l, expr_pointee(l, kids.v[ATOMIC_FAILURE]), old, span);
	return old;
}

static Operand atomic_compare(Lower *l, CXCursor expr, Kids kids, Place object, bool by_pointer)
{
	Place expected = expr_pointee(l, kids.v[ATOMIC_VALUE]);
	Operand desired = atomic_argument(l, kids.v[ATOMIC_SECOND], by_pointer);
	Operand held = emit_load(l, expected, ACCESS_PLAIN, PLACE_NONE, text_span(l, expr));
	return atomic_swap_if(l, expr, object, held, desired, expected, false);
}

// `op` is what follows `atomic_` in the builtin's name.
static Operand atomic_value(Lower *l, CXCursor expr, const char *op, bool gnu, Kids kids, Place want)
{
	char base[64];
	size_t len = (size_t)snprintf(base, sizeof base, "%s", op);
	bool direct = len > 2 && strcmp(base + len - 2, "_n") == 0;
	if (direct)
		base[len - 2] = '\0';
	bool by_pointer = gnu && !direct;
	Span span = text_span(l, expr);
	const char *fetch = skip_prefix(base, "fetch_");
	char *tail = strstr(base, "_fetch");
	bool compare = skip_prefix(base, "compare_exchange") != NULL;
	Place object = expr_pointee(l, kids.v[ATOMIC_POINTER]);
	if (strcmp(base, "load") == 0) {
		Operand value = atomic_read(l, object, want, span);
		if (by_pointer && kids.n > ATOMIC_VALUE)
			expr_store(l, expr_pointee(l, kids.v[ATOMIC_VALUE]), value, span);
		return value;
	}
	if (kids.n <= (compare ? (uint32_t)ATOMIC_SECOND : strcmp(base, "init") == 0 ? 0u : (uint32_t)ATOMIC_VALUE))
		return expr_havoc(l, expr, "atomic operation", want);
	if (strcmp(base, "store") == 0 || strcmp(base, "init") == 0) {
		Access access = base[0] == 'i' ? ACCESS_PLAIN : ACCESS_ATOMIC;
		emit_store(l, object, atomic_argument(l, kids.v[kids.n - 1], by_pointer), access, span);
		return operand_none();
	}
	if (strcmp(base, "exchange") == 0)
		return atomic_exchange(l, expr, kids, object, by_pointer);
	if (compare)
		return atomic_compare(l, expr, kids, object, by_pointer);
	if (tail)
		*tail = '\0';
	Operand value = expr_value(l, kids.v[ATOMIC_VALUE], PLACE_NONE);
	return atomic_update(l, expr, object, fetch ? fetch : base, value, !fetch);
}

// ---- calls --------------------------------------------------------------------------------

// The function that a callee expression names; a null cursor for a computed one.
static CXCursor named_function(CXCursor callee)
{
	callee = expr_peel(callee);
	CXCursor decl = callee.kind == CXCursor_DeclRefExpr ? clang_getCursorReferenced(callee) : clang_getNullCursor();
	return decl.kind == CXCursor_FunctionDecl ? decl : clang_getNullCursor();
}

bool call_is_expect(Lower *l, CXCursor callee)
{
	CXCursor decl = named_function(callee);
	if (clang_Cursor_isNull(decl))
		return false;
	const char *name = text_copy(&l->scratch, clang_getCursorSpelling(decl));
	return name[0] == '_' && builtin_kind(name) == BUILTIN_FIRST;
}

typedef struct CallTarget {
	Operand callee;
	uint32_t flags;
	uint32_t dropped; // bit i: argument i belongs to the checked form only
} CallTarget;

static CallTarget call_target(Lower *l, CXCursor callee, CXCursor decl)
{
	if (clang_Cursor_isNull(decl)) {
		Operand value = expr_value(l, callee, PLACE_NONE);
		bool callable = value.kind == OPERAND_PLACE || value.kind == OPERAND_FN;
		return (CallTarget){.callee = callable ? value : operand_unknown(),
		                    .flags = text_is_noreturn(l, clang_getCursorType(callee)) ? FN_NORETURN : 0};
	}
	const Callee *known = unit_callee(l, decl);
	return (CallTarget){.callee = operand_str(OPERAND_FN, known->symbol),
	                    .flags = known->flags,
	                    .dropped = known->extra};
}

static Operand call_emit(Lower *l, CXCursor call, const CallTarget *target, Kids kids, Place want, bool discard)
{
	VEC(Operand) args = {0};
	for (uint32_t i = 1; i < kids.n; i++) {
		Operand value = expr_value(l, kids.v[i], PLACE_NONE);
		if (value.kind == OPERAND_NONE)
			value = operand_unknown();
		if (i > 32 || !(target->dropped >> (i - 1) & 1))
			VEC_PUSH(l->b->arena, &args, value);
	}
	bool is_void = clang_getCanonicalType(clang_getCursorType(call)).kind == CXType_Void;
	Place dst = is_void || discard ? PLACE_NONE : place_none(want) ? place_var(temp_new(l)) : want;
	Instr *instr = emit(l, OP_CALL, dst, target->callee, text_span(l, call));
	emit_args(l, instr, args.v, args.n);
	if (target->flags & FN_NORETURN)
		block_end(l, (Term){.kind = TERM_UNREACHABLE, .span = text_span(l, call)});
	return place_none(dst) ? operand_none() : operand_place(dst);
}

Operand call_lower(Lower *l, CXCursor call, Place want, bool discard)
{
	Kids kids = cursor_kids(l, call);
	if (!kids.n)
		return expr_havoc(l, call, "call", want);
	CXCursor decl = named_function(kids.v[0]);
	const char *name = clang_Cursor_isNull(decl) ? "" : text_copy(&l->scratch, clang_getCursorSpelling(decl));
	BuiltinKind kind = builtin_kind(name);
	switch (kind) {
	case BUILTIN_FIRST: return kids.n > 1 ? expr_value(l, kids.v[1], want) : operand_unknown();
	case BUILTIN_UNKNOWN: return expr_constant(call);
	case BUILTIN_NOTHING: return operand_none();
	case BUILTIN_ALLOCA: return alloca_value(l, call, kids, want);
	case BUILTIN_CALL:
	case BUILTIN_NONE: break;
	}
	const char *sync = skip_prefix(name, "__sync_");
	if (sync) {
		bool done;
		Operand value = sync_value(l, call, sync, kids, &done);
		if (done)
			return value;
	}
	bool set = strcmp(name, "__atomic_test_and_set") == 0;
	if ((set || strcmp(name, "__atomic_clear") == 0) && kids.n > 1)
		return flag_value(l, call, kids.v[1], set);
	CalcOp calc;
	if (kids.n == 4 && overflow_calc(name, &calc))
		return overflow_value(l, call, kids, calc);
	if (kind == BUILTIN_NONE && only_computes(l, name, kids))
		return computed_value(l, kids);
	CallTarget target = call_target(l, kids.v[0], decl);
	return call_emit(l, call, &target, kids, want, discard);
}

// ---- unexposed expressions ------------------------------------------------------------------

static Operand va_arg_value(Lower *l, CXCursor expr, Kids kids, Place want)
{
	Operand list = expr_value(l, kids.v[kids.n - 1], PLACE_NONE);
	Place dst = place_none(want) ? place_var(temp_new(l)) : want;
	StrId symbol = strs_intern_z(&l->ir->strs, "__builtin_va_arg");
	Instr *instr = emit(l, OP_CALL, dst, operand_str(OPERAND_FN, symbol), text_span(l, expr));
	emit_args(l, instr, &list, 1);
	return operand_place(dst);
}

// A chosen branch: __builtin_choose_expr(constant, a, b).
static Operand choose_value(Lower *l, CXCursor expr, Kids kids, Place want)
{
	Operand which = expr_constant(kids.v[0]);
	if (which.kind != OPERAND_INT)
		return expr_havoc(l, expr, "__builtin_choose_expr", want);
	return expr_value(l, kids.v[which.num ? 1 : 2], want);
}

Operand call_unexposed(Lower *l, CXCursor expr, Kids kids, Place want)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(expr));
	if (kids.n == 0 && type.kind != CXType_Void && type.kind != CXType_Unexposed)
		return expr_constant(expr);
	char word[64];
	text_word(l, expr, word);
	const char *atomic = strstr(word, "atomic_");
	if (atomic && kids.n >= 2 && strncmp(word, "__", 2) == 0)
		return atomic_value(l, expr, atomic + strlen("atomic_"), word[2] != 'c' && word[2] != 'o', kids, want);
	if (strcmp(word, "__builtin_va_arg") == 0 && kids.n)
		return va_arg_value(l, expr, kids, want);
	if (strcmp(word, "__builtin_choose_expr") == 0 && kids.n == 3)
		return choose_value(l, expr, kids, want);
	if (strcmp(word, "__builtin_offsetof") == 0 || strcmp(word, "__builtin_types_compatible_p") == 0)
		return expr_constant(expr);
	if (type.kind == CXType_Vector || type.kind == CXType_ExtVector) {
		for (uint32_t i = 0; i < kids.n; i++)
			if (clang_isExpression(kids.v[i].kind))
				expr_discard(l, kids.v[i]);
		return operand_unknown();
	}
	return expr_havoc(l, expr, "expression", want);
}
