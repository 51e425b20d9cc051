// SPDX-License-Identifier: MIT
// Handshakes: what a thread signals, and which of its loans end at a wait for that. A use
// that no path reaches from the signal is over when the waiter goes on; one that some
// path reaches may still come. What no wait proves for certain is an assumption.
#include "domain/sync/sync.h"

#define MAX_COUNTED 3     // waits that are told apart
#define FIND_DEPTH 4      // pointers between what a thread is lent and what it may find
#define MAX_OUTER_WAITS 4 // places that callers' threads may signal; further ones have no name

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

// Whether the test may come out so while the number is in the flag.
static bool value_is_told(Ctx *ctx, const State *s, const Told *told, int64_t value)
{
	FlagTest test = {0};
	Range now = {.lo = value, .hi = value};
	ValId a = val_before(ctx, s, told->test->read[0], &test, &now);
	if (!told->compares)
		return !range_empty(range_meet(val_range(ctx, s, a), told->range));
	ValId b = val_before(ctx, s, told->test->read[1], &test, &now);
	return range_has(val_range(ctx, s, calc(ctx, s, told->cmp, a, b)), told->truth ? 1 : 0);
}

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

static void match_loan(Ctx *ctx, const State *s, Match *match, const Loan *loan, const Places *places, const Told *told)
{
	Ref at = {loan->obj, loan->path};
	if (told && loan->touch->valued && !value_is_told(ctx, s, told, loan->touch->value))
		return;
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
		if (points && holder.i != own.i &&
		    (obj_at(ctx, holder)->kind != OBJ_VAR || may_find(ctx, s, thread, holder, depth - 1)))
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

Match match_thread(Ctx *ctx, const State *s, const ThreadState *thread, const Places *places, const Told *told)
{
	Match match = {.vague = thread->signals};
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		if (loan->kind == TOUCH_SIGNAL)
			match_loan(ctx, s, &match, loan, places, told);
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
	thread->lost &= !thread->detached; // nobody joins it, but somebody waits
	thread->blurred = false;
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
void give_back(const Ctx *ctx, ThreadState *thread, uint16_t signals)
{
	if (thread->assumes != ASSUME_NOTHING) {
		thread->status = THREAD_RUNNING;
		thread->assumes = ASSUME_NOTHING;
	}
	thread->told |= signals;
	loans_keep_after(ctx, thread, signals, false);
}

// Nobody knows whether one of `signals` has come: nothing is said of what the thread touches
// before. What it touches after each of them it borrows in any case.
void give_back_perhaps(const Ctx *ctx, ThreadState *thread, uint16_t signals, bool repeated)
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

// Whether several threads of the call may still send what is waited for.
static bool several_signal(const ThreadState *thread, const Match *match)
{
	return thread->many && match->signals & ~thread->newest;
}

// A wait for one signal, where `running` threads send it (two stands for many) and `waits`
// waits have been seen. Only as many waits as threads tell something of each.
static void wait_for_one(const Ctx *ctx, ThreadState *thread, const Match *match, uint32_t running, uint32_t waits,
                         bool again)
{
	bool before = thread->nwaits > 1, several = several_signal(thread, match);
	if (several || running > 1) {
		if (!several && waits >= running && !again && !match->repeated)
			give_back(ctx, thread, match->signals);
		else if (again || (several && before))
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
	crowd->running += several_signal(thread, match) ? 2 : 1;
	crowd->waits = thread->nwaits > crowd->waits ? thread->nwaits : crowd->waits;
}

static void wait_sure(const Ctx *ctx, ThreadState *thread, const Match *match, const Crowd *crowd, Waiting wait,
                      bool again)
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
		match[i] = match_thread(ctx, s, &s->threads.v[i], places, NULL);
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
	uint32_t at, waits = 0;
	bool one = places->n == 1 && !places->unknown;
	if (one && is_own(ctx, places->v[0].obj) && obj_at(ctx, places->v[0].obj)->kind != OBJ_GLOBAL)
		return;
	if (places->n != 1 || places->unknown || !obj_ap(ctx, places->v[0].obj, places->v[0].path, &ap)) {
		ctx->waits_unnamed = true;
		return;
	}
	ValId handle = val_ref(ctx, places->v[0].obj, places->v[0].path);
	bool counts = wait != WAIT_INTERRUPT && wait != WAIT_MAYBE; // of which more tell no more
	Outer item = {.kind = EFFECT_WAIT, .wait = wait, .again = again, .counting = counts, .handle = handle};
	for (uint32_t i = 0; i < s->outer.n; i++)
		waits += s->outer.v[i].kind == EFFECT_WAIT;
	if (outer_find(s, &item, &at)) {
		outer_merge(&s->outer.v[at], wait, again);
		return;
	}
	if (waits >= MAX_OUTER_WAITS) {
		ctx->waits_unnamed = true;
		return;
	}
	VEC_INSERT(ctx->arena, &s->outer, at, item);
}

void wait_apply(Ctx *ctx, State *s, const Places *places, Waiting wait, bool again)
{
	ctx->waits = s->waited = true;
	wait_threads(ctx, s, places, wait, again);
	wait_outside(ctx, s, places, wait, again);
}

static void note_wait_in(Ctx *ctx, Loop *loop, uint32_t block)
{
	for (uint32_t i = 0; i < loop->waits_in.n; i++)
		if (loop->waits_in.v[i] == block)
			return;
	VEC_PUSH(ctx->arena, &loop->waits_in, block);
	ctx->loops_grew = true;
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
		if (s->threads.v[i].matched)
			note_wait_in(ctx, loop, from);
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

// A file system may be a thread of this process: one that reads what is asked of it, and writes
// the answer. What it has done before that is over when the call comes back.
void wait_answer(Ctx *ctx, State *s)
{
	ctx->asks = true;
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (s->threads.v[i].signals && s->threads.v[i].waits)
			thread_assume(&s->threads.v[i], ASSUME_ANSWER);
}

void wait_doubt(Ctx *ctx, State *s, const Places *places, bool one)
{
	for (uint32_t i = 0; i < s->threads.n; i++) {
		Match match = match_thread(ctx, s, &s->threads.v[i], places, NULL);
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

// As many waits as there are threads: perhaps none. But where each turn waits for whom it has started,
// it is known whether the wait came to an end; nor does anybody wait where memory has ended.
static bool may_have_waited(Ctx *ctx, const Loop *loop, const ThreadState *thread)
{
	uint32_t start = obj_at(ctx, thread->thread)->a;
	if (!thread_signals(ctx, thread) && !thread_may_wake(ctx, thread))
		return false;
	return !thread->nwaits && !thread->spent && !(loop_has(ctx, loop, start) && loop_waits_behind(ctx, loop, start));
}

void wait_leave_loop(Ctx *ctx, State *s, const Loop *loop, bool head)
{
	for (uint32_t i = 0; i < s->threads.n; i++) {
		ThreadState *thread = &s->threads.v[i];
		if (thread->assumes == ASSUME_WAKEUP) // it was tested in a way that is not understood here
			thread_demote(thread, THREAD_UNDECIDED);
		for (uint32_t k = 0; head && k < loop->counted.n; k++)
			if (loop->counted.v[k].i == thread->thread.i && may_have_waited(ctx, loop, thread))
				thread_demote(thread, THREAD_UNDECIDED);
	}
}
