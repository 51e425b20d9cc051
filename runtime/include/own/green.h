// SPDX-License-Identifier: MIT
// own/green: the ownership of own for green threads. What goes in is a function and a payload,
// what comes out is a handle, and what runs is a fiber: many of them on a few threads, the
// workers, M:N. A library of its own (own-green), because a scheduler is a larger runtime than
// own is; docs/green.md says when it pays.
//
// What own.h says of every function holds here, and more:
// - A fiber runs on one worker from its start to its end, and gives it up only in a call that
//   waits: own_green_join and its kin, own_green_park, own_green_sleep, own_green_yield. What
//   blocks a thread otherwise (own_join, a mutex, read) blocks all fibers of that worker.
// - What belongs to a thread belongs to its worker: errno, thread-local variables, the signal
//   mask. pthread_exit and cancellation would end the worker: own_green_fail ends a fiber.
// - Stacks are small, 64 KiB by default, and guarded.
#ifndef OWN_GREEN_H
#define OWN_GREEN_H

#include "own.h"

#ifdef __cplusplus
extern "C" {
#endif

// Workers, and a handle of a fiber: whoever holds it can join, or must detach, one fiber.
typedef struct own_green own_green;
typedef struct own_fiber own_fiber;

/// own_green_options: how many workers there are, and how large the stacks of fibers.
///
/// Zero, or NULL for the whole, is the default in every place.
typedef struct own_green_options {
	unsigned workers;  // 0: own_parallelism()
	size_t stack_size; // bytes, with the guard page on top of it; 0: 64 KiB
} own_green_options;

/// own_green_begin: starts workers.
///
///     int own_green_begin(own_green **green, const own_green_options *options);
///
/// Owns: the caller must end them with own_green_end.
///
/// Returns: 0. EINVAL: no `green`, or a stack of less than 16 KiB. ENOMEM, EAGAIN: as own_spawn.
///
/// Threads: any.
int own_green_begin(own_green **green, const own_green_options *options) __attribute__((warn_unused_result));

/// own_green_end: waits for all fibers and ends the workers.
///
///     int own_green_end(own_green **green);
///
/// Waits until every fiber has ended, the detached ones included, ends the workers, and sets
/// `*green` to NULL. Handles that are left must still be joined or detached.
///
/// Returns: 0. EINVAL: `green` or `*green` is NULL. EDEADLK: called by one of its fibers. ESRCH:
/// the workers are those of the parent process; `*green` is set to NULL.
///
/// Threads: any; one call, and no spawn at the same time but from its fibers.
int own_green_end(own_green **green);

// ---- Spawning -------------------------------------------------------------------------------

/// own_fiber_options: what a fiber gets beside its payload.
///
///     own_fiber_options options = {.stack_size = 1 << 20};
///
/// Zero, or NULL for the whole, is the default in every place. The spawn reads the options and
/// keeps none of them. What own_options has beside these belongs to the worker, not to the fiber:
/// signal mask and CPUs are inherited by the workers from who began them, no tool would show a
/// fiber's name, and the guard is one page always.
///
/// Returns: a spawn gives EINVAL for a stack of less than 16 KiB.
typedef struct own_fiber_options {
	size_t stack_size; // bytes, with the guard page on top of it; 0: that of own_green_options
	bool detached;     // no handle: own_green_spawn_opts(green, NULL, ...); own_green_end waits for it
} own_fiber_options;

/// own_green_spawn, own_green_spawn_opts: start a fiber that owns a copy of a value.
///
///     int own_green_spawn(own_green *green, own_fiber **fiber, TASK task, T value, own_drop *drop);
///     int own_green_spawn_opts(own_green *green, own_fiber **fiber, TASK task, T value,
///                              own_drop *drop, const own_fiber_options *options);
///
/// As own_spawn, with a fiber for the thread.
///
/// Owns: the fiber owns the copy and what it holds. When the spawn fails, what the value holds is
/// still the caller's.
///
/// Returns: as own_spawn, but for EAGAIN, which no fiber meets; EINVAL also where `green` is NULL;
/// ENOMEM also where there is no memory for a stack. ESRCH: the workers are those of the parent
/// process.
///
/// Threads: any, fibers included.
#define own_green_spawn(green, fiber, task, value, drop) own_green_spawn_opts(green, fiber, task, value, drop, 0)
#define own_green_spawn_opts(green, fiber, task, value, drop, ...)                                                     \
	own__result((OWN__CHECK_VALUE(task, value),                                                                        \
	             own__green_spawn((green), (fiber), OWN__RUN(task), OWN__ADDRESS(value), OWN__DROP(drop),                  \
	                              (__VA_ARGS__), OWN__FORM(task, value, OWN__KIND(task)))))

/// own_green_spawn_move, own_green_spawn_move_opts: start a fiber that takes over a heap object.
///
///     int own_green_spawn_move(own_green *green, own_fiber **fiber, TASK task, T **payload,
///                              own_drop *drop);
///     int own_green_spawn_move_opts(own_green *green, own_fiber **fiber, TASK task, T **payload,
///                                   own_drop *drop, const own_fiber_options *options);
///
/// As own_spawn_move: `*payload` is NULL after success, and as it was after a failure.
///
/// Owns: the fiber owns the object from then on; when the spawn fails, it is the caller's.
///
/// Returns: as own_green_spawn; EINVAL also where `payload` or `*payload` is NULL.
///
/// Threads: any, fibers included.
#define own_green_spawn_move(green, fiber, task, payload, drop)                                                        \
	own_green_spawn_move_opts(green, fiber, task, payload, drop, 0)
#define own_green_spawn_move_opts(green, fiber, task, payload, drop, ...)                                              \
	own__result((OWN__CHECK_LENT(task, *(payload)),                                                                        \
	             own__green_spawn_move((green), (fiber), OWN__RUN(task), (payload), OWN__DROP(drop), (__VA_ARGS__),        \
	                                   own__form(0, 1, OWN__KIND(task), OWN__PLACE))))

/// own_green_spawn_back, own_green_spawn_back_opts: start a fiber whose payload comes back.
///
///     int own_green_spawn_back(own_green *green, own_fiber **fiber, TASK task, T value);
///     int own_green_spawn_back_opts(own_green *green, own_fiber **fiber, TASK task, T value,
///                                   const own_fiber_options *options);
///
/// As own_spawn_back: own_green_join_back hands the copy, as the fiber left it, to the joiner.
///
/// Owns: the fiber owns the copy while it runs, whoever joins it with own_green_join_back owns it
/// then. A plain own_green_join discards it without ending what it holds.
///
/// Returns: as own_green_spawn; EINVAL also for detached.
///
/// Threads: any, fibers included.
#define own_green_spawn_back(green, fiber, task, value) own_green_spawn_back_opts(green, fiber, task, value, 0)
#define own_green_spawn_back_opts(green, fiber, task, value, ...)                                                      \
	own__result((OWN__CHECK_VALUE(task, value),                                                                        \
	             own__green_spawn((green), (fiber), OWN__RUN(task), OWN__ADDRESS(value), 0, (__VA_ARGS__),                 \
	                              OWN__FORM(task, value, OWN__KIND(task) | OWN__BACK))))

/// own_green_prepare, own_green_prepare_bytes: make room for a payload that is built in place.
///
///     T *own_green_prepare(T);
///     void *own_green_prepare_bytes(size_t size, size_t align);
///
/// As own_prepare: room, not initialised, that own_green_start makes the payload of a fiber. What
/// own_prepare has returned is for threads, and this for fibers; neither start takes the other's.
///
/// Owns: the caller, until own_green_start takes it. own_green_abandon gives it back; free must not.
///
/// Returns: the room, or NULL: no memory, or a size or alignment that cannot be had.
///
/// Threads: any, fibers included.
#define own_green_prepare(type) ((type *)own_green_prepare_bytes(sizeof(type), OWN__ALIGNOF(type)))
OWN(fresh) void *own_green_prepare_bytes(size_t size, size_t align) __attribute__((malloc, warn_unused_result));

/// own_green_start, own_green_start_opts: start a fiber on a payload built in place.
///
///     int own_green_start(own_green *green, own_fiber **fiber, TASK task, T **payload,
///                         own_drop *drop);
///     int own_green_start_opts(own_green *green, own_fiber **fiber, TASK task, T **payload,
///                              own_drop *drop, const own_fiber_options *options);
///
/// Starts `task` on `*payload`, which own_green_prepare has returned, and sets `*payload` to NULL.
///
/// Owns: the fiber owns the payload from then on; `drop` ends what it holds. When the start fails,
/// it is the caller's as before: try again, or own_green_abandon.
///
/// Returns: as own_green_spawn_move.
///
/// Threads: any, fibers included.
#define own_green_start(green, fiber, task, payload, drop) own_green_start_opts(green, fiber, task, payload, drop, 0)
#define own_green_start_opts(green, fiber, task, payload, drop, ...)                                                   \
	own__result((OWN__CHECK_LENT(task, *(payload)),                                                                        \
	             own__green_start((green), (fiber), OWN__RUN(task), (payload), OWN__DROP(drop), (__VA_ARGS__),             \
	                              own__form(0, 1, OWN__KIND(task), OWN__PLACE))))

/// own_green_abandon: gives back a payload that was prepared and not started.
///
///     void own_green_abandon(T **payload);
///
/// As own_abandon. NULL, and a pointer to NULL, are ignored.
///
/// Threads: any, fibers included.
#define own_green_abandon(payload) own__green_abandon(OWN__CHECK_AT(payload))

// ---- Joining ----------------------------------------------------------------------------------

/// own_green_join, own_green_join_code: wait until a fiber has ended, and say how.
///
///     int own_green_join(own_fiber **fiber);
///     int own_green_join_code(own_fiber **fiber, int *code);
///
/// Waits until the fiber is over, its payload's destructor included, and sets `*fiber` to NULL.
/// A fiber that waits lets others run; a thread sleeps. own_green_join_code stores what the fiber
/// gave own_green_fail, or 0, unless `code` is NULL.
///
/// Returns: 0: the task returned. EOWNERDEAD: it left through own_green_fail. EINVAL: `fiber` or
/// `*fiber` is NULL. EDEADLK: a fiber would wait for itself. ESRCH: the fiber is one of the parent
/// process; the handle is set to NULL. After EINVAL and EDEADLK the handle is as it was.
///
/// Threads: any, fibers included; one call at a time.
OWN(join) int own_green_join(own_fiber **fiber OWN(handle) OWN(consumes));
OWN(join) int own_green_join_code(own_fiber **fiber OWN(handle) OWN(consumes), int *code OWN(writes));

/// own_green_join_back: waits until a fiber has ended, and takes its payload over.
///
///     int own_green_join_back(own_fiber **fiber, T *value);
///
/// Returns: as own_green_join; `*value` is written after 0 and EOWNERDEAD. EINVAL also: `value` is
/// NULL, its size is not that of the payload, or own_green_spawn_back has not started the fiber.
///
/// Threads: as own_green_join.
#define own_green_join_back(fiber, value) own__green_join_back((fiber), (value), sizeof *(value))

/// own_green_join_until, own_green_try_join: wait for a fiber for a while, or not at all.
///
///     int own_green_join_until(own_fiber **fiber, const struct timespec *deadline);
///     int own_green_try_join(own_fiber **fiber);
///
/// `deadline` is a time of CLOCK_MONOTONIC.
///
/// Returns: as own_green_join. ETIMEDOUT and EBUSY: the fiber runs on, and the handle is as it
/// was. EINVAL also: no `deadline`, or one whose nanoseconds are out of range.
///
/// Threads: as own_green_join.
OWN(join) OWN__UNLESS(ETIMEDOUT) int own_green_join_until(own_fiber **fiber OWN(handle) OWN(consumes),
	const struct timespec *deadline OWN(reads)) __attribute__((warn_unused_result));
OWN(join) OWN__UNLESS(EBUSY) int own_green_try_join(own_fiber **fiber OWN(handle) OWN(consumes))
	__attribute__((warn_unused_result));

/// own_green_detach: lets a fiber run on by itself, until own_green_end waits for it.
///
///     int own_green_detach(own_fiber **fiber);
///
/// Returns: 0. EINVAL: `fiber` or `*fiber` is NULL, the fiber belongs to a scope, which must join
/// it, or it hands its payload back. ESRCH: as own_green_join.
///
/// Threads: any, the fiber itself included.
OWN(detach) int own_green_detach(own_fiber **fiber OWN(handle) OWN(consumes));

/// own_green_is_finished: tells whether a fiber's task and its payload's destructor are over.
///
///     bool own_green_is_finished(const own_fiber *fiber);
///
/// True for NULL and for a fiber of the parent process.
///
/// Threads: any that may use the handle.
bool own_green_is_finished(const own_fiber *fiber OWN(reads));

/// OWN_GREEN_AUTO: a handle that joins itself.
///
///     OWN_GREEN_AUTO fiber = NULL;
///
/// As OWN_AUTO, for fibers, on every way out of its block, own_green_fail included.
#define OWN_GREEN_AUTO OWN__NEEDS_UNWINDING __attribute__((cleanup(own__green_auto_end))) own_fiber *

// ---- Telling fibers -----------------------------------------------------------------------------

/// own_green_request_stop, own_green_stop_requested: ask a fiber to end, and look whether one was asked.
///
///     void own_green_request_stop(own_fiber *fiber);
///     bool own_green_stop_requested(void);
///
/// As own_request_stop and own_stop_requested. On a thread that is no fiber the second is
/// own_stop_requested.
///
/// Threads: any that may use the handle; any, about itself.
void own_green_request_stop(own_fiber *fiber);
bool own_green_stop_requested(void);

/// own_green_park, own_green_unpark: wait until another thread or fiber wakes this one.
///
///     void own_green_park(void);
///     void own_green_unpark(own_fiber *fiber);
///
/// As own_park and own_unpark: one unpark is kept, a stop request ends the wait. On a thread that
/// is no fiber the first is own_park.
///
/// Threads: any, about itself; any that may use the handle.
void own_green_park(void);
void own_green_unpark(own_fiber *fiber);

/// own_green_yield: lets the other fibers of this worker run. On a thread it is own_yield.
///
///     void own_green_yield(void);
///
/// Threads: any.
void own_green_yield(void);

/// own_green_sleep: waits for a time, while other fibers run. On a thread it is own_sleep.
///
///     int own_green_sleep(const struct timespec *duration);
///
/// Returns: as own_sleep.
///
/// Threads: any.
int own_green_sleep(const struct timespec *duration OWN(reads));

/// own_green_fail: ends the calling fiber as failed.
///
///     _Noreturn void own_green_fail(int code);
///
/// As own_fail: cleanup attributes run, given -fexceptions, and the payload's destructor; the
/// joiner gets EOWNERDEAD and `code`. On a thread that is no fiber it is own_fail.
///
/// Threads: any; about itself. Not from a destructor of a payload.
OWN(exits_thread) void own_green_fail(int code) __attribute__((noreturn));

// ---- Scopes ---------------------------------------------------------------------------------------

// A scope; OWN_GREEN_SCOPE declares it, and no program looks inside.
typedef struct own_green_scope {
	own_green *green;
	own_fiber *fibers;
} own_green_scope;

/// OWN_GREEN_SCOPE: a block whose fibers end with it.
///
///     OWN_GREEN_SCOPE(scope, green) { own_green_scope_spawn(&scope, task, &local); ... }
///
/// As OWN_SCOPE, on every way out of the block, own_green_fail included.
#define OWN_GREEN_SCOPE(scope, green_of_scope)                                                                         \
	OWN__NEEDS_UNWINDING                                                                                               \
	for (own_green_scope scope __attribute__((cleanup(own__green_scope_end))),                                         \
	     *own__once_##scope = own__green_scope_begin(&scope, green_of_scope);                                          \
	     own__once_##scope; own__once_##scope = 0)

/// own_green_scope_spawn, own_green_scope_spawn_opts: start a fiber that borrows, until its scope ends.
///
///     int own_green_scope_spawn(own_green_scope *scope, TASK task, T *payload);
///     int own_green_scope_spawn_opts(own_green_scope *scope, own_fiber **fiber, TASK task,
///                                    T *payload, const own_fiber_options *options);
///
/// As own_scope_spawn; each fiber needs memory from the heap. A `fiber` that is not NULL gets the
/// handle, which the scope keeps the duty to join: it may be joined earlier, and must not be used
/// after the scope.
///
/// Owns: nothing; `*payload` must live until the scope has ended.
///
/// Returns: as own_green_spawn; EINVAL also where `scope` is NULL, and for detached.
///
/// Threads: the thread or fiber that opened the scope.
#define own_green_scope_spawn(scope, task, payload) own_green_scope_spawn_opts(scope, 0, task, payload, 0)
#define own_green_scope_spawn_opts(scope, fiber, task, payload, ...)                                                   \
	own__result((OWN__CHECK_LENT(task, payload),                                                                         \
	             own__green_scope_spawn((scope), (fiber), OWN__RUN(task), OWN__LENT(task, payload), (__VA_ARGS__),         \
	                                    own__form(0, 1, OWN__KIND(task), OWN__PLACE))))

/// own_green_scope_join: waits for all fibers of a scope, which may then start others.
///
///     int own_green_scope_join(own_green_scope *scope);
///
/// Returns: 0: all tasks returned. EOWNERDEAD, ESRCH: of the first that did not, as
/// own_green_join. EINVAL: no `scope`.
///
/// Threads: the thread or fiber that opened the scope.
OWN(join) int own_green_scope_join(own_green_scope *scope OWN(scope));

// ---- What the macros are made of: no part of the interface ------------------------------------------

OWN(spawn)
int own__green_spawn(own_green *green, own_fiber **fiber OWN(handle), own_entry *run OWN(entry),
                     const void *value OWN(copied), own_drop *drop,
                     const own_fiber_options *options OWN(detached detached), struct own__form form);
OWN(spawn)
int own__green_spawn_move(own_green *green, own_fiber **fiber OWN(handle), own_entry *run OWN(entry),
                          void *payload OWN(moved) OWN(consumes), own_drop *drop,
                          const own_fiber_options *options OWN(detached detached), struct own__form form);
OWN(spawn)
int own__green_start(own_green *green, own_fiber **fiber OWN(handle), own_entry *run OWN(entry),
                     void *payload OWN(moved) OWN(consumes), own_drop *drop,
                     const own_fiber_options *options OWN(detached detached), struct own__form form);
OWN(model free *arg0) void own__green_abandon(void *payload OWN(consumes));
OWN(join) int own__green_join_back(own_fiber **fiber OWN(handle) OWN(consumes), void *value OWN(writes), size_t size);
OWN(join) void own__green_auto_end(own_fiber **fiber OWN(handle) OWN(consumes));
own_green_scope *own__green_scope_begin(own_green_scope *scope, own_green *green);
OWN(join) void own__green_scope_end(own_green_scope *scope OWN(scope));
OWN(scoped_spawn)
int own__green_scope_spawn(own_green_scope *scope OWN(scope), own_fiber **fiber OWN(handle), own_entry *run OWN(entry),
                           void *payload OWN(borrows), const own_fiber_options *options, struct own__form form);

#ifdef __cplusplus
}
#endif

#endif
