// SPDX-License-Identifier: MIT
// Segments (a small case of Cousot, Cousot, Logozzo, POPL 2011): of the threads whose
// handles lie in the elements of an array, those from low to below high run. Both bounds
// are numbers of the state's zone, so that they follow counters, pointers and tests.
#include "domain/domain.h"

static Index low_of(ObjId thread) { return (Index){{thread, {0}}, 0, true}; }
static Index high_of(ObjId thread) { return (Index){{thread, {1}}, 0, true}; }

bool same_element(const Segment *segment, const HandleAt *at)
{
	return at->placed && at->array.i == segment->array.i && at->field.i == segment->field.i;
}

// ---- handles -----------------------------------------------------------------------------------------------

static PathId without_indices(Ctx *ctx, PathId path)
{
	Elem e = *path_elem(ctx->paths, path);
	if (!path.i)
		return path;
	PathId front = without_indices(ctx, e.parent);
	return e.kind == ELEM_FIELD ? path_push_elem(ctx, front, &e) : front;
}

HandleAt handle_at_place(Ctx *ctx, State *s, uint32_t site, Place place)
{
	HandleAt at = {.site = site};
	if (!ctx->has_segments)
		return at;
	if (place_is_variable(place)) { // a copy
		at.index = (Index){{{place.var.i}, {0}}, 0, true};
		return at;
	}
	Places places = place_eval(ctx, s, place);
	at.placed = places.n && !places.unknown;
	for (uint32_t i = 0; i < places.n; i++) {
		PathId field = without_indices(ctx, places.v[i].path);
		at.placed &= !i || (places.v[i].obj.i == at.array.i && field.i == at.field.i);
		at.array = places.v[i].obj;
		at.field = field;
	}
	at.index = index_of_element(ctx, s, place);
	return at;
}

// The path behind the dereference with which it begins; false when there are more.
static bool behind_pointer(Ctx *ctx, PathId path, PathId *rest)
{
	Elem e = *path_elem(ctx->paths, path);
	if (e.kind == ELEM_DEREF) {
		*rest = (PathId){0};
		return e.depth == 1;
	}
	if (e.depth <= 1 || !behind_pointer(ctx, e.parent, rest))
		return false;
	*rest = path_push_elem(ctx, *rest, &e);
	return true;
}

// Where a call of a summary finds the handle `ap`.
HandleAt handle_at(Ctx *ctx, State *s, uint32_t site, Ap ap)
{
	HandleAt at = {.site = site};
	const Instr *call = &ctx->fn->instrs.v[site];
	if (!ctx->has_segments || ctx->depth != 1 || ap.root != AP_ARG || ap.n >= call->nargs)
		return at;
	Operand arg = ctx->fn->operands.v[call->args + ap.n];
	Place place = arg.place;
	if (arg.kind != OPERAND_PLACE)
		return at;
	if (ap.path.i) {
		if (!place_is_variable(place) || !behind_pointer(ctx, ap.path, &place.path))
			return at;
		place.deref = true;
	}
	at = handle_at_place(ctx, s, site, place);
	at.whole = path_inexact(ctx, ap.path);
	return at;
}

// ---- a segment's life ------------------------------------------------------------------------------------

static void segment_lose(ThreadState *thread) { thread->segment = (Segment){.loose = thread->segment.loose}; }

// One more thread of the call runs; where its handle lies is told by segment_store.
void segment_issue(ThreadState *thread, uint32_t payload)
{
	if (!thread->many || thread->segment.loose)
		thread->segment = (Segment){0};
	thread->segment.loose = true;
	thread->segment.payload = payload;
}

static bool changes_here(const Ctx *ctx, uint32_t var) { return loops_write(ctx, ctx->block, var); }

// A variable of the function that chose the element: one that changes from one element to the
// next, before one that happens to lie a known number away.
static Index next_index(Ctx *ctx, State *s, Index index)
{
	const Obj *o = index.base.obj.i == ID_NONE ? NULL : obj_at(ctx, index.base.obj);
	Index found = {0};
	if (!o || o->kind != OBJ_VAR || ctx->fn->vars.v[o->a].kind != VAR_TEMP)
		return index;
	for (uint32_t i = 1; s->zone && i < s->zone->n; i++) {
		Index other = {s->zone->node[i], 0, true};
		o = other.base.obj.i == ID_NONE ? NULL : obj_at(ctx, other.base.obj);
		if (!o || o->kind != OBJ_VAR || ctx->fn->vars.v[o->a].kind == VAR_TEMP)
			continue;
		int32_t apart = zone_most(ctx, s, index, other);
		if (apart == ZONE_ANY || zone_most(ctx, s, other, index) != -apart)
			continue;
		if (changes_here(ctx, o->a))
			return index_plus(other, apart);
		found = found.known ? found : index_plus(other, apart);
	}
	return found;
}

// Whether the number is one constant, or as far from a variable that does not change.
static bool is_settled(Ctx *ctx, State *s, Index index)
{
	for (uint32_t i = 0; s->zone && i < s->zone->n; i++) {
		Index other = {s->zone->node[i], 0, true};
		int32_t apart = zone_most(ctx, s, index, other);
		if (apart == ZONE_ANY || zone_most(ctx, s, other, index) != -apart)
			continue;
		if (other.base.obj.i == ID_NONE
		        ? !other.base.path.i
		        : obj_at(ctx, other.base.obj)->kind == OBJ_VAR && !changes_here(ctx, other.base.obj.i))
			return true;
	}
	return index.base.obj.i == ID_NONE;
}

static void segment_begin(Ctx *ctx, State *s, ThreadState *thread, const HandleAt *at)
{
	thread->segment = (Segment){.known = true, .array = at->array, .field = at->field, .counter = ZONE_ZERO,
	                            .payload = thread->segment.payload};
	zone_set(ctx, s, low_of(thread->thread).base, at->index);
	zone_set(ctx, s, high_of(thread->thread).base, index_plus(at->index, 1));
	if (is_settled(ctx, s, at->index))
		return;
	Loop *loop = loop_around(ctx, obj_at(ctx, thread->thread)->a); // where it starts: a handle may be stored later
	thread->segment.vague = !loop || !(s->idle & loop_bit(ctx, loop));
	if (loop && !loop->passes_over)
		loop->passes_over = ctx->loops_grew = true;
}

static void segment_grow(Ctx *ctx, State *s, ThreadState *thread, Index index)
{
	Segment *segment = &thread->segment;
	Index low = low_of(thread->thread), high = high_of(thread->thread);
	segment->loose = false;
	if (zone_most(ctx, s, high, index) <= 0) {
		segment->holes |= zone_most(ctx, s, index, high) > 0;
		segment->high_open = false;
		zone_set(ctx, s, high.base, index_plus(index, 1));
	} else if (zone_most(ctx, s, index, low) <= -1) {
		segment->holes |= zone_most(ctx, s, low, index) > 1;
		segment->low_open = false;
		zone_set(ctx, s, low.base, index);
	} else {
		segment_lose(thread);
	}
}

// The elements to which the pointer points, one at a time.
static Given given_address(Ctx *ctx, const Val *pointer)
{
	Given given = {.address = true, .known = pointer->n > 0 && !pointer->unknown};
	for (uint32_t i = 0; i < pointer->n; i++) {
		PathId field = without_indices(ctx, pointer->refs[i].path);
		given.known &= !i || (given.array.i == pointer->refs[i].obj.i && given.field.i == field.i);
		given.array = pointer->refs[i].obj;
		given.field = field;
	}
	given.known &= given.known && !obj_at(ctx, given.array)->many && obj_at(ctx, given.array)->kind != OBJ_EXPR;
	return given;
}

// The element in which the pointer was stored last.
static Given given_stored(Ctx *ctx, State *s, const Val *pointer, Index index)
{
	for (uint32_t i = 0; pointer->n == 1 && !pointer->unknown && i < s->shadows.n; i++) {
		Shadow shadow = s->shadows.v[i];
		const Val *stored = val_at(ctx, shadow.val);
		if (stored->n == 1 && !stored->unknown && ref_compare(stored->refs[0], pointer->refs[0]) == 0 &&
		    zone_equals(ctx, s, index_of_element(ctx, s, shadow.place), index) && !obj_at(ctx, shadow.cell.obj)->many)
			return (Given){.known = true, .array = shadow.cell.obj, .field = without_indices(ctx, shadow.cell.path)};
	}
	return (Given){0};
}

static Given given_to(Ctx *ctx, State *s, const Segment *segment, Index index)
{
	Operand operand = segment->payload ? ctx->fn->operands.v[segment->payload - 1] : (Operand){0};
	if (operand.kind != OPERAND_PLACE)
		return (Given){0};
	Val pointer = *val_at(ctx, operand_val(ctx, s, operand));
	Given stored = given_stored(ctx, s, &pointer, index);
	bool element = operand_is_variable(operand) && zone_equals(ctx, s, index_of_operand(ctx, s, operand), index);
	return stored.known || !element ? stored : given_address(ctx, &pointer);
}

static bool given_same(const Given *a, const Given *b)
{
	return a->known == b->known && a->address == b->address && a->array.i == b->array.i && a->field.i == b->field.i;
}

// How many elements beyond that end of the segment were the last to be joined.
static int32_t just_joined(const Segment *segment, bool above)
{
	return segment->joined && segment->joined_at && segment->downwards == above;
}

// What elements hold that were given to threads is something else from now on; but not where
// the write is beyond them.
void segments_written(Ctx *ctx, State *s, ObjId obj, PathId path)
{
	const HandleAt *at = &ctx->writing;
	for (uint32_t i = 0; ctx->has_segments && !at->foreign && i < s->threads.n; i++) {
		ThreadState *thread = &s->threads.v[i];
		const Given *given = &thread->segment.given;
		if (!given->known || given->array.i != obj.i || !path_overlaps(ctx, without_indices(ctx, path), given->field))
			continue;
		bool here = at->placed && at->array.i == obj.i && at->index.known;
		int32_t below = just_joined(&thread->segment, false), above = just_joined(&thread->segment, true);
		if (!here || (zone_most(ctx, s, high_of(thread->thread), at->index) > -above &&
		              zone_most(ctx, s, at->index, low_of(thread->thread)) > -1 - below))
			thread->segment.given = (Given){0};
	}
}

bool segment_gave(Ctx *ctx, State *s, const ThreadState *thread, const HandleAt *at, bool joined, PathId *inside)
{
	const Segment *segment = &thread->segment;
	const Given *given = &segment->given;
	bool sure = segment->known && !segment->holes && !(segment->loose && thread->many) && given->known;
	uint32_t depth = path_elem(ctx->paths, given->field)->depth;
	if (!sure || !at->placed || !at->index.known || at->array.i != given->array.i ||
	    !path_has_prefix(ctx->paths, at->field, given->field))
		return false;
	*inside = path_suffix(ctx, at->field, depth);
	int32_t below = joined && just_joined(segment, false), above = joined && just_joined(segment, true);
	return (given->address || !inside->i) && zone_most(ctx, s, low_of(thread->thread), at->index) <= below &&
	       zone_most(ctx, s, at->index, high_of(thread->thread)) <= above - 1;
}

// The newest handle of the thread is written to the place.
void segment_store(Ctx *ctx, State *s, ThreadState *thread, const HandleAt *at)
{
	bool element = at->placed && at->index.known && !obj_at(ctx, at->array)->many;
	if (!thread->segment.loose || !element)
		return;
	if (!thread->many)
		segment_begin(ctx, s, thread, at);
	else if (thread->segment.known && same_element(&thread->segment, at))
		segment_grow(ctx, s, thread, at->index);
	Given given = given_to(ctx, s, &thread->segment, at->index);
	thread->segment.given = thread->many && !given_same(&thread->segment.given, &given) ? (Given){0} : given;
	Index counter = next_index(ctx, s, at->index);
	thread->segment.counter = counter.known ? counter.base : ZONE_ZERO;
}

void segments_store(Ctx *ctx, State *s, Place place, ValId handles)
{
	for (uint32_t i = 0; ctx->has_segments && i < s->threads.n; i++) {
		ThreadState *thread = &s->threads.v[i];
		if (!thread->segment.loose || !val_holds_thread(ctx, handles, thread->thread))
			continue;
		HandleAt at = handle_at_place(ctx, s, 0, place);
		segment_store(ctx, s, thread, &at);
	}
}

// The thread's bounds are known to be apart by nothing.
static bool segment_empty(Ctx *ctx, State *s, const ThreadState *thread)
{
	return thread->segment.known && !(thread->segment.loose && thread->many) &&
	       zone_most(ctx, s, high_of(thread->thread), low_of(thread->thread)) <= 0;
}

// Of the elements those from `low` to below `high` are left; some of the others are joined.
static void segment_narrow(Ctx *ctx, State *s, ThreadState *thread, Index low, Index high)
{
	zone_set(ctx, s, low_of(thread->thread).base, low);
	zone_set(ctx, s, high_of(thread->thread).base, high);
	thread->segment.joined = true;
}

// The thread of one element is left, which surely has one; which of the others run is not
// known any more.
static void segment_narrow_to(Ctx *ctx, State *s, ThreadState *thread, Index element)
{
	thread->segment.holes = thread->segment.low_open = thread->segment.high_open = false;
	segment_narrow(ctx, s, thread, element, index_plus(element, 1));
}

// Elements from `low` to below `high` are plainly passed over by the join at `site`.
static void segment_keep(Ctx *ctx, State *s, ThreadState *thread, Index low, Index high, uint32_t site)
{
	if (thread->segment.holes) {
		segment_lose(thread);
		return;
	}
	segment_narrow(ctx, s, thread, low, high);
	thread->segment.left_at = site + 1;
}

static Joined segment_take(Ctx *ctx, State *s, ThreadState *thread, const HandleAt *at, bool downwards)
{
	Segment *segment = &thread->segment;
	Index bound = downwards ? high_of(thread->thread) : low_of(thread->thread);
	segment->joined = true;
	segment->downwards = downwards;
	segment->low_open |= !downwards && segment->holes;
	segment->high_open |= downwards && segment->holes;
	segment->joined_at = at->site + 1;
	segment->next = next_index(ctx, s, at->index);
	zone_set(ctx, s, bound.base, index_plus(bound, downwards ? -1 : 1));
	return segment_empty(ctx, s, thread) ? JOINED_ALL : JOINED_SOME;
}

static bool is_call_of(const Loop *loop, uint32_t site)
{
	uint32_t i = 0;
	while (i < loop->calls.n && loop->calls.v[i] != site)
		i++;
	return i < loop->calls.n;
}

// The innermost loop around a call that ends threads; NULL when there is none.
static Loop *loop_of(const Ctx *ctx, uint32_t call)
{
	for (uint32_t i = 0; i < ctx->loops.n; i++)
		if (is_call_of(&ctx->loops.v[i], call))
			return &ctx->loops.v[i];
	return NULL;
}

// Whether the highest element certainly has its thread, and a join at `index` is below it.
static bool below_highest(Ctx *ctx, State *s, const ThreadState *thread, Index index)
{
	const Segment *segment = &thread->segment;
	return !segment->high_open && zone_most(ctx, s, index, high_of(thread->thread)) <= -2;
}

// The lowest and the highest element that surely have a thread, where they are constants.
Elements segment_elements(Ctx *ctx, State *s, const ThreadState *thread)
{
	const Segment *segment = &thread->segment;
	Index zero = {.base = ZONE_ZERO, .known = true}, low = low_of(thread->thread), high = high_of(thread->thread);
	Elements elements = {.range = RANGE_ALL};
	if (!segment->known || segment->vague || (segment->loose && thread->many))
		return elements;
	int32_t from = zone_most(ctx, s, low, zero), to = zone_most(ctx, s, high, zero);
	if (!segment->low_open && from != ZONE_ANY && zone_most(ctx, s, zero, low) == -from)
		elements.range.lo = from;
	if (!segment->high_open && to != ZONE_ANY && zone_most(ctx, s, zero, high) == -to)
		elements.range.hi = to - 1;
	elements.told = elements.range.lo != INT64_MIN || elements.range.hi != INT64_MAX;
	return elements;
}

void segment_span(Ctx *ctx, State *s, ThreadState *thread, const HandleAt *at, Elements elements)
{
	Index low = low_of(thread->thread), high = high_of(thread->thread);
	if (!ctx->has_segments || thread->many || !at->placed || !elements.told || obj_at(ctx, at->array)->many)
		return;
	bool from = elements.range.lo >= 0 && elements.range.lo < INT16_MAX,
		 to = elements.range.hi >= 0 && elements.range.hi < INT16_MAX;
	thread->segment = (Segment){.known = true, .array = at->array, .field = at->field, .counter = ZONE_ZERO,
	                            .holes = true, .low_open = !from, .high_open = !to};
	zone_set(ctx, s, low.base,
	         from ? index_of_elem((Elem){.kind = ELEM_INDEX, .index = elements.range.lo}) : (Index){0});
	zone_set(ctx, s, high.base,
	         to ? index_of_elem((Elem){.kind = ELEM_INDEX, .index = elements.range.hi + 1}) : (Index){0});
	if (!from || !to)
		zone_assume(ctx, s, low, high, -1);
}

// Whether the variable chooses the element at `index`, before or after it has moved on.
static bool counts(Ctx *ctx, State *s, Ref var, Index index)
{
	Index counter = {var, 0, true};
	return zone_equals(ctx, s, index, counter) || zone_equals(ctx, s, index, index_plus(counter, -1));
}

// The variables by which the loop's joins choose their elements: those that do so each time.
static void note_counters(Ctx *ctx, State *s, Loop *loop, Index index)
{
	uint32_t kept = 0, n = loop->counted_by ? loop->counters.n : s->zone ? s->zone->n : 0;
	for (uint32_t i = 0; i < n; i++) {
		Ref var = loop->counted_by ? loop->counters.v[i] : s->zone->node[i];
		const Obj *o = var.obj.i == ID_NONE ? NULL : obj_at(ctx, var.obj);
		if (!o || o->kind != OBJ_VAR || ctx->fn->vars.v[o->a].kind == VAR_TEMP || !counts(ctx, s, var, index))
			continue;
		if (loop->counted_by)
			loop->counters.v[kept++] = var;
		else
			VEC_PUSH(ctx->arena, &loop->counters, var);
	}
	ctx->loops_grew |= !loop->counted_by || kept < n;
	loop->counters.n = loop->counted_by ? kept : loop->counters.n;
	loop->counted_by = true;
}

// A callee joins elements in a loop, and plainly not the lowest, or the highest. Nobody else does.
static bool segment_passed_over(Ctx *ctx, State *s, ThreadState *thread, const HandleAt *at)
{
	Segment *segment = &thread->segment;
	Index low = low_of(thread->thread), high = high_of(thread->thread);
	Index from = index_of_elem((Elem){.kind = ELEM_INDEX, .index = at->elements.range.lo});
	Index to = index_of_elem((Elem){.kind = ELEM_INDEX, .index = at->elements.range.hi});
	if (!at->elements.told || ctx->nends != 1)
		return false;
	if (!segment->low_open && zone_most(ctx, s, low, from) <= -1)
		segment_narrow_to(ctx, s, thread, low);
	else if (!segment->high_open && zone_most(ctx, s, to, high) <= -2)
		segment_narrow_to(ctx, s, thread, index_plus(high, -1));
	else
		return false;
	segment->left_at = at->site + 1;
	return true;
}

// A join of what the handle at `at` may hold, which is this thread for one.
Joined segment_end(Ctx *ctx, State *s, ThreadState *thread, const HandleAt *at)
{
	Segment *segment = &thread->segment;
	Index low = low_of(thread->thread), high = high_of(thread->thread), index = at->index;
	if (!segment->known)
		return JOINED_UNKNOWN;
	Loop *loop = loop_of(ctx, at->site);
	if (loop)
		note_counters(ctx, s, loop, index);
	if (at->whole && same_element(&thread->segment, at))
		return segment_passed_over(ctx, s, thread, at) ? JOINED_SOME : JOINED_ALL;
	bool copy = index.known && !at->placed;
	if ((thread->segment.loose && thread->many) || !index.known || !(copy || same_element(&thread->segment, at))) {
		segment_lose(thread);
		return JOINED_UNKNOWN;
	}
	if (zone_equals(ctx, s, index, low))
		return segment_take(ctx, s, thread, at, false);
	if (zone_equals(ctx, s, index_plus(index, 1), high))
		return segment_take(ctx, s, thread, at, true);
	if (zone_most(ctx, s, high, index) <= 0 || zone_most(ctx, s, index, low) <= -1)
		return JOINED_SOME; // no thread of the segment
	if (zone_most(ctx, s, low, index) <= -1 && !(loop && loop->skips)) {
		segment_keep(ctx, s, thread, low, index, at->site);
	} else if (loop && segment->above == loop->head + 1 && !segment->low_open && zone_most(ctx, s, low, index) <= -1) {
		segment_narrow_to(ctx, s, thread, low);
		segment->left_at = at->site + 1;
	} else if (below_highest(ctx, s, thread, index)) {
		segment_narrow_to(ctx, s, thread, index_plus(high, -1));
	} else {
		segment_lose(thread);
	}
	return thread->segment.known ? JOINED_SOME : JOINED_UNKNOWN;
}

// ---- tests and loops --------------------------------------------------------------------------------------

// What a test compares: a null pointer is no index.
static Index index_tested(Ctx *ctx, State *s, Operand operand, Operand other)
{
	Index index = index_of_operand(ctx, s, operand);
	if (operand.kind != OPERAND_PLACE || !index.known)
		return index;
	ValId val = operand_val(ctx, s, operand);
	index.known = !holds_threads(ctx, val) && !(other.kind == OPERAND_INT && place_is_pointer(ctx, index.base, val));
	return index;
}

static bool test_indices(Ctx *ctx, State *s, const Term *term, Index *a, Index *b)
{
	if (term->kind != TERM_IF || (!operand_chooses(ctx, term->a) && !operand_chooses(ctx, term->b)))
		return false;
	*a = index_tested(ctx, s, term->a, term->b);
	*b = index_tested(ctx, s, term->b, term->a);
	return a->known && b->known;
}

static bool assume_order(Ctx *ctx, State *s, CalcOp op, Index a, Index b, bool truth)
{
	op = calc_signed(op);
	bool equal = (op == CALC_EQ && truth) || (op == CALC_NE && !truth);
	if (equal)
		return zone_assume(ctx, s, a, b, 0) && zone_assume(ctx, s, b, a, 0);
	if (op == CALC_EQ || op == CALC_NE) {
		if (zone_most(ctx, s, a, b) == 0)
			return zone_assume(ctx, s, a, b, -1);
		return zone_most(ctx, s, b, a) != 0 || zone_assume(ctx, s, b, a, -1);
	}
	if (op == CALC_GT || op == CALC_GE) { // b < a, b <= a
		Index t = a;
		a = b;
		b = t;
	}
	bool strict = op == CALC_LT || op == CALC_GT;
	return truth ? zone_assume(ctx, s, a, b, strict ? -1 : 0) : zone_assume(ctx, s, b, a, strict ? 0 : -1);
}

// Numbers that went round make a test hold that cannot: then nothing is known of them.
static void segments_give_up(State *s)
{
	s->zone = NULL;
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (s->threads.v[i].segment.known)
			s->threads.v[i].status = THREAD_UNDECIDED;
}

static bool is_pointer(Ctx *ctx, const State *s, Operand operand)
{
	return operand.kind == OPERAND_PLACE && !operand.place.deref &&
	       place_is_pointer(ctx, (Ref){{operand.place.var.i}, {0}}, operand_val(ctx, s, operand));
}

// The state is the one in which the test is `truth`; false when there is none, for pointers
// do not go round. Threads of empty segments have ended.
bool segments_assume(Ctx *ctx, State *s, const Term *term, bool truth)
{
	Index a, b;
	if (!ctx->has_segments || !test_indices(ctx, s, term, &a, &b))
		return true;
	if (!assume_order(ctx, s, term->cmp, a, b, truth)) {
		segments_give_up(s);
		return !is_pointer(ctx, s, term->a) || !is_pointer(ctx, s, term->b);
	}
	for (uint32_t i = s->threads.n; i-- > 0;)
		if (segment_empty(ctx, s, &s->threads.v[i]))
			state_end_thread(s, i);
	return true;
}

// Back to the head of the loop: where it has one join, that may pass over elements when
// it comes again.
static void segment_loop(Ctx *ctx, State *s, ThreadState *thread, const Loop *loop, uint32_t call)
{
	Segment *segment = &thread->segment;
	Index low = low_of(thread->thread), high = high_of(thread->thread);
	if (!segment->known || segment->joined_at != call + 1)
		return;
	segment->joined_at = 0;
	if (segment->left_at == call + 1 || loop->calls.n > 1 || loop->skips) // what it skips may have no thread
		return;
	Index next = segment->next;
	bool away = segment->downwards ? zone_most(ctx, s, high, next) <= -1 : zone_most(ctx, s, next, low) <= -2;
	if (away)
		segment_keep(ctx, s, thread, low, high, call);
	else if (!segment->downwards && zone_most(ctx, s, low, next) <= -1)
		segment_keep(ctx, s, thread, low, next, call);
	else if (segment->downwards && zone_most(ctx, s, next, high) <= -2)
		segment_keep(ctx, s, thread, index_plus(next, 1), high, call);
}

// The counter of the loop, if the test `term` of the loop lets it go up, and the number at which it stops.
static bool counts_up(Ctx *ctx, State *s, const Loop *loop, const Term *term, Index *counter, Index *stop)
{
	Index a, b;
	CalcOp order = calc_signed(term->cmp);
	if (!test_indices(ctx, s, term, &a, &b) || order == CALC_EQ || order == CALC_NE)
		return false;
	bool first = order == CALC_LT || order == CALC_LE;
	*counter = first ? a : b;
	*stop = index_plus(first ? b : a, order == CALC_LE || order == CALC_GE);
	return loop_counts_by(loop, counter->base);
}

// Whether nothing but the loop's own calls ends threads: what it leaves behind stays.
static bool joins_alone(const Ctx *ctx, const Loop *loop)
{
	bool alone = true;
	for (uint32_t i = 0; i < ctx->join_calls.n; i++)
		alone &= is_call_of(loop, ctx->join_calls.v[i]);
	return alone;
}

// Into the loop: it may count up from above the lowest element, and never come to that.
static void segment_enter(Ctx *ctx, State *s, ThreadState *thread, const Loop *loop)
{
	Index counter, stop;
	if (thread->segment.known && loop->calls.n && joins_alone(ctx, loop) &&
	    counts_up(ctx, s, loop, &ctx->fn->blocks.v[loop->head].term, &counter, &stop) &&
	    zone_most(ctx, s, low_of(thread->thread), counter) <= -1)
		thread->segment.above = loop->head + 1;
}

static bool started_in(const Ctx *ctx, const State *s, const Loop *loop)
{
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (loop_has(ctx, loop, obj_at(ctx, s->threads.v[i].thread)->a))
			return true;
	return false;
}

// A loop that passes over elements has come round, or is left. Where the first has no thread,
// what counters say of the others is another thing than where each has one.
static void loop_idles(const Ctx *ctx, State *s, const Loop *loop, bool back)
{
	if (!back)
		s->idle &= (uint16_t)~loop_bit(ctx, loop);
	else if (!started_in(ctx, s, loop))
		s->idle |= loop_bit(ctx, loop);
}

void segments_loop(Ctx *ctx, State *s, uint32_t from, uint32_t to)
{
	for (uint32_t l = 0; ctx->has_segments && l < ctx->loops.n; l++) {
		const Loop *loop = &ctx->loops.v[l];
		bool back = loop->head == to && bitset_has(&loop->body, from);
		if (loop->ends && loop->head == to)
			s->straight = (uint16_t)(back || !s->threads.n ? s->straight & ~loop_bit(ctx, loop)
			                                               : s->straight | loop_bit(ctx, loop));
		if (loop->passes_over && (back || !bitset_has(&loop->body, to)))
			loop_idles(ctx, s, loop, back);
		for (uint32_t i = 0; loop->head == to && !back && i < s->threads.n; i++)
			segment_enter(ctx, s, &s->threads.v[i], loop);
		for (uint32_t i = 0; back && i < s->threads.n; i++)
			for (uint32_t k = 0; k < loop->calls.n; k++)
				segment_loop(ctx, s, &s->threads.v[i], loop, loop->calls.v[k]);
	}
}

// Whether the loop counts `a` up or down to `b` along the segment, and ends inside it.
static bool ends_inside(Ctx *ctx, State *before, const ThreadState *thread, Index a, Index b)
{
	Index low = low_of(thread->thread), high = high_of(thread->thread);
	int32_t apart = zone_most(ctx, before, low, a);
	if (apart != ZONE_ANY && zone_most(ctx, before, a, low) == -apart)
		return zone_most(ctx, before, index_plus(b, apart), high) <= -1;
	apart = zone_most(ctx, before, high, a);
	if (apart != ZONE_ANY && zone_most(ctx, before, a, high) == -apart)
		return zone_most(ctx, before, low, index_plus(b, apart)) <= -1;
	return false;
}

// Whether a loop that counts up, and passes over some elements, ends before the highest. That it may, as far as is
// known of the number at which it stops, tells nothing.
static bool ends_below(Ctx *ctx, State *s, State *before, const ThreadState *thread, const Loop *loop, const Term *term)
{
	Index counter, stop, last = index_plus(high_of(thread->thread), -1);
	return joins_alone(ctx, loop) && counts_up(ctx, s, loop, term, &counter, &stop) &&
	       below_highest(ctx, s, thread, index_plus(last, -1)) && zone_most(ctx, s, counter, last) <= 0 &&
	       zone_most(ctx, before, stop, last) <= 0;
}

// What a parameter or an unknown function says, which is nothing about an element.
static bool says_no_element(Ctx *ctx, const State *s, Operand operand)
{
	const Val *v = val_at(ctx, operand_val(ctx, s, operand));
	const Obj *o = v->n == 1 && range_empty(v->num) && !v->unknown && !v->weak ? obj_at(ctx, v->refs[0].obj) : NULL;
	if (operand.kind != OPERAND_PLACE)
		return operand.kind == OPERAND_INT;
	return o && o->kind == OBJ_SYM && o->a == o->root.i && !path_has_index(ctx, (PathId){o->b});
}

// Whether its bounds are known to be apart by some element that has its thread.
static bool segment_proved(Ctx *ctx, State *s, const ThreadState *thread)
{
	return !thread->segment.holes && !(thread->segment.loose && thread->many) &&
	       zone_most(ctx, s, low_of(thread->thread), high_of(thread->thread)) <= -1;
}

// What bounds the loop may have been counted up with the threads, but not with each: whether it was tells states apart.
static void note_bound(Ctx *ctx, const ThreadState *thread, const Loop *loop, Index bound)
{
	const Obj *o = bound.base.obj.i == ID_NONE ? NULL : obj_at(ctx, bound.base.obj);
	if (ctx->bounded || loop_counts_by(loop, bound.base) || !o || o->kind != OBJ_VAR ||
	    ctx->fn->vars.v[o->a].kind == VAR_TEMP ||
	    !loops_write(ctx, fn_block_of(ctx->fn, obj_at(ctx, thread->thread)->a), o->a))
		return;
	ctx->bound = bound.base;
	ctx->bounded = ctx->loops_grew = true;
}

bool segment_stays(Ctx *ctx, State *s, State *before, const ThreadState *thread, const Loop *loop, const Term *term)
{
	const Segment *segment = &thread->segment;
	Index a, b;
	if (!loop->calls.n)
		return loop->around; // it was decided where the loop inside was left
	if (segment->vague)
		return false;
	if (segment->left_at && loop_has(ctx, loop, segment->left_at - 1))
		return true;
	if (loop->skips || segment->holes)
		return ends_below(ctx, s, before, thread, loop, term);
	if (test_indices(ctx, before, term, &a, &b)) {
		if (ends_inside(ctx, before, thread, a, b) || ends_inside(ctx, before, thread, b, a))
			return true;
		note_bound(ctx, thread, loop, a);
		note_bound(ctx, thread, loop, b);
		return false;
	}
	if (term->kind == TERM_IF && says_no_element(ctx, before, term->a) && says_no_element(ctx, before, term->b) &&
	    segment_proved(ctx, s, thread))
		return true;
	return segment->joined_at && loop_has(ctx, loop, segment->joined_at - 1) && segment_runs(ctx, s, thread);
}

// Whether some thread of it plainly runs. Where none was joined, that needs no proof.
bool segment_runs(Ctx *ctx, State *s, const ThreadState *thread)
{
	const Segment *segment = &thread->segment;
	if (!segment->known || !segment->joined || (segment->loose && thread->many))
		return true;
	int32_t apart = zone_most(ctx, s, low_of(thread->thread), high_of(thread->thread));
	return segment->holes ? apart <= -1 && !(segment->low_open && segment->high_open) : apart <= 0;
}

// ---- states --------------------------------------------------------------------------------------------------

bool segment_same(const ThreadState *a, const ThreadState *b)
{
	const Segment *x = &a->segment, *y = &b->segment;
	return x->known == y->known && x->loose == y->loose && x->holes == y->holes && x->joined == y->joined &&
	       x->array.i == y->array.i && x->field.i == y->field.i && x->joined_at == y->joined_at &&
	       x->low_open == y->low_open && x->high_open == y->high_open && x->above == y->above &&
	       given_same(&x->given, &y->given) && x->gap == y->gap && x->lag == y->lag &&
	       ref_compare(x->counter, y->counter) == 0;
}

// Makes `into` cover `from`; their bounds are joined with the zones.
bool segment_join(Segment *into, const Segment *from)
{
	Segment old = *into;
	if (!into->known || !from->known || into->array.i != from->array.i || into->field.i != from->field.i) {
		*into = (Segment){.loose = old.loose || from->loose};
		return old.known || into->loose != old.loose;
	}
	into->loose |= from->loose;
	into->holes |= from->holes;
	into->joined |= from->joined;
	into->low_open |= from->low_open;
	into->high_open |= from->high_open;
	into->above = into->above == from->above ? into->above : 0;
	if (!given_same(&into->given, &from->given))
		into->given = (Given){0};
	if (ref_compare(into->counter, from->counter) != 0)
		into->counter = ZONE_ZERO;
	if (into->joined_at != from->joined_at || into->downwards != from->downwards ||
	    ref_compare(into->next.base, from->next.base) != 0 || into->next.plus != from->next.plus)
		into->joined_at = 0;
	return into->loose != old.loose || into->holes != old.holes || into->joined != old.joined ||
	       into->low_open != old.low_open || into->high_open != old.high_open || into->above != old.above ||
	       !given_same(&into->given, &old.given) || into->joined_at != old.joined_at;
}

// Of a thread whose segment is not known there are no bounds; temporaries end with blocks.
static bool number_lives(const Ctx *ctx, const State *s, Ref place)
{
	if (place.obj.i == ID_NONE)
		return false;
	const Obj *o = obj_at(ctx, place.obj);
	if (o->kind == OBJ_VAR)
		return ctx->fn->vars.v[o->a].kind != VAR_TEMP || live_anywhere(&ctx->live, o->a);
	const ThreadState *thread = o->kind == OBJ_THREAD ? state_thread(s, place.obj) : NULL;
	return o->kind != OBJ_THREAD || (thread && thread->segment.known);
}

static Gap gap_of(Ctx *ctx, State *s, const ThreadState *thread, Ref var, Gap before)
{
	Index counter = {var, 0, true}, high = high_of(thread->thread);
	if (!thread->segment.known || counter.base.obj.i == ID_NONE)
		return GAP_OTHER;
	if (!zone_names(s, counter.base)) // how it was left tells states apart when the counter is gone
		return before;
	if (zone_equals(ctx, s, high, counter))
		return GAP_NONE;
	return zone_equals(ctx, s, high, index_plus(counter, 1)) ? GAP_ONE : GAP_OTHER;
}

// At the end of a block.
void segments_sweep(Ctx *ctx, State *s)
{
	zone_sweep(ctx, s, number_lives);
	for (uint32_t i = 0; ctx->has_segments && i < s->threads.n; i++) {
		Segment *segment = &s->threads.v[i].segment;
		segment->gap = gap_of(ctx, s, &s->threads.v[i], segment->counter, segment->gap);
		segment->lag = gap_of(ctx, s, &s->threads.v[i], ctx->bounded ? ctx->bound : ZONE_ZERO, segment->lag);
	}
}
