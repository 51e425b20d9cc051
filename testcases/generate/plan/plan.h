// SPDX-License-Identifier: MIT
// plan: a small program about threads, before it is C. shapes.c composes plans at random,
// mutate.c damages them, truth.c runs them concretely (every choice, worst schedule) and says
// which findings are right, write.c gives them one of many surfaces in C. Nothing here is
// shared with the solver, whose judge it is.
#ifndef GENERATE_PLAN_H
#define GENERATE_PLAN_H

#include "base/base.h"

enum {
	MAX_VARS = 28, // of one function, parameters included
	MAX_FNS = 8,   // the function under test is the first
	MAX_ENTRIES = 4,
	MAX_OPS = 5, // of one entry
	MAX_PATH = 3,
	MAX_ARGS = 4,
	MAX_NESTING = 4,   // calls
	MAX_EXPECTED = 32, // findings of one program
	NONE = -1,
	OWN_ENTRY = -2, // of a helper: the entry that its caller passes
	GLOBAL_POINTER = 100,
	GLOBAL_INT,
	GLOBAL_BOX, // variables of every function
};

// ---- random numbers: everything follows from the program's seed ------------------------

typedef struct Random {
	uint64_t state;
} Random;

static inline uint32_t pick(Random *r, uint32_t n)
{
	r->state += UINT64_C(0x9e3779b97f4a7c15);
	uint64_t z = r->state;
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)((z ^ z >> 31) >> 32) % n;
}

static inline bool one_in(Random *r, uint32_t n) { return pick(r, n) == 0; }

// ---- data --------------------------------------------------------------------------------

typedef enum Type {
	TYPE_INT,
	TYPE_BOX, // the program's struct; its fields are those that the plan names
	TYPE_HANDLE,
	TYPE_INT_PTR,
	TYPE_BOX_PTR,
	TYPE_HANDLE_PTR,
	TYPE_VOID_PTR,
} Type;

typedef enum Field {
	FIELD_SELF, // the scalar itself, or the whole box
	FIELD_N,
	FIELD_SPARE,
	FIELD_P,      // int *
	FIELD_NEXT,   // box *
	FIELD_THREAD, // handle
	FIELD_STATE,  // int, the spawner's own
	FIELD_FN,     // the pack of a trampoline: entry
	FIELD_ARG,    // and argument
	FIELD_SEM,
	FIELD_OTHER, // a second semaphore
	FIELD_LATCH, // a flag with its mutex and condition
	FIELD_GATE,  // a barrier
	FIELD_LOCK,  // a mutex
	FIELD_REFS,  // how many use the block
	FIELDS,
} Field;

typedef enum Storage { STORAGE_LOCAL, STORAGE_PARAM, STORAGE_STATIC, STORAGE_GLOBAL } Storage;

typedef struct Var {
	Type type;
	Storage storage;
	bool array;  // of Plan.count elements
	bool in_for; // declared in the head of its loop
	bool is_unsigned;
} Var;

typedef struct Place {
	int8_t var;       // NONE: no place
	bool deref;       // what the pointer points to
	int8_t index_var; // element `index_var + index`; NONE: `index` alone
	int8_t index;
	Field field;
} Place;

typedef enum ExprKind {
	EXPR_NUMBER,
	EXPR_COUNT,   // the length of the arrays, plus number
	EXPR_VALUE,   // what the place holds, plus number where it is an int
	EXPR_ADDRESS, // of the place
	EXPR_NULL,
	EXPR_CAST,   // the int in the place as a pointer
	EXPR_STRING, // a literal
	EXPR_ENTRY,  // entry `number` as a function pointer
} ExprKind;

typedef struct Expr {
	ExprKind kind;
	int8_t number;
	Place place;
} Expr;

typedef enum CondKind {
	COND_TRUE, // the place is not 0 (a handle: not NULL)
	COND_FALSE,
	COND_LESS, // place < expr
	COND_MORE_THAN,
	COND_IS,  // place == expr
	COND_ASK, // an unknown function is asked
} CondKind;

typedef struct Cond {
	CondKind kind;
	Place place;
	Expr than;
} Cond;

// ---- what threads do -----------------------------------------------------------------------

typedef enum OpKind {
	OP_READ,
	OP_WRITE,
	OP_FREE,    // the payload itself
	OP_SIGNAL,  // the sync object at the path
	OP_CALL,    // payload->fn(payload->arg)
	OP_COMPARE, // the pointer, as a pointer
	OP_AWAIT,   // is let in at the semaphore at the path
	OP_UNREF,   // gives the payload up; the last one frees it
} OpKind;

typedef struct Op {
	OpKind kind;
	bool global; // starts at the program's global pointer, not at the payload
	bool locked; // under payload->lock
	uint8_t length;
	Field path[MAX_PATH]; // each but the last is a pointer that is followed
} Op;

typedef struct Entry {
	Type payload;    // TYPE_INT_PTR or TYPE_BOX_PTR
	bool free_first; // a trampoline frees its pack before the call
	uint8_t n;
	Op ops[MAX_OPS];
} Entry;

// ---- statements ------------------------------------------------------------------------------

typedef enum StmtKind {
	STMT_DECLARE, // var [= value]
	STMT_SET,     // to = value; `lock`, where it is a place, is held meanwhile
	STMT_COPY,    // to = from, whole boxes
	STMT_READ,    // the spawner looks at `from`
	STMT_ALLOC,   // to = memory, by `how`; `other` runs when there is none
	STMT_FREE,    // what `from` points to
	STMT_SPAWN,   // handle in `to`, entry, payload in value; `other` when it fails, `body` when not
	STMT_CALL,    // function `callee`; `body` and `other` as for a spawn when it returns a result
	STMT_JOIN,
	STMT_DETACH,
	STMT_IF,  // body, other
	STMT_FOR, // to = value; cond; to += number
	STMT_WHILE,
	STMT_DO,
	STMT_COUNTDOWN, // by `how`: while (to > 0) { to--; body }
	STMT_BLOCK,
	STMT_LABEL,
	STMT_GOTO,
	STMT_BREAK,
	STMT_CONTINUE,
	STMT_RETURN,
	STMT_EXIT,
	STMT_INIT,    // the sync object at `to`; a barrier for `number` threads
	STMT_WAIT,    // at `from`, by `how`; `other` where a tested wait fails; a flag up to `number`
	STMT_DESTROY, // the sync object at `from`
	STMT_POST,    // lets a thread in, at the semaphore at `from`
	STMT_UNREF,   // gives the block at `from` up; the last one frees it
	STMT_WORK,    // something unrelated
} StmtKind;

typedef enum Memory { MEMORY_HEAP, MEMORY_ALLOCA, MEMORY_LITERAL } Memory;
typedef enum Countdown {
	COUNTDOWN_BODY, // while (n > 0) { n--; ... }
	COUNTDOWN_TEST, // while (n-- > 0): -1 is left
	COUNTDOWN_ZERO, // while (n--): the same, and of an unsigned number, the largest
} Countdown;
typedef enum Waiting { WAIT_SURE, WAIT_TESTED, WAIT_IGNORED } Waiting;

// Combinations that the solver is known to leave undecided, each a case FN_* of ui/: from such a
// statement on, nothing needs to be said of the running threads of its crew. With --gaps it does.
typedef enum Gap {
	GAP_NONE,  // but that a handle is lost where some of the crew are joined or detached
	GAP_HERE,  // once it is run: a join loop that asks for a state, a walk along a list (ui/loops/gaps.c)
	GAP_TURN,  // a loop round a crew, when a turn of it has ended: of all crews
} Gap;

typedef struct Stmt Stmt;
typedef VEC(Stmt *) StmtList;

struct Stmt {
	StmtKind kind;
	uint8_t how;
	int8_t var, result; // result: the int variable that keeps it, or NONE
	int8_t entry, callee, label, number;
	bool array; // STMT_ALLOC: Plan.count elements
	uint8_t crew; // the threads of one array or list, from 1: what starts and what joins them
	bool joins;     // ... it is joined here
	bool unnamed;   // joins handles in a heap block: whoever is out of sight may be meant
	Gap gap;
	uint8_t nargs;
	uint32_t id; // from 1, in order of making; 0 while it is not part of a plan
	Place to, from, lock;
	Expr value, args[MAX_ARGS];
	Cond cond;
	StmtList body, other;
};

typedef struct Fn {
	uint8_t nvars, nparams;
	Var vars[MAX_VARS];
	bool takes_entry; // its last parameter
	bool returns_int;
	bool elsewhere; // in the second file
	bool never_returns;
	StmtList body;
} Fn;

// ---- the program --------------------------------------------------------------------------------

typedef enum Api {
#define API(id, ...) API_##id,
#include "plan/api.def"
	APIS
} Api;

// What a program may consist of; each group can be left out.
typedef enum Feature {
#define FEATURE(id, on, what) FEATURE_##id,
#include "plan/features.def"
	FEATURES
} Feature;

typedef struct Plan {
	Arena *arena;
	uint64_t seed;
	uint32_t features; // bit set of those that are allowed
	Api api;
	uint8_t count;       // elements of arrays when it is run
	uint8_t count_shown; // and in the text
	bool is_main;
	Fn fns[MAX_FNS];
	uint8_t nfns;
	Entry entries[MAX_ENTRIES];
	uint8_t nentries;
	int8_t flags[3]; // int parameters of the first function that conditions ask for
	int8_t bound;    // its parameter that bounds loops, or NONE
	int8_t labels;
	uint8_t crews;
	uint32_t unwound; // crews of which some may be joined in the loop that starts them, by bit
	bool nested; // a loop runs round a crew
	bool strict; // what is in gaps is wanted too
	uint32_t nstmts;
} Plan;

// ---- truth.c --------------------------------------------------------------------------------------

typedef enum Code {
	CODE_E0373,
	CODE_E0597,
	CODE_E0505,
	CODE_E0506,
	CODE_E0382,
	CODE_UNJOINED,
	CODE_MAIN_EXITS,
	CODES
} Code;
extern const char *const code_names[CODES];

typedef struct Expected {
	const Stmt *stmt;
	bool step; // at the loop's step
	bool may;  // no tool needs to say it: see Run.open
	Code code;
	// Findings of one spawn, object and rule are one: any of a group's lines will do.
	uint32_t group;
	const Stmt *start; // of the thread that it is about, in whatever function; or NULL
} Expected;

enum { MAX_CHOICES = 48 };
#define WITH_GAPS (1u << 31) // among the features: Plan.strict

// Which sanitizer must see a finding when its run is replayed.
typedef enum Shows { SHOWS_NOWHERE, SHOWS_ADDRESS, SHOWS_THREAD } Shows;

// What parameters, creates and unknown calls say in one run, in order.
typedef struct Replay {
	uint8_t params[MAX_VARS];
	uint8_t answers[MAX_CHOICES];
	uint32_t nanswers;
	Code code; // of its first finding; CODES: none
	Shows shows;
	bool races; // some cell is touched without order by two, one of which writes
	bool hangs; // it waits for what never comes, or joins what a failing create left
} Replay;

typedef struct Truth {
	const char *unclear; // why nothing can be said: not C, or not decided by the rules; NULL: clear
	uint32_t n;
	Expected expected[MAX_EXPECTED];
	uint32_t runs;
	uint32_t called; // functions that some run called, by bit
	bool complete;   // some run reached the end
	Replay replay;   // of a run with a finding, or of any that is complete
} Truth;

Truth truth_find(const Plan *plan);

// ---- shapes.c, mutate.c ---------------------------------------------------------------------

// Composes the program of a seed; false where the damage done to it left no clear program.
bool plan_make(Plan *plan, Arena *arena, uint64_t seed, uint32_t features, Truth *truth);
void plan_damage(Plan *plan, Random *random);
// Whether every name is in scope where it is used and every goto finds its label.
bool plan_in_scope(const Plan *plan);
// The functions that are called anywhere, by bit; others are not written.
uint32_t plan_called(const Plan *plan);
Stmt *plan_stmt(Plan *plan, StmtKind kind);
void list_add(Plan *plan, StmtList *list, Stmt *stmt);
// Takes a statement out; its body may stay in its place. False: there is no such statement.
bool plan_drop(Plan *plan, uint32_t id, bool keep_body);

// ---- parts.c: what shapes.c puts together -----------------------------------------------------------

extern const bool api_returns_handle[APIS], api_never_fails[APIS]; // write.c

typedef enum StartWay { START_PLAIN, START_TWICE, START_PACK, START_STACK_PACK, START_COPY, START_WAYS } StartWay;

// A plan in the making.
typedef struct Make {
	Plan *plan;
	Random random;
	StmtList top;           // declarations at the top of the function under test
	bool hoists;            // variables may be declared there
	int starts[START_WAYS]; // functions that are made once; NONE: not yet
	int stops[3];
	int out; // the label behind which the function ends; NONE: not used
} Make;

Place place_of(int var);
Place field_of(int var, Field field);
Place pointee_of(int var, Field field);
Place element_of(int var, bool deref, int index_var, int index, Field field);
Expr number(int n);
Expr unset(void); // declared without a value
Expr count_plus(int n);
Expr value_at(Place place);
Expr address_of(Place place);
Expr null_pointer(void);
Cond cond_of(CondKind kind, Place place);

bool has(const Make *m, Feature feature);
Stmt *add(Make *m, StmtList *list, StmtKind kind);
Stmt *add_set(Make *m, StmtList *list, Place to, Expr value);
Stmt *add_on(Make *m, StmtList *list, StmtKind kind, Place from);
Stmt *add_if(Make *m, StmtList *list, Cond cond);
int var_new(Fn *fn, Type type, Storage storage);
int declare_in(Make *m, StmtList *list, Type type, Expr value);
int declare_at(Make *m, StmtList *list, Fn *fn, Type type, Expr value);
void list_append(Make *m, StmtList *to, const StmtList *from);
void list_append_copy(Make *m, StmtList *to, const StmtList *from);

// Entries; NONE when the program has enough of them.
int entry_on_int(Make *m);
int entry_on_box(Make *m, bool has_p, bool has_next);
int entry_on_global(Make *m);
int entry_that_frees(Make *m);
int entry_that_locks(Make *m);
int entry_that_signals(Make *m, Field sync, bool early, bool late, bool has_p);
void entry_op(Entry *entry, OpKind kind, uint8_t length, Field first, Field second);

// A spawn, directly or through a wrapper; its `body` and `other` are the caller's to fill.
Stmt *add_start(Make *m, StmtList *list, Place handle, int entry, Expr payload, bool box);
Stmt *add_start_owner(Make *m, StmtList *list, Expr owner, Place handle, int entry);
Stmt *add_run(Make *m, StmtList *list, int entry, Expr payload);
Stmt *add_join(Make *m, StmtList *list, Place handle);

// ---- arrays.c: stories of many threads -----------------------------------------------------------------

bool story_array(Make *m, StmtList *before, StmtList *after);
bool story_list(Make *m, StmtList *before, StmtList *after);
int handle_new(Make *m, StmtList *list); // shapes.c

// ---- teams.c: functions on many threads, gates, counts of users -----------------------------------------

bool story_team(Make *m, StmtList *before, StmtList *after);
Stmt *story_gate(Make *m, StmtList *before, StmtList *after, Place *handle); // NULL: no such program
bool story_count(Make *m, StmtList *before, StmtList *after);
Fn *fn_new(Make *m, int *index); // parts.c
int fn_param(Fn *fn, Type type);
Stmt *add_spawn(Make *m, StmtList *list, Place handle, int entry, Expr payload);

// ---- write.c -------------------------------------------------------------------------------------------

typedef struct Surface {
	uint64_t seed; // of the choices between equal ways to write a thing; 0: the first one everywhere
	bool runnable; // with the system's headers, one run replayed, a main
} Surface;

// Text under construction, of two files that are one program to the checker.
typedef struct Page {
	Buf text;
	uint32_t line;
} Page;

typedef struct Pages {
	Page page[2];
	Buf calls;  // of a runnable program's main
	// A line each: `want LINE LEVEL CODE GROUP` (`may`: where it need not be said), `program SEED FIRST LAST` (lines).
	Buf wanted;
} Pages;

enum { SECOND_PAGE = 20000 }; // first line of the second file: lines tell which file is meant

// Starts both files with what all programs use.
void pages_start(Pages *pages, Arena *arena);
void plan_write(Pages *pages, Plan *plan, const Truth *truth, const Surface *surface);
// For runnable programs: the call that replays one, as case `number`; and, at the end, the main.
void replay_write(Pages *pages, const Plan *plan, const Replay *replay, uint32_t number);
void main_write(Pages *pages);

#endif
