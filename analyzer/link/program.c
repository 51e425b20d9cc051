// SPDX-License-Identifier: MIT
// In: the IR of all units. Out: a Program whose symbols are unique. A static or
// inline function keeps its plain name unless another entity has it already.
#include "link/link.h"
#include "link/order.h"

typedef struct Linker {
	Program *p;
	Map owner;   // name -> unit + 1 of the static that took the plain name, 0 for an external one
	Map renamed; // (unit, old name) -> new name
} Linker;

static uint64_t local_key(uint32_t unit, StrId name) { return (uint64_t)(unit + 1) << 32 | name.i; }

static bool operand_equal(Operand a, Operand b)
{
	return a.kind == b.kind && a.place.var.i == b.place.var.i && a.place.deref == b.place.deref &&
	       a.place.path.i == b.place.path.i && a.num == b.num && a.str.i == b.str.i;
}

static bool instr_equal(const Instr *a, const Instr *b)
{
	return a->op == b->op && a->sub == b->sub && a->dst.var.i == b->dst.var.i && a->dst.deref == b->dst.deref &&
	       a->dst.path.i == b->dst.path.i && operand_equal(a->a, b->a) && operand_equal(a->b, b->b) &&
	       a->nargs == b->nargs && a->args == b->args;
}

static bool vars_equal(const Fn *a, const Fn *b)
{
	if (a->vars.n != b->vars.n)
		return false;
	for (uint32_t i = 0; i < a->vars.n; i++)
		if (a->vars.v[i].kind != b->vars.v[i].kind || a->vars.v[i].name.i != b->vars.v[i].name.i ||
		    a->vars.v[i].flags != b->vars.v[i].flags)
			return false;
	return true;
}

static bool terms_equal(const Fn *a, const Fn *b)
{
	for (uint32_t i = 0; i < a->blocks.n; i++) {
		const Block *x = &a->blocks.v[i], *y = &b->blocks.v[i];
		if (x->first != y->first || x->n != y->n || x->term.kind != y->term.kind || x->term.cmp != y->term.cmp ||
		    x->term.then.i != y->term.then.i || x->term.other.i != y->term.other.i ||
		    x->term.ncases != y->term.ncases || !operand_equal(x->term.a, y->term.a) ||
		    !operand_equal(x->term.b, y->term.b))
			return false;
	}
	for (uint32_t i = 0; i < a->cases.n; i++)
		if (a->cases.v[i].lo != b->cases.v[i].lo || a->cases.v[i].hi != b->cases.v[i].hi ||
		    a->cases.v[i].block.i != b->cases.v[i].block.i)
			return false;
	return true;
}

// The same header function lowered in two units: same place, same code.
static bool fn_equal(const Fn *a, const Fn *b)
{
	if (span_compare(a->span, b->span) != 0 || a->blocks.n != b->blocks.n || a->instrs.n != b->instrs.n ||
	    a->operands.n != b->operands.n || a->cases.n != b->cases.n || !vars_equal(a, b) || !terms_equal(a, b))
		return false;
	for (uint32_t i = 0; i < a->instrs.n; i++)
		if (!instr_equal(&a->instrs.v[i], &b->instrs.v[i]))
			return false;
	for (uint32_t i = 0; i < a->operands.n; i++)
		if (!operand_equal(a->operands.v[i], b->operands.v[i]))
			return false;
	return true;
}

static StrId unique_name(Program *p, StrId name, uint32_t unit)
{
	char *text = arena_printf(p->arena, "%s@%u", strs_text(&p->ir->strs, name), unit);
	return strs_intern_z(&p->ir->strs, text);
}

// Gives a static entity its program-wide name: the plain one when it is free.
static StrId claim_static(Linker *l, uint32_t unit, StrId name)
{
	uint64_t key = local_key(unit, name);
	uint32_t known = map_get(&l->renamed, key);
	if (known != MAP_NONE)
		return (StrId){known};
	uint32_t owner = map_get(&l->owner, name.i);
	StrId chosen = owner == MAP_NONE ? name : unique_name(l->p, name, unit);
	if (owner == MAP_NONE)
		map_put(l->p->arena, &l->owner, name.i, unit + 1);
	map_put(l->p->arena, &l->renamed, key, chosen.i);
	return chosen;
}

static void claim_externals(Linker *l)
{
	const Ir *ir = l->p->ir;
	for (uint32_t i = 0; i < ir->fns.n; i++) {
		const Fn *fn = ir->fns.v[i];
		if (!(fn->flags & FN_STATIC)) // a declaration means the one of a library, where there is no other
			map_put(l->p->arena, &l->owner, fn->name.i, 0);
		for (uint32_t k = 0; k < fn->vars.n; k++)
			if (fn->vars.v[k].kind == VAR_GLOBAL && !(fn->vars.v[k].flags & VAR_STATIC))
				map_put(l->p->arena, &l->owner, fn->vars.v[k].name.i, 0);
	}
}

// Which definition an external name means when several units define it (several
// programs in one database): the first one.
static void define_fn(Linker *l, uint32_t index)
{
	Program *p = l->p;
	Fn *fn = p->ir->fns.v[index];
	if (!fn->blocks.n) {
		if (map_get(&p->decl_by_name, fn->name.i) == MAP_NONE)
			map_put(p->arena, &p->decl_by_name, fn->name.i, index);
		return;
	}
	if (fn->flags & FN_INIT)
		return;
	if (fn->flags & (FN_STATIC | FN_INLINE)) {
		uint32_t first = map_get(&p->fn_by_name, fn->name.i);
		if (first != MAP_NONE && fn_equal(p->ir->fns.v[first], fn)) {
			map_put(p->arena, &l->renamed, local_key(fn->unit, fn->name), fn->name.i);
			return;
		}
		StrId old = fn->name;
		fn->name = fn->flags & FN_STATIC || first != MAP_NONE ? claim_static(l, fn->unit, old) : old;
		map_put(p->arena, &l->renamed, local_key(fn->unit, old), fn->name.i);
	} else if (map_get(&p->fn_by_name, fn->name.i) != MAP_NONE) {
		StrId old = fn->name;
		fn->name = unique_name(p, old, fn->unit);
		map_put(p->arena, &l->renamed, local_key(fn->unit, old), fn->name.i);
	}
	if (map_get(&p->fn_by_name, fn->name.i) == MAP_NONE)
		map_put(p->arena, &p->fn_by_name, fn->name.i, index);
}

static StrId resolved(const Linker *l, uint32_t unit, StrId name)
{
	uint32_t renamed = map_get(&l->renamed, local_key(unit, name));
	return renamed == MAP_NONE ? name : (StrId){renamed};
}

static void rename_operand(const Linker *l, uint32_t unit, Operand *operand)
{
	if (operand->kind == OPERAND_FN)
		operand->str = resolved(l, unit, operand->str);
}

static void rename_uses(Linker *l, Fn *fn)
{
	for (uint32_t i = 0; i < fn->vars.n; i++)
		if (fn->vars.v[i].kind == VAR_GLOBAL && fn->vars.v[i].flags & VAR_STATIC)
			fn->vars.v[i].name = claim_static(l, fn->unit, fn->vars.v[i].name);
	for (uint32_t i = 0; i < fn->instrs.n; i++) {
		rename_operand(l, fn->unit, &fn->instrs.v[i].a);
		rename_operand(l, fn->unit, &fn->instrs.v[i].b);
	}
	for (uint32_t i = 0; i < fn->operands.n; i++)
		rename_operand(l, fn->unit, &fn->operands.v[i]);
	for (uint32_t i = 0; i < fn->blocks.n; i++) {
		rename_operand(l, fn->unit, &fn->blocks.v[i].term.a);
		rename_operand(l, fn->unit, &fn->blocks.v[i].term.b);
	}
}

// ---- globals ---------------------------------------------------------------------

static Global *global_of(Program *p, const Var *var)
{
	uint32_t at = map_get(&p->global_by_name, var->name.i);
	if (at == MAP_NONE) {
		Global fresh = {.name = var->name, .constant = true};
		at = p->globals.n;
		map_put(p->arena, &p->global_by_name, var->name.i, at);
		VEC_PUSH(p->arena, &p->globals, fresh);
	}
	p->globals.v[at].flags |= var->flags;
	return &p->globals.v[at];
}

static const Var *global_var(const Fn *fn, Place place)
{
	return !place_none(place) && fn->vars.v[place.var.i].kind == VAR_GLOBAL ? &fn->vars.v[place.var.i] : NULL;
}

// An object that the program may write after its initialisation has no known content.
static void note_writes(Program *p, const Fn *fn)
{
	for (uint32_t i = 0; i < fn->instrs.n; i++) {
		const Instr *in = &fn->instrs.v[i];
		const Var *written = in->dst.deref ? NULL : global_var(fn, in->dst);
		const Var *lent = in->op == OP_ADDR && !in->a.place.deref ? global_var(fn, in->a.place) : NULL;
		if (written && !(written->flags & VAR_CONST))
			global_of(p, written)->constant = false;
		if (lent && !(lent->flags & VAR_CONST))
			global_of(p, lent)->constant = false;
	}
}

static void note_inits(Program *p, const Fn *fn)
{
	for (uint32_t i = 0; i < fn->instrs.n; i++) {
		const Instr *in = &fn->instrs.v[i];
		const Var *var = in->dst.deref ? NULL : global_var(fn, in->dst);
		if (!var || (in->op != OP_COPY && in->op != OP_ADDR))
			continue;
		GlobalInit init = {.path = in->dst.path, .value = in->a};
		if (in->op == OP_COPY && in->a.kind == OPERAND_PLACE)
			continue;
		Global *global = global_of(p, var);
		VEC_PUSH(p->arena, &global->inits, init);
		if (in->op == OP_ADDR && !in->a.place.deref && global_var(fn, in->a.place)) {
			const Var *lent = global_var(fn, in->a.place);
			global->inits.v[global->inits.n - 1].value.str = lent->name;
			if (!(lent->flags & VAR_CONST))
				global_of(p, lent)->constant = false;
		}
	}
}

static void collect_globals(Program *p)
{
	for (uint32_t i = 0; i < p->ir->fns.n; i++) {
		const Fn *fn = p->ir->fns.v[i];
		for (uint32_t k = 0; k < fn->vars.n; k++)
			if (fn->vars.v[k].kind == VAR_GLOBAL)
				global_of(p, &fn->vars.v[k]);
		if (fn->flags & FN_INIT)
			note_inits(p, fn);
		else
			note_writes(p, fn);
	}
	for (uint32_t i = 0; i < p->globals.n; i++)
		if (!(p->globals.v[i].flags & (VAR_CONST | VAR_STATIC)) || p->globals.v[i].flags & VAR_VOLATILE)
			p->globals.v[i].constant = false;
}

// ---- the whole --------------------------------------------------------------------

Program link_program(Arena *arena, Ir *ir, Sums *sums)
{
	Program program = {.arena = arena, .ir = ir, .sums = sums};
	Linker linker = {.p = &program};
	claim_externals(&linker);
	for (uint32_t i = 0; i < ir->fns.n; i++)
		define_fn(&linker, i);
	for (uint32_t i = 0; i < ir->fns.n; i++)
		rename_uses(&linker, ir->fns.v[i]);
	collect_globals(&program);
	order_functions(&program);
	find_relevance(&program);
	return program;
}

static const Fn *fn_at(const Program *p, const Map *map, StrId name)
{
	uint32_t at = map_get(map, name.i);
	return at == MAP_NONE ? NULL : p->ir->fns.v[at];
}

const Fn *program_fn(const Program *p, StrId name) { return fn_at(p, &p->fn_by_name, name); }
const Fn *program_decl(const Program *p, StrId name) { return fn_at(p, &p->decl_by_name, name); }

const Global *program_global(const Program *p, StrId name)
{
	uint32_t at = map_get(&p->global_by_name, name.i);
	return at == MAP_NONE ? NULL : &p->globals.v[at];
}

const char *program_label(const Program *p, StrId name)
{
	const char *text = strs_text(&p->ir->strs, name);
	const char *at = strchr(text, '@');
	return at ? arena_strndup(p->arena, text, (size_t)(at - text)) : text;
}
