// SPDX-License-Identifier: MIT
// Locks: which are held at a point, and whether a thread takes one of them too.
#include "domain/domain.h"

// ---- locks ------------------------------------------------------------------------------------

static uint32_t ref_find(const Ref *refs, uint32_t n, Ref ref)
{
	uint32_t i = 0;
	while (i < n && ref_compare(refs[i], ref) != 0)
		i++;
	return i;
}

// Sorted, without repetition; one more than there is room for is not followed.
static uint8_t ref_insert(Ref *refs, uint8_t n, Ref ref)
{
	uint32_t at = 0;
	while (at < n && ref_compare(refs[at], ref) < 0)
		at++;
	if (n == MAX_HELD || (at < n && ref_compare(refs[at], ref) == 0))
		return n;
	memmove(&refs[at + 1], &refs[at], sizeof *refs * (n - at));
	refs[at] = ref;
	return (uint8_t)(n + 1);
}

static uint8_t ref_remove(Ref *refs, uint8_t n, Ref ref)
{
	uint32_t at = ref_find(refs, n, ref);
	if (at == n)
		return n;
	memmove(&refs[at], &refs[at + 1], sizeof *refs * (n - 1u - at));
	return (uint8_t)(n - 1);
}

// A lock that has no one name is not followed: it neither protects nor is missed.
void lock_take(Ctx *ctx, State *s, const Places *lock)
{
	(void)ctx;
	if (lock->n != 1 || lock->unknown)
		return;
	s->locks.nheld = ref_insert(s->locks.held, s->locks.nheld, lock->v[0]);
	s->locks.nreleased = ref_remove(s->locks.released, s->locks.nreleased, lock->v[0]);
}

void lock_release(Ctx *ctx, State *s, const Places *lock)
{
	(void)ctx;
	if (lock->n != 1 || lock->unknown)
		return;
	uint8_t before = s->locks.nheld;
	s->locks.nheld = ref_remove(s->locks.held, before, lock->v[0]);
	if (s->locks.nheld == before)
		s->locks.nreleased = ref_insert(s->locks.released, s->locks.nreleased, lock->v[0]);
}

static bool refs_equal(const Ref *a, uint32_t na, const Ref *b, uint32_t nb)
{
	return na == nb && (!na || memcmp(a, b, sizeof *a * na) == 0);
}

bool locks_equal(const Locks *a, const Locks *b)
{
	return refs_equal(a->held, a->nheld, b->held, b->nheld) &&
	       refs_equal(a->released, a->nreleased, b->released, b->nreleased);
}

// Held on both ways, released on either.
bool locks_join(Locks *into, const Locks *from)
{
	Locks before = *into;
	for (uint32_t i = before.nheld; i-- > 0;)
		if (ref_find(from->held, from->nheld, before.held[i]) == from->nheld)
			into->nheld = ref_remove(into->held, into->nheld, before.held[i]);
	for (uint32_t i = 0; i < from->nreleased; i++)
		into->nreleased = ref_insert(into->released, into->nreleased, from->released[i]);
	return !locks_equal(into, &before);
}

static bool ref_overlaps(const Ctx *ctx, Ref a, Ref b)
{
	return a.obj.i == b.obj.i && path_overlaps(ctx, a.path, b.path);
}

bool lock_shared(const Ctx *ctx, const State *s, const ThreadState *thread)
{
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		for (uint32_t k = 0; loan->kind == TOUCH_LOCK && k < s->locks.nheld; k++)
			if (ref_overlaps(ctx, (Ref){loan->obj, loan->path}, s->locks.held[k]))
				return true;
	}
	return false;
}
