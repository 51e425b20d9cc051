// SPDX-License-Identifier: MIT
// States of property simulation: which agree on threads and loans, and what one state
// that covers two of them holds.
#include "domain/domain.h"

#define DISTANCE_NUMBERS 8 // of two values that are different numbers

// ---- memory that nobody reaches --------------------------------------------------------------------

// What lies behind an unknown value is named after the call that made it, its home. When
// nothing of that home can be read any more, what is known of it tells states apart in vain.

static void reach_val(const Ctx *ctx, Reach *reach, ValId val);

static void reach_obj(const Ctx *ctx, Reach *reach, ObjId obj)
{
	const Obj *o = obj_at(ctx, obj);
	if (o->kind == OBJ_EXPR) {
		reach_val(ctx, reach, (ValId){o->b});
		reach_val(ctx, reach, (ValId){o->c});
	} else if (obj_at(ctx, o->root)->kind == OBJ_HOME) {
		reach->home.v[o->root.i] = reach->round;
	}
}

static void reach_val(const Ctx *ctx, Reach *reach, ValId val)
{
	const Val *v = val_at(ctx, val);
	for (uint32_t i = 0; v->homes && i < v->n; i++)
		reach_obj(ctx, reach, v->refs[i].obj);
}

static void reach_threads(const Ctx *ctx, Reach *reach, const State *s)
{
	for (uint32_t i = 0; i < s->threads.n; i++) {
		reach_val(ctx, reach, s->threads.v[i].entry);
		for (uint32_t k = 0; k < ENTRY_ARGS; k++)
			reach_val(ctx, reach, s->threads.v[i].payload[k]);
	}
	for (uint32_t i = 0; i < s->outer.n; i++)
		reach_val(ctx, reach, s->outer.v[i].handle);
	for (uint32_t i = 0; i < s->locks.nheld; i++)
		reach_obj(ctx, reach, s->locks.held[i].lock.obj);
	for (uint32_t i = 0; i < s->shadows.n; i++) {
		reach_obj(ctx, reach, s->shadows.v[i].cell.obj);
		reach_val(ctx, reach, s->shadows.v[i].val);
	}
	for (uint32_t i = 0; s->zone && i < s->zone->n; i++)
		if (s->zone->node[i].obj.i != ID_NONE) // else 0, or a number that nobody asks for
			reach_obj(ctx, reach, s->zone->node[i].obj);
}

static bool is_reached(const Ctx *ctx, const Reach *reach, ObjId obj)
{
	ObjId root = obj_at(ctx, obj)->root;
	return obj_at(ctx, root)->kind != OBJ_HOME || reach->home.v[root.i] == reach->round;
}

// Which homes the state reaches: from its other memory, and from there on.
static void reach_state(Ctx *ctx, Reach *reach, const State *s)
{
	uint32_t zero = 0;
	while (reach->home.n < ctx->objs.n)
		VEC_PUSH(ctx->arena, &reach->home, zero);
	reach->round++;
	reach_threads(ctx, reach, s);
	uint32_t reached = 0, before;
	do {
		before = reached;
		reached = 0;
		for (uint32_t i = 0; i < s->cells.n; i++)
			if (is_reached(ctx, reach, s->cells.v[i].obj)) {
				reach_val(ctx, reach, s->cells.v[i].val);
				reached++;
			}
	} while (reached != before);
}

static bool holds_any(const Ctx *ctx, const State *s, ValId val)
{
	for (uint32_t k = 0; k < s->threads.n; k++)
		if (val_holds_thread(ctx, val, s->threads.v[k].thread))
			return true;
	return false;
}

static bool is_dead(const Ctx *ctx, const State *s, const Cell *cell, uint32_t block)
{
	const Obj *o = obj_at(ctx, cell->obj);
	if (o->kind != OBJ_VAR || live_at(&ctx->live, block, o->a))
		return false;
	return ctx->fn->vars.v[o->a].kind == VAR_TEMP || !holds_any(ctx, s, cell->val);
}

// A number that decides nothing.
static bool is_idle_number(const Ctx *ctx, const Cell *cell)
{
	const Obj *o = obj_at(ctx, cell->obj);
	const Val *v = val_at(ctx, cell->val);
	return o->kind == OBJ_VAR && !live_number(&ctx->live, o->a) && !v->n && !v->unknown;
}

static void drop_dead(Ctx *ctx, State *s, uint32_t block)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < s->cells.n; i++) {
		Cell cell = s->cells.v[i];
		if (is_dead(ctx, s, &cell, block))
			continue;
		if (is_idle_number(ctx, &cell))
			cell.val = val_intern(ctx, &(Val){.num = RANGE_ALL});
		s->cells.v[kept++] = cell;
	}
	s->cells.n = kept;
}

static bool val_mentions(const Ctx *ctx, ValId val, ObjId obj)
{
	const Val *v = val_at(ctx, val);
	for (uint32_t i = 0; i < v->n; i++) {
		const Obj *o = obj_at(ctx, v->refs[i].obj);
		if (v->refs[i].obj.i == obj.i)
			return true;
		if (o->kind == OBJ_EXPR && (val_mentions(ctx, (ValId){o->b}, obj) || val_mentions(ctx, (ValId){o->c}, obj)))
			return true;
	}
	return false;
}

static bool is_held(const Ctx *ctx, const State *s, ObjId obj)
{
	for (uint32_t i = 0; i < s->cells.n; i++)
		if (val_mentions(ctx, s->cells.v[i].val, obj))
			return true;
	return false;
}

// Whether the call has started a thread, which tells states apart itself.
static bool starts_thread(const Ctx *ctx, uint32_t call)
{
	for (uint32_t i = 0; i < ctx->spawned.n; i++)
		if (ctx->spawned.v[i].site == call)
			return true;
	return false;
}

static bool val_is_lost(const Ctx *ctx, const State *s, uint32_t block, ValId val);

// Nothing holds the value any more, nor is it in memory that others name: it cannot be tested again.
static bool is_lost(const Ctx *ctx, const State *s, uint32_t block, ObjId obj)
{
	const Obj *o = obj_at(ctx, obj), *of = obj_at(ctx, (ObjId){o->kind == OBJ_SYM ? o->a : obj.i});
	if (o->kind == OBJ_EXPR)
		return val_is_lost(ctx, s, block, (ValId){o->b}) || val_is_lost(ctx, s, block, (ValId){o->c});
	if (o->kind == OBJ_SYM && of->kind == OBJ_HOME && !starts_thread(ctx, of->a))
		return false; // by what a call has said, the ways behind it are told apart
	if (o->kind != OBJ_SYM || of->kind != OBJ_VAR || o->b)
		return !is_reached(ctx, &ctx->reach[0], obj);
	return ctx->fn->vars.v[of->a].kind == VAR_PARAM && !live_at(&ctx->live, block, of->a) && !is_held(ctx, s, obj);
}

static bool val_is_lost(const Ctx *ctx, const State *s, uint32_t block, ValId val)
{
	const Val *v = val_at(ctx, val);
	for (uint32_t i = 0; i < v->n; i++)
		if (is_lost(ctx, s, block, v->refs[i].obj))
			return true;
	return false;
}

// What was said of such a value tells states apart in vain, unless callers are told of it.
static void drop_lost(Ctx *ctx, State *s, uint32_t block)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < s->facts.n; i++)
		if (fact_is_told(ctx, s->facts.v[i].sym) || sym_is_answer(ctx, s->facts.v[i].sym) ||
		    !is_lost(ctx, s, block, s->facts.v[i].sym))
			s->facts.v[kept++] = s->facts.v[i];
	s->facts.n = kept;
}

// What holds a thread stays: its handle is lost, and that is told elsewhere.
void state_sweep(Ctx *ctx, State *s, uint32_t block)
{
	drop_dead(ctx, s, block);
	reach_state(ctx, &ctx->reach[0], s);
	uint32_t kept = 0;
	for (uint32_t i = 0; i < s->cells.n; i++)
		if (is_reached(ctx, &ctx->reach[0], s->cells.v[i].obj) || holds_any(ctx, s, s->cells.v[i].val))
			s->cells.v[kept++] = s->cells.v[i];
	s->cells.n = kept;
	if (s->facts.n && ctx->may_spawn)
		drop_lost(ctx, s, block);
}

// ---- states ----------------------------------------------------------------------------------------

#define VEC_COPY(arena, to, from)                                                             \
	do {                                                                                      \
		if ((to)->cap < (from)->n) {                                                          \
			(to)->v = arena_alloc((arena), sizeof *(to)->v * (from)->n);                      \
			(to)->cap = (from)->n;                                                            \
		}                                                                                     \
		(to)->n = (from)->n;                                                                  \
		if ((from)->n)                                                                        \
			memcpy((to)->v, (from)->v, sizeof *(to)->v * (from)->n);                          \
	} while (0)

void state_drop(Ctx *ctx, State *s) { VEC_PUSH(ctx->arena, &ctx->spare, s); }

State *state_copy(Ctx *ctx, const State *s)
{
	State *copy = ctx->spare.n ? ctx->spare.v[--ctx->spare.n] : ARENA_NEW(ctx->arena, State);
	VEC_COPY(ctx->arena, &copy->cells, &s->cells);
	VEC_COPY(ctx->arena, &copy->facts, &s->facts);
	VEC_COPY(ctx->arena, &copy->threads, &s->threads);
	for (uint32_t i = 0; i < s->threads.n; i++) {
		memset(&copy->threads.v[i].loans, 0, sizeof copy->threads.v[i].loans);
		VEC_COPY(ctx->arena, &copy->threads.v[i].loans, &s->threads.v[i].loans);
	}
	VEC_COPY(ctx->arena, &copy->outer, &s->outer);
	copy->locks = s->locks;
	copy->signalled = s->signalled;
	copy->gates = s->gates;
	copy->nasked = s->nasked;
	memcpy(copy->asked, s->asked, sizeof copy->asked);
	copy->waited = s->waited;
	VEC_COPY(ctx->arena, &copy->moved, &s->moved);
	VEC_COPY(ctx->arena, &copy->freed, &s->freed);
	copy->zone = zone_copy(ctx, s->zone, copy->zone);
	VEC_COPY(ctx->arena, &copy->shadows, &s->shadows);
	copy->steps = s->steps;
	copy->result = s->result;
	copy->stuck = s->stuck;
	copy->bypassed = s->bypassed;
	copy->idle = s->idle;
	copy->straight = s->straight;
	return copy;
}

// By kind, then place.
int freed_order(const Freed *a, const Freed *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return a->early != b->early ? (a->early ? -1 : 1) : ref_compare(a->place, b->place);
}

// The next loan from `at` on that tells states apart: of many threads only those on
// variables, since each may have been lent other blocks.
static uint32_t loan_next(const Ctx *ctx, const ThreadState *thread, uint32_t at)
{
	while (thread->many && at < thread->loans.n &&
	       obj_at(ctx, ctx->loans.v[thread->loans.v[at].i].obj)->kind != OBJ_VAR)
		at++;
	return at;
}

static bool loans_same(const Ctx *ctx, const ThreadState *a, const ThreadState *b)
{
	uint32_t i = loan_next(ctx, a, 0), k = loan_next(ctx, b, 0);
	while (i < a->loans.n && k < b->loans.n && a->loans.v[i].i == b->loans.v[k].i) {
		i = loan_next(ctx, a, i + 1);
		k = loan_next(ctx, b, k + 1);
	}
	return i == a->loans.n && k == b->loans.n;
}

static bool payload_same(const ThreadState *a, const ThreadState *b)
{
	return a->entry.i == b->entry.i && memcmp(a->payload, b->payload, sizeof a->payload) == 0;
}

static bool thread_same(const Ctx *ctx, const ThreadState *a, const ThreadState *b)
{
	return a->thread.i == b->thread.i && a->status == b->status && a->many == b->many &&
	       a->detached == b->detached && a->older_detached == b->older_detached && a->lost == b->lost &&
	       a->blurred == b->blurred && a->joinable == b->joinable && a->hidden == b->hidden &&
	       a->detached_if.i == b->detached_if.i && a->some_ended == b->some_ended &&
	       a->passed_by == b->passed_by && a->segment.left_at == b->segment.left_at &&
	       a->segment.gap == b->segment.gap && a->segment.lag == b->segment.lag &&
	       a->segment.vague == b->segment.vague &&
	       a->expired == b->expired && a->deferred == b->deferred && (a->many || payload_same(a, b)) &&
	       a->assumes == b->assumes && a->waited == b->waited && a->passed == b->passed &&
	       a->told == b->told && a->newest == b->newest && a->nwaits == b->nwaits &&
	       a->spent == b->spent && a->counted == b->counted && loans_same(ctx, a, b);
}

bool loan_insert(Arena *arena, ThreadState *thread, LoanId id)
{
	uint32_t at = 0;
	while (at < thread->loans.n && thread->loans.v[at].i < id.i)
		at++;
	if (at < thread->loans.n && thread->loans.v[at].i == id.i)
		return false;
	VEC_PUSH(arena, &thread->loans, id);
	memmove(&thread->loans.v[at + 1], &thread->loans.v[at], sizeof id * (thread->loans.n - 1 - at));
	thread->loans.v[at] = id;
	return true;
}

// Many threads may run what either state says.
static bool payload_join(Ctx *ctx, ThreadState *into, const ThreadState *from, Widen widen)
{
	ThreadState old = *into;
	if (payload_same(into, from))
		return false;
	into->entry = val_join(ctx, into->entry, from->entry, widen);
	for (uint32_t a = 0; a < ENTRY_ARGS; a++)
		into->payload[a] = val_join(ctx, into->payload[a], from->payload[a], widen);
	return !payload_same(into, &old);
}

// An end of which both tell the same.
static void ends_join(Elements *into, const Elements *from)
{
	if (!into->told || !from->told)
		*into = (Elements){.range = RANGE_ALL};
	if (into->range.lo != from->range.lo)
		into->range.lo = INT64_MIN;
	if (into->range.hi != from->range.hi)
		into->range.hi = INT64_MAX;
	into->told = into->range.lo != INT64_MIN || into->range.hi != INT64_MAX;
}

// Many threads may have been lent what either state says.
static bool loans_join(Ctx *ctx, State *into, const State *from, Widen widen)
{
	bool changed = false;
	for (uint32_t t = 0; t < into->threads.n && t < from->threads.n; t++) {
		ThreadState *a = &into->threads.v[t];
		const ThreadState *b = &from->threads.v[t];
		a->vague_lock |= b->vague_lock;
		ends_join(&a->elements, &b->elements);
		answers_join(a->asked, b->asked);
		changed |= (a->fresh && !b->fresh) || (b->absent && !a->absent);
		a->fresh &= b->fresh;
		a->absent |= b->absent;
		changed |= a->many && payload_join(ctx, a, b, widen);
		for (uint32_t k = 0; a->many && k < b->loans.n; k++)
			changed |= loan_insert(ctx->arena, a, b->loans.v[k]);
	}
	return changed;
}

// Whether the cell lies in an element of an array, or behind pointers that do.
static bool is_of_element(const Ctx *ctx, const Cell *cell)
{
	bool element = path_has_index(ctx, cell->path);
	const Obj *o = obj_at(ctx, cell->obj);
	for (; !element && o->kind == OBJ_SYM; o = obj_at(ctx, (ObjId){o->a}))
		element = path_has_index(ctx, (PathId){o->b});
	return element;
}

// Threads of a state that a comparison passes over: bit k is threads.v[k].
typedef uint64_t ThreadMask;
static bool is_masked(ThreadMask mask, uint32_t k) { return k < 64 && mask >> k & 1; }

// Which of many threads of one call an element of an array holds makes no difference, nor where the
// handle of one is of which all has been told.
static uint64_t threads_held(const Ctx *ctx, const State *s, const Cell *cell, ThreadMask masked)
{
	const Val *v = val_at(ctx, cell->val);
	uint64_t held = 0;
	for (uint32_t i = 0; i < v->n; i++)
		for (uint32_t k = 0, bit = 0; k < s->threads.n && bit < 64; k++) {
			bool holds = s->threads.v[k].thread.i == v->refs[i].obj.i && !is_masked(masked, k);
			bool alike = s->threads.v[k].many || s->threads.v[k].expired;
			if (holds && !(alike && is_of_element(ctx, cell)))
				held |= UINT64_C(1) << bit;
			bit += !is_masked(masked, k);
		}
	return held;
}

void state_end_thread(State *s, uint32_t index)
{
	memmove(&s->threads.v[index], &s->threads.v[index + 1], sizeof *s->threads.v * (s->threads.n - 1 - index));
	s->threads.n--;
}

// Whether each cell may hold the handles of the same running threads.
static bool same_handles(const Ctx *ctx, const State *a, const State *b, ThreadMask in_a, ThreadMask in_b)
{
	for (CellWalk walk = {.a = a, .b = b}; cells_next(&walk);)
		if ((walk.x ? threads_held(ctx, a, walk.x, in_a) : 0) != (walk.y ? threads_held(ctx, b, walk.y, in_b) : 0))
			return false;
	return true;
}

static bool same_moved(const State *a, const State *b)
{
	for (uint32_t i = 0; i < a->moved.n && i < b->moved.n; i++)
		if (a->moved.v[i].obj.i != b->moved.v[i].obj.i || a->moved.v[i].thread.i != b->moved.v[i].thread.i ||
		    a->moved.v[i].tested.i != b->moved.v[i].tested.i)
			return false;
	return a->moved.n == b->moved.n;
}

static bool same_threads(const Ctx *ctx, const State *a, const State *b, ThreadMask in_a, ThreadMask in_b)
{
	uint32_t i = 0, k = 0;
	for (;; i++, k++) {
		while (i < a->threads.n && is_masked(in_a, i))
			i++;
		while (k < b->threads.n && is_masked(in_b, k))
			k++;
		if (i == a->threads.n || k == b->threads.n)
			return i == a->threads.n && k == b->threads.n;
		if (!thread_same(ctx, &a->threads.v[i], &b->threads.v[k]))
			return false;
	}
}

// Whether two states agree on threads, loans and who holds the handles.
static bool same_property(const Ctx *ctx, const State *a, const State *b, bool vague)
{
	if (a->threads.n != b->threads.n || a->bypassed != b->bypassed || a->idle != b->idle)
		return false;
	if (!outers_same(a, b, vague) || !same_moved(a, b) || !same_threads(ctx, a, b, 0, 0))
		return false;
	return !a->threads.n || same_handles(ctx, a, b, 0, 0);
}

bool state_same_property(const Ctx *ctx, const State *a, const State *b) { return same_property(ctx, a, b, false); }

bool state_same_but_waits(const Ctx *ctx, const State *a, const State *b) { return same_property(ctx, a, b, true); }

// ---- a crowd: so many states that those which differ in distant threads become one ---------------

static bool is_of_frame(const Ctx *ctx, ObjId obj)
{
	const Obj *o = obj_at(ctx, obj);
	return o->kind == OBJ_VAR && ctx->fn->vars.v[o->a].kind != VAR_GLOBAL;
}

// Whether neither what the thread borrows nor its handle lies in the function's frame: there
// is nothing of it that could be wrong here, but for what lies on the heap.
static bool thread_is_distant(const Ctx *ctx, const State *s, const ThreadState *thread)
{
	for (uint32_t i = 0; i < thread->loans.n; i++)
		if (is_of_frame(ctx, ctx->loans.v[thread->loans.v[i].i].obj))
			return false;
	for (uint32_t i = 0; i < s->cells.n; i++)
		if (is_of_frame(ctx, s->cells.v[i].obj) && val_holds_thread(ctx, s->cells.v[i].val, thread->thread))
			return false;
	return true;
}

void state_find_distant(const Ctx *ctx, State *s)
{
	s->distant = 0;
	for (uint32_t k = 0; k < s->threads.n && k < 64; k++)
		if (thread_is_distant(ctx, s, &s->threads.v[k]))
			s->distant |= UINT64_C(1) << k;
}

bool state_same_nearby(const Ctx *ctx, const State *a, const State *b)
{
	return same_moved(a, b) && same_threads(ctx, a, b, a->distant, b->distant) &&
	       same_handles(ctx, a, b, a->distant, b->distant);
}

const ThreadState *state_thread(const State *s, ObjId thread)
{
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (s->threads.v[i].thread.i == thread.i)
			return &s->threads.v[i];
	return NULL;
}

ThreadState *thread_find(State *s, ObjId thread)
{
	const ThreadState *running = state_thread(s, thread);
	return running ? &s->threads.v[running - s->threads.v] : NULL;
}

ThreadState *thread_insert(Ctx *ctx, State *s, ObjId thread)
{
	uint32_t at = 0;
	while (at < s->threads.n && s->threads.v[at].thread.i < thread.i)
		at++;
	if (at < s->threads.n && s->threads.v[at].thread.i == thread.i)
		return &s->threads.v[at];
	VEC_PUSH(ctx->arena, &s->threads, ((ThreadState){0}));
	memmove(&s->threads.v[at + 1], &s->threads.v[at], sizeof *s->threads.v * (s->threads.n - 1 - at));
	s->threads.v[at] = (ThreadState){.thread = thread};
	return &s->threads.v[at];
}

static bool runs_somewhere(const ThreadState *thread) { return thread->status == THREAD_RUNNING || thread->blurred; }

void thread_blur(Ctx *ctx, State *s, const ThreadState *thread)
{
	bool held = thread_find(s, thread->thread) != NULL;
	ThreadState *all = thread_insert(ctx, s, thread->thread);
	if (!held) {
		*all = *thread;
		memset(&all->loans, 0, sizeof all->loans);
		all->absent = true;
	}
	bool blurred = runs_somewhere(all) || runs_somewhere(thread);
	thread_demote(all, thread->status);
	thread_demote(all, THREAD_MAYBE);
	all->blurred = blurred;
	for (uint32_t k = 0; k < thread->loans.n; k++)
		loan_insert(ctx->arena, all, thread->loans.v[k]);
}

// Whether it runs, and nobody can join it any more.
static bool thread_is_lost(const Ctx *ctx, const State *s, const ThreadState *thread)
{
	bool lost = (thread->joinable || thread->detached) && thread->status == THREAD_RUNNING;
	return thread->lost || (lost && (thread->detached || !cells_hold(ctx, s, thread->thread)));
}

void state_blur_distant(Ctx *ctx, State *s, const State *other)
{
	for (uint32_t k = 0; k < s->threads.n; k++) {
		if (!is_masked(s->distant, k))
			continue;
		s->threads.v[k].lost = thread_is_lost(ctx, s, &s->threads.v[k]);
		s->threads.v[k].absent |= !state_thread(other, s->threads.v[k].thread);
		bool blurred = runs_somewhere(&s->threads.v[k]);
		thread_demote(&s->threads.v[k], THREAD_MAYBE);
		s->threads.v[k].blurred = blurred;
	}
	for (uint32_t k = 0; k < other->threads.n; k++) {
		if (!is_masked(other->distant, k))
			continue;
		thread_blur(ctx, s, &other->threads.v[k]);
		thread_find(s, other->threads.v[k].thread)->lost |= thread_is_lost(ctx, other, &other->threads.v[k]);
	}
	state_find_distant(ctx, s);
}

// ---- equality and joins -------------------------------------------------------------------------------

static bool cells_equal(const State *a, const State *b)
{
	if (a->cells.n != b->cells.n)
		return false;
	for (uint32_t i = 0; i < a->cells.n; i++)
		if (a->cells.v[i].val.i != b->cells.v[i].val.i || a->cells.v[i].obj.i != b->cells.v[i].obj.i ||
		    a->cells.v[i].path.i != b->cells.v[i].path.i)
			return false;
	return true;
}

static bool freed_equal(const State *a, const State *b)
{
	if (a->freed.n != b->freed.n || a->freed_more != b->freed_more)
		return false;
	for (uint32_t i = 0; i < a->freed.n; i++)
		if (freed_order(&a->freed.v[i], &b->freed.v[i]) != 0 || a->freed.v[i].must != b->freed.v[i].must ||
		    a->freed.v[i].counted != b->freed.v[i].counted)
			return false;
	return true;
}

bool state_same_frees(const State *a, const State *b)
{
	for (uint32_t i = 0; i < a->freed.n && i < b->freed.n; i++)
		if (freed_order(&a->freed.v[i], &b->freed.v[i]) != 0)
			return false;
	return a->freed.n == b->freed.n;
}

static bool loans_equal(const State *a, const State *b)
{
	for (uint32_t i = 0; i < a->threads.n && i < b->threads.n; i++) {
		const ThreadState *x = &a->threads.v[i], *y = &b->threads.v[i];
		if (!payload_same(x, y) || x->fresh != y->fresh || x->absent != y->absent || x->loans.n != y->loans.n)
			return false;
		if (x->loans.n && memcmp(x->loans.v, y->loans.v, sizeof(LoanId) * x->loans.n) != 0)
			return false;
	}
	return true;
}

bool state_equal(const State *a, const State *b)
{
	if (a->facts.n != b->facts.n || !loans_equal(a, b) || !cells_equal(a, b) || !freed_equal(a, b) ||
	    !zone_equal(a->zone, b->zone) || !locks_equal(a, b) || !outers_equal(a, b))
		return false;
	if (a->shadows.n != b->shadows.n || a->straight != b->straight)
		return false;
	for (uint32_t i = 0; i < a->shadows.n; i++) {
		const Shadow *other = shadow_find(b, a->shadows.v[i].place);
		if (!other || other->val.i != a->shadows.v[i].val.i)
			return false;
	}
	for (uint32_t i = 0; i < a->threads.n && i < b->threads.n; i++)
		if (!segment_same(&a->threads.v[i], &b->threads.v[i]))
			return false;
	for (uint32_t i = 0; i < a->facts.n; i++)
		if (a->facts.v[i].sym.i != b->facts.v[i].sym.i || !range_equal(a->facts.v[i].range, b->facts.v[i].range))
			return false;
	return true;
}

// Two numbers of which each says which way was gone weigh more than what is not known anyway.
static uint32_t values_apart(const Ctx *ctx, ValId a, ValId b)
{
	const Val *x = val_at(ctx, a), *y = val_at(ctx, b);
	bool numbers = !x->n && !x->unknown && x->num.lo == x->num.hi && !y->n && !y->unknown && y->num.lo == y->num.hi;
	return a.i == b.i ? 0 : numbers ? DISTANCE_NUMBERS : 1;
}

static uint32_t cells_apart(const Ctx *ctx, const State *a, const State *b)
{
	uint32_t apart = 0;
	for (CellWalk walk = {.a = a, .b = b}; cells_next(&walk);)
		apart += walk.x && walk.y ? values_apart(ctx, walk.x->val, walk.y->val) : 1;
	return apart;
}

static uint32_t facts_apart(const State *a, const State *b)
{
	uint32_t apart = 0, i = 0, k = 0;
	while (i < a->facts.n && k < b->facts.n) {
		uint32_t x = a->facts.v[i].sym.i, y = b->facts.v[k].sym.i;
		apart += x != y || !range_equal(a->facts.v[i].range, b->facts.v[k].range);
		i += x <= y;
		k += x >= y;
	}
	return apart + (a->facts.n - i) + (b->facts.n - k);
}

uint32_t state_distance(const Ctx *ctx, const State *a, const State *b)
{
	return cells_apart(ctx, a, b) + facts_apart(a, b);
}

static bool facts_join(State *into, const State *from, Widen widen)
{
	bool changed = false;
	uint32_t kept = 0, k = 0;
	for (uint32_t i = 0; i < into->facts.n; i++) {
		Fact fact = into->facts.v[i];
		while (k < from->facts.n && from->facts.v[k].sym.i < fact.sym.i)
			k++;
		bool both = k < from->facts.n && from->facts.v[k].sym.i == fact.sym.i;
		Range joined = both ? range_join(fact.range, from->facts.v[k].range) : RANGE_ALL;
		if (both && widen)
			joined = range_widen(fact.range, joined);
		changed |= !range_equal(joined, fact.range);
		if (!range_equal(joined, RANGE_ALL))
			into->facts.v[kept++] = (Fact){fact.sym, joined};
	}
	into->facts.n = kept;
	return changed;
}

// What the facts of `s` say of a number, put into the value itself: the facts of two
// states that merge are lost where they differ, the value's range is not.
static ValId val_with_facts(Ctx *ctx, const State *s, ValId val)
{
	Val v = *val_at(ctx, val), out = {.num = val_range(ctx, s, val), .weak = v.weak};
	for (uint32_t i = 0; i < v.n; i++) {
		ObjKind kind = obj_at(ctx, v.refs[i].obj)->kind;
		if ((kind != OBJ_SYM || v.refs[i].path.i) && kind != OBJ_EXPR)
			return val;
	}
	return range_equal(out.num, RANGE_ALL) || !v.n ? val : val_intern(ctx, &out);
}

// Tests have compared it with another number than 0.
static bool is_number(const Ctx *ctx, const State *s, ValId val) { return !val_number_known(ctx, s, val).unknown; }

// The values of one cell in two states; an indeterminate one adds nothing.
static ValId cell_merged(Ctx *ctx, const State *a, const State *b, const Cell *in_a, const Cell *in_b, Widen widen)
{
	const Cell *any = in_a ? in_a : in_b;
	ValId x = in_a ? in_a->val : cell_old(ctx, a, any->obj, any->path);
	ValId y = in_b ? in_b->val : cell_old(ctx, b, any->obj, any->path);
	bool scalar = is_scalar_var(ctx, (Ref){any->obj, any->path});
	if (x.i != y.i && x.i && y.i && (scalar || (is_number(ctx, a, x) && is_number(ctx, b, y)))) {
		x = val_with_facts(ctx, a, x);
		y = val_with_facts(ctx, b, y);
	}
	return val_join(ctx, x, y, widen);
}

// Whether there was nothing to free on this path: the pointer is null.
static bool nothing_to_free(Ctx *ctx, const State *s, const Freed *freed)
{
	if (freed->kind != EFFECT_FREE)
		return false;
	Range range = val_range(ctx, s, val_ref(ctx, freed->place.obj, (PathId){0}));
	return range.lo == 0 && range.hi == 0;
}

// What ended on one of the paths may have ended; what ended on both has.
static bool freed_join(Ctx *ctx, State *into, const State *from)
{
	VEC(Freed) all = {0};
	bool changed = false;
	uint32_t i = 0, k = 0;
	while (i < into->freed.n || k < from->freed.n) {
		const Freed *a = i < into->freed.n ? &into->freed.v[i] : NULL,
					*b = k < from->freed.n ? &from->freed.v[k] : NULL;
		int order = !a ? 1 : !b ? -1 : freed_order(a, b);
		Freed freed = order <= 0 ? *a : *b;
		freed.must = order == 0 ? a->must && b->must
		                        : freed.must && nothing_to_free(ctx, order < 0 ? from : into, &freed);
		freed.counted |= order == 0 && b->counted;
		changed |= order > 0 || freed.must != a->must || freed.counted != a->counted;
		VEC_PUSH(ctx->arena, &all, freed);
		i += order <= 0;
		k += order >= 0;
	}
	memcpy(&into->freed, &all, sizeof all);
	changed |= from->freed_more && !into->freed_more;
	into->freed_more |= from->freed_more;
	return changed;
}

static bool shadows_join(Ctx *ctx, State *into, const State *from, Widen widen)
{
	bool changed = false;
	uint32_t kept = 0;
	for (uint32_t i = 0; i < into->shadows.n; i++) {
		Shadow shadow = into->shadows.v[i];
		const Shadow *other = shadow_find(from, shadow.place);
		if (!other || other->cell.obj.i != shadow.cell.obj.i || other->cell.path.i != shadow.cell.path.i)
			continue;
		shadow.val = val_join(ctx, shadow.val, other->val, widen);
		changed |= shadow.val.i != into->shadows.v[i].val.i;
		into->shadows.v[kept++] = shadow;
	}
	changed |= kept != into->shadows.n;
	into->shadows.n = kept;
	return changed;
}

// Whether the object that one of two states has a cell of says nothing in the other.
static bool is_garbage(Ctx *ctx, Reach *reach, const State *s, bool *known, ObjId obj)
{
	if (obj_at(ctx, obj_at(ctx, obj)->root)->kind != OBJ_HOME)
		return false;
	if (!*known)
		reach_state(ctx, reach, s);
	*known = true;
	return !is_reached(ctx, reach, obj);
}

// Makes `into` cover `from` as well.
bool state_join(Ctx *ctx, State *into, const State *from, Widen widen)
{
	bool changed = locks_join(into, from);
	changed |= (into->straight & ~from->straight) != 0;
	into->straight &= from->straight;
	changed |= loans_join(ctx, into, from, widen);
	changed |= (into->freed.n || from->freed.n) && !freed_equal(into, from) && freed_join(ctx, into, from);
	changed |= zone_join(ctx, into, from, widen);
	changed |= shadows_join(ctx, into, from, widen);
	changed |= outers_join(ctx, into, from);
	for (uint32_t t = 0; t < into->threads.n; t++)
		changed |= segment_join(&into->threads.v[t].segment, &from->threads.v[t].segment);
	if (from->steps && into->steps && from->steps->length < into->steps->length)
		into->steps = from->steps;
	if (cells_equal(into, from))
		return facts_join(into, from, widen) || changed;
	Cells cells = ctx->merged; // its memory and that of `into` change places
	cells.n = 0;
	uint32_t i = 0, k = 0;
	bool into_known = false, from_known = false;
	while (i < into->cells.n || k < from->cells.n) {
		const Cell *a = i < into->cells.n ? &into->cells.v[i] : NULL;
		const Cell *b = k < from->cells.n ? &from->cells.v[k] : NULL;
		int order = !a ? 1 : !b ? -1 : cell_order(a, b->obj, b->path);
		a = order <= 0 ? a : NULL;
		b = order >= 0 ? b : NULL;
		Cell cell = a ? *a : *b;
		bool same = a && b ? a->val.i == b->val.i
		          : a ? is_garbage(ctx, &ctx->reach[1], from, &from_known, cell.obj)
		              : is_garbage(ctx, &ctx->reach[0], into, &into_known, cell.obj);
		if (!same)
			cell.val = cell_merged(ctx, into, from, a, b, widen);
		changed |= !a || a->val.i != cell.val.i;
		VEC_PUSH(ctx->arena, &cells, cell);
		i += a != NULL;
		k += b != NULL;
	}
	changed |= facts_join(into, from, widen);
	ctx->merged = into->cells;
	into->cells = cells;
	return changed;
}
