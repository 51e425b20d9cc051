// SPDX-License-Identifier: MIT
// own: threads that own what they use. What goes in is a function and a payload, what
// comes out is a handle; in between the payload belongs to the thread and to nobody
// else. C11 or C++11, gcc or clang, POSIX threads.
//
// What holds for every function:
// - An error is returned, never stored in errno and never printed. A function that fails
//   leaves its arguments as they were: handles are written, and payloads taken, on success.
// - A join or detach that succeeds takes the handle: the variable is NULL afterwards. A
//   NULL handle is EINVAL. A handle has one owner; calls that take it may come from any
//   thread, but not from two at once.
// - The payload's destructor runs once, on the thread that owned it, however that thread
//   ends; never when the payload is handed back or the spawn failed.
// - A child of fork() has none of its parent's threads: there, their handles give ESRCH.
#ifndef OWN_OWN_H
#define OWN_OWN_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "contract.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OWN__TEXT_OF(x) #x
#define OWN__TEXT(x) OWN__TEXT_OF(x)

#ifdef __clang__
#define OWN__UNLESS(error) __attribute__((annotate("own::when ret!=" OWN__TEXT(error))))
#else
#define OWN__UNLESS(error)
#endif

// ---- Types ----------------------------------------------------------------------------

// A handle: whoever holds it can join, or must detach, one thread.
typedef struct own_thread own_thread;

// What a thread runs, and what ends a payload: each gets the payload's address.
typedef void own_entry(void *payload);
typedef void own_drop(void *payload);

/// own_options: what a thread gets beside its payload.
///
///     own_options options = {.name = "logger", .stack_size = 65536};
///
/// Zero, or NULL for the whole, is the default in every place. The spawn reads the options
/// and keeps none of them.
///
/// Returns: a spawn gives EINVAL for a name of more than 15 bytes, for a stack that is
/// smaller than the system's least, and for CPUs that are not there.
typedef struct own_options {
	const char *name;   // what debuggers and ps show, up to 15 bytes; NULL: the creator's
	size_t stack_size;  // bytes; 0: 2 MiB
	size_t guard_size;  // bytes that stop an overflow of the stack; 0: at least a page
	const void *mask;   // const sigset_t *: the signals that the thread blocks; NULL: the creator's
	const void *cpus;   // const cpu_set_t *: where the thread may run; NULL: where the creator may
	size_t cpus_size;   // bytes of *cpus
	bool detached;      // no handle: own_spawn(NULL, ...)
} own_options;

// ---- Tasks ----------------------------------------------------------------------------

/// OWN_TASK: defines the typed entry of a thread.
///
///     OWN_TASK(name, type, payload) { ... }
///
/// Defines the static task `name`, whose body gets `type *payload`. A spawn accepts only a
/// payload of this type, and reaches the body through a real `void (*)(void *)`, so that no
/// function is called through a pointer of another type. Where a task is asked for, a plain
/// `void f(void *)`, `void *f(void *)` or `int f(void *)` will do as well, so that entries
/// written for pthreads and C11 serve unchanged; its payload is then of any type, and what
/// it returns is dropped. No C++ exception may leave a task.
#define OWN_TASK(name, type, payload)                                                                                  \
	static void own__body_##name(type *payload);                                                                       \
	static void own__run_##name(void *own__payload)                                                                    \
	{                                                                                                                  \
		own__body_##name((type *)own__payload);                                                                        \
	}                                                                                                                  \
	static type *(*const name)(struct own__typed) =                                                                    \
		(type * (*)(struct own__typed))(void (*)(void)) own__run_##name;                                               \
	static void own__body_##name(type *payload)

/// OWN_DROP: defines the typed destructor of a payload.
///
///     OWN_DROP(name, type, payload) { ... }
///
/// Defines the static function `void name(void *)`, whose body gets `type *payload`. The
/// destructor of a payload that was copied or built in place ends what the payload holds,
/// not the payload itself; that of a payload that was moved ends both, as `free` does.
#define OWN_DROP(name, type, payload)                                                                                  \
	static void own__drop_##name(type *payload);                                                                       \
	static void name(void *own__payload)                                                                               \
	{                                                                                                                  \
		own__drop_##name((type *)own__payload);                                                                        \
	}                                                                                                                  \
	static void own__drop_##name(type *payload)

// ---- Spawning -------------------------------------------------------------------------

/// own_spawn, own_spawn_opts: start a thread that owns a copy of a value.
///
///     int own_spawn(own_thread **thread, TASK task, T value, own_drop *drop);
///     int own_spawn_opts(own_thread **thread, TASK task, T value, own_drop *drop,
///                        const own_options *options);
///
/// Copies `value` into a block that the thread owns, stores the handle in `*thread`, and
/// starts `task` on the copy. T must be the task's type, and no array; const, volatile and
/// _Atomic are no part of a value. What pointers inside of the value point to is not copied:
/// the thread borrows it. A value with commas wants parentheses:
/// `own_spawn(&t, add, ((struct pair){1, 2}), NULL)`.
///
/// Owns: the thread owns the copy and what it holds. `drop`, which may be NULL, runs on it
/// when the task has ended; the copy's memory goes with the handle. When the spawn fails,
/// what the value holds is still the caller's.
///
/// Returns: 0. EINVAL: no `thread` and not detached, bad options, or a value that wants an
/// alignment of more than 4096. E2BIG: the value is too large. ENOMEM: no memory. EAGAIN:
/// the system's limit of threads is reached.
///
/// Threads: any.
#define own_spawn(thread, task, value, drop) own_spawn_opts(thread, task, value, drop, 0)
#define own_spawn_opts(thread, task, value, drop, ...)                                                             \
	own__result((OWN__CHECK_VALUE(task, value),                                                                        \
	             own__spawn((thread), OWN__RUN(task), OWN__ADDRESS(value), OWN__DROP(drop), (__VA_ARGS__),                 \
	                        OWN__FORM(task, value, OWN__KIND(task)))))

/// own_spawn_move, own_spawn_move_opts: start a thread that takes over a heap object.
///
///     int own_spawn_move(own_thread **thread, TASK task, T **payload, own_drop *drop);
///     int own_spawn_move_opts(own_thread **thread, TASK task, T **payload, own_drop *drop,
///                             const own_options *options);
///
/// Starts `task` on the object that `*payload` points to and sets `*payload` to NULL: the
/// object is the thread's, and the caller has no pointer to it left. `drop` is mostly
/// `free`, or a destructor that ends with it.
///
/// Owns: the thread owns the object from then on. When the spawn fails, `*payload` is as it
/// was and still the caller's to free.
///
/// Returns: as own_spawn; EINVAL also where `payload` or `*payload` is NULL, as it is after
/// an earlier move.
///
/// Threads: any.
#define own_spawn_move(thread, task, payload, drop) own_spawn_move_opts(thread, task, payload, drop, 0)
#define own_spawn_move_opts(thread, task, payload, drop, ...)                                                      \
	own__result((OWN__CHECK_LENT(task, *(payload)),                                                                        \
	             own__spawn_move((thread), OWN__RUN(task), (payload), OWN__DROP(drop), (__VA_ARGS__),                      \
	                             own__form(0, 1, OWN__KIND(task), OWN__PLACE))))

/// own_spawn_back, own_spawn_back_opts: start a thread whose payload comes back.
///
///     int own_spawn_back(own_thread **thread, TASK task, T value);
///     int own_spawn_back_opts(own_thread **thread, TASK task, T value,
///                             const own_options *options);
///
/// Like own_spawn, but own_join_back hands the copy, as the thread left it, to the joiner:
/// the way to get a result.
///
/// Owns: the thread owns the copy while it runs, whoever joins it with own_join_back owns
/// it then. A plain own_join discards it without ending what it holds.
///
/// Returns: as own_spawn; EINVAL also for detached.
///
/// Threads: any.
#define own_spawn_back(thread, task, value) own_spawn_back_opts(thread, task, value, 0)
#define own_spawn_back_opts(thread, task, value, ...)                                                              \
	own__result((OWN__CHECK_VALUE(task, value),                                                                        \
	             own__spawn((thread), OWN__RUN(task), OWN__ADDRESS(value), 0, (__VA_ARGS__),                               \
	                        OWN__FORM(task, value, OWN__KIND(task) | OWN__BACK))))

/// own_prepare, own_prepare_bytes: make room for a payload that is built in place.
///
///     T *own_prepare(T);
///     void *own_prepare_bytes(size_t size, size_t align);
///
/// Returns room, not initialised, that own_start makes the payload of a thread without a
/// copy; the memory is that of the thread's handle, so the two are one allocation.
/// own_prepare_bytes is for what has no type of fixed size: `align` is a power of two up to
/// 4096.
///
/// Owns: the caller, until own_start takes it. own_abandon gives it back; free must not.
///
/// Returns: the room, or NULL: no memory, or a size or alignment that cannot be had.
///
/// Threads: any.
#define own_prepare(type) ((type *)own_prepare_bytes(sizeof(type), OWN__ALIGNOF(type)))
OWN(fresh) void *own_prepare_bytes(size_t size, size_t align) __attribute__((malloc, warn_unused_result));

/// own_start, own_start_opts: start a thread on a payload built in place.
///
///     int own_start(own_thread **thread, TASK task, T **payload, own_drop *drop);
///     int own_start_opts(own_thread **thread, TASK task, T **payload, own_drop *drop,
///                        const own_options *options);
///
/// Starts `task` on `*payload`, which own_prepare has returned, and sets `*payload` to NULL.
///
/// Owns: the thread owns the payload from then on; `drop` ends what it holds. When the
/// start fails, it is the caller's as before: try again, or own_abandon.
///
/// Returns: 0. EINVAL: `payload` or `*payload` is NULL, no `thread` and not detached, or bad
/// options. ENOMEM, EAGAIN: as own_spawn.
///
/// Threads: any.
#define own_start(thread, task, payload, drop) own_start_opts(thread, task, payload, drop, 0)
#define own_start_opts(thread, task, payload, drop, ...)                                                           \
	own__result((OWN__CHECK_LENT(task, *(payload)),                                                                        \
	             own__start((thread), OWN__RUN(task), (payload), OWN__DROP(drop), (__VA_ARGS__),                           \
	                        own__form(0, 1, OWN__KIND(task), OWN__PLACE))))

/// own_abandon: gives back a payload that was prepared and not started.
///
///     void own_abandon(T **payload);
///
/// Frees what own_prepare returned and sets `*payload` to NULL. What the payload holds is
/// the caller's to end. NULL, and a pointer to NULL, are ignored.
///
/// Threads: any.
#define own_abandon(payload) own__abandon(OWN__CHECK_AT(payload))

// ---- Joining --------------------------------------------------------------------------

/// own_join, own_join_code: wait until a thread has ended, and say how.
///
///     int own_join(own_thread **thread);
///     int own_join_code(own_thread **thread, int *code);
///
/// Waits until the thread is gone, its payload's destructor included, frees what belonged
/// to it, and sets `*thread` to NULL. All that it did is visible to the caller. A point of
/// cancellation: a caller that is cancelled there has joined nothing.
///
/// own_join_code stores in `*code`, unless `code` is NULL, what the thread gave own_fail; 0
/// when it ended in another way. It is written when the thread was joined.
///
/// Returns: 0: the task returned. EOWNERDEAD: the thread was joined, but left its task
/// through own_fail or pthread_exit. ECANCELED: it was joined, and had been cancelled.
/// EINVAL: `thread` or `*thread` is NULL. EDEADLK: a thread would wait for itself. ESRCH:
/// the thread is one of the parent process; the handle is freed and set to NULL. After
/// EINVAL and EDEADLK the handle is as it was.
///
/// Threads: any but the thread itself; one call at a time. A thread of a scope: by the
/// scope's owner only.
OWN(join) int own_join(own_thread **thread OWN(handle) OWN(consumes));
OWN(join) int own_join_code(own_thread **thread OWN(handle) OWN(consumes), int *code OWN(writes));

/// own_join_back: waits until a thread has ended, and takes its payload over.
///
///     int own_join_back(own_thread **thread, T *value);
///
/// Joins a thread that own_spawn_back has started and copies its payload to `*value`, also
/// when the thread did not end well: then the payload is as far as the thread came.
///
/// Owns: what the payload holds is the caller's whenever `*value` was written.
///
/// Returns: as own_join; `*value` is written after 0, EOWNERDEAD and ECANCELED. EINVAL also:
/// `value` is NULL, its size is not that of the payload, or the thread has no payload to
/// hand back; the handle is then as it was.
///
/// Threads: as own_join.
#define own_join_back(thread, value) own__join_back((thread), (value), sizeof *(value))

/// own_join_until, own_try_join: wait for a thread for a while, or not at all.
///
///     int own_join_until(own_thread **thread, const struct timespec *deadline);
///     int own_try_join(own_thread **thread);
///
/// Like own_join, but own_join_until gives up at `deadline`, a time of CLOCK_MONOTONIC, and
/// own_try_join at once. A thread counts as ended when own_is_finished says so; the call
/// then waits the moment until the system has let it go. No points of cancellation.
///
/// Returns: as own_join. ETIMEDOUT, from own_join_until, and EBUSY, from own_try_join: the
/// thread runs on, and the handle is as it was. EINVAL also: no `deadline`, or one whose
/// nanoseconds are out of range.
///
/// Threads: as own_join.
OWN(join) OWN__UNLESS(ETIMEDOUT) int own_join_until(own_thread **thread OWN(handle) OWN(consumes),
	const struct timespec *deadline OWN(reads)) __attribute__((warn_unused_result));
OWN(join) OWN__UNLESS(EBUSY) int own_try_join(own_thread **thread OWN(handle) OWN(consumes))
	__attribute__((warn_unused_result));

/// own_detach: lets a thread run on by itself.
///
///     int own_detach(own_thread **thread);
///
/// Gives up the handle and sets `*thread` to NULL. The thread runs on, ends its payload and
/// frees what belongs to it when it ends; the end of the process cuts it off. If it has
/// finished already, the call waits the moment until the system has let it go.
///
/// Returns: 0. EINVAL: `thread` or `*thread` is NULL, the thread belongs to a scope, which
/// must join it, or it hands its payload back. ESRCH: as own_join.
///
/// Threads: any, the thread itself included.
OWN(detach) int own_detach(own_thread **thread OWN(handle) OWN(consumes));

/// own_is_finished: tells whether a thread has ended.
///
///     bool own_is_finished(const own_thread *thread);
///
/// True when the task and the payload's destructor are over, so that a join will not wait
/// for them; destructors of thread-specific data come later. True for NULL and for a thread
/// of the parent process.
///
/// Threads: any that may use the handle.
bool own_is_finished(const own_thread *thread OWN(reads));

/// OWN_AUTO: a handle that joins itself.
///
///     OWN_AUTO thread = NULL;
///
/// Declares a local handle that is joined, with cancellation held off, on every way out of
/// its block: the end, return, break, goto and, given -fexceptions, also pthread_exit,
/// own_fail and cancellation of the thread that has the block. With musl, which does not
/// unwind, the last three pass it by. NULL is left alone, so the handle may be joined or
/// detached before. Without -fexceptions the compiler warns here and at OWN_SCOPE, unless
/// OWN_NO_UNWINDING says that no thread of the program ends in these three ways.
#define OWN_AUTO OWN__NEEDS_UNWINDING __attribute__((cleanup(own__auto_end))) own_thread *

// ---- Telling threads ------------------------------------------------------------------

/// own_request_stop: asks a thread to end.
///
///     void own_request_stop(own_thread *thread);
///
/// Makes own_stop_requested true on that thread, for good, and wakes it from own_park and
/// own_sleep. What follows is up to the task. NULL is ignored.
///
/// Threads: any that may use the handle.
void own_request_stop(own_thread *thread);

/// own_stop_requested: tells whether the calling thread was asked to end.
///
///     bool own_stop_requested(void);
///
/// False on a thread that own has not started. What the asking thread did before is visible.
///
/// Threads: any; about itself.
bool own_stop_requested(void);

/// own_park: waits until another thread calls own_unpark.
///
///     void own_park(void);
///
/// An own_unpark that came before is kept, one at most, and makes own_park return at once.
/// Returns at once also when a stop was requested, and on a thread that own has not
/// started: wait for a condition in a loop. What the waking thread did before is visible.
/// No point of cancellation.
///
/// Threads: any; about itself.
void own_park(void);

/// own_unpark: wakes a thread from own_park.
///
///     void own_unpark(own_thread *thread);
///
/// NULL, and a thread that has ended, are ignored.
///
/// Threads: any that may use the handle.
void own_unpark(own_thread *thread);

/// own_yield: lets another thread have the processor.
///
///     void own_yield(void);
///
/// Threads: any.
void own_yield(void);

/// own_sleep: waits for a time.
///
///     int own_sleep(const struct timespec *duration);
///
/// Waits for at least `duration`, over signal handlers, on CLOCK_MONOTONIC. A stop request
/// ends it early. A point of cancellation on threads that own has not started, and on no other.
///
/// Returns: 0. EINTR: a stop was requested. EINVAL: `duration` is NULL, negative, or its
/// nanoseconds are out of range.
///
/// Threads: any.
int own_sleep(const struct timespec *duration OWN(reads));

/// own_parallelism: says how many threads can run at the same time.
///
///     unsigned own_parallelism(void);
///
/// The number of CPUs that the calling thread may run on, or what the CPU quota of its
/// control group (version 1 or 2) comes to where that is less. At least 1. Looks it up at
/// each call: keep the number.
///
/// Threads: any.
unsigned own_parallelism(void);

/// own_fail: ends the calling thread as failed.
///
///     _Noreturn void own_fail(int code);
///
/// Leaves the task at once: cleanup handlers run, scopes and automatic handles join theirs,
/// and the payload's destructor runs. Whoever joins gets EOWNERDEAD, and `code` from
/// own_join_code. On a thread that own has not started it is pthread_exit.
///
/// Threads: any; about itself. Not from a destructor of a payload.
OWN(exits_thread) void own_fail(int code) __attribute__((noreturn));

// ---- Scopes ---------------------------------------------------------------------------

// A scope; OWN_SCOPE declares it, and no program looks inside.
typedef struct own_scope {
	unsigned used;                 // slots taken so far, joined ones included
	struct own_thread *free_slots; // of joined threads
	struct own__slots *more;       // beyond the first eight
	void *unwinding[3];            // for a C library that does not unwind
	union own__slot {
		long long align;
		unsigned char bytes[128];
	} first[8];
} own_scope;

/// OWN_SCOPE: a block whose threads end with it.
///
///     OWN_SCOPE(scope) { own_scope_spawn(&scope, task, &local); ... }
///
/// Threads started in the scope may borrow what lives outside of its block, locals
/// included: they are joined, with cancellation held off, on every way out of it: the end,
/// return, break, continue, goto and, given -fexceptions, also pthread_exit, own_fail and
/// cancellation of the scope's owner. It is a loop that runs once, so break leaves the
/// scope. longjmp out of it, or pthread_exit without -fexceptions, leaves threads that
/// borrow what is gone. How the threads ended is what own_scope_join returns; the end of
/// the block tells nobody.
#define OWN_SCOPE(scope)                                                                                               \
	OWN__NEEDS_UNWINDING                                                                                               \
	for (own_scope scope __attribute__((cleanup(own__scope_end))), *own__once_##scope = own__scope_begin(&scope);      \
	     own__once_##scope; own__once_##scope = 0)

/// own_scope_spawn, own_scope_spawn_opts: start a thread that borrows, until its scope ends.
///
///     int own_scope_spawn(own_scope *scope, TASK task, T *payload);
///     int own_scope_spawn_opts(own_scope *scope, own_thread **thread, TASK task, T *payload,
///                              const own_options *options);
///
/// Starts `task` on `*payload` itself; nothing is copied, and the first eight threads of a
/// scope that run at a time need no memory but the scope's. A `thread` that is not NULL
/// gets the handle, which the scope keeps the duty to join: it may be joined earlier, and
/// must not be used after the scope.
///
/// Owns: nothing; `*payload` must live until the scope has ended.
///
/// Returns: 0. EINVAL: no `scope`, or bad options, detached among them. ENOMEM: no memory,
/// for a ninth thread or for options. EAGAIN: the system's limit of threads is reached.
///
/// Threads: the one that opened the scope.
#define own_scope_spawn(scope, task, payload) own_scope_spawn_opts(scope, 0, task, payload, 0)
#define own_scope_spawn_opts(scope, thread, task, payload, ...)                                                    \
	own__result((OWN__CHECK_LENT(task, payload),                                                                         \
	             own__scope_spawn((scope), (thread), OWN__RUN(task), OWN__LENT(task, payload), (__VA_ARGS__),              \
	                              own__form(0, 1, OWN__KIND(task), OWN__PLACE))))

/// own_scope_join: waits for all threads of a scope.
///
///     int own_scope_join(own_scope *scope);
///
/// Joins every thread of the scope that is not joined yet; the scope may then start others.
/// Handles of its threads must not be used after it. A point of cancellation: what is not
/// joined then, the end of the scope joins.
///
/// Returns: 0: all tasks returned. EOWNERDEAD, ECANCELED: of the first that did not, as
/// own_join. ESRCH: the threads are those of the parent process. EDEADLK: one of them waits
/// for the caller; it is not joined. EINVAL: no `scope`.
///
/// Threads: the one that opened the scope.
OWN(join) int own_scope_join(own_scope *scope OWN(scope));

// ---- Sharing --------------------------------------------------------------------------

/// own_share_new: makes an object that several owners share.
///
///     T *own_share_new(T value, own_drop *drop);
///
/// Copies `value` to the heap, with one owner: the caller. own_share adds owners and
/// own_unshare ends them, each from any thread; with the last one, `drop` runs on the
/// object, unless it is NULL, and its memory goes. Give a thread its share by own_spawn_move
/// with own_share_drop. Who writes to the object while others may read it needs a lock.
///
/// Returns: the object, or NULL: no memory, or an alignment of more than 4096.
///
/// Threads: any.
#define own_share_new(value, drop)                                                                                     \
	((OWN__VALUE(value) *)(OWN__CHECK_NO_ARRAY(value), own__share_new(OWN__ADDRESS(value), sizeof(OWN__VALUE(value)),  \
	                                                                  OWN__ALIGNOF(__typeof__(value)),                 \
	                                                                  OWN__DROP(drop))))

/// own_share: adds an owner to a shared object.
///
///     T *own_share(T *shared);
///
/// Owns: the new owner gets the pointer that is returned and must end it by own_unshare,
/// or give it away; the old one keeps its own.
///
/// Returns: `shared`; NULL for NULL.
///
/// Threads: any that holds a share of it.
#define own_share(shared) ((__typeof__(&*(shared)))own__share(shared))

/// own_unshare, own_share_drop: end an owner's share of an object.
///
///     void own_unshare(T **shared);
///     void own_share_drop(void *shared);
///
/// own_unshare gives up `*shared` and sets it to NULL. own_share_drop gives up `shared`, in
/// the form that own_spawn_move takes as a destructor. Whoever is last runs the object's
/// destructor and frees it. NULL is ignored.
///
/// Threads: any that holds a share of it.
#define own_unshare(shared) own__unshare(OWN__CHECK_AT(shared))
void own_share_drop(void *shared OWN(frees));

// ---- Stacks ---------------------------------------------------------------------------

/// own_pool_stacks: keeps the stacks of ended threads warm.
///
///     int own_pool_stacks(unsigned idle);
///
/// Threads with the default stack take it from a pool of own's, which keeps the addresses of
/// up to 64 stacks that nobody uses. It gives their memory, all but the 16 KiB at the top,
/// back to the system, except that of the stack that came back last: threads one after the
/// other find it warm. From this call on it keeps up to `idle` stacks, with all the memory
/// that their threads touched: bursts are cheaper, the process larger. 0 frees the idle ones
/// and goes back to how the program started. A child of fork() has the setting of its parent.
///
/// Returns: 0. EINVAL: `idle` is more than 256.
///
/// Threads: any.
int own_pool_stacks(unsigned idle);

// ---- What the macros are made of: no part of the interface -----------------------------

// What a task is known by: no other function takes it, so that no other has a task's type.
struct own__typed {
	char unused;
};

enum {
	OWN__VOID = 0,    // void f(void *), and what OWN_TASK makes
	OWN__POINTER = 1, // void *f(void *)
	OWN__INT = 2,     // int f(void *)
	OWN__BACK = 4,    // the payload is handed back
};

// What is known of a spawn where it is written.
struct own__form {
	size_t size;       // of the payload in the thread's block, bytes
	unsigned align;    // of the payload, bytes
	unsigned kind;     // OWN__...
	const char *place; // "file:line", or NULL where NDEBUG is set
};

static inline struct own__form own__form(size_t size, size_t align, unsigned kind, const char *place)
{
	struct own__form form;
	form.size = size;
	form.align = (unsigned)align;
	form.kind = kind;
	form.place = place;
	return form;
}

// The outermost call of each spawn: gcc does not see that the result of a larger expression is ignored.
__attribute__((warn_unused_result)) static inline int own__result(int result)
{
	return result;
}

OWN(spawn)
int own__spawn(own_thread **thread OWN(handle), own_entry *run OWN(entry), const void *value OWN(copied),
               own_drop *drop, const own_options *options OWN(detached detached), struct own__form form);
OWN(spawn)
int own__spawn_move(own_thread **thread OWN(handle), own_entry *run OWN(entry), void *payload OWN(moved) OWN(consumes),
                    own_drop *drop, const own_options *options OWN(detached detached), struct own__form form);
OWN(spawn)
int own__start(own_thread **thread OWN(handle), own_entry *run OWN(entry), void *payload OWN(moved) OWN(consumes),
               own_drop *drop, const own_options *options OWN(detached detached), struct own__form form);
OWN(model free *arg0) void own__abandon(void *payload OWN(consumes));
OWN(join) int own__join_back(own_thread **thread OWN(handle) OWN(consumes), void *value OWN(writes), size_t size);
OWN(join) void own__auto_end(own_thread **thread OWN(handle) OWN(consumes));
own_scope *own__scope_begin(own_scope *scope);
OWN(join) void own__scope_end(own_scope *scope OWN(scope));
OWN(scoped_spawn)
int own__scope_spawn(own_scope *scope OWN(scope), own_thread **thread OWN(handle), own_entry *run OWN(entry),
                     void *payload OWN(borrows), const own_options *options, struct own__form form);
// A share counts as an object of its own: ending one says nothing about the others.
OWN(fresh) OWN(model copy fresh0 <- *arg0)
void *own__share_new(const void *value, size_t size, size_t align, own_drop *drop) __attribute__((warn_unused_result));
OWN(fresh) OWN(model copy fresh0 <- *arg0)
void *own__share(const void *shared) __attribute__((warn_unused_result));
OWN(model free *arg0) void own__unshare(void *shared OWN(consumes));

#ifdef __cplusplus
}
#endif

#ifdef NDEBUG
#define OWN__PLACE 0
#else
#define OWN__PLACE __FILE__ ":" OWN__TEXT(__LINE__)
#endif

#if defined __EXCEPTIONS || defined __cpp_exceptions || defined OWN_NO_UNWINDING || !defined __GLIBC__
#define OWN__NEEDS_UNWINDING
#else
#define OWN__NEEDS_UNWINDING                                                                                           \
	_Pragma("GCC warning \"own: compile with -fexceptions, or pthread_exit and cancellation pass by this cleanup\"")
#endif

// The address of a task's entry, in the type that every entry is kept in; called in its own type again.
#define OWN__RUN(task) ((own_entry *)(void (*)(void))(task))
#define OWN__FORM(task, value, kind) own__form(sizeof(OWN__VALUE(value)), OWN__ALIGN(task, value), kind, OWN__PLACE)
// `at`, which must be the address of a pointer.
#define OWN__CHECK_AT(at) ((void)sizeof(*(at) == (void *)0), (at))

#ifndef __cplusplus

#define OWN__ALIGNOF(type) _Alignof(type)
// The type of a value: that of the variable that has it, without const, volatile and _Atomic.
#define OWN__VALUE(value) __typeof__(((void)0, (value)))
#define OWN__ADDRESS(value) ((OWN__VALUE(value)[1]){(value)})
// Whether `type` is that of the value, or its _Atomic.
#define OWN__IS_OF(type, value)                                                                                        \
	(__builtin_types_compatible_p(type, OWN__VALUE(value)) ||                                                          \
	 __builtin_types_compatible_p(type, _Atomic(OWN__VALUE(value))))
#if __STDC_VERSION__ >= 202311L
#define OWN__NULLPTR , __typeof__(nullptr) : (own_drop *)0
#else
#define OWN__NULLPTR
#endif
#define OWN__DROP(drop)                                                                                                \
	_Generic((drop), void (*)(void *): (drop), void *: (own_drop *)(drop), int: (own_drop *)0 OWN__NULLPTR)
#define OWN__KIND(task) _Generic((task), void *(*)(void *): OWN__POINTER, int (*)(void *): OWN__INT, default: OWN__VOID)

// `plain` for a plain function, `typed` for what OWN_TASK has made; any other task is an error.
#define OWN__CASES(task, plain, typed)                                                                                 \
	_Generic((task), void (*)(void *): plain, void *(*)(void *): plain, int (*)(void *): plain, default: typed)
// The type of a task's payload; that of `value` for a plain function.
#define OWN__TYPE(task, value)                                                                                         \
	__typeof__(*(*(__typeof__(OWN__CASES(task, (OWN__VALUE(value) * (*)(struct own__typed))0, (task))) *)0)(           \
	           (struct own__typed){0}))
#define OWN__ASSERT(condition, text) __extension__({ _Static_assert(condition, text); })
#define OWN__CHECK(task, value)                                                                                        \
	OWN__ASSERT(OWN__IS_OF(OWN__TYPE(task, value), value) &&                                                           \
	                sizeof(OWN__TYPE(task, value)) == sizeof(OWN__VALUE(value)),                                           \
	            "own: the payload is not of the task's type")
// An _Atomic may want a wider alignment than what it holds.
#define OWN__ALIGN(task, value)                                                                                        \
	(_Alignof(OWN__TYPE(task, value)) > _Alignof(__typeof__(value)) ? _Alignof(OWN__TYPE(task, value))                 \
	                                                                : _Alignof(__typeof__(value)))
// A task may take a `const T *` where the payload is no constant; a constant it may take only so.
#define OWN__CHECK_LENT(task, payload)                                                                                 \
	OWN__ASSERT(__builtin_types_compatible_p(OWN__TYPE(task, *(payload)) *, __typeof__(&*(payload))) ||                \
	                __builtin_types_compatible_p(OWN__TYPE(task, *(payload)) *, const __typeof__(*(payload)) *),       \
	            "own: the payload is not of the task's type")
#define OWN__CHECK_NO_ARRAY(value)                                                                                     \
	OWN__ASSERT(OWN__IS_OF(__typeof__(value), value), "own: an array is no payload; put it into a struct")
#define OWN__CHECK_VALUE(task, value) (OWN__CHECK_NO_ARRAY(value), OWN__CHECK(task, value))
#define OWN__LENT(task, payload) OWN__CASES(task, (payload), (void *)(payload))

#else

#define OWN__ALIGNOF(type) alignof(type)
#define OWN__ALIGN(task, value) alignof(__typeof__(value))
#define OWN__VALUE(value) own__value<__typeof__(value)>
#define OWN__ADDRESS(value) own__address(value)
#define OWN__DROP(drop) (drop)
#define OWN__CHECK_NO_ARRAY(value) ((void)0) // own__address takes none
#define OWN__CHECK_VALUE(task, value) OWN__CHECK(task, value)
#define OWN__LENT(task, payload) own__lent(payload)
#define OWN__KIND(task) own__kind(task)
#define OWN__CHECK(task, value) ((void)sizeof(own__payload_of_the_tasks_type(own__type(task), own__lvalue(value))))
#define OWN__CHECK_LENT(task, payload) ((void)sizeof(own__payload_lent_to_task(own__type(task), &*(payload))))

template <class T> struct own__without_const {
	typedef T type;
};
template <class T> struct own__without_const<const T> {
	typedef T type;
};
template <class T> using own__value = typename own__without_const<T>::type;

template <class T> const T &own__lvalue(const T &value);

template <class T> inline const void *own__address(const T &value)
{
	static_assert(__is_trivially_copyable(T), "own: a payload is copied byte by byte");
	return __builtin_addressof(value);
}
template <class T, size_t n> const void *own__address(const T (&)[n]) = delete;

inline void *own__lent(const void *payload)
{
	return const_cast<void *>(payload);
}

// The type of a task's payload; own__any for a plain function.
struct own__any;
own__any *own__type(void (*)(void *));
own__any *own__type(void *(*)(void *));
own__any *own__type(int (*)(void *));
template <class T> T *own__type(T *(*)(own__typed));

template <class T> char own__payload_of_the_tasks_type(T *task, const T &value);
template <class T> char own__payload_of_the_tasks_type(const T *task, const T &value);
template <class T> char own__payload_of_the_tasks_type(own__any *task, const T &value);
template <class T> char own__payload_lent_to_task(T *task, T *payload);
template <class T> char own__payload_lent_to_task(const T *task, T *payload);
char own__payload_lent_to_task(own__any *task, void *payload);

inline unsigned own__kind(void (*)(void *)) { return OWN__VOID; }
inline unsigned own__kind(void *(*)(void *)) { return OWN__POINTER; }
inline unsigned own__kind(int (*)(void *)) { return OWN__INT; }
template <class T> inline unsigned own__kind(T *(*)(own__typed)) { return OWN__VOID; }

#endif

#endif
