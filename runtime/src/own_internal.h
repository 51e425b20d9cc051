// SPDX-License-Identifier: MIT
// What the files of own share: the block of a thread, the word in it, and the functions
// that cross files. Nothing here is installed.
#ifndef OWN_INTERNAL_H
#define OWN_INTERNAL_H

#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "own/own.h"

// Keeps what crosses files inside of the shared library.
#define OWN_HIDDEN __attribute__((visibility("hidden")))
// Reached without a call, which might allocate, also where the library is loaded late.
#define OWN_INITIAL_EXEC __attribute__((tls_model("initial-exec")))

// ---- The word -------------------------------------------------------------------------

typedef _Atomic(uint32_t) word_t;

// Sleeps while the word is `seen`, until the deadline (CLOCK_MONOTONIC) if there is one;
// false when that has passed.
OWN_HIDDEN bool word_sleep(word_t *word, uint32_t seen, const struct timespec *deadline);
OWN_HIDDEN void word_wake(word_t *word);

// Helgrind and drd do not know what atomic operations order. A build with OWN_VALGRIND tells
// them: what came before tell_before(x) is seen after tell_after(x), and x itself is no race.
#ifdef OWN_VALGRIND
#include <valgrind/helgrind.h>

#include <valgrind/drd.h>
#define OWN_TELL(helgrind, drd, at, size)                             \
	do {                                                              \
		VALGRIND_DO_CLIENT_REQUEST_STMT(helgrind, at, size, 0, 0, 0); \
		VALGRIND_DO_CLIENT_REQUEST_STMT(drd, at, size, 0, 0, 0);      \
	} while (0)
#else
#define OWN_TELL(helgrind, drd, at, size) ((void)(at))
#endif

static inline void tell_atomic(const void *at, size_t size)
{
	(void)size;
	OWN_TELL(_VG_USERREQ__HG_ARANGE_MAKE_UNTRACKED, VG_USERREQ__DRD_START_SUPPRESSION, at, size);
}

static inline void tell_before(const void *at)
{
	OWN_TELL(_VG_USERREQ__HG_USERSO_SEND_PRE, VG_USERREQ__DRD_ANNOTATE_HAPPENS_BEFORE, at, 0);
}

static inline void tell_after(const void *at)
{
	OWN_TELL(_VG_USERREQ__HG_USERSO_RECV_POST, VG_USERREQ__DRD_ANNOTATE_HAPPENS_AFTER, at, 0);
}

static inline void word_init(word_t *word)
{
	atomic_init(word, 0);
	tell_atomic(word, sizeof *word);
}

static inline uint32_t word_get(const word_t *word)
{
	uint32_t now = atomic_load_explicit(word, memory_order_acquire);
	tell_after(word);
	return now;
}

// Both give the word as it was before.
static inline uint32_t word_add(word_t *word, uint32_t bits)
{
	tell_before(word);
	uint32_t before = atomic_fetch_or_explicit(word, bits, memory_order_acq_rel);
	tell_after(word);
	return before;
}

static inline uint32_t word_remove(word_t *word, uint32_t bits)
{
	tell_before(word);
	uint32_t before = atomic_fetch_and_explicit(word, ~bits, memory_order_acq_rel);
	tell_after(word);
	return before;
}

#include "state.h"

// ---- The block of a thread ------------------------------------------------------------

enum {
	OWN_NAME_SIZE = 16,       // with the end of the string, as the kernel has it
	OWN_ALIGN_MAX = 4096,     // of payloads
	OWN_STACK_SIZE = 2 << 20, // by default
};

// How a thread left its task.
enum { ENDED_ABRUPTLY, ENDED_FAILED, ENDED_WELL };

// A block is this, then the payload; in a scope it is this alone.
struct own_thread {
	word_t state;
	uint32_t generation; // of the process: see own__generation
	pthread_t id;
	own_entry *run; // in the type that `kind` tells
	own_drop *drop;
	void *payload;
	void *stack;      // of own's, or NULL
	own_scope *scope; // that must join it, or NULL
	size_t size;      // of a payload that is handed back
	int code;         // from own_fail; of a thread that left its stack, its number
	uint16_t lead;    // bytes of the allocation before this, for the payload's alignment
	uint8_t kind;     // OWN__...
	uint8_t ended;    // ENDED_...
	union {
		char name[OWN_NAME_SIZE]; // of a thread that begins; empty: the creator's
		struct own_thread *next;  // free slot of the scope; thread that left its stack
	};
#ifdef OWN_DEBUG
	const char *place; // of the spawn, or NULL
	uint32_t magic;    // OWN_MAGIC_...
#endif
};

// The thread of own's that runs here, or NULL.
OWN_HIDDEN extern _Thread_local struct own_thread *own__self OWN_INITIAL_EXEC;

// How many forks lie between the program's start and this process: the threads of an older
// generation are not here.
OWN_HIDDEN extern uint32_t own__generation;

static inline bool thread_is_elsewhere(const struct own_thread *t) { return t->generation != own__generation; }

// Allocates `head` bytes and, behind them, `size` bytes aligned to `align`; `*lead` gets how
// far into the allocation the head begins. 0, EINVAL, E2BIG or ENOMEM.
OWN_HIDDEN int block_new(void **block, size_t head, size_t size, size_t align, uint16_t *lead);

// The pointer that `at` points to, which is NULL afterwards. It may be of any type, so that
// it is reached byte by byte.
static inline void *pointer_take(void *at)
{
	void *p = NULL, *none = NULL;
	if (at) {
		memcpy(&p, at, sizeof p);
		memcpy(at, &none, sizeof none);
	}
	return p;
}

// What a thread runs and what ends its payload, before its start.
OWN_HIDDEN void thread_set(struct own_thread *t, own_entry *run, own_drop *drop, const struct own__form *form);

// Starts `t`, whose payload, scope, size and lead are set, too. After an error it can be started again.
OWN_HIDDEN int thread_start(struct own_thread *t, const own_options *options);

// Gives a slot back to its scope.
static inline void slot_free(own_scope *scope, struct own_thread *slot)
{
	slot->scope = NULL;
	slot->next = scope->free_slots;
	scope->free_slots = slot;
}

// Ends what is left of a thread that is gone: its stack, and its block or slot.
OWN_HIDDEN void thread_release(struct own_thread *t);

// Waits until a thread has finished; false when the deadline, if there is one, was first.
OWN_HIDDEN bool thread_await(struct own_thread *t, const struct timespec *deadline);

// Joins, and releases nothing: true when the thread is gone, with 0, EOWNERDEAD, ECANCELED or
// ESRCH for a result; false when it is not, and the result tells why.
OWN_HIDDEN bool thread_join(struct own_thread *t, int *result);

static inline const char *join_refusal(int error)
{
	return error == EDEADLK ? "the thread would wait for itself" : "the thread was detached behind own's back";
}

// ---- Stacks -----------------------------------------------------------------------------

// A stack of OWN_STACK_SIZE bytes, or NULL when memory or mappings are out.
OWN_HIDDEN void *stack_take(void);
OWN_HIDDEN void stack_give(void *stack);

// A detached thread, as its very last act: leaves its stack and its block to whoever comes by.
OWN_HIDDEN void stack_leave(struct own_thread *t);

// Around a fork, in the thread that forks.
OWN_HIDDEN void stack_lock(void);
OWN_HIDDEN void stack_unlock(void);

// ---- Processors -------------------------------------------------------------------------

// How many of `cpus` CPUs the quotas of control groups leave: `groups` is a file like
// /proc/self/cgroup, `mount` where the groups' folders are.
OWN_HIDDEN unsigned control_group_cpus(const char *groups, const char *mount, unsigned cpus);

// ---- Misuse ---------------------------------------------------------------------------

// Debug builds say on standard error where the thread of a misused handle was started. For
// that they keep the last blocks for a while, and what the last handles were that a join or
// detach took.
#ifdef OWN_DEBUG
OWN_HIDDEN int misuse(const struct own_thread *t, int error, const char *call, const char *what);
OWN_HIDDEN int misuse_of_null(own_thread *const *handle, const char *call);
OWN_HIDDEN int misuse_of_spawn(int error, const struct own__form *form); // gives `error`, which may be 0
OWN_HIDDEN void handle_taken(own_thread *const *handle);
OWN_HIDDEN void block_mark(struct own_thread *t);
OWN_HIDDEN void block_place(struct own_thread *t, const char *place);
OWN_HIDDEN bool block_is_live(const struct own_thread *t);
OWN_HIDDEN void block_free(struct own_thread *t);
OWN_HIDDEN void debug_lock(void); // around a fork
OWN_HIDDEN void debug_unlock(void);
#else
static inline void debug_lock(void) {}

static inline void debug_unlock(void) {}

static inline int misuse(const struct own_thread *t, int error, const char *call, const char *what)
{
	(void)t, (void)call, (void)what;
	return error;
}

static inline int misuse_of_null(own_thread *const *handle, const char *call)
{
	(void)handle, (void)call;
	return EINVAL;
}

static inline int misuse_of_spawn(int error, const struct own__form *form)
{
	(void)form;
	return error;
}

static inline void handle_taken(own_thread *const *handle) { (void)handle; }

static inline void block_mark(struct own_thread *t) { (void)t; }

static inline void block_place(struct own_thread *t, const char *place) { (void)t, (void)place; }

static inline bool block_is_live(const struct own_thread *t)
{
	(void)t;
	return true;
}

static inline void block_free(struct own_thread *t) { free((char *)t - t->lead); }
#endif

#endif
