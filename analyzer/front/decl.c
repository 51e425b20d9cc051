// SPDX-License-Identifier: MIT
// decl: variables, fields (C17 6.7) and initial values (6.7.9), attributes. A declaration makes
// storage live and schedules its end; an initialiser list becomes one copy for each
// member that it names, after one zero for all that it leaves out.
#include "front/lower.h"

#include <ctype.h>

enum { MAX_ITEMS = 4096, MAX_NUMBERS = 64 }; // members and numbers that are kept one by one

// ---- variables ---------------------------------------------------------------------

// A shadowing `x` is `x~2`.
static StrId unique_name(Lower *l, StrId name)
{
	uint32_t count = map_get(&l->b->names, name.i);
	count = count == MAP_NONE ? 1 : count + 1;
	map_put(l->b->arena, &l->b->names, name.i, count);
	if (count == 1)
		return name;
	return strs_intern_z(&l->ir->strs, arena_printf(&l->scratch, "%s~%u", strs_text(&l->ir->strs, name), count));
}

VarId decl_add_var(Lower *l, Var var)
{
	if (var.kind != VAR_GLOBAL)
		var.name = unique_name(l, var.name);
	VEC_PUSH(l->b->arena, &l->b->fn->vars, var);
	return (VarId){l->b->fn->vars.n - 1};
}

static bool is_array(enum CXTypeKind kind)
{
	return kind == CXType_ConstantArray || kind == CXType_IncompleteArray || kind == CXType_VariableArray;
}

uint32_t decl_type_flags(CXType type)
{
	type = clang_getCanonicalType(type);
	uint32_t flags = is_array(type.kind) ? VAR_ARRAY : 0;
	flags |= type.kind == CXType_VariableArray ? VAR_VLA : 0;
	while (is_array(type.kind))
		type = clang_getCanonicalType(clang_getArrayElementType(type));
	flags |= clang_isConstQualifiedType(type) ? VAR_CONST : 0;
	flags |= clang_isVolatileQualifiedType(type) ? VAR_VOLATILE : 0;
	flags |= type.kind == CXType_Atomic ? VAR_ATOMIC : 0;
	if (flags & VAR_ARRAY)
		return flags;
	flags |= type.kind == CXType_Pointer || type.kind == CXType_BlockPointer ? VAR_POINTER : 0;
	flags |= type.kind == CXType_Record ? VAR_RECORD : 0;
	return flags;
}

static Var describe(Lower *l, CXCursor decl, VarKind kind)
{
	CXType type = clang_getCursorType(decl);
	StrId label = text_intern(l, clang_getCursorSpelling(decl));
	uint32_t flags = decl_type_flags(type);
	flags |= clang_getCursorTLSKind(decl) != CXTLS_None ? VAR_TLS : 0;
	return (Var){.kind = kind,
	             .flags = flags,
	             .name = label,
	             .label = label,
	             .type = text_intern(l, clang_getTypeSpelling(type)),
	             .span = text_name_span(l, decl)};
}

static void remember(Lower *l, CXCursor decl, VarId var) { map_put(l->b->arena, &l->b->vars, decl_key(decl), var.i); }

// An array parameter is a pointer (6.7.6.3); libclang shows it as it was written.
void decl_param(Lower *l, CXCursor parm, uint32_t index)
{
	Var var = describe(l, parm, VAR_PARAM);
	if (var.flags & VAR_ARRAY)
		var.flags = (var.flags & ~(uint32_t)(VAR_ARRAY | VAR_VLA | VAR_CONST)) | VAR_POINTER;
	if (!var.name.i)
		var.name = strs_intern_z(&l->ir->strs, arena_printf(&l->scratch, "arg%u", index));
	VarId id = decl_add_var(l, var);
	remember(l, parm, id);
	scope_declare(l, id, (StrId){0}, var.span);
}

// The program-wide symbol of an object with static storage: `function.name` for a
// static local, `function.name~2` for the second of that name.
static StrId global_symbol(Lower *l, CXCursor decl, StrId label)
{
	CXCursor parent = clang_getCursorSemanticParent(decl);
	if (parent.kind != CXCursor_FunctionDecl || clang_getCursorLinkage(decl) != CXLinkage_NoLinkage)
		return label;
	uint32_t known = map_get(&l->symbols, decl_key(decl));
	if (known != MAP_NONE)
		return (StrId){known};
	const char *fn = text_copy(&l->scratch, clang_getCursorSpelling(parent));
	const char *text = arena_printf(&l->scratch, "%s.%s", fn, strs_text(&l->ir->strs, label));
	StrId symbol = strs_intern_z(&l->ir->strs, text);
	for (uint32_t n = 2; map_get(&l->static_names, symbol.i) != MAP_NONE; n++)
		symbol = strs_intern_z(&l->ir->strs, arena_printf(&l->scratch, "%s~%u", text, n));
	map_put(&l->arena, &l->static_names, symbol.i, 0);
	map_put(&l->arena, &l->symbols, decl_key(decl), symbol.i);
	return symbol;
}

static VarId global_var(Lower *l, CXCursor decl)
{
	uint64_t key = decl_key(clang_getCanonicalCursor(decl));
	uint32_t known = map_get(&l->b->vars, key);
	if (known == MAP_NONE) {
		Var var = describe(l, decl, VAR_GLOBAL);
		enum CXLinkageKind linkage = clang_getCursorLinkage(decl);
		var.flags |= linkage == CXLinkage_Internal || linkage == CXLinkage_NoLinkage ? VAR_STATIC : 0;
		var.name = global_symbol(l, decl, var.label);
		known = map_get(&l->b->globals, var.name.i); // declared twice, in a source with errors
		if (known == MAP_NONE)
			known = decl_add_var(l, var).i;
		map_put(l->b->arena, &l->b->globals, var.name.i, known);
		map_put(l->b->arena, &l->b->vars, key, known);
		unit_global(l, decl);
	}
	remember(l, decl, (VarId){known});
	return (VarId){known};
}

VarId decl_var(Lower *l, CXCursor decl)
{
	uint32_t known = map_get(&l->b->vars, decl_key(decl));
	if (known != MAP_NONE)
		return (VarId){known};
	if (clang_Cursor_hasVarDeclGlobalStorage(decl) == 1)
		return global_var(l, decl);
	// Only a source with errors names a local that was not declared before.
	VarId var = decl_add_var(l, describe(l, decl, VAR_LOCAL));
	remember(l, decl, var);
	scope_declare(l, var, (StrId){0}, text_span(l, decl));
	return var;
}

// ---- fields -----------------------------------------------------------------------

// The name that stands for all members of an anonymous union: that of its first.
static enum CXVisitorResult visit_first(CXCursor field, CXClientData data)
{
	*(CXCursor *)data = field;
	return CXVisit_Break;
}

static StrId union_cell(Lower *l, CXCursor record)
{
	for (;;) {
		CXCursor first = clang_getNullCursor();
		clang_Type_visitFields(clang_getCursorType(record), visit_first, &first);
		if (clang_Cursor_isNull(first))
			return strs_intern_z(&l->ir->strs, "union");
		CXCursor inner = clang_getTypeDeclaration(clang_getCanonicalType(clang_getCursorType(first)));
		if (!clang_Cursor_isAnonymousRecordDecl(inner))
			return text_intern(l, clang_getCursorSpelling(first));
		record = inner;
	}
}

static bool is_union(CXCursor record) { return record.kind == CXCursor_UnionDecl; }

// From the nearest named record to the anonymous one: only unions have an element.
static PathId anonymous_prefix(Lower *l, CXCursor record)
{
	if (!clang_Cursor_isAnonymousRecordDecl(record))
		return (PathId){0};
	CXCursor outer = clang_getCursorSemanticParent(record);
	PathId path = anonymous_prefix(l, outer);
	if (is_union(record) && !is_union(outer))
		path = path_field(&l->ir->paths, path, union_cell(l, record));
	return path;
}

// What the access of a field adds to a path. The members of a union share one
// cell, so they add nothing; anonymous members are not spelled in C either.
static PathId field_path(Lower *l, CXCursor field)
{
	CXCursor record = clang_getCursorSemanticParent(field);
	CXCursor type = clang_getTypeDeclaration(clang_getCanonicalType(clang_getCursorType(field)));
	if (clang_Cursor_isAnonymousRecordDecl(type) && clang_equalCursors(clang_getCursorSemanticParent(type), record) &&
	    clang_equalLocations(clang_getCursorLocation(type), clang_getCursorLocation(field)))
		return (PathId){0};
	PathId path = anonymous_prefix(l, record);
	return is_union(record) ? path : path_field(&l->ir->paths, path, text_intern(l, clang_getCursorSpelling(field)));
}

PathId decl_push_field(Lower *l, PathId path, CXCursor field)
{
	uint32_t known = map_get(&l->fields, decl_key(field));
	if (known == MAP_NONE) {
		known = field_path(l, field).i;
		map_put(&l->arena, &l->fields, decl_key(field), known);
	}
	return path_join(&l->ir->paths, path, (PathId){known});
}

// ---- initial values ------------------------------------------------------------------

typedef struct Item {
	PathId path;
	CXCursor value; // null: a value that is not followed
} Item;

// The walk over one initialiser list and the object that it fills.
typedef struct Filling {
	Lower *l;
	VEC(Item) items;
	bool partial; // some member is left to zero
	bool cut;     // there were too many items
} Filling;

// The elements of one pair of braces; `next` is the one to be used.
typedef struct Braces {
	Kids kids;
	uint32_t next;
	uint32_t designated; // the designators of kids.v[designated - 1] have been followed
	bool owner;          // the object being filled is the one with these braces
} Braces;

typedef struct Fields {
	Lower *l;
	VEC(CXCursor) v;
} Fields;

static enum CXVisitorResult visit_field(CXCursor field, CXClientData data)
{
	Fields *fields = data;
	bool unnamed_bits = false;
	if (clang_Cursor_isBitField(field)) {
		unnamed_bits = !*text_copy(&fields->l->scratch, clang_getCursorSpelling(field));
	}
	if (!unnamed_bits) // 6.7.9p9: unnamed members take no part
		VEC_PUSH(&fields->l->scratch, &fields->v, field);
	return CXVisit_Continue;
}

// A designator as libclang shows it: MemberRefs and index expressions, then the value.
static bool is_designated(Lower *l, CXCursor element, Kids *kids)
{
	if (element.kind != CXCursor_UnexposedExpr || clang_getCursorType(element).kind != CXType_Void)
		return false;
	*kids = cursor_kids(l, element);
	return kids->n >= 2;
}

static bool is_aggregate(CXType type)
{
	type = clang_getCanonicalType(type);
	return type.kind == CXType_Record || is_array(type.kind);
}

static bool is_string_for(CXType type, CXCursor value)
{
	return is_array(clang_getCanonicalType(type).kind) && value.kind == CXCursor_StringLiteral;
}

static void add_item(Filling *f, PathId path, CXCursor value)
{
	if (f->items.n < MAX_ITEMS)
		VEC_PUSH(&f->l->scratch, &f->items, ((Item){path, value}));
	else
		f->cut = true;
}

// What the members of an object are: fields, or elements.
typedef struct Shape {
	Fields fields;
	CXType element;
	int64_t n; // members; elements of an array of unknown size have no end
	bool is_array, is_union;
} Shape;

static Shape shape_of(Lower *l, CXType type)
{
	type = clang_getCanonicalType(type);
	Shape shape = {.fields = {.l = l}, .is_array = is_array(type.kind)};
	if (shape.is_array) {
		shape.element = clang_getArrayElementType(type);
		shape.n = type.kind == CXType_ConstantArray ? clang_getArraySize(type) : INT64_MAX;
	} else if (type.kind == CXType_Record) {
		shape.is_union = clang_getTypeDeclaration(type).kind == CXCursor_UnionDecl;
		clang_Type_visitFields(type, visit_field, &shape.fields);
		shape.n = shape.fields.v.n;
	}
	return shape;
}

// The member that a designator names, and for GNU ranges the last one.
static int64_t find_member(Lower *l, const Shape *shape, const CXCursor **designators, uint32_t *n, int64_t *last)
{
	CXCursor first = *(*designators)++;
	--*n;
	if (shape->is_array) {
		Operand index = expr_value(l, first, PLACE_NONE);
		*last = index.kind == OPERAND_INT ? index.num : 0;
		if (*n && clang_isExpression((*designators)[0].kind) &&
		    text_is_range(l, (*designators)[-1], (*designators)[0])) {
			Operand end = expr_value(l, *(*designators)++, PLACE_NONE);
			--*n;
			*last = end.kind == OPERAND_INT ? end.num : *last;
		}
		return index.kind == OPERAND_INT ? index.num : 0;
	}
	uint64_t named = decl_key(clang_getCursorReferenced(first));
	for (uint32_t i = 0; i < shape->fields.v.n; i++)
		if (decl_key(shape->fields.v.v[i]) == named)
			return *last = i;
	return *last = shape->n;
}

static PathId member_path(Lower *l, const Shape *shape, PathId path, int64_t member, int64_t last)
{
	if (!shape->is_array)
		return decl_push_field(l, path, shape->fields.v.v[member]);
	return member == last ? path_index(&l->ir->paths, path, member)
	                      : path_push(&l->ir->paths, path, ELEM_ANY, (StrId){0}, 0);
}

// Long lists of numbers are data: one unknown value.
static bool fill_numbers(Filling *f, const Shape *shape, PathId path, Braces *braces)
{
	enum CXTypeKind kind = clang_getCanonicalType(shape->element).kind;
	bool number = kind >= CXType_Bool && kind <= CXType_LongDouble;
	if (!shape->is_array || !number || !braces->owner || braces->kids.n <= MAX_NUMBERS)
		return false;
	for (uint32_t i = 0; f->l->b != &f->l->init && i < braces->kids.n; i++)
		expr_discard(f->l, braces->kids.v[i]);
	braces->next = braces->kids.n;
	add_item(f, path, clang_getNullCursor());
	return true;
}

static void fill(Filling *f, CXType type, PathId path, Braces *braces, const CXCursor *designators, uint32_t n);

// One member takes the next element, or as many as its own members need when the
// braces around those are left out (6.7.9p20).
static void fill_member(Filling *f, CXType type, PathId path, Braces *braces)
{
	Lower *l = f->l;
	CXCursor element = braces->kids.v[braces->next];
	Kids kids;
	if (is_designated(l, element, &kids))
		element = kids.v[kids.n - 1];
	CXCursor value = expr_peel(element);
	if (value.kind == CXCursor_InitListExpr && is_aggregate(type)) {
		Braces inner = {.kids = cursor_kids(l, value), .owner = true};
		if (inner.kids.n && is_string_for(type, expr_peel(inner.kids.v[0])))
			add_item(f, path, inner.kids.v[0]);
		else
			fill(f, type, path, &inner, NULL, 0);
		braces->next++;
		return;
	}
	CXType own = clang_getUnqualifiedType(clang_getCanonicalType(clang_getCursorType(value)));
	CXType member = clang_getUnqualifiedType(clang_getCanonicalType(type));
	if (is_aggregate(type) && !is_string_for(type, value) && !clang_equalTypes(own, member)) {
		bool outer = braces->owner;
		braces->owner = false;
		fill(f, type, path, braces, NULL, 0);
		braces->owner = outer;
		return;
	}
	add_item(f, path, element);
	braces->next++;
}

// The next element carries designators that nobody has followed yet.
static bool at_designator(Filling *f, const Braces *braces, Kids *kids)
{
	return braces->designated != braces->next + 1 && is_designated(f->l, braces->kids.v[braces->next], kids);
}

// Fills the members of one object in order; `n` designators lead to the first of
// them. Elements with designators belong to the object whose braces these are.
static void fill(Filling *f, CXType type, PathId path, Braces *braces, const CXCursor *designators, uint32_t n)
{
	Shape shape = shape_of(f->l, type);
	int64_t at = 0, filled = 0;
	if (!n && fill_numbers(f, &shape, path, braces))
		return;
	while (n || braces->next < braces->kids.n) {
		Kids kids;
		if (!n && at_designator(f, braces, &kids)) {
			if (!braces->owner)
				break;
			designators = kids.v;
			n = kids.n - 1;
			braces->designated = braces->next + 1;
		}
		int64_t last = at;
		if (n)
			at = find_member(f->l, &shape, &designators, &n, &last);
		if (at >= shape.n || at < 0)
			break;
		PathId member = member_path(f->l, &shape, path, at, last);
		CXType inner = shape.is_array ? shape.element : clang_getCursorType(shape.fields.v.v[at]);
		bool outer = braces->owner;
		braces->owner = false;
		if (n)
			fill(f, inner, member, braces, designators, n);
		else
			fill_member(f, inner, member, braces);
		braces->owner = outer;
		n = 0;
		filled += last - at + 1;
		at = shape.is_union ? shape.n : last + 1;
	}
	f->partial |= filled < (shape.is_union ? 1 : shape.n);
}

static void init_item(Lower *l, Place object, const Item *item, bool zeroed)
{
	Place place = object;
	place.path = path_join(&l->ir->paths, object.path, item->path);
	if (clang_Cursor_isNull(item->value)) {
		emit(l, OP_COPY, place, operand_unknown(), l->b->fn->vars.v[object.var.i].span);
		return;
	}
	Operand value = expr_value(l, item->value, place);
	if (!zeroed || value.kind != OPERAND_INT || value.num != 0)
		expr_store(l, place, value, text_span(l, item->value));
}

static void init_object(Lower *l, Place object, CXType type, CXCursor init)
{
	CXCursor value = expr_peel(init);
	if (value.kind != CXCursor_InitListExpr || !is_aggregate(type)) {
		if (is_string_for(type, value))
			init = value;
		expr_init(l, object, init);
		return;
	}
	Filling f = {.l = l};
	Braces braces = {.kids = cursor_kids(l, value), .owner = true};
	if (braces.kids.n == 1 && is_string_for(type, expr_peel(braces.kids.v[0])))
		add_item(&f, (PathId){0}, expr_peel(braces.kids.v[0]));
	else
		fill(&f, type, (PathId){0}, &braces, NULL, 0);
	if (f.partial || f.cut)
		emit(l, OP_COPY, object, f.cut ? operand_unknown() : operand_int(0), text_span(l, init));
	for (uint32_t i = 0; i < f.items.n; i++)
		init_item(l, object, &f.items.v[i], f.partial && !f.cut);
}

void decl_init_global(Lower *l, CXCursor var)
{
	CXCursor init = clang_Cursor_getVarDeclInitializer(var);
	if (!clang_Cursor_isNull(init))
		init_object(l, place_var(decl_var(l, var)), clang_getCursorType(var), init);
}

// ---- declarations and compound literals ------------------------------------------------

// The sizes of a VLA are evaluated where it is declared (6.7.6.2).
static void lower_sizes(Lower *l, Kids kids, CXCursor init)
{
	for (uint32_t i = 0; i < kids.n; i++)
		if (clang_isExpression(kids.v[i].kind) && !clang_equalCursors(kids.v[i], init))
			expr_discard(l, kids.v[i]);
}

// libclang shows the attribute without its argument, and its tokens may come from
// a macro; the declaration as clang prints it has both, in the way it was written.
static StrId cleanup_name(Lower *l, CXCursor var)
{
	static const char *const forms[] = {"__attribute__((cleanup(", "[[gnu::cleanup("};
	const char *text = text_pretty(l, var, true);
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		const char *at = strstr(text, forms[i]);
		if (at) {
			at += strlen(forms[i]);
			return strs_intern(&l->ir->strs, at, strcspn(at, ")"));
		}
	}
	return (StrId){0};
}

static StrId cleanup_of(Lower *l, CXCursor decl, Kids kids)
{
	for (uint32_t i = 0; i < kids.n; i++) {
		if (kids.v[i].kind != CXCursor_UnexposedAttr)
			continue;
		StrId name = cleanup_name(l, decl);
		if (name.i)
			unit_mention(l, name);
		return name;
	}
	return (StrId){0};
}

void decl_lower(Lower *l, CXCursor decl)
{
	if (clang_Cursor_hasVarDeclGlobalStorage(decl) == 1) {
		if (clang_Cursor_hasVarDeclExternalStorage(decl) != 1) {
			global_symbol(l, decl, text_intern(l, clang_getCursorSpelling(decl)));
			unit_global(l, decl);
		}
		return;
	}
	CXCursor init = clang_Cursor_getVarDeclInitializer(decl);
	Kids kids = cursor_kids(l, decl);
	Var described = describe(l, decl, VAR_LOCAL);
	if (described.flags & VAR_VLA)
		lower_sizes(l, kids, init);
	VarId var = decl_add_var(l, described);
	remember(l, decl, var);
	scope_declare(l, var, cleanup_of(l, decl, kids), text_span(l, decl));
	if (!clang_Cursor_isNull(init))
		init_object(l, place_var(var), clang_getCursorType(decl), init);
}

// A compound literal (6.5.2.5) lives as long as its block, at file scope for ever.
VarId decl_literal(Lower *l, CXCursor literal)
{
	CXType type = clang_getCursorType(literal);
	Span span = text_span(l, literal);
	StrId spelling = text_intern(l, clang_getTypeSpelling(type));
	Var var = {.kind = VAR_LITERAL, .flags = decl_type_flags(type), .type = spelling, .span = span};
	if (l->b == &l->init) {
		var.kind = VAR_GLOBAL;
		var.flags |= VAR_STATIC;
		var.name = strs_intern_z(&l->ir->strs, arena_printf(&l->scratch, ".literal%u", ++l->nliterals));
	} else {
		var.name = strs_intern_z(&l->ir->strs, "literal");
	}
	var.label = spelling;
	VarId id = decl_add_var(l, var);
	if (var.kind == VAR_LITERAL)
		scope_declare(l, id, (StrId){0}, span);
	Kids kids = cursor_kids(l, literal);
	if (kids.n)
		init_object(l, place_var(id), type, kids.v[kids.n - 1]);
	return id;
}

// ---- attributes -----------------------------------------------------------------------

char *text_pretty(Lower *l, CXCursor decl, bool terse)
{
	CXPrintingPolicy policy = clang_getCursorPrintingPolicy(decl);
	clang_PrintingPolicy_setProperty(policy, CXPrintingPolicy_TerseOutput, terse);
	char *text = text_copy(&l->scratch, clang_getCursorPrettyPrinted(decl, policy));
	clang_PrintingPolicy_dispose(policy);
	return text;
}

static bool has_word(const char *text, const char *word)
{
	size_t len = strlen(word);
	for (const char *at = text; (at = strstr(at, word)); at += len) {
		bool starts = at == text || (!isalnum((unsigned char)at[-1]) && at[-1] != '_');
		if (starts && !isalnum((unsigned char)at[len]) && at[len] != '_')
			return true;
	}
	return false;
}

static const char *after_group(const char *at)
{
	uint32_t depth = 0;
	do
		depth += (uint32_t)(*at == '(') - (uint32_t)(*at == ')');
	while (*at++ && depth && *at);
	return at;
}

// What a declarator says of its function: its text without what is in parentheses, which
// speaks of parameters, but for that of attributes. Empty where a function is returned:
// then the words at its end are that one's.
static const char *own_words(Lower *l, const char *text)
{
	static const char attribute[] = "__attribute__";
	Buf own = {.arena = &l->scratch};
	for (const char *at = text; *at;) {
		const char *to = at + 1;
		if (strncmp(at, attribute, sizeof attribute - 1) == 0)
			to = after_group(at + sizeof attribute - 1);
		else if (*at == '(') {
			to = after_group(at);
			if (at[1] == '*' && memchr(at + 1, '(', (size_t)(to - at - 1)))
				return "";
			at = to;
		}
		buf_put(&own, at, (size_t)(to - at));
		at = to;
	}
	return own.text ? own.text : "";
}

bool text_is_noreturn(Lower *l, CXType type)
{
	const char *text = text_copy(&l->scratch, clang_getTypeSpelling(clang_getCanonicalType(type)));
	return has_word(text, "noreturn") && has_word(own_words(l, text), "noreturn");
}

// Does the declaration have attributes that libclang does not name?
static enum CXChildVisitResult visit_attr(CXCursor child, CXCursor parent, CXClientData found)
{
	(void)parent;
	*(bool *)found |= child.kind == CXCursor_UnexposedAttr;
	return CXChildVisit_Continue;
}

static bool returns_twice(const char *name)
{
	static const char *const names[] = {"setjmp", "_setjmp",    "__setjmp", "sigsetjmp",       "__sigsetjmp",
	                                    "vfork",  "getcontext", "savectx",  "__builtin_setjmp"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

uint32_t decl_flags(Lower *l, CXCursor fn)
{
	CXType type = clang_getCursorType(fn);
	bool prototype = clang_getCanonicalType(type).kind == CXType_FunctionProto; // `f()` counts as variadic for libclang
	uint32_t flags = prototype && clang_isFunctionTypeVariadic(type) ? FN_VARIADIC : 0;
	flags |= text_is_noreturn(l, type) ? FN_NORETURN : 0;
	bool attributes = false;
	clang_visitChildren(fn, visit_attr, &attributes);
	if (attributes) {
		const char *text = own_words(l, text_pretty(l, fn, true));
		if (has_word(text, "_Noreturn") || has_word(text, "noreturn"))
			flags |= FN_NORETURN;
		if (has_word(text, "returns_twice"))
			flags |= FN_RETURNS_TWICE;
		if (has_word(text, "malloc"))
			flags |= FN_MALLOC;
	}
	const char *name = text_copy(&l->scratch, clang_getCursorSpelling(fn));
	if (returns_twice(name))
		flags |= FN_RETURNS_TWICE;
	if (strcmp(name, "__builtin_unreachable") == 0 || strcmp(name, "__builtin_trap") == 0)
		flags |= FN_NORETURN;
	if (clang_Cursor_isFunctionInlined(fn))
		flags |= FN_INLINE;
	if (clang_Cursor_getStorageClass(fn) == CX_SC_Static)
		flags |= FN_STATIC;
	return flags;
}
