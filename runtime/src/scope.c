// SPDX-License-Identifier: MIT
// scope: threads that borrow, and the end of a block that joins them all. A thread's block
// is a slot of the scope itself, eight of them without any allocation; an end that could
// miss one thread would leave it with a dead frame, so the end never gives up waiting.
#include "own_internal.h"

_Static_assert(sizeof(struct own_thread) <= sizeof(union own__slot), "a thread fits into a scope's slot");

enum {
	SLOTS_FIRST = sizeof(((own_scope *)0)->first) / sizeof(union own__slot),
	SLOTS_MORE = 16,
};

struct own__slots {
	struct own__slots *next;
	union own__slot slots[SLOTS_MORE];
};

// ---- A C library that does not unwind ------------------------------------------------------

// Cleanup attributes run only where frames are unwound. musl calls handlers from a list
// instead: a scope puts itself there.
#ifndef __GLIBC__
_Static_assert(sizeof(struct __ptcb) <= sizeof(((own_scope *)0)->unwinding), "a scope has place for its handler");

static void end_from_list(void *scope);

static void list_enter(own_scope *scope)
{
	_pthread_cleanup_push((struct __ptcb *)scope->unwinding, end_from_list, scope);
}

static void list_leave(own_scope *scope) { _pthread_cleanup_pop((struct __ptcb *)scope->unwinding, 0); }
#else
static void list_enter(own_scope *scope) { (void)scope; }

static void list_leave(own_scope *scope) { (void)scope; }
#endif

// ---- Slots -----------------------------------------------------------------------------------

static struct own_thread *slot_thread(union own__slot *slot) { return (struct own_thread *)(void *)slot; }

static bool slots_grow(own_scope *scope)
{
	struct own__slots *more = malloc(sizeof *more);
	if (!more)
		return false;
	for (unsigned i = 0; i < SLOTS_MORE; i++)
		slot_free(scope, slot_thread(&more->slots[i]));
	more->next = scope->more;
	scope->more = more;
	return true;
}

// A slot that no thread has, or NULL when memory is out.
static struct own_thread *slot_take(own_scope *scope)
{
	if (!scope->free_slots && scope->used < SLOTS_FIRST)
		return slot_thread(&scope->first[scope->used++]);
	if (!scope->free_slots && !slots_grow(scope))
		return NULL;
	struct own_thread *slot = scope->free_slots;
	scope->free_slots = slot->next;
	return slot;
}

// ---- Spawning ------------------------------------------------------------------------------

int own__scope_spawn(own_scope *scope, own_thread **thread, own_entry *run, void *payload, const own_options *options,
                     struct own__form form)
{
	if (!scope || !run || (options && options->detached))
		return misuse_of_spawn(EINVAL, &form);
	struct own_thread *t = slot_take(scope);
	if (!t)
		return ENOMEM;
	t->payload = payload;
	t->size = 0;
	t->lead = 0;
	t->scope = scope;
	block_mark(t);
	thread_set(t, run, NULL, &form);
	int error = thread_start(t, options);
	if (error)
		slot_free(scope, t);
	else if (thread)
		*thread = t;
	return misuse_of_spawn(error, &form);
}

// ---- Joining -------------------------------------------------------------------------------

// Joins one thread; at the end of the scope also when pthread_join refuses: that thread waits
// for this one, and until it has given up there is nothing to do but to wait.
static int join_slot(struct own_thread *t, bool surely)
{
	int error;
	while (!thread_join(t, &error)) {
		if (!surely)
			return misuse(t, error, "own_scope_join", join_refusal(error));
		thread_await(t, NULL);
	}
	thread_release(t);
	return error;
}

// Joins slots[0..n-1] as far as threads are in them; keeps the first result that is not 0.
static void join_slots(union own__slot *slots, unsigned n, bool surely, int *result)
{
	for (unsigned i = 0; i < n; i++) {
		struct own_thread *t = slot_thread(&slots[i]);
		int error = t->scope ? join_slot(t, surely) : 0;
		if (*result == 0)
			*result = error;
	}
}

static int join_all(own_scope *scope, bool surely)
{
	int result = 0;
	join_slots(scope->first, scope->used, surely, &result);
	for (struct own__slots *more = scope->more; more; more = more->next)
		join_slots(more->slots, SLOTS_MORE, surely, &result);
	return result;
}

int own_scope_join(own_scope *scope) { return scope ? join_all(scope, false) : EINVAL; }

// ---- Its begin and its end -------------------------------------------------------------------

static void end(own_scope *scope)
{
	int cancel;
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel);
	join_all(scope, true);
	while (scope->more) {
		struct own__slots *more = scope->more;
		scope->more = more->next;
		free(more);
	}
	pthread_setcancelstate(cancel, NULL);
}

#ifndef __GLIBC__
static void end_from_list(void *scope) { end(scope); }
#endif

own_scope *own__scope_begin(own_scope *scope)
{
	scope->used = 0;
	scope->free_slots = NULL;
	scope->more = NULL;
	list_enter(scope);
	return scope;
}

void own__scope_end(own_scope *scope)
{
	list_leave(scope);
	end(scope);
}
