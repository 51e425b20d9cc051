// SPDX-License-Identifier: MIT
// run_tool: the IR as a program. In: a unit's IR with a `main`, and the numbers that the compiled
// program printed with show(), one a line. Out: whether the IR does the same. What the IR leaves
// open is unknown: a value that matches every number, a branch of which each way is tried.
//   run_tool FILE.mir NUMBERS   prints how many numbers were compared and what was left open
// Exit status: 0 it does the same, 1 it does not, 2 usage, 3 it does what a run cannot follow.
#include "ir/ir.h"

#include <errno.h>
#include <setjmp.h>
#include <stdlib.h>

enum { MAX_STEPS = 20000000, MAX_FRAMES = 1000, MAX_CHOICES = 200, MAX_ATTEMPTS = 2000 };
static const size_t LARGEST = (size_t)1 << 28;

typedef enum ValueKind { VALUE_UNKNOWN, VALUE_INT, VALUE_POINTER, VALUE_FN, VALUE_STRING } ValueKind;

typedef struct Value {
	ValueKind kind;
	int64_t num;     // the integer; how far a pointer is from `path`
	uint32_t object; // of a pointer
	PathId path;
	StrId fn;
} Value;

typedef struct Cell {
	PathId path;
	Value value;
	bool gone;    // overwritten as a part of something larger
	bool partial; // some part of it has a cell of its own
} Cell;

// An object is what was written to it, by path. What has no cell takes the value of the
// whole that it is a part of, if that is zero.
typedef struct Object {
	VEC(Cell) cells;
	Map by_path;
	bool heap, dead;
} Object;

typedef struct Spot {
	bool unknown;
	uint32_t object;
	PathId path;
	int64_t beyond; // elements past `path`, where that is no element of an array
} Spot;

typedef struct Frame {
	const Fn *fn;
	uint32_t *objects;   // by variable
	VEC(uint32_t) lives; // storage that is live, oldest first
} Frame;

typedef struct Choice { uint32_t taken, n; } Choice;

typedef enum Outcome { OUTCOME_SAME = 1, OUTCOME_DIFFERS, OUTCOME_STOPPED } Outcome;

typedef struct Machine {
	Ir *ir;
	Arena *memory; // of one attempt
	VEC(Object) objects;
	Map globals, fns; // by name
	VEC(int64_t) expected;
	uint32_t shown, nunknown, steps, frames, at_choice;
	VEC(Choice) choices;
	const Instr *instr; // where it is
	const Fn *fn;
	char message[300];
	jmp_buf end;
} Machine;

// ---- the end of an attempt --------------------------------------------------------------

static void finish(Machine *m, Outcome outcome, const char *what) NORETURN;
static void finish(Machine *m, Outcome outcome, const char *what)
{
	const char *fn = m->fn ? strs_text(&m->ir->strs, m->fn->name) : "?";
	snprintf(m->message, sizeof m->message, "%s: line %u: %s", fn, m->instr ? m->instr->span.line : 0, what);
	longjmp(m->end, (int)outcome);
}

#define broken(m, what) finish((m), OUTCOME_DIFFERS, (what))
#define stop(m, what) finish((m), OUTCOME_STOPPED, (what))

// One of `n` ways, where the IR does not say which: all of them in the course of the attempts.
static uint32_t choose(Machine *m, uint32_t n)
{
	static Arena forever;
	if (m->at_choice == MAX_CHOICES)
		stop(m, "too many open branches");
	if (m->at_choice == m->choices.n)
		VEC_PUSH(&forever, &m->choices, ((Choice){0, n}));
	return m->choices.v[m->at_choice++].taken;
}

// The next combination of choices; false when there is none.
static bool next_choices(Machine *m)
{
	while (m->choices.n && m->choices.v[m->choices.n - 1].taken + 1 >= m->choices.v[m->choices.n - 1].n)
		m->choices.n--;
	if (!m->choices.n)
		return false;
	m->choices.v[m->choices.n - 1].taken++;
	return true;
}

// ---- objects --------------------------------------------------------------------------

static Value value_int(int64_t n) { return (Value){.kind = VALUE_INT, .num = n}; }

static uint32_t object_new(Machine *m)
{
	VEC_PUSH(m->memory, &m->objects, (Object){0});
	return m->objects.n - 1;
}

static Cell *find_cell(const Object *object, PathId path)
{
	uint32_t at = map_get(&object->by_path, path.i);
	return at == MAP_NONE || object->cells.v[at].gone ? NULL : &object->cells.v[at];
}

// The part of the path in front of its first unknown index; the path itself where there is none.
static PathId known_part(const Machine *m, PathId path)
{
	PathId known = path;
	for (PathId at = path; at.i; at = path_elem(&m->ir->paths, at)->parent)
		if (path_elem(&m->ir->paths, at)->kind == ELEM_ANY)
			known = path_elem(&m->ir->paths, at)->parent;
	return known;
}

static Object *live_object(Machine *m, Spot spot)
{
	Object *object = &m->objects.v[spot.object];
	if (object->dead)
		broken(m, "storage is used after its end");
	if (spot.beyond)
		stop(m, "a pointer goes beyond the object that it was made for");
	return object;
}

static Value read_cell(Machine *m, Spot spot)
{
	if (spot.unknown)
		return (Value){0};
	const Object *object = live_object(m, spot);
	if (known_part(m, spot.path).i != spot.path.i)
		return (Value){0};
	const Cell *cell = find_cell(object, spot.path);
	if (cell)
		return cell->partial ? (Value){0} : cell->value;
	for (PathId at = spot.path; at.i && !cell;) {
		at = path_elem(&m->ir->paths, at)->parent;
		cell = find_cell(object, at);
	}
	bool zero = cell && cell->value.kind == VALUE_INT && cell->value.num == 0;
	return zero ? cell->value : (Value){0};
}

static void put_cell(Machine *m, Object *object, PathId path, Value value)
{
	uint32_t at = map_get(&object->by_path, path.i);
	if (at == MAP_NONE) {
		VEC_PUSH(m->memory, &object->cells, (Cell){.path = path});
		map_put(m->memory, &object->by_path, path.i, at = object->cells.n - 1);
	}
	object->cells.v[at] = (Cell){.path = path, .value = value};
	while (path.i) {
		path = path_elem(&m->ir->paths, path)->parent;
		Cell *whole = find_cell(object, path);
		if (whole)
			whole->partial = true;
	}
}

static void clear_parts(Machine *m, Object *object, PathId path)
{
	for (uint32_t i = 0; i < object->cells.n; i++)
		object->cells.v[i].gone |= path_has_prefix(&m->ir->paths, object->cells.v[i].path, path);
}

static void write_cell(Machine *m, Spot spot, Value value)
{
	if (spot.unknown)
		stop(m, "a write through a pointer that is not known");
	Object *object = live_object(m, spot);
	PathId known = known_part(m, spot.path);
	clear_parts(m, object, known);
	put_cell(m, object, known, known.i == spot.path.i ? value : (Value){0});
}

// `path`, which begins with `from`, with `to` in its place.
static PathId rebase(Paths *paths, PathId path, PathId from, PathId to)
{
	if (path.i == from.i)
		return to;
	Elem last = *path_elem(paths, path);
	return path_push(paths, rebase(paths, last.parent, from, to), last.kind, last.field, last.index);
}

// dst = src, with all parts.
static void copy_object(Machine *m, Spot dst, Spot src)
{
	Value whole = read_cell(m, src);
	VEC(Cell) parts = {0};
	if (!src.unknown && known_part(m, src.path).i == src.path.i) {
		const Object *object = &m->objects.v[src.object];
		const Cell *own = find_cell(object, src.path);
		whole = own ? own->value : whole;
		for (uint32_t i = 0; i < object->cells.n; i++) {
			const Cell *cell = &object->cells.v[i];
			if (!cell->gone && cell->path.i != src.path.i && path_has_prefix(&m->ir->paths, cell->path, src.path))
				VEC_PUSH(m->memory, &parts, *cell);
		}
	}
	write_cell(m, dst, whole);
	for (uint32_t i = 0; i < parts.n; i++) {
		Spot part = {.object = dst.object, .path = rebase(&m->ir->paths, parts.v[i].path, src.path, dst.path)};
		if (known_part(m, part.path).i == part.path.i)
			put_cell(m, &m->objects.v[dst.object], part.path, parts.v[i].value);
	}
}

// ---- places ----------------------------------------------------------------------------

static uint32_t global_object(Machine *m, const Var *var)
{
	uint32_t known = map_get(&m->globals, var->name.i);
	if (known == MAP_NONE) {
		known = object_new(m);
		map_put(m->memory, &m->globals, var->name.i, known);
		write_cell(m, (Spot){.object = known}, value_int(0));
	}
	return known;
}

static Spot var_spot(Machine *m, const Frame *frame, VarId var)
{
	const Var *what = &frame->fn->vars.v[var.i];
	return (Spot){.object = what->kind == VAR_GLOBAL ? global_object(m, what) : frame->objects[var.i]};
}

static Spot pointed_to(Machine *m, Value pointer)
{
	if (pointer.kind == VALUE_INT)
		broken(m, "a number is used as a pointer");
	if (pointer.kind != VALUE_POINTER)
		return (Spot){.unknown = true};
	return (Spot){.object = pointer.object, .path = pointer.path, .beyond = pointer.num};
}

// Pointer arithmetic: `n` elements further; an unknown number of them when `any`.
static Spot move_spot(Machine *m, Spot spot, int64_t n, bool any)
{
	Elem last = *path_elem(&m->ir->paths, spot.path);
	bool element = spot.path.i && (last.kind == ELEM_INDEX || last.kind == ELEM_ANY);
	if (!element && any)
		spot.unknown = true;
	else if (!element)
		spot.beyond += n;
	else if (any || last.kind == ELEM_ANY)
		spot.path = path_push(&m->ir->paths, last.parent, ELEM_ANY, (StrId){0}, 0);
	else
		spot.path = path_index(&m->ir->paths, last.parent, last.index + n);
	return spot;
}

// Element `elem` of what is at `spot`; the first one behind a dereference moves the pointer.
static Spot spot_element(Machine *m, const Frame *frame, Spot spot, Elem elem, bool moves)
{
	bool any = elem.kind == ELEM_ANY;
	if (elem.kind == ELEM_VAR) {
		Value index = read_cell(m, var_spot(m, frame, (VarId){(uint32_t)elem.index}));
		any = index.kind != VALUE_INT;
		elem = (Elem){.kind = any ? ELEM_ANY : ELEM_INDEX, .index = any ? 0 : index.num};
	}
	if (moves && elem.kind != ELEM_FIELD)
		return move_spot(m, spot, elem.index, any);
	if (spot.beyond)
		stop(m, "a part of what lies beyond an object");
	spot.path = path_push(&m->ir->paths, spot.path, elem.kind, elem.field, elem.index);
	return spot;
}

static Spot place_spot(Machine *m, const Frame *frame, Place place)
{
	Spot spot = var_spot(m, frame, place.var);
	if (place.deref)
		spot = pointed_to(m, read_cell(m, spot));
	uint32_t n = path_elem(&m->ir->paths, place.path)->depth;
	Elem *elems = ARENA_ARRAY(m->memory, Elem, n + 1);
	for (PathId at = place.path; at.i; at = elems[n].parent)
		elems[--n] = *path_elem(&m->ir->paths, at);
	n = path_elem(&m->ir->paths, place.path)->depth;
	for (uint32_t i = 0; i < n && !spot.unknown; i++)
		spot = spot_element(m, frame, spot, elems[i], place.deref && i == 0);
	return spot;
}

static Value address_of(Machine *m, Spot spot)
{
	if (spot.unknown)
		return (Value){0};
	if (m->objects.v[spot.object].heap && !spot.path.i)
		spot.path = path_index(&m->ir->paths, spot.path, 0);
	return (Value){.kind = VALUE_POINTER, .object = spot.object, .path = spot.path, .num = spot.beyond};
}

static Value operand_value(Machine *m, const Frame *frame, Operand operand)
{
	switch (operand.kind) {
	case OPERAND_INT: return value_int(operand.num);
	case OPERAND_STRING: return (Value){.kind = VALUE_STRING};
	case OPERAND_FN: return (Value){.kind = VALUE_FN, .fn = operand.str};
	case OPERAND_PLACE: return read_cell(m, place_spot(m, frame, operand.place));
	case OPERAND_NONE:
	case OPERAND_UNKNOWN: break;
	}
	return (Value){0};
}

static void assign(Machine *m, const Frame *frame, Spot dst, Operand operand)
{
	if (operand.kind == OPERAND_PLACE)
		copy_object(m, dst, place_spot(m, frame, operand.place));
	else
		write_cell(m, dst, operand_value(m, frame, operand));
}

// ---- arithmetic -------------------------------------------------------------------------

static Value calc_ints(CalcOp op, int64_t x, int64_t y)
{
	uint64_t a = (uint64_t)x, b = (uint64_t)y;
	bool open = ((op == CALC_DIV || op == CALC_MOD) && (y == 0 || (x == INT64_MIN && y == -1))) ||
	            ((op == CALC_SHL || op == CALC_SHR) && b > 63);
	if (open)
		return (Value){0};
	switch (op) {
	case CALC_EQ: return value_int(x == y);
	case CALC_NE: return value_int(x != y);
	case CALC_LT: return value_int(x < y);
	case CALC_LE: return value_int(x <= y);
	case CALC_GT: return value_int(x > y);
	case CALC_GE: return value_int(x >= y);
	case CALC_ULT: return value_int(a < b);
	case CALC_ULE: return value_int(a <= b);
	case CALC_UGT: return value_int(a > b);
	case CALC_UGE: return value_int(a >= b);
	case CALC_ADD: return value_int((int64_t)(a + b));
	case CALC_SUB: return value_int((int64_t)(a - b));
	case CALC_MUL: return value_int((int64_t)(a * b));
	case CALC_DIV: return value_int(x / y);
	case CALC_MOD: return value_int(x % y);
	case CALC_AND: return value_int(x & y);
	case CALC_OR: return value_int(x | y);
	case CALC_XOR: return value_int(x ^ y);
	case CALC_SHL: return value_int((int64_t)(a << b));
	case CALC_SHR: return value_int(x >> y);
	}
	return (Value){0};
}

// How far two pointers are apart, in elements of one array.
static bool distance(const Machine *m, Value a, Value b, int64_t *n)
{
	const Elem *x = path_elem(&m->ir->paths, a.path), *y = path_elem(&m->ir->paths, b.path);
	if (a.object != b.object)
		return false;
	*n = a.num - b.num;
	if (a.path.i == b.path.i)
		return x->kind != ELEM_ANY || !a.path.i;
	if (!a.path.i || !b.path.i || x->parent.i != y->parent.i || x->kind != ELEM_INDEX || y->kind != ELEM_INDEX)
		return false;
	*n += x->index - y->index;
	return true;
}

static Value calc_pointers(const Machine *m, CalcOp op, Value a, Value b)
{
	int64_t n;
	bool equality = op == CALC_EQ || op == CALC_NE;
	if (distance(m, a, b, &n))
		return op == CALC_SUB ? value_int(n) : calc_compares(op) ? calc_ints(calc_signed(op), n, 0) : (Value){0};
	return equality && a.object != b.object ? value_int(op == CALC_NE) : (Value){0};
}

static Value calc(const Machine *m, CalcOp op, Value a, Value b)
{
	bool equality = op == CALC_EQ || op == CALC_NE;
	if (a.kind == VALUE_UNKNOWN || b.kind == VALUE_UNKNOWN)
		return (Value){0};
	if (a.kind == VALUE_INT && b.kind == VALUE_INT)
		return calc_ints(op, a.num, b.num);
	if (a.kind == VALUE_POINTER && b.kind == VALUE_POINTER)
		return calc_pointers(m, op, a, b);
	if (equality && a.kind == VALUE_FN && b.kind == VALUE_FN)
		return value_int((a.fn.i == b.fn.i) == (op == CALC_EQ));
	Value other = a.kind == VALUE_INT ? a : b;
	return equality && other.kind == VALUE_INT && other.num == 0 ? value_int(op == CALC_NE) : (Value){0};
}

// ---- calls -------------------------------------------------------------------------------

static void run_fn(Machine *m, const Fn *fn, const Frame *caller, const Instr *call, Spot result);

static void show(Machine *m, Value value)
{
	char text[100];
	if (value.kind != VALUE_INT)
		m->nunknown++;
	if (m->shown == m->expected.n)
		broken(m, "more numbers are shown than by the compiled program");
	int64_t wanted = m->expected.v[m->shown++];
	if (value.kind != VALUE_INT || value.num == wanted)
		return;
	snprintf(text, sizeof text, "number %u is %lld, in the compiled program %lld", m->shown, (long long)value.num,
	         (long long)wanted);
	broken(m, text);
}

static Value heap_block(Machine *m, bool zeroed)
{
	Spot spot = {.object = object_new(m)};
	m->objects.v[spot.object].heap = true;
	if (zeroed)
		write_cell(m, spot, value_int(0));
	return address_of(m, spot);
}

static void release(Machine *m, Value pointer)
{
	if (pointer.kind == VALUE_POINTER)
		live_object(m, (Spot){.object = pointer.object})->dead = true;
}

static void finish_program(Machine *m)
{
	if (m->shown != m->expected.n)
		broken(m, "fewer numbers are shown than by the compiled program");
	longjmp(m->end, OUTCOME_SAME);
}

// A function without a body.
static Value call_library(Machine *m, const char *name, Value first)
{
	char text[100];
	if (strcmp(name, "show") == 0)
		show(m, first);
	else if (strcmp(name, "malloc") == 0 || strcmp(name, "calloc") == 0)
		return heap_block(m, name[0] == 'c');
	else if (strcmp(name, "free") == 0)
		release(m, first);
	else if (strcmp(name, "exit") == 0)
		finish_program(m);
	else if (strncmp(name, "__builtin_va_", 13) != 0) { // those give what is not known, and change nothing that is
		snprintf(text, sizeof text, "a call of %.60s", name);
		stop(m, text);
	}
	return (Value){0};
}

static StrId called(Machine *m, const Frame *frame, const Instr *instr)
{
	Value callee = operand_value(m, frame, instr->a);
	if (callee.kind != VALUE_FN)
		stop(m, "a call through a pointer that is not known");
	return callee.fn;
}

static void call(Machine *m, const Frame *frame, const Instr *instr)
{
	StrId name = called(m, frame, instr);
	uint32_t index = map_get(&m->fns, name.i);
	Spot result = {.unknown = true};
	if (!place_none(instr->dst))
		result = place_spot(m, frame, instr->dst);
	if (index != MAP_NONE) {
		run_fn(m, m->ir->fns.v[index], frame, instr, result);
		return;
	}
	const Operand *args = &frame->fn->operands.v[instr->args];
	Value first = instr->nargs ? operand_value(m, frame, args[0]) : (Value){0};
	Value value = call_library(m, strs_text(&m->ir->strs, name), first);
	if (!place_none(instr->dst))
		write_cell(m, result, value);
}

// ---- instructions ------------------------------------------------------------------------

static void begin(Machine *m, Frame *frame, VarId var)
{
	frame->objects[var.i] = object_new(m);
	VarKind kind = frame->fn->vars.v[var.i].kind;
	m->objects.v[frame->objects[var.i]].heap = kind == VAR_ALLOCA;
	if (kind == VAR_LOCAL || kind == VAR_LITERAL)
		VEC_PUSH(m->memory, &frame->lives, var.i);
}

// Scopes nest, so what began last ends first.
static void end(Machine *m, Frame *frame, VarId var)
{
	m->objects.v[frame->objects[var.i]].dead = true;
	VarKind kind = frame->fn->vars.v[var.i].kind;
	if (kind != VAR_LOCAL && kind != VAR_LITERAL)
		return;
	if (!frame->lives.n || frame->lives.v[--frame->lives.n] != var.i)
		broken(m, "storage ends before storage that began later");
}

static void havoc(Machine *m, const Frame *frame, const Instr *instr)
{
	if (!place_none(instr->dst))
		write_cell(m, place_spot(m, frame, instr->dst), (Value){0});
	for (uint32_t i = 0; i < instr->nargs; i++)
		write_cell(m, place_spot(m, frame, frame->fn->operands.v[instr->args + i].place), (Value){0});
}

static void step(Machine *m, Frame *frame, const Instr *instr)
{
	m->instr = instr;
	m->fn = frame->fn;
	if (++m->steps > MAX_STEPS)
		stop(m, "too many steps");
	switch (instr->op) {
	case OP_LIVE: begin(m, frame, instr->dst.var); break;
	case OP_DEAD: end(m, frame, instr->dst.var); break;
	case OP_COPY:
	case OP_LOAD:
	case OP_STORE: assign(m, frame, place_spot(m, frame, instr->dst), instr->a); break;
	case OP_ADDR:
		write_cell(m, place_spot(m, frame, instr->dst), address_of(m, place_spot(m, frame, instr->a.place)));
		break;
	case OP_CALC: {
		Value a = operand_value(m, frame, instr->a), b = operand_value(m, frame, instr->b);
		write_cell(m, place_spot(m, frame, instr->dst), calc(m, (CalcOp)instr->sub, a, b));
		break;
	}
	case OP_CALL: call(m, frame, instr); break;
	case OP_HAVOC: havoc(m, frame, instr); break;
	}
}

static BlockId branch(Machine *m, const Frame *frame, const Term *term)
{
	Value truth = calc(m, term->cmp, operand_value(m, frame, term->a), operand_value(m, frame, term->b));
	bool taken = truth.kind == VALUE_INT ? truth.num != 0 : choose(m, 2) == 0;
	return taken ? term->then : term->other;
}

static BlockId dispatch(Machine *m, const Frame *frame, const Term *term)
{
	const Case *cases = &frame->fn->cases.v[term->cases];
	Value value = operand_value(m, frame, term->a);
	if (value.kind != VALUE_INT) {
		uint32_t way = choose(m, term->ncases + 1);
		return way < term->ncases ? cases[way].block : term->other;
	}
	for (uint32_t i = 0; i < term->ncases; i++)
		if (value.num >= cases[i].lo && value.num <= cases[i].hi)
			return cases[i].block;
	return term->other;
}

static void run_fn(Machine *m, const Fn *fn, const Frame *caller, const Instr *call_, Spot result)
{
	Frame frame = {.fn = fn, .objects = ARENA_ARRAY(m->memory, uint32_t, fn->vars.n + 1)};
	if (++m->frames > MAX_FRAMES)
		stop(m, "too many frames");
	for (uint32_t i = 0; i < fn->vars.n; i++)
		frame.objects[i] = object_new(m);
	for (uint32_t i = 0; call_ && i < fn->nparams && i < call_->nargs; i++)
		assign(m, caller, (Spot){.object = frame.objects[i]}, caller->fn->operands.v[call_->args + i]);
	for (BlockId at = {0};;) {
		const Block *block = &fn->blocks.v[at.i];
		for (uint32_t i = 0; i < block->n; i++)
			step(m, &frame, &fn->instrs.v[block->first + i]);
		const Term *term = &block->term;
		if (term->kind == TERM_RET) {
			if (!result.unknown)
				assign(m, &frame, result, term->a);
			break;
		}
		if (term->kind == TERM_UNREACHABLE)
			broken(m, "what cannot be reached is reached");
		at = term->kind == TERM_IF       ? branch(m, &frame, term)
		     : term->kind == TERM_SWITCH ? dispatch(m, &frame, term)
		                                 : term->then;
	}
	m->frames--;
}

// ---- attempts ------------------------------------------------------------------------------

static Outcome attempt(Machine *m)
{
	m->objects.v = NULL;
	m->objects.n = m->objects.cap = 0;
	m->globals = (Map){0};
	m->shown = m->nunknown = m->steps = m->frames = m->at_choice = 0;
	arena_reset(m->memory);
	int outcome = setjmp(m->end);
	if (outcome)
		return (Outcome)outcome;
	uint32_t init = map_get(&m->fns, strs_find(&m->ir->strs, ".init").i);
	uint32_t start = map_get(&m->fns, strs_find(&m->ir->strs, "main").i);
	if (init != MAP_NONE)
		run_fn(m, m->ir->fns.v[init], NULL, NULL, (Spot){.unknown = true});
	if (start == MAP_NONE)
		stop(m, "there is no main");
	run_fn(m, m->ir->fns.v[start], NULL, NULL, (Spot){.unknown = true});
	finish_program(m);
	return OUTCOME_SAME;
}

// Tries every way through the branches that the IR leaves open; the first failure is told.
static Outcome try_all(Machine *m)
{
	char first[sizeof m->message] = "";
	Outcome outcome = OUTCOME_STOPPED, worst = OUTCOME_DIFFERS;
	for (uint32_t n = 0; n < MAX_ATTEMPTS; n++) {
		outcome = attempt(m);
		if (outcome == OUTCOME_SAME)
			return outcome;
		if (!*first)
			memcpy(first, m->message, sizeof first);
		worst = outcome == OUTCOME_STOPPED ? outcome : worst;
		if (!next_choices(m))
			break;
		if (n + 1 == MAX_ATTEMPTS)
			worst = OUTCOME_STOPPED;
	}
	memcpy(m->message, first, sizeof first);
	return worst;
}

// ---- input ---------------------------------------------------------------------------------

static char *read_or_exit(Arena *arena, const char *path, size_t *len)
{
	char *text = io_read_file(arena, path, LARGEST, len);
	if (text)
		return text;
	fprintf(stderr, "%s: %s\n", path, strerror(errno));
	exit(2);
}

static void read_numbers(Machine *m, Arena *arena, const char *text)
{
	char *end_;
	for (long long n = strtoll(text, &end_, 10); end_ != text; n = strtoll(text, &end_, 10)) {
		VEC_PUSH(arena, &m->expected, n);
		text = end_;
	}
}

static void read_ir(Ir *ir, Arena *arena, const char *path)
{
	TextError error;
	size_t len;
	char *text = read_or_exit(arena, path, &len);
	ir_init(ir, arena);
	if (ir_parse(ir, text, len, &error))
		return;
	fprintf(stderr, "%s:%u:%u: error: %s\n", path, error.line, error.col, error.message);
	exit(2);
}

int main(int argc, char **argv)
{
	static Machine m;
	Arena arena = {0}, memory = {0};
	Ir ir;
	size_t len;
	if (argc != 3) {
		fprintf(stderr, "usage: run_tool FILE.mir NUMBERS\n");
		return 2;
	}
	read_ir(&ir, &arena, argv[1]);
	m.ir = &ir;
	m.memory = &memory;
	read_numbers(&m, &arena, read_or_exit(&arena, argv[2], &len));
	for (uint32_t i = 0; i < ir.fns.n; i++)
		if (ir.fns.v[i]->blocks.n)
			map_put(&arena, &m.fns, ir.fns.v[i]->name.i, i);
	Outcome outcome = try_all(&m);
	if (outcome == OUTCOME_SAME)
		printf("numbers %u, unknown %u, open branches %u\n", m.shown, m.nunknown, m.at_choice);
	else
		printf("%s: %s\n", outcome == OUTCOME_DIFFERS ? "differs" : "stopped", m.message);
	arena_free(&memory);
	arena_free(&arena);
	return outcome == OUTCOME_SAME ? 0 : outcome == OUTCOME_DIFFERS ? 1 : 3;
}
