// SPDX-License-Identifier: MIT
// flow: which thread borrows what, on which path, and when the storage ends.
// facts.c what an instruction does to a state, call.c what a call does, unknown.c one of a
// function without a body; threads/ who runs and who holds the handle; loans/ what is lent or
// given to whom, and for how long; report.c what was found; solve.c the solver (property simulation; naive/ is its
// oracle); infer.c summaries of functions, outcomes.c how many ways out they tell apart.
#ifndef OUTLIVE_FLOW_H
#define OUTLIVE_FLOW_H

#include "domain/domain.h"

// ---- findings ----------------------------------------------------------------------------------

typedef enum Confidence { CONFIDENCE_ERROR, CONFIDENCE_WARNING } Confidence;

typedef struct Finding {
	const char *code;      // "E0373", "E0597"
	Confidence confidence;
	StrId fn;              // function whose storage ends
	Span spawn;            // the call in it that lends
	StrId callee;          // what it calls there
	const Trace *inside;   // the calls below `spawn` down to the one that spawns; NULL when it spawns itself
	StrId entry;           // the thread's function; empty when unknown
	StrId label, type;     // the borrowed variable
	VarKind var_kind;
	uint32_t var_flags;
	Span decl;
	Span lent;             // where its address was taken, when not in the spawning call
	const char *place;     // as the function spells what is borrowed, or what is assigned: `job.data`
	const char *part;      // ... and what of that is borrowed; NULL: all of it
	TouchKind touch_kind;
	bool touch_assumed;
	const Trace *touch;    // the use in the thread, with the calls that lead there; may be NULL
	StrId touch_fn;        // the function that gets the payload on the way to `touch`
	StrId touch_path;      // as the entry spells it: `arg->data`
	Span end;              // where the storage ends, is freed, assigned or used
	const Trace *below;    // the calls below `end` to what frees or assigns it; or NULL
	bool heap;             // what is borrowed is no variable; `label` spells it: `*job`
	TouchKind use;         // E0382: what is done with it at `end`
	bool sometimes;        // ... and the thread frees it on some of its ways only
	ExitKind exit;
	uint32_t block;        // ... in which that is
	bool detached, many, thread_exit, jump;
	bool maybe_joined;     // an unknown function got the handle
	StrId callback;        // a function that may be called unseen and waits for the thread; or empty
	Ap held;               // how others may name the place of the handle: a global, or through a pointer
	bool is_held;          // ... if they may
	Assumption assumes;    // what a wait would prove if one could assume it
	Contradiction answers; // a function that is asked twice on the way, and says different things
	const Trace *signal;   // the signal that was waited for, before `touch`; or NULL
	bool strict;           // only --strict objects: the thread may well be joined
	const char *handle;    // how the function spells the handle, or NULL
	const char *handle_given; // else how it spells where the call puts it: `c->tid`; or NULL
	bool returned;         // the call returns the handle
	bool registered;       // a library calls it, on a thread of its own,
	bool later;            // ... or in a loop of the same thread
	bool unheld;           // a library's own, and nothing holds a handle of it that a join could take
	const char *given;     // the payload, as the function `given_in` spells it: `&job.part`, `NULL`; or NULL
	StrId given_in;        // `fn`, or one below that starts the thread
	const char *scope;     // the scope's address, where one starts the thread; or NULL
	StrId global;          // through which the thread finds the object; or empty
	bool writes;           // the thread writes the object too
	bool tells;            // the thread locks or signals something that lies in it
	bool signals;          // the thread wakes others, and nothing on the way waits for it
	bool shared;           // several threads borrow the object
	Span overwritten;      // where another start on the way takes the handle's place
	VEC(Step) steps;       // oldest first, after the spawn: waits, and conditions that matter
	uint32_t way;          // how many there are in all
} Finding;

typedef VEC(Finding) Findings;

// ---- solving --------------------------------------------------------------------------------------

typedef struct FlowOptions {
	void (*solve)(struct Ctx *ctx); // NULL: solve_fn; tests put the oracle of naive/ here
	bool strict;            // Rust's own rule: no borrow of stack data by a spawn, joined or not
	bool dump_facts, dump_loans;
	Buf *dump;
	uint32_t max_states;    // states at one point before the rest is given up
	uint32_t max_transfers; // blocks x states in one function
} FlowOptions;
#define FLOW_OPTIONS_DEFAULT ((FlowOptions){.max_states = 128, .max_transfers = 20000})

// A function of which some part was not looked at.
typedef struct GaveUp {
	StrId fn;
	const char *budget; // what ran out: states, transfers, cells, outcomes, stores, edges, memory
	bool near;          // it, or what it calls, starts or ends threads: findings may be missing
} GaveUp;

typedef struct FlowStats {
	uint32_t fns, given_up, spawns, loans, stack_loans;
	uint64_t transfers;
	VEC(GaveUp) gave_up;
} FlowStats;

typedef struct Flow {
	Program *program;
	FlowOptions options;
	Summary **inferred; // by index in ir->fns
	bool *stale;        // by the same: a function of its cycle that it calls has changed since
	Findings findings;
	FlowStats stats;
	bool exit_joins;    // some function that runs when the process ends may join threads
	Map reported;       // (spawn, object, rule) -> index in findings
	Map entries;        // functions that run in threads, by name
	BitSet values;      // functions that something points to
} Flow;

// Solves every function, callees first. Findings are in flow->findings, in
// program order; inferred summaries stay for dumps. All memory is the program's.
void flow_solve(Flow *flow, Program *program, FlowOptions options);
// The text of every inferred summary, in the order of the units.
void flow_print_summaries(Buf *out, const Flow *flow);

// call.c
// The caller's side of a summary: what its roots mean here.
typedef struct CallFrame {
	const ValId *args;
	const Places *arg_places; // where record arguments come from (n == 0: not from a place)
	uint32_t nargs;
	bool one_way;             // the callee comes back in one way only
	bool in_thread;           // it runs in another thread: what it makes has no name here
	uint32_t site;            // the CALL, names fresh objects and unknown results
	ValId ret;
	const Summary *callee;    // NULL where it is not known
	bool unsure;              // this outcome may be impossible
	ValId results[8];         // of the summary's own calls, in their order
} CallFrame;
Span call_span(const Ctx *ctx, const CallFrame *frame);
// Of a function whose cycle is being solved: what it makes and starts is told apart by the
// call alone, or each round would add its own.
static inline bool call_is_cyclic(const CallFrame *frame) { return frame->callee && frame->callee->rounds; }
void call_named(Ctx *ctx, StrId name, const CallFrame *frame, State *s, States *out);
void call_finish(Ctx *ctx, const Outcome *outcome, CallFrame *frame, State *s, States *out); // the call ends so
// What call `site` produces as its ordinal-th unknown.
ValId fresh_value(Ctx *ctx, State *s, uint32_t site, uint32_t ordinal);
Places ap_places(Ctx *ctx, const State *s, const CallFrame *frame, Ap ap);
ValId sumval_eval(Ctx *ctx, const State *s, const CallFrame *frame, const SumVal *value);

// facts.c
// What is known of a callee: a model, an inferred summary, or NULL.
const Summary *flow_summary(const Flow *flow, StrId name);
const Summary *flow_callee(const Flow *flow, const Instr *instr); // NULL when it is no call, or of nothing known
BitSet calls_mute(const Ctx *ctx); // by instruction: calls in which numbers that are given decide nothing
void instr_apply(Ctx *ctx, uint32_t index, State *s, States *out);
bool leads_to_thread(const Ctx *ctx, const State *s, ValId val, ObjId thread); // over a few pointers
void thread_exit(Ctx *ctx, uint32_t site, State *s); // the call ends the thread that runs the function
void dump_fact(Ctx *ctx, uint32_t site, const char *format, ...) PRINTF_LIKE(3, 4);
void call_value(Ctx *ctx, ValId fn, const CallFrame *frame, State *s, States *out);
// The call does not follow the pointer.
bool printed_as_number(const Ctx *ctx, const CallFrame *frame, Ap place);

// unknown.c
// A callee that nobody knows; with `deferred`, our caller will know it and its uses.
void call_unknown(Ctx *ctx, const CallFrame *frame, const Fn *decl, bool deferred, State *s, States *out);
void unknown_joins(Ctx *ctx, State *s, ValId given, bool may_write);
void lose_variadic(Ctx *ctx, State *s, const CallFrame *frame, StrId name); // arguments beyond the parameters

// loans/loans.c
void dump_loans(Ctx *ctx);
// `touch` says the kind and the conditions; its trace is that of the use in a callee, if any.
void touch_add(Ctx *ctx, ObjId obj, PathId path, Touch touch, Span span);
// What comes before a part of an entry: signals of the thread, by its own numbers, a wait;
// and how many function values deep it is.
typedef struct Before {
	uint16_t signals;
	uint8_t gates;
	uint32_t depth;
	uint8_t nasked;
	Asked asked[MAX_ASKED];
} Before;
// All `touches` of one summary.
void touches_lend(Ctx *ctx, const State *s, ThreadState *thread, const CallFrame *frame, const Touch *touches,
                  uint32_t n, Before before);
// The calling thread signals `places`; when that is a plain store, others see it when the
// lock is released. Returns the numbers.
uint16_t signal_places(Ctx *ctx, State *s, const Places *places, bool pending, Touch how, Span span);
// The place whose address the call gets there, taken right before it; or none.
Place place_given(const Ctx *ctx, uint32_t site, Ap ap);
void loans_gather(Ctx *ctx, ThreadState *thread); // it is several from now on
void loans_drop(const Ctx *ctx, ThreadState *thread, ObjId obj);
void storage_used(Ctx *ctx, State *s, const Places *places, Span span, TouchKind kind);
// What orders a write with the reads of other threads.
typedef enum WriteOrder {
	WRITE_PLAIN,  // the locks held here, if any
	WRITE_LOCKED, // a lock that a callee takes
	WRITE_ATOMIC, // the access itself, or nobody knows: never wrong
} WriteOrder;
void storage_written(Ctx *ctx, State *s, const Places *places, Span span, WriteOrder order);
WriteOrder written_below(const State *s, const CallFrame *frame, Ap place);
// `counted`: where a count in the object, which a callee has taken down, says so.
void storage_freed(Ctx *ctx, State *s, ValId val, bool counted, Span span);
void storage_destroyed(Ctx *ctx, State *s, const Places *places, bool counted, Span span);
void storage_fresh(Ctx *ctx, State *s, ObjId heap);
void storage_dead(Ctx *ctx, State *s, const Instr *dead);
// How storage ends, beyond the edges of ExitKind.
typedef enum Leave { LEAVE_EDGE, LEAVE_THREAD, LEAVE_JUMP, LEAVE_STRICT } Leave;
void storage_leave_all(Ctx *ctx, State *s, Span span, Leave leave);
void tls_check(Ctx *ctx, State *s, ValId ret, Span span);

// loans/touches.c
Touch touch_here(Ctx *ctx, const State *s, TouchKind kind);
// What the callee uses and signals, the caller uses and signals.
void touches_apply(Ctx *ctx, State *s, const CallFrame *frame, const Summary *summary);

// loans/moves.c
void entry_lend(Ctx *ctx, State *s, ThreadState *thread, ValId entry, const CallFrame *frame, Before before);
void moved_add(Ctx *ctx, State *s, Moved moved, Span span); // `span` gives it away

// loans/elements.c
void element_freed(Ctx *ctx, State *s, ValId val, const HandleAt *at, Span span); // storage_freed of that at `at`

// loans/nodes.c: `handle`, which the call finds at `ap`, is joined.
void node_joined(Ctx *ctx, State *s, const CallFrame *frame, ValId handle, Ap ap);

// threads/threads.c
#define THREAD_DEPTH 64 // threads of one depth of calls in the name of one
// The argument that the thread gets as it is; ID_NONE: none, or no thread (NULL) is started.
uint32_t payload_argument(const SpawnEffect *spawn);
// 1 + the operand of the call from which the thread gets what it borrows, or 0.
uint32_t payload_operand(const Ctx *ctx, uint32_t site, const SpawnEffect *spawn);
void thread_issue(Ctx *ctx, State *s, CallFrame *frame, const SpawnEffect *spawn, uint32_t ordinal);
// Whether neither handle nor anything lent lies in memory of the function or of its callers.
bool spawn_is_static(const SpawnEffect *spawn);
void thread_return(Ctx *ctx, State *s, const CallFrame *frame, const SpawnEffect *spawn, uint32_t ordinal,
                   const Places *to);
void thread_end(Ctx *ctx, State *s, ValId handle, EffectKind kind, const HandleAt *at);
void outers_blur(Ctx *ctx, State *all, const State *s); // what `s` did to callers' threads may have happened in `all`
void threads_doubt(Ctx *ctx, State *s, ValId handle); // the handle may be any that is held out of sight
void loop_joined(Ctx *ctx, State *s, uint32_t from, uint32_t to); // the edge may leave a loop that joins
void threads_drop_undecided(State *s); // nothing will be said of them
// The threads whose handles are there before a call that joins on some way, and not on another.
U32Vec threads_held(Ctx *ctx, const State *s, const Summary *callee);
void thread_hide(const States *ways, uint32_t first, ObjId thread); // it ended on some way: it is lost on none
const Spawned *spawned_of(const Ctx *ctx, ObjId thread);

// threads/lost.c
bool handle_place(Ctx *ctx, const State *s, ObjId thread, Ap *place); // as a callback may name it
void callbacks_doubt(Flow *flow); // of each finding: who is called unseen may have waited for the thread
void threads_join_at_exit(Ctx *ctx, ValId fn); // the function runs when the process ends
void threads_check_lost(Ctx *ctx, State *s, const Exit *leave, Span span);

// threads/loops.c: from `from` to `to`, perhaps round a loop or out of some; `before` is the state before the test.
void threads_age_by_loop(const Ctx *ctx, State *s, uint32_t from, uint32_t to);
void threads_age_by_test(Ctx *ctx, State *s, Operand operand);
void threads_leave_loops(Ctx *ctx, State *s, State *before, uint32_t from, uint32_t to);
void threads_doubt_test(const Ctx *ctx, State *s, uint8_t doubt, bool leaves); // a DOUBT_*; it `leaves` a loop

// threads/spared.c: the callee has come back by `taken`, and joins threads on another way.
void spared_note(Ctx *ctx, State *s, const CallFrame *frame, const Outcome *taken);
const char *spared_text(const Ctx *ctx, const Step *step);

// threads/spell.c
// A variable that the source does not name where it stands: a temporary, or one that a macro
// declares, whose place is that of the whole macro.
bool var_is_hidden(const Ctx *ctx, VarId id);
const Instr *definition_of(const Ctx *ctx, VarId var); // the only one that gives it its value; or NULL
const char *spelled_argument(const Ctx *ctx, uint32_t site, uint32_t n); // NULL where it has no name
// Where the handle lies: what the call wrote, or what its result goes to; or NULL.
const char *handle_text(const Ctx *ctx, const Spawned *spawned);
// Its place as the call spells it: `c->tid` of `&c->tid`, `*tid` of `tid`; or NULL.
const char *given_handle(const Ctx *ctx, const Spawned *spawned);
// What the thread is given, as the function `in` spells it: `&job.part`, `NULL`; or NULL.
const char *payload_text(const Ctx *ctx, const Spawned *spawned, StrId *in);
const char *place_text(const Ctx *ctx, const Var *var, PathId path); // as the function spells it

// report.c
// Whether each time round a loop that does not make the object a thread borrows it.
bool lent_in_loop(const Ctx *ctx, uint32_t spawn, uint32_t made);
Step *step_add(Ctx *ctx, State *s, StepKind kind, Span span);
const char *ap_text(const Ctx *ctx, const Fn *fn, Ap ap); // a place of a summary as the function spells it
// The calls from one of `callee` to where it frees or writes what the effect says; or NULL.
const Trace *effect_trace(const Ctx *ctx, const Summary *callee, const Effect *effect);
const Loan *loan_on(const Ctx *ctx, const ThreadState *thread, ObjId obj); // the most telling one
void report_event(Ctx *ctx, State *s, const ThreadState *thread, const Loan *loan, const char *code, Span span,
                  Ref place);
void report_moved(Ctx *ctx, State *s, const Moved *moved, Span span, TouchKind kind);
// unjoined_thread, main_exits_first
void report_lost(Ctx *ctx, State *s, ThreadState *thread, const char *code, Span span);
void findings_drop_told(Flow *flow); // what other findings say already
void report_end(Ctx *ctx, State *s, ThreadState *thread, ObjId obj, const Var *var, Span end, ExitKind exit,
                Leave leave);

// solve.c, and naive/ as its oracle: fill ctx->exits
void solve_fn(Ctx *ctx);
void shape_prepare(Ctx *ctx, U32Vec *postorder);
const SpawnEffect *summary_spawn(const Summary *summary);
// Runs one block on one state; the terminator's successors get (block, state).
typedef struct Edge { uint32_t block; State *state; } Edge;
typedef VEC(Edge) Edges;
void block_run(Ctx *ctx, uint32_t block, State *s, Edges *out);

// outcomes.c
#define MAX_OUTCOMES 6
void exits_merge(Ctx *ctx, Summary *summary); // to MAX_OUTCOMES, unless nothing more agrees

// infer.c
bool val_export(Ctx *ctx, ValId val, SumVal *out); // false: only part of it has a name outside

#endif
