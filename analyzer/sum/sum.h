// SPDX-License-Identifier: MIT
// sum: what a call does, the only thing that is known of a callee. A model is a
// hand-written summary; both have the text form of docs/summaries.md.
#ifndef OUTLIVE_SUM_H
#define OUTLIVE_SUM_H

#include "ir/ir.h"

// ---- access paths, in C's own syntax: arg0, *arg0, arg0->job.data[*], @table[3].fn ------

typedef enum ApRoot {
	AP_ARG,    // the n-th parameter, from 0
	AP_RET,    // the returned value
	AP_GLOBAL, // an object at file scope, by symbol: @name
	AP_FRESH,  // the n-th heap object that the call makes: fresh0 names the object itself
	AP_LITERAL,// a string literal or other static storage: literal
	AP_RESULT, // what the n-th `call` of the same outcome returned: result0
} ApRoot;

// A place: a root and a path over it; ELEM_DEREF in the path follows the pointer
// stored there. `*arg0` is arg0 + DEREF, `arg0->tid` is arg0 + DEREF + .tid.
typedef struct Ap {
	ApRoot root;
	uint32_t n;  // AP_ARG, AP_FRESH, AP_RESULT
	StrId name;  // AP_GLOBAL
	PathId path;
} Ap;

static inline bool ap_equal(Ap a, Ap b)
{
	return a.root == b.root && a.n == b.n && a.name.i == b.name.i && a.path.i == b.path.i;
}

// A set of integers: [lo, hi] without the value `ne` where has_ne. Empty when lo > hi.
typedef struct Range {
	int64_t lo, hi;
	bool has_ne;
	int64_t ne;
} Range;
#define RANGE_ALL ((Range){.lo = INT64_MIN, .hi = INT64_MAX})
#define RANGE_EMPTY ((Range){.lo = 1, .hi = 0})
bool range_equal(Range a, Range b);
bool range_negate(Range range, Range *out); // false when the other numbers are no range

typedef enum SumRefKind {
	REF_VALUE, // the value stored at `ap` when the call began, and `plus`: arg0, *arg1, arg0->n + 1
	REF_ADDR,  // the address of the place `ap`: &arg0->f, &@g, &fresh0
	REF_FN,    // the address of a function: @@name
} SumRefKind;

typedef struct SumRef {
	SumRefKind kind;
	Ap ap;
	StrId fn;
	int32_t plus; // of a number; what a pointer plus a number points to is not told
} SumRef;

// What a value may be: one of `refs`, or a number in `num`, or (`unknown`) anything.
// Text: alternatives separated by ` | `: `0 | &fresh0`, `1..9`, `!0`, `?`.
typedef struct SumVal {
	Range num;
	bool unknown;
	VEC(SumRef) refs;
} SumVal;

// The one place that the value was read from; NULL where there is none, or there are more.
static inline const Ap *sumval_source(const SumVal *value)
{
	return value->refs.n == 1 && value->refs.v[0].kind == REF_VALUE ? &value->refs.v[0].ap : NULL;
}

// `arg0 == 0`, `ret != 0`, `arg1->flag >= 1`: the value at `ap` lies in `range`.
// For AP_RET it speaks of the value after the call, else of the value before it.
// `*arg0 == *arg1`, `arg0->tid != @@pthread_self`: what lies there less `than` is 0, or is not.
typedef struct Guard {
	Ap ap;
	Range range;
	const SumRef *than; // or NULL
} Guard;

bool guards_alike(const Guard *a, const Guard *b); // but for the range

typedef VEC(Guard) Guards; // all hold
typedef VEC(Guards) Ways;  // one of them holds, unless there are none

// ---- effects ------------------------------------------------------------------------

typedef enum EffectKind {
#define EFFECT(NAME, word, form, doc) EFFECT_##NAME,
#include "sum/effects.def"
} EffectKind;

// How a thread uses what it was lent. The last two are no borrows: they say what the
// thread tells others, and what orders its uses.
typedef enum TouchKind {
	TOUCH_READ = 1,
	TOUCH_WRITE = 2,
	TOUCH_FREE = 4,
	TOUCH_SIGNAL = 8, // wakes who waits on it, or sets it as a flag
	TOUCH_LOCK = 16,  // takes the lock
} TouchKind;
#define MANY_GATES 2 // this many, or more
static inline uint8_t gates_add(uint8_t a, uint8_t b) { return a + b < MANY_GATES ? (uint8_t)(a + b) : MANY_GATES; }
static inline uint8_t gates_least(uint8_t a, uint8_t b) { return a < b ? a : b; }

#define MAX_SIGNALS 16    // places that one function signals, and values that it stores there
#define AFTER_ALL UINT16_MAX
#define TOUCH_BORROWS (TOUCH_READ | TOUCH_WRITE | TOUCH_FREE)

// A chain of positions: where it happens, then (outer) the call that leads there.
typedef struct Trace {
	Span span;
	StrId fn;                   // function in which `span` lies
	const struct Trace *caller; // toward the function that the summary describes
} Trace;

// One use of memory: `place` is read, written or freed.
typedef struct Touch {
	Ap place;
	TouchKind kind;
	bool assumed;      // through a function whose body is not known
	bool wakes;        // ... which may wake who waits there, or on what lies behind
	bool atomic;       // only by atomic or volatile accesses
	bool part;         // of something in the place; what is not told apart
	bool locked; // only under a lock, a read at least once; of a TOUCH_SIGNAL: others see it when the lock is released
	bool valued;       // of a TOUCH_SIGNAL: it is the store of `value`; any other store is another signal
	int64_t value;
	uint8_t gates;     // only after so many waits (0 to MANY_GATES), each of which somebody has ended
	uint16_t after;    // bit k: some path leads to it from the k-th TOUCH_SIGNAL of the same list
	const Guards *behind; // only where atomic reads have found all of these; or NULL
	const Trace *trace; // NULL in models
	const Ap *used;     // of a resolved thread: the place as the thread's function names it; else NULL
} Touch;

// The place in the terms of the function that uses it.
static inline const Ap *touch_used(const Touch *touch) { return touch->used ? touch->used : &touch->place; }

// Why a wait proves less than it seems to.
typedef enum Assumption {
	ASSUME_NOTHING,
	ASSUME_WAKEUP,    // a condition may wake for nothing
	ASSUME_INTERRUPT, // a handler may interrupt the wait
	ASSUME_FLAG,      // the flag is neither atomic nor under a lock on both sides
	ASSUME_ANSWER,    // the kernel may have asked the thread for what a call returned, or nobody
} Assumption;

// Which elements of an array of handles: of a spawn the lowest and the highest that surely
// have a thread, of an end those outside which none has ended.
typedef struct Elements {
	bool told;
	Range range;
} Elements;

// A thread that a call leaves behind. Either its entry is known and `lends` says
// what it uses, or entry and payload are still values of the caller (deferred).
typedef struct SpawnEffect {
	SumVal entry, payload;
	VEC(SumVal) more;  // further arguments of the entry, after `payload`
	VEC(Ap) handles;   // places that hold the handle afterwards; AP_RET for returned ones
	Elements elements; // of the handle's place, where that is `[*]`
	bool detached;
	bool scoped;       // the end of a scope joins it: it may borrow, also by --strict
	bool has_detached_if;
	SumVal detached_if; // 1 says detached, 0 or an object that is not there joinable
	bool handle_lost;  // nothing outside the callee holds the handle, nobody can join
	bool maybe_ended;  // something unseen may have ended it: findings are warnings
	Assumption assumes; // ... with this, where a wait left it open
	bool undecided;    // ... or nothing can be said: silence
	bool signals;      // it may wake waiters through something that is no place here
	bool locks;        // it takes locks that have no place here
	bool pooled;       // work of a library's own threads: no handle of it can be lost
	bool later;        // called by the loop of the very thread that starts it, some time: never beside it
	VEC(Touch) lends;  // resolved uses, in terms of the summary's roots
	VEC(Touch) frees;  // what the entry frees, and so is its own
	StrId entry_name;  // for messages; empty when deferred
	const char *given; // for messages: the payload as `given_in` spells it, or NULL
	StrId given_in;
	const Trace *trace; // the call that spawns, and the calls to it
} SpawnEffect;

// What it says of the signaller that a wait has ended.
typedef enum Waiting {
	WAIT_SURE,      // one thread has signalled
	WAIT_ALL,       // all have (barriers)
	WAIT_WAKEUP,    // nothing by itself: conditions wake for nothing too, a flag must tell
	WAIT_INTERRUPT, // it ended for another reason, which the caller should have tested
	WAIT_MAYBE,     // nothing can be told
} Waiting;

typedef struct Effect {
	EffectKind kind;
	Ap place;        // what is written, read, waited on, ...
	// STORE: what is stored; COPY: one REF_VALUE of the source place;
	// END, DETACH, MAYEND, FREE, ESCAPE: the handle or pointer; CALL: the function
	SumVal value;
	Elements elements; // END, of all threads in an array
	Waiting wait;    // WAIT
	bool again;      // WAIT: more than once
	uint8_t gates;   // CALL: only after so many waits
	uint16_t after;  // CALL: some path leads to it from the k-th TOUCH_SIGNAL of the summary
	bool weak;       // STORE, COPY: one of several places is written; FREE, DESTROY: only on some paths
	bool counted;    // FREE, DESTROY: where a count in the object, which was taken down, says so
	VEC(SumVal) args; // CALL
	SpawnEffect *spawn; // SPAWN
	const Trace *trace; // NULL in models
} Effect;

typedef enum OutcomeKind {
	OUTCOME_RETURN,
	OUTCOME_EXIT_THREAD, // pthread_exit and its like: the calling thread ends
	OUTCOME_LONGJMP,
} OutcomeKind;

// One way in which a call may end. A call that never ends has no outcome.
typedef struct Outcome {
	OutcomeKind kind;
	Guards guards;
	Ways ways; // beside `guards`, where this stands for more than one way
	SumVal ret;
	VEC(Effect) effects; // in order
} Outcome;

typedef struct Summary {
	StrId name;
	bool is_model;    // hand-written: wins over a body
	bool wins;        // over a body too: users' models, and those of thread APIs, which say what
	                  // a body does through the kernel
	bool incomplete;  // a budget cut it; `why` says which
	StrId why;
	uint8_t rounds;   // how often it was solved, while the cycle of functions to which it belongs is; else 0
	uint8_t merged;   // how far its outcomes were merged
	uint32_t nfresh;  // fresh0 .. fresh<nfresh-1>
	VEC(Outcome) outcomes;
	VEC(Touch) touches; // every use of memory reachable from outside, on any path
	bool signals;     // wakes a waiter through something that is no place here (a pipe), on any path
	bool waits;       // waits for another thread's signal, on any path
	bool waits_unnamed; // ... through something that is no place here
	bool asks;        // on some path the kernel may ask a thread for it that reads and writes descriptors
	bool opaque;      // a part of it is not lowered: what it returns may tell of other threads
} Summary;

typedef struct Sums {
	Ir *ir; // strings and paths
	VEC(Summary *) all;
	Map by_name; // StrId -> index in all
	bool wins;   // of the models that are being added
} Sums;

void sums_init(Sums *sums, Ir *ir);
const Summary *sums_find(const Sums *sums, StrId name); // NULL when there is none
void sums_add(Sums *sums, Summary *summary); // replaces one of the same name

// ---- parse.c and text.c ------------------------------------------------------------------

// Adds the models in `text`. False and *error (line, column, what was expected) at
// the first mistake; the functions before it are kept. What effects of a function do
// to memory that its caller can reach is entered in its touches too.
bool sums_parse(Sums *sums, const char *text, size_t len, TextError *error);
void sum_print(Buf *out, const Ir *ir, const Summary *summary);
const char *sum_text(const Ir *ir, const Summary *summary, Arena *arena); // the same, in `arena`
void sum_print_ap(Buf *out, const Ir *ir, Ap ap);
void sum_print_val(Buf *out, const Ir *ir, const SumVal *value);

// ---- models.c ------------------------------------------------------------------------------

// Adds the models that are built in (analyzer/models/*.sum, embedded by the build).
// An error in one of them is a bug.
void sums_add_builtin(Sums *sums);
// Adds a user's file; on failure prints `path:line:col: error: ...` to `err` and returns false.
bool sums_add_file(Sums *sums, const char *path, FILE *err);

// ---- annotations.c ----------------------------------------------------------------------------

// A mistake in an annotation, at the name of the function that carries it.
typedef struct SumNote {
	Span span;
	const char *message; // in sums->ir's arena
} SumNote;
typedef VEC(SumNote) SumNotes;

// Adds what annotate("own::...") attributes say of the functions of `ir`, as the
// words of docs/contract.md mean; call it after the models are in, since what has a
// model keeps it. A function with a mistake gets no summary from its words, and
// (unless `notes` is NULL) one note for the mistake.
void sums_add_annotations(Sums *sums, const Ir *ir, SumNotes *notes);

#define EFFECT_BIT(kind) (1u << (kind))

// The first effect of one of the kinds, a set of EFFECT_BITs; NULL when there is none.
static inline const Effect *outcome_effect(const Outcome *outcome, uint32_t kinds)
{
	for (uint32_t i = 0; i < outcome->effects.n; i++)
		if (EFFECT_BIT(outcome->effects.v[i].kind) & kinds)
			return &outcome->effects.v[i];
	return NULL;
}

// The same for all outcomes; `summary` may be NULL.
static inline const Effect *summary_effect(const Summary *summary, uint32_t kinds)
{
	const Effect *found = NULL;
	for (uint32_t i = 0; summary && i < summary->outcomes.n && !found; i++)
		found = outcome_effect(&summary->outcomes.v[i], kinds);
	return found;
}

#endif
