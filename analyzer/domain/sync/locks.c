// SPDX-License-Identifier: MIT
// Locks: which are held at a point, on every way to it or on some, and whether a thread takes
// one of them too.
#include "domain/sync/sync.h"

static uint32_t held_find(const Locks *locks, Ref lock)
{
	uint32_t i = 0;
	while (i < locks->nheld && !ref_equal(locks->held[i].lock, lock))
		i++;
	return i;
}

// Sorted; one more than there is room for has no name.
static void held_insert(Locks *locks, Ref lock)
{
	uint32_t at = 0, n = locks->nheld;
	while (at < n && ref_compare(locks->held[at].lock, lock) < 0)
		at++;
	if (at < n && ref_equal(locks->held[at].lock, lock))
		return;
	if (n == MAX_HELD) {
		locks->vague = true;
		return;
	}
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
	       memcmp(x->released, y->released, sizeof *x->released * x->nreleased) == 0 && a->nasked == b->nasked &&
	       asked_equal(a->asked, b->asked, a->nasked);
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
	State old = {.locks = before, .signalled = signalled, .gates = into->gates, .nasked = into->nasked};
	memcpy(old.asked, into->asked, sizeof old.asked);
	into->signalled |= from->signalled;
	into->gates = gates_least(into->gates, from->gates);
	into->nasked = asked_join(into->asked, into->nasked, from->asked, from->nasked);
	bool some = holds_some(&into->locks) && holds_some(&from->locks);
	for (uint32_t i = before.nheld; i-- > 0;) {
		uint32_t at = held_find(&from->locks, before.held[i].lock);
		if (at < from->locks.nheld)
			into->locks.held[i].pending |= from->locks.held[at].pending;
		else
			held_remove(into, i);
	}
	into->locks.vague = some && (before.vague || from->locks.vague || into->locks.nheld < before.nheld);
	into->locks.maybe |= from->locks.maybe || into->locks.nheld < before.nheld ||
	                     into->locks.nheld < from->locks.nheld || before.vague != from->locks.vague;
	for (uint32_t i = 0; i < from->locks.nheld; i++)
		if (held_find(&into->locks, from->locks.held[i].lock) == into->locks.nheld)
			into->signalled |= (uint16_t)from->locks.held[i].pending;
	into->locks.nreleased = 0;
	released_join(&into->locks, &before, &from->locks);
	released_join(&into->locks, &from->locks, &before);
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
