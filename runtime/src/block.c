// SPDX-License-Identifier: MIT
// block: the memory of threads and of shared objects. What goes in is the size and alignment
// of a value, what comes out is one allocation that has a head of own's in front of it. In
// debug builds, what becomes of a thread's block after its end.
#include "own_internal.h"

int block_new(void **block, size_t head, size_t size, size_t align, uint16_t *lead)
{
	if (align == 0 || align > OWN_ALIGN_MAX || (align & (align - 1)) != 0)
		return EINVAL;
	if (size > PTRDIFF_MAX - head - (size_t)2 * OWN_ALIGN_MAX)
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
	atomic_size_t owners;
	own_drop *drop;
	uint16_t lead; // bytes of the allocation before this
};

static struct shared *shared_of(const void *value) { return (struct shared *)value - 1; }

void *own__share_new(const void *value, size_t size, size_t align, own_drop *drop)
{
	uint16_t lead;
	void *block;
	if (block_new(&block, sizeof(struct shared), size, align, &lead) != 0)
		return NULL;
	struct shared *s = block;
	atomic_init(&s->owners, 1);
	tell_atomic(&s->owners, sizeof s->owners);
	s->drop = drop;
	s->lead = lead;
	return memcpy(s + 1, value, size);
}

// Whoever adds an owner is one, so that nobody can end the object meanwhile.
void *own__share(const void *shared)
{
	if (shared)
		atomic_fetch_add_explicit(&shared_of(shared)->owners, 1, memory_order_relaxed);
	return (void *)shared;
}

void own_share_drop(void *shared)
{
	if (!shared)
		return;
	struct shared *s = shared_of(shared);
	tell_before(&s->owners);
	if (atomic_fetch_sub_explicit(&s->owners, 1, memory_order_acq_rel) != 1)
		return;
	tell_after(&s->owners);
	if (s->drop)
		s->drop(shared);
	free((char *)s - s->lead);
}

void own__unshare(void *shared) { own_share_drop(pointer_take(shared)); }

// ---- Debug builds -------------------------------------------------------------------------

#ifdef OWN_DEBUG
#include <stdio.h>

enum { MAGIC_LIVE = 0x6f776e21, MAGIC_DEAD = 0x6f776e00, KEPT = 256 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct own_thread *kept[KEPT]; // freed by own, but not yet to the allocator
static struct {
	own_thread *const *handle; // the variable that a join or detach has set to NULL
	const char *place;         // where the thread that it had was started
} taken[KEPT];
static unsigned nkept, ntaken;

void debug_lock(void) { pthread_mutex_lock(&lock); }

void debug_unlock(void) { pthread_mutex_unlock(&lock); }

void block_mark(struct own_thread *t)
{
	t->place = NULL;
	t->magic = MAGIC_LIVE;
}

void block_place(struct own_thread *t, const char *place) { t->place = place; }

bool block_is_live(const struct own_thread *t) { return t->magic == MAGIC_LIVE; }

bool handle_is_live(const struct own_thread *t) { return block_is_live(t) && !(word_get(&t->state) & STATE_DETACHED); }

void block_free(struct own_thread *t)
{
	debug_lock();
	struct own_thread *oldest = kept[nkept % KEPT];
	kept[nkept++ % KEPT] = t;
	t->magic = MAGIC_DEAD;
	debug_unlock();
	if (oldest)
		free((char *)oldest - oldest->lead);
}

void handle_taken(own_thread *const *handle)
{
	debug_lock();
	taken[ntaken % KEPT].handle = handle;
	taken[ntaken++ % KEPT].place = (*handle)->place;
	debug_unlock();
}

static int report(int error, const char *call, const char *what, const char *place)
{
	fprintf(stderr, "own: %s: %s%s\n", call, what, place ? place : "");
	return error;
}

// Nothing is said of a handle that ends by itself.
int misuse(const struct own_thread *t, int error, const char *call, const char *what)
{
	if (!call)
		return error;
	bool is_block = t->magic == MAGIC_LIVE || t->magic == MAGIC_DEAD;
	report(error, call, what, NULL);
	return is_block && t->place ? report(error, call, "the thread was started at ", t->place) : error;
}

int misuse_of_null(own_thread *const *handle, const char *call)
{
	const char *place = NULL;
	debug_lock();
	for (unsigned i = 1; i <= KEPT && i <= ntaken && handle && !place; i++)
		if (taken[(ntaken - i) % KEPT].handle == handle)
			place = taken[(ntaken - i) % KEPT].place;
	debug_unlock();
	report(EINVAL, call, "the handle is NULL", NULL);
	return place ? report(EINVAL, call, "the last thread that it was the handle of was started at ", place) : EINVAL;
}

int misuse_of_spawn(int error, const struct own__form *form)
{
	bool misused = (error == EINVAL || error == E2BIG) && form->place;
	return misused ? report(error, "a spawn", "refused for its arguments, at ", form->place) : error;
}
#endif
