// SPDX-License-Identifier: MIT
// memory: choices that a run makes, concrete objects, and what places and expressions mean.
#include "truth/truth.h"

const char *const code_names[CODES] = {"E0373", "E0597",           "E0505",           "E0506",
                                       "E0382", "unjoined_thread", "main_exits_first"};

// ---- choices ----------------------------------------------------------------------------------

Went unclear(Run *run, const char *why)
{
	if (!run->truth->unclear)
		run->truth->unclear = why;
	return WENT_STOP;
}

int choose(Run *run, int n)
{
	if (n <= 1)
		return 0;
	if (run->at_choice == MAX_CHOICES) {
		unclear(run, "too many choices");
		return 0;
	}
	if (run->at_choice == run->nchoices) {
		run->choices[run->nchoices] = 0;
		run->limits[run->nchoices++] = (uint8_t)n;
	}
	return run->choices[run->at_choice++];
}

// What an unknown function or a create answers: 1 is yes, or success.
bool answer(Run *run, bool may_be_no)
{
	int no = may_be_no ? choose(run, 2) : 0;
	if (run->replay.nanswers < MAX_CHOICES)
		run->replay.answers[run->replay.nanswers++] = (uint8_t)!no;
	return !no;
}

bool next_choices(Run *run)
{
	while (run->nchoices && run->choices[run->nchoices - 1] + 1 == run->limits[run->nchoices - 1])
		run->nchoices--;
	if (!run->nchoices)
		return false;
	run->choices[run->nchoices - 1]++;
	return true;
}

// ---- findings -----------------------------------------------------------------------------------

static void expect_in_group(Run *run, const Thread *thread, const Stmt *stmt, bool step, Code code, uint32_t group)
{
	Truth *truth = run->truth;
	bool may = run->open || (thread && (thread->open || (thread->unlike && code == CODE_UNJOINED)));
	if (run->replay.code == CODES)
		run->replay.code = code;
	for (uint32_t i = 0; i < truth->n; i++) {
		Expected *e = &truth->expected[i];
		if (e->stmt != stmt || e->step != step || e->code != code || e->group != group)
			continue;
		e->may &= may;
		return;
	}
	if (truth->n == MAX_EXPECTED)
		unclear(run, "too many findings");
	else
		truth->expected[truth->n++] = (Expected){stmt, step, may, code, group};
}

// At the spawn: each code once.
void expect(Run *run, const Thread *thread, const Stmt *stmt, Code code)
{
	expect_in_group(run, thread, stmt, false, code, stmt->id * CODES + code);
}

// At a statement of the spawner, about what `thread` uses of `object`.
void expect_about(Run *run, const Stmt *stmt, bool step, Code code, const Thread *thread, int object)
{
	const Object *o = &run->objects.v[object];
	if (run->depth > o->depth + 1) // below a call: it is told where that stands
		stmt = run->frames[o->depth].at;
	uint64_t about = hash_mix(thread ? thread->sites[o->depth < thread->depth ? o->depth : 0]->id : 0, o->origin);
	expect_in_group(run, thread, stmt, step, code, (uint32_t)hash_mix(about, code));
}

void crew_opens(Run *run, const Stmt *stmt)
{
	bool opens = stmt->gap == GAP_HERE || (run->plan->nested && stmt->joins) || stmt->gap == GAP_TURN;
	if (run->plan->strict || !stmt->crew)
		return;
	run->opened |= opens && stmt->gap != GAP_TURN ? 1u << stmt->crew : 0;
	for (int t = 0; t < run->nthreads; t++) {
		Thread *thread = &run->threads[t];
		bool own = thread->crew == stmt->crew;
		thread->open |= (opens && own) || (stmt->gap == GAP_TURN && thread->crew) || (stmt->unnamed && !own);
		thread->unlike |= own;
	}
}

bool same_address(Address a, Address b)
{
	return a.object == b.object && a.element == b.element &&
	       (a.field == b.field || a.field == FIELD_SELF || b.field == FIELD_SELF);
}

bool touch_lives(const Thread *thread, const Touch *touch)
{
	return thread->running && (!thread->signalled || touch->after);
}

static bool touches_memory(const Thread *thread, int object)
{
	for (uint32_t i = 0; i < thread->ntouches; i++)
		if (thread->touches[i].at.object == object && touch_lives(thread, &thread->touches[i]) &&
		    thread->touches[i].at.field < FIELD_SEM)
			return true;
	return false;
}

void note_shown(Run *run, const Thread *thread, int object, Shows shows)
{
	if (run->replay.code != CODES || run->objects.v[object].elusive)
		return;
	if (thread && (thread->naps != run->naps || !touches_memory(thread, object)))
		return;
	run->replay.shows = shows;
	run->shown = object;
}

// ---- objects ------------------------------------------------------------------------------------

int object_new(Run *run, Type type, int count, int depth, uint32_t origin)
{
	Object object = {.origin = origin, .type = type, .alive = true, .depth = depth, .param = NONE, .count = count};
	object.cells = ARENA_ARRAY(run->arena, Value, (size_t)(count + 1) * FIELDS);
	VEC_PUSH(run->arena, &run->objects, object);
	return (int)run->objects.n - 1;
}

void live_until_block_end(Run *run, int object)
{
	if (run->nliving == MAX_LIVING)
		unclear(run, "too many objects");
	else
		run->living[run->nliving++] = object;
}

void object_end(Run *run, int object, Code code)
{
	Object *o = &run->objects.v[object];
	o->alive = false;
	if (run->shown == object && run->replay.shows == SHOWS_THREAD)
		run->replay.shows = SHOWS_NOWHERE; // ThreadSanitizer forgets what was written to a frame that is gone
	for (int t = 0; t < run->nthreads; t++) {
		Thread *thread = &run->threads[t];
		for (uint32_t i = 0; i < thread->ntouches; i++)
			if (thread->touches[i].at.object == object && touch_lives(thread, &thread->touches[i])) {
				thread->blamed = true;
				thread->blamed_at = o->depth;
				note_shown(run, thread, object, SHOWS_ADDRESS);
				expect(run, thread, thread->sites[o->depth], code);
				break;
			}
	}
}

void block_end(Run *run, int mark, Code code)
{
	while (run->nliving > mark)
		object_end(run, run->living[--run->nliving], code);
}

bool object_has(Run *run, const Object *o, int element)
{
	int bound = run->plan->bound;
	bool larger = bound != NONE && run->replay.params[bound] > run->plan->count;
	bool behind = larger && o->count > 1 && element == o->count;
	run->beyond |= behind;
	return element >= 0 && (element < o->count || behind);
}

Value *cell_at(Run *run, Address at) { return &run->objects.v[at.object].cells[at.element * FIELDS + (int)at.field]; }

void init_box(Run *run, int object, Value n)
{
	Object *o = &run->objects.v[object];
	for (int e = 0; e <= o->count; e++)
		for (int f = 0; f < FIELDS; f++) {
			Value *v = &o->cells[e * FIELDS + f];
			bool pointer = f == FIELD_P || f == FIELD_NEXT || f == FIELD_ARG;
			if (f == FIELD_N || f == FIELD_SPARE || f == FIELD_STATE)
				*v = (Value){.kind = VALUE_INT};
			else if (pointer || (f == FIELD_THREAD && api_returns_handle[run->plan->api]))
				*v = (Value){.kind = VALUE_NULL};
		}
	o->cells[FIELD_N] = n;
}

// ---- places -------------------------------------------------------------------------------------

bool read_int(Run *run, Address at, int *out)
{
	Value *v = cell_at(run, at);
	if (v->kind == VALUE_OPEN) {
		*v = (Value){.kind = VALUE_INT, .a = choose(run, v->a)};
		int param = run->objects.v[at.object].param;
		if (param != NONE)
			run->replay.params[param] = (uint8_t)v->a;
	}
	*out = v->a;
	if (v->kind == VALUE_INT)
		return true;
	unclear(run, v->kind == VALUE_SHARED ? "a test of what a thread writes" : "an int is not set");
	return false;
}

bool variable_at(Run *run, int var, Address *at)
{
	const Frame *frame = &run->frames[run->depth - 1];
	int object = var >= GLOBAL_POINTER ? run->globals[var - GLOBAL_POINTER] : frame->objects[var];
	*at = (Address){object, 0, FIELD_SELF};
	if (object == NONE)
		unclear(run, "a variable is not declared");
	return object != NONE;
}

// Where a place lies; false when the program must not go there.
bool place_at(Run *run, Place place, Address *at)
{
	if (!variable_at(run, place.var, at))
		return false;
	if (place.deref) {
		Value *pointer = cell_at(run, *at);
		if (pointer->kind != VALUE_POINTER) {
			unclear(run, "a pointer is followed that points to nothing");
			return false;
		}
		*at = (Address){pointer->a, pointer->b, pointer->field};
	}
	int element = place.index;
	if (place.index_var != NONE) {
		Address index;
		int value = 0;
		if (!variable_at(run, place.index_var, &index) || !read_int(run, index, &value))
			return false;
		element += value;
	}
	at->element += element;
	if (place.field != FIELD_SELF)
		at->field = place.field;
	const Object *o = &run->objects.v[at->object];
	if (!object_has(run, o, at->element) || !o->alive) {
		unclear(run, o->alive ? "an index out of bounds" : "an object is used after its end");
		return false;
	}
	return true;
}

Value value_of(Run *run, Expr expr)
{
	Address at;
	int number = 0;
	switch (expr.kind) {
	case EXPR_NUMBER: return (Value){.kind = VALUE_INT, .a = expr.number};
	case EXPR_COUNT: return (Value){.kind = VALUE_INT, .a = run->plan->count + expr.number};
	case EXPR_VALUE:
		if (!place_at(run, expr.place, &at))
			break;
		if (cell_at(run, at)->kind == VALUE_INT || cell_at(run, at)->kind == VALUE_OPEN)
			return read_int(run, at, &number) ? (Value){.kind = VALUE_INT, .a = number + expr.number} : (Value){0};
		if (cell_at(run, at)->kind == VALUE_UNSET)
			unclear(run, "a value is not set");
		return *cell_at(run, at);
	case EXPR_ADDRESS:
		if (!place_at(run, expr.place, &at))
			break;
		return (Value){.kind = VALUE_POINTER, .a = at.object, .b = at.element, .field = at.field};
	case EXPR_NULL: return (Value){.kind = VALUE_NULL};
	case EXPR_CAST:
	case EXPR_STRING: return (Value){.kind = VALUE_STRING};
	case EXPR_ENTRY:
		return (Value){.kind = VALUE_ENTRY,
		               .a = expr.number == OWN_ENTRY ? run->frames[run->depth - 1].entry : expr.number};
	}
	return (Value){0};
}

bool holds(Run *run, Cond cond, bool *truth)
{
	Address at;
	int left = 0;
	if (cond.kind == COND_ASK) {
		*truth = answer(run, true);
		return true;
	}
	if (!place_at(run, cond.place, &at))
		return false;
	const Value *v = cell_at(run, at);
	if (v->kind == VALUE_THREAD || v->kind == VALUE_NULL || v->kind == VALUE_POINTER) {
		*truth = (v->kind != VALUE_NULL) == (cond.kind == COND_TRUE);
		return true;
	}
	if (!read_int(run, at, &left))
		return false;
	int right = cond.kind == COND_TRUE || cond.kind == COND_FALSE ? 0 : value_of(run, cond.than).a;
	switch (cond.kind) {
	case COND_TRUE: *truth = left != 0; break;
	case COND_FALSE: *truth = left == 0; break;
	case COND_LESS: *truth = left < right; break;
	case COND_MORE_THAN: *truth = left > right; break;
	case COND_IS: *truth = left == right; break;
	case COND_ASK: break;
	}
	return !run->truth->unclear;
}
