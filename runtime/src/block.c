// SPDX-License-Identifier: MIT
// block: the memory of threads and of shared objects. What goes in is the size and alignment
// of a value, what comes out is one allocation that has a head of own's in front of it. In
// debug builds, what becomes of a thread's block after its end.
#include "own_internal.h"

int block_new(void **block, size_t head, size_t size, size_t align, uint16_t *lead)
{
	if (align == 0 || align > OWN_ALIGN_MAX || (align & (align - 1)) != 0)
		return EINVAL;
	if (size > PTRDIFF_MAX - head - 2 * OWN_ALIGN_MAX)
		return E2BIG;
	size_t behind = (head + align - 1) & ~(align - 1);
	char *start = align <= alignof(max_align_t) ? malloc(behind + size)
	                                            : aligned_alloc(align, (behind + size + align - 1) & ~(align - 1));
	if (!start)
		return ENOMEM;
	*lead = (uint16_t)(behind - head);
	*block = start + *lead;
	return 0;
}

// ---- Shared objects ---------------------------------------------------------------------

struct shared {
	alignas(max_align_t) atomic_size_t owners;
	own_drop *drop;
	uint16_t lead; // bytes of the allocation before this
};

static struct shared *shared_of(const void *value)
{
	return (struct shared *)(uintptr_t)value - 1;
}

void *own__share_new(const void *value, size_t size, size_t align, own_drop *drop)
{
	uint16_t lead;
	void *block;
	if (block_new(&block, sizeof(struct shared), size, align, &lead) != 0)
		return NULL;
	struct shared *s = block;
	atomic_init(&s->owners, 1);
	s->drop = drop;
	s->lead = lead;
	return memcpy(s + 1, value, size);
}

// Whoever adds an owner is one, so that nobody can end the object meanwhile.
void *own__share(const void *shared)
{
	if (shared)
		atomic_fetch_add_explicit(&shared_of(shared)->owners, 1, memory_order_relaxed);
	return (void *)(uintptr_t)shared;
}

void own_share_drop(void *shared)
{
	if (!shared)
		return;
	struct shared *s = shared_of(shared);
	if (atomic_fetch_sub_explicit(&s->owners, 1, memory_order_acq_rel) != 1)
		return;
	if (s->drop)
		s->drop(shared);
	free((char *)s - s->lead);
}

void own__unshare(void *shared)
{
	own_share_drop(pointer_take(shared));
}

// ---- Debug builds -------------------------------------------------------------------------

#ifdef OWN_DEBUG
#include <stdio.h>

enum { MAGIC_LIVE = 0x6f776e21, MAGIC_DEAD = 0x6f776e00, KEPT = 256 };

// The last blocks that were freed: a handle to one of them is recognised as used up.
static _Atomic(struct own_thread *) kept[KEPT];
static atomic_uint nkept;

void block_mark(struct own_thread *t)
{
	t->place = NULL;
	t->magic = MAGIC_LIVE;
}

bool block_is_live(const struct own_thread *t)
{
	return t->magic == MAGIC_LIVE;
}

void block_free(struct own_thread *t)
{
	t->magic = MAGIC_DEAD;
	struct own_thread *oldest = atomic_exchange(&kept[atomic_fetch_add(&nkept, 1) % KEPT], t);
	if (oldest)
		free((char *)oldest - oldest->lead);
}

int misuse(const struct own_thread *t, int error, const char *call, const char *what)
{
	fprintf(stderr, "own: %s: %s; started at %s\n", call, what, t->place ? t->place : "a place that NDEBUG hides");
	return error;
}
#endif
