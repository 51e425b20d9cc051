// SPDX-License-Identifier: MIT
// ir: C as blocks of small instructions with explicit storage ends. It says only
// what C says: a spawn is a CALL like any other; what calls do are facts (flow/).
// Grammar of the text form, with an example of each line: docs/ir.md.
#ifndef OUTLIVE_IR_H
#define OUTLIVE_IR_H

#include "base/base.h"

typedef struct { uint32_t i; } BlockId;
typedef struct { uint32_t i; } VarId;  // index into Fn.vars
typedef struct { uint32_t i; } FnId;   // index into Ir.fns
typedef struct { uint32_t i; } PathId; // interned in Paths; 0 is the empty path
#define ID_NONE UINT32_MAX

// ---- paths: .field [3] [i] [*] and, in summaries only, a dereference ------------

typedef enum ElemKind {
	ELEM_FIELD,  // .name
	ELEM_INDEX,  // [number]
	ELEM_VAR,    // [variable of the function], its value at the instruction
	ELEM_ANY,    // [*]: some element, which one is not known
	ELEM_DEREF,  // what the pointer stored there points to (summaries only)
} ElemKind;

typedef struct Elem {
	PathId parent;  // the path without this last element
	ElemKind kind;
	StrId field;    // ELEM_FIELD
	int64_t index;  // ELEM_INDEX: the number; ELEM_VAR: the VarId
	uint32_t depth; // number of elements
} Elem;

typedef struct Paths {
	Arena *arena;
	VEC(Elem) elem; // elem.v[0] stands for the empty path
	Map by_key;
} Paths;

void paths_init(Paths *paths, Arena *arena);
PathId path_push(Paths *paths, PathId parent, ElemKind kind, StrId field, int64_t index);
PathId path_field(Paths *paths, PathId parent, StrId field);
PathId path_index(Paths *paths, PathId parent, int64_t index);
PathId path_join(Paths *paths, PathId front, PathId back); // front followed by back
bool path_has_prefix(const Paths *paths, PathId path, PathId prefix);
static inline const Elem *path_elem(const Paths *p, PathId id) { return &p->elem.v[id.i]; }

// ---- variables ------------------------------------------------------------------

typedef enum VarKind {
	VAR_PARAM,   // a parameter; LIVE on entry without an instruction
	VAR_LOCAL,   // an automatic variable: LIVE and DEAD are explicit
	VAR_LITERAL, // a compound literal at block scope, storage like a local
	VAR_ALLOCA,  // the block that one alloca (or VLA type) call makes; DEAD at function end
	VAR_TEMP,    // an expression's value: no storage, no LIVE or DEAD, address never taken
	VAR_GLOBAL,  // file scope, or a static local; `name` is the program-wide symbol
} VarKind;

typedef enum VarFlags {
	VAR_ARRAY = 1 << 0,    // array type (VLAs too)
	VAR_VLA = 1 << 1,
	VAR_STATIC = 1 << 2,   // VAR_GLOBAL with internal linkage
	VAR_TLS = 1 << 3,      // _Thread_local
	VAR_CONST = 1 << 4,    // const-qualified object (for arrays: its elements)
	VAR_VOLATILE = 1 << 5,
	VAR_ATOMIC = 1 << 6,
	VAR_POINTER = 1 << 7,
	VAR_RECORD = 1 << 8,   // struct or union
} VarFlags;

typedef struct Var {
	VarKind kind;
	uint32_t flags;
	StrId name;  // unique in the function: `x`, a shadowing one `x~2`, temps `%3`, globals the symbol
	StrId label; // as the source spells it (`x`); empty for temps
	StrId type;  // C type as the source spells it; empty for temps
	Span span;   // the declared name
} Var;

// A place without (`x.f[2]`) or with one dereference at its root (`(*p).f[2]`).
typedef struct Place {
	VarId var;
	bool deref;
	PathId path;
} Place;

static inline bool place_none(Place p) { return p.var.i == ID_NONE; }
#define PLACE_NONE ((Place){.var = {ID_NONE}})
// It names a variable, all of it.
static inline bool place_is_variable(Place p) { return !place_none(p) && !p.deref && !p.path.i; }

typedef enum OperandKind {
	OPERAND_NONE,    // absent (RET without value)
	OPERAND_PLACE,   // the value stored in a place
	OPERAND_INT,     // integer or null pointer constant
	OPERAND_STRING,  // address of a string literal (static storage)
	OPERAND_FN,      // address of a function, by symbol
	OPERAND_UNKNOWN, // a value that the IR does not model (floating constants, ...)
} OperandKind;

typedef struct Operand {
	OperandKind kind;
	Place place;
	int64_t num;
	StrId str; // OPERAND_STRING: its text; OPERAND_FN: the symbol
} Operand;

static inline bool operand_is_variable(Operand o) { return o.kind == OPERAND_PLACE && place_is_variable(o.place); }

// ---- instructions ------------------------------------------------------------------

typedef enum Opcode {
#define OPCODE(NAME, text, doc) OP_##NAME,
#include "ir/opcodes.def"
} Opcode;

// Operators of OP_CALC and of the IF terminator (comparisons only there).
typedef enum CalcOp {
#define CALC(NAME, text) CALC_##NAME,
#include "ir/calc.def"
} CalcOp;

static inline bool calc_compares(CalcOp op) { return op <= CALC_UGE; }
static inline bool calc_is_unsigned(CalcOp op) { return op >= CALC_ULT && op <= CALC_UGE; }
static inline CalcOp calc_signed(CalcOp op) { return calc_is_unsigned(op) ? (CalcOp)(op - CALC_ULT + CALC_LT) : op; }
static inline CalcOp calc_unsigned(CalcOp op)
{
	return op >= CALC_LT && op <= CALC_GE ? (CalcOp)(op - CALC_LT + CALC_ULT) : op;
}

// Why storage ends: the edge on which DEAD stands.
typedef enum ExitKind {
	EXIT_BLOCK,    // fell out of the block's end
	EXIT_BREAK,
	EXIT_CONTINUE, // also the end of a loop body: the next iteration
	EXIT_GOTO,
	EXIT_RETURN,   // return, or the end of the function's body
} ExitKind;

// How memory is accessed: what COPY and STORE write, what LOAD reads, and what a COPY
// to a temporary reads. Other threads may do the same at the same time where it is not plain.
typedef enum Access {
	ACCESS_PLAIN,
	ACCESS_ATOMIC,   // an _Atomic object, or an atomic builtin on any object
	ACCESS_VOLATILE,
} Access;

typedef struct Instr {
	Opcode op;
	uint8_t sub;          // CalcOp of OP_CALC, ExitKind of OP_DEAD
	uint8_t access;       // Access of OP_COPY, OP_LOAD and OP_STORE
	Place dst;            // what is written, or the variable of LIVE and DEAD
	Operand a, b;         // ADDR: `a` is the place whose address is taken; LIVE: what is called with it on unwinding
	uint32_t args, nargs; // CALL's arguments, HAVOC's places: in Fn.operands
	StrId why;            // HAVOC: the construct that was not lowered
	Span span;            // the expression or statement; DEAD: the exit (`return ...;`, `}`, `break;`)
} Instr;

typedef enum TermKind {
	TERM_NONE,        // under construction
	TERM_GOTO,        // -> then
	TERM_IF,          // a `cmp` b ? then : other
	TERM_SWITCH,      // a == cases[i].value ? cases[i].block : other
	TERM_RET,         // a
	TERM_UNREACHABLE, // after a call that does not return
} TermKind;

typedef struct Case {
	int64_t lo, hi; // GNU case ranges; lo == hi for `case 1:`
	BlockId block;
} Case;

typedef struct Term {
	TermKind kind;
	CalcOp cmp;
	Operand a, b;
	BlockId then, other;
	uint32_t cases, ncases; // in Fn.cases
	Span span;              // IF, SWITCH: the condition; RET: the statement
} Term;

typedef struct Block {
	uint32_t first, n; // Fn.instrs; contiguous
	Term term;
} Block;

typedef enum FnFlags {
	FN_STATIC = 1 << 0,
	FN_INLINE = 1 << 1,
	FN_NORETURN = 1 << 2,
	FN_RETURNS_TWICE = 1 << 3, // setjmp and its like
	FN_MALLOC = 1 << 4,        // __attribute__((malloc)): returns fresh memory or NULL
	FN_VARIADIC = 1 << 5,
	FN_INIT = 1 << 6,          // pseudo-function: the initialisers of a unit's file-scope objects
} FnFlags;

// A function with a body, or (nblocks == 0) only a declaration with attributes.
typedef struct Fn {
	StrId name;     // symbol
	uint32_t unit;  // index into Ir.units
	uint32_t flags;
	uint32_t nparams;      // vars[0 .. nparams) are the parameters
	uint32_t const_params; // bit i: parameter i is a pointer to const
	StrId ret_type;
	Span span;             // the declared name
	VEC(Var) vars;
	VEC(Block) blocks;     // blocks.v[0] is the entry
	VEC(Instr) instrs;
	VEC(Operand) operands;
	VEC(Case) cases;
	VEC(StrId) annotations; // texts of annotate("own::...") with "ret", "fn" or "argN" in front: "fn own::spawn"
} Fn;

// The index-th block that may come after `block`: `then`, `other`, the cases. ID_NONE behind the last.
uint32_t fn_successor(const Fn *fn, uint32_t block, uint32_t index);
uint32_t fn_block_of(const Fn *fn, uint32_t instr);
// Adds the blocks that those reached lead to; not on from the closed ones.
void fn_follow(Arena *arena, const Fn *fn, BitSet *reached, const BitSet *closed);

typedef struct Unit {
	StrId path;       // the main file as given
	uint32_t nhavoc;  // constructs not lowered
	bool had_errors;  // clang reported errors; lowered as far as it recovered
} Unit;

// All of it: one for each unit in a worker, one for the program in the driver.
typedef struct Ir {
	Arena *arena;
	Strs strs;
	Files files;
	Paths paths;
	VEC(Fn *) fns;
	VEC(Unit) units;
} Ir;

void ir_init(Ir *ir, Arena *arena);

// ---- print.c, parse.c, verify.c --------------------------------------------------------

// Prints functions [from, fns.n) of one unit with its header lines; ir_parse reads it back.
void ir_print_unit(Buf *out, const Ir *ir, uint32_t unit);
void ir_print_fn(Buf *out, const Ir *ir, const Fn *fn);
void ir_print_place(Buf *out, const Ir *ir, const Fn *fn, Place place);
void ir_print_operand(Buf *out, const Ir *ir, const Fn *fn, Operand operand);
void ir_print_path(Buf *out, const Ir *ir, const Fn *fn, PathId path); // fn may be NULL

// A position and a message for text that does not follow the grammar.
typedef struct TextError { uint32_t line, col; char message[200]; } TextError;

// Adds the units in `text` to `ir`. Returns false and fills *error at the first
// line that is not IR; what came before stays. Thread-compatible.
bool ir_parse(Ir *ir, const char *text, size_t len, TextError *error);

// Checks one function: edges, places, LIVE/DEAD on every path. Returns NULL when
// sound, else a message in `scratch` that names block and instruction.
const char *ir_verify(const Ir *ir, const Fn *fn, Arena *scratch);

#endif
