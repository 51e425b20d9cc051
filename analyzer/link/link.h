// SPDX-License-Identifier: MIT
// link: many units' IR in, one program out: symbols resolved, equal inline
// functions shared, and an order in which callees come before their callers.
#ifndef OUTLIVE_LINK_H
#define OUTLIVE_LINK_H

#include "ir/ir.h"
#include "sum/sum.h"

// The value that an initialiser gives to a place of a global.
typedef struct GlobalInit {
	PathId path;
	Operand value; // INT, FN (unique symbol), STRING; PLACE: the address of another global's place
} GlobalInit;

typedef struct Global {
	StrId name;    // unique in the program
	uint32_t flags; // VarFlags
	bool constant; // const, or static and never written nor lent: `inits` hold for ever
	bool followed; // a function near to thread events names it: its content is followed
	VEC(GlobalInit) inits;
} Global;

// A group of mutually recursive functions, or one function.
typedef struct Scc {
	uint32_t first, n; // in Program.order
	bool cyclic;       // some member can reach itself
} Scc;

typedef struct Program {
	Arena *arena;
	Ir *ir;
	Sums *sums;
	Map fn_by_name;     // unique symbol -> index in ir->fns of the definition
	Map decl_by_name;   // symbol -> index of a declaration with attributes
	VEC(Global) globals;
	Map global_by_name; // unique symbol -> index in globals
	U32Vec order;       // definitions to solve, callees first
	VEC(Scc) sccs;
	U32Vec *callers;    // by function: those of its own group that name it
	uint8_t *near;      // by function: 1 + calls up from a spawn, join or detach; 0 far away
	bool *in_thread;    // by function: may run in a thread, so what it uses matters to loans
	uint32_t round;     // while `near` is computed
} Program;

// Takes over `ir`: renames statics that share a name (`name@unit`), so that every
// symbol means one thing. Deterministic: units must be in input order.
Program link_program(Arena *arena, Ir *ir, Sums *sums);

// The definition that a unique symbol names, or NULL.
const Fn *program_fn(const Program *program, StrId name);
// The declaration (attributes only), or NULL.
const Fn *program_decl(const Program *program, StrId name);
const Global *program_global(const Program *program, StrId name);
// Functions that the program names without calling them, by index in ir->fns: they may be
// called through pointers.
BitSet program_values(const Program *program, Arena *arena);
// Whether some call may pass NULL as the argument: as a constant, through a pointer to the
// function, or from outside of the program.
bool program_passes_null(const Program *program, uint32_t fn, uint32_t argument);
// Whether `fn` names the function as a value, or what it calls does, up to so many calls deep.
bool program_names(const Program *program, uint32_t fn, StrId value, uint32_t depth);
// Whether `fn` may call, between the call at `from` and what is at `to`, what nobody here knows: through a
// pointer, or a function that has neither body nor model, itself or in what it calls.
bool program_calls_unseen(const Program *program, Arena *arena, uint32_t fn, Span from, Span to);
// ... or what waits for something.
bool program_waits_between(const Program *program, Arena *arena, uint32_t fn, Span from, Span to);
// A symbol as the source spells it: `name@3` is shown as `name`.
const char *program_label(const Program *program, StrId name);

// Blocks that lead back to `head` without leaving `body`; only `head` is jumped to from outside,
// where no goto leads into the loop.
typedef struct NaturalLoop {
	uint32_t head;
	BitSet body;
} NaturalLoop;

// Of the blocks that the entry reaches.
typedef struct Shape {
	U32Vec postorder;
	VEC(NaturalLoop) loops; // by the order of their back edges
} Shape;

// Lies in `arena`.
Shape shape_of(const Fn *fn, Arena *arena);

// An edge over which control passes by a block, and comes to where that leads.
typedef struct Bypass {
	uint32_t from, to;
	bool alone; // there is no other
} Bypass;
typedef VEC(Bypass) Bypasses;
// Of `if (a && b) f();` and the like: the edges by which f() is not called, for each reason.
// None where there are very many, or the block lies in a loop.
Bypasses shape_bypasses(const Fn *fn, Arena *arena, uint32_t block);

// Which variables of a function a block or what comes behind it may read.
typedef struct Liveness {
	uint32_t *bit; // by variable: its bit in `in`; ID_NONE: a temporary of one block, or nobody needs it
	BitSet *in;    // by block, at its start
	BitSet asked;  // by variable: a number in it may decide something
} Liveness;

// Backward data flow over scalars whose address is not taken; all other variables are
// always live. `mute` says by instruction for which calls a number decides nothing; NULL: for
// none. The sets are in `arena`.
Liveness liveness_of(const Fn *fn, const Paths *paths, const BitSet *mute, Arena *arena);
bool live_anywhere(const Liveness *live, uint32_t var); // at the start of some block
bool live_at(const Liveness *live, uint32_t block, uint32_t var);
bool live_number(const Liveness *live, uint32_t var); // whether it matters which number it holds

#endif
