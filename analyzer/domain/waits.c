// SPDX-License-Identifier: MIT
// Handshakes: what a thread signals, and which of its loans end at a wait for that. A use
// that no path reaches from the signal is over when the waiter goes on; one that some
// path reaches may still come. What no wait proves for certain is an assumption.
#include "domain/domain.h"

#define MAX_COUNTED 3     // waits that are told apart
#define FIND_DEPTH 4      // pointers between what a thread is lent and what it may find
#define MAX_OUTER_WAITS 4 // places that callers' threads may signal; further ones have no name

static bool ref_equal(Ref a, Ref b) { return ref_compare(a, b) == 0; }

static bool ref_overlaps(const Ctx *ctx, Ref a, Ref b)
{
	return a.obj.i == b.obj.i && path_overlaps(ctx, a.path, b.path);
}

// ---- locks ------------------------------------------------------------------------------------

static uint32_t held_find(const Locks *locks, Ref lock)
{
	uint32_t i = 0;
	while (i < locks->nheld && !ref_equal(locks->held[i].lock, lock))
		i++;
	return i;
}

// Sorted; one more than there is room for is not followed.
static void held_insert(Locks *locks, Ref lock)
{
	uint32_t at = 0, n = locks->nheld;
	while (at < n && ref_compare(locks->held[at].lock, lock) < 0)
		at++;
	if (n == MAX_HELD || (at < n && ref_equal(locks->held[at].lock, lock)))
		return;
	memmove(&locks->held[at + 1], &locks->held[at], sizeof *locks->held * (n - at));
	locks->held[at] = (Held){.lock = lock};
	locks->nheld++;
}

static void released_insert(Locks *locks, Ref lock)
{
	uint32_t at = 0, n = locks->nreleased;
	while (at < n && ref_compare(locks->released[at], lock) < 0)
		at++;
	if (n == MAX_HELD || (at < n && ref_equal(locks->released[at], lock)))
		return;
	memmove(&locks->released[at + 1], &locks->released[at], sizeof *locks->released * (n - at));
	locks->released[at] = lock;
	locks->nreleased++;
}

// Others see from now on what was signalled under the lock.
static void held_remove(State *s, uint32_t at)
{
	Locks *locks = &s->locks;
	s->signalled |= (uint16_t)locks->held[at].pending;
	locks->nheld--;
	memmove(&locks->held[at], &locks->held[at + 1], sizeof *locks->held * (locks->nheld - at));
}

// What an unknown function said of the lock: asked again, it says it in other words.
static bool is_asked_for(const Ctx *ctx, Ref lock)
{
	return obj_at(ctx, obj_at(ctx, lock.obj)->root)->kind == OBJ_HOME;
}

static uint32_t held_find_asked(const Ctx *ctx, const Locks *locks, Ref lock)
{
	uint32_t at = held_find(locks, lock);
	for (uint32_t i = 0; at == locks->nheld && i < locks->nheld && is_asked_for(ctx, lock); i++)
		if (is_asked_for(ctx, locks->held[i].lock))
			return i;
	return at;
}

// A lock that has no one name may be any.
void lock_take(Ctx *ctx, State *s, const Places *lock)
{
	(void)ctx;
	if (lock->n == 1 && !lock->unknown)
		held_insert(&s->locks, lock->v[0]);
	else
		s->locks.vague = true;
}

void lock_release(Ctx *ctx, State *s, const Places *lock)
{
	bool named = lock->n == 1 && !lock->unknown;
	uint32_t at = named ? held_find_asked(ctx, &s->locks, lock->v[0]) : s->locks.nheld;
	if (at < s->locks.nheld)
		held_remove(s, at);
	else if (named && !s->locks.vague && !s->locks.maybe)
		released_insert(&s->locks, lock->v[0]);
	else
		s->locks.vague = s->locks.maybe = false;
}

bool locks_equal(const State *a, const State *b)
{
	const Locks *x = &a->locks, *y = &b->locks;
	return a->signalled == b->signalled && a->gates == b->gates && x->vague == y->vague && x->maybe == y->maybe &&
	       x->nheld == y->nheld && x->nreleased == y->nreleased &&
	       memcmp(x->held, y->held, sizeof *x->held * x->nheld) == 0 &&
	       memcmp(x->released, y->released, sizeof *x->released * x->nreleased) == 0;
}

static bool has_released(const Locks *locks, Ref lock)
{
	uint32_t i = 0;
	while (i < locks->nreleased && !ref_equal(locks->released[i], lock))
		i++;
	return i < locks->nreleased;
}

// What is released on one way is on both, unless it was taken again and the other way left
// it alone: then both leave it as it was.
static void released_join(Locks *into, const Locks *from, const Locks *other)
{
	for (uint32_t i = 0; i < from->nreleased; i++) {
		Ref lock = from->released[i];
		bool again = held_find(from, lock) < from->nheld;
		bool untouched = held_find(other, lock) == other->nheld && !has_released(other, lock);
		if (!(again && untouched))
			released_insert(into, lock);
	}
}

static bool holds_some(const Locks *locks) { return locks->nheld > 0 || locks->vague; }

// Held on both ways, released or signalled on either. Where each way holds another lock,
// some lock is held.
bool locks_join(State *into, const State *from)
{
	Locks before = into->locks;
	uint16_t signalled = into->signalled;
	uint8_t gates = into->gates;
	into->signalled |= from->signalled;
	into->gates = gates_least(into->gates, from->gates);
	bool some = holds_some(&into->locks) && holds_some(&from->locks);
	for (uint32_t i = before.nheld; i-- > 0;) {
		uint32_t at = held_find(&from->locks, before.held[i].lock);
		if (at < from->locks.nheld)
			into->locks.held[i].pending |= from->locks.held[at].pending;
		else
			held_remove(into, i);
	}
	into->locks.vague = some && (before.vague || from->locks.vague || into->locks.nheld < before.nheld);
	into->locks.maybe |= from->locks.maybe || into->locks.nheld < before.nheld || into->locks.nheld < from->locks.nheld ||
	                     before.vague != from->locks.vague;
	for (uint32_t i = 0; i < from->locks.nheld; i++)
		if (held_find(&into->locks, from->locks.held[i].lock) == into->locks.nheld)
			into->signalled |= (uint16_t)from->locks.held[i].pending;
	into->locks.nreleased = 0;
	released_join(&into->locks, &before, &from->locks);
	released_join(&into->locks, &from->locks, &before);
	State old = {.locks = before, .signalled = signalled, .gates = gates};
	return !locks_equal(into, &old);
}

bool lock_shared(const Ctx *ctx, const State *s, const ThreadState *thread)
{
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		for (uint32_t k = 0; loan->kind == TOUCH_LOCK && k < s->locks.nheld; k++)
			if (ref_overlaps(ctx, (Ref){loan->obj, loan->path}, s->locks.held[k].lock))
				return true;
	}
	return false;
}

// Whether a lock that is held here may be one that the thread takes, though no name says so.
bool lock_may_be_shared(const Ctx *ctx, const State *s, const ThreadState *thread)
{
	bool named = false;
	for (uint32_t k = 0; k < s->locks.nheld; k++)
		if (is_asked_for(ctx, s->locks.held[k].lock))
			return true;
	for (uint32_t i = 0; i < thread->loans.n; i++)
		named |= ctx->loans.v[thread->loans.v[i].i].kind == TOUCH_LOCK;
	return s->locks.vague || (s->locks.maybe && named) || (s->locks.nheld && (thread->vague_lock || !named)) ||
	       lock_shared(ctx, s, thread);
}

// ---- the signalling side --------------------------------------------------------------------------

// The ctx->signalled of that number happens: at once, or when one of the held locks is released.
void signal_send(State *s, uint32_t number, bool pending)
{
	if (!pending)
		s->signalled |= (uint16_t)(1u << number);
	for (uint32_t i = 0; pending && i < s->locks.nheld; i++)
		s->locks.held[i].pending |= 1u << number;
}

// ---- the waiting side: whom does a wait concern? ---------------------------------------------------

// What is known of a thread and a place that is waited for.
typedef struct Match {
	bool sure, maybe; // it signals the place, or perhaps
	bool vague;       // ... or perhaps in a way that is not seen
	uint16_t signals; // by which of its signals
	bool repeated;    // it may do so more than once
	bool locked;      // others see it when a lock is released
} Match;

static bool names_one(const Ctx *ctx, Ref place)
{
	return !obj_at(ctx, place.obj)->many && !path_inexact(ctx, place.path);
}

// This function's own: no caller has a name for it. Symbols of static locals have a dot.
static bool is_own(const Ctx *ctx, ObjId obj)
{
	const Obj *o = obj_at(ctx, obj);
	return o->kind == OBJ_VAR || o->kind == OBJ_HEAP ||
	       (o->kind == OBJ_GLOBAL && strchr(strs_text(&ctx->ir->strs, (StrId){o->a}), '.') != NULL);
}

// What was there before this function made its own: a caller's, or a global's.
static bool is_older(const Ctx *ctx, ObjId obj)
{
	const Obj *o = obj_at(ctx, obj);
	return o->kind == OBJ_GLOBAL || (o->kind == OBJ_SYM && obj_at(ctx, o->root)->kind != OBJ_HOME);
}

// Whether the two may be one object. What a caller passed is none of our own objects.
static bool may_meet(const Ctx *ctx, Ref a, Ref b)
{
	if (a.obj.i == b.obj.i)
		return path_overlaps(ctx, a.path, b.path);
	if (is_own(ctx, a.obj) || is_own(ctx, b.obj))
		return !(is_own(ctx, a.obj) && is_own(ctx, b.obj)) && !is_older(ctx, a.obj) && !is_older(ctx, b.obj);
	return obj_at(ctx, a.obj)->kind == OBJ_SYM || obj_at(ctx, b.obj)->kind == OBJ_SYM;
}

static void match_loan(const Ctx *ctx, Match *match, const Loan *loan, const Places *places)
{
	Ref at = {loan->obj, loan->path};
	bool vague = places->n != 1 || places->weak || places->unknown || loan->weak;
	if (!vague && ref_equal(at, places->v[0]) && names_one(ctx, at)) {
		match->sure = true;
		match->signals |= (uint16_t)(1u << loan->number);
		match->repeated |= loan->after >> loan->number & 1;
		match->locked |= loan->touch->locked;
		return;
	}
	match->maybe |= places->unknown || places->n == 0;
	for (uint32_t i = 0; i < places->n; i++)
		match->maybe |= may_meet(ctx, at, places->v[i]);
}

static bool lends_some_of(const Ctx *ctx, const ThreadState *thread, ObjId obj)
{
	for (uint32_t i = 0; i < thread->loans.n; i++)
		if (ctx->loans.v[thread->loans.v[i].i].obj.i == obj.i)
			return true;
	return false;
}

// Whether a pointer to the object, which is our own, lies where the thread may find it.
static bool may_find(const Ctx *ctx, const State *s, const ThreadState *thread, ObjId own, uint32_t depth)
{
	if (lends_some_of(ctx, thread, own) || !depth)
		return true;
	for (uint32_t i = 0; i < s->cells.n; i++) {
		ObjId holder = s->cells.v[i].obj;
		const Val *v = val_at(ctx, s->cells.v[i].val);
		bool points = v->unknown && obj_at(ctx, holder)->kind != OBJ_VAR;
		for (uint32_t k = 0; k < v->n; k++)
			points |= v->refs[k].obj.i == own.i;
		if (points && holder.i != own.i && (obj_at(ctx, holder)->kind != OBJ_VAR || may_find(ctx, s, thread, holder, depth - 1)))
			return true;
	}
	return false;
}

// What the thread hands to an unknown function may be what is waited for, or lead to it.
static bool may_wake(const Ctx *ctx, const State *s, const ThreadState *thread, const Places *places)
{
	Ref place = places->v[0];
	if (places->n != 1 || places->unknown || obj_at(ctx, place.obj)->kind == OBJ_GLOBAL || !is_own(ctx, place.obj))
		return true;
	return may_find(ctx, s, thread, place.obj, FIND_DEPTH);
}

static Match match_thread(const Ctx *ctx, const State *s, const ThreadState *thread, const Places *places)
{
	Match match = {.vague = thread->signals};
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		if (loan->kind == TOUCH_SIGNAL)
			match_loan(ctx, &match, loan, places);
		match.vague |= loan->wakes && may_wake(ctx, s, thread, places);
	}
	return match;
}

bool thread_may_wake(const Ctx *ctx, const ThreadState *thread)
{
	bool wakes = thread->signals;
	for (uint32_t i = 0; !wakes && i < thread->loans.n; i++)
		wakes = ctx->loans.v[thread->loans.v[i].i].wakes;
	return wakes;
}

bool thread_borrows(const Ctx *ctx, const ThreadState *thread)
{
	for (uint32_t i = 0; i < thread->loans.n; i++)
		if (ctx->loans.v[thread->loans.v[i].i].kind & TOUCH_BORROWS)
			return true;
	return false;
}

static bool thread_signals(const Ctx *ctx, const ThreadState *thread)
{
	for (uint32_t i = 0; i < thread->loans.n; i++)
		if (ctx->loans.v[thread->loans.v[i].i].kind == TOUCH_SIGNAL)
			return true;
	return thread->signals;
}

// ---- ... and what does it prove? -------------------------------------------------------------------

void thread_assume(ThreadState *thread, Assumption assumption)
{
	if (thread->status != THREAD_RUNNING)
		return;
	thread->status = THREAD_MAYBE;
	thread->assumes = assumption;
}

// Keeps the loans that come after one of `signals`, or after all of them.
static void loans_keep_after(const Ctx *ctx, ThreadState *thread, uint16_t signals, bool all)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		if (loan->kind == TOUCH_SIGNAL || (all ? (loan->after & signals) == signals : (loan->after & signals) != 0))
			thread->loans.v[kept++] = thread->loans.v[i];
	}
	thread->loans.n = kept;
	thread->waited |= signals;
	thread->spent = !thread_borrows(ctx, thread);
}

// One of `signals` has come: all that the thread never touches after it is given back.
static void give_back(const Ctx *ctx, ThreadState *thread, uint16_t signals)
{
	if (thread->assumes != ASSUME_NOTHING) {
		thread->status = THREAD_RUNNING;
		thread->assumes = ASSUME_NOTHING;
	}
	loans_keep_after(ctx, thread, signals, false);
}

// Nobody knows whether one of `signals` has come: nothing is said of what the thread touches
// before. What it touches after each of them it borrows in any case.
static void give_back_perhaps(const Ctx *ctx, ThreadState *thread, uint16_t signals, bool repeated)
{
	bool touches = false;
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		touches |= loan->kind & TOUCH_BORROWS && (loan->after & signals) == signals;
	}
	if (repeated || !touches || !signals)
		thread_demote(thread, THREAD_UNDECIDED);
	else
		loans_keep_after(ctx, thread, signals, true);
}

// Waits are counted for one place at a time.
static void count_wait(ThreadState *thread, const Match *match)
{
	if (!(thread->waited & match->signals))
		thread->nwaits = 0;
	thread->waited |= match->signals;
	if (thread->nwaits < MAX_COUNTED)
		thread->nwaits++;
}

static void wait_for_all(const Ctx *ctx, ThreadState *thread, const Match *match, bool again)
{
	if ((again || thread->nwaits > 1) && match->repeated)
		thread_demote(thread, THREAD_UNDECIDED);
	else
		give_back(ctx, thread, match->signals);
	thread->counting = match->repeated && !thread->spent;
}

// A wait for one signal, where `running` threads send it (two stands for many) and `waits`
// waits have been seen. Only as many waits as threads tell something of each.
static void wait_for_one(const Ctx *ctx, ThreadState *thread, const Match *match, uint32_t running, uint32_t waits, bool again)
{
	bool before = thread->nwaits > 1;
	if (thread->many || running > 1) {
		if (!thread->many && waits >= running && !again && !match->repeated)
			give_back(ctx, thread, match->signals);
		else if (again || (thread->many && before))
			give_back_perhaps(ctx, thread, match->signals, match->repeated);
		thread->counting = true;
		return;
	}
	wait_for_all(ctx, thread, match, again);
}

// What all threads together say of a wait.
typedef struct Crowd {
	uint32_t running; // threads that surely signal; many of one call count as two
	uint32_t waits;   // the most waits that one of them has seen
	bool chained;     // one that may signal waits for others itself
} Crowd;

static void crowd_add(Crowd *crowd, ThreadState *thread, const Match *match, Waiting wait)
{
	crowd->chained |= (match->sure || match->maybe || match->vague) && thread->waits;
	if (!match->sure)
		return;
	if (wait == WAIT_SURE || wait == WAIT_ALL) {
		count_wait(thread, match);
		thread->matched = true;
	}
	crowd->running += thread->many ? 2 : 1;
	crowd->waits = thread->nwaits > crowd->waits ? thread->nwaits : crowd->waits;
}

static void wait_sure(const Ctx *ctx, ThreadState *thread, const Match *match, const Crowd *crowd, Waiting wait, bool again)
{
	switch (wait) {
	case WAIT_SURE: wait_for_one(ctx, thread, match, crowd->running, crowd->waits, again); break;
	case WAIT_ALL:
		wait_for_all(ctx, thread, match, again);
		if (crowd->running == 1 && !again && !match->repeated)
			thread->passed |= match->signals;
		break;
	case WAIT_WAKEUP: thread_assume(thread, ASSUME_WAKEUP); break;
	case WAIT_INTERRUPT: thread_assume(thread, ASSUME_INTERRUPT); break;
	case WAIT_MAYBE: thread_demote(thread, THREAD_UNDECIDED); break;
	}
}

static void wait_threads(Ctx *ctx, State *s, const Places *places, Waiting wait, bool again)
{
	Match *match = ARENA_ARRAY(ctx->arena, Match, s->threads.n + 1);
	Crowd crowd = {0};
	for (uint32_t i = 0; i < s->threads.n; i++) {
		match[i] = match_thread(ctx, s, &s->threads.v[i], places);
		crowd_add(&crowd, &s->threads.v[i], &match[i], wait);
	}
	for (uint32_t i = 0; i < s->threads.n; i++) {
		ThreadState *thread = &s->threads.v[i];
		if (match[i].sure)
			wait_sure(ctx, thread, &match[i], &crowd, wait, again);
		else if (match[i].maybe || match[i].vague || (crowd.chained && thread_signals(ctx, thread)))
			thread_demote(thread, THREAD_UNDECIDED);
	}
}

bool outer_same(const Outer *a, const Outer *b)
{
	return a->kind == b->kind && a->handle.i == b->handle.i && a->wait == b->wait && a->again == b->again;
}

static int outer_order(const Outer *a, const Outer *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return a->handle.i == b->handle.i ? 0 : a->handle.i < b->handle.i ? -1 : 1;
}

// Of two waits for one place the one that proves something stays.
static void outer_merge(Outer *known, Waiting wait, bool again)
{
	bool proves = wait == WAIT_SURE || wait == WAIT_ALL, proved = known->wait == WAIT_SURE || known->wait == WAIT_ALL;
	known->counting = proves;
	if (proves && proved)
		known->again = true;
	else if (proves)
		*known = (Outer){.kind = EFFECT_WAIT, .wait = wait, .again = again, .counting = true, .handle = known->handle};
	else if (!proved && known->wait != wait)
		known->wait = WAIT_MAYBE;
}

// Threads of our callers may be the ones that signal: the summary tells of the wait.
static void wait_outside(Ctx *ctx, State *s, const Places *places, Waiting wait, bool again)
{
	Ap ap;
	uint32_t at = 0, waits = 0;
	bool one = places->n == 1 && !places->unknown;
	if (one && is_own(ctx, places->v[0].obj) && obj_at(ctx, places->v[0].obj)->kind != OBJ_GLOBAL)
		return;
	if (places->n != 1 || places->unknown || !obj_ap(ctx, places->v[0].obj, places->v[0].path, &ap)) {
		ctx->waits_unnamed = true;
		return;
	}
	ValId handle = val_ref(ctx, places->v[0].obj, places->v[0].path);
	bool counts = wait != WAIT_INTERRUPT;
	Outer item = {.kind = EFFECT_WAIT, .wait = wait, .again = again, .counting = counts, .handle = handle};
	for (uint32_t i = 0; i < s->outer.n; i++)
		waits += s->outer.v[i].kind == EFFECT_WAIT;
	while (at < s->outer.n && outer_order(&s->outer.v[at], &item) < 0)
		at++;
	if (at < s->outer.n && outer_order(&s->outer.v[at], &item) == 0) {
		outer_merge(&s->outer.v[at], wait, again);
		return;
	}
	if (waits >= MAX_OUTER_WAITS) {
		ctx->waits_unnamed = true;
		return;
	}
	VEC_PUSH(ctx->arena, &s->outer, item);
	memmove(&s->outer.v[at + 1], &s->outer.v[at], sizeof item * (s->outer.n - 1 - at));
	s->outer.v[at] = item;
}

void wait_apply(Ctx *ctx, State *s, const Places *places, Waiting wait, bool again)
{
	ctx->waits = s->waited = true;
	wait_threads(ctx, s, places, wait, again);
	wait_outside(ctx, s, places, wait, again);
}

// A loop that goes on after a wait counts signals; one that ends with it asks again.
static bool loop_counts(Ctx *ctx, Loop *loop, const State *s, uint32_t from, uint32_t to)
{
	if (!bitset_has(&loop->body, from) || !bitset_has(&loop->body, to))
		return false;
	for (uint32_t i = 0; i < s->threads.n; i++) {
		uint32_t k = 0;
		while (k < loop->counted.n && loop->counted.v[k].i != s->threads.v[i].thread.i)
			k++;
		if (!s->threads.v[i].matched || k < loop->counted.n)
			continue;
		VEC_PUSH(ctx->arena, &loop->counted, s->threads.v[i].thread);
		ctx->loops_grew = true;
	}
	return true;
}

static bool signals_again(const Ctx *ctx, const ThreadState *thread)
{
	bool again = false;
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		again |= loan->kind == TOUCH_SIGNAL && loan->after >> loan->number & 1;
	}
	return again;
}

void wait_end_block(Ctx *ctx, State *s, uint32_t from, uint32_t to)
{
	bool stays = false;
	for (uint32_t i = 0; i < ctx->loops.n; i++)
		stays |= loop_counts(ctx, &ctx->loops.v[i], s, from, to);
	s->waited = false;
	for (uint32_t i = 0; i < s->threads.n; i++) {
		ThreadState *thread = &s->threads.v[i];
		if (thread->counting && stays)
			give_back_perhaps(ctx, thread, thread->waited, signals_again(ctx, thread));
		s->threads.v[i].counting = s->threads.v[i].matched = false;
	}
	for (uint32_t i = 0; i < s->outer.n; i++) {
		Outer *wait = &s->outer.v[i];
		wait->again |= wait->counting && stays;
		if (wait->counting && stays && wait->wait == WAIT_WAKEUP)
			wait->wait = WAIT_MAYBE; // the loop asks for more than the signal
		wait->counting = false;
	}
}

// A wait through something that is no place: whoever signals in such a way may be meant.
void wait_unnamed(Ctx *ctx, State *s)
{
	ctx->waits = ctx->waits_unnamed = true;
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (thread_may_wake(ctx, &s->threads.v[i]))
			thread_demote(&s->threads.v[i], THREAD_UNDECIDED);
}

void wait_doubt(Ctx *ctx, State *s, const Places *places, bool one)
{
	for (uint32_t i = 0; i < s->threads.n; i++) {
		Match match = match_thread(ctx, s, &s->threads.v[i], places);
		if ((s->threads.v[i].many || one) && (match.sure || match.maybe))
			thread_demote(&s->threads.v[i], THREAD_UNDECIDED);
	}
}

void wait_pass_gates(Ctx *ctx, State *s, uint32_t from, uint32_t to)
{
	uint32_t left = 0;
	for (uint32_t i = 0; i < ctx->loops.n; i++) {
		const Loop *loop = &ctx->loops.v[i];
		if ((!loop->waits && !loop->spins) || !bitset_has(&loop->body, from) || bitset_has(&loop->body, to))
			continue;
		ctx->waits = true;
		if (left != loop->head + 1) // two loops may have one head
			s->gates = gates_add(s->gates, 1);
		left = loop->head + 1;
	}
}

void wait_leave_loop(State *s, const Loop *loop, bool head)
{
	for (uint32_t i = 0; i < s->threads.n; i++) {
		ThreadState *thread = &s->threads.v[i];
		if (thread->assumes == ASSUME_WAKEUP) // it was tested in a way that is not understood here
			thread_demote(thread, THREAD_UNDECIDED);
		for (uint32_t k = 0; head && k < loop->counted.n; k++) // as many times as there are threads: perhaps none
			if (loop->counted.v[k].i == thread->thread.i && !thread->nwaits && !thread->spent)
				thread_demote(thread, THREAD_UNDECIDED);
	}
}

// ---- flags: memory that a thread writes and this one tests ------------------------------------------

void flag_note(Ctx *ctx, const State *s, ObjId home, Ref place, ValId old)
{
	Range range = val_range(ctx, s, old);
	Obj *o = &ctx->objs.v[home.i];
	if (o->more) {
		Flag *flag = &ctx->flags.v[o->more - 1];
		bool same = ref_equal(flag->place, place); // the payload may be another on another path
		flag->old = same ? range_join(flag->old, range) : RANGE_ALL;
		return;
	}
	VEC_PUSH(ctx->arena, &ctx->flags, ((Flag){home, place, range}));
	o->more = ctx->flags.n;
}

static const Flag *flag_of(const Ctx *ctx, ObjId sym)
{
	const Obj *o = obj_at(ctx, sym);
	if (o->kind != OBJ_SYM || obj_at(ctx, o->root)->doubt != DOUBT_THREAD)
		return NULL;
	uint32_t more = obj_at(ctx, o->root)->more;
	return more ? &ctx->flags.v[more - 1] : NULL;
}

static bool writes_at(const Ctx *ctx, const ThreadState *thread, Ref place)
{
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		if (loan->kind & (TOUCH_WRITE | LOAN_STORE) && ref_overlaps(ctx, (Ref){loan->obj, loan->path}, place))
			return true;
	}
	return false;
}

static bool is_written(const Ctx *ctx, const State *s, Ref place)
{
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (writes_at(ctx, &s->threads.v[i], place))
			return true;
	return false;
}

bool flag_changes(const Ctx *ctx, const State *s, ObjId sym)
{
	if (!ctx->flags.n || !s->threads.n)
		return false;
	const Flag *flag = flag_of(ctx, sym);
	if (flag)
		return is_written(ctx, s, flag->place);
	const Obj *o = obj_at(ctx, sym);
	for (int side = 0; o->kind == OBJ_EXPR && side < 2; side++) {
		const Val *v = val_at(ctx, (ValId){side ? o->c : o->b});
		for (uint32_t i = 0; i < v->n; i++)
			if (flag_changes(ctx, s, v->refs[i].obj))
				return true;
	}
	return false;
}

// The value as it would be if no thread had written yet. The flags in it are noted in `test`.
static ValId val_before(Ctx *ctx, const State *s, ValId val, FlagTest *test)
{
	Val v = *val_at(ctx, val), rest = v;
	ValId out = {0};
	rest.n = 0;
	for (uint32_t i = 0; i < v.n; i++) {
		Obj o = *obj_at(ctx, v.refs[i].obj);
		const Flag *flag = flag_of(ctx, v.refs[i].obj);
		ValId part = val_ref(ctx, v.refs[i].obj, v.refs[i].path);
		if (flag) {
			bool whole = o.a == flag->home.i && !o.b;
			Val old = {.num = whole ? flag->old : RANGE_ALL};
			test->several |= test->flag && test->flag != flag;
			test->flag = flag;
			part = val_intern(ctx, &old);
		} else if (o.kind == OBJ_EXPR) {
			ValId a = val_before(ctx, s, (ValId){o.b}, test), b = val_before(ctx, s, (ValId){o.c}, test);
			part = calc(ctx, s, (CalcOp)o.a, a, b);
		}
		out = val_join(ctx, out, part, WIDEN_NONE);
	}
	if (rest.unknown || !range_empty(rest.num))
		out = val_join(ctx, out, val_intern(ctx, &rest), WIDEN_NONE);
	return out;
}

FlagTest flag_test(Ctx *ctx, const State *s, ValId a, ValId b)
{
	FlagTest test = {.a = a, .b = b};
	if (!ctx->flags.n || !s->threads.n)
		return test;
	test.a = val_before(ctx, s, a, &test);
	test.b = val_before(ctx, s, b, &test);
	return test;
}

// The thread has set its flag. All that comes before is over; of what comes after, more than
// one signal tells nothing.
static void flag_is_set(Ctx *ctx, const State *s, ThreadState *thread, Ref place, bool trusted, bool waits)
{
	Places places = {.n = 1, .v = {place}};
	Match match = match_thread(ctx, s, thread, &places);
	if (!match.sure && match.maybe)
		thread_demote(thread, THREAD_UNDECIDED);
	else if (match.sure && (!match.locked || trusted || lock_shared(ctx, s, thread)))
		give_back(ctx, thread, match.signals);
	else if (waits) // a look at it by chance is none
		thread_assume(thread, ASSUME_FLAG);
	if (match.repeated && !thread->spent)
		thread_demote(thread, THREAD_UNDECIDED);
}

// Some thread has written the place.
static void flag_written(Ctx *ctx, State *s, Ref place, bool trusted, bool waits)
{
	uint32_t writers = 0;
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (writes_at(ctx, &s->threads.v[i], place))
			writers += s->threads.v[i].many ? 2 : 1;
	for (uint32_t i = 0; i < s->threads.n; i++) {
		ThreadState *thread = &s->threads.v[i];
		if (!writes_at(ctx, thread, place))
			continue;
		Match match = match_thread(ctx, s, thread, &(Places){.n = 1, .v = {place}});
		if (writers > 1)
			give_back_perhaps(ctx, thread, match.sure ? match.signals : 0, match.repeated);
		else
			flag_is_set(ctx, s, thread, place, trusted, waits);
	}
}

// Some thread may have written the place, which makes a loop end: whoever it was, and whoever
// that one may have waited for.
static void flag_doubted(Ctx *ctx, State *s, Ref place)
{
	bool chained = false;
	for (uint32_t i = 0; i < s->threads.n; i++)
		chained |= s->threads.v[i].waits;
	for (uint32_t i = 0; i < s->threads.n; i++) {
		Match match = match_thread(ctx, s, &s->threads.v[i], &(Places){.n = 1, .v = {place}});
		if (match.sure || match.maybe || match.vague || chained)
			give_back_perhaps(ctx, &s->threads.v[i], match.sure ? match.signals : 0, match.repeated);
	}
}

// A count that threads take down too: who comes last is not known, but that somebody does.
static void count_tested(Ctx *ctx, State *s, Ref place)
{
	Obj count;
	if (!val_is_count(ctx, cell_read(ctx, s, place.obj, place.path), &count))
		return;
	for (uint32_t i = 0; i < s->threads.n; i++)
		s->threads.v[i].counted |= writes_at(ctx, &s->threads.v[i], place);
}

void flag_edge(Ctx *ctx, State *s, const FlagTest *test, CalcOp cmp, bool truth, bool leaves)
{
	if (!test->flag || !is_written(ctx, s, test->flag->place))
		return;
	Range before = val_range(ctx, s, calc(ctx, s, cmp, test->a, test->b));
	bool known = before.lo == before.hi;
	count_tested(ctx, s, test->flag->place);
	if (known && (before.lo != 0) != truth && !test->several)
		flag_written(ctx, s, test->flag->place, false, leaves);
	else if (leaves && (!known || (before.lo != 0) != truth))
		flag_doubted(ctx, s, test->flag->place);
}

void flag_in_range(Ctx *ctx, State *s, ValId val, Range range, bool leaves)
{
	FlagTest test = flag_test(ctx, s, val, val);
	if (!test.flag || !is_written(ctx, s, test.flag->place))
		return;
	Range before = val_range(ctx, s, test.a), both = range_meet(before, range);
	if (range_empty(both) && !test.several)
		flag_written(ctx, s, test.flag->place, true, leaves);
	else if (leaves && !range_equal(both, before))
		flag_doubted(ctx, s, test.flag->place);
}
