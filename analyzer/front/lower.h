// SPDX-License-Identifier: MIT
// lower.h: the types that front's files share. A Lower is one translation unit
// on its way from libclang's cursors to IR, a Builder is one function of it.
// The one idea: the storage that is live at a point is a node in a tree of
// Drops, and every edge is the walk from one node to another (scope.c).
#ifndef OUTLIVE_FRONT_LOWER_H
#define OUTLIVE_FRONT_LOWER_H

#include <clang-c/Index.h>

#include "front/front.h"

// Storage that is live: `var`, and what was live before it.
typedef struct Drop {
	const struct Drop *parent;
	VarId var;
	StrId cleanup;  // function of its cleanup attribute, run before DEAD; 0 when none
	uint32_t depth; // number of Drops from here to the root
} Drop;

// Macros that only choose at compile time make a hundred blocks for each that stays, so
// a block is small: its instructions are a list in the Builder, counted from 1, and so is
// its end, unless it only goes on to another block, as nearly all of them do.
typedef struct BlockDraft {
	uint32_t first, last; // 0: there are none
	uint32_t term;        // 0: it has no end yet; of one that goes on: to which block
	bool goes_on;
	bool targeted;        // some jump goes here
} BlockDraft;

typedef struct InstrDraft {
	Instr instr;
	uint32_t next; // in the block; 0: this is the last
} InstrDraft;

// A case of a switch, a label or a goto: a block and what is live there.
typedef struct Point {
	BlockId block;
	const Drop *live;
	uint64_t label; // key of the LabelStmt
	int64_t lo, hi; // cases only
	Span span;
} Point;

// Where `break` and `continue` go from here.
typedef struct Target {
	const struct Target *outer;
	BlockId on_break, on_continue; // on_continue is ID_NONE when no loop surrounds
	const Drop *break_live, *continue_live;
} Target;

typedef struct Switch {
	struct Switch *outer;
	VEC(Point) cases;
	BlockId fallback; // the block of `default`, or ID_NONE
	const Drop *fallback_live;
} Switch;

// Where LIVE of a compound literal goes while evaluation is conditional: before
// the condition, so that the literal is live on every path to its block's end.
typedef struct Anchor {
	BlockId block;  // ID_NONE: here and now
	uint32_t after; // the instruction before that place; 0: the block begins there
} Anchor;

typedef struct Builder {
	Fn *fn;
	Arena *arena; // all drafts; forgotten when the function is finished
	CXCursor cursor;
	VEC(BlockDraft) blocks;
	VEC(InstrDraft) instrs;
	VEC(Term) terms;
	U32Vec order; // blocks as placed
	BlockId at;   // where instructions go; ID_NONE after a jump
	const Drop *live;
	Map vars;    // declaration -> VarId
	Map names;   // StrId -> how many variables have it
	Map globals; // symbol of a VAR_GLOBAL -> VarId
	uint32_t ntemps;
	VEC(Operand) operands;
	VEC(Case) cases;
	VEC(Point) labels, gotos, computed;
	VarId jump;     // what the computed gotos go by
	bool broken;     // clang found an error in it
	bool ends_later; // ... or takes the end of a block for its end
	bool any_label; // to which all labels are targets, not only those whose address is taken
	Map label_index;             // label -> index into labels
	VEC(uint64_t) address_taken; // labels whose address is a value, which is their number, from 1
	Map label_numbers;           // label -> that
	VEC(VarId) allocas;
	uint32_t nleft;       // ends of storage on jumps and returns so far
	Map exits;            // (Drop, where to) -> the block of a shared way out
	BlockId shared_return; // where those that return go; ID_NONE when there are none
	VarId result;         // and what they return
	const Target *target;
	Switch *inside; // innermost switch
	Anchor anchor;
	Map for_parts; // ForStmt -> 1 init | 2 condition | 4 increment
	bool for_parts_known;
} Builder;

// What is known of a function that is called or whose address is taken.
typedef struct Callee {
	CXCursor cursor; // the definition when it is lowered
	StrId symbol;
	uint32_t flags; // FnFlags
	uint32_t extra; // bit i: argument i belongs to the checked form only, see call_checked_extra
	bool lowered;   // has, or will get, a body
} Callee;

typedef struct Kids {
	CXCursor *v;
	uint32_t n;
} Kids;

// Where the children of cursors lie, as long as the statement they belong to is lowered.
typedef struct KidStack {
	struct KidStack *below, *above; // a chunk that was left stays for the next time
	uint32_t n, cap;
	CXCursor v[];
} KidStack;

typedef struct KidMark {
	KidStack *top;
	uint32_t n;
} KidMark;

typedef struct SourceText {
	const char *text; // libclang's
	size_t size;
} SourceText;

typedef struct Lower {
	Ir *ir;
	const FrontUnit *unit;
	uint32_t unit_index;
	CXTranslationUnit tu;
	CXFile main_file;
	bool unwinds;  // -fexceptions: cleanup attributes count where a thread ends
	Arena arena;   // lives as long as the unit is lowered
	Arena scratch; // reset after each function
	Builder *b;    // the function under construction
	Builder init;  // the initialisers of objects with static storage
	Map files;     // CXFile -> FileId
	CXFile last_file;
	FileId last_id;
	CXFile line_file;          // of the line that positions were last asked for
	uint32_t line, line_start; // its number, and the offset before its first byte (wraps at 0)
	Map text_index; // CXFile -> index into texts
	VEC(SourceText) texts;
	Map fields;  // FieldDecl -> the PathId that it adds
	Map callees; // function declaration -> index
	VEC(Callee) callee;
	VEC(uint32_t) todo; // callees to lower
	Map globals;        // declarations whose initialiser is done or queued
	VEC(CXCursor) inits;
	Map symbols, static_names; // of static locals: declaration -> StrId; those in use
	uint32_t nliterals;        // compound literals at file scope
	VEC(CXCursor) kids;        // where cursor_kids collects
	KidStack *kid_stack;       // and what it has handed out
	Map names;                 // function names -> index into named; built when first needed
	VEC(CXCursor) named;
	VEC(Span) errors; // where clang found them
	VEC(Span) strays; // those of them that are closing braces outside of functions
	VEC(Span) bodies; // of the functions, where there are such
} Lower;

// ---- unit.c: strings, positions, source text --------------------------------------

// Interns and disposes of a string of libclang.
StrId text_intern(Lower *l, CXString string);
// The same without interning: a copy in `arena`.
char *text_copy(Arena *arena, CXString string);
FileId text_file(Lower *l, CXFile file);
// Where the cursor stands in the main source: of a macro, where it is used.
Span text_span(Lower *l, CXCursor cursor);
Span text_range(Lower *l, CXSourceRange range);
// The declared name of a declaration.
Span text_name_span(Lower *l, CXCursor decl);
// The last byte of `cursor`: the closing brace of a block.
Span text_last(Lower *l, CXCursor cursor);
// The word at the cursor's location as it is spelled, inside macros too: what
// tells apart the expressions that libclang does not expose.
const char *text_word(Lower *l, CXCursor cursor, char word[static 64]);
// True when `...` stands between the two expressions.
bool text_is_range(Lower *l, CXCursor lo, CXCursor hi);
// True for an assembly statement without instructions: a barrier for the compiler.
bool text_is_empty_asm(Lower *l, CXCursor stmt);
bool text_is_asm_goto(Lower *l, CXCursor stmt);
// The beginning of a string literal's text, up to its first NUL.
StrId text_literal(Lower *l, CXCursor literal);

// ---- errors/errors.c: what clang did not take -----------------------------------------

void errors_read(Lower *l, FrontReport *report); // what clang has said of the unit
void errors_begin(Lower *l);                     // a function: are there any in it?
// The statements of a block of such a function. Where there is an error between two of them,
// or in one, something may have been left out.
void errors_lower_list(Lower *l, CXCursor block, Kids kids);

// ---- unit.c: functions and objects of the unit -----------------------------------------------

uint64_t decl_key(CXCursor decl);
uint64_t stmt_key(CXCursor stmt);
// The children of `cursor`, until kids_release goes back to before this call.
Kids cursor_kids(Lower *l, CXCursor cursor);
KidMark kids_mark(const Lower *l);
void kids_release(Lower *l, KidMark mark);
CXCursor cursor_only_kid(CXCursor cursor); // null when there is none, or more than one
// The callee for a FunctionDecl; queues its body when it has one.
const Callee *unit_callee(Lower *l, CXCursor fn);
// The same for a function that is known by name only (cleanup attributes).
void unit_mention(Lower *l, StrId name);
// Queues the initialiser of an object with static storage, once.
void unit_global(Lower *l, CXCursor var);

// ---- decl.c: variables and their initial values ---------------------------------------

// A declaration as clang prints it, macros expanded; without bodies when `terse`.
char *text_pretty(Lower *l, CXCursor decl, bool terse);
uint32_t decl_flags(Lower *l, CXCursor fn); // FN_*, by its attributes and name
// Does a call through this type not return?
bool text_is_noreturn(Lower *l, CXType type);
VarId decl_add_var(Lower *l, Var var);
void decl_param(Lower *l, CXCursor parm, uint32_t index);
// The variable that a DeclRefExpr names; globals are added on first use.
VarId decl_var(Lower *l, CXCursor decl);
void decl_lower(Lower *l, CXCursor decl); // a declaration statement's VarDecl
void decl_init_global(Lower *l, CXCursor var);
VarId decl_literal(Lower *l, CXCursor literal);                // LIVE and content of a compound literal
PathId decl_push_field(Lower *l, PathId path, CXCursor field); // path.field
uint32_t decl_type_flags(CXType type);

// ---- scope.c: blocks, storage, jumps ----------------------------------------------------

void builder_init(Lower *l, Builder *b, Fn *fn, Arena *arena);
void builder_finish(Lower *l);
BlockId block_new(Lower *l);
void block_place(Lower *l, BlockId block);
void block_jump(Lower *l, BlockId to);
void block_branch(Lower *l, CalcOp cmp, Operand a, Operand b, BlockId then, BlockId other, CXCursor expr);
void block_end(Lower *l, Term term);
void block_set_term(Lower *l, BlockId block, Term term);
// Nothing goes to `block`, which is to be placed next, and `code`, which is to stand in it,
// has no label: it need not be lowered.
bool block_is_dead(Lower *l, BlockId block, CXCursor code);
Instr *emit(Lower *l, Opcode op, Place dst, Operand a, Span span);
void emit_args(Lower *l, Instr *instr, const Operand *args, uint32_t nargs);
Operand emit_temp(Lower *l, Opcode op, Place want, Operand a, Span span);
Operand emit_load(Lower *l, Place place, Access access, Place want, Span span);
void emit_store(Lower *l, Place dst, Operand value, Access access, Span span);
VarId temp_new(Lower *l);
// Storage of `var` begins here, and ends with the scope that is open.
void scope_declare(Lower *l, VarId var, StrId cleanup, Span span);
// Emits the ends of all storage above `to`; what is live here stays as it is
// known, because the code goes on elsewhere.
void scope_leave(Lower *l, const Drop *to, ExitKind kind, Span exit);
// The same, and goes to `target`.
void scope_jump(Lower *l, const Drop *to, BlockId target, ExitKind kind, Span exit);
// Ends all storage and returns `value`, which names nothing but a temporary.
void scope_return(Lower *l, Operand value, Span exit);
// Ends the scope that is `stmt`: leaves to `to` and goes on there.
void scope_end(Lower *l, const Drop *to, ExitKind kind, CXCursor stmt);
// The block that a jump to (target, its storage) from the storage `from` goes
// through: LIVE for scopes entered. It is `target` itself when none is.
BlockId scope_edge(Lower *l, const Drop *from, BlockId target, const Drop *to, Span span);
// The value of `&&label`, by which computed gotos choose.
Operand scope_label_address(Lower *l, CXCursor expr);
Anchor anchor_open(Lower *l);  // conditional evaluation begins
Anchor anchor_reset(Lower *l); // a block of its own begins
static inline void anchor_close(Lower *l, Anchor saved) { l->b->anchor = saved; }

// ---- stmt.c ---------------------------------------------------------------------------

void stmt_lower(Lower *l, CXCursor stmt);
void stmt_body(Lower *l, CXCursor body);
// The statements of a statement expression; its value is that of the last one.
Operand stmt_expr(Lower *l, CXCursor expr);
Operand stmt_conditional(Lower *l, CXCursor expr, Place want); // a ? b : c
Operand stmt_elvis(Lower *l, Kids kids, Place want);           // a ?: c
Operand stmt_logic(Lower *l, CXCursor expr, Place want);       // && and || as values
CXCursor stmt_comma(Lower *l, CXCursor expr);                  // its last operand, the others done
// Goes to `then` when the expression is not zero, else to `other`.
void stmt_condition(Lower *l, CXCursor expr, BlockId then, BlockId other);

// ---- expr.c ---------------------------------------------------------------------------

// The value of an expression. `want`, when not PLACE_NONE, is a place (not
// through a pointer) that an instruction may write directly.
Operand expr_value(Lower *l, CXCursor expr, Place want);
Place expr_place(Lower *l, CXCursor expr);
Place expr_pointee(Lower *l, CXCursor pointer); // what the value of a pointer expression points to
void expr_discard(Lower *l, CXCursor expr);     // side effects only
void expr_store(Lower *l, Place dst, Operand value, Span span);
void expr_init(Lower *l, Place dst, CXCursor expr); // dst = expr
CXCursor expr_peel(CXCursor expr);        // without parentheses and implicit casts
bool expr_is_array(CXCursor peeled);
Operand expr_constant(CXCursor expr); // OPERAND_UNKNOWN when it is none
CalcOp expr_operator(CXCursor expr, Kids kids); // of a binary operator
Operand expr_havoc(Lower *l, CXCursor expr, const char *why, Place want);
Operand calc_emit(Lower *l, CalcOp op, Operand a, Operand b, Place want, CXType type, Span span);

// ---- call.c ---------------------------------------------------------------------------

// The symbol that a function is called by: builtins and checked forms of library
// functions are those.
StrId call_symbol(Lower *l, const char *name);
// Bit i is set for each argument i that only the checked form (`__memcpy_chk`) of
// a function takes; 0 for other functions.
uint32_t call_checked_extra(const char *name);
// True for __builtin_expect and its like, which are their first argument.
bool call_is_expect(Lower *l, CXCursor callee);
Operand call_lower(Lower *l, CXCursor call, Place want, bool discard);
Operand call_unexposed(Lower *l, CXCursor expr, Kids kids, Place want);

static inline Operand operand_int(int64_t n) { return (Operand){.kind = OPERAND_INT, .place = PLACE_NONE, .num = n}; }
static inline Operand operand_unknown(void) { return (Operand){.kind = OPERAND_UNKNOWN, .place = PLACE_NONE}; }
static inline Operand operand_none(void) { return (Operand){.kind = OPERAND_NONE, .place = PLACE_NONE}; }
static inline Operand operand_place(Place p) { return (Operand){.kind = OPERAND_PLACE, .place = p}; }
static inline Operand operand_str(OperandKind kind, StrId str)
{
	return (Operand){.kind = kind, .place = PLACE_NONE, .str = str};
}
static inline Place place_var(VarId var) { return (Place){.var = var}; }

#endif
