// SPDX-License-Identifier: MIT
// truth: a plan in, its right findings out. Every combination of parameters, answers of
// unknown functions and failing creates is run by itself on concrete memory; a thread
// that has started touches what it may touch until it is joined, or until a wait has
// shown that it got past its signal. No states, no merging: that is the solver's art.
// memory.c: choices, objects, places; lend.c: what threads touch and what that forbids;
// run.c: statements, functions, the enumeration.
#ifndef GENERATE_TRUTH_H
#define GENERATE_TRUTH_H

#include "plan/plan.h"

enum { MAX_LIVING = 96, MAX_THREADS = 16, MAX_TOUCHES = 24 };

typedef enum ValueKind {
	VALUE_UNSET,
	VALUE_INT,
	VALUE_OPEN,    // a parameter that nobody asked for yet; a = how many values it may have
	VALUE_SHARED,  // an int that a thread may have changed
	VALUE_NULL,    // b: returned by a create that failed
	VALUE_POINTER, // object a, element b, field
	VALUE_THREAD,  // a
	VALUE_FAILED,  // a handle after a create that failed; a: a running thread had it
	VALUE_ENTRY,   // a
	VALUE_STRING,
	VALUE_SYNC, // waits so far a, threads of a barrier b, number of its init c
} ValueKind;

typedef struct Value {
	ValueKind kind;
	int a, b, c;
	Field field;
} Value;

typedef struct Object {
	Type type;
	bool alive, heap, lasting, moved; // lasting: static
	bool elusive;                     // its end does not show at run time
	int depth;                        // the call that owns it
	int param;                        // of the first function, or NONE
	int count; // elements; an array has memory for one more, for runs that go beyond
	uint32_t origin; // the statement that makes it, or a number for a parameter
	int taker;       // the thread that it has moved to
	Value *cells;
} Object;

typedef struct Address {
	int object, element;
	Field field;
} Address;

typedef struct Touch {
	Address at;
	OpKind kind;
	bool after; // its signal
	bool gated; // only when the thread has been let in
	int lock;   // the object whose lock is held, or NONE
} Touch;

typedef struct Thread {
	bool running, detached, signalled, has_signal, blamed;
	uint8_t crew;
	int element; // in which its handle lies
	bool open;   // nothing needs to be said of it: see Gap
	bool unlike; // ... nor, that its handle is lost: some of its crew were joined or detached
	const Stmt *sites[MAX_NESTING]; // what each open call was doing when it started
	int depth, blamed_at;
	int naps; // how often the spawner had waited for anything when it started, or was heard of last
	Touch touches[MAX_TOUCHES];
	uint32_t ntouches;
	bool has_gate, let_in;
	Address gate; // where it waits to be let in
	Address signal;
	int signal_init; // which init of it
} Thread;

typedef struct Frame {
	const Fn *fn;
	int objects[MAX_VARS]; // NONE: not declared now
	int entry;
	const Stmt *at;
	VEC(int) allocas;
} Frame;

typedef enum Went { WENT_ON, WENT_BREAK, WENT_CONTINUE, WENT_GOTO, WENT_RETURN, WENT_STOP } Went;

typedef struct Run {
	const Plan *plan;
	Truth *truth;
	Arena *arena;
	VEC(Object) objects;
	Thread threads[MAX_THREADS];
	int nthreads;
	Frame frames[MAX_NESTING];
	int depth;
	int living[MAX_LIVING]; // objects of open blocks, innermost last
	int nliving;
	int globals[3];
	int inits;
	int naps;    // how often this run waited for a thread
	int shown;   // the object whose end shows; NONE
	uint32_t opened; // crews of gaps that were run, by bit
	int failing; // open branches of starts that failed
	uint8_t *choices, *limits;
	uint32_t nchoices, at_choice;
	// What comes now may be left unsaid: nobody can get here, for a flag is waited for that no
	// thread sets; or it is a gap that the solver is known to have (plan/gaps.def).
	bool open;
	bool beyond; // an array was used behind its end, for a parameter was larger
	Replay replay;
	int label;
	Value returned;
} Run;

// memory.c
Went unclear(Run *run, const char *why); // ends the run, and the program with it
int choose(Run *run, int n);
bool answer(Run *run, bool may_be_no); // of an unknown function or a create: yes, success
bool next_choices(Run *run);
void expect(Run *run, const Thread *thread, const Stmt *stmt, Code code);
void crew_opens(Run *run, const Stmt *stmt); // a statement of a gap is run
void expect_about(Run *run, const Stmt *stmt, bool step, Code code, const Thread *thread, int object);
int object_new(Run *run, Type type, int count, int depth, uint32_t origin);
void live_until_block_end(Run *run, int object);
void object_end(Run *run, int object, Code code);
void block_end(Run *run, int mark, Code code); // of the objects that were declared since
void init_box(Run *run, int object, Value n);
Value *cell_at(Run *run, Address at);
// Whether it has the element, or is used as if it had: then nothing counts that the run finds.
bool object_has(Run *run, const Object *o, int element);
bool read_int(Run *run, Address at, int *out);
bool variable_at(Run *run, int var, Address *at);
bool place_at(Run *run, Place place, Address *at); // false when the program must not go there
Value value_of(Run *run, Expr expr);
bool holds(Run *run, Cond cond, bool *truth);
bool same_address(Address a, Address b);
// The first finding of a run: whether a sanitizer sees it when the run is replayed, in which
// a thread sleeps before each touch and the spawner does not sleep at all.
void note_shown(Run *run, const Thread *thread, int object, Shows shows);
bool touch_lives(const Thread *thread, const Touch *touch);

// lend.c
bool spawner_reads(Run *run, const Stmt *stmt, Address at);
void spawner_writes(Run *run, const Stmt *stmt, bool step, Address at, int lock, const Value *now);
void free_heap(Run *run, const Stmt *stmt);
void thread_start(Run *run, Address handle, int entry, Value payload);
Went handle_run(Run *run, const Stmt *stmt);
Went wait_passes(Run *run, const Stmt *stmt, Address at);
void gate_opens(Run *run, Address at); // the semaphore there is posted
Went sync_run(Run *run, const Stmt *stmt);

#endif
