// SPDX-License-Identifier: MIT
// text: what the printer and the parser of the IR share: its words, and what a
// bare name looks like. Grammar: docs/ir.md. Inside analyzer/ir only.
#ifndef OUTLIVE_IR_TEXT_H
#define OUTLIVE_IR_TEXT_H

#include "ir/ir.h"

// Each table ends with NULL and is indexed by its enum; flag words by bit number.
extern const char *const ir_op_words[];   // Opcode
extern const char *const ir_calc_words[]; // CalcOp
extern const char *const ir_term_words[]; // TermKind
extern const char *const ir_exit_words[]; // ExitKind
extern const char *const ir_access_words[]; // Access
extern const char *const ir_kind_words[]; // VarKind
extern const char *const ir_var_flag_words[];
extern const char *const ir_fn_flag_words[];

// Index of the word in its table, ID_NONE when it is not there.
uint32_t ir_word_find(const char *const *words, const char *text, size_t len);

bool ir_is_word_char(char c);
// True for [A-Za-z_][A-Za-z0-9_$~]*, which needs no quotes.
bool ir_is_word(const char *text);
// True for opcodes and terminators; a variable of that name is quoted.
bool ir_is_reserved(const char *text, size_t len);

// ---- scan.c: characters of one text -------------------------------------------

// The reading position. A function that fails has filled *error and returns false.
typedef struct Scan {
	const char *at, *end;
	const char *line_start;
	uint32_t line;
	TextError *error;
	Strs *strs;
	Buf buf; // a quoted text without its escapes
} Scan;

// A word inside the text; not NUL-terminated.
typedef struct Word {
	const char *text;
	size_t len;
} Word;

bool scan_fail(Scan *s, const char *format, ...) PRINTF_LIKE(2, 3);
bool scan_fail_at(Scan *s, const char *at, const char *format, ...) PRINTF_LIKE(3, 4);
void scan_blanks(Scan *s);           // spaces and tabs
void scan_lines(Scan *s);            // also comments and ends of lines
bool scan_at_line_end(Scan *s);      // skips blanks; true before a comment, a newline or the end
bool scan_end_line(Scan *s);         // ... or fails: something is left over
char scan_peek(Scan *s);             // skips blanks; '\0' at the end
bool scan_take(Scan *s, char c);     // skips blanks and takes `c` if it is there
bool scan_want(Scan *s, char c);     // ... or fails
bool scan_word(Scan *s, Word *word); // an empty word is no failure of the scanner: returns false silently
bool scan_string(Scan *s, StrId *str);
bool scan_u32(Scan *s, uint32_t *number);
bool scan_i64(Scan *s, int64_t *number);

static inline bool word_is(Word word, const char *text)
{
	return strncmp(word.text, text, word.len) == 0 && text[word.len] == '\0';
}

// ---- parse.c, parse_code.c --------------------------------------------------------

// Names of one function live in one map; the space keeps `x`, `@x` and `%x` apart.
typedef enum NameSpace { NAME_LOCAL, NAME_GLOBAL, NAME_TEMP } NameSpace;

// A block that is jumped to, perhaps before its label was seen.
typedef struct BlockRef {
	uint32_t label;
	uint32_t line;
	const char *at, *line_start;
} BlockRef;

typedef struct Parser {
	Scan s;
	Ir *ir;
	Arena scratch;      // of the function being read
	U32Vec files;       // number in the unit -> FileId
	uint32_t unit;      // ID_NONE before the first `unit` line
	uint32_t file;      // number of the file that the last position was in
	Fn fn;              // its vectors lie in scratch
	Map vars;           // (space, name) -> VarId
	Map blocks;         // label -> BlockId
	VEC(BlockRef) refs; // every mention of a block
} Parser;

static inline const char *ir_parser_text(const Parser *p, StrId str) { return strs_text(&p->ir->strs, str); }

// Prefixed `parse_`: reads from the text, fails with *error filled. The others only look up.
bool ir_parse_at_span(Parser *p); // a position follows, not a symbol
bool ir_parse_span(Parser *p, Span *span);
bool ir_parse_name(Parser *p, StrId *name);                             // a word or a quoted text
bool ir_parse_var_name(Parser *p, NameSpace *space, StrId *name);       // x  $"x y"  %3  @global
bool ir_parse_body_line(Parser *p);                                     // a label, an instruction or a terminator
bool ir_parse_fail_word(Parser *p, Word word, const char *what);        // "`word` what"
bool ir_parse_check_refs(Parser *p);                                    // every block that is jumped to is there
void ir_parse_resolve_refs(Parser *p);                                  // labels become block ids
VarId ir_parser_find_var(const Parser *p, NameSpace space, StrId name); // ID_NONE when not declared
VarId ir_parser_add_var(Parser *p, NameSpace space, Var var);

#endif
