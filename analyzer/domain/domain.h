// SPDX-License-Identifier: MIT
// domain: what a state of the analysis is. values.c objects, values and paths; memory.c
// cells; conditions.c what tests say of values; answers.c what was asked twice; arrays/ how far numbers lie apart, and
// which threads of an array run; sync/ locks and handshakes; states.c which states are one.
#ifndef OUTLIVE_DOMAIN_H
#define OUTLIVE_DOMAIN_H

#include "link/link.h"

typedef struct { uint32_t i; } ObjId; // the first Fn.vars.n objects are the function's variables
typedef struct { uint32_t i; } ValId; // interned Val

// ---- abstract memory (memory.c) ----------------------------------------------------------

typedef enum ObjKind {
	OBJ_VAR,     // a variable of the function under analysis (globals too); a = VarId
	OBJ_GLOBAL,  // a global that only callees name; a = StrId
	OBJ_HOME,    // where an unknown value comes from: a = instruction, b = ordinal
	OBJ_SYM,     // the content of cell (a = object, b = path) before anything here wrote it,
	             // and, seen as memory, what a pointer with that content points to
	OBJ_HEAP,    // made by an allocating call: a = instruction, b = ordinal
	OBJ_FN,      // a function; a = StrId
	OBJ_THREAD,  // the thread that call a leaves behind as its b-th
	OBJ_LITERAL, // string literals and other memory that never ends
	OBJ_EXPR,    // value of a calculation on values: a = CalcOp, b and c = ValId
} ObjKind;

// Why tests of an unknown value decide nothing about threads.
enum {
	DOUBT_NONE,
	DOUBT_CALL,   // an unseen write may have changed a value that was known before
	DOUBT_THREAD, // a running thread writes it: a test in a loop may be a wait
	DOUBT_OPAQUE, // nobody knows where it comes from: the same
};

typedef struct Obj {
	ObjKind kind;
	uint32_t a, b, c;
	ObjId root;    // OBJ_SYM: the VAR, GLOBAL or HOME at the end of its parents; else itself
	uint8_t depth; // OBJ_SYM: number of SYM parents
	bool many;     // stands for several objects: writes are weak; OBJ_HOME: has run before
	bool opaque;   // has too many cells to be followed
	uint8_t doubt; // OBJ_HOME: DOUBT_*
	bool guess;    // OBJ_HOME: an unknown function or a thread may have written, or not
	bool asked;    // OBJ_SYM: an atomic access has read it
	bool folded;   // OBJ_HOME: some parts were written, which is not told
	bool let_go;   // OBJ_THREAD: some call, on some way, may join or detach it
	uint32_t more; // 1 + its index: OBJ_HOME: in Ctx.flags; OBJ_THREAD: in Ctx.thread_signals
} Obj;

// A pointer to (obj, path); for OBJ_SYM with empty path also the value itself.
typedef struct Ref {
	ObjId obj;
	PathId path;
} Ref;

#define VAL_REFS 8
// What a cell may hold: a number in `num`, or one of `refs`, or (`unknown`) anything.
typedef struct Val {
	Range num;
	bool unknown;
	bool weak; // read from a cell that stands for several, or written weakly
	uint32_t n;
	uint64_t homes; // which OBJ_HOMEs its symbols stem from, a filter by id; set when interned
	Ref refs[VAL_REFS];
} Val;

typedef struct Cell {
	ObjId obj;
	PathId path;
	ValId val;
} Cell;
typedef VEC(Cell) Cells;

// ---- differences of numbers (arrays/zones.c) -------------------------------------------------

// The number at `base`, or 0, plus `plus`. A pointer stands for the index of the element
// that it points to, a handle that was read from an array for its element's.
typedef struct Index {
	Ref base;
	int32_t plus;
	bool known;
} Index;

#define ZONE_ZERO ((Ref){{ID_NONE}, {0}})
#define ZONE_NODES 24
#define ZONE_ANY INT32_MAX

// The number of node[x] minus that of node[y] is at most most[x * cap + y].
typedef struct Zone {
	uint32_t n, cap;
	bool closed; // no bound follows from others
	Ref *node;   // node[0] is ZONE_ZERO
	int32_t *most;
} Zone;

// Whether a counter tells how many threads there are. States that differ in it stay apart:
// a `break` behind a create, before the counter has moved, leaves one more.
typedef enum Gap {
	GAP_OTHER,
	GAP_NONE, // it is one behind the newest element
	GAP_ONE,  // it still chooses the newest
} Gap;

// What each thread of a segment got: a pointer to the element of an array that has its
// handle's number, or what lies in there.
typedef struct Given {
	bool known, address;
	ObjId array;
	PathId field; // in the element; without the index
} Given;

// The place of a handle, or of something else, as an instruction spells it.
typedef struct HandleAt {
	uint32_t site; // the CALL
	bool placed;   // the place is known to be an element:
	ObjId array;
	PathId field;
	bool whole;    // all elements,
	Elements elements; // but none outside these
	bool foreign;  // another thread's write
	Index index;
} HandleAt;

// Where the handles of the threads of one call lie: in the elements of `array` from
// low to below high, which are numbers of the state's zone (segments.c).
typedef struct Segment {
	bool known;
	bool loose;   // the newest handle does not lie in an element yet
	bool holes;   // some element in it may have no thread,
	bool low_open, high_open; // the lowest, the highest too
	bool vague;      // before it began, there may have been elements without a thread, or not
	uint32_t above;  // head + 1 of the loop that counts up from above the lowest; or 0
	bool joined;  // some element of it has been joined
	ObjId array;
	PathId field; // in the element; without the index
	bool downwards;     // the last join took the highest element
	uint32_t joined_at; // CALL + 1 of the last join on every path; 0: it differs
	Index next;         // which element that call joins when it comes again
	uint32_t left_at;   // CALL + 1 of the join that plainly passes over what is left; or 0
	Ref counter;        // the variable that chose the newest element; or ZONE_ZERO
	Gap gap;            // between it and `high`, at the end of the last block,
	Gap lag;            // and between Ctx.bound and `high`
	uint32_t payload;   // 1 + the operand of the call from which the newest got its payload; or 0
	Given given;
} Segment;

// ---- threads and loans ----------------------------------------------------------------------

typedef struct { uint32_t i; } LoanId;

#define MAX_ASKED 2 // flags that are followed at one point

// An atomic read of the place has found it in the range.
typedef struct Asked {
	Ref place;
	Range range;
	bool shut; // of a loan: it held something else when the thread was started
} Asked;

#define LOAN_STORE 32 // the thread writes a global by name: no borrow, but a test of it may be a wait

// `obj.path` is lent to a thread, whose entry touches it.
typedef struct Loan {
	ObjId obj;
	PathId path;
	unsigned kind;      // TouchKind, or LOAN_STORE
	const Touch *touch; // in the entry's (or callee's) summary
	ObjId thread;
	bool wakes;         // an unknown function gets it, and may wake who waits there
	bool weak;          // the pointer may also point elsewhere because of merged cells
	bool torn;          // ... or because all ways of a large function are one
	uint8_t number;     // TOUCH_SIGNAL: which of the thread's signals
	uint16_t after;     // the thread's signals that lead to the touch on some path
	uint8_t gates;      // the thread waits so often before
	uint8_t nasked;
	Asked asked[MAX_ASKED]; // ... and has found all of these
} Loan;

typedef enum ThreadStatus {
	THREAD_RUNNING,   // nothing on this path can have ended it
	THREAD_MAYBE,     // something unseen may have: findings are warnings
	THREAD_UNDECIDED, // this version cannot tell: silence
} ThreadStatus;

#define ENTRY_ARGS 4 // arguments of an entry that a trampoline calls

// What a call said that asked about nothing that is seen here (answers.c).
typedef struct Answer {
	ObjId sym;
	Range range;
	bool known;
} Answer;

#define THREAD_ANSWERS 2

// A thread that runs in a state; one that has ended is not in it any more.
typedef struct ThreadState {
	ObjId thread;
	ThreadStatus status;
	bool many;     // several threads of this call run
	bool detached;
	bool older_detached; // `many`: all but one of them are
	bool signals;  // its entry may wake a waiter through something that has no name here
	bool waits;    // its entry waits for others
	bool counted;  // a count that it takes down too was tested
	bool vague_lock; // it takes a lock that has no name here
	bool spent;    // it has given back all that it borrowed
	Assumption assumes; // THREAD_MAYBE because of a wait
	uint16_t waited;    // its signals that were waited for
	uint16_t passed;    // ... by a barrier, behind which both are now
	uint16_t told;      // ... and have come for certain, from each thread of it
	uint16_t newest;    // `many`: all but the newest thread have told so
	uint8_t nwaits;     // ... how often
	bool matched;       // a wait in this block was for it
	bool counting;      // a wait in this block proves nothing of it if it is one of several
	bool deferred; // entry and payload are values of the caller
	bool expired;    // storage that it was lent has ended: reported
	bool some_ended; // `many`, and some of them have been joined
	bool absent;     // on some way here, of so many that they became one, it does not run
	bool lost;       // on some way here it ran when nobody could join it any more; now it is *maybe*
	bool blurred;    // it is *maybe* for no other reason than that so many states became one
	bool fresh;      // no join of anything has come since the newest was started, in this turn of each loop that joins
	uint32_t passed_by; // head + 1 of the loop whose joins a settled test passes by; or 0
	bool later;    // its function runs in the loop of the thread that has started it: never beside that
	bool joinable; // somebody got a handle, and nothing says that it is detached
	bool hidden;   // ... and it lies where nobody looks
	ValId detached_if; // the attributes that say so are a caller's: 1 there says detached
	ValId entry;
	ValId payload[ENTRY_ARGS];
	VEC(LoanId) loans; // sorted
	Segment segment;
	Elements elements; // for callers, at the end
	Answer asked[THREAD_ANSWERS]; // before it was started; they keep no states apart
} ThreadState;

#define MAX_HELD 4 // locks that are followed at one point

typedef struct Held {
	Ref lock;
	uint32_t pending; // signals that others see when it is released
} Held;

// Locks of a state. What a caller holds is not known here.
typedef struct Locks {
	Held held[MAX_HELD];    // taken here and still held, on every way to this point
	Ref released[MAX_HELD]; // released here, on some way, before they were taken here
	uint8_t nheld, nreleased;
	bool vague;               // one is held that has no name, or more than one
	bool maybe;               // on some way here, one more is held
} Locks;

// What the function does to threads of its callers.
typedef struct Outer {
	EffectKind kind; // END, MAYEND, DETACH, WAIT
	Waiting wait;    // WAIT, as in Effect
	bool again;
	bool counting;   // ... or will be when the block's end stays in the loop
	ValId handle;    // WAIT: the address of what is waited for
	Elements elements; // END, of any element
} Outer;

// Memory that ended on this path: a callers' object (FREE), or what is in a place (DESTROY).
typedef struct Freed {
	EffectKind kind;
	Ref place;
	bool must;  // on every path to here, or where there is nothing to free
	bool counted; // where a count in the object, which was taken down, said so
	bool early; // before any join of a callers' thread
} Freed;

// `obj` belongs to the thread, whose entry frees it: on every way out, or (`sometimes`) where
// `tested` lies in `range`.
typedef struct Moved {
	ObjId obj, thread;
	const Touch *touch;
	bool after_join; // the entry waits before it frees: only its end tells
	uint32_t issue;  // Ctx.issues when it was given away
	bool sometimes;
	ValId tested;
	Range range;
} Moved;

// One step on the way from a spawn to the end of storage, newest first.
typedef enum StepKind { STEP_SPAWN, STEP_TRUE, STEP_FALSE, STEP_CASE, STEP_WAIT, STEP_SPARED } StepKind;
typedef struct Step {
	StepKind kind;
	Span span;
	ObjId thread;   // STEP_SPAWN; STEP_SPARED: a call comes back that joins it on another way
	const Summary *callee; // STEP_SPARED,
	const Outcome *taken;  // ... and how it came back
	const char *text;      // ... in words, once it is in a finding
	uint32_t block; // where it stands
	uint32_t length;
	const struct Step *before;
} Step;

// Where a thread comes from.
typedef struct Spawned {
	ObjId thread;
	const SpawnEffect *effect;
	StrId entry;   // empty when it is not one known function
	uint32_t site; // the CALL
	const char *handle; // the local place that holds its handle, or NULL
} Spawned;

typedef struct Fact { ObjId sym; Range range; } Fact;

// What the function last wrote to an element (`ret[i]`), or to the newest block of many (`node->tid`), as it
// spells it, until that, the index or the pointer changes: its cell stands for others too.
typedef struct Shadow {
	Place place;
	Ref cell;
	ValId val;
} Shadow;

// Goes through the places at which the cells of two states differ, in their order.
typedef struct CellWalk {
	const struct State *a, *b;
	uint32_t i, k;
	const Cell *x, *y; // of `a` and of `b`; NULL where that state has none
} CellWalk;

// One state of property simulation. `threads` and `outer` are the property part:
// states merge only when these agree; cells and facts are the execution part.
typedef struct State {
	Cells cells;              // sorted by (obj, path)
	VEC(Fact) facts;          // sorted by sym; what is known of unknown values
	VEC(ThreadState) threads; // sorted by thread
	VEC(Outer) outer;         // sorted
	Locks locks;
	uint16_t signalled;       // ctx->signalled that some way here has signalled
	uint8_t gates;            // every way to here has waited so often for another thread
	uint8_t nasked;
	Asked asked[MAX_ASKED];   // ... and has found all of these, the newest first
	bool waited;              // in this block: `counting` marks of threads and `outer` are to be judged
	VEC(Moved) moved;         // sorted by object; part of the property too
	VEC(Freed) freed;         // sorted by place
	bool freed_more;          // on some way here, more has ended than there is room for
	Zone *zone;               // or NULL
	VEC(Shadow) shadows;      // oldest first
	ValId result;             // of the last call that a summary made, while it is applied
	const Step *steps;
	bool stuck;               // waits for a thread that never ends
	uint16_t bypassed;        // which of ctx->bypasses lie on the way here; part of the property too
	uint16_t idle;            // ... which loops that pass over elements have come round with no thread
	uint16_t straight;        // ... which that end threads are in their first turn, with no doubtful test on the way
	uint64_t distant;         // set by state_find_distant
} State;

typedef VEC(State *) States;

// Which homes a state reaches: those marked with `round`.
typedef struct Reach {
	U32Vec home; // by object
	uint32_t round;
} Reach;

// ---- one function's analysis --------------------------------------------------------------------

struct Flow;

typedef struct Loop {
	uint32_t head;   // block
	BitSet body;
	bool ends_any;   // ... through a handle that has no name here
	bool ends;       // a call in it may end a thread
	bool waits;      // a call in it waits for one
	bool waits_unnamed; // ... through something that has no name
	U32Vec calls;    // that end threads, in this loop and in none inside it
	bool skips;      // some way around passes none of them
	bool passes_over; // it may start the first thread of an array above elements that have none
	bool around;     // it has some, or a loop inside it
	bool spins;         // it ends when an atomic or volatile object says so
	VEC(ObjId) counted; // threads that it waits for, one signal each time round
	U32Vec waits_in;    // ... the blocks in which it does
	VEC(Ref) counters; // the variables by which its joins choose elements,
	bool counted_by;   // if there was one
	VEC(ObjId) some; // threads of which it joins some element
	VEC(Outer) joins; // elements of callers' arrays that it joins
} Loop;

// A place that the function signals, for waiters in other threads.
typedef struct Signalled {
	Ref place;
	Touch touch;
} Signalled;

// The numbers of a thread's signals: each summary that its entry consists of has its own.
typedef struct ThreadSignals {
	const Touch *touch[MAX_SIGNALS];
	uint32_t n;
} ThreadSignals;

// A place that a thread writes while it runs, and what it held when the thread started.
typedef struct Flag {
	ObjId home; // of the values that it may hold since then
	Ref place;
	Range old;
	bool polled; // a loop ends by a test of it: any test of it belongs to that wait
	ValId held; // `old`, as a value; {0} where that differs
} Flag;

typedef struct Exit {
	OutcomeKind kind;
	ValId ret;
	Place from; // where a returned record lies; or none
	Ways ways;    // of more than one state: what callers can name of each
	bool any_way; // ... which is nothing, or too much to tell
} Exit;

// One function's analysis; everything in it lives until the function is done.
typedef struct Ctx {
	struct Flow *flow;
	const Program *program;
	const Ir *ir;
	Paths *paths;
	const Fn *fn;
	uint32_t fn_index;
	Arena *arena; // scratch
	VEC(Obj) objs;
	Map obj_map;
	VEC(Val) vals;
	Map val_map;
	VEC(Loan) loans;
	Map loan_map;
	VEC(Spawned) spawned;
	VEC(Ref) written; // by the thread that is being issued
	VEC(Touch) touches;
	uint32_t write_touches; // among them
	Map touch_map;
	VEC(Effect) calls;     // calls of functions that only the caller knows
	U32Vec call_sites;     // the CALL of each
	U32Vec questions;      // CALLs that ask what others ask too (answers.c)
	VEC(Signalled) signalled; // places that it signals, numbered, in any pass
	VEC(ThreadSignals) thread_signals;
	VEC(Flag) flags;
	bool signals, waits, waits_unnamed, asks, opaque; // as in Summary
	bool in_thread;        // it may run in a thread: its touches matter
	bool collect;          // touches are collected now: the states are final
	bool near;             // to thread events, see link/relevance.c
	bool may_spawn;        // some call in it may leave a thread behind
	uint32_t apart;        // states that stay apart at a block though their threads agree
	const char *gave_up;   // the budget that was exceeded, or NULL
	uint32_t transfers;    // blocks x states run so far
	States spare;          // dropped, for state_copy
	Cells merged;          // memory for state_join
	Reach reach[2];        // memory for state_sweep and state_join
	VEC(Loop) loops;
	bool has_segments;     // threads are started in loops: differences are followed
	HandleAt writing;      // where the assignment writes that runs now
	uint32_t nends;        // calls that may end threads, if so,
	U32Vec join_calls;     // and those that do by a handle
	BitSet indices;        // variables that may choose an element of an array of handles
	bool bounded;          // a loop that joins ends at a number that may lag behind the threads:
	Ref bound;
	U32Vec index_fields;   // names of fields that do
	VEC(int32_t) marks;    // numbers that tests of those name, sorted
	uint32_t block;        // that runs now
	const Trace *below;    // the calls from the one that runs now to what it frees or writes
	uint32_t issues;       // threads issued so far, on any state
	bool quiet;            // nothing is reported: what loops do is being found out
	bool loops_grew;       // a loop was found to join elements of callers
	Bypasses bypasses;     // edges over which a join is passed by, for one of several reasons
	Liveness live;         // of the variables
	BitSet leaving;        // blocks that end the function on some state
	States exits;          // states that leave the function, `exit_info` says how
	VEC(Exit) exit_info;
	uint32_t depth;        // nesting of summary application
} Ctx;

// How a join makes sure that repeating it comes to an end.
typedef enum Widen {
	WIDEN_NONE,
	WIDEN_RANGES, // a bound that moves goes to its end
	WIDEN_ALL,    // a value that still changes is unknown
} Widen;

// values.c
void memory_init(Ctx *ctx);
ObjId obj_get(Ctx *ctx, ObjKind kind, uint32_t a, uint32_t b, uint32_t c);
ObjId obj_global(Ctx *ctx, StrId name);
ObjId obj_sym(Ctx *ctx, ObjId parent, PathId path);
ValId val_intern(Ctx *ctx, const Val *val);
ValId val_num(Ctx *ctx, int64_t number);
ValId val_ref(Ctx *ctx, ObjId obj, PathId path);
ValId val_join(Ctx *ctx, ValId a, ValId b, Widen widen);
ValId val_unknown(Ctx *ctx);
void val_doubt(Ctx *ctx, ValId val, uint8_t doubt);
static inline const Val *val_at(const Ctx *ctx, ValId id) { return &ctx->vals.v[id.i]; }
static inline const Obj *obj_at(const Ctx *ctx, ObjId id) { return &ctx->objs.v[id.i]; }
Range range_join(Range a, Range b);
Range range_meet(Range a, Range b);
bool range_empty(Range r);
bool range_has(Range r, int64_t n);
Range range_widen(Range old, Range joined);
bool expr_is_sum(const Ctx *ctx, ObjId obj, ValId *base, Range *by); // an unknown plus a number
Ref expr_sum(Ctx *ctx, ValId base, Range by);
int ref_compare(Ref a, Ref b);
bool ref_is_symbol(const Ctx *ctx, Ref ref);
bool is_scalar_var(const Ctx *ctx, Ref place);
void val_add_ref(Val *v, Ref ref);
uint64_t obj_homes(const Ctx *ctx, ObjId obj); // of its symbols, as in Val.homes
PathId path_eval(Ctx *ctx, const State *s, PathId path); // with numbers for variables
PathId path_add(Ctx *ctx, Ref base, PathId path);
bool path_inexact(const Ctx *ctx, PathId path); // some index is not a number
bool path_has_index(const Ctx *ctx, PathId path);
bool path_matches(const Ctx *ctx, PathId a, PathId b); // same fields, indices equal or unknown
bool path_overlaps(const Ctx *ctx, PathId a, PathId b); // one is a prefix of the other, [*] matching any
PathId path_push_elem(Ctx *ctx, PathId front, const Elem *e);
PathId path_cut(const Ctx *ctx, PathId path, uint32_t depth); // its first `depth` elements
PathId path_of_array(const Ctx *ctx, PathId path); // of `a[i]` the path of `a`; any other as it is
PathId path_any(Ctx *ctx, PathId path); // with [*] for each number
PathId path_push_deref(Ctx *ctx, PathId path);
bool obj_ap(Ctx *ctx, ObjId obj, PathId path, Ap *ap); // false: nothing outside can name it
bool val_holds_thread(const Ctx *ctx, ValId val, ObjId thread);

// memory.c
typedef struct Places {
	Ref v[VAL_REFS];
	uint32_t n;
	bool weak, unknown;
	bool only; // weak, for it was read from one of many blocks; but it is the same in each, or null
} Places;
uint32_t cell_find(const State *s, ObjId obj, PathId path); // where it is, or would be; cells are sorted
PathId path_suffix(Ctx *ctx, PathId path, uint32_t depth); // without its first `depth` elements
Places place_eval(Ctx *ctx, const State *s, Place place);
ValId cell_read(Ctx *ctx, const State *s, ObjId obj, PathId path);
ValId places_read(Ctx *ctx, const State *s, const Places *places);
void cell_sharpen(Ctx *ctx, State *s, ObjId obj, PathId path, ValId val);
void places_write(Ctx *ctx, State *s, const Places *places, ValId val);
void places_copy(Ctx *ctx, State *s, const Places *to, const Places *from);
bool parts_informative(const Ctx *ctx, const State *s, Ref whole);
ObjId cell_havoc(Ctx *ctx, State *s, ObjId obj, PathId path, uint32_t site, uint32_t ordinal);
void cell_forget(Ctx *ctx, State *s, ObjId obj, PathId path, ObjId home); // its values are the home's from now on
void obj_forget(Ctx *ctx, State *s, ObjId obj); // its cells go
// Handles that lie there, or (`parts`) in a part of it, are not lost by what comes; but nobody knows where they are.
void handles_hide(const Ctx *ctx, State *s, Ref whole, bool parts);
// Two objects of which there is one at a time have one name from now on; the value with that name.
ValId obj_unify(Ctx *ctx, State *s, ObjId into, ObjId from, ValId val);
bool cells_hold(const Ctx *ctx, const State *s, ObjId obj); // a handle of the thread, or a pointer into the object
bool obj_is_named(const Ctx *ctx, const State *s, ObjId heap); // it has cells, and something still leads to it
void home_renew(Ctx *ctx, State *s, ObjId home); // its values get new meanings
int cell_order(const Cell *c, ObjId obj, PathId path);
bool cells_next(CellWalk *walk); // false behind the last
ValId cell_old(Ctx *ctx, const State *s, ObjId obj, PathId path); // {0} when it is indeterminate
void shadow_add(Ctx *ctx, State *s, Place place, ValId val); // after it was written to the place
const Shadow *shadow_find(const State *s, Place place);
bool sym_is_uninitialised(const Ctx *ctx, ObjId sym);

// arrays/zones.c
Zone *zone_copy(Ctx *ctx, const Zone *zone, Zone *old);
bool zone_equal(const Zone *a, const Zone *b);
bool zone_join(Ctx *ctx, State *into, const State *from, Widen widen); // true when that of `into` changed
int32_t zone_most(Ctx *ctx, State *s, Index a, Index b);
bool zone_equals(Ctx *ctx, State *s, Index a, Index b);
bool zone_assume(Ctx *ctx, State *s, Index a, Index b, int32_t most);
void zone_set(Ctx *ctx, State *s, Ref place, Index value);
void zone_forget(const Ctx *ctx, State *s, ObjId obj, PathId path);
bool zone_names(const State *s, Ref place);
void zone_sweep(Ctx *ctx, State *s, bool (*keep)(const Ctx *ctx, const State *s, Ref place));
bool place_is_pointer(const Ctx *ctx, Ref place, ValId val);
static inline Index index_plus(Index i, int32_t n) { return (Index){i.base, i.plus + n, i.known}; }
void indices_find(Ctx *ctx); // completes ctx->indices, which has the seeds
void indices_before(Ctx *ctx, State *s, const Instr *in); // around an assignment
void indices_after(Ctx *ctx, State *s, const Instr *in);
bool operand_chooses(const Ctx *ctx, Operand operand);
Index index_of_operand(Ctx *ctx, State *s, Operand operand);
Index index_of_element(Ctx *ctx, State *s, Place place);
Index index_of_elem(Elem e);
bool holds_threads(const Ctx *ctx, ValId val);

// arrays/joins.c
// A call that may start or end threads.
typedef struct ThreadCall {
	uint32_t site;
	bool ends;    // or it waits for who knows what
	bool joins;
	bool returns; // a handle
	uint32_t payload; // which argument the thread gets as it is; or ID_NONE
} ThreadCall;
typedef VEC(ThreadCall) ThreadCalls;
void segments_prepare(Ctx *ctx, const ThreadCalls *calls);
bool loop_has(const Ctx *ctx, const Loop *loop, uint32_t site); // the instruction stands in it
bool loops_write(const Ctx *ctx, uint32_t block, uint32_t var); // some loop around the block writes the variable
bool loop_counts_by(const Loop *loop, Ref var); // its joins choose elements by it
uint16_t loop_bit(const Ctx *ctx, const Loop *loop); // in State.idle and State.straight; 0: there are too many
Loop *loop_around(Ctx *ctx, uint32_t site); // the innermost; or NULL
bool loop_joins_some(const Loop *loop, ObjId thread);
bool handle_is_elsewhere(const Ctx *ctx, const State *s, const ThreadState *thread);
// Whether each way from the call on to the next time round comes to a wait that the loop counts.
bool loop_waits_behind(Ctx *ctx, const Loop *loop, uint32_t site);
// Whether the block's test is of what a parameter or an unknown function says, and of no element.
bool joins_asked(Ctx *ctx, const State *s, uint32_t block);
// Whether the block's term asks if an allocation failed that the block has just made.
bool tests_new_memory(Ctx *ctx, const State *s, const Term *term);
// Whether the state has come on a straight way since it came to the loop: nobody was joined whom no join has taken out.
bool loop_is_straight(const Ctx *ctx, const State *s, const Loop *loop);
// On the way from `from` to `to`, which such a test has taken, no thread is joined this turn.
void joins_pass_by(Ctx *ctx, State *s, uint32_t from, uint32_t to);

// arrays/elements.c
Elements elements_join(Elements a, Elements b);
bool elements_equal(Elements a, Elements b);
Elements elements_at(Ctx *ctx, const State *s, uint32_t site, Ap ap); // those that a call joins, one at a time
bool element_is_first(const Ctx *ctx, const State *s, uint32_t site, Ap ap); // what it gets begins with the array
HandleAt value_at(Ctx *ctx, State *s, uint32_t site, Ap ap); // where what the call gets there was read from

// arrays/segments.c
HandleAt handle_at(Ctx *ctx, State *s, uint32_t site, Ap ap);
HandleAt handle_at_place(Ctx *ctx, State *s, uint32_t site, Place place);
bool same_element(const Segment *segment, const HandleAt *at);
bool segments_assume(Ctx *ctx, State *s, const Term *term, bool truth);
void segments_loop(Ctx *ctx, State *s, uint32_t from, uint32_t to);
void segments_sweep(Ctx *ctx, State *s);
void segment_issue(ThreadState *thread, uint32_t payload);
// A callee has started threads for the elements of an array: of which surely, it may tell.
void segment_span(Ctx *ctx, State *s, ThreadState *thread, const HandleAt *at, Elements elements);
Elements segment_elements(Ctx *ctx, State *s, const ThreadState *thread);
void segments_written(Ctx *ctx, State *s, ObjId obj, PathId path); // before (obj, path) is
// Whether the element at `at` is given to a thread that plainly runs, or (`joined`) has just been joined; `inside`,
// where it lies in what the thread got.
bool segment_gave(Ctx *ctx, State *s, const ThreadState *thread, const HandleAt *at, bool joined, PathId *inside);
void segments_store(Ctx *ctx, State *s, Place place, ValId handles); // handles are written to the place
void segment_store(Ctx *ctx, State *s, ThreadState *thread, const HandleAt *at);
bool segment_join(Segment *into, const Segment *from);
bool segment_same(const ThreadState *a, const ThreadState *b);
typedef enum Joined { JOINED_UNKNOWN, JOINED_SOME, JOINED_ALL } Joined;
Joined segment_end(Ctx *ctx, State *s, ThreadState *thread, const HandleAt *at);
// Whether leaving the loop over `term`, from a state that was `before` it, plainly leaves
// threads of the segment behind.
bool segment_stays(Ctx *ctx, State *s, State *before, const ThreadState *thread, const Loop *loop, const Term *term);
bool segment_runs(Ctx *ctx, State *s, const ThreadState *thread); // what is left of it, if its bounds are known

// sync/asked.c
void ask_mark(Ctx *ctx, const State *s, const Places *read); // an atomic access reads it
void ask_note(Ctx *ctx, State *s, ValId val, Range range);   // a test has found that the value lies there
uint8_t asked_join(Asked *into, uint8_t n, const Asked *from, uint32_t nfrom); // leaves what both have found
bool asked_equal(const Asked *a, const Asked *b, uint32_t n);
// Whether what lies there now is outside the range, or inside, whatever it is.
bool ask_is_shut(Ctx *ctx, const State *s, const Asked *asked);
bool ask_is_open(Ctx *ctx, const State *s, const Asked *asked);

// sync/locks.c
void lock_take(Ctx *ctx, State *s, const Places *lock);
void lock_release(Ctx *ctx, State *s, const Places *lock);
// Whether the thread takes a lock that is held here: then the one does not touch
// anything while the other does under that lock.
bool lock_shared(const Ctx *ctx, const State *s, const ThreadState *thread);
bool lock_may_be_shared(const Ctx *ctx, const State *s, const ThreadState *thread);
bool locks_equal(const State *a, const State *b);
bool locks_join(State *into, const State *from); // true when `into` changed

// sync/waits.c
void signal_send(State *s, uint32_t number, bool pending);
static inline void thread_demote(ThreadState *thread, ThreadStatus status)
{
	thread->blurred = false;
	if (status == THREAD_MAYBE)
		thread->assumes = ASSUME_NOTHING; // nothing that a wait proves takes it back
	if (thread->status < status)
		thread->status = status;
}
// Nothing can be said of what runs.
static inline void threads_undecided(State *s)
{
	for (uint32_t k = 0; k < s->threads.n; k++)
		thread_demote(&s->threads.v[k], THREAD_UNDECIDED);
}
void thread_assume(ThreadState *thread, Assumption assumption);
bool thread_borrows(const Ctx *ctx, const ThreadState *thread);
bool thread_may_wake(const Ctx *ctx, const ThreadState *thread); // waiters that it cannot be seen to wake
// A wait for what `places` names; `again`: perhaps more than once.
void wait_apply(Ctx *ctx, State *s, const Places *places, Waiting wait, bool again);
void wait_unnamed(Ctx *ctx, State *s);
void wait_answer(Ctx *ctx, State *s); // the kernel may ask some thread
// Many threads that signal it, or also `one`, may have been waited for.
void wait_doubt(Ctx *ctx, State *s, const Places *places, bool one);
// After a block that waits: where the way goes on in a loop, there may be more waits.
void wait_end_block(Ctx *ctx, State *s, uint32_t from, uint32_t to);
// From `from` to `to`, perhaps out of loops that wait or spin.
void wait_pass_gates(Ctx *ctx, State *s, uint32_t from, uint32_t to);
// A loop that waits is left, at its `head` or from within: it told what no single wait does.
void wait_leave_loop(Ctx *ctx, State *s, const Loop *loop, bool head);

// sync/outer.c: what a function does to its callers' threads
bool outer_find(const State *s, const Outer *item, uint32_t *at); // by kind and handle: where it is, or would be
bool outers_same(const State *a, const State *b, bool vague); // ... but for waits that prove nothing, if `vague`
bool outers_equal(const State *a, const State *b);
bool outers_join(Ctx *ctx, State *into, const State *from); // true when that has changed `into`

// answers.c
typedef struct Contradiction {
	StrId fn; // which says one thing and then the other; empty: none
	Span first, second;
} Contradiction;
bool call_asks_nothing(const Ctx *ctx, const Instr *call); // about nothing, or about constants alone
void answers_find(Ctx *ctx); // the calls in the function that ask the same as others
bool sym_is_answer(const Ctx *ctx, ObjId sym);
void answers_note(const Ctx *ctx, const State *s, ThreadState *thread); // behind which the thread starts
const Instr *sym_call(const Ctx *ctx, ObjId sym); // the call whose result the symbol stands for; NULL: none
// On the way since the thread was started, or before.
bool answers_differ(const Ctx *ctx, const State *s, ObjId thread, Contradiction *found);
void answers_join(Answer into[THREAD_ANSWERS], const Answer from[THREAD_ANSWERS]); // leaves what both have heard

// sync/flags.c
// What a test says of flags: its operands as they were before any thread wrote.
typedef struct FlagTest {
	const Flag *flag; // NULL: it tests none
	bool several;
	bool vague;       // some thread writes somewhere in the object, perhaps what is tested
	ValId a, b;       // as they were
	ValId read[2];    // as they were read
} FlagTest;
void flag_note(Ctx *ctx, const State *s, ObjId home, Ref place, ValId old);
bool flag_changes(const Ctx *ctx, const State *s, ObjId sym); // its value may change at any time
// What a place held that a thread writes, where `val` was read from it and may be that still; or {0}.
ValId flag_held(const Ctx *ctx, const State *s, ValId val);
FlagTest flag_test(Ctx *ctx, const State *s, ValId a, ValId b);
// What a place held before the thread that may write it now was started; false: nothing is known of it.
bool flag_before(const Ctx *ctx, const State *s, const Cell *cell, Range *old);
// What hangs on a test.
typedef enum Look {
	LOOK_CHANCE,
	LOOK_JOIN, // whether a thread is joined: on this way it is not
	LOOK_WAIT, // whether a loop ends, or a call comes back
} Look;
// The test came out as `truth`.
void flag_edge(Ctx *ctx, State *s, const FlagTest *test, CalcOp cmp, bool truth, Look look);
// What lies at the place is in the range, as whoever holds the right lock finds.
void flag_in_range(Ctx *ctx, State *s, ValId val, const Places *at, Range range, Look look);

// states.c
bool loan_insert(Arena *arena, ThreadState *thread, LoanId id); // keeps the order; false: it is there
void state_end_thread(State *s, uint32_t index);
int freed_order(const Freed *a, const Freed *b);
State *state_copy(Ctx *ctx, const State *s);
void state_drop(Ctx *ctx, State *s); // nobody uses it any more: its memory is for copies to come
// Drops what nothing reads from `block` on.
void state_sweep(Ctx *ctx, State *s, uint32_t block);
bool state_equal(const State *a, const State *b); // the execution part
uint32_t state_distance(const Ctx *ctx, const State *a, const State *b); // how much of it differs
bool state_same_property(const Ctx *ctx, const State *a, const State *b);
bool state_same_but_waits(const Ctx *ctx, const State *a, const State *b); // ... that prove nothing
bool state_same_frees(const State *a, const State *b);
bool state_join(Ctx *ctx, State *into, const State *from, Widen widen); // true when `into` changed
// Threads that borrow nothing of this frame, and whose handles it does not hold, for the next.
void state_find_distant(const Ctx *ctx, State *s);
// Whether two states agree on all other threads.
bool state_same_nearby(const Ctx *ctx, const State *a, const State *b);
const ThreadState *state_thread(const State *s, ObjId thread); // NULL when it does not run in `s`
ThreadState *thread_find(State *s, ObjId thread); // the same, to change it
ThreadState *thread_insert(Ctx *ctx, State *s, ObjId thread); // finds it, or adds it with nothing known of it
void thread_blur(Ctx *ctx, State *s, const ThreadState *thread); // it may run in `s`, and borrow what it borrows
void state_blur_distant(Ctx *ctx, State *s, const State *other); // the distant threads of both may run in `s`

// conditions.c
Range val_range(const Ctx *ctx, const State *s, ValId val);
ValId operand_val(Ctx *ctx, const State *s, Operand operand);
// That something is so; false where it cannot be, and `s` is to be dropped.
bool assume(Ctx *ctx, State *s, CalcOp cmp, Operand a, Operand b, bool truth);
bool assume_vals(Ctx *ctx, State *s, CalcOp op, ValId a, ValId b);
bool assume_range(Ctx *ctx, State *s, ValId val, Range range);
void assume_followed(Ctx *ctx, State *s, Place place);
bool assume_object(Ctx *ctx, State *s, const Places *places);
ValId calc(Ctx *ctx, const State *s, CalcOp op, ValId a, ValId b);
bool range_is_open(Range range);
SumVal val_number_known(const Ctx *ctx, const State *s, ValId val); // what tests have said of it: `fd != -1`; or `?`
ValId val_plus(Ctx *ctx, const State *s, ValId val, int32_t plus); // where a pointer plus a number points to is unknown
bool val_is_address(const Ctx *ctx, const Val *v); // or a handle: in some case, no unknown value
bool val_is_count(const Ctx *ctx, ValId val, Obj *count);
bool val_is_told(const Ctx *ctx, const State *s, ValId val);
uint8_t val_doubted(const Ctx *ctx, ValId val); // a DOUBT_*: why nobody knows it
bool val_may_be(Ctx *ctx, const State *s, ValId val, Range range);
bool fact_is_told(Ctx *ctx, ObjId sym); // callers learn what is known of the symbol
Guards state_guards(Ctx *ctx, const State *s, Arena *arena); // what tests have said of what callers can name
void exits_join_ways(Ctx *ctx, uint32_t into, uint32_t from); // before the states of two exits are joined
Ways exit_ways(const Exit *leave, const Guards *common, Arena *arena); // but for what holds on all of them
bool val_is_question(const Ctx *ctx, const State *s, ValId val); // whose answer tells of values with names outside

#endif
